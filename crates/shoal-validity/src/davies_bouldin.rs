//! Davies-Bouldin: how wide clusters are, compared with how far apart they lie.
//!
//! **What it measures.** Each cluster is compared with the one it is most easily confused with: the sum of both mean
//! distances to the mean, divided by the distance of the means. The index is the mean of these over the clusters. 0 would be
//! points; the lower the better.
//!
//! **When to use it, and when not.** To compare numbers of clusters for compact clusters, cheaply. A single far outlier as a
//! cluster of its own makes it look good, so hold it together with the sizes of the clusters.
//!
//! **How it works.** 1. `Dispersion::new`: means and mean distances (Euclidean, not squared). 2. `worst_neighbour` of every
//! cluster. 3. Their mean.
//!
//! **Cost.** O(rows × columns + clusters² × columns). **Randomness.** None.
//!
//! **Edges.** Undefined for one cluster, when every row is alone, when all clusters have zero spread, and when two means are
//! equal.
//!
//! **Differences from scikit-learn.** It gives 0.0, the best value, when the spreads or the distances of the means are all
//! nearly zero (below about 10⁻⁸, whatever the scale of the data), and leaves pairs of equal means out. Here the first and
//! the last are undefined and small scales are like any other.
//!
//! **References.** Davies & Bouldin (1979), doi:10.1109/TPAMI.1979.4766909.

use shoal_kernel::distance::euclidean;
use shoal_kernel::{Labels, Points};

use crate::dispersion::{Dispersion, sum_over_clusters};
use crate::undefined::Undefined;

/// The Davies-Bouldin index: above 0, lower is better, no unit.
///
/// # Errors
/// Where it is undefined; see the page.
pub fn davies_bouldin(points: &Points, labels: &Labels) -> Result<f64, Undefined> {
    Undefined::check_clusters(points, labels)?;
    Dispersion::new(points, labels)?.davies_bouldin()
}

impl Dispersion {
    /// The Davies-Bouldin index of the labels that were measured: above 0, lower is better, no unit. Time O(clusters² × columns).
    ///
    /// # Errors
    /// Where it is undefined; see the page of [`davies_bouldin`].
    pub fn davies_bouldin(&self) -> Result<f64, Undefined> {
        Undefined::check_count(self.clusters(), self.rows())?;
        let clusters = self.clusters();
        if self.mean_distances.iter().all(|&distance| distance == 0.0) {
            return Err(Undefined::NoSpread);
        }
        let sum = sum_over_clusters(clusters, |cluster| worst_neighbour(self, cluster));
        if sum == f64::INFINITY {
            return Err(Undefined::EqualMeans);
        }
        Undefined::finite(sum / clusters as f64)
    }
}

/// The largest ratio of spreads to distance of `cluster` with another one; infinite when the means are equal, NaN when they
/// are too far apart for their distance to be told.
fn worst_neighbour(dispersion: &Dispersion, cluster: usize) -> f64 {
    let mut worst = 0.0;
    for other in (0..dispersion.clusters()).filter(|&other| other != cluster) {
        let apart = euclidean(dispersion.mean(cluster), dispersion.mean(other));
        if !apart.is_finite() {
            return f64::NAN;
        }
        let spread = dispersion.mean_distances[cluster] + dispersion.mean_distances[other];
        let ratio = if apart > 0.0 { spread / apart } else { f64::INFINITY };
        worst = if ratio > worst { ratio } else { worst };
    }
    worst
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(values: &[f64], labels: &[u32]) -> Result<f64, Undefined> {
        let points = Points::new(values.to_vec(), 1).unwrap();
        davies_bouldin(&points, &Labels::new(labels.to_vec()).unwrap())
    }

    #[test]
    fn known_and_undefined_values() {
        assert_eq!(index(&[0.0, 1.0, 10.0, 11.0], &[0, 0, 1, 1]), Ok(0.1));
        let small = index(&[0.0, 1e-12, 10e-12, 11e-12], &[0, 0, 1, 1]).unwrap();
        assert!((small - 0.1).abs() < 1e-15);
        assert_eq!(index(&[0.0, 1.0], &[0, 0]), Err(Undefined::OneCluster));
        assert_eq!(index(&[0.0, 1.0], &[0, 1]), Err(Undefined::EveryRowAlone));
        assert_eq!(index(&[0.0, 0.0, 5.0], &[0, 0, 1]), Err(Undefined::NoSpread));
        assert_eq!(index(&[-1.0, 1.0, 0.0, 4.0], &[0, 0, 1, 2]), Err(Undefined::EqualMeans));
        assert_eq!(index(&[0.1; 4], &[0, 1, 0, 1]), Err(Undefined::NoSpread));
    }
}
