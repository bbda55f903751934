//! Customers who share a key, such as an e-mail address, are one: `--merge-by`.
//!
//! 1. Every row of the transactions, and every row in use of the customers table, joins its customer to its key. A key is compared as it stands,
//!    an address (with an at sign) without case; an empty one joins nobody. The key of a row may be its order's.
//! 2. Customers joined by keys, directly or over others, are one (union-find), with the smallest id.
//!
//! It is settled over all rows before any is judged, those among them that are set aside.
//!
//! Cost: one pass over the rows with a look-up of customer and key each; memory for the distinct ones.

use crate::error::Error;
use crate::judge::customers::CustomersTable;
use crate::judge::persons::{Known, Persons};
use crate::judge::row::Rows;
use crate::tables::Tables;
use crate::value::key::{clean, trim};
use crate::value::numbering::Numbering;
use shoal_segment::receipt::TableKind;
use std::collections::HashMap;

/// Customers, joined by keys.
#[derive(Default)]
struct Joining {
    ids: Numbering,
    /// For each customer another one that it is one with, itself where there is none.
    one_with: Vec<u32>,
    /// A customer with each key.
    keys: HashMap<Vec<u8>, u32>,
}

/// The smallest id of each customer that has another id than that.
pub(crate) fn settle(
    rows: Rows<'_, '_>,
    persons: &Persons,
    customers: &CustomersTable<'_>,
    column: &str,
) -> Result<Known, Error> {
    let tables = rows.tables;
    check(tables, column)?;
    let mut joining = Joining::default();
    for (id, &place) in customers.ids.texts().zip(&customers.places) {
        let at = tables.column_named(tables.table_of(place), column);
        joining.add(id, at.and_then(|at| clean(tables.field(place, at))));
    }
    let columns: Vec<Option<usize>> =
        (0..tables.tables.len()).map(|table| tables.column_named(table, column)).collect();
    rows.each_transaction(
        |_| true,
        |rows, row| {
            let Some(id) = persons.of(rows, row).1 else { return };
            let cell = columns[row.table].map(|column| rows.tables.field(row.place, column));
            let cell = cell.filter(|cell| !trim(cell).is_empty());
            joining.add(id, cell.or_else(|| rows.of_order(row, column)).and_then(clean));
        },
    );
    Ok(joining.smallest())
}

/// Some table must have the column.
fn check(tables: &Tables<'_>, column: &str) -> Result<(), Error> {
    let able = |&table: &usize| tables.tables[table].kind != TableKind::Products;
    let here = || (0..tables.tables.len()).filter(able);
    if here().any(|table| tables.column_named(table, column).is_some()) {
        return Ok(());
    }
    let columns = |table: usize| {
        let source = tables.source(table);
        format!("`{}` has {}", source.name, source.grid.column_names().join(", "))
    };
    Err(Error::NoMergeColumn { column: column.to_owned(), columns: here().map(columns).collect() })
}

impl Joining {
    fn add(&mut self, id: &[u8], key: Option<&[u8]>) {
        let customer = self.ids.number(id);
        if customer as usize == self.one_with.len() {
            self.one_with.push(customer);
        }
        let Some(key) = key else { return };
        let key = if key.contains(&b'@') { key.to_ascii_lowercase() } else { key.to_vec() };
        let other = *self.keys.entry(key).or_insert(customer);
        let (one, other) = (self.root(customer), self.root(other));
        self.one_with[one.max(other) as usize] = one.min(other);
    }

    fn root(&mut self, customer: u32) -> u32 {
        let mut at = customer;
        while self.one_with[at as usize] != at {
            let next = self.one_with[at as usize];
            self.one_with[at as usize] = self.one_with[next as usize];
            at = next;
        }
        at
    }

    fn smallest(mut self) -> Known {
        let roots: Vec<u32> = (0..self.one_with.len() as u32).map(|customer| self.root(customer)).collect();
        let mut smallest: Vec<&[u8]> = self.ids.texts().collect();
        for (id, &root) in self.ids.texts().zip(&roots) {
            let known = &mut smallest[root as usize];
            *known = (*known).min(id);
        }
        let mut known = Known::default();
        for (id, &root) in self.ids.texts().zip(&roots) {
            if smallest[root as usize] != id {
                known.add(id, smallest[root as usize]);
            }
        }
        known
    }
}
