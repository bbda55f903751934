//! The clusters of average and complete linkage: all distances between them, each kept once.
//!
//! The distance of places `i > j` stands in row `i` of a triangle at column `j`; half of n² numbers. A merged cluster goes on
//! at the higher of its two places, so most searches run along rows, over neighbours in memory, and only their rest runs
//! down a column. When half the clusters are gone, the others close up, in their order, and the triangle shrinks to a
//! quarter; so most of the work is done on a triangle that fits into a cache.

use shoal_kernel::Points;
use shoal_kernel::lanes::{Arithmetic, run};
use shoal_kernel::parallel::map_pieces_mut;

use super::chain::Clusters;

/// Distances that one thread computes in one go.
const PIECE: usize = 1 << 16;

/// Places that are searched in one go.
const CHUNK: usize = 256;

/// How the distance to a merged cluster follows from those to its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Update {
    /// Their mean, weighted by size.
    Average,
    /// The larger one.
    Complete,
}

/// All distances between clusters.
pub(super) struct Condensed {
    update: Update,
    /// Row after row; row `i` has `i` distances.
    distances: Vec<f64>,
    /// For each place the size of its cluster; 0 where there is none any more.
    sizes: Vec<f64>,
    /// For each place 0, or infinity where there is no cluster any more: what is added to a distance in a search.
    gone: Vec<f64>,
    /// For each place its cluster, ascending.
    cluster: Vec<usize>,
    /// For each cluster its place.
    place: Vec<usize>,
    alive: usize,
}

/// Where row `i` begins.
#[inline(always)]
fn row_start(i: usize) -> usize {
    i * i.saturating_sub(1) / 2
}

/// The row that holds number `at` of the triangle.
fn row_at(at: usize) -> usize {
    // The estimate is one off at most; the exact row is the last that begins at or before `at`.
    let mut row = ((1.0 + (1.0 + 8.0 * at as f64).sqrt()) / 2.0) as usize;
    while row_start(row) > at {
        row -= 1;
    }
    while row_start(row + 1) <= at {
        row += 1;
    }
    row
}

impl Condensed {
    /// One cluster for each row of `points`. Time O(n²d) on all threads, memory 4n² bytes.
    pub(super) fn new(points: &Points, sizes: &[usize], update: Update) -> Self {
        let columns: Vec<Vec<f64>> = (0..points.columns()).map(|column| points.column(column)).collect();
        let count = points.rows();
        let mut distances = vec![0.0; row_start(count)];
        map_pieces_mut(&mut distances, PIECE, |piece, out| {
            let mut at = piece * PIECE;
            let mut out = out;
            while !out.is_empty() {
                let row = row_at(at);
                let from = at - row_start(row);
                let (here, rest) = out.split_at_mut((row - from).min(out.len()));
                at += here.len();
                run(Fill { columns: &columns, row, from, out: here });
                out = rest;
            }
        });
        Self {
            update,
            distances,
            sizes: sizes.iter().map(|&size| size as f64).collect(),
            gone: vec![0.0; count],
            cluster: (0..count).collect(),
            place: (0..count).collect(),
            alive: count,
        }
    }

    /// The distances of place `i` to the places before it.
    fn row(&self, i: usize) -> &[f64] {
        &self.distances[row_start(i)..row_start(i + 1)]
    }

    /// Closes the gaps: the clusters that are left move up in their order. A number never moves behind one not yet moved.
    fn close_up(&mut self) {
        let left: Vec<usize> = (0..self.sizes.len()).filter(|&place| self.sizes[place] > 0.0).collect();
        let mut to = 0;
        for (number, &i) in left.iter().enumerate() {
            for &j in &left[..number] {
                self.distances[to] = self.distances[row_start(i) + j];
                to += 1;
            }
        }
        self.distances.truncate(to);
        self.sizes = left.iter().map(|&place| self.sizes[place]).collect();
        self.cluster = left.iter().map(|&place| self.cluster[place]).collect();
        self.gone = vec![0.0; left.len()];
        for (place, &cluster) in self.cluster.iter().enumerate() {
            self.place[cluster] = place;
        }
    }
}

impl Clusters for Condensed {
    fn between(&self, a: usize, b: usize) -> f64 {
        let (a, b) = (self.place[a], self.place[b]);
        self.row(a.max(b))[a.min(b)]
    }

    fn nearest_below(&mut self, tip: usize, limit: f64) -> Option<usize> {
        let tip = self.place[tip];
        let mut best = (limit, None);
        run(SearchRow { distances: self.row(tip), gone: &self.gone[..tip], best: &mut best });
        let mut at = row_start(tip + 1) + tip;
        for place in tip + 1..self.sizes.len() {
            let distance = self.distances[at];
            if distance < best.0 && self.sizes[place] > 0.0 {
                best = (distance, Some(place));
            }
            at += place;
        }
        best.1.map(|place| self.cluster[place])
    }

