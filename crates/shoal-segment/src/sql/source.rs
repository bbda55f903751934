//! Where a statement takes the lines from: a table in the canonical form, or the user's own columns.
//!
//! The canonical lines, one row per line of an order or return:
//!
//! | column | what it is |
//! | --- | --- |
//! | `customer` | whose line; lines without a customer are left out |
//! | `order_id` | lines with the same id were bought together; without an id, those of a customer at the same moment |
//! | `time` | when |
//! | `kind` | `purchase` or `return` |
//! | `amount` | money paid for the line, or given back, at least 0 |
//! | `quantity` | units, at least 0 |
//! | `discount` | money taken off the price before `amount` was paid, at least 0 |
//! | `product`, `category`, `channel` | text, may be missing |
//!
//! And, where there is one, a table of customers: `customer`, `signup`.

use super::Dialect;
use super::prune::Step;
use crate::date::Day;

/// The name of the step that has the lines under their canonical names.
pub(super) const LINES: &str = "source_lines";
/// The same for customers.
pub(super) const CUSTOMERS: &str = "source_customers";

/// The columns of the canonical lines.
pub const COLUMNS: [&str; 10] =
    ["customer", "order_id", "time", "kind", "amount", "quantity", "discount", "product", "category", "channel"];

/// Where lines and customers are.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// What the lines are taken from: a table, or a query.
    pub lines: Relation,
    /// What customers with their sign-up are taken from.
    pub customers: Option<Relation>,
    /// Columns of [`COLUMNS`] that the lines do not have.
    pub missing: Vec<String>,
    /// The day for which features are computed; `None`: the day after the last line.
    pub as_of: Option<Day>,
    /// What a reader must know, a line each.
    pub remarks: Vec<String>,
}

/// A table under names of our own.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// Expressions, in SQL, for columns that are called otherwise; those that are not listed are called as they are here.
    pub columns: Vec<(String, String)>,
    /// From FROM on, without that word: a table's name, quoted where it must be, and conditions.
    pub from: String,
}

impl Source {
    /// A table of canonical lines called `lines`, and perhaps one of customers.
    pub fn canonical(lines: &str, customers: Option<&str>, dialect: Dialect) -> Self {
        let relation = |name: &str| Relation { columns: Vec::new(), from: dialect.quoted(name) };
        Self {
            lines: relation(lines),
            customers: customers.map(relation),
            missing: Vec::new(),
            as_of: None,
            remarks: Vec::new(),
        }
    }

    /// The steps that give the source its canonical names, and the as-of day.
    pub(super) fn steps(&self, dialect: Dialect) -> Vec<Step> {
        let mut steps = vec![Step {
            name: LINES.into(),
            about: "Your lines, one row per line of an order or return, under the names used below. The one place to edit for\n\
                    another table: kind is 'purchase' or 'return'; amount (money), quantity (units) and discount (money taken\n\
                    off) are 0 or more; lines with one order_id were bought together, and without an id those of one moment."
                .into(),
            keys: Vec::new(),
            columns: columns(&self.lines, &COLUMNS),
            from: format!("FROM {}", self.lines.from),
        }];
        if let Some(customers) = &self.customers {
            steps.push(Step {
                name: CUSTOMERS.into(),
                about: "Your customers, with the day on which they signed up.".into(),
                keys: Vec::new(),
                columns: columns(customers, &["customer", "signup"]),
                from: format!("FROM {}", customers.from),
            });
        }
        steps.push(self.settings(dialect));
        steps
    }

    fn settings(&self, dialect: Dialect) -> Step {
        let other = format!("or a parameter of yours ({})", dialect.parameter);
        let (about, sql, from) = match self.as_of {
            Some(day) => {
                let about = format!(
                    "The as-of day: features are computed for it, later lines do not count. Write another day {other}."
                );
                (about, (dialect.day)(&(dialect.literal)(day)), String::new())
            }
            None => {
                let about = format!(
                    "The as-of day: the day after the last line. Write a day here {other} to compute for another."
                );
                (
                    about,
                    format!("MAX({}) + 1", (dialect.day)("time")),
                    format!("FROM {LINES}\nWHERE customer IS NOT NULL"),
                )
            }
        };
        Step {
            name: "settings".into(),
            about: format!("{about} Days are counted from 1970-01-01."),
            keys: vec![format!("{sql} AS as_of_day")],
            columns: Vec::new(),
            from,
        }
    }
}

fn columns(relation: &Relation, names: &[&str]) -> Vec<(String, String)> {
    let own = |name: &str| relation.columns.iter().find(|(own, _)| own == name).map(|(_, sql)| sql.clone());
    names.iter().map(|name| ((*name).to_owned(), own(name).unwrap_or_else(|| (*name).to_owned()))).collect()
}
