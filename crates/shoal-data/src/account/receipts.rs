//! What the reading found → the receipt.

use crate::account::ledger::Ledger;
use crate::account::notes::{Remarks, notes};
use crate::tables::Tables;
use crate::value::date_order;
use crate::value::numbers::NumberColumn;
use shoal_segment::money::Scale;
use shoal_segment::receipt::{FileReceipt, RoleChoice};

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
            because: choice.because.clone(),
        })
        .collect();
    let unused = (0..source.grid.width()).filter(|&column| columns.role_of(column).is_none());
    FileReceipt {
        file: source.name.clone(),
        table: tables.tables[table].kind,
        export: tables.tables[table].export.map(|known| known.words()),
        bytes: source.bytes,
        fingerprint: source.fingerprint.clone(),
        format: source.format.clone(),
        dates: remarks.dates.as_ref().map(date_order::words),
        numbers: numbers(tables, table),
        roles,
        unused_columns: unused.map(|column| source.grid.column_name(column)).collect(),
        rows: source.grid.row_count(),
        entries: ledger.entries(table, scale),
        notes: notes(tables, table, remarks),
    }
}

/// How the numbers of a table were read, where that is not the plain form.
fn numbers(tables: &Tables<'_>, table: usize) -> Option<String> {
    let grid = &tables.source(table).grid;
    let told = |column: &NumberColumn| Some(format!("`{}`: {}", grid.column_name(column.column), column.words()?));
    let mut columns: Vec<&NumberColumn> = tables.numbers.columns(table).iter().collect();
    columns.sort_by_key(|column| (column.role, grid.column_name(column.column)));
    let parts: Vec<String> = columns.into_iter().filter_map(told).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}
