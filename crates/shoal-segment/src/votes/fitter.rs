//! A method fitted to small tables again and again.

use shoal_cluster::{ClusterError, Fitted, Method, Resamples, Settings, kmeans};
use shoal_kernel::{Labels, Points};

/// Random starts of each fit: what is compared has had the same effort.
const STARTS: f64 = 1.0;

/// A method and its settings.
pub(super) struct Fitter {
    card: &'static Method,
    settings: Settings,
}

impl Fitter {
    /// `card` with `settings`, but for the random starts.
    pub(super) fn new(card: &'static Method, settings: Settings) -> Self {
        let starts = card.parameters.iter().any(|parameter| parameter.name == "n_init");
        Self { card, settings: if starts { settings.with("n_init", STARTS) } else { settings } }
    }

    pub(super) fn seed(&self) -> u64 {
        self.settings.seed()
    }

    /// The fits of `points` for k = 1 to `largest`; `None` where the method refuses.
    pub(super) fn fits(&self, points: &Points, largest: usize) -> Option<Vec<Fitted>> {
        let ks: Vec<usize> = (1..=largest).collect();
        (self.card.sweep?)(points, &ks, &self.settings).ok()
    }

    /// The inertia for k = 1 to `largest`; for k-means by its shortcut.
    pub(super) fn inertias(&self, points: &Points, largest: usize, number: u64) -> Option<Vec<f64>> {
        if self.card.id == kmeans::METHOD.id {
            let ks: Vec<usize> = (1..=largest).collect();
            return kmeans::inertia_curve(points, &ks, &kmeans::Params::new(1, self.seed().wrapping_add(number))).ok();
        }
        let inertia = |fitted: Fitted| shoal_validity::inertia(points, &fitted.everybody(points).ok()??).ok();
        self.fits(points, largest)?.into_iter().map(inertia).collect()
    }

    /// The labels of all `points` for k = 1 to `largest`, from fits to resamples of them, resample by resample; what the method
    /// refuses is passed over.
    pub(super) fn again(
        &self,
        points: &Points,
        largest: usize,
        resamples: &Resamples,
        mut take: impl FnMut(Vec<Option<Labels>>),
    ) -> Option<()> {
        if self.card.id == kmeans::METHOD.id {
            let ks: Vec<usize> = (1..=largest).collect();
            let params = kmeans::Params::read(&self.settings).ok()?;
            let told = kmeans::sweep_resamples(points, resamples, &ks, &params, |_, fits| {
                take(fits.iter().map(|fitted| fitted.labels.complete()).collect());
                Ok::<(), ClusterError>(())
            });
            return told.ok();
        }
        for number in 0..resamples.count() {
            let weights = resamples.weights(number);
            let drawn: Vec<usize> = (0..weights.len()).filter(|&row| weights[row] > 0.0).collect();
            let Some(fits) = self.fits(&points.select(&drawn), largest) else { continue };
            take(fits.iter().map(|fitted| nearest(fitted, points)).collect());
        }
        Some(())
    }
}

/// The cluster of every one of `points` by the model of a fit.
pub(super) fn nearest(fitted: &Fitted, points: &Points) -> Option<Labels> {
    let assigned = fitted.model.assign(points).ok()?;
    let labels: Option<Vec<u32>> = assigned.iter().map(|row| row.nearest).collect();
    Some(Labels::renumbered(&labels?))
}
