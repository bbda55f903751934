//! What is worth a note about how numbers were read: marks that were assumed, rows that contradict, currencies that were added.

use crate::options::DecimalMark;
use crate::recognise::roles::Role;
use crate::tables::Tables;
use crate::value::currency::CurrencyTally;
use crate::value::number_form::Why;
use crate::value::numbers::NumberColumn;
use shoal_segment::receipt::Note;

/// The notes of all tables: the table and its note.
pub(crate) fn notes(tables: &Tables<'_>) -> Vec<(usize, Note)> {
    let several = money(tables).names();
    let mut notes = Vec::new();
    for table in 0..tables.tables.len() {
        for column in tables.numbers.columns(table) {
            let name = tables.source(table).grid.column_name(column.column);
            let found = [assumed(column, &name), mixed(column, &name), added(column, &name, &several)];
            notes.extend(found.into_iter().flatten().map(|note| (table, note)));
        }
    }
    notes
}

/// The currencies of all columns of money together: more than one name, and their amounts must not be added.
pub(crate) fn money(tables: &Tables<'_>) -> CurrencyTally {
    let mut sum = CurrencyTally::default();
    for column in (0..tables.tables.len()).flat_map(|table| tables.numbers.columns(table)).filter(is_money) {
        sum.join(column.here.currencies.clone());
    }
    sum
}

fn is_money(column: &&NumberColumn) -> bool {
    matches!(column.role, Role::Total | Role::UnitPrice | Role::Price)
}

fn assumed(column: &NumberColumn, name: &str) -> Option<Note> {
    let example = column.whole.either.text();
    let words = format!(
        "column `{name}`: nothing tells whether `{example}` is a thousand or has a fraction; the point was taken for the decimal mark (`--decimal comma` reads it the other way)"
    );
    let rows = column.here.either.count;
    (column.why == Why::Assumed).then(|| Note { code: "decimal_assumed".to_owned(), words, rows })
}

fn mixed(column: &NumberColumn, name: &str) -> Option<Note> {
    let other = match column.form.mark {
        DecimalMark::Point => format!("comma, for instance `{}`", column.whole.comma.text()),
        DecimalMark::Comma => "point".to_owned(),
    };
    let words = format!("column `{name}`: numbers that can only be read with the decimal {other}: they are unreadable");
    let rows = column.contradicting();
    (rows > 0).then(|| Note { code: "decimal_mark_mixed".to_owned(), words, rows })
}

fn added(column: &NumberColumn, name: &str, several: &[&str]) -> Option<Note> {
    let words = format!(
        "the amounts are in several currencies ({}); those of column `{name}` were added as they stand",
        several.join(", ")
    );
    let rows = column.here.currencies.count();
    (several.len() > 1 && rows > 0 && is_money(&column)).then(|| Note {
        code: "currencies_added".to_owned(),
        words,
        rows,
    })
}
