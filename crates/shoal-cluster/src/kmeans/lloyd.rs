//! Starts of k-means, from their centres to rest: one alone, or many that share each pass over the rows.
//!
//! With many rows the rows are what takes time to come by, so a piece of them meets all starts that are still under way
//! before the next piece is read. With few rows everything lies in the nearest caches, and starts run beside each other.

use shoal_kernel::distance::squared;
use shoal_kernel::lanes::run_wide;
use shoal_kernel::parallel::{ROWS, map_blocks, map_pieces_mut, map_tasks};

use shoal_kernel::singles::GROUP;

use super::data::Data;
use super::params::Plan;
use super::piece::{Pass, Piece, Scope, pieces};
use super::screen::Screen;
use super::totals::{Totals, moved};

/// Rows up to which starts run beside each other instead of sharing passes.
pub(super) const FEW_ROWS: usize = 4 * ROWS;

/// Share of the rows that change in a pass, from which on the centres move too far for labels to be certain for long.
const WILD: f64 = 0.05;

/// Share of the rows that a step makes uncertain, from which on all are looked at.
const MANY: f64 = 0.2;

/// Groups of rows in which it is looked how many rows a step makes uncertain.
const LOOKED_AT: usize = 64;

/// One of so many groups is looked at, at the most.
const ONE_OF: usize = 16;

/// Iterations like the last one that a start is given at most to come below its limit.
const PATIENCE: f64 = 10.0;

/// Where a start begins.
pub(super) struct Begin<'a> {
    pub(super) data: &'a Data<'a>,
    /// `clusters` × `columns`.
    pub(super) centres: Vec<f64>,
    /// Inertia that makes it worthwhile: without a prospect of less, the start is given up.
    pub(super) limit: f64,
}

impl<'a> Begin<'a> {
    /// A start that goes on until it rests.
    pub(super) fn new(data: &'a Data<'a>, centres: Vec<f64>) -> Self {
        Self { data, centres, limit: f64::INFINITY }
    }
}

/// Where a start came to rest.
#[derive(Clone, Debug)]
pub(super) struct Rest {
    /// `clusters` × `columns`.
    pub(super) centres: Vec<f64>,
    pub(super) iterations: usize,
    pub(super) converged: bool,
    /// Whether it was stopped because it would not have come below its limit.
    pub(super) given_up: bool,
    /// Over the rows it ran on.
    pub(super) inertia: f64,
    /// Share of the rows that a pass looked at on average.
    pub(super) touched: f64,
}

/// Moves each set of centres until no row changes its cluster, or the centres hardly move, or `max_iter` is reached.
/// Starts may run on tables that differ in the weights of their rows.
pub(super) fn lloyd_all(starts: Vec<Begin>, plan: &Plan) -> Vec<Rest> {
    if starts.first().is_none_or(|start| start.data.rows() <= FEW_ROWS) {
        return map_tasks(&starts, |start| lloyd(Begin { centres: start.centres.clone(), ..*start }, plan));
    }
    settle(starts, plan)
}

/// [`lloyd_all`] for a single set of centres.
pub(super) fn lloyd(start: Begin, plan: &Plan) -> Rest {
    // One set of centres gives one rest.
    settle(vec![start], plan).remove(0)
}

/// Takes the starts on their way, as many at once as memory allows, in their order.
fn settle(starts: Vec<Begin>, plan: &Plan) -> Vec<Rest> {
    let most = starts.first().map_or(0, |start| at_once(start.data.columns()));
    let mut waiting = starts.into_iter().enumerate();
    let mut under_way: Vec<(usize, Start)> = Vec::new();
    let mut rests: Vec<(usize, Rest)> = Vec::new();
    loop {
        let room = most - under_way.len();
        let come = waiting.by_ref().take(room);
        under_way.extend(come.map(|(number, begin)| (number, Start::new(begin))));
        if under_way.is_empty() {
            break;
        }
        pass(&mut under_way.iter_mut().map(|(_, start)| start).collect::<Vec<_>>());
        for (number, mut start) in std::mem::take(&mut under_way) {
            if start.advance(plan) {
                under_way.push((number, start));
            } else {
                rests.push((number, start.rest()));
            }
        }
    }
    rests.sort_by_key(|rest| rest.0);
    rests.into_iter().map(|rest| rest.1).collect()
}

