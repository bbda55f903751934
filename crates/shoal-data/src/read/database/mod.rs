//! Tables and queries of databases → grids. Nothing is ever written: the connection is read-only, and a query is one `SELECT`.
//!
//! 1. [`Address`]: `sqlite:shop.db` or `postgres://user@host/shop`, each with a table (`#orders`) or a query (`#SELECT …`) behind it.
//! 2. Without either, every table and view with a column named like a customer, an order or a product is read, and told apart like
//!    the sheets of a workbook. A table is named as its columns are: a name is always quoted, never spliced into a query.
//! 3. Numbers come with the digits that the database shows, moments with a time zone in UTC.
//!
//! The fingerprint is that of the cells, and a row's line its place in the result. A database promises no order of rows without
//! `ORDER BY`; no number of a run depends on it, but fingerprints and lines do.

pub(crate) mod address;
mod postgres;
mod sqlite;

use crate::error::Error;
use crate::read::format::Table;
use crate::recognise::roles::{Role, roles_of};
use address::{Address, Part, System};
use shoal_segment::receipt::{Note, TableKind};

/// A table or view that a database has.
struct Listed {
    name: String,
    columns: Vec<String>,
}

/// A connection.
trait Connection {
    /// All tables and views that the user may see, sorted by name.
    fn list(&mut self) -> Result<Vec<Listed>, Failure>;
    /// The rows of one of the listed tables.
    fn table(&mut self, name: &str) -> Result<Table, Failure>;
    /// The rows of a query.
    fn query(&mut self, text: &str) -> Result<Table, Failure>;
}

/// What went wrong, without the name of the database.
struct Failure {
    what: String,
    hint: String,
    /// Whether the connection or the disk is at fault, not what was asked.
    lost: bool,
}

impl Failure {
    fn asked(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { what: what.into(), hint: hint.into(), lost: false }
    }

    fn named(self, name: &str) -> Error {
        Error::Database { name: name.to_owned(), what: self.what, hint: self.hint, lost: self.lost }
    }
}

/// Reads what an address names; `name` is how it is shown.
pub(crate) fn read(address: &Address, name: &str) -> Result<Vec<Table>, Error> {
    let tables = match address.system {
        System::Sqlite => tables_of(&mut sqlite::Sqlite::open(address, name)?, address),
        System::Postgres => tables_of(&mut postgres::Postgres::connect(address, name)?, address),
    };
    tables.map_err(|failure| failure.named(name))
}

fn tables_of(connection: &mut dyn Connection, address: &Address) -> Result<Vec<Table>, Failure> {
    match &address.part {
        Some(Part::Query(text)) => Ok(vec![connection.query(&select(text)?)?]),
        Some(Part::Table(name)) => {
            let listed = connection.list()?;
            match listed.iter().any(|table| table.name == *name) {
                true => Ok(vec![connection.table(name)?]),
                false => Err(Failure::asked(format!("there is no table `{name}`"), all_of(&listed))),
            }
        }
        None => of_all(connection),
    }
}

/// The tables that look like ours.
fn of_all(connection: &mut dyn Connection) -> Result<Vec<Table>, Failure> {
    let listed = connection.list()?;
    let (ours, others): (Vec<&Listed>, Vec<&Listed>) = listed.iter().partition(|table| is_ours(table));
    if ours.is_empty() {
        let what = "it has no table with a column named like a customer, an order or a product";
        return Err(Failure::asked(what, all_of(&listed)));
    }
    let mut tables = Vec::new();
    for table in ours {
        tables.push(Table { sheet: Some(table.name.clone()), ..connection.table(&table.name)? });
    }
    if let (Some(first), false) = (tables.first_mut(), others.is_empty()) {
        let names: Vec<String> = others.iter().map(|table| format!("`{}`", table.name)).collect();
        let words = format!("the database also has {}, which was not read", names.join(", "));
        first.notes.push(Note { code: "not_read".to_owned(), words, rows: first.grid.row_count().max(1) });
    }
    Ok(tables)
}

fn is_ours(table: &Listed) -> bool {
    let telling = roles_of(TableKind::Transactions)
        .filter(|spec| matches!(spec.role, Role::Customer | Role::Order | Role::Product))
        .collect::<Vec<_>>();
    table.columns.iter().any(|column| telling.iter().any(|spec| spec.tier_of(column).is_some()))
}

fn all_of(listed: &[Listed]) -> String {
    let names: Vec<&str> = listed.iter().map(|table| table.name.as_str()).collect();
    match names.as_slice() {
        [] => "check that it is the right database: it has no tables".to_owned(),
        _ => format!("name one of its tables behind `#`, or a query; there are {}", names.join(", ")),
    }
}

/// The text of a query, which must begin as one does that reads.
fn select(text: &str) -> Result<String, Failure> {
    let text = text.trim().trim_end_matches(';').trim_end();
    let first = text.split(|letter: char| !letter.is_ascii_alphabetic()).next().unwrap_or_default();
    if first.eq_ignore_ascii_case("select") || first.eq_ignore_ascii_case("with") {
        return Ok(text.to_owned());
    }
    Err(not_a_select())
}

fn not_a_select() -> Failure {
    Failure::asked("the query is not one that reads", "write one SELECT, or WITH … SELECT")
}

/// A name in the quotes of SQL.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
