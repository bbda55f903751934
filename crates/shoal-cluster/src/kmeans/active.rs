//! Rows of a piece copied next to each other, because only they are looked at for a while.

use shoal_kernel::lanes::Wide;
use shoal_kernel::singles::{GROUP, Strip};

use super::piece::ones;

/// Room for one column of a group that is filled: what was there, another group, and a vector behind.
const OPEN: usize = 2 * GROUP + 16;

/// The active rows of a piece, in groups.
#[derive(Default)]
pub(super) struct Active {
    /// Their places in the piece, ascending.
    places: Vec<u16>,
    /// Their values, group after group, one strip per column.
    values: Vec<Strip>,
    columns: usize,
    /// Their labels.
    pub(super) labels: Vec<[u16; GROUP]>,
    /// The drift up to which their labels are certain.
    pub(super) certain: Vec<Strip>,
}

/// The group that is filled at the moment: one run of values for each column.
pub(super) struct Open {
    columns: Vec<[f32; OPEN]>,
    rows: usize,
}

impl Open {
    pub(super) fn new(columns: usize) -> Self {
        Self { columns: vec![[0.0; OPEN]; columns], rows: 0 }
    }
}

impl Active {
    pub(super) fn rows(&self) -> usize {
        self.places.len()
    }

    pub(super) fn groups(&self) -> usize {
        self.labels.len()
    }

    /// The values of group `number`, one strip per column.
    #[inline(always)]
    pub(super) fn values(&self, number: usize) -> &[Strip] {
        &self.values[number * self.columns..(number + 1) * self.columns]
    }

    /// Where the row in `lane` of group `number` lies in the piece.
    #[inline(always)]
    pub(super) fn place(&self, number: usize, lane: usize) -> usize {
        self.places[number * GROUP + lane].into()
    }

    /// Bits for the rows that group `number` really has.
    #[inline(always)]
    pub(super) fn real(&self, number: usize) -> u64 {
        u64::MAX >> (GROUP - (self.rows() - number * GROUP).min(GROUP))
    }

    /// No active rows any more.
    pub(super) fn clear(&mut self) {
        self.places.clear();
        self.values.clear();
        self.labels.clear();
        self.certain.clear();
    }

    /// Writes how long labels are certain back to where all rows have it.
    pub(super) fn hand_back(&self, certain: &mut [f32]) {
        for (&place, &value) in self.places.iter().zip(self.certain.as_flattened()) {
            certain[usize::from(place)] = value;
        }
    }

    /// Adds the rows of group `group` of the piece whose bits are set; `values` are that group's.
    #[inline(always)]
    pub(super) fn add<W: Wide>(&mut self, group: usize, rows: u64, values: &[Strip], open: &mut Open) {
        self.places.extend(ones(rows).map(|lane| (group * GROUP + lane) as u16));
        let end = open.rows + rows.count_ones() as usize;
        for (values, run) in values.iter().zip(&mut open.columns) {
            let mut place = open.rows;
            for (vector, values) in values.as_chunks::<16>().0.iter().enumerate() {
                let chosen = (rows >> (16 * vector)) as u16;
                if let Some(to) = run[place..].first_chunk_mut() {
                    W::store_chosen(W::load(values), chosen, to);
                }
                place += chosen.count_ones() as usize;
            }
        }
        open.rows = end;
        if end >= GROUP {
            self.close(open);
        }
    }

    /// Writes the open group down and goes on with what is left.
    #[inline(always)]
    fn close(&mut self, open: &mut Open) {
        for run in &mut open.columns {
            self.values.extend(run.first_chunk());
            run.copy_within(GROUP..2 * GROUP, 0);
        }
        open.rows = open.rows.saturating_sub(GROUP);
    }

    /// Writes the last group down and looks up the labels of all rows among those of the piece.
    #[inline(always)]
    pub(super) fn finish(&mut self, open: &mut Open, labels: &[u16]) {
        self.columns = open.columns.len();
        if open.rows > 0 {
            self.close(open);
        }
        self.labels.resize(self.rows().div_ceil(GROUP), [0; GROUP]);
        self.certain.resize(self.labels.len(), [0.0; GROUP]);
        for (&place, label) in self.places.iter().zip(self.labels.as_flattened_mut()) {
            *label = labels[usize::from(place)];
        }
    }
}