/// How many starts are under way at once. Each takes 6 bytes a row for labels and bounds, and for a fifth of the rows or so all
/// their values once more; together they take about one and a half times what the points take.
pub(super) fn at_once(columns: usize) -> usize {
    (12 * columns / (8 + columns)).max(2)
}

/// One start on its way.
struct Start<'a> {
    data: &'a Data<'a>,
    centres: Vec<f64>,
    /// Inertia below which it has to come.
    limit: f64,
    /// How much of the spread of all rows the centres explain: the more, the less inertia.
    explained: f64,
    given_up: bool,
    pieces: Vec<Piece>,
    totals: Totals,
    /// How far a row's nearest centre can have moved away and another one towards it, added up over all iterations, in the
    /// frame's unit.
    drift: f64,
    /// What the last iteration added to the drift.
    step: f64,
    /// The drift up to which it is enough to look at the active rows.
    horizon: f64,
    iterations: usize,
    converged: bool,
    /// Whether no row changed in the last pass, so that labels and centres match.
    at_rest: bool,
    /// Whether the centres will not move any more.
    moved_last: bool,
    /// Whether few rows change, so that it is worth to know which of them can.
    calm: bool,
    passes: usize,
    /// Rows that all passes looked at.
    touched: u64,
}

impl<'a> Start<'a> {
    fn new(begin: Begin<'a>) -> Self {
        let Begin { data, centres, limit } = begin;
        let (columns, clusters) = (data.columns(), centres.len() / data.columns());
        Self {
            pieces: pieces(data.rows(), clusters, columns),
            totals: Totals::zeros(clusters, columns),
            drift: 0.0,
            step: 0.0,
            horizon: -1.0,
            iterations: 0,
            converged: false,
            at_rest: false,
            moved_last: false,
            calm: false,
            passes: 0,
            touched: 0,
            data,
            limit,
            explained: 0.0,
            given_up: false,
            centres,
        }
    }

    /// Goes on after a pass; whether another pass is needed.
    fn advance(&mut self, plan: &Plan) -> bool {
        if self.moved_last {
            return false;
        }
        self.step(plan);
        self.given_up = self.limit < f64::INFINITY && !self.has_prospect();
        if self.given_up {
            return false;
        }
        // What moves last can move rows once more, so that labels and centres match only after another pass.
        self.moved_last = self.converged || self.iterations == plan.max_iter;
        !(self.moved_last && self.at_rest)
    }

    /// Whether inertia comes below the limit if it goes on to fall as in the last iteration for some time; notes how far it is. It
    /// is known from the totals but for rounding, which is no more than what starts differ by.
    fn has_prospect(&mut self) -> bool {
        let before = std::mem::replace(&mut self.explained, self.totals.explained());
        let spread = self.data.mean_variance * self.data.columns() as f64 * self.totals.mass();
        let prospect = self.explained + PATIENCE * (self.explained - before);
        self.iterations < 2 || spread - prospect <= self.limit
    }

    fn label(&self, row: usize) -> usize {
        self.pieces[row / ROWS].labels()[row % ROWS].into()
    }

    /// Which rows the next pass looks at.
    fn scope(&mut self) -> Scope {
        if self.passes == 0 {
            return Scope::First;
        }
        if !self.calm {
            return Scope::All;
        }
        if self.drift > self.horizon {
            match self.look_ahead() {
                Some(horizon) => self.horizon = horizon,
                None => return Scope::Measure,
            }
            return Scope::Choose((self.horizon as f32).next_up());
        }
        Scope::Active
    }

    /// Up to which drift rows are made active. The more rows, the longer they serve and the longer each pass takes; choosing
    /// takes about as long as two passes over all rows, so the share that costs least in all is about the square root of
    /// the share that one step makes uncertain. `None` when even that is a large share, or nothing is known.
    fn look_ahead(&self) -> Option<f64> {
        let every = (self.pieces.len() * ROWS / GROUP).div_ceil(LOOKED_AT).max(ONE_OF);
        let mut certain: Vec<f32> = self.pieces.iter().flat_map(|piece| piece.certain(every)).collect();
        let next = (self.drift + self.step) as f32;
        let share = certain.iter().filter(|&&certain| certain <= next).count() as f64 / certain.len() as f64;
        if certain.is_empty() || share > MANY {
            return None;
        }
        let place = (share.sqrt() * certain.len() as f64) as usize;
        let (_, &mut horizon, _) = certain.select_nth_unstable_by(place, f32::total_cmp);
        Some(self.drift.max(horizon.into()))
    }

