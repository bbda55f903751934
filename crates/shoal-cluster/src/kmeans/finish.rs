//! From centres at rest to labels: order, and no empty cluster.

use std::cmp::Ordering;

use shoal_kernel::{Labels, Points};

use super::data::Data;
use super::lloyd::{Rest, nearest};
use crate::error::ClusterError;

/// The order in which clusters are numbered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbering {
    /// By the centres: smallest first coordinate first, then the second, and so on. Independent of seed and start.
    ByCentre,
    /// As the start was given.
    AsGiven,
}

/// Clusters as they are handed out.
pub(super) struct Finished {
    pub(super) labels: Labels,
    pub(super) centres: Points,
    pub(super) inertia: f64,
}

/// Smallest first coordinate first, then the second, and so on.
pub(super) fn compare(a: &[f64], b: &[f64]) -> Ordering {
    a.iter().zip(b).map(|(x, y)| x.total_cmp(y)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

/// The centres in the order in which they are numbered.
pub(super) fn numbered(centres: &[f64], columns: usize, numbering: Numbering) -> Vec<&[f64]> {
    let mut centres: Vec<&[f64]> = centres.chunks_exact(columns).collect();
    if numbering == Numbering::ByCentre {
        centres.sort_by(|a, b| compare(a, b));
    }
    centres
}

/// Numbers the centres, assigns every row once more and drops centres that no row that counts is nearest to.
pub(super) fn finish(data: &Data, rest: &Rest, numbering: Numbering) -> Result<Finished, ClusterError> {
    let mut centres = numbered(&rest.centres, data.columns(), numbering);
    loop {
        let flat = centres.concat();
        let found = nearest(data, &flat);
        let mut used = vec![false; centres.len()];
        found.iter().enumerate().for_each(|(row, &cluster)| used[cluster as usize] |= data.weight(row) > 0.0);
        if used.iter().all(|&used| used) {
            // All numbers are used, so there is no gap.
            let labels = Labels::new(found.into_iter().map(u32::from).collect()).map_err(|_| ClusterError::NoRows)?;
            // Centres are whole rows; there is at least one because there is at least one row.
            let shape = |_| ClusterError::NoRows;
            let centres = Points::new(flat, data.columns()).map_err(shape)?;
            return Ok(Finished { labels, centres, inertia: rest.inertia });
        }
        // Every row keeps its nearest centre, so one more turn finds all that is left in use.
        let mut used = used.into_iter();
        centres.retain(|_| used.next().unwrap_or(false));
    }
}
