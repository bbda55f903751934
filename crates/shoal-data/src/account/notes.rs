//! What is worth knowing about a table and changed no row's outcome: the notes of its receipt.

use crate::judge::amount::Oddities;
use crate::recognise::order_total::OrderTotal;
use crate::recognise::roles::Role;
use crate::tables::Tables;
use crate::value::dates::Dates;
use shoal_segment::receipt::Note;
use std::collections::BTreeMap;

/// What is told about one table besides its rows.
#[derive(Default)]
pub(crate) struct Remarks {
    pub(crate) dates: Option<Dates>,
    pub(crate) oddities: Oddities,
    /// Rows that repeat another and are kept.
    pub(crate) repeated: u64,
    /// Columns that are no attribute because of too many values.
    pub(crate) too_many_levels: Vec<String>,
    /// Notes on single columns and rows, made where they are found.
    pub(crate) found: Vec<Note>,
}

/// Notes by code and words, so that their order depends on nothing else.
type ByCode<'a> = BTreeMap<(&'a str, String), u64>;

/// The notes of a table, sorted; each about at least one row.
pub(crate) fn notes(tables: &Tables<'_>, table: usize, remarks: &Remarks) -> Vec<Note> {
    let mut notes = ByCode::new();
    for note in &remarks.found {
        notes.insert((&note.code, note.words.clone()), note.rows);
    }
    about_rows(tables, table, remarks, &mut notes);
    about_totals(tables, table, remarks.oddities, &mut notes);
    about_files(tables, table, remarks, &mut notes);
    notes
        .into_iter()
        .filter(|&(_, rows)| rows > 0)
        .map(|((code, words), rows)| Note { code: code.to_owned(), words, rows })
        .collect()
}

fn about_rows(tables: &Tables<'_>, table: usize, remarks: &Remarks, notes: &mut ByCode<'_>) {
    let oddities = remarks.oddities;
    let contradicting = remarks.dates.as_ref().map_or(0, Dates::contradicting);
    if let Some((least, most, rows)) = remarks.dates.as_ref().and_then(Dates::far_offsets) {
        let words = format!(
            "the dates have zones from UTC{least} to UTC{most}; each keeps its time as written (`--timezone {most}` brings all to one)"
        );
        notes.insert(("several_timezones", words), rows);
    }
    // Where most orders have such ids, it is how the shop numbers them.
    let cancellations =
        if oddities.cancellation_kept * 2 < oddities.with_order { oddities.cancellation_kept } else { 0 };
    for (code, words, rows) in [
        (
            "repeated_row",
            "identical in every field to another row, and kept (--policy duplicates=set_aside)",
            remarks.repeated,
        ),
        ("rounded", "numbers with more than 6 decimals (quantities: 3) were rounded", oddities.rounded),
        ("quantity_assumed", "the quantity is empty beside a total, and was counted as 1", oddities.quantity_assumed),
        ("unit_price_unread", "the unit price cannot be read; the total was used", oddities.unit_price_unread),
        (
            "date_order_mixed",
            "dates that can only be read in another order of day, month and year: they are unreadable",
            contradicting,
        ),
        (
            "cancellation_with_positive_quantity",
            "the order's id is that of a cancellation (C and digits) but the quantity is positive: used as a purchase",
            cancellations,
        ),
        (
            "free_row",
            "purchases without money, such as gifts, and used (--policy zero_prices=set_aside)",
            oddities.free,
        ),
        ("discount_unread", "the discount cannot be read, and was counted as 0", oddities.discount_unread),
        (
            "test_rows",
            "look like tests or purchases of staff, by address, tag or flag, and are used (--exclude-tests)",
            oddities.tests,
        ),
        ("blank_row", "rows without any value, not counted as rows", tables.source(table).grid.blank_count()),
        (
            "repeated_header",
            "the header stands again among the rows: not counted as rows",
            tables.source(table).grid.header_count(),
        ),
    ] {
        notes.insert((code, words.to_owned()), rows);
    }
}

fn about_totals(tables: &Tables<'_>, table: usize, oddities: Oddities, notes: &mut ByCode<'_>) {
    let grid = &tables.source(table).grid;
    let Some(column) = tables.tables[table].columns.of(Role::Total) else {
        if let Some(OrderTotal::Replaced(column)) = tables.tables[table].order_total {
            let name = grid.column_name(column);
            let words = format!("column `{name}` is the total of a whole order, so quantity × unit price was used");
            notes.insert(("order_total", words), grid.row_count());
        }
        return;
    };
    let name = grid.column_name(column);
    let differs = format!("column `{name}` is not quantity × unit price; `{name}` was used");
    notes.insert(("total_differs", differs), oddities.total_differs);
    let elsewhere = format!(
        "column `{name}` is the total of a whole order and stands on one of its lines; these other lines count 0"
    );
    notes.insert(("order_total", elsewhere), oddities.total_elsewhere);
}

fn about_files<'a>(tables: &Tables<'a>, table: usize, remarks: &Remarks, notes: &mut ByCode<'a>) {
    let source = tables.source(table);
    for note in &source.notes {
        notes.insert((&note.code, note.words.clone()), note.rows);
    }
    for column in &remarks.too_many_levels {
        let words = format!("`{column}` has more than 50 different values and is not shown as a property of customers");
        notes.insert(("too_many_values", words), source.grid.row_count());
    }
    for unused in &tables.tables[table].unused {
        notes.insert((unused.code, unused.words.clone()), unused.rows);
    }
    let twins = (0..tables.tables.len()).filter(|&other| other != table).map(|other| tables.source(other));
    for twin in twins.filter(|twin| twin.file != source.file && twin.fingerprint == source.fingerprint) {
        let words = format!("the file has the same bytes as `{}`: every row is there twice", twin.name);
        notes.insert(("same_bytes", words), source.grid.row_count());
    }
}
