//! A method fitted to small tables again and again.

use crate::refit::Refit;
use shoal_cluster::{Fitted, Method, Resamples, Settings, kmeans};
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

    /// The labels of all `points` for k = 1 to `largest`, from fits to resamples of them, resample by resample.
    pub(super) fn again(
        &self,
        points: &Points,
        largest: usize,
        resamples: &Resamples,
        take: impl FnMut(&[Option<Labels>]),
    ) {
        let ks: Vec<usize> = (1..=largest).collect();
        Refit { card: self.card, settings: &self.settings, ks: &ks }.each(points, resamples, take);
    }
}
