//! Offsets under which the rule gives a wanted assignment, with the widest margin.
//!
//! An item of cluster `a` stays there, with a margin, when `offset(b) − offset(a) ≤ cost(b) − cost(a) − margin` for every other
//! cluster `b`. These are differences of unknowns with an upper bound each, which shortest paths solve; the largest margin that
//! leaves a solution is found by halving.

use super::fill::Costs;

/// How often the margin is halved in on: its last digits do not matter.
const HALVINGS: usize = 48;

/// One offset per cluster, at least 0, under which every item stays in its cluster. Clusters that are `free` (with more rows
/// than they need) have the offset 0 if that is possible. `None` when there are none, as for equal centres.
pub(super) fn offsets_for(costs: &Costs, labels: &[u32], free: &[bool]) -> Option<Vec<f64>> {
    let bounds = bounds(costs, labels);
    let nobody = vec![false; free.len()];
    let offsets = widest(&bounds, free).or_else(|| widest(&bounds, &nobody))?;
    let least = offsets.iter().copied().fold(f64::INFINITY, f64::min);
    Some(offsets.into_iter().map(|offset| offset - least).collect())
}

/// For each pair of clusters how much more the offset of the second may be: clusters × clusters.
fn bounds(costs: &Costs, labels: &[u32]) -> Vec<f64> {
    let clusters = costs.clusters;
    let mut bounds = vec![f64::INFINITY; clusters * clusters];
    for (item, &label) in labels.iter().enumerate() {
        let of_item = costs.of(item);
        let own = of_item[label as usize];
        for (bound, cost) in bounds[label as usize * clusters..][..clusters].iter_mut().zip(of_item) {
            *bound = bound.min(cost - own);
        }
    }
    bounds
}

/// The offsets of the widest margin.
fn widest(bounds: &[f64], free: &[bool]) -> Option<Vec<f64>> {
    let mut best = solve(bounds, free, 0.0)?;
    let (mut low, mut high) = (0.0, widest_of_pairs(bounds, free.len()));
    for _ in 0..HALVINGS {
        let middle = low + (high - low) / 2.0;
        match solve(bounds, free, middle) {
            Some(offsets) => (best, low) = (offsets, middle),
            None => high = middle,
        }
    }
    Some(best)
}

/// A margin that none can exceed: twice it must fit between the bounds of every pair of clusters. 0 without pairs.
fn widest_of_pairs(bounds: &[f64], clusters: usize) -> f64 {
    let pairs = (0..clusters).flat_map(|a| (0..a).map(move |b| (a, b)));
    let margin = |(a, b)| (bounds[a * clusters + b] + bounds[b * clusters + a]) / 2.0;
    let least = pairs.map(margin).fold(f64::INFINITY, f64::min);
    if least.is_finite() { least.max(0.0) } else { 0.0 }
}

/// The largest offsets that keep to `bounds` less `margin` while those of `free` clusters are 0; `None` when there are none of
/// at least 0. Without free clusters the first one is held at 0 and others may be below it.
fn solve(bounds: &[f64], free: &[bool], margin: f64) -> Option<Vec<f64>> {
    let clusters = free.len();
    let held = free.iter().any(|&free| free);
    let start = |cluster: usize| if free[cluster] || (!held && cluster == 0) { 0.0 } else { f64::INFINITY };
    let mut offsets: Vec<f64> = (0..clusters).map(start).collect();
    for _ in 0..=clusters {
        let mut changed = false;
        for from in 0..clusters {
            for to in (0..clusters).filter(|&to| to != from) {
                let most = offsets[from] + (bounds[from * clusters + to] - margin);
                if most < offsets[to] {
                    (offsets[to], changed) = (most, true);
                }
            }
        }
        if held && offsets.iter().any(|&offset| offset < 0.0) {
            return None;
        }
        if !changed {
            return offsets.iter().all(|offset| offset.is_finite()).then_some(offsets);
        }
    }
    None
}
