//! A condition, asked of a row: true, false, or neither where a value is missing.

use crate::filter::bind::{Bound, Filter, Reading, Value};
use crate::filter::condition::{Condition, Piece};
use crate::value::date_form::DateForm;
use crate::value::key::{clean, filled, label};
use crate::value::moment::Epoch;
use crate::value::number::{Decimal, parse as parse_number, rescale};
use crate::value::number_form::NumberForm;
use std::cmp::Ordering;

/// How the cells of a table are read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cells {
    /// How dates are read.
    pub(crate) dates: DateForm,
    /// What bare numbers mean as dates.
    pub(crate) epoch: Option<Epoch>,
}

impl Cells {
    /// Whether a condition is true of a row; `None` where that is not known. `cell` gives the row's cells.
    pub(crate) fn ask<'c>(self, filter: &Filter, cell: &impl Fn(&Bound) -> &'c [u8]) -> Option<bool> {
        match filter {
            Condition::All(parts) => self.fold(parts, false, cell),
            Condition::Any(parts) => self.fold(parts, true, cell),
            Condition::Not(inside) => self.ask(inside, cell).map(|known| !known),
            Condition::IsNull(column) => Some(self.is_missing(column.reading, cell(column))),
            Condition::Compare(column, which, value) => {
                self.compare(column.reading, cell(column), value).map(|ordering| which.holds(ordering))
            }
            Condition::Between(column, low, high) => {
                let cell = cell(column);
                let ordering = |value| self.compare(column.reading, cell, value);
                Some(ordering(low)?.is_ge() && ordering(high)?.is_le())
            }
            Condition::In(column, values) => {
                let cell = cell(column);
                let mut equal = false;
                for value in values {
                    equal |= self.compare(column.reading, cell, value)?.is_eq();
                }
                Some(equal)
            }
            Condition::Like(column, pattern) => {
                let text = text(column.reading, cell(column))?;
                Some(matches(pattern, &String::from_utf8_lossy(text).chars().collect::<Vec<_>>()))
            }
        }
    }

    /// `decisive` if any part is that, else unknown if any is, else the opposite.
    fn fold<'c>(self, parts: &[Filter], decisive: bool, cell: &impl Fn(&Bound) -> &'c [u8]) -> Option<bool> {
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

    fn is_missing(self, reading: Reading, cell: &[u8]) -> bool {
        match reading {
            Reading::Number(form) => number(cell, form).is_none(),
            Reading::Day => self.day(cell).is_none(),
            Reading::Text | Reading::Id => text(reading, cell).is_none(),
        }
    }

    fn compare(self, reading: Reading, cell: &[u8], value: &Value) -> Option<Ordering> {
        match (value, reading) {
            (Value::Number(value), Reading::Number(form)) => Some(compare_numbers(number(cell, form)?, *value)),
            (Value::Number(_), _) => None,
            (Value::Day(value), _) => Some(self.day(cell)?.cmp(value)),
            (Value::Text(value), _) => Some(text(reading, cell)?.cmp(value)),
        }
    }

    /// Seconds since 1970 are dates in the column of dates alone; others are read as they are written.
    fn day(self, cell: &[u8]) -> Option<shoal_segment::date::Day> {
        let cell = filled(cell)?;
        let as_written = || DateForm { unix: None, ..self.dates }.read(cell, self.epoch);
        Some(self.dates.read(cell, self.epoch).or_else(as_written)?.day())
    }
}

fn number(cell: &[u8], form: NumberForm) -> Option<Decimal> {
    parse_number(filled(cell)?, form).ok()
}

fn text(reading: Reading, cell: &[u8]) -> Option<&[u8]> {
    if reading == Reading::Id { clean(cell) } else { label(cell) }
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
