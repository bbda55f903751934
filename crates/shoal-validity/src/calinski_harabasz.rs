//! Calinski-Harabasz: spread between clusters, compared with spread inside them.
//!
//! **What it measures.** The variance of the cluster means about the mean of all rows (each mean counted once per row,
//! divisor k − 1) over the variance of the rows about their cluster's mean (divisor n − k). The higher the better; it grows
//! with the number of rows, so only labelings of the same points compare.
//!
//! **When to use it, and when not.** To compare numbers of clusters for round clusters of similar size. It falls steadily
//! with k on data without structure, which must not be read as evidence for few clusters.
//!
//! **How it works.** 1. `Dispersion::new`: means and sums of squares. 2. `Dispersion::overall_mean` and `between`. 3. The ratio.
//!
//! **Cost.** O(rows × columns). **Randomness.** None.
//!
//! **Edges.** Undefined for one cluster, when every row is alone, and when no cluster has any spread.
//!
//! **Differences from scikit-learn.** It gives 1.0 when no cluster has any spread; here that is undefined.
//!
//! **References.** Caliński & Harabasz (1974), doi:10.1080/03610927408827101.

use shoal_kernel::distance::squared;
use shoal_kernel::{Labels, Points};

use crate::dispersion::Dispersion;
use crate::undefined::Undefined;

/// The Calinski-Harabasz index: at least 0, higher is better, no unit.
///
/// # Errors
/// Where it is undefined; see the page.
pub fn calinski_harabasz(points: &Points, labels: &Labels) -> Result<f64, Undefined> {
    Undefined::check_clusters(points, labels)?;
    Dispersion::new(points, labels)?.calinski_harabasz()
}

impl Dispersion {
    /// The Calinski-Harabasz index of the labels that were measured: at least 0, higher is better, no unit. Time
    /// O(clusters × columns).
    ///
    /// # Errors
    /// Where it is undefined; see the page of [`calinski_harabasz`].
    pub fn calinski_harabasz(&self) -> Result<f64, Undefined> {
        let (rows, clusters) = (self.rows(), self.clusters());
        Undefined::check_count(clusters, rows)?;
        let within = self.inertia();
        if within == 0.0 {
            return Err(Undefined::NoSpread);
        }
        Undefined::finite((between(self) / (clusters - 1) as f64) / (within / (rows - clusters) as f64))
    }
}

/// Sum over all rows of the squared distance of their cluster's mean from the mean of all.
fn between(dispersion: &Dispersion) -> f64 {
    let mean = dispersion.overall_mean();
    let sizes = dispersion.sizes().iter().enumerate();
    sizes.map(|(cluster, &size)| size as f64 * squared(dispersion.mean(cluster), &mean)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(values: &[f64], labels: &[u32]) -> Result<f64, Undefined> {
        let points = Points::new(values.to_vec(), 1).unwrap();
        calinski_harabasz(&points, &Labels::new(labels.to_vec()).unwrap())
    }

    #[test]
    fn known_and_undefined_values() {
        assert_eq!(index(&[0.0, 1.0, 10.0, 11.0], &[0, 0, 1, 1]), Ok(200.0));
        assert_eq!(index(&[0.0, 1.0], &[0, 0]), Err(Undefined::OneCluster));
        assert_eq!(index(&[0.0, 1.0], &[0, 1]), Err(Undefined::EveryRowAlone));
        assert_eq!(index(&[0.1, 0.1, 5.3, 5.3, 5.3], &[0, 0, 1, 1, 1]), Err(Undefined::NoSpread));
        assert_eq!(index(&[0.1; 5], &[0, 0, 1, 1, 1]), Err(Undefined::NoSpread));
        assert_eq!(index(&[-1.0, 1.0, 0.0, 0.0], &[0, 0, 1, 1]), Ok(0.0));
    }
}
