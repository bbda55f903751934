//! Where databases differ: the names of types, the parts of a date, quotation marks. One file each.

mod bigquery;
mod duckdb;
mod postgres;
mod spark;
mod sqlite;

use crate::date::Day;
use std::fmt;
use std::str::FromStr;

/// A database's way of writing.
#[derive(Debug, Clone, Copy)]
pub struct Dialect {
    /// The name in flags.
    pub name: &'static str,
    /// The name in prose, with the oldest version in which all that is used exists.
    pub label: &'static str,
    /// The type of text.
    pub text: &'static str,
    /// The type of 64-bit floating-point numbers.
    pub double: &'static str,
    /// The type of exact decimals with six places; sums stay exact.
    pub decimal: &'static str,
    /// How a parameter is written that the program gives when it runs the statement.
    pub parameter: &'static str,
    /// What opens and closes a name that is quoted.
    pub quote: char,
    /// What makes text compare by its bytes; empty where it does.
    pub by_bytes: &'static str,
    /// Days from 1970-01-01 to a moment or day.
    pub day: fn(&str) -> String,
    /// A day as written.
    pub literal: fn(Day) -> String,
    /// Month of a moment, 1 to 12.
    pub month: fn(&str) -> String,
    /// Year of a moment.
    pub year: fn(&str) -> String,
    /// Day of the week of a moment, 1 for Monday to 7 for Sunday.
    pub weekday: fn(&str) -> String,
    /// A moment as text, `2024-12-31 23:59:59`.
    pub moment: fn(&str) -> String,
}

/// The dialects there are.
pub const ALL: &[Dialect] = &[postgres::DIALECT, duckdb::DIALECT, sqlite::DIALECT, bigquery::DIALECT, spark::DIALECT];

impl Dialect {
    /// A name of the user's, quoted; the parts of a table's name, which dots separate, each for itself.
    pub fn quoted(&self, name: &str) -> String {
        let doubled = format!("{0}{0}", self.quote);
        let part = |part: &str| format!("{0}{1}{0}", self.quote, part.replace(self.quote, &doubled));
        name.split('.').map(part).collect::<Vec<_>>().join(".")
    }
}

impl PartialEq for Dialect {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl FromStr for Dialect {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = ALL.iter().find(|dialect| dialect.name == text).copied();
        let names: Vec<&str> = ALL.iter().map(|dialect| dialect.name).collect();
        found.ok_or_else(|| format!("dialect is `{text}`; allowed are {}", names.join(", ")))
    }
}

/// `DATE '2024-12-31'`, as most write a day.
fn standard_literal(day: Day) -> String {
    format!("DATE '{day}'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_and_others_are_told() {
        for dialect in ALL {
            assert_eq!(dialect.to_string().parse(), Ok(*dialect));
        }
        assert!("oracle".parse::<Dialect>().unwrap_err().contains("postgres, duckdb, sqlite, bigquery, spark"));
    }

    #[test]
    fn names_are_quoted() {
        assert_eq!(postgres::DIALECT.quoted("public.my \"lines\""), "\"public\".\"my \"\"lines\"\"\"");
        assert_eq!(spark::DIALECT.quoted("a`b"), "`a``b`");
    }
}
