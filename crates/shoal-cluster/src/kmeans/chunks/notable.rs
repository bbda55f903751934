//! The few rows that a pass remembers: those farthest from their centre, and for each centre its closest row.
//!
//! The farthest fill empty clusters. The closest vouch for their centres: where such a row still is nearest to its centre after
//! the centres have moved, that cluster has a row, and its number can be handed out before all rows are seen.

use std::cmp::Ordering;

use shoal_kernel::Points;

use crate::kmeans::piece::nearest;

/// Rows that can fill empty clusters after one pass.
pub(super) const FILLED_AT_ONCE: usize = 64;

/// A row far from its centre.
#[derive(Clone)]
pub(super) struct Far {
    pub(super) square: f64,
    row: u64,
    /// The cluster it is in.
    pub(super) cluster: usize,
    pub(super) values: Vec<f64>,
}

impl Far {
    /// Farthest first, of equally far ones the first.
    fn order(&self, square: f64, row: u64) -> Ordering {
        square.total_cmp(&self.square).then(self.row.cmp(&row))
    }
}

/// What is remembered of the rows of one pass.
pub(super) struct Notable {
    /// At most as many as there are clusters, and at most [`FILLED_AT_ONCE`]; farthest first.
    pub(super) farthest: Vec<Far>,
    most: usize,
    /// For each cluster its closest row with its squared distance.
    closest: Vec<Option<(f64, Vec<f64>)>>,
}

/// What was noted of some rows that follow each other; rows are counted from the first of them.
pub(super) struct Noted {
    /// Only rows farther than this are noted.
    pub(super) beyond: f64,
    /// Squared distance, row and cluster.
    far: Vec<(f64, usize, usize)>,
    /// For each cluster the squared distance of its closest row, and that row.
    close: Vec<(f64, usize)>,
}

impl Noted {
    pub(super) fn new(clusters: usize, beyond: f64) -> Self {
        Self { beyond, far: Vec::new(), close: vec![(f64::INFINITY, 0); clusters] }
    }

    /// Looks at a row at this squared distance from the centre of its cluster.
    #[inline(always)]
    pub(super) fn look(&mut self, row: usize, cluster: usize, square: f64) {
        if square < self.close[cluster].0 {
            self.close[cluster] = (square, row);
        }
        if square > self.beyond {
            self.far.push((square, row, cluster));
        }
    }
}

impl Notable {
    pub(super) fn new(clusters: usize) -> Self {
        Self { farthest: Vec::new(), most: clusters.min(FILLED_AT_ONCE), closest: vec![None; clusters] }
    }

    /// The squared distance up to which rows are not among the farthest.
    pub(super) fn beyond(&self) -> f64 {
        if self.farthest.len() < self.most { -1.0 } else { self.farthest[self.most - 1].square }
    }

    /// Takes in what was noted of `values` (row after row), of which the first is row `from` of all. Rows come in order.
    pub(super) fn take(&mut self, noted: Noted, values: &[f64], columns: usize, from: u64) {
        let row = |row: usize| values[row * columns..(row + 1) * columns].to_vec();
        for (closest, (square, at)) in self.closest.iter_mut().zip(noted.close) {
            if square < closest.as_ref().map_or(f64::INFINITY, |closest| closest.0) {
                *closest = Some((square, row(at)));
            }
        }
        for (square, at, cluster) in noted.far {
            let number = from + at as u64;
            let place = self.farthest.partition_point(|far| far.order(square, number).is_lt());
            if place < self.most {
                self.farthest.truncate(self.most - 1);
                self.farthest.insert(place, Far { square, row: number, cluster, values: row(at) });
            }
        }
    }

    /// Whether each of these centres surely is nearest to one of the rows.
    pub(super) fn vouches_for(&self, centres: &Points) -> bool {
        let mut used = vec![false; centres.rows()];
        for (_, row) in self.closest.iter().flatten() {
            used[usize::from(nearest(row, centres.values()))] = true;
        }
        used.into_iter().all(|used| used)
    }
}
