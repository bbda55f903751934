//! Amounts in several currencies: they are added as they stand, and that is noted.

use crate::account::states::listed;
use crate::recognise::roles::plain;
use crate::tables::Tables;
use crate::value::value_counts::value_counts;
use shoal_segment::receipt::{Note, TableKind};
use std::collections::BTreeSet;

/// Names of columns that hold a currency.
const NAMES: [&str; 13] = [
    "currency",
    "currencycode",
    "currencyiso",
    "isocurrency",
    "curr",
    "ordercurrency",
    "transactioncurrency",
    "paymentcurrency",
    "invoicecurrency",
    "salescurrency",
    "währung",
    "waehrung",
    "devise",
];

/// A column of currencies and how many rows have a value there.
struct Column {
    table: usize,
    name: String,
    rows: u64,
}

/// A note for each table with a currency, when all tables together have several: the table and its note.
pub(crate) fn notes(tables: &Tables<'_>) -> Vec<(usize, Note)> {
    let mut currencies: BTreeSet<String> = BTreeSet::new();
    let mut columns = Vec::new();
    for table in tables.of_kind(TableKind::Transactions) {
        let grid = &tables.source(table).grid;
        for column in (0..grid.width()).filter(|&column| NAMES.contains(&plain(&grid.header[column]).as_str())) {
            let counts = value_counts(grid, column);
            currencies.extend(counts.keys().map(|value| String::from_utf8_lossy(value).to_uppercase()));
            columns.push(Column { table, name: grid.column_name(column), rows: counts.values().sum() });
        }
    }
    if currencies.len() < 2 {
        return Vec::new();
    }
    let names = listed(&currencies.into_iter().collect::<Vec<_>>());
    let note = |column: Column| {
        let words = format!(
            "column `{}` names several currencies ({names}); their amounts were added as they stand",
            column.name
        );
        (column.table, Note { code: "currencies_added".to_owned(), words, rows: column.rows })
    };
    columns.into_iter().map(note).collect()
}
