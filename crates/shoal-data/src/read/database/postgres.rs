//! A PostgreSQL server: one read-only transaction with one view of the data, and each table or query as the text that `COPY` writes.
//!
//! `COPY` gives every value with the server's own digits, row by row, so that the result is never held twice. Moments with a
//! time zone are written in UTC (`2024-01-05 08:30:00+00`), money as a number, truth as `true` and `false`, bytes as hexadecimal
//! digits; arrays, ranges and the like as the server writes them. A server that supports it ends the query when we are gone.

use super::server::Server;
use super::{Connection, Listed, failed, lost, not_a_select, quoted};
use crate::error::Error;
use crate::read::block::Rows;
use crate::read::cell::Cell;
use crate::read::delimited::check_header;
use crate::read::grid::Grid;
use postgres::error::DbError;
use postgres::types::Type;
use postgres::{Client, NoTls};
use std::error::Error as _;
use std::io::BufRead;

/// What holds for everything that is read.
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL datestyle = 'ISO, YMD'; \
                     SET LOCAL intervalstyle = 'iso_8601'; SET LOCAL timezone = 'UTC'; SET LOCAL extra_float_digits = 1; \
                     SET LOCAL synchronize_seqscans = off; \
                     SELECT set_config(name, '5s', true) FROM pg_settings WHERE name = 'client_connection_check_interval'";
/// Tables and views with their columns, the schema before the name where it is needed; parts of a table are no tables.
const LIST: &str = "SELECT CASE WHEN pg_table_is_visible(c.oid) THEN c.relname::text ELSE n.nspname || '.' || c.relname END, \
                    n.nspname || '.' || c.relname, quote_ident(n.nspname) || '.' || quote_ident(c.relname), c.relkind IN ('v', 'm'), pg_table_is_visible(c.oid), \
                    ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum) \
                    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
                    WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND NOT EXISTS (SELECT 1 FROM pg_inherits i WHERE i.inhrelid = c.oid) \
                    AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%' AND has_table_privilege(c.oid, 'SELECT') \
                    ORDER BY 5 DESC, 1, 2";
const UNREACHED: &str =
    "check that the server runs, its host and port, and that the network lets the connection live; then try again";

/// A connection in a transaction.
pub(super) struct Postgres {
    name: String,
    client: Client,
}

impl Postgres {
    pub(super) fn connect(server: &Server) -> Result<Self, Error> {
        let name = server.written.clone();
        let mut client = server.config().connect(NoTls).map_err(|error| told(&name, &error))?;
        client.batch_execute(BEGIN).map_err(|error| told(&name, &error))?;
        Ok(Self { name, client })
    }

    /// The names of the columns, and the `COPY` of a query. The server takes the query apart first, so nothing but one statement
    /// comes into the brackets.
    fn copy(&mut self, query: &str) -> Result<(Vec<String>, String), Error> {
        let statement = self.client.prepare(query).map_err(|error| told(&self.name, &error))?;
        if statement.columns().is_empty() || !statement.params().is_empty() {
            return Err(not_a_select(&self.name));
        }
        let columns = statement.columns();
        let header: Vec<String> = columns.iter().map(|column| column.name().trim().to_owned()).collect();
        check_header(&self.name, &header)?;
        let list: Vec<String> = columns.iter().map(|column| written(column.name(), column.type_())).collect();
        let plain = columns.iter().zip(&list).all(|(column, written)| quoted(column.name()) == *written);
        let inner = match plain {
            true => query.to_owned(),
            false => format!("SELECT {} FROM ({query}\n) AS shoal", list.join(", ")),
        };
        Ok((header, format!("COPY ({inner}\n) TO STDOUT WITH (FORMAT text, ENCODING 'UTF8')")))
    }
}

impl Connection for Postgres {
    fn list(&mut self) -> Result<Vec<Listed>, Error> {
        let rows = self.client.query(LIST, &[]).map_err(|error| told(&self.name, &error))?;
        let listed = |row: &postgres::Row| Listed {
            name: row.get(0),
            full_name: row.get(1),
            quoted: row.get(2),
            is_view: row.get(3),
            is_near: row.get(4),
            columns: row.get(5),
        };
        Ok(rows.iter().map(listed).collect())
    }

