//! The features of the catalogue as one SQL statement, for those who compute them where the lines are: in their database.
//!
//! The statement reads a table of lines in the canonical form (`source`) and gives the rows and columns of the feature table
//! ([`crate::table::FeatureTable`]), computed as here: tests hold every feature against ours on SQLite and PostgreSQL.
//!
//! How it is made:
//!
//! 1. Every feature is one short expression at a *level* (`Level`): over the purchases of a row, its returns, its orders, the gaps
//!    between them, its products, categories or channels; or from other expressions of the row; or over all rows.
//!    `expressions` has them all, in the words of the dialects' common part. What differs between databases is in `dialect`.
//! 2. The expressions that are asked for, and those they refer to, become the columns of the common table expressions of their
//!    levels (`steps`).
//! 3. What nobody refers to is left out, so that a statement for three features is short, and reads no column in vain (`prune`).
//!
//! To add a feature: a line in `expressions`.

pub mod dialect;
mod expressions;
mod prune;
pub mod source;
mod steps;

pub use dialect::Dialect;
pub use source::Source;

use crate::error::Error;
use crate::feature::{Feature, Unit, catalog};
use crate::window::Window;
use expressions::{Expression, Level, expressions};
use prune::Step;
use std::fmt::Write;

/// What a statement is to compute, and from what.
#[derive(Debug, Clone)]
pub struct Query {
    /// The database's way of writing.
    pub dialect: Dialect,
    /// What a row is.
    pub unit: Unit,
    /// Names of features, in any order; empty: all that the source has the columns for.
    pub features: Vec<String>,
    /// How far back from the as-of day features look.
    pub window: Option<Window>,
    /// Where the lines are.
    pub source: Source,
}

/// The statement, with a comment that says what it is, and what is left out.
///
/// # Errors
///
/// A feature that there is not, or for which the source has no column; a window of months without the day on which it ends.
pub fn statement(query: &Query) -> Result<String, Error> {
    if matches!((query.window, query.source.as_of), (Some(Window::Months(_)), None)) {
        let hint = "write --as-of with the day, or the window in days";
        return Err(Error::input("a window of months needs the day on which it ends", hint));
    }
    let mut left_out = Vec::new();
    let mut wanted = Vec::new();
    for feature in chosen(query)? {
        match lacks(query, feature) {
            None => wanted.push(feature),
            Some(why) if query.features.is_empty() => left_out.push(format!("{}: {why}", feature.name)),
            Some(why) => {
                let hint = "leave it out of --features, or name the column that has it";
                return Err(Error::input(format!("feature `{}` cannot be computed: {why}", feature.name), hint));
            }
        }
    }
    let mut out = heading(query, &left_out);
    out.push_str(&body(query, &wanted));
    Ok(out)
}

/// The features that are asked for, in the order of the catalogue.
fn chosen(query: &Query) -> Result<Vec<&'static Feature>, Error> {
    let catalog = catalog(query.unit);
    for name in &query.features {
        if !catalog.iter().any(|feature| feature.name == name) {
            let names: Vec<&str> = catalog.iter().map(|feature| feature.name).collect();
            let hint = format!("write --features with names from: {}", names.join(", "));
            return Err(Error::input(format!("there is no feature `{name}`"), hint));
        }
    }
    let asked =
        |feature: &&Feature| query.features.is_empty() || query.features.iter().any(|name| feature.name == name);
    Ok(catalog.iter().filter(asked).collect())
}

/// Why the source does not give a feature, in words; `None` where it does.
fn lacks(query: &Query, feature: &Feature) -> Option<String> {
    if !expressions(query.unit).iter().any(|expression| expression.name == feature.name) {
        return Some("it has no form in SQL".to_owned());
    }
    let steps = pruned(query, &[feature]);
    let lines = steps.iter().find(|step| step.name == source::LINES)?;
    let missing = |column: &&str| lines.columns.iter().any(|(name, _)| name == *column);
    let missing = query.source.missing.iter().map(String::as_str).find(missing);
    missing.map(|column| format!("the lines have no {column}")).or_else(|| {
        let signup = feature.name == expressions::NEEDS_SIGNUP && query.source.customers.is_none();
        signup.then(|| "there is no table of customers with their sign-up".to_owned())
    })
}

/// The steps that lead to the given features, without what they do not need.
fn pruned(query: &Query, features: &[&Feature]) -> Vec<Step> {
    let names: Vec<&str> = features.iter().map(|feature| feature.name).collect();
    let asked: Vec<String> = features.iter().map(|feature| asked_of_last(query, feature)).collect();
    let asked = asked.iter().flat_map(|sql| prune::words(sql)).map(str::to_owned).collect();
    prune::prune(steps::steps(query, &names), &asked)
}

/// What is asked of the last step for a feature: its column, or what a score is made of.
fn asked_of_last(query: &Query, feature: &Feature) -> String {
    let over_all = |expression: &Expression| expression.name == feature.name && expression.level == Level::Base;
    let found = expressions(query.unit).into_iter().find(over_all);
    found.map_or_else(|| feature.name.to_owned(), |expression| expression.sql)
}

fn heading(query: &Query, left_out: &[String]) -> String {
    let one = query.unit.one();
    let mut out = format!(
        "-- Features of {}, one row per {one} with a purchase and without more given back than taken.\n\
         -- For {} or later.\n",
        query.unit.many(),
        query.dialect.label
    );
    for line in &query.source.remarks {
        let _ = writeln!(out, "-- {line}");
    }
    for line in left_out {
        let _ = writeln!(out, "-- Left out: {line}.");
    }
    out
}

fn body(query: &Query, features: &[&Feature]) -> String {
    let mut out = String::from("WITH\n");
    let steps = pruned(query, features);
    let mut texts: Vec<String> = steps.iter().map(Step::to_string).collect();
    let last = texts.pop().unwrap_or_default();
    for text in &texts {
        let _ = writeln!(out, "{},", text.trim_end());
    }
    let _ = writeln!(out, "{}", last.trim_end());
    out.push_str(&output(query, features, &steps));
    out.replace("{double}", query.dialect.double).replace("{text}", query.dialect.text)
}

/// The last SELECT: the keys and features, each with its meaning.
fn output(query: &Query, features: &[&Feature], steps: &[Step]) -> String {
    let from = steps.last().map_or("", |step| step.name.as_str());
    let keys: &[&str] = match query.unit {
        Unit::Customer => &["customer AS customer_id"],
        Unit::Order => &["order_name AS order_id", "customer AS customer_id"],
    };
    let mut out = String::from("SELECT\n");
    let mut columns: Vec<(String, &str)> = keys.iter().map(|key| ((*key).to_owned(), "")).collect();
    for feature in features {
        let sql = asked_of_last(query, feature);
        let column = if sql == feature.name { sql } else { format!("{sql} AS {}", feature.name) };
        columns.push((column, feature.meaning));
    }
    let last = columns.len() - 1;
    for (at, (column, meaning)) in columns.iter().enumerate() {
        let comma = if at == last { "" } else { "," };
        match *meaning {
            "" => out.push_str(&format!("  {column}{comma}\n")),
            meaning => out.push_str(&format!("  -- {meaning}\n  {column}{comma}\n")),
        }
    }
    let order = if query.unit == Unit::Order { "order_name, customer" } else { "customer" };
    out.push_str(&format!("FROM {from}\nORDER BY {order};\n"));
    out
}
