//! Ids that a spreadsheet rounded: several ids may have become one, and nobody can tell them apart again, so they are noted.
//!
//! Two marks of it: the way spreadsheets write large numbers (`1.785E+04`), and more than 15 digits of which all after the fifteenth are
//! zeros, in every such id of the column and in at least three.
//!
//! Cost: a look at each different id; the tables are looked through again only where there is such an id.

use crate::recognise::roles::Role;
use crate::tables::Tables;
use crate::value::key::clean;
use shoal_segment::receipt::Note;
use std::collections::BTreeSet;

/// Digits that a spreadsheet keeps.
const KEPT: usize = 15;
/// Fewer long ids with zeros at the end may be chance.
const FEWEST: u64 = 3;

/// How many different ids look as if a spreadsheet had rounded them. Marks of disjoint parts of the ids add up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct IdMarks {
    scientific: u64,
    long: u64,
    cut: u64,
}

impl IdMarks {
    /// Looks at different ids.
    pub(crate) fn of<'k>(keys: impl Iterator<Item = &'k [u8]>) -> Self {
        keys.fold(Self::default(), |marks, key| Self {
            scientific: marks.scientific + u64::from(is_scientific(key)),
            long: marks.long + u64::from(is_long(key)),
            cut: marks.cut + u64::from(is_cut(key)),
        })
    }

    /// The marks of both.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self { scientific: self.scientific + other.scientific, long: self.long + other.long, cut: self.cut + other.cut }
    }

    /// Whether zeros at the end of long ids come from rounding.
    fn are_cut(self) -> bool {
        self.long >= FEWEST && self.cut == self.long
    }
}

/// The notes of all tables: the table and its note.
pub(crate) fn notes(tables: &Tables<'_>, marks: &[(Role, IdMarks)]) -> Vec<(usize, Note)> {
    let mut notes = Vec::new();
    for &(role, marks) in marks {
        let cut = marks.are_cut();
        let damaged = |key: &[u8]| is_scientific(key) || cut && is_cut(key);
        if marks.scientific > 0 || cut {
            notes.extend(
                (0..tables.tables.len()).filter_map(|table| Some((table, note(tables, table, role, damaged)?))),
            );
        }
    }
    notes
}

fn note(tables: &Tables<'_>, table: usize, role: Role, damaged: impl Fn(&[u8]) -> bool) -> Option<Note> {
    let column = tables.tables[table].columns.of(role)?;
    let units = (0..tables.units.len()).filter(|&unit| tables.units[unit].table == table);
    let grid = &tables.source(table).grid;
    let mut different: BTreeSet<Vec<u8>> = BTreeSet::new();
    let mut rows = 0;
    for unit in units {
        let chunk = tables.look(unit);
        let ids = (0..chunk.rows.len()).filter_map(|row| clean(grid.field(&chunk, row, column)));
        for id in ids.filter(|id| damaged(id)) {
            rows += 1;
            if !different.contains(id) {
                different.insert(id.to_vec());
            }
        }
    }
    let example = String::from_utf8_lossy(different.first()?).into_owned();
    let words = format!(
        "column `{}`: {} that a spreadsheet rounded (`{example}`), so that several may have become one: export the ids as text",
        tables.source(table).grid.column_name(column),
        match different.len() {
            1 => "1 id looks like a number".to_owned(),
            count => format!("{count} ids look like numbers"),
        }
    );
    Some(Note { code: "rounded_ids".to_owned(), words, rows })
}

/// `1.785E+04`, as spreadsheets write it: one digit, a fraction, an exponent with a plus and two digits.
fn is_scientific(key: &[u8]) -> bool {
    let Some(at) = key.iter().position(|byte| byte.eq_ignore_ascii_case(&b'E')) else { return false };
    let (mantissa, exponent) = (&key[..at], &key[at + 1..]);
    let digits = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    let fraction = |text: &[u8]| matches!(text, [b'.' | b',', rest @ ..] if digits(rest));
    let mantissa = mantissa
        .split_first()
        .is_some_and(|(first, rest)| first.is_ascii_digit() && (rest.is_empty() || fraction(rest)));
    mantissa && exponent.strip_prefix(b"+").is_some_and(|rest| rest.len() >= 2 && digits(rest))
}

fn is_long(key: &[u8]) -> bool {
    key.len() > KEPT && key.iter().all(u8::is_ascii_digit)
}

fn is_cut(key: &[u8]) -> bool {
    is_long(key) && key[KEPT..].iter().all(|&digit| digit == b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_spreadsheets() {
        for (key, expected) in [
            ("1.785E+04", true),
            ("1E+10", true),
            ("1,5e+12", true),
            ("1e10", false),
            ("12E+04", false),
            ("E+04", false),
            ("17850", false),
        ] {
            assert_eq!(is_scientific(key.as_bytes()), expected, "{key}");
        }
        assert!(is_cut(b"1234567890123450") && !is_cut(b"1234567890123456") && !is_cut(b"123456789012345"));
    }
}
