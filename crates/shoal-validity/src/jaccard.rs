//! Jaccard similarity per cluster: how well each cluster of one labeling is found again in another.
//!
//! **What it measures.** For a cluster of the first labeling and one of the second, the rows in both over the rows in either. Each
//! cluster of the first gets the best value over the clusters of the second: 1 when a cluster is there unchanged, near 0 when it
//! is scattered.
//!
//! **When to use it, and when not.** To say which clusters are stable when a method is fitted again (the mean over resampled fits is
//! Hennig's cluster-wise stability), where the adjusted Rand index says it of the whole only. It is not symmetric, and two
//! clusters can have the same best partner.
//!
//! **How it works.** 1. [`Contingency`] of both. 2. The best cell of each row of it; the lowest partner of equally good ones.
//!
//! **Cost.** O(rows log rows). **Randomness.** None.
//!
//! **Edges.** No rows: no clusters and no values. Above 0 always, because every cluster meets another.
//! **Differences from scikit-learn.** It has no such function; `jaccard_score` compares classes of the same number.
//!
//! **References.** Hennig (2007), Cluster-wise assessment of cluster stability, doi:10.1016/j.csda.2006.11.025; Jaccard (1912),
//! doi:10.1111/j.1469-8137.1912.tb05611.x.

use shoal_kernel::Labels;

use crate::contingency::Contingency;
use crate::undefined::Undefined;

/// A cluster and the one of another labeling that is most like it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BestMatch {
    /// The cluster of the first labeling.
    pub cluster: u32,
    /// The cluster of the second labeling that is most like it.
    pub best: u32,
    /// Rows in both over rows in either: above 0, at most 1.
    pub jaccard: f64,
}

/// For each cluster of `first`, in order, its best match among the clusters of `second`.
///
/// # Errors
/// Different numbers of rows.
pub fn jaccard_per_cluster(first: &Labels, second: &Labels) -> Result<Vec<BestMatch>, Undefined> {
    let contingency = Contingency::new(first, second)?;
    let mut matches: Vec<BestMatch> = Vec::with_capacity(first.clusters());
    for &(cluster, best, both) in contingency.cells() {
        let either = first.sizes()[cluster as usize] + second.sizes()[best as usize] - both;
        let found = BestMatch { cluster, best, jaccard: both as f64 / either as f64 };
        match matches.last_mut().filter(|last| last.cluster == cluster) {
            None => matches.push(found),
            Some(last) if found.jaccard > last.jaccard => *last = found,
            Some(_) => {}
        }
    }
    Ok(matches)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(first: &[u32], second: &[u32]) -> Result<Vec<(u32, u32, f64)>, Undefined> {
        let labels = |values: &[u32]| Labels::new(values.to_vec()).unwrap();
        let found = jaccard_per_cluster(&labels(first), &labels(second))?;
        Ok(found.into_iter().map(|found| (found.cluster, found.best, found.jaccard)).collect())
    }

    #[test]
    fn known_and_degenerate_values() {
        assert_eq!(matches(&[0, 0, 1, 1], &[1, 1, 0, 0]), Ok(vec![(0, 1, 1.0), (1, 0, 1.0)]));
        assert_eq!(matches(&[0, 0, 0, 1], &[0, 0, 1, 1]), Ok(vec![(0, 0, 2.0 / 3.0), (1, 1, 0.5)]));
        assert_eq!(matches(&[0, 0], &[0, 1]), Ok(vec![(0, 0, 0.5)]));
        assert_eq!(matches(&[0, 1, 2], &[0, 0, 0]).unwrap()[2], (2, 0, 1.0 / 3.0));
        assert_eq!(matches(&[], &[]), Ok(Vec::new()));
        assert_eq!(matches(&[0], &[0, 0]), Err(Undefined::RowsDiffer { first: 1, second: 2 }));
    }
}
