//! The features as a SQL statement, for lines that are in a database.

use crate::error::Error;
use shoal_segment::date::Day;
use shoal_segment::feature::Unit;
use shoal_segment::sql::source::COLUMNS;
use shoal_segment::sql::{Query, Source, statement};
use shoal_segment::window::Window;

pub use shoal_segment::sql::Dialect;

/// What the statement shall compute, and from which table.
#[derive(Debug, Clone, PartialEq)]
pub struct SqlWish {
    /// The database's way of writing.
    pub dialect: Dialect,
    /// What a row is.
    pub unit: Unit,
    /// The features to have; empty: all that the lines have the columns for.
    pub features: Vec<String>,
    /// The day for which features are computed; `None`: the day after the last line.
    pub as_of: Option<Day>,
    /// How far back features look.
    pub window: Option<Window>,
    /// The table of lines.
    pub lines: String,
    /// The table of customers with their sign-up.
    pub customers: Option<String>,
    /// Columns that the table of lines does not have.
    pub without: Vec<String>,
}

/// The statement.
pub fn sql(wish: &SqlWish) -> Result<String, Error> {
    let optional = &COLUMNS[5..];
    if let Some(other) = wish.without.iter().find(|name| !optional.contains(&name.as_str())) {
        let hint = format!("write --without with names from: {}", optional.join(", "));
        return Err(Error::input(format!("the lines cannot be without `{other}`"), hint));
    }
    let source = Source {
        as_of: wish.as_of,
        missing: wish.without.clone(),
        ..Source::canonical(&wish.lines, wish.customers.as_deref(), wish.dialect)
    };
    let (dialect, unit, window) = (wish.dialect, wish.unit, wish.window);
    Ok(statement(&Query { dialect, unit, features: wish.features.clone(), window, source })?)
}
