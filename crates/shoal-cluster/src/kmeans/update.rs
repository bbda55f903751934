//! Where the centres go: the means of their rows, kept up to date by the rows that change their cluster.

use shoal_kernel::blocks::{BLOCK, Block, Lanes};
use shoal_kernel::distance::squared;
use shoal_kernel::lanes::{Arithmetic, run};
use shoal_kernel::parallel::{ROWS, map_blocks, map_pieces_mut};

use super::data::Data;
use super::nearest::Nearest;

/// Label of a row that has none yet.
pub(super) const NONE: f64 = -1.0;

/// Rows whose labels are compared in one go.
const CHUNK: usize = 16;

/// Of each cluster the weight of its rows and the sum of their weighted differences from the origin.
#[derive(Clone)]
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
    pub(super) fn afresh(data: &Data, labels: &[Lanes], clusters: usize) -> Self {
        let parts = map_blocks(data.rows(), |range| {
            let mut part = Self::zeros(clusters, data.columns());
            for row in range.filter(|&row| data.weight(row) > 0.0) {
                let difference = (0..data.columns()).map(|column| data.blocks.value(row, column) - data.origin[column]);
                part.add(labels[row / BLOCK][row % BLOCK] as usize, difference, data.weight(row));
            }
            part
        });
        let mut all = Self::zeros(clusters, data.columns());
        parts.iter().for_each(|part| all.add_all(part));
        all
    }

    /// Number of rows in `cluster`, where rows have no weights.
    pub(super) fn rows(&self, cluster: usize) -> u64 {
        self.masses[cluster] as u64
    }

    /// Adds (`times` 1 or its weight) or takes away (`times` -1) one row.
    #[inline(always)]
    fn add(&mut self, cluster: usize, difference: impl Iterator<Item = f64>, times: f64) {
        let sums = &mut self.sums[cluster * self.columns..(cluster + 1) * self.columns];
        for (sum, value) in sums.iter_mut().zip(difference) {
            *sum += value * times;
        }
        self.masses[cluster] += times;
    }

    fn add_all(&mut self, other: &Self) {
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

/// Gives every row the number of its nearest centre (in blocks; lanes after the last row keep [`NONE`]) and brings `totals` up to date; the number of rows that changed.
pub(super) fn assign(data: &Data, centres: &[f64], labels: &mut [Lanes], totals: &mut Totals) -> usize {
    let clusters = totals.masses.len();
    let parts = map_pieces_mut(labels, ROWS / BLOCK, |piece, labels| {
        let mut part = Totals::zeros(clusters, data.columns());
        let first = piece * (ROWS / BLOCK);
        let changed = run(Assign { data, first, centres, labels, totals: &mut part });
        (part, changed)
    });
    let mut all_changed = 0;
    for (part, changed) in parts {
        if changed > 0 {
            totals.add_all(&part);
        }
        all_changed += changed;
    }
    if data.weights.is_some() {
        *totals = Totals::afresh(data, labels, clusters);
    }
    all_changed
}

/// The new centres: means of the rows, after every empty cluster got one of the rows farthest from their centre.
pub(super) fn moved(data: &Data, centres: &[f64], labels: &[Lanes], totals: &Totals) -> Vec<f64> {
    let empty: Vec<usize> = (0..totals.masses.len()).filter(|&cluster| totals.masses[cluster] == 0.0).collect();
    if empty.is_empty() {
        return totals.means(&data.origin);
    }
    let mut totals = totals.clone();
    relocate(data, centres, labels, &empty, &mut totals);
    totals.means(&data.origin)
}

/// Moves the rows farthest from their centre, one each, into the empty clusters. When every row lies on its centre there is
/// nothing to move.
fn relocate(data: &Data, centres: &[f64], labels: &[Lanes], empty: &[usize], totals: &mut Totals) {
    let columns = data.columns();
    let mut row = vec![0.0; columns];
    let mut distances: Vec<(f64, usize)> = Vec::with_capacity(data.rows());
    for (i, &label) in labels.as_flattened().iter().take(data.rows()).enumerate() {
        if data.weight(i) == 0.0 {
            continue;
        }
        data.blocks.copy_row(i, &mut row);
        distances.push((squared(&row, &centres[label as usize * columns..][..columns]), i));
    }
    distances.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    if distances.first().is_none_or(|farthest| farthest.0 <= 0.0) {
        return;
    }
    if data.weights.is_some() {
        let mut labels = labels.to_vec();
        empty.iter().zip(&distances).for_each(|(&cluster, &(_, i))| labels[i / BLOCK][i % BLOCK] = cluster as f64);
        *totals = Totals::afresh(data, &labels, totals.masses.len());
        return;
    }
    for (&cluster, &(_, i)) in empty.iter().zip(&distances) {
        data.blocks.copy_row(i, &mut row);
        let difference = || row.iter().zip(&data.origin).map(|(value, origin)| value - origin);
        totals.add(labels[i / BLOCK][i % BLOCK] as usize, difference(), -1.0);
        totals.add(cluster, difference(), 1.0);
    }
}

struct Assign<'a> {
    data: &'a Data,
    first: usize,
    centres: &'a [f64],
    labels: &'a mut [Lanes],
    totals: &'a mut Totals,
}

impl Arithmetic for Assign<'_> {
    type Output = usize;

    #[inline(always)]
    fn compute(self) -> usize {
        let mut nearest = Nearest::new();
        let mut changed = 0;
        for (number, labels) in (self.first..).zip(self.labels) {
            let block = self.data.blocks.block(number);
            nearest.find(block, self.centres);
            changed += book_changes(self.data, block, &nearest.cluster, labels, self.totals);
        }
        changed
    }
}

/// Writes the new numbers into `labels` and moves the rows that changed from one cluster's totals to the other's; how many
/// did.
#[inline(always)]
fn book_changes(data: &Data, block: Block<'_>, new: &Lanes, labels: &mut Lanes, totals: &mut Totals) -> usize {
    let mut changed = 0;
    // While a start comes to rest, nearly all rows of nearly all chunks stay where they were.
    for (number, (new, old)) in new.as_chunks::<CHUNK>().0.iter().zip(labels.as_chunks_mut::<CHUNK>().0).enumerate() {
        let mut same = true;
        for lane in 0..CHUNK {
            same &= new[lane] == old[lane];
        }
        if same {
            continue;
        }
        let real = block.rows().saturating_sub(number * CHUNK).min(CHUNK);
        for (i, (&new, old)) in new.iter().zip(old).take(real).enumerate() {
            if new == *old {
                continue;
            }
            let lane = number * CHUNK + i;
            let difference = || block.columns().iter().zip(&data.origin).map(|(column, origin)| column[lane] - origin);
            if *old != NONE {
                totals.add(*old as usize, difference(), -1.0);
            }
            totals.add(new as usize, difference(), 1.0);
            *old = new;
            changed += 1;
        }
    }
    changed
}
