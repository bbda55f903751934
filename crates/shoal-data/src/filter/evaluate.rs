//! A condition, asked of a row: true, false, or neither where a value is missing.

use crate::filter::bind::{Bound, Filter, Reading, Value};
use crate::filter::condition::{Condition, Piece};
use crate::options::DateOrder;
use crate::value::key::{clean, label};
use crate::value::moment::{Epoch, Written, parse as parse_moment};
use crate::value::number::{Decimal, parse as parse_number, rescale};
use std::cmp::Ordering;

/// How the cells of a table are read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cells {
    /// The order of slashed dates.
    pub(crate) order: DateOrder,
    /// What bare numbers mean as dates.
    pub(crate) epoch: Option<Epoch>,
}

impl Cells {
    /// Whether a condition is true of a row; `None` where that is not known. `cell` gives the row's cells.
    pub(crate) fn ask<'c>(self, filter: &Filter, cell: &impl Fn(usize) -> &'c [u8]) -> Option<bool> {
        match filter {
            Condition::All(parts) => self.fold(parts, false, cell),
            Condition::Any(parts) => self.fold(parts, true, cell),
            Condition::Not(inside) => self.ask(inside, cell).map(|known| !known),
            Condition::IsNull(column) => Some(self.is_missing(*column, cell(column.column))),
            Condition::Compare(column, which, value) => {
                self.compare(*column, cell(column.column), value).map(|ordering| which.holds(ordering))
            }
            Condition::Between(column, low, high) => {
                let cell = cell(column.column);
                let ordering = |value| self.compare(*column, cell, value);
                Some(ordering(low)?.is_ge() && ordering(high)?.is_le())
            }
            Condition::In(column, values) => {
                let cell = cell(column.column);
                let mut equal = false;
                for value in values {
                    equal |= self.compare(*column, cell, value)?.is_eq();
                }
                Some(equal)
            }
            Condition::Like(column, pattern) => {
                let text = text(*column, cell(column.column))?;
                Some(matches(pattern, &String::from_utf8_lossy(text).chars().collect::<Vec<_>>()))
            }
        }
    }

    /// `decisive` if any part is that, else unknown if any is, else the opposite.
    fn fold<'c>(self, parts: &[Filter], decisive: bool, cell: &impl Fn(usize) -> &'c [u8]) -> Option<bool> {
        let mut known = true;
        for part in parts {
            match self.ask(part, cell) {
                Some(value) if value == decisive => return Some(decisive),
                Some(_) => {}
                None => known = false,
            }
        }
        known.then_some(!decisive)
    }

    fn is_missing(self, column: Bound, cell: &[u8]) -> bool {
        match column.reading {
            Reading::Number => number(cell).is_none(),
            Reading::Day => self.day(cell).is_none(),
            Reading::Text | Reading::Id => text(column, cell).is_none(),
        }
    }

    fn compare(self, column: Bound, cell: &[u8], value: &Value) -> Option<Ordering> {
        match value {
            Value::Number(value) => Some(compare_numbers(number(cell)?, *value)),
            Value::Day(value) => Some(self.day(cell)?.cmp(value)),
            Value::Text(value) => Some(text(column, cell)?.cmp(value)),
        }
    }

    fn day(self, cell: &[u8]) -> Option<shoal_segment::date::Day> {
        let moment = match parse_moment(label(cell)?, self.epoch)? {
            Written::Plain(moment) | Written::Serial(moment) => moment,
            Written::Slashed(slashed) => slashed.read(self.order)?,
        };
        Some(moment.day())
    }
}

fn number(cell: &[u8]) -> Option<Decimal> {
    parse_number(label(cell)?).ok()
}

fn text(column: Bound, cell: &[u8]) -> Option<&[u8]> {
    if column.reading == Reading::Id { clean(cell) } else { label(cell) }
}

fn compare_numbers(a: Decimal, b: Decimal) -> Ordering {
    let finest = a.decimals.max(b.decimals);
    let at = |number: Decimal| rescale(i128::from(number.units), number.decimals, finest).0;
    at(a).cmp(&at(b))
}

/// Whether a pattern fits the whole text. Only the last `%` is ever tried again, so the cost is at most their product.
fn matches(pattern: &[Piece], text: &[char]) -> bool {
    let (mut at, mut here) = (0, 0);
    let mut again: Option<(usize, usize)> = None;
    while here < text.len() {
        match pattern.get(at) {
            Some(Piece::AnyText) => {
                again = Some((at, here));
                at += 1;
            }
            Some(Piece::AnyCharacter) => (at, here) = (at + 1, here + 1),
            Some(Piece::Character(wanted)) if *wanted == text[here] => (at, here) = (at + 1, here + 1),
            _ => match again {
                Some((star, from)) => {
                    again = Some((star, from + 1));
                    (at, here) = (star + 1, from + 1);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|piece| *piece == Piece::AnyText)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::condition::pattern;

    #[test]
    fn patterns() {
        for (with, text, expected) in [
            ("gift%", "gift card", true),
            ("gift%", "a gift", false),
            ("%gift%", "a gift card", true),
            ("_ift", "gift", true),
            ("_ift", "ift", false),
            ("%a%b", "aaab", true),
            ("%a%b", "aaabc", false),
            ("", "", true),
            ("%", "", true),
            ("é_", "éa", true),
        ] {
            assert_eq!(matches(&pattern(with), &text.chars().collect::<Vec<_>>()), expected, "{with} {text}");
        }
    }
}
