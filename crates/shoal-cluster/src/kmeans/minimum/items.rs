//! Equal rows put together: what a rule that looks at the values alone can tell apart.

use std::cmp::Ordering;

use shoal_kernel::Points;
use shoal_kernel::parallel::map_blocks;

use super::fill::Costs;
use crate::kmeans::data::Data;

/// The different rows, ascending by their values, and how often each occurs.
pub(super) struct Items {
    pub(super) points: Points,
    /// Rows of each item.
    pub(super) counts: Vec<usize>,
    /// The item of each row.
    pub(super) of_row: Vec<u32>,
}

impl Items {
    /// Sorts finite `points`. Time O(n d log n).
    pub(super) fn new(points: &Points) -> Self {
        let compare = |a: &usize, b: &usize| points.row(*a).partial_cmp(points.row(*b)).unwrap_or(Ordering::Equal);
        let mut order: Vec<usize> = (0..points.rows()).collect();
        order.sort_by(compare);
        let mut of_row = vec![0; points.rows()];
        let mut first = Vec::new();
        let mut counts = Vec::new();
        for same in order.chunk_by(|a, b| compare(a, b).is_eq()) {
            same.iter().for_each(|&row| of_row[row] = first.len() as u32);
            first.push(same[0]);
            counts.push(same.len());
        }
        Self { points: points.select(&first), counts, of_row }
    }

    /// Number of different rows.
    pub(super) fn len(&self) -> usize {
        self.counts.len()
    }

    /// Rows in each cluster.
    pub(super) fn sizes(&self, labels: &[u32], clusters: usize) -> Vec<usize> {
        let mut sizes = vec![0; clusters];
        for (&label, count) in labels.iter().zip(&self.counts) {
            sizes[label as usize] += count;
        }
        sizes
    }

    /// Sum over all rows of weight times squared distance to the centre of their cluster.
    pub(super) fn inertia(&self, data: &Data, costs: &Costs, labels: &[u32]) -> f64 {
        let parts = map_blocks(self.of_row.len(), |range| {
            let of_row = |row: usize| {
                let item = self.of_row[row] as usize;
                data.weight(row) * costs.of(item)[labels[item] as usize]
            };
            range.map(of_row).sum::<f64>()
        });
        parts.into_iter().sum()
    }
}
