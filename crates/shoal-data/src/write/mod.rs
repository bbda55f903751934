//! Tables of named columns, on their way out to files of other programs.
//!
//! A column is a function from the row's number to its value, so that nothing is copied for writing: whoever has the numbers keeps
//! them in its own form. Formats that need a library are written here ([`parquet`]); text is written where it is printed.

mod parquet;

pub use parquet::parquet;

use shoal_segment::date::Day;
use shoal_segment::money::Amount;

/// The value of a row; `None` is missing.
pub type Cell<'a, T> = Box<dyn Fn(usize) -> Option<T> + Sync + 'a>;

/// The values of a column, by what they are.
pub enum Values<'a> {
    /// Text.
    Text(Cell<'a, &'a str>),
    /// Finite numbers.
    Number(Cell<'a, f64>),
    /// Numbers that are whole by definition, such as counts.
    Whole(Cell<'a, i64>),
    /// Exact sums of money.
    Money(Cell<'a, Amount>),
    /// Days of the calendar.
    Day(Cell<'a, Day>),
}

/// A column with its name.
pub struct NamedColumn<'a> {
    /// The name, different from those of the other columns.
    pub name: String,
    /// The values.
    pub values: Values<'a>,
}

/// Columns of equal length.
pub struct NamedTable<'a> {
    /// How many rows there are.
    pub rows: usize,
    /// The columns, in order.
    pub columns: Vec<NamedColumn<'a>>,
}
