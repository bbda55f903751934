//! What the reading found → the receipt.

use crate::account::ledger::Ledger;
use crate::judge::amount::Oddities;
use crate::options::DateOrder;
use crate::tables::Tables;
use crate::value::date_order;
use crate::value::dates::Dates;
use shoal_segment::money::Scale;
use shoal_segment::receipt::{FileReceipt, Note, RoleChoice};
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
}

/// The receipt of one table.
pub(crate) fn file_receipt(
    tables: &Tables<'_>,
    ledger: &Ledger<'_, '_>,
    table: usize,
    scale: Scale,
    remarks: &Remarks,
) -> FileReceipt {
    let source = tables.source(table);
    let columns = &tables.tables[table].columns;
    let mut choices: Vec<_> = columns.choices.iter().collect();
    choices.sort_by_key(|choice| (choice.role, choice.column));
    let roles = choices
        .iter()
        .map(|choice| RoleChoice {
            role: choice.role.word().to_owned(),
            column: source.grid.column_name(choice.column),
            because: choice.because.to_owned(),
        })
        .collect();
    let unused = (0..source.grid.width()).filter(|&column| columns.role_of(column).is_none());
    FileReceipt {
        file: source.name.clone(),
        table: tables.tables[table].kind,
        bytes: source.bytes,
        fingerprint: source.fingerprint.clone(),
        format: source.format.clone(),
        dates: remarks
            .dates
            .as_ref()
            .map(|dates| date_order::words(&dates.here, dates.order, dates.forced, &dates.whole)),
        roles,
        unused_columns: unused.map(|column| source.grid.column_name(column)).collect(),
        rows: source.grid.row_count(),
        entries: ledger.entries(table, scale),
        notes: notes(tables, table, remarks),
    }
}

fn notes(tables: &Tables<'_>, table: usize, remarks: &Remarks) -> Vec<Note> {
    let source = tables.source(table);
    let mut notes: BTreeMap<(&str, String), u64> = BTreeMap::new();
    let oddities = remarks.oddities;
    let contradicting = remarks.dates.as_ref().map_or(0, |dates| match dates.order {
        DateOrder::MonthFirst => dates.here.day_first.count,
        DateOrder::DayFirst => dates.here.month_first.count,
    });
    for (code, words, rows) in [
        ("repeated_row", "identical in every field to another row, and kept", remarks.repeated),
        ("total_differs", "the total is not quantity × unit price; the total was used", oddities.total_differs),
        ("rounded", "numbers with more than 6 decimals (quantities: 3) were rounded", oddities.rounded),
        ("quantity_assumed", "the quantity is empty beside a total, and was counted as 1", oddities.quantity_assumed),
        ("unit_price_unread", "the unit price cannot be read; the total was used", oddities.unit_price_unread),
        (
            "date_order_mixed",
            "dates that can only be read in the other order of month and day: they are unreadable",
            contradicting,
        ),
        ("blank_row", "rows without any value, not counted as rows", source.grid.blank_count()),
    ] {
        notes.insert((code, words.to_owned()), rows);
    }
    for column in &remarks.too_many_levels {
        notes.insert(
            (
                "too_many_values",
                format!("`{column}` has more than 50 different values and is not shown as a property of customers"),
            ),
            source.grid.row_count(),
        );
    }
    for (sheet, rows) in &tables.tables[table].ignored {
        notes.insert(
            ("sheet_ignored", format!("`{sheet}` is no table of customers, transactions or products and was not read")),
            *rows,
        );
    }
    let twins = (0..tables.tables.len()).filter(|&other| other != table).map(|other| tables.source(other));
    for twin in twins.filter(|twin| twin.file != source.file && twin.fingerprint == source.fingerprint) {
        notes.insert(
            ("same_bytes", format!("the file has the same bytes as `{}`: every row is there twice", twin.name)),
            source.grid.row_count(),
        );
    }
    notes
        .into_iter()
        .filter(|&(_, rows)| rows > 0)
        .map(|((code, words), rows)| Note { code: code.to_owned(), words, rows })
        .collect()
}
