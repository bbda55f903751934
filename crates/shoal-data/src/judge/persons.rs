//! Which person a row's customer is, where ids do not say it alone.
//!
//! - *Aliases*: a customers table may have, beside the person, the id by which orders know the customer (a new one for every order).
//! - *Guests*: where a table has an e-mail address beside the customer's id, a row whose id is empty or 0 belongs to the address; and to
//!   the customer with that address, when any row has both. Of several such customers it is the first by its id.
//!
//! - *Keys*: with `--merge-by`, customers who share a key are one ([`crate::judge::merge`]).
//!
//! Everything is settled over all rows before any is judged. Cost: one pass over tables with an e-mail address, else nothing.

use crate::error::Error;
use crate::judge::customers::CustomersTable;
use crate::judge::merge;
use crate::judge::row::{Row, Rows};
use crate::recognise::roles::Role;
use crate::value::key::clean;
use crate::value::numbering::Numbering;

/// Ids and the persons they stand for.
#[derive(Default)]
pub(crate) struct Persons {
    aliases: Known,
    addresses: Known,
    merged: Known,
}

/// Keys, and what each stands for; with texts of its own, because most rows are gone when they are asked for.
#[derive(Default)]
pub(crate) struct Known {
    keys: Numbering,
    ids: Numbering,
    /// By key: the number of the person's id.
    persons: Vec<u32>,
}

impl Known {
    /// Notes that a key stands for a person; of several the first by its id.
    pub(crate) fn add(&mut self, key: &[u8], person: &[u8]) {
        let (number, person) = (self.keys.number(key) as usize, self.ids.number(person));
        match self.persons.get_mut(number) {
            None => self.persons.push(person),
            Some(known) if self.ids.text(person as usize) < self.ids.text(*known as usize) => *known = person,
            Some(_) => {}
        }
    }

    pub(crate) fn find(&self, key: &[u8]) -> Option<&[u8]> {
        self.keys.find(key).map(|number| self.ids.text(self.persons[number as usize] as usize))
    }
}

/// Settles who is who; customers of the customers table that are one become one there.
pub(crate) fn settle(
    rows: Rows<'_, '_>,
    customers: &mut CustomersTable<'_>,
    merge_by: Option<&str>,
) -> Result<Persons, Error> {
    let mut persons = Persons { aliases: std::mem::take(&mut customers.aliases), ..Persons::default() };
    rows.each_transaction(
        |table| rows.have(table, Role::Email),
        |rows, row| {
            let email = rows.cell(row, Role::Email).and_then(|cell| clean(cell.value));
            if let (Some(email), Some(id)) = (email, id(rows, row)) {
                persons.addresses.add(email, id);
            }
        },
    );
    if let Some(column) = merge_by {
        persons.merged = merge::settle(rows, &persons, customers, column)?;
        customers.merge(&persons.merged);
    }
    Ok(persons)
}

impl Persons {
    /// The id of the customer that a row names, and the person that this is.
    pub(crate) fn of<'a>(&'a self, rows: Rows<'a, '_>, row: Row) -> (Option<&'a [u8]>, Option<&'a [u8]>) {
        let own = id(rows, row);
        let by_email = || {
            let email = rows.cell(row, Role::Email).and_then(|cell| clean(cell.value))?;
            Some(self.addresses.find(email).unwrap_or(email))
        };
        let person = own.or_else(by_email).map(|person| {
            let person = self.aliases.find(person).unwrap_or(person);
            self.merged.find(person).unwrap_or(person)
        });
        (own, person)
    }

    /// How many ids went up in others because of a key.
    pub(crate) fn merged(&self) -> u64 {
        self.merged.persons.len() as u64
    }
}

/// The id of the row's customer; 0 is a guest where there is an e-mail address.
pub(crate) fn id<'a>(rows: Rows<'a, '_>, row: Row) -> Option<&'a [u8]> {
    let id = rows.cell(row, Role::Customer).and_then(|cell| clean(cell.value))?;
    (id != b"0" || !rows.have(row.table, Role::Email)).then_some(id)
}
