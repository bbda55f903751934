//! Values of a column that were written lately: columns repeat themselves (days, customers on the lines of one order, prices,
//! categories), and a value that has been written need not be written again.
//!
//! Each value has one place, which its bits say, in a small table; the value that was written last has it. Texts are told by where they
//! lie, so this is for values that stay where they are, as those of a row group do: equal texts of a column with a dictionary lie in
//! one place.

use crate::read::cell::Cell;
use crate::read::grid::Span;

/// Places, as a power of two: they fit into a processor's nearest cache.
const BITS: u32 = 9;
const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

/// What tells a value from all others of its column.
type Key = (u64, u64);

/// The table of a column.
pub(super) struct KnownCells(Vec<Option<(Key, Span)>>);

impl Default for KnownCells {
    fn default() -> Self {
        Self(vec![None; 1 << BITS])
    }
}

impl KnownCells {
    /// Where a value stands: where it was written before, or where `write` writes it, which also says whether it may be used again.
    pub(super) fn span(&mut self, cell: &Cell<'_>, write: impl FnOnce() -> (Span, bool)) -> Span {
        let Some(key) = key(cell) else { return write().0 };
        let at = (key.0 ^ key.1.rotate_left(32)).wrapping_mul(MULTIPLIER) >> (u64::BITS - BITS);
        let known = &mut self.0[at as usize];
        match *known {
            Some((other, span)) if other == key => span,
            _ => {
                let (span, lasts) = write();
                if lasts {
                    *known = Some((key, span));
                }
                span
            }
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_written_once_and_a_damaged_one_each_time() {
        let mut known = KnownCells::default();
        let mut written = 0;
        let mut span = |cell: Cell<'_>, lasts: bool| {
            known.span(&cell, || {
                written += 1;
                (Span { start: written, end: written }, lasts)
            })
        };
        let text = b"one text";
        let starts: Vec<u32> = [
            (Cell::Integer(5), true),
            (Cell::Integer(5), true),
            (Cell::Double(5.0), true),
            (Cell::Integer(-5), true),
            (Cell::Text(&text[..3]), true),
            (Cell::Text(text), true),
            (Cell::Text(&text[..3]), true),
            (Cell::Text(&text[4..]), false),
            (Cell::Text(&text[4..]), false),
            (Cell::Bool(true), true),
            (Cell::Bool(true), true),
        ]
        .map(|(cell, lasts)| span(cell, lasts).start)
        .to_vec();
        assert_eq!(starts, [1, 1, 2, 3, 4, 5, 4, 6, 7, 8, 9]);
    }
}
