//! The rows of one piece of the data and where a start has put them: labels, and how long each label cannot change.
//!
//! A row's label stays as long as its nearest centre is nearer than every other by more than the centres can have moved since:
//! its own away from it, another one towards it. So each row keeps the *drift* up to which its label is certain. Rows whose
//! time comes soon are copied next to each other, the *active* ones, and for some passes only they are looked at; then the
//! active ones are chosen anew.

use shoal_kernel::distance::squared;
use shoal_kernel::lanes::{Wide, WideArithmetic, fetch_soon};
use shoal_kernel::parallel::ROWS;
use shoal_kernel::singles::{GROUP, Strip};

use super::active::{Active, Open};
use super::data::Data;
use super::screen::{Rows, Screen, Screened};
use super::totals::Totals;

/// Groups of a piece.
const GROUPS: usize = ROWS / GROUP;

/// One piece: [`ROWS`] rows, the last one possibly fewer.
pub(super) struct Piece {
    labels: Vec<[u16; GROUP]>,
    /// The drift up to which each row's label is certain; empty until somebody asks.
    certain: Vec<Strip>,
    active: Active,
    /// What the last pass changed in the totals.
    pub(super) delta: Totals,
    /// Number of rows that changed their label in the last pass.
    pub(super) changed: usize,
    /// Rows that the last pass looked at.
    pub(super) touched: usize,
    rows: usize,
}

/// Which rows a pass looks at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Scope {
    /// All, none of which has a label yet.
    First,
    /// All.
    All,
    /// All, and it is found how long their labels are certain.
    Measure,
    /// The active ones, after they were chosen anew: those whose label is not certain up to this drift.
    Choose(f32),
    /// The active ones.
    Active,
}

/// The pieces for all rows.
pub(super) fn pieces(rows: usize, clusters: usize, columns: usize) -> Vec<Piece> {
    let piece = |first: usize| {
        let rows = (rows - first).min(ROWS);
        Piece {
            labels: vec![[0; GROUP]; rows.div_ceil(GROUP)],
            certain: Vec::new(),
            active: Active::default(),
            delta: Totals::zeros(clusters, columns),
            changed: 0,
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

    /// The drift up to which the label of each row of a group is certain, of every so many groups.
    pub(super) fn certain(&self, every: usize) -> impl Iterator<Item = f32> {
        self.certain.iter().step_by(every).flatten().copied()
    }
}

/// One pass over one piece: every row gets the number of its nearest centre, and the changes of the totals are added up.
pub(super) struct Pass<'a> {
    pub(super) data: &'a Data<'a>,
    pub(super) screen: &'a Screen,
    /// `clusters` × `columns`.
    pub(super) centres: &'a [f64],
    pub(super) scope: Scope,
    /// How far the centres may have moved so far, rounded down, in the frame's unit.
    pub(super) drift: f32,
    /// Number of the piece.
    pub(super) number: usize,
    pub(super) piece: &'a mut Piece,
}

/// Rows that changed their label in a pass.
struct Changes {
    /// One bit for each row of each group.
    rows: [u64; GROUPS],
    /// The label before, of each row that changed.
    before: [[u16; GROUP]; GROUPS],
}

impl WideArithmetic for Pass<'_> {
    type Output = ();

    #[inline(always)]
    fn compute<W: Wide>(mut self) {
        self.piece.touched = 0;
        let mut out = Screened::new();
        let mut changes = Changes { rows: [0; GROUPS], before: [[0; GROUP]; GROUPS] };
        match self.scope {
            Scope::First => {
                self.look_at_first::<W>(&mut out);
                return self.book_all();
            }
            Scope::All => self.look_at_all::<W>(None, &mut out, &mut changes),
            Scope::Measure => {
                self.piece.active.clear();
                self.piece.certain.resize(self.piece.labels.len(), [0.0; GROUP]);
                self.look_at_all::<W>(Some(self.drift), &mut out, &mut changes);
            }
            Scope::Choose(later) => {
                self.choose::<W>(later);
                self.look_at_active::<W>(&mut out, &mut changes);
            }
            Scope::Active => self.look_at_active::<W>(&mut out, &mut changes),
        }
        self.book(&changes);
    }
}

