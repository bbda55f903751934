//! Cells that were written lately: columns repeat their values (days, customers on the lines of one order, prices, categories), and a
//! value that has been written need not be written again.
//!
//! Each value has one place, which its bits say, in a small table per column; the value that was written last has it. Texts are told by where
//! they lie, so this is for values that stay where they are while a block is built, as those of a row group do: equal texts of a column with
//! a dictionary lie in one place.

use crate::read::cell::Cell;
use crate::read::grid::Span;

/// Places of a column, as a power of two: for a dozen columns they fit into a processor's nearer caches.
const BITS: u32 = 10;
/// Further columns have no table: those of a very wide one would take more memory than its cells.
const COLUMNS: usize = 64;
const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

/// What tells a value from all others of its column.
pub(crate) type Key = (u64, u64);

/// A value, and where it stands in the text.
type Known = Option<(Key, Span)>;

/// The tables of all columns.
#[derive(Default)]
pub(crate) struct KnownCells {
    columns: Vec<Vec<Known>>,
}

impl KnownCells {
    /// The place of a value of a column; nothing for values that are always written.
    pub(crate) fn place(&mut self, column: usize, cell: &Cell<'_>) -> Option<(Key, &mut Known)> {
        if column >= COLUMNS {
            return None;
        }
        let key = key(cell)?;
        while self.columns.len() <= column {
            self.columns.push(vec![None; 1 << BITS]);
        }
        let at = (key.0 ^ key.1.rotate_left(32)).wrapping_mul(MULTIPLIER) >> (u64::BITS - BITS);
        Some((key, &mut self.columns[column][at as usize]))
    }
}

fn key(cell: &Cell<'_>) -> Option<Key> {
    match *cell {
        Cell::Integer(number) => Some((number as u64, 1)),
        Cell::Unsigned(number) => Some((number, 2)),
        Cell::Decimal(units, scale) => Some((i64::try_from(units).ok()? as u64, 3 | u64::from(scale) << 8)),
        Cell::Single(number) => Some((u64::from(number.to_bits()), 4)),
        Cell::Double(number) => Some((number.to_bits(), 5)),
        Cell::Day(days) => Some((days as u64, 6)),
        Cell::Moment(seconds) => Some((seconds as u64, 7)),
        Cell::Time(seconds) => Some((seconds as u64, 8)),
        Cell::Text(text) => Some((text.as_ptr() as u64, 9 | (text.len() as u64) << 8)),
        Cell::Null | Cell::Bool(_) | Cell::Bytes(_) | Cell::Uuid(_) => None,
    }
}
