//! The nearest-neighbour chain: from any cluster to its nearest, on to that one's nearest, until two are nearest to each
//! other. Those merge.
//!
//! With Ward's, average and complete linkage a merged cluster is never nearer to a third than the nearer of its two parts
//! was, so two clusters that are nearest to each other will merge sooner or later, and may merge now. What is left of the
//! chain stays a chain. A search puts one cluster on the chain or merges the last two, so there are at most 3n searches.
//!
//! On exact ties the search prefers the cluster before it on the chain, then the lowest number. As in SciPy the merged
//! cluster goes on under the higher of the two numbers.

/// Clusters that can be searched and merged, known by numbers from 0.
pub(super) trait Clusters {
    /// How unlike two clusters are; the same bits both ways.
    fn between(&self, a: usize, b: usize) -> f64;

    /// The cluster nearest to `tip`, when it is nearer than `limit`; of equally near ones the lowest number.
    fn nearest_below(&mut self, tip: usize, limit: f64) -> Option<usize>;

    /// Makes one cluster of two, under the number `high`.
    fn merge(&mut self, low: usize, high: usize);

    /// The height at which clusters merge that are so unlike.
    fn height(&self, unlike: f64) -> f64;
}

/// Two clusters that merge, each told by one of its rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pair {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) height: f64,
}

/// Merges `count` clusters until one is left; the `count - 1` pairs in the order of merging, which is not that of height.
pub(super) fn merge_all(clusters: &mut impl Clusters, count: usize) -> Vec<Pair> {
    let mut pairs = Vec::with_capacity(count.saturating_sub(1));
    let mut alive = vec![true; count];
    let mut on_chain = vec![false; count];
    let mut chain: Vec<usize> = Vec::new();
    let mut start = 0;
    while pairs.len() + 1 < count {
        let Some(&tip) = chain.last() else {
            start += alive[start..].iter().position(|&alive| alive).unwrap_or(0);
            on_chain[start] = true;
            chain.push(start);
            continue;
        };
        let before = chain.len().checked_sub(2).map(|at| chain[at]);
        let limit = before.map_or(f64::INFINITY, |before| clusters.between(tip, before));
        // Rounding may make a cluster farther down the chain look a hair nearer; it is not taken, so every step either
        // lengthens the chain by a new cluster or merges.
        match (clusters.nearest_below(tip, limit).filter(|&found| !on_chain[found]), before) {
            (Some(found), _) => {
                on_chain[found] = true;
                chain.push(found);
            }
            (None, Some(before)) => {
                chain.truncate(chain.len() - 2);
                let (low, high) = (tip.min(before), tip.max(before));
                pairs.push(Pair { a: low, b: high, height: clusters.height(limit) });
                clusters.merge(low, high);
                alive[low] = false;
                (on_chain[low], on_chain[high]) = (false, false);
            }
            // Distances are finite, so a tip that is not alone finds something.
            (None, None) => break,
        }
    }
    pairs
}
