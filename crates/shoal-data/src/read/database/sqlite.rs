//! A SQLite file: opened read-only, read in one transaction.

use super::address::Address;
use super::{Connection, Failure, Listed, not_a_select, quoted};
use crate::error::Error;
use crate::read::block::{self, Block};
use crate::read::cell::Cell;
use crate::read::delimited::check_header;
use crate::read::format::Table;
use rusqlite::types::ValueRef;
use rusqlite::{Error as SqliteError, ErrorCode, OpenFlags};
use std::path::Path;

/// An open file.
pub(super) struct Sqlite {
    name: String,
    connection: rusqlite::Connection,
}

impl Sqlite {
    pub(super) fn open(address: &Address, name: &str) -> Result<Self, Error> {
        let path = Path::new(&address.location);
        if !path.is_file() {
            return Err(Error::MissingFile { path: path.to_path_buf() });
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            rusqlite::Connection::open_with_flags(path, flags).map_err(|error| told(&error).named(name))?;
        connection.execute_batch("BEGIN").map_err(|error| told(&error).named(name))?;
        Ok(Self { name: name.to_owned(), connection })
    }

    fn rows(&self, query: &str, format: &str) -> Result<Result<Table, Error>, Failure> {
        let mut statement = self.connection.prepare(query).map_err(|error| told(&error))?;
        if !statement.readonly() {
            return Err(not_a_select());
        }
        let header: Vec<String> = statement.column_names().into_iter().map(|name| name.trim().to_owned()).collect();
        let mut rows = statement.query([]).map_err(|error| told(&error))?;
        let mut blocks = vec![Block::default()];
        while let Some(row) = rows.next().map_err(|error| told(&error))? {
            if blocks.last().is_none_or(Block::is_full) {
                blocks.push(Block::default());
            }
            let Some(block) = blocks.last_mut() else { break };
            for column in 0..header.len() {
                block.cell(cell(row.get_ref(column).map_err(|error| told(&error))?));
            }
            if let Err(error) = block.end_row(&self.name) {
                return Ok(Err(error));
            }
        }
        let grid = block::grid(header, blocks);
        let checked = check_header(&self.name, &grid.header);
        Ok(checked.map(|()| Table { sheet: None, format: format.to_owned(), notes: Vec::new(), grid }))
    }

    /// The rows, with what is wrong in them as a failure.
    fn read(&self, query: &str, format: &str) -> Result<Table, Failure> {
        self.rows(query, format)?.map_err(|error| Failure::asked(error.to_string(), error.hint().unwrap_or_default()))
    }
}

impl Connection for Sqlite {
    fn list(&mut self) -> Result<Vec<Listed>, Failure> {
        let query =
            "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT GLOB 'sqlite_*' ORDER BY name";
        let mut statement = self.connection.prepare(query).map_err(|error| told(&error))?;
        let names = statement.query_map([], |row| row.get(0)).map_err(|error| told(&error))?;
        let names: Vec<String> = names.collect::<Result<_, _>>().map_err(|error| told(&error))?;
        // A view of tables that are gone has no columns.
        let columns = |name: &String| match self.connection.prepare(&format!("SELECT * FROM {}", quoted(name))) {
            Ok(statement) => statement.column_names().into_iter().map(str::to_owned).collect(),
            Err(_) => Vec::new(),
        };
        Ok(names.into_iter().map(|name| Listed { columns: columns(&name), name }).collect())
    }

    fn table(&mut self, name: &str) -> Result<Table, Failure> {
        self.read(&format!("SELECT * FROM {}", quoted(name)), "SQLite table")
    }

    fn query(&mut self, text: &str) -> Result<Table, Failure> {
        self.read(text, "SQLite query")
    }
}

fn cell(value: ValueRef<'_>) -> Cell<'_> {
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(number) => Cell::Integer(number),
        ValueRef::Real(number) => Cell::Double(number),
        ValueRef::Text(text) => Cell::Text(text),
        ValueRef::Blob(bytes) => Cell::Bytes(bytes),
    }
}

fn told(error: &SqliteError) -> Failure {
    let failure = |hint: &str, lost| Failure { what: error.to_string(), hint: hint.to_owned(), lost };
    match error {
        SqliteError::MultipleStatement => Failure::asked("there are several statements", "write one SELECT"),
        SqliteError::SqliteFailure(code, _) => match code.code {
            ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt => {
                failure("check that it is a SQLite file, and fetch or copy it again", false)
            }
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
                failure("another program is writing to it: wait until it is done, or read a copy", true)
            }
            ErrorCode::CannotOpen | ErrorCode::SystemIoFailure | ErrorCode::PermissionDenied => {
                failure("check that the file can be read, and that its disk answers", true)
            }
            _ => failure("check the query and the names in it", false),
        },
        _ => failure("check the query and the names in it", false),
    }
}