impl Pass<'_> {
    #[inline(always)]
    fn row(&self, place: usize) -> &[f64] {
        self.data.layout.points.row(self.number * ROWS + place)
    }

    /// The values of group `group` of the piece.
    #[inline(always)]
    fn values(&self, group: usize) -> &[Strip] {
        self.data.layout.singles.group(self.number * GROUPS + group)
    }

    /// Bits for the rows that a group really has.
    #[inline(always)]
    fn real(&self, group: usize) -> u64 {
        u64::MAX >> (GROUP - (self.piece.rows - group * GROUP).min(GROUP))
    }

    /// Gives every row its first label.
    #[inline(always)]
    fn look_at_first<W: Wide>(&mut self, out: &mut Screened) {
        for group in 0..self.piece.labels.len() {
            let rows = Rows { group: self.values(group), known: &self.piece.labels[group], drift: None };
            self.screen.look::<W>(&rows, out);
            self.piece.labels[group] = out.labels;
            for lane in ones(out.doubtful & self.real(group)) {
                self.piece.labels[group][lane] = nearest(self.row(group * GROUP + lane), self.centres);
            }
        }
        self.piece.touched = self.piece.rows;
    }

    /// Looks at all rows; with `drift` also for how long their labels are certain.
    #[inline(always)]
    fn look_at_all<W: Wide>(&mut self, drift: Option<f32>, out: &mut Screened, changes: &mut Changes) {
        for group in 0..self.piece.labels.len() {
            let real = self.real(group);
            let rows = Rows { group: self.values(group), known: &self.piece.labels[group], drift };
            self.screen.look::<W>(&rows, out);
            self.piece.touched += real.count_ones() as usize;
            if drift.is_some() {
                self.piece.certain[group] = out.certain;
            }
            let noted = (out.changed | out.doubtful) & real;
            ones(noted).for_each(|lane| fetch_soon(self.row(group * GROUP + lane)));
            for lane in ones(noted) {
                self.note(group * GROUP + lane, lane, out, changes);
            }
        }
    }

    /// Makes those rows active whose label is not certain up to the drift `later`.
    #[inline(always)]
    fn choose<W: Wide>(&mut self, later: f32) {
        let mut active = std::mem::take(&mut self.piece.active);
        active.hand_back(self.piece.certain.as_flattened_mut());
        active.clear();
        let mut open = Open::new(self.data.columns());
        for group in 0..self.piece.labels.len() {
            let soon = uncertain::<W>(&self.piece.certain[group], later) & self.real(group);
            if soon != 0 {
                active.add::<W>(group, soon, self.values(group), &mut open);
            }
        }
        active.finish(&mut open, self.piece.labels.as_flattened());
        self.piece.active = active;
    }

    #[inline(always)]
    fn look_at_active<W: Wide>(&mut self, out: &mut Screened, changes: &mut Changes) {
        let mut active = std::mem::take(&mut self.piece.active);
        for number in 0..active.groups() {
            let rows = Rows { group: active.values(number), known: &active.labels[number], drift: Some(self.drift) };
            self.screen.look::<W>(&rows, out);
            active.certain[number] = out.certain;
            let noted = (out.changed | out.doubtful) & active.real(number);
            ones(noted).for_each(|lane| fetch_soon(self.row(active.place(number, lane))));
            for lane in ones(noted) {
                if out.doubtful >> lane & 1 == 1 {
                    active.certain[number][lane] = -1.0;
                }
                active.labels[number][lane] = self.note(active.place(number, lane), lane, out, changes);
            }
        }
        self.piece.touched = active.rows();
        self.piece.active = active;
    }

    /// Writes down the label of the row at `place`, which the screen saw in `lane`; where that was doubtful, finds it in `f64`. Gives the label.
    #[inline(always)]
    fn note(&mut self, place: usize, lane: usize, out: &Screened, changes: &mut Changes) -> u16 {
        let (group, at) = (place / GROUP, place % GROUP);
        let mut label = out.labels[lane];
        if out.doubtful >> lane & 1 == 1 {
            label = nearest(self.row(place), self.centres);
            if let Some(certain) = self.piece.certain.get_mut(group) {
                certain[at] = -1.0;
            }
        }
        let known = &mut self.piece.labels[group][at];
        if label != *known {
            changes.rows[group] |= 1 << at;
            changes.before[group][at] = *known;
            *known = label;
        }
        label
    }

    /// Moves the rows that changed from one cluster's totals to the other's, in the order of the rows: which rows were looked
    /// at together depends on the instruction set, what comes out must not.
    #[inline(always)]
    fn book(&mut self, changes: &Changes) {
        self.piece.changed = changes.rows.iter().map(|rows| rows.count_ones() as usize).sum();
        if self.piece.changed == 0 || !self.data.adds_exactly() {
            return;
        }
        let mut delta = std::mem::take(&mut self.piece.delta);
        let origin = &self.data.layout.frame.origin;
        delta.clear();
        for (group, &rows) in changes.rows.iter().enumerate() {
            for lane in ones(rows) {
                let row = self.row(group * GROUP + lane);
                let times = self.data.weight(self.number * ROWS + group * GROUP + lane);
                delta.add(changes.before[group][lane].into(), row, origin, -times);
                delta.add(self.piece.labels[group][lane].into(), row, origin, times);
            }
        }
        self.piece.delta = delta;
    }

    /// Adds every row to the totals.
    #[inline(always)]
    fn book_all(&mut self) {
        let columns = self.data.columns();
        let Piece { labels, delta, changed, rows, .. } = &mut *self.piece;
        let values = &self.data.layout.points.values()[self.number * ROWS * columns..][..*rows * columns];
        for ((row, &label), number) in values.chunks_exact(columns).zip(labels.as_flattened()).zip(self.number * ROWS..)
        {
            delta.add(label.into(), row, &self.data.layout.frame.origin, self.data.weight(number));
        }
        *changed = *rows;
    }
}

/// The rows of a group whose label is not certain at this drift.
#[inline(always)]
fn uncertain<W: Wide>(certain: &Strip, drift: f32) -> u64 {
    let drift = W::fill(drift);
    let vectors = certain.as_chunks::<16>().0.iter().enumerate();
    vectors.fold(0, |found, (i, certain)| found | u64::from(W::not_above(W::load(certain), drift)) << (16 * i))
}

/// The nearest centre of a row in `f64`, the first of equally near ones.
pub(super) fn nearest(row: &[f64], centres: &[f64]) -> u16 {
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
