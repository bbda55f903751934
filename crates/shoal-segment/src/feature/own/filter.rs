//! Which lines count: the `where` of a declaration.

use crate::lines::Lines;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which lines count. Every condition must hold; a list means any of its values, an empty one no condition.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Purchases, returns, or purchases minus returns.
    #[serde(skip_serializing_if = "Side::is_purchase")]
    pub kind: Side,
    /// So many days up to the as-of day: 1 is the as-of day alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_days: Option<u32>,
    /// Days of the week.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub weekday: Vec<Weekday>,
    /// Months of the year, 1 to 12.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub month: Vec<u32>,
    /// Ids of products.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub product: Vec<String>,
    /// Names of categories.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub category: Vec<String>,
    /// Values of any other column of the transactions, by the column's name; `channel` is the channel however the table calls it.
    #[serde(flatten)]
    pub columns: BTreeMap<String, Vec<String>>,
}

/// Purchases or returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Purchases.
    #[default]
    Purchase,
    /// Returns.
    Return,
    /// Purchases minus returns.
    Net,
}

impl Side {
    fn is_purchase(&self) -> bool {
        *self == Self::Purchase
    }
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    /// Monday, the first.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

/// A complaint and what to do about it.
type Wrong = (String, String);

impl Filter {
    /// Whether it picks all purchases.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Checks what can be checked without tables.
    pub(super) fn check(&self) -> Result<(), (String, &'static str)> {
        if self.last_days == Some(0) {
            return Err(("last_days is 0".into(), "write a number of days of at least 1"));
        }
        if let Some(month) = self.month.iter().find(|month| !(1..=12).contains(*month)) {
            return Err((format!("month {month} is none"), "write months as numbers from 1 to 12"));
        }
        match self.columns.iter().find(|(_, values)| values.is_empty()) {
            Some((column, _)) => Err((format!("`{column}` has no values to look for"), "write the values in brackets")),
            None => Ok(()),
        }
    }

    /// The first value that no line can have.
    pub(super) fn unknown_value(&self, lines: &Lines) -> Option<Wrong> {
        let columns = self.columns.iter().filter_map(|(name, values)| {
            let levels = lines.contexts.columns[column(lines, name)?].levels.as_slice();
            Some((name.as_str(), values, levels))
        });
        let named = [("product", &self.product, &*lines.products), ("category", &self.category, &*lines.categories)];
        named.into_iter().chain(columns).find_map(|(name, values, levels)| {
            let unknown = values.iter().find(|value| !levels.contains(value))?;
            Some((format!("no {name} is called `{unknown}`"), nearest(name, unknown, levels)))
        })
    }
}

/// Where the context column called `name` stands; capitals and small letters are one.
pub(super) fn column(lines: &Lines, name: &str) -> Option<usize> {
    let plain = name.to_lowercase();
    let alike = || lines.contexts.columns.iter().position(|column| column.name.to_lowercase() == plain);
    lines.contexts.column(name).or_else(alike)
}

/// What there is in place of a value that there is not.
fn nearest(name: &str, unknown: &str, levels: &[String]) -> String {
    let plain = unknown.trim().to_lowercase();
    if let Some(same) = levels.iter().find(|level| level.to_lowercase() == plain) {
        return format!("write `{same}`, as the tables have it");
    }
    let some: Vec<&str> = levels.iter().take(8).map(String::as_str).collect();
    let more = if levels.len() > some.len() { ", …" } else { "" };
    format!("values of {name} are: {}{more}", some.join(", "))
}