    fn rows(&mut self, query: &str, mut rows: Rows) -> Result<Grid, Error> {
        let (header, copy) = self.copy(query)?;
        let name = &self.name;
        let mut reader = self.client.copy_out(&copy).map_err(|error| told(name, &error))?;
        let (mut line, mut cell) = (Vec::new(), Vec::new());
        loop {
            line.clear();
            if reader.read_until(b'\n', &mut line).map_err(|error| broken_off(name, &error))? == 0 {
                return Ok(rows.grid(header));
            }
            let row = line.strip_suffix(b"\n").unwrap_or(&line);
            let block = rows.open();
            for field in row.split(|&byte| byte == b'\t') {
                block.cell(value(field, &mut cell));
            }
            block.end_row(name)?;
        }
    }
}

/// A column as it is asked for.
fn written(name: &str, of: &Type) -> String {
    let name = quoted(name);
    match *of {
        Type::BOOL => format!("{name}::text AS {name}"),
        Type::MONEY => format!("{name}::numeric AS {name}"),
        Type::BYTEA => format!("encode({name}, 'hex') AS {name}"),
        _ => name,
    }
}

/// A field as `COPY` writes it; `room` takes one with backslashes.
fn value<'a>(field: &'a [u8], room: &'a mut Vec<u8>) -> Cell<'a> {
    if field == b"\\N" {
        return Cell::Null;
    }
    if !field.contains(&b'\\') {
        return Cell::Text(field);
    }
    room.clear();
    let mut bytes = field.iter();
    while let Some(&byte) = bytes.next() {
        room.push(match (byte, byte == b'\\') {
            (byte, false) => byte,
            _ => match bytes.next() {
                Some(b'b') => 8,
                Some(b't') => b'\t',
                Some(b'n') => b'\n',
                Some(b'v') => 11,
                Some(b'f') => 12,
                Some(b'r') => b'\r',
                Some(&other) => other,
                None => b'\\',
            },
        });
    }
    Cell::Text(room)
}

fn told(name: &str, error: &postgres::Error) -> Error {
    if let Some(said) = error.as_db_error() {
        return told_by_server(name, said);
    }
    let what = error.source().map_or_else(|| error.to_string(), |source| format!("{error}: {source}"));
    if what.ends_with("password missing") {
        let hint = "set PGPASSWORD, or put the password into ~/.pgpass, which only you may read (chmod 600)";
        return failed(name, "the server asks for a password", hint);
    }
    lost(name, what, UNREACHED)
}

/// What the server says, by the class of its code.
fn told_by_server(name: &str, said: &DbError) -> Error {
    let (what, code) = (said.message(), said.code().code());
    match (code, code.get(..2).unwrap_or_default()) {
        ("28000", _) if what.contains("pg_hba.conf") => failed(
            name,
            what,
            "the server lets this user in from elsewhere only, or encrypted, which is not supported: go through a tunnel \
             (ssh -L 5433:localhost:5432 HOST), or export the table",
        ),
        (_, "28") => failed(name, what, "check the user, and the password: PGPASSWORD, ~/.pgpass or in the address"),
        ("3D000", _) => failed(name, what, "check the name of the database behind the last slash"),
        ("42501", _) => failed(name, what, "ask for the right to read (GRANT SELECT)"),
        ("25006", _) => failed(name, what, "write a query that only reads"),
        ("57014", _) => lost(name, what, "the query took too long, or somebody ended it: ask for less, or try again"),
        (_, "08" | "53" | "57" | "58" | "XX") => lost(name, what, "try again when the server is back"),
        _ => failed(name, what, "check the query and the names in it"),
    }
}

fn broken_off(name: &str, error: &std::io::Error) -> Error {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<postgres::Error>());
    let told = inner.map_or_else(|| lost(name, error.to_string(), UNREACHED), |error| told(name, error));
    match told {
        Error::Database { name, what, hint, lost } => {
            Error::Database { name, what: format!("the reading broke off: {what}"), hint, lost }
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_copy() {
        let mut room = Vec::new();
        assert_eq!(value(b"\\N", &mut room), Cell::Null);
        assert_eq!(value(b"", &mut room), Cell::Text(b""));
        assert_eq!(value(b"a b", &mut room), Cell::Text(b"a b"));
        assert_eq!(value(b"\\\\N\\ta\\nb\\", &mut room), Cell::Text(b"\\N\ta\nb\\"));
    }
}
