//! A PostgreSQL server: one read-only transaction with one view of the data, and each table or query as the CSV that `COPY` writes.
//!
//! `COPY` gives numbers with the server's own digits, as fast as the server can write text; the text is then read like every
//! CSV. Moments with a time zone are asked for in UTC, and money as a number.
//!
//! The connection is not encrypted. An address that asks for that (`sslmode=require`) is refused, not weakened.

use super::address::Address;
use super::{Connection, Failure, Listed, not_a_select, quoted};
use crate::error::Error;
use crate::read::delimited;
use crate::read::encoding::decode;
use crate::read::format::Table;
use crate::read::grid::Grid;
use postgres::config::SslMode;
use postgres::error::SqlState;
use postgres::types::Type;
use postgres::{Client, Config, NoTls};
use std::io::Read;
use std::time::Duration;

/// How long a server may take to answer, unless the address says so.
const PATIENCE: Duration = Duration::from_secs(15);
/// What holds for everything that is read.
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL datestyle = 'ISO, YMD'; \
                     SET LOCAL intervalstyle = 'iso_8601'; SET LOCAL timezone = 'UTC'; SET LOCAL extra_float_digits = 1; \
                     SET LOCAL synchronize_seqscans = off";
/// Tables and views with their columns, the schema before the name where it is needed.
const LIST: &str = "SELECT CASE WHEN pg_table_is_visible(c.oid) THEN c.relname::text ELSE n.nspname || '.' || c.relname END, \
                    ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum), \
                    quote_ident(n.nspname) || '.' || quote_ident(c.relname) \
                    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
                    WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema') \
                    AND n.nspname NOT LIKE 'pg\\_%' AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1";

/// A connection in a transaction.
pub(super) struct Postgres {
    client: Client,
}

impl Postgres {
    pub(super) fn connect(address: &Address, name: &str) -> Result<Self, Error> {
        let failed = |failure: Failure| failure.named(name);
        let config = config(&address.location).map_err(failed)?;
        let mut client = config.connect(NoTls).map_err(|error| failed(told(&error)))?;
        client.batch_execute(BEGIN).map_err(|error| failed(told(&error)))?;
        Ok(Self { client })
    }

    fn read(&mut self, query: &str, format: &str) -> Result<Table, Failure> {
        let copy = copy(&mut self.client, query)?;
        let mut bytes = Vec::new();
        let mut reader = self.client.copy_out(&copy).map_err(|error| told(&error))?;
        reader.read_to_end(&mut bytes).map_err(|error| broken_off(&error))?;
        let grid = grid(bytes).map_err(|error| Failure::asked(error.to_string(), error.hint().unwrap_or_default()))?;
        Ok(Table { sheet: None, format: format.to_owned(), notes: Vec::new(), grid })
    }
}

impl Connection for Postgres {
    fn list(&mut self) -> Result<Vec<Listed>, Failure> {
        let rows = self.client.query(LIST, &[]).map_err(|error| told(&error))?;
        Ok(rows.iter().map(|row| Listed { name: row.get(0), columns: row.get(1) }).collect())
    }

    fn table(&mut self, name: &str) -> Result<Table, Failure> {
        let rows = self.client.query(LIST, &[]).map_err(|error| told(&error))?;
        let found = rows.iter().find(|row| row.get::<_, String>(0) == name).map(|row| row.get::<_, String>(2));
        let table = found.ok_or_else(|| Failure::asked(format!("there is no table `{name}`"), "read it again"))?;
        self.read(&format!("SELECT * FROM {table}"), "PostgreSQL table")
    }

    fn query(&mut self, text: &str) -> Result<Table, Failure> {
        self.read(text, "PostgreSQL query")
    }
}

fn config(location: &str) -> Result<Config, Failure> {
    // What the parser says may hold a piece of the password.
    let mut config: Config = location.parse().map_err(|_| {
        Failure::asked("the address is not understood", "it is written postgres://user@host:port/database#table")
    })?;
    if config.get_ssl_mode() == SslMode::Require {
        let hint =
            "go through a tunnel (ssh -L 5433:localhost:5432 host) and write sslmode=disable, or export the table";
        return Err(Failure::asked("encrypted connections are not supported, and the address asks for one", hint));
    }
    if let (None, Ok(password)) = (config.get_password(), std::env::var("PGPASSWORD")) {
        config.password(password);
    }
    if let (None, Ok(user)) = (config.get_user(), std::env::var("PGUSER")) {
        config.user(&user);
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(PATIENCE);
    }
    config.application_name("shoal");
    Ok(config)
}

/// The `COPY` of a query. The server takes the query apart first, so nothing but one statement comes into the brackets.
fn copy(client: &mut Client, query: &str) -> Result<String, Failure> {
    let statement = client.prepare(query).map_err(|error| told(&error))?;
    if statement.columns().is_empty() || !statement.params().is_empty() {
        return Err(not_a_select());
    }
    let written = |name: &str, of: &Type| {
        let name = quoted(name);
        match *of {
            Type::TIMESTAMPTZ => Some(format!("({name} AT TIME ZONE 'UTC') AS {name}")),
            Type::MONEY => Some(format!("{name}::numeric AS {name}")),
            _ => None,
        }
    };
    let columns = statement.columns();
    let special = columns.iter().any(|column| written(column.name(), column.type_()).is_some());
    let list =
        columns.iter().map(|column| written(column.name(), column.type_()).unwrap_or_else(|| quoted(column.name())));
    let inner = match special {
        true => format!("SELECT {} FROM ({query}\n) AS shoal", list.collect::<Vec<_>>().join(", ")),
        false => query.to_owned(),
    };
    Ok(format!("COPY ({inner}\n) TO STDOUT WITH (FORMAT csv, HEADER true, ENCODING 'UTF8')"))
}

/// The rows of a CSV whose first row is the header in any case.
fn grid(bytes: Vec<u8>) -> Result<Grid, Error> {
    Ok(delimited::with_header("the result", decode(bytes), b',')?.0)
}

fn told(error: &postgres::Error) -> Failure {
    let Some(said) = error.as_db_error() else {
        let mut what = error.to_string();
        if let Some(source) = std::error::Error::source(error) {
            what = format!("{what}: {source}");
        }
        let hint = "check that the server runs, its host and port, and that the network lets the connection live";
        return Failure { what, hint: hint.to_owned(), lost: true };
    };
    let hint = match *said.code() {
        SqlState::INVALID_PASSWORD | SqlState::INVALID_AUTHORIZATION_SPECIFICATION => {
            "check the user, and the password: in the environment variable PGPASSWORD or in the address"
        }
        SqlState::INVALID_CATALOG_NAME => "check the name of the database behind the last slash",
        SqlState::INSUFFICIENT_PRIVILEGE => "ask for the right to read (GRANT SELECT)",
        SqlState::READ_ONLY_SQL_TRANSACTION => "write a query that only reads",
        SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::TOO_MANY_CONNECTIONS => {
            return Failure {
                what: said.message().to_owned(),
                hint: "try again when the server is back".to_owned(),
                lost: true,
            };
        }
        _ => "check the query and the names in it",
    };
    Failure::asked(said.message(), hint)
}

fn broken_off(error: &std::io::Error) -> Failure {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<postgres::Error>());
    let Failure { what, hint, lost } =
        inner.map_or_else(|| Failure { what: error.to_string(), hint: "try again".to_owned(), lost: true }, told);
    Failure { what: format!("the reading broke off: {what}"), hint, lost }
}
