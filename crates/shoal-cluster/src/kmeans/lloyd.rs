//! Starts of k-means, from their centres to rest: one alone, or many that share each pass over the rows.
//!
//! With many rows the rows are what takes time to come by, so a piece of them meets all starts that are still under way
//! before the next piece is read. With few rows everything lies in the nearest caches, and starts run beside each other.

use shoal_kernel::distance::squared;
use shoal_kernel::lanes::run_wide;
use shoal_kernel::parallel::{ROWS, map_blocks, map_pieces_mut, map_tasks};

use super::data::Data;
use super::params::Plan;
use super::piece::{Bounds, Pass, Piece, pieces};
use super::screen::Screen;
use super::totals::{Totals, moved};

/// Rows up to which starts run beside each other instead of sharing passes.
const FEW_ROWS: usize = 4 * ROWS;

/// Iterations before labels are kept as long as they are certain: at first the centres move too far for that.
const WILD: usize = 1;

/// Where a start came to rest.
#[derive(Clone, Debug)]
pub(super) struct Rest {
    /// `clusters` × `columns`.
    pub(super) centres: Vec<f64>,
    pub(super) iterations: usize,
    pub(super) converged: bool,
    /// Over the rows it ran on.
    pub(super) inertia: f64,
    /// Share of the rows that a pass looked at on average.
    pub(super) touched: f64,
}

/// Moves each set of centres until no row changes its cluster, or the centres hardly move, or `max_iter` is reached.
pub(super) fn lloyd_all(data: &Data, starts: Vec<Vec<f64>>, plan: &Plan) -> Vec<Rest> {
    if data.rows() <= FEW_ROWS {
        return map_tasks(&starts, |centres| lloyd(data, centres.clone(), plan));
    }
    settle(data, starts, plan)
}

/// [`lloyd_all`] for a single set of centres.
pub(super) fn lloyd(data: &Data, centres: Vec<f64>, plan: &Plan) -> Rest {
    // One set of centres gives one rest.
    settle(data, vec![centres], plan).remove(0)
}

fn settle(data: &Data, starts: Vec<Vec<f64>>, plan: &Plan) -> Vec<Rest> {
    let mut starts: Vec<Start> = starts.into_iter().map(|centres| Start::new(data, centres)).collect();
    loop {
        let mut under_way: Vec<&mut Start> = starts.iter_mut().filter(|start| start.is_under_way(plan)).collect();
        if under_way.is_empty() {
            break;
        }
        pass(data, &mut under_way);
        under_way.into_iter().for_each(|start| start.step(data, plan));
    }
    // What moved last may have moved rows once more.
    let mut unsure: Vec<&mut Start> = starts.iter_mut().filter(|start| !start.at_rest).collect();
    pass(data, &mut unsure);
    starts.into_iter().map(|start| start.rest(data)).collect()
}

/// One start on its way.
struct Start {
    centres: Vec<f64>,
    pieces: Vec<Piece>,
    totals: Totals,
    /// How far a row's nearest centre can have moved away and another one towards it, added up over all iterations, in the
    /// frame's unit.
    drift: f64,
    iterations: usize,
    converged: bool,
    /// Whether no row changed in the last pass, so that labels and centres match.
    at_rest: bool,
    passes: usize,
    /// Rows that all passes looked at.
    touched: u64,
}

impl Start {
    fn new(data: &Data, centres: Vec<f64>) -> Self {
        let (columns, clusters) = (data.columns(), centres.len() / data.columns());
        Self {
            pieces: pieces(data.rows(), clusters, columns),
            totals: Totals::zeros(clusters, columns),
            drift: 0.0,
            iterations: 0,
            converged: false,
            at_rest: false,
            passes: 0,
            touched: 0,
            centres,
        }
    }

    fn is_under_way(&self, plan: &Plan) -> bool {
        !self.converged && self.iterations < plan.max_iter
    }

    fn label(&self, row: usize) -> usize {
        self.pieces[row / ROWS].labels()[row % ROWS].into()
    }

    fn bounds(&self) -> Bounds {
        let drift = self.drift as f32;
        let drift = (drift.next_up(), drift.next_down());
        Bounds { first: self.passes == 0, used: self.iterations > WILD, made: self.iterations >= WILD, drift }
    }

