//! The rows of one piece of the data and where a start has put them: labels, and how long each label cannot change.
//!
//! A row's label stays as long as its nearest centre is nearer than every other by more than the centres can have moved since:
//! its own away from it, another one towards it. So each row keeps the *drift* up to which its label is certain, and a pass
//! looks only at the rows whose time has come. While there are many of them in a group, the whole group is looked at; once
//! there are few, they are gathered from all over the piece and looked at 64 at a time. Rows that are needed one by one are
//! asked for as soon as that is known, because waiting for memory would take longer than all arithmetic.

use shoal_kernel::Points;
use shoal_kernel::distance::squared;
use shoal_kernel::lanes::{Wide, WideArithmetic, fetch_soon};
use shoal_kernel::parallel::ROWS;
use shoal_kernel::singles::{GROUP, Strip};

use super::data::Data;
use super::screen::{Rows, Screen, Screened};
use super::totals::Totals;

/// Rows of a group from which on it is cheaper to look at all of them.
const MANY: u32 = 12;

/// One piece: [`ROWS`] rows, the last one possibly fewer.
pub(super) struct Piece {
    labels: Vec<[u16; GROUP]>,
    /// The drift up to which each row's label is certain.
    certain: Vec<Strip>,
    /// What the last pass changed in the totals.
    pub(super) delta: Totals,
    /// Places of the rows that are looked at together with rows of other groups.
    waiting: Vec<u32>,
    /// Rows that changed their label in the last pass, by their place in the piece, with the label before.
    changes: Vec<(u32, u16)>,
    /// Rows that the last pass looked at.
    pub(super) touched: usize,
    rows: usize,
}

/// How a pass looks at rows.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    /// Whether no row has a label yet.
    pub(super) first: bool,
    /// Whether rows whose label is certain are left out.
    pub(super) used: bool,
    /// Whether the drift up to which labels are certain is found for the next pass.
    pub(super) made: bool,
    /// How far the centres may have moved since the start, in the frame's unit, rounded up and down.
    pub(super) drift: (f32, f32),
}

/// The pieces for all rows.
pub(super) fn pieces(rows: usize, clusters: usize, columns: usize) -> Vec<Piece> {
    let piece = |first: usize| {
        let rows = (rows - first).min(ROWS);
        let groups = rows.div_ceil(GROUP);
        Piece {
            labels: vec![[0; GROUP]; groups],
            certain: vec![[-1.0; GROUP]; groups],
            delta: Totals::zeros(clusters, columns),
            waiting: Vec::new(),
            changes: Vec::new(),
            touched: 0,
            rows,
        }
    };
    (0..rows).step_by(ROWS).map(piece).collect()
}

impl Piece {
    /// The label of each row.
    pub(super) fn labels(&self) -> &[u16] {
        &self.labels.as_flattened()[..self.rows]
    }

    /// Number of rows that changed their label in a pass that was not the first.
    pub(super) fn changed(&self) -> usize {
        self.changes.len()
    }
}

/// One pass over one piece: every row gets the number of its nearest centre, and the changes of the totals are added up.
pub(super) struct Pass<'a> {
    pub(super) data: &'a Data<'a>,
    pub(super) screen: &'a Screen,
    /// `clusters` × `columns`.
    pub(super) centres: &'a [f64],
    pub(super) bounds: Bounds,
    /// Number of the piece.
    pub(super) number: usize,
    pub(super) piece: &'a mut Piece,
}

impl WideArithmetic for Pass<'_> {
    type Output = ();

    #[inline(always)]
    fn compute<W: Wide>(mut self) {
        self.piece.changes.clear();
        self.piece.touched = 0;
        let mut out = Screened::new();
        self.piece.waiting.clear();
        for group in 0..self.piece.labels.len() {
            let real = u64::MAX >> (GROUP - (self.piece.rows - group * GROUP).min(GROUP));
            let asked = if self.bounds.used { self.asked::<W>(group) & real } else { real };
            if asked.count_ones() >= MANY.min(real.count_ones()) {
                self.look_at_all::<W>(group, real, &mut out);
                continue;
            }
            for lane in ones(asked) {
                let place = group * GROUP + lane;
                fetch_soon(self.data.points.row(self.first_row() + place));
                self.piece.waiting.push(place as u32);
            }
        }
        self.look_at_few::<W>(&mut out);
        self.book();
    }
}