    fn merge(&mut self, low: usize, high: usize) {
        let (a, b) = (self.place[low], self.place[high]);
        let (low, high) = (a.min(b), a.max(b));
        let merged = Merged { update: self.update, low: self.sizes[low], high: self.sizes[high] };
        let (before, rest) = self.distances.split_at_mut(row_start(high));
        let (high_row, rest) = rest.split_at_mut(high);
        let low_row = &before[row_start(low)..row_start(low + 1)];
        run(UpdateRow { merged, low: low_row, high: high_row });
        let mut at = row_start(low + 1) + low;
        for (place, distance) in high_row.iter_mut().enumerate().skip(low + 1) {
            *distance = merged.distance(before[at], *distance);
            at += place;
        }
        let mut rest = rest;
        for place in high + 1..self.sizes.len() {
            let (row, after) = rest.split_at_mut(place);
            row[high] = merged.distance(row[low], row[high]);
            rest = after;
        }
        self.sizes[high] += self.sizes[low];
        self.sizes[low] = 0.0;
        self.gone[low] = f64::INFINITY;
        self.alive -= 1;
        if self.alive * 2 <= self.sizes.len() {
            self.close_up();
        }
    }

    fn height(&self, unlike: f64) -> f64 {
        unlike
    }
}

/// Two clusters becoming one: the rule and the sizes of its parts.
#[derive(Clone, Copy)]
struct Merged {
    update: Update,
    low: f64,
    high: f64,
}

impl Merged {
    /// The distance of a cluster to the merged one.
    #[inline(always)]
    fn distance(self, to_low: f64, to_high: f64) -> f64 {
        match self.update {
            Update::Average => (self.low * to_low + self.high * to_high) / (self.low + self.high),
            Update::Complete => {
                if to_low > to_high {
                    to_low
                } else {
                    to_high
                }
            }
        }
    }
}

/// Updates the places before both parts.
struct UpdateRow<'a> {
    merged: Merged,
    low: &'a [f64],
    high: &'a mut [f64],
}

impl Arithmetic for UpdateRow<'_> {
    type Output = ();

    #[inline(always)]
    fn compute(self) {
        for (high, &low) in self.high.iter_mut().zip(self.low) {
            *high = self.merged.distance(low, *high);
        }
    }
}

/// Distances of row `row` to the rows from `from` on.
struct Fill<'a> {
    columns: &'a [Vec<f64>],
    row: usize,
    from: usize,
    out: &'a mut [f64],
}

impl Arithmetic for Fill<'_> {
    type Output = ();

    #[inline(always)]
    fn compute(self) {
        for (number, out) in self.out.chunks_mut(CHUNK).enumerate() {
            let from = self.from + number * CHUNK;
            for column in self.columns {
                let value = column[self.row];
                for (sum, &other) in out.iter_mut().zip(&column[from..]) {
                    let difference = value - other;
                    *sum += difference * difference;
                }
            }
            out.iter_mut().for_each(|sum| *sum = sum.sqrt());
        }
    }
}

/// Looks for the smallest distance in a row; the first of equal ones.
struct SearchRow<'a> {
    distances: &'a [f64],
    gone: &'a [f64],
    best: &'a mut (f64, Option<usize>),
}

impl Arithmetic for SearchRow<'_> {
    type Output = ();

    #[inline(always)]
    fn compute(self) {
        for (number, (distances, gone)) in self.distances.chunks(CHUNK).zip(self.gone.chunks(CHUNK)).enumerate() {
            let least = least(distances, gone);
            if least < self.best.0 {
                let both = distances.iter().zip(gone);
                let lane = both.map(|(distance, gone)| distance + gone).position(|distance| distance == least);
                *self.best = (least, lane.map(|lane| number * CHUNK + lane));
            }
        }
    }
}

#[inline(always)]
fn least(distances: &[f64], gone: &[f64]) -> f64 {
    const STRANDS: usize = 32;
    let mut strands = [f64::INFINITY; STRANDS];
    let ((whole, rest), (whole_gone, rest_gone)) = (distances.as_chunks::<STRANDS>(), gone.as_chunks::<STRANDS>());
    for (distances, gone) in whole.iter().zip(whole_gone) {
        for ((strand, distance), gone) in strands.iter_mut().zip(distances).zip(gone) {
            let distance = distance + gone;
            *strand = if distance < *strand { distance } else { *strand };
        }
    }
    let rest = rest.iter().zip(rest_gone).map(|(distance, gone)| distance + gone);
    strands.into_iter().chain(rest).fold(f64::INFINITY, |low, value| if value < low { value } else { low })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_the_triangle_are_found() {
        let mut at = 0;
        for row in 1..200 {
            for _ in 0..row {
                assert_eq!(row_at(at), row);
                at += 1;
            }
        }
        assert_eq!(row_at(row_start(200_000)), 200_000);
        assert_eq!(row_at(row_start(200_000) - 1), 199_999);
    }

    #[test]
    fn every_distance_has_its_place() {
        let points = Points::new((0..1200).map(|i| f64::from(i * 7919 % 1009)).collect(), 3).unwrap();
        let condensed = Condensed::new(&points, &[1; 400], Update::Complete);
        for i in 0..400 {
            for j in 0..i {
                let expected = shoal_kernel::distance::euclidean(points.row(i), points.row(j));
                assert_eq!(condensed.between(i, j).to_bits(), expected.to_bits());
            }
        }
    }
}
