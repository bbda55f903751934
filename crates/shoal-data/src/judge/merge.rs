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
use crate::tables::{Place, Tables};
use crate::value::dictionary::Dictionary;
use crate::value::key::{clean, trim};
use shoal_segment::receipt::TableKind;
use std::collections::HashMap;

/// Customers, joined by keys.
#[derive(Default)]
struct Joining<'a> {
    ids: Dictionary<'a>,
    /// Each customer's id, and another customer that it is one with (itself where there is none).
    customers: Vec<(&'a [u8], u32)>,
    /// A customer with each key.
    keys: HashMap<Vec<u8>, u32>,
}

/// The smallest id of each customer that has another id than that.
pub(crate) fn settle<'a>(
    rows: Rows<'a, '_>,
    persons: &Persons<'a>,
    customers: &CustomersTable<'a>,
    column: &str,
) -> Result<Known<'a>, Error> {
    let tables = rows.tables;
    check(tables, column)?;
    let mut joining = Joining::default();
    for (id, &place) in customers.ids.keys().zip(&customers.places) {
        let at = tables.column_named(tables.table_of(place), column);
        joining.add(id, at.and_then(|at| clean(tables.field(place, at))));
    }
    for unit in tables.units_of(TableKind::Transactions) {
        let own = tables.column_named(tables.units[unit].table, column);
        for at in 0..tables.rows_of(unit) {
            let row = rows.row(Place { unit: unit as u32, row: at as u32 });
            let Some(id) = persons.of(rows, row).1 else { continue };
            let cell = own.map(|column| tables.field(row.place, column)).filter(|cell| !trim(cell).is_empty());
            joining.add(id, cell.or_else(|| rows.of_order(row, column)).and_then(clean));
        }
    }
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

impl<'a> Joining<'a> {
    fn add(&mut self, id: &'a [u8], key: Option<&[u8]>) {
        let customer = self.ids.number(id);
        if customer as usize == self.customers.len() {
            self.customers.push((id, customer));
        }
        let Some(key) = key else { return };
        let key = if key.contains(&b'@') { key.to_ascii_lowercase() } else { key.to_vec() };
        let other = *self.keys.entry(key).or_insert(customer);
        let (one, other) = (self.root(customer), self.root(other));
        self.customers[one.max(other) as usize].1 = one.min(other);
    }

    fn root(&mut self, customer: u32) -> u32 {
        let mut at = customer;
        while self.customers[at as usize].1 != at {
            let next = self.customers[at as usize].1;
            self.customers[at as usize].1 = self.customers[next as usize].1;
            at = next;
        }
        at
    }

    fn smallest(mut self) -> Known<'a> {
        let roots: Vec<u32> = (0..self.customers.len() as u32).map(|customer| self.root(customer)).collect();
        let mut smallest: Vec<&'a [u8]> = self.customers.iter().map(|(id, _)| *id).collect();
        for (&(id, _), &root) in self.customers.iter().zip(&roots) {
            let known = &mut smallest[root as usize];
            *known = (*known).min(id);
        }
        let mut known = Known::default();
        for (&(id, _), &root) in self.customers.iter().zip(&roots) {
            if smallest[root as usize] != id {
                known.add(id, smallest[root as usize]);
            }
        }
        known
    }
}
