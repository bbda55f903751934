//! Points once more in single precision, laid out for [`crate::lanes::Wide`] arithmetic that screens them.
//!
//! Half the bytes of `f64` pass in half the time, and most questions about a row (which centre is nearest?) have an answer
//! that single precision cannot get wrong. So [`Singles`] holds each row around an origin, in a unit in which no square
//! overflows; who asks it must know how far it can be off ([`ROUNDING`]) and look the close cases up in the [`Points`].
//!
//! Rows lie in groups of 64, and inside a group column after column: four vectors of sixteen rows each. A group of 8 columns
//! is 2 KiB.

use crate::parallel::{ROWS, map_pieces_mut};
use crate::points::Points;

/// Rows in one group.
pub const GROUP: usize = 64;

/// One number for each row of a group.
pub type Strip = [f32; GROUP];

/// Largest relative error of rounding a number to single precision.
pub const ROUNDING: f32 = f32::EPSILON / 2.0;

/// Reach below which the unit no longer follows it.
const SMALLEST_REACH: f64 = 1e-130;

/// `f32` that fit into a line of the cache.
const LINE: usize = 16;

/// Where single precision has its zero, and its unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// One number per column, taken from every value.
    pub origin: Vec<f64>,
    /// A power of two, by which every difference from the origin is multiplied.
    pub unit: f64,
}

/// Points in single precision, in groups of 64 rows, each `[column][row]`.
#[derive(Clone, Debug)]
pub struct Singles {
    values: Vec<f32>,
    /// Where the first group begins: at a line of the cache.
    first: usize,
    rows: usize,
    columns: usize,
}

impl Frame {
    /// The frame around `origin` in which differences of at most `reach` stay between −1 and 1. A reach so small that squares
    /// of differences vanish in `f64` does not make them larger here: what cannot be told apart there must not be here.
    pub fn with_reach(origin: Vec<f64>, reach: f64) -> Self {
        // The exponent alone: 2 to the power of minus (exponent + 1).
        let exponent = (reach.max(SMALLEST_REACH).to_bits() >> 52) as i64 - 1023;
        Self { origin, unit: f64::from_bits(((1023 - (exponent + 1)) as u64) << 52) }
    }

    /// The number in the frame that stands for `value` in `column`, in full precision.
    #[inline(always)]
    pub fn place(&self, column: usize, value: f64) -> f64 {
        (value - self.origin[column]) * self.unit
    }

    /// Writes up to 64 `rows` (row after row) as a group, which has one strip per column; the places after the last row
    /// repeat it.
    #[inline(always)]
    pub fn fill(&self, rows: &[f64], group: &mut [Strip]) {
        let columns = self.origin.len();
        let count = rows.len() / columns;
        for (column, (strip, &origin)) in group.iter_mut().zip(&self.origin).enumerate() {
            let values = rows[column..].iter().step_by(columns);
            strip.iter_mut().zip(values).for_each(|(place, value)| *place = ((value - origin) * self.unit) as f32);
            let last = strip[count - 1];
            strip[count..].fill(last);
        }
    }
}

impl Singles {
    /// Lays out `points` in `frame`. Time and memory O(rows × columns), half the memory of the points.
    pub fn new(points: &Points, frame: &Frame) -> Self {
        let (rows, columns) = (points.rows(), points.columns());
        let size = rows.div_ceil(GROUP) * GROUP * columns;
        let mut values = vec![0.0; size + LINE];
        let first = values.as_ptr().align_offset(LINE * size_of::<f32>()).min(LINE);
        map_pieces_mut(&mut values[first..first + size], ROWS * columns, |piece, values| {
            let rows = points.values()[piece * ROWS * columns..].chunks(GROUP * columns);
            for (group, rows) in values.as_chunks_mut().0.chunks_exact_mut(columns).zip(rows) {
                frame.fill(rows, group);
            }
        });
        Self { values, first, rows, columns }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of groups.
    pub fn groups(&self) -> usize {
        self.rows.div_ceil(GROUP)
    }

    /// Group `i`: rows `64 i` up to `64 (i + 1)`, one strip per column.
    ///
    /// # Panics
    /// When `i` is not below [`Singles::groups`].
    #[inline(always)]
    pub fn group(&self, i: usize) -> &[Strip] {
        let from = self.first + i * GROUP * self.columns;
        self.values[from..from + GROUP * self.columns].as_chunks().0
    }
}
