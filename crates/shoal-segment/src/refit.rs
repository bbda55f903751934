//! A method fitted again to resamples of the members: what stability is made of.

use shoal_cluster::{ClusterError, Fitted, Method, Resamples, Settings, kmeans};
use shoal_kernel::{Labels, Points};

/// What is fitted again.
#[derive(Clone, Copy)]
pub(crate) struct Refit<'a> {
    pub(crate) card: &'static Method,
    pub(crate) settings: &'a Settings,
    /// For all of these numbers of clusters; none: as the settings say.
    pub(crate) ks: &'a [usize],
}

impl Refit<'_> {
    /// Fits to each of the `resamples` of `points` and hands `take` the labels of all points, drawn or not, for each number of clusters;
    /// no labels where the method makes no cluster. A resample that the method refuses is passed over.
    ///
    /// k-means does all of them in one operation; of other methods each resample is a fit of its own, by weights where the method
    /// takes them, else to the rows that were drawn, each once.
    pub(crate) fn each(&self, points: &Points, resamples: &Resamples, mut take: impl FnMut(&[Option<Labels>])) {
        if self.card.id == kmeans::METHOD.id {
            // What is refused here is refused for every resample.
            let _ = self.together(points, resamples, take);
            return;
        }
        for number in 0..resamples.count() {
            if let Ok(fits) = self.fits(points, &resamples.weights(number)) {
                take(&fits.iter().map(|fitted| nearest(fitted, points)).collect::<Vec<_>>());
            }
        }
    }

    fn together(
        &self,
        points: &Points,
        resamples: &Resamples,
        mut take: impl FnMut(&[Option<Labels>]),
    ) -> Result<(), ClusterError> {
        let params = kmeans::Params::read(self.settings)?;
        let told = [params.n_clusters];
        let ks = if self.ks.is_empty() { &told } else { self.ks };
        kmeans::sweep_resamples(points, resamples, ks, &params, |_, fits| {
            take(&fits.iter().map(|fitted| fitted.labels.complete()).collect::<Vec<_>>());
            Ok(())
        })
    }

    fn fits(&self, points: &Points, weights: &[f64]) -> Result<Vec<Fitted>, ClusterError> {
        let drawn = || -> Points {
            let rows: Vec<usize> = (0..weights.len()).filter(|&row| weights[row] > 0.0).collect();
            points.select(&rows)
        };
        match (self.ks, self.card.sweep, self.card.weighted) {
            ([], _, Some(weighted)) => Ok(vec![(weighted.fit)(points, weights, self.settings)?]),
            ([], _, None) | (_, None, _) => Ok(vec![(self.card.fit)(&drawn(), self.settings)?]),
            (ks, Some(sweep), _) => sweep(&drawn(), ks, self.settings),
        }
    }
}

/// The cluster of every one of `points` by the model of a fit.
pub(crate) fn nearest(fitted: &Fitted, points: &Points) -> Option<Labels> {
    let assigned = fitted.model.assign(points).ok()?;
    let labels: Option<Vec<u32>> = assigned.iter().map(|row| row.nearest).collect();
    Some(Labels::renumbered(&labels?))
}
