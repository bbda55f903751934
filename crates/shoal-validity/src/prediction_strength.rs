//! Prediction strength: whether one half of the rows foretells which rows of the other half belong together.
//!
//! **What it measures.** Two halves are clustered alone. Of all pairs of rows that are together in a cluster of the second half, the
//! share that the clusters of the first half put together too; of all clusters the smallest share. 1 when the halves agree.
//!
//! **When to use it, and when not.** To choose k: the largest one whose mean over a few splits is at least 0.8. It judges by the worst
//! cluster, so one loose cluster lowers it.
//!
//! **How it works.** [`prediction_strength`]: for each cluster of the second half, Σ n(n − 1) over the pieces into which the first
//! half's clusters cut it, over its own n(n − 1).
//!
//! **Cost.** O(rows log rows), where comparing all pairs would take O(rows²). **Randomness.** None here.
//!
//! **Edges.** A cluster of one row has no pair and does not count; when no cluster has one: not defined.
//!
//! **Differences from scikit-learn.** It has none.
//!
//! **References.** Tibshirani & Walther (2005), Cluster validation by prediction strength, doi:10.1198/106186005X59243.

use shoal_kernel::Labels;

use crate::contingency::Contingency;
use crate::undefined::Undefined;

/// The prediction strength from labels of the same rows (the second half): as they were clustered, and as the first half's clusters
/// say.
///
/// # Errors
/// Different numbers of rows; no rows; no cluster with two rows.
pub fn prediction_strength(clustered: &Labels, foretold: &Labels) -> Result<f64, Undefined> {
    let contingency = Contingency::new(clustered, foretold)?;
    if contingency.rows() == 0 {
        return Err(Undefined::NoRows);
    }
    let pairs = |rows: usize| rows as f64 * rows.saturating_sub(1) as f64;
    let mut together = vec![0.0; clustered.clusters()];
    for &(cluster, _, rows) in contingency.cells() {
        together[cluster as usize] += pairs(rows);
    }
    let shares = together.iter().zip(contingency.first_sizes()).filter(|(_, size)| **size > 1);
    let least = shares.map(|(together, &size)| together / pairs(size)).reduce(f64::min);
    least.ok_or(Undefined::EveryRowAlone)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strength(clustered: &[u32], foretold: &[u32]) -> Result<f64, Undefined> {
        let labels = |values: &[u32]| Labels::new(values.to_vec()).unwrap();
        prediction_strength(&labels(clustered), &labels(foretold))
    }

    #[test]
    fn known_and_degenerate_values() {
        assert_eq!(strength(&[0, 0, 1, 1], &[1, 1, 0, 0]), Ok(1.0));
        assert_eq!(strength(&[0, 0, 0, 1, 1, 1], &[0, 0, 1, 1, 1, 1]), Ok(1.0 / 3.0));
        assert_eq!(strength(&[0, 1, 1], &[0, 1, 1]), Ok(1.0));
        assert_eq!(strength(&[0, 1], &[0, 0]), Err(Undefined::EveryRowAlone));
        assert_eq!(strength(&[], &[]), Err(Undefined::NoRows));
        assert!(strength(&[0], &[0, 1]).is_err());
    }
}