    /// Brings the totals up to date with the last pass; how many rows changed.
    fn book(&mut self) -> usize {
        let mut changed = 0;
        for piece in self.pieces.iter().filter(|piece| piece.changed > 0) {
            changed += piece.changed;
            self.totals.add_all(&piece.delta);
        }
        if !self.data.adds_exactly() {
            self.totals = Totals::afresh(self.data, |row| self.label(row), self.totals.clusters());
        }
        changed
    }

    /// Moves the centres after a pass.
    fn step(&mut self, plan: &Plan) {
        let changed = self.book();
        let data = self.data;
        let new = moved(data, &self.centres, |row| self.label(row), &self.totals);
        let columns = data.columns();
        let pairs = self.centres.chunks_exact(columns).zip(new.chunks_exact(columns));
        let moves: Vec<f64> = pairs.map(|(old, new)| squared(old, new)).collect();
        self.centres = new;
        self.step = two_largest(&moves) * data.layout.frame.unit;
        self.drift += self.step;
        self.iterations += 1;
        self.calm |= (changed as f64) < WILD * data.rows() as f64;
        self.at_rest = changed == 0 && moves.iter().all(|&square| square == 0.0);
        self.converged = changed == 0 || moves.iter().sum::<f64>() <= plan.tol * data.mean_variance;
    }

    /// What is left when the start is at rest.
    fn rest(self) -> Rest {
        let data = self.data;
        let inertia = inertia(data, &self.centres, |row| self.label(row));
        let touched = self.touched as f64 / (self.passes * data.rows()) as f64;
        let Self { centres, iterations, converged, given_up, .. } = self;
        Rest { centres, iterations, converged: converged && !given_up, given_up, inertia, touched }
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
fn pass(starts: &mut [&mut Start]) {
    let Some(rows) = starts.first().map(|start| start.data.rows()) else { return };
    let look = |start: &mut &mut Start| {
        let drift = (start.drift as f32).next_down();
        (Screen::new(&start.centres, &start.data.layout.frame), start.scope(), drift)
    };
    let looks: Vec<(Screen, Scope, f32)> = starts.iter_mut().map(look).collect();
    let mut by_piece: Vec<Vec<(&Data, &[f64], &mut Piece)>> = (0..rows.div_ceil(ROWS)).map(|_| Vec::new()).collect();
    for start in &mut *starts {
        for (pieces, piece) in by_piece.iter_mut().zip(&mut start.pieces) {
            pieces.push((start.data, &start.centres, piece));
        }
    }
    map_pieces_mut(&mut by_piece, 1, |number, pieces| {
        for ((data, centres, piece), &(ref screen, scope, drift)) in pieces.iter_mut().flatten().zip(&looks) {
            run_wide(Pass { data, screen, centres, scope, drift, number, piece });
        }
    });
    for start in starts {
        start.passes += 1;
        start.touched += start.pieces.iter().map(|piece| piece.touched as u64).sum::<u64>();
    }
}

/// Sum of the squared distances of all rows to the centre of their label, each times its weight.
fn inertia(data: &Data, centres: &[f64], label: impl Fn(usize) -> usize + Sync) -> f64 {
    let columns = data.columns();
    let parts = map_blocks(data.rows(), |range| {
        let of_row = |row: usize| squared(data.layout.points.row(row), &centres[label(row) * columns..][..columns]);
        range.map(|row| of_row(row) * data.weight(row)).sum::<f64>()
    });
    parts.into_iter().sum()
}

/// These centres as they are, without a move.
pub(super) fn resting(data: &Data, centres: &[f64]) -> Rest {
    let mut start = Start::new(Begin::new(data, centres.to_vec()));
    pass(&mut [&mut start]);
    Rest { converged: true, ..start.rest() }
}

/// The nearest of `centres` for each row of `data`, the first of equally near ones.
pub(super) fn nearest(data: &Data, centres: &[f64]) -> Vec<u16> {
    let mut start = Start::new(Begin::new(data, centres.to_vec()));
    pass(&mut [&mut start]);
    start.pieces.iter().flat_map(|piece| piece.labels()).copied().collect()
}
