//! Own features: declared in the settings, not programmed.
//!
//! ```toml
//! [[feature]]
//! name = "web_books"
//! measure = "amount"          # of what
//! aggregate = "sum"           # which number
//! where = { category = ["Books"], channel = ["web"], last_days = 90 }
//! ```
//!
//! A declaration picks lines (`where`), reads a [`Measure`] of them and makes one number by an [`Aggregate`]. What means nothing
//! (`distinct` of `amount`) is refused before any table is read ([`Own::check`]); columns and values that the tables do not have
//! are refused once the tables are known ([`Own::check_with`]). A model keeps the declarations, so that new customers are
//! measured alike; a value that does not occur among new customers is no fault there: nothing of it was bought.

mod card;
mod evaluate;
mod filter;
mod measure;

pub use filter::{Filter, Side, Weekday};
pub use measure::{Aggregate, Measure, Per};

pub(crate) use evaluate::Resolved;

use super::{CUSTOMER, ORDER, given};
use crate::error::Error;
use crate::lines::Lines;
use serde::{Deserialize, Serialize};

/// A feature as it is declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Own {
    /// The name in settings and tables: small letters, digits and `_`.
    pub name: String,
    /// What is measured.
    pub measure: Measure,
    /// Which number is made of it.
    pub aggregate: Aggregate,
    /// Of what mean, median and the like are taken; absent: of orders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Per>,
    /// The name for people; absent: the name with spaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What it is, in a sentence; absent: made from the declaration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
    /// The unit; absent: that of the measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The word for rows with a low value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<String>,
    /// The word for rows with a high value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<String>,
    /// Which lines count; absent: all purchases.
    #[serde(default, rename = "where", skip_serializing_if = "Filter::is_empty")]
    pub filter: Filter,
    /// Where it was written, for instance `shoal.toml, line 12`; no part of the declaration.
    #[serde(skip)]
    pub place: Option<String>,
}

/// Checks declarations among themselves and each by itself; no table is needed.
///
/// # Errors
/// A name that is taken, empty or has other letters; a combination that means nothing.
pub fn check(declared: &[Own]) -> Result<(), Error> {
    for (at, own) in declared.iter().enumerate() {
        own.check()?;
        if declared[..at].iter().any(|other| other.name == own.name) {
            return Err(own.wrong("another one has the same name", "give each feature a name of its own"));
        }
    }
    Ok(())
}

impl Own {
    /// Checks the declaration by itself.
    ///
    /// # Errors
    /// See [`check`].
    pub fn check(&self) -> Result<(), Error> {
        let plain = |letter: char| letter.is_lowercase() || letter.is_ascii_digit() || letter == '_';
        if self.name.is_empty() || !self.name.chars().all(plain) {
            return Err(self.wrong("its name has other letters", "write a name of small letters, digits and _"));
        }
        if CUSTOMER.iter().chain(ORDER).any(|feature| feature.name == self.name) || self.name.starts_with("given") {
            return Err(
                self.wrong("the name is taken", "write another name; `shoal features` lists those of the catalogue")
            );
        }
        if !self.measure.aggregates().contains(&self.aggregate) {
            let allowed: Vec<&str> = self.measure.aggregates().iter().map(|aggregate| aggregate.word()).collect();
            return Err(self.wrong(
                &format!("`{}` of `{}` means nothing", self.aggregate.word(), self.measure.word()),
                &format!("write an aggregate that {} has: {}", self.measure.word(), allowed.join(", ")),
            ));
        }
        if self.per.is_some() && !(self.measure.is_of_lines() && self.aggregate.is_of_several()) {
            return Err(self.wrong(
                &format!("`per` says nothing for `{}` of `{}`", self.aggregate.word(), self.measure.word()),
                "leave `per` out; it is for mean, median, sd, min, max, first and last of amount, units and discount",
            ));
        }
        let subtracts = matches!(self.measure, Measure::Amount | Measure::Units) && self.aggregate == Aggregate::Sum;
        if self.filter.kind == Side::Net && !subtracts {
            return Err(self.wrong(
                "kind `net`, purchases minus returns, is for the sum of amount or units alone",
                "write kind = \"purchase\" or kind = \"return\"",
            ));
        }
        self.filter.check().map_err(|(message, hint)| self.wrong(&message, hint))
    }

    /// Checks that `lines` have the columns and values that are named.
    ///
    /// # Errors
    /// What they do not have, with what there is.
    pub fn check_with(&self, lines: &Lines) -> Result<(), Error> {
        if let Some(lack) = self.lacks(lines) {
            return Err(self.wrong(&lack, "`shoal features list FILES` says what the tables have"));
        }
        if given::cards(lines).iter().any(|card| card.name == self.name) {
            return Err(self.wrong("a column of the customers has this name", "write another name"));
        }
        self.filter.unknown_value(lines).map_or(Ok(()), |(message, hint)| Err(self.wrong(&message, &hint)))
    }

    /// What `lines` do not carry and the declaration needs.
    pub fn lacks(&self, lines: &Lines) -> Option<String> {
        let known = lines.known;
        let needs = [
            (true, known.transactions, "transactions"),
            (self.measure.needs_quantity(), known.quantity, "a quantity per line"),
            (self.measure == Measure::Discount, known.discount, "a discount per line"),
            (self.measure == Measure::Products || !self.filter.product.is_empty(), known.product, "a product per line"),
            (
                self.measure == Measure::Categories || !self.filter.category.is_empty(),
                known.category,
                "a category per product",
            ),
        ];
        let lacking = needs.iter().find(|(needed, known, _)| *needed && !known).map(|(_, _, what)| (*what).to_owned());
        let column = || self.columns().find(|column| filter::column(lines, column).is_none());
        lacking
            .or_else(|| column().map(|column| format!("a column `{column}` in the transactions")))
            .map(|what| format!("it needs {what}, which the tables do not have"))
    }

    /// The columns of the transactions that must be carried for it, beside products and categories; `channel` is the channel
    /// however the table calls it.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.filter.columns.keys().map(String::as_str)
    }

    /// The same declaration without the place where it was written, as a model keeps it.
    pub fn kept(&self) -> Self {
        Self { place: None, ..self.clone() }
    }

    fn wrong(&self, what: &str, hint: &str) -> Error {
        let place = self.place.as_ref().map_or_else(String::new, |place| format!(" ({place})"));
        Error::input(format!("own feature `{}`{place}: {what}", self.name), hint)
    }
}
