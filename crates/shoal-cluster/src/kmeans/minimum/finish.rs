//! From centres at rest to offsets, labels and sizes that hold.

use shoal_kernel::{Labels, Points};

use super::fill::{Costs, fill};
use super::items::Items;
use super::offsets::offsets_for;
use crate::kmeans::data::Data;
use crate::kmeans::finish::{Finished, Numbering, numbered};

/// How often a cluster that exact ties leave short is given more to be filled with.
const TRIES: usize = 8;

/// Clusters that keep their minimum size.
pub(in crate::kmeans) struct Kept {
    pub(in crate::kmeans) finished: Finished,
    /// One per cluster, at least 0.
    pub(in crate::kmeans) offsets: Vec<f64>,
    /// Rows that are not with their nearest centre.
    pub(in crate::kmeans) moved: usize,
}

impl From<Finished> for Kept {
    /// Clusters without a minimum: no offsets, every row with its nearest centre.
    fn from(finished: Finished) -> Self {
        Self { offsets: vec![0.0; finished.centres.rows()], finished, moved: 0 }
    }
}

/// Numbers the centres, finds their offsets and assigns every row by the rule; `None` when the sizes do not hold.
pub(super) fn finish(
    items: &Items,
    data: &Data,
    centres: &[f64],
    minimum: usize,
    numbering: Numbering,
) -> Option<Kept> {
    let flat = numbered(centres, data.columns(), numbering).concat();
    let costs = Costs::new(items, &flat);
    let (labels, offsets) = sound(&costs, items, minimum)?;
    let nearest = costs.assign(&vec![0.0; costs.clusters]);
    let moved = (0..items.len()).filter(|&item| labels[item] != nearest[item]).map(|item| items.counts[item]).sum();
    let inertia = items.inertia(data, &costs, &labels);
    let of_rows: Vec<u32> = items.of_row.iter().map(|&item| labels[item as usize]).collect();
    let centres = Points::new(flat, data.columns()).ok()?;
    Some(Kept { finished: Finished { labels: Labels::new(of_rows).ok()?, centres, inertia }, offsets, moved })
}

/// Labels by the rule and its offsets, under which every cluster has its minimum.
fn sound(costs: &Costs, items: &Items, minimum: usize) -> Option<(Vec<u32>, Vec<f64>)> {
    let mut minima = vec![minimum; costs.clusters];
    let mut offsets = vec![0.0; costs.clusters];
    for _ in 0..TRIES {
        let labels = costs.assign(&offsets);
        let sizes = items.sizes(&labels, costs.clusters);
        let short: Vec<usize> = sizes.iter().map(|&size| minimum.saturating_sub(size)).collect();
        if short.iter().all(|&short| short == 0) {
            return Some((labels, offsets));
        }
        if offsets.iter().any(|&offset| offset > 0.0) {
            minima.iter_mut().zip(&short).for_each(|(minimum, short)| *minimum += short);
        }
        let filled = fill(costs, items, &minima)?;
        let sizes = items.sizes(&filled, costs.clusters);
        let free: Vec<bool> = sizes.iter().zip(&minima).map(|(size, minimum)| size > minimum).collect();
        offsets = offsets_for(costs, &filled, &free)?;
    }
    None
}
