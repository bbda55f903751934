//! Tables and queries of databases → grids. Nothing is ever written: the connection is read-only, and a query is one `SELECT`.
//!
//! 1. [`Address`]: `sqlite:shop.db` or `postgres://user@host/shop`, each with tables (`?table=orders`) or a query (`?query=SELECT …`).
//! 2. Without either, every table with a column named like a customer, an order or a product is read, and told apart like the sheets of
//!    a workbook. Views, and tables of other schemas, show rows once more: they are read when they are named, views also where no
//!    table is ours.
//! 3. The names of tables are those that the database lists, in quotes; nothing else is ever put into a query.
//! 4. Numbers come with the digits that the database shows, moments with a time zone in UTC, nothing as nothing.
//!
//! The fingerprint is that of the cells, and a row's line its place in the result. A database promises no order of rows without
//! `ORDER BY`; no number of a run depends on it, but fingerprints and lines do.

pub(crate) mod address;
mod pgpass;
mod postgres;
mod server;
mod sqlite;

use crate::error::Error;
use crate::read::block::Rows;
use crate::read::format::Table;
use crate::read::grid::Grid;
use crate::recognise::roles::{Role, roles_of};
use crate::room::Room;
use address::{Address, Part, Place};
use shoal_segment::receipt::{Note, TableKind};
use std::sync::Arc;

/// So many tables are told by their names; the others are counted.
const TOLD: usize = 20;

/// A table or view that the user may read.
struct Listed {
    /// The name by which it is known, with the schema where that is needed.
    name: String,
    /// The name with the schema.
    full_name: String,
    /// The name as a query has it, in quotes.
    quoted: String,
    is_view: bool,
    /// Whether it is found without its schema.
    is_near: bool,
    columns: Vec<String>,
}

/// A connection that reads one state of the database.
trait Connection {
    /// All tables and views that the user may read, those that are near first, sorted by name.
    fn list(&mut self) -> Result<Vec<Listed>, Error>;
    /// The rows of a query, put behind those of `rows`, which are none.
    fn rows(&mut self, query: &str, rows: Rows) -> Result<Grid, Error>;
}

/// Reads what an address names; `name` is how a file is shown, a server is shown with its address.
pub(crate) fn read(address: &Address, name: &str, room: &Arc<Room>) -> Result<Vec<Table>, Error> {
    let (mut connection, name, system): (Box<dyn Connection>, _, _) = match &address.place {
        Place::Sqlite(path) => (Box::new(sqlite::Sqlite::open(path, name)?), name.to_owned(), "SQLite"),
        Place::Postgres(server) => {
            (Box::new(postgres::Postgres::connect(server)?), server.written.clone(), "PostgreSQL")
        }
    };
    let reader = Reader { connection: &mut *connection, name, system, room };
    match &address.part {
        Part::Query(text) => reader.query(text),
        Part::Tables(names) => reader.tables(names),
        Part::All => reader.all(),
    }
}

struct Reader<'a> {
    connection: &'a mut dyn Connection,
    /// As it is shown in errors.
    name: String,
    system: &'static str,
    /// What has no room is put aside.
    room: &'a Arc<Room>,
}

impl Reader<'_> {
    fn query(self, text: &str) -> Result<Vec<Table>, Error> {
        // What a semicolon ends, nothing may follow: the database refuses a second statement.
        let grid = self.connection.rows(text.trim().trim_end_matches(';').trim_end(), Rows::new(self.room))?;
        let format = format!("{} query", self.system);
        Ok(vec![Table { sheet: Some(address::told(text)), format, notes: Vec::new(), grid }])
    }

    fn tables(mut self, names: &[String]) -> Result<Vec<Table>, Error> {
        let listed = self.connection.list()?;
        let find = |name: &String| {
            let exact = listed.iter().find(|table| table.name == *name || table.full_name == *name);
            exact.ok_or_else(|| self.asked(format!("there is no table `{name}`"), &listed))
        };
        let wanted = names.iter().map(find).collect::<Result<Vec<&Listed>, Error>>()?;
        wanted.into_iter().map(|table| self.table(table)).collect()
    }

    /// The tables that look like ours.
    fn all(mut self) -> Result<Vec<Table>, Error> {
        let listed = self.connection.list()?;
        let near = |views: bool| listed.iter().filter(move |table| table.is_near && table.is_view == views);
        let ours = |views: bool| near(views).filter(|table| is_ours(table));
        let views = ours(false).next().is_none();
        let wanted: Vec<&Listed> = ours(views).collect();
        if wanted.is_empty() {
            let what = "it has no table with a column named like a customer, an order or a product";
            return Err(self.asked(what.to_owned(), &listed));
        }
        let mut tables = wanted.iter().map(|table| self.table(table)).collect::<Result<Vec<Table>, Error>>()?;
        let read: Vec<&str> = wanted.iter().map(|table| table.full_name.as_str()).collect();
        let others = listed.iter().filter(|table| !read.contains(&table.full_name.as_str()));
        let others: Vec<&str> = others.map(|table| table.name.as_str()).collect();
        if let (Some(first), false) = (tables.first_mut(), others.is_empty()) {
            let words = format!("the database also has {}, which was not read", told(&others));
            first.notes.push(Note { code: "not_read".to_owned(), words, rows: first.grid.row_count().max(1) });
        }
        Ok(tables)
    }

    fn table(&mut self, table: &Listed) -> Result<Table, Error> {
        let grid = self.connection.rows(&format!("SELECT * FROM {}", table.quoted), Rows::new(self.room))?;
        let format = format!("{} {}", self.system, if table.is_view { "view" } else { "table" });
        Ok(Table { sheet: Some(table.name.clone()), format, notes: Vec::new(), grid })
    }

    fn asked(&self, what: String, listed: &[Listed]) -> Error {
        let names: Vec<&str> = listed.iter().map(|table| table.name.as_str()).collect();
        let hint = match names.as_slice() {
            [] => "check that it is the right database and user: there is no table".to_owned(),
            _ => format!("name one with ?table=NAME, or write ?query=SELECT … at the end; there are {}", told(&names)),
        };
        failed(&self.name, what, &hint)
    }
}

fn is_ours(table: &Listed) -> bool {
    let telling = roles_of(TableKind::Transactions)
        .filter(|spec| matches!(spec.role, Role::Customer | Role::Order | Role::Product))
        .collect::<Vec<_>>();
    table.columns.iter().any(|column| telling.iter().any(|spec| spec.tier_of(column).is_some()))
}

fn told(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(TOLD).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(TOLD);
    if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(", ") }
}

/// What the user can mend.
fn failed(name: &str, what: impl Into<String>, hint: &str) -> Error {
    Error::Database { name: name.to_owned(), what: what.into(), hint: hint.to_owned(), lost: false }
}

/// What the disk, the network or the server is to blame for.
fn lost(name: &str, what: impl Into<String>, hint: &str) -> Error {
    Error::Database { name: name.to_owned(), what: what.into(), hint: hint.to_owned(), lost: true }
}

fn not_a_select(name: &str) -> Error {
    failed(name, "the query is not one that reads", "write one SELECT, or WITH … SELECT, without parameters")
}

/// A name in the quotes of SQL.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