impl Pass<'_> {
    fn first_row(&self) -> usize {
        self.number * ROWS
    }

    /// The rows of a group whose label may have changed.
    #[inline(always)]
    fn asked<W: Wide>(&self, group: usize) -> u64 {
        let drift = W::fill(self.bounds.drift.0);
        let vectors = self.piece.certain[group].as_chunks::<16>().0.iter().enumerate();
        vectors.fold(0, |asked, (i, certain)| asked | u64::from(W::not_above(W::load(certain), drift)) << (16 * i))
    }

    #[inline(always)]
    fn look_at_all<W: Wide>(&mut self, group: usize, real: u64, out: &mut Screened) {
        let singles = self.data.singles.group(self.number * (ROWS / GROUP) + group);
        let rows = Rows { group: singles, known: &self.piece.labels[group], drift: self.drift() };
        self.screen.look::<W>(&rows, out);
        self.piece.touched += real.count_ones() as usize;
        if self.bounds.made {
            self.piece.certain[group] = out.certain;
        }
        if self.bounds.first {
            self.piece.labels[group] = out.labels;
            out.changed = 0;
        }
        let noted = (out.changed | out.doubtful) & real;
        for lane in ones(noted) {
            fetch_soon(self.data.points.row(self.first_row() + group * GROUP + lane));
        }
        for lane in ones(noted) {
            self.note(group * GROUP + lane, lane, out);
        }
    }

    /// Looks at the rows that wait, 64 at a time.
    #[inline(always)]
    fn look_at_few<W: Wide>(&mut self, out: &mut Screened) {
        let waiting = std::mem::take(&mut self.piece.waiting);
        let columns = self.data.columns();
        let (mut rows, mut group) = (vec![0.0; GROUP * columns], vec![[0.0; GROUP]; columns]);
        let mut known = [0; GROUP];
        for places in waiting.chunks(GROUP) {
            for ((&place, known), row) in places.iter().zip(&mut known).zip(rows.chunks_exact_mut(columns)) {
                let place = place as usize;
                row.copy_from_slice(self.data.points.row(self.first_row() + place));
                *known = self.piece.labels[place / GROUP][place % GROUP];
            }
            self.data.frame.fill(&rows[..places.len() * columns], &mut group);
            self.screen.look::<W>(&Rows { group: &group, known: &known, drift: self.drift() }, out);
            for (lane, &place) in places.iter().enumerate() {
                let place = place as usize;
                if self.bounds.made {
                    self.piece.certain[place / GROUP][place % GROUP] = out.certain[lane];
                }
                if (out.changed | out.doubtful) >> lane & 1 == 1 {
                    self.note(place, lane, out);
                }
            }
        }
        self.piece.touched += waiting.len();
        self.piece.waiting = waiting;
    }

    fn drift(&self) -> Option<f32> {
        self.bounds.made.then_some(self.bounds.drift.1)
    }

    /// Writes down the label of the row at `place`, which the screen saw in `lane`; where that was doubtful, finds it in `f64`.
    #[inline(always)]
    fn note(&mut self, place: usize, lane: usize, out: &Screened) {
        let mut label = out.labels[lane];
        if out.doubtful >> lane & 1 == 1 {
            label = nearest(&self.data.points, self.first_row() + place, self.centres);
            self.piece.certain[place / GROUP][place % GROUP] = -1.0;
        }
        let known = &mut self.piece.labels[place / GROUP][place % GROUP];
        if label != *known {
            if !self.bounds.first {
                self.piece.changes.push((place as u32, *known));
            }
            *known = label;
        }
    }

    /// Moves the rows that changed from one cluster's totals to the other's, in the order of the rows: which rows were looked
    /// at together depends on the instruction set, what comes out must not.
    #[inline(always)]
    fn book(&mut self) {
        let first = self.first_row();
        let Piece { labels, changes, delta, rows, .. } = &mut *self.piece;
        let (points, origin, labels) = (&self.data.points, &self.data.frame.origin, labels.as_flattened());
        if self.bounds.first {
            for (row, &label) in (first..).zip(&labels[..*rows]) {
                delta.add(label as usize, points.row(row), origin, 1.0);
            }
            return;
        }
        if changes.is_empty() {
            return;
        }
        changes.sort_unstable();
        delta.clear();
        for &(place, old) in &*changes {
            let row = points.row(first + place as usize);
            delta.add(old as usize, row, origin, -1.0);
            delta.add(labels[place as usize] as usize, row, origin, 1.0);
        }
    }
}

/// The nearest centre of a row in `f64`, the first of equally near ones.
pub(super) fn nearest(points: &Points, row: usize, centres: &[f64]) -> u16 {
    let row = points.row(row);
    let mut best = (0, f64::INFINITY);
    for (number, centre) in (0..).zip(centres.chunks_exact(row.len())) {
        let distance = squared(row, centre);
        if distance < best.1 {
            best = (number, distance);
        }
    }
    best.0
}

/// The places of the ones among the bits, lowest first.
#[inline(always)]
pub(super) fn ones(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = bits.trailing_zeros() as usize;
        bits &= bits.wrapping_sub(1);
        (place < GROUP).then_some(place)
    })
}
