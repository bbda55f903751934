//! Where the centres go: the means of their rows, kept up to date by the rows that change their cluster.

use shoal_kernel::distance::squared;
use shoal_kernel::moments::add_difference;
use shoal_kernel::parallel::map_blocks;

use super::data::Data;

/// Of each cluster the weight of its rows and the sum of their weighted differences from the origin.
#[derive(Clone, Default)]
pub(super) struct Totals {
    sums: Vec<f64>,
    /// Without weights these are numbers of rows: whole, and exact up to 2⁵³.
    masses: Vec<f64>,
    columns: usize,
}

impl Totals {
    pub(super) fn zeros(clusters: usize, columns: usize) -> Self {
        Self { sums: vec![0.0; clusters * columns], masses: vec![0.0; clusters], columns }
    }

    /// The totals of all rows with these labels, each row with its weight.
    pub(super) fn afresh(data: &Data, label: impl Fn(usize) -> usize + Sync, clusters: usize) -> Self {
        let parts = map_blocks(data.rows(), |range| {
            let mut part = Self::zeros(clusters, data.columns());
            for row in range.filter(|&row| data.weight(row) > 0.0) {
                part.add(label(row), data.layout.points.row(row), &data.layout.frame.origin, data.weight(row));
            }
            part
        });
        let mut all = Self::zeros(clusters, data.columns());
        parts.iter().for_each(|part| all.add_all(part));
        all
    }

    /// Number of clusters.
    pub(super) fn clusters(&self) -> usize {
        self.masses.len()
    }

    /// Number of rows in `cluster`, where rows have no weights.
    pub(super) fn rows(&self, cluster: usize) -> u64 {
        self.masses[cluster] as u64
    }

    /// Weight of all rows.
    pub(super) fn mass(&self) -> f64 {
        self.masses.iter().sum()
    }

    /// By how much the means of the clusters lower the sum of squares about the mean of all rows.
    pub(super) fn explained(&self) -> f64 {
        let mut all = vec![0.0; self.columns];
        let mut squares = 0.0;
        for (sums, &mass) in self.sums.chunks_exact(self.columns).zip(&self.masses).filter(|it| *it.1 > 0.0) {
            squares += sums.iter().map(|sum| sum * sum).sum::<f64>() / mass;
            all.iter_mut().zip(sums).for_each(|(all, sum)| *all += sum);
        }
        squares - all.iter().map(|sum| sum * sum).sum::<f64>() / self.mass()
    }

    /// Adds (`times` 1 or its weight) or takes away (`times` -1) one row.
    #[inline(always)]
    pub(super) fn add(&mut self, cluster: usize, row: &[f64], origin: &[f64], times: f64) {
        let sums = &mut self.sums[cluster * self.columns..(cluster + 1) * self.columns];
        add_difference(row, origin, times, sums);
        self.masses[cluster] += times;
    }

    /// Back to nothing.
    pub(super) fn clear(&mut self) {
        self.sums.fill(0.0);
        self.masses.fill(0.0);
    }

    pub(super) fn add_all(&mut self, other: &Self) {
        for (sum, value) in self.sums.iter_mut().zip(&other.sums) {
            *sum += value;
        }
        for (mass, value) in self.masses.iter_mut().zip(&other.masses) {
            *mass += value;
        }
    }

    /// The means. An empty cluster goes where the largest one is; it is dropped at the end if it stays empty.
    pub(super) fn means(&self, origin: &[f64]) -> Vec<f64> {
        let clusters = 0..self.masses.len();
        let largest = clusters.clone().rev().max_by(|&a, &b| self.masses[a].total_cmp(&self.masses[b])).unwrap_or(0);
        let mut means = Vec::with_capacity(self.sums.len());
        for cluster in clusters {
            let from = if self.masses[cluster] > 0.0 { cluster } else { largest };
            let sums = &self.sums[from * self.columns..(from + 1) * self.columns];
            means.extend(sums.iter().zip(origin).map(|(sum, origin)| origin + sum / self.masses[from]));
        }
        means
    }
}

/// The new centres: means of the rows, after every empty cluster got one of the rows farthest from their centre. `label` is
/// the cluster of each row.
pub(super) fn moved(data: &Data, centres: &[f64], label: impl Fn(usize) -> usize + Sync, totals: &Totals) -> Vec<f64> {
    let empty: Vec<usize> = (0..totals.masses.len()).filter(|&cluster| totals.masses[cluster] == 0.0).collect();
    if empty.is_empty() {
        return totals.means(&data.layout.frame.origin);
    }
    let mut totals = totals.clone();
    relocate(data, centres, label, &empty, &mut totals);
    totals.means(&data.layout.frame.origin)
}

/// Moves the rows farthest from their centre, one each, into the empty clusters. When every row lies on its centre there is
/// nothing to move.
fn relocate(data: &Data, centres: &[f64], label: impl Fn(usize) -> usize + Sync, empty: &[usize], totals: &mut Totals) {
    let columns = data.columns();
    let counting = (0..data.rows()).filter(|&row| data.weight(row) > 0.0);
    let distance = |row: usize| squared(data.layout.points.row(row), &centres[label(row) * columns..][..columns]);
    let mut distances: Vec<(f64, usize)> = counting.map(|row| (distance(row), row)).collect();
    distances.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    if distances.first().is_none_or(|farthest| farthest.0 <= 0.0) {
        return;
    }
    let chosen: Vec<(usize, usize)> =
        empty.iter().zip(&distances).map(|(&cluster, &(_, row))| (row, cluster)).collect();
    if !data.adds_exactly() {
        let label = |row| chosen.iter().find(|it| it.0 == row).map_or_else(|| label(row), |it| it.1);
        *totals = Totals::afresh(data, label, totals.masses.len());
        return;
    }
    for (row, cluster) in chosen {
        totals.add(label(row), data.layout.points.row(row), &data.layout.frame.origin, -data.weight(row));
        totals.add(cluster, data.layout.points.row(row), &data.layout.frame.origin, data.weight(row));
    }
}
