//! A SQLite file: opened read-only, read in one transaction. Each cell is read by its own type, whatever its column is called.

use super::{Connection, Listed, failed, lost, not_a_select, quoted};
use crate::error::Error;
use crate::read::block::Rows;
use crate::read::cell::Cell;
use crate::read::delimited::check_header;
use crate::read::grid::Grid;
use rusqlite::types::ValueRef;
use rusqlite::{Error as SqliteError, ErrorCode, OpenFlags};
use std::path::Path;

/// All tables and views but those of SQLite itself.
const LIST: &str = "SELECT name, type = 'view' FROM sqlite_schema \
                    WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";

/// An open file.
pub(super) struct Sqlite {
    name: String,
    connection: rusqlite::Connection,
}

impl Sqlite {
    pub(super) fn open(path: &Path, name: &str) -> Result<Self, Error> {
        if !path.is_file() {
            return Err(Error::MissingFile { path: path.to_path_buf() });
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = rusqlite::Connection::open_with_flags(path, flags).map_err(|error| told(name, &error))?;
        connection.execute_batch("BEGIN").map_err(|error| told(name, &error))?;
        Ok(Self { name: name.to_owned(), connection })
    }

    fn told(&self, error: &SqliteError) -> Error {
        told(&self.name, error)
    }
}

impl Connection for Sqlite {
    fn list(&mut self) -> Result<Vec<Listed>, Error> {
        let mut statement = self.connection.prepare(LIST).map_err(|error| self.told(&error))?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?)));
        let found = rows.and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(|error| self.told(&error))?;
        // A view of tables that are gone has no columns.
        let columns = |quoted: &str| match self.connection.prepare(&format!("SELECT * FROM {quoted}")) {
            Ok(statement) => statement.column_names().map(str::to_owned).collect(),
            Err(_) => Vec::new(),
        };
        let listed = |(name, is_view): (String, bool)| {
            let quoted = quoted(&name);
            Listed {
                columns: columns(&quoted),
                full_name: format!("main.{name}"),
                name,
                quoted,
                is_view,
                is_near: true,
            }
        };
        Ok(found.into_iter().map(listed).collect())
    }

    fn rows(&mut self, query: &str, mut into: Rows) -> Result<Grid, Error> {
        let mut statement = self.connection.prepare(query).map_err(|error| self.told(&error))?;
        if !statement.readonly() || statement.column_count() == 0 || statement.parameter_count() > 0 {
            return Err(not_a_select(&self.name));
        }
        let header: Vec<String> = statement.column_names().map(|name| name.trim().to_owned()).collect();
        check_header(&self.name, &header)?;
        let mut rows = statement.query([]).map_err(|error| self.told(&error))?;
        while let Some(row) = rows.next().map_err(|error| self.told(&error))? {
            let block = into.open();
            for column in 0..header.len() {
                block.cell(cell(row.get_ref(column).map_err(|error| self.told(&error))?));
            }
            block.end_row(&self.name)?;
        }
        Ok(into.grid(header))
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

fn told(name: &str, error: &SqliteError) -> Error {
    let what = error.to_string();
    let query = "check the query and the names in it";
    match error {
        SqliteError::MultipleStatement => failed(name, "there are several statements", "write one SELECT"),
        SqliteError::SqliteFailure(code, _) => match code.code {
            ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt => {
                failed(name, what, "check that it is a SQLite file, and fetch or copy it again")
            }
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
                lost(name, what, "another program is writing to it: wait until it is done, or read a copy")
            }
            ErrorCode::CannotOpen | ErrorCode::SystemIoFailure | ErrorCode::PermissionDenied => {
                lost(name, what, "check that the file can be read, and that its disk answers")
            }
            _ => failed(name, what, query),
        },
        _ => failed(name, what, query),
    }
}
