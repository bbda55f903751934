//! What is worth a note about how numbers were read: marks that were assumed, rows that contradict.

use crate::options::DecimalMark;
use crate::tables::Tables;
use crate::value::number_form::Why;
use crate::value::numbers::NumberColumn;
use shoal_segment::receipt::Note;

/// The notes of all tables: the table and its note.
pub(crate) fn notes(tables: &Tables<'_>) -> Vec<(usize, Note)> {
    let mut notes = Vec::new();
    for table in 0..tables.tables.len() {
        for column in tables.numbers.columns(table) {
            let name = tables.source(table).grid.column_name(column.column);
            let found = [assumed(column, &name), mixed(column, &name)];
            notes.extend(found.into_iter().flatten().map(|note| (table, note)));
        }
    }
    notes
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
