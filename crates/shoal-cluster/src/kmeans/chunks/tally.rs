//! What the rows of one exact pass add up to, and where the centres go from there.
//!
//! Sums are of differences from the centre that a row is nearest to. They stay small, so a mean keeps its digits however many
//! rows it has and however far they lie from zero; and the squares of the same differences are the inertia.

use shoal_kernel::Points;
use shoal_kernel::distance::squared;

use super::notable::Far;

/// Counts and sums of rows around the centres that they met.
#[derive(Clone)]
pub(super) struct Tally {
    /// Rows added.
    pub(super) rows: usize,
    /// Rows of each cluster.
    pub(super) counts: Vec<u64>,
    /// For each cluster the sum of its rows' differences from its centre: clusters × columns.
    sums: Vec<f64>,
    /// Sum of the squared differences.
    pub(super) inertia: f64,
}

impl Tally {
    /// Nothing yet.
    pub(super) fn zeros(clusters: usize, columns: usize) -> Self {
        Self { rows: 0, counts: vec![0; clusters], sums: vec![0.0; clusters * columns], inertia: 0.0 }
    }

    /// Adds a row to `cluster`, whose centre is `centre`; gives their squared distance.
    #[inline(always)]
    pub(super) fn add(&mut self, cluster: usize, row: &[f64], centre: &[f64]) -> f64 {
        let columns = row.len();
        let sums = &mut self.sums[cluster * columns..(cluster + 1) * columns];
        let mut square = 0.0;
        for ((sum, value), centre) in sums.iter_mut().zip(row).zip(centre) {
            let difference = value - centre;
            *sum += difference;
            square += difference * difference;
        }
        self.rows += 1;
        self.counts[cluster] += 1;
        self.inertia += square;
        square
    }

    /// Adds what other rows add up to.
    pub(super) fn add_all(&mut self, other: &Self) {
        self.rows += other.rows;
        self.inertia += other.inertia;
        self.counts.iter_mut().zip(&other.counts).for_each(|(count, more)| *count += more);
        self.sums.iter_mut().zip(&other.sums).for_each(|(sum, more)| *sum += more);
    }

    /// Mean over the columns of their variance (divisor n), from how the rows lie around their centres and these around the
    /// mean of all.
    pub(super) fn mean_variance(&self, centres: &Points) -> f64 {
        let (n, columns) = (self.rows as f64, centres.columns());
        let first = centres.row(0);
        let mut mean = vec![0.0; columns];
        for (cluster, centre) in centres.iter().enumerate() {
            for column in 0..columns {
                let difference = centre[column] - first[column];
                mean[column] += (self.counts[cluster] as f64 * difference + self.sums[cluster * columns + column]) / n;
            }
        }
        mean.iter_mut().zip(first).for_each(|(mean, first)| *mean += first);
        let between = centres.iter().enumerate().map(|(cluster, centre)| {
            let sums = self.sums[cluster * columns..].iter().zip(centre.iter().zip(&mean));
            let mixed: f64 = sums.map(|(sum, (centre, mean))| sum * (centre - mean)).sum();
            2.0 * mixed + self.counts[cluster] as f64 * squared(centre, &mean)
        });
        (self.inertia + between.sum::<f64>()).max(0.0) / n / columns as f64
    }

    /// The means of the clusters around `centres`, after every empty cluster got one of the `farthest` rows. One that stays
    /// empty goes where the largest is.
    pub(super) fn moved(mut self, centres: &Points, farthest: &[Far]) -> Vec<f64> {
        self.fill_empty(centres, farthest);
        let clusters = 0..self.counts.len();
        let largest = clusters.clone().rev().max_by_key(|&cluster| self.counts[cluster]).unwrap_or(0);
        let mut means = Vec::with_capacity(self.sums.len());
        for cluster in clusters {
            let from = if self.counts[cluster] > 0 { cluster } else { largest };
            let sums = &self.sums[from * centres.columns()..(from + 1) * centres.columns()];
            let count = self.counts[from] as f64;
            means.extend(sums.iter().zip(centres.row(from)).map(|(sum, centre)| centre + sum / count));
        }
        means
    }

    /// Moves rows far from their centre, one each, into the empty clusters. When every row lies on its centre there is nothing
    /// to move.
    fn fill_empty(&mut self, centres: &Points, farthest: &[Far]) {
        if farthest.first().is_none_or(|farthest| farthest.square <= 0.0) {
            return;
        }
        let empty: Vec<usize> = (0..self.counts.len()).filter(|&cluster| self.counts[cluster] == 0).collect();
        let columns = centres.columns();
        for (cluster, far) in empty.into_iter().zip(farthest) {
            for (to, sign) in [(far.cluster, -1.0), (cluster, 1.0)] {
                let sums = self.sums[to * columns..].iter_mut().zip(far.values.iter().zip(centres.row(to)));
                sums.for_each(|(sum, (value, centre))| *sum += sign * (value - centre));
            }
            self.counts[far.cluster] -= 1;
            self.counts[cluster] += 1;
        }
    }
}