    /// Brings the totals up to date with the last pass; how many rows changed.
    fn book(&mut self, data: &Data) -> usize {
        let first = self.iterations == 0;
        let mut changed = if first { data.rows() } else { 0 };
        for piece in self.pieces.iter().filter(|piece| first || piece.changed() > 0) {
            changed += piece.changed();
            self.totals.add_all(&piece.delta);
        }
        if data.weights.is_some() {
            self.totals = Totals::afresh(data, |row| self.label(row), self.totals.clusters());
        }
        changed
    }

    /// Moves the centres after a pass.
    fn step(&mut self, data: &Data, plan: &Plan) {
        let changed = self.book(data);
        let new = moved(data, &self.centres, |row| self.label(row), &self.totals);
        let columns = data.columns();
        let pairs = self.centres.chunks_exact(columns).zip(new.chunks_exact(columns));
        let moves: Vec<f64> = pairs.map(|(old, new)| squared(old, new)).collect();
        self.centres = new;
        self.drift += two_largest(&moves) * data.frame.unit;
        self.iterations += 1;
        self.at_rest = changed == 0 && moves.iter().all(|&square| square == 0.0);
        self.converged = changed == 0 || moves.iter().sum::<f64>() <= plan.tol * data.mean_variance;
    }

    fn rest(self, data: &Data) -> Rest {
        let inertia = inertia(data, &self.centres, |row| self.label(row));
        let touched = self.touched as f64 / (self.passes * data.rows()) as f64;
        let Self { centres, iterations, converged, .. } = self;
        Rest { centres, iterations, converged, inertia, touched }
    }
}

/// Sum of the two largest moves, from their squares, a little more because it is rounded.
fn two_largest(squares: &[f64]) -> f64 {
    let mut largest = [0.0, 0.0];
    for &square in squares {
        if square > largest[0] {
            largest = [square, largest[0]];
        } else if square > largest[1] {
            largest[1] = square;
        }
    }
    (largest[0].sqrt() + largest[1].sqrt()) * (1.0 + 1e-9)
}

/// One pass over the rows for all these starts: every row gets the number of its nearest centre.
fn pass(data: &Data, starts: &mut [&mut Start]) {
    let looks: Vec<(Screen, Bounds)> =
        starts.iter().map(|start| (Screen::new(&start.centres, &data.frame), start.bounds())).collect();
    let mut by_piece: Vec<Vec<(&[f64], &mut Piece)>> = (0..data.rows().div_ceil(ROWS)).map(|_| Vec::new()).collect();
    for start in &mut *starts {
        for (pieces, piece) in by_piece.iter_mut().zip(&mut start.pieces) {
            pieces.push((&start.centres, piece));
        }
    }
    map_pieces_mut(&mut by_piece, 1, |number, pieces| {
        for ((centres, piece), &(ref screen, bounds)) in pieces.iter_mut().flatten().zip(&looks) {
            run_wide(Pass { data, screen, centres, bounds, number, piece });
        }
    });
    for start in starts {
        start.passes += 1;
        start.touched += start.pieces.iter().map(|piece| piece.touched as u64).sum::<u64>();
    }
}

/// Sum of the squared distances of all rows to the centre of their label, each times its weight.
pub(super) fn inertia(data: &Data, centres: &[f64], label: impl Fn(usize) -> usize + Sync) -> f64 {
    let columns = data.columns();
    let parts = map_blocks(data.rows(), |range| {
        let of_row = |row: usize| squared(data.points.row(row), &centres[label(row) * columns..][..columns]);
        range.map(|row| of_row(row) * data.weight(row)).sum::<f64>()
    });
    parts.into_iter().sum()
}

/// The nearest of `centres` for each row of `data`, the first of equally near ones.
pub(super) fn nearest(data: &Data, centres: &[f64]) -> Vec<u16> {
    let mut start = Start::new(data, centres.to_vec());
    pass(data, &mut [&mut start]);
    start.pieces.iter().flat_map(|piece| piece.labels()).copied().collect()
}
