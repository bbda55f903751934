//! The canonical transactions: what every source becomes before a feature sees it.
//!
//! Lines are sorted by (customer, time, order, product, …), a total order over all their fields, so that one customer's
//! history is a contiguous slice and nothing that follows can depend on the order of the input rows.

use crate::date::{Day, Moment};
use crate::money::Scale;
use std::sync::Arc;

/// The key of something that a line does not have (no product, no category).
pub const NO_KEY: u32 = u32::MAX;

/// What a line is. The sign is in the kind: `quantity` and `amount` of both kinds are at least 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The customer bought something.
    Purchase,
    /// The customer gave something back, or money was given back; subtracted from revenue and units.
    Return,
}

/// One transaction line. The order of the fields is the canonical order of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// Position of the customer in [`Customers::ids`].
    pub customer: u32,
    /// When, in the table's own wall time.
    pub time: Moment,
    /// Which order; lines with the same key were bought together. Keys follow the sorted order ids.
    pub order: u32,
    /// Position in [`Lines::products`], or [`NO_KEY`].
    pub product: u32,
    /// Position in [`Lines::categories`], or [`NO_KEY`].
    pub category: u32,
    /// Position in [`Lines::contexts`], or [`NO_KEY`].
    pub context: u32,
    /// Purchase or return.
    pub kind: Kind,
    /// Units, in the scale [`Lines::quantity_scale`], at least 0.
    pub quantity: i64,
    /// Money, in the scale [`Lines::money_scale`], at least 0.
    pub amount: i64,
    /// Money taken off the price before `amount` was paid, in the same scale, at least 0; 0 where the tables do not tell.
    pub discount: i64,
}

/// What else the tables say about lines, in columns with few different values (channel, country, coupon): each combination that
/// occurs is kept once, and a line names its combination. So any number of such columns costs a line four bytes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contexts {
    /// The columns, sorted by name.
    pub columns: Vec<ContextColumn>,
    /// The combinations, one after the other: per column the position in its levels, or [`NO_KEY`]. Sorted, distinct.
    pub codes: Vec<u32>,
}

/// A column of [`Contexts`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ContextColumn {
    /// The column's name as the table has it, for instance `Channel`; [`CHANNEL`] for the one that says where was sold.
    pub name: String,
    /// The distinct values, sorted.
    pub levels: Vec<String>,
}

/// The name of the column of [`Contexts`] that says through which channel was sold, however the table calls it.
pub const CHANNEL: &str = "channel";

impl Contexts {
    /// Where the column called `name` stands.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The position of a line's value in the levels of a column, or [`NO_KEY`].
    pub fn code(&self, context: u32, column: usize) -> u32 {
        match context {
            NO_KEY => NO_KEY,
            row => self.codes[row as usize * self.columns.len() + column],
        }
    }
}

/// A named property of customers that is not a number (region, country): shown in profiles, and clustered when asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// The column's name as the table has it, for instance `Region`.
    pub name: String,
    /// The distinct values, sorted.
    pub levels: Vec<String>,
    /// One per customer: position in `levels`, or [`NO_KEY`].
    pub codes: Vec<u32>,
    /// The column of [`Contexts`] that it is taken from: a customer has the value that most of their lines have, of equally frequent
    /// ones the first. `None`: it is said of the customer, whatever the day.
    pub context: Option<usize>,
}

impl Attribute {
    /// The same without levels that nobody has.
    pub fn with_levels_in_use(self) -> Self {
        let mut used: Vec<u32> = self.codes.iter().copied().filter(|&code| code != NO_KEY).collect();
        used.sort_unstable();
        used.dedup();
        if used.len() == self.levels.len() {
            return self;
        }
        let place = |&code: &u32| used.binary_search(&code).map_or(NO_KEY, |place| place as u32);
        let codes = self.codes.iter().map(place).collect();
        let levels = used.iter().map(|&code| self.levels[code as usize].clone()).collect();
        Self { codes, levels, ..self }
    }
}

/// A named property of customers that is a number (age, income): a feature like those of their histories.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// The column's name as the table has it, for instance `Annual Income`.
    pub name: String,
    /// One per customer, finite; `None` where it is missing.
    pub values: Vec<Option<f64>>,
}

/// Every customer of any table, sorted by id (as bytes).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Customers {
    /// The ids as given (floats of Excel such as `17850.0` mended), sorted, distinct.
    pub ids: Vec<String>,
    /// Sign-up day where a table tells it; one per customer.
    pub signup: Vec<Option<Day>>,
    /// Region, country and the like.
    pub attributes: Vec<Attribute>,
    /// Age, income and the like.
    pub numbers: Vec<Number>,
}

/// All transaction lines of all customers, in canonical order; or those of some of the customers, all lines of each. What is said of
/// all lines is shared between such parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Lines {
    /// Every known customer, also those without a line.
    pub customers: Customers,
    /// Ids of orders, sorted, distinct; `Line::order` is the position here. Lines without an order id have keys from the length
    /// on; the list is empty when nobody asked for ids.
    pub orders: Vec<String>,
    /// Product ids, sorted, distinct.
    pub products: Arc<[String]>,
    /// Category names, sorted, distinct.
    pub categories: Arc<[String]>,
    /// What else is known of lines.
    pub contexts: Arc<Contexts>,
    /// Whether each kind of information was in the tables at all.
    pub known: Known,
    /// Decimals of `Line::amount`.
    pub money_scale: Scale,
    /// Decimals of `Line::quantity`.
    pub quantity_scale: Scale,
    /// The lines, sorted by all their fields.
    pub lines: Vec<Line>,
    /// `lines[starts[c]..starts[c + 1]]` is the history of customer `c`; length is customers + 1.
    pub starts: Vec<usize>,
    /// The day for which features are computed; without a meaning when there are no transactions.
    pub as_of: Day,
}

/// Which optional information the tables carried; a feature that needs what is not there is not offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Transactions at all; without them customers are known by their own columns only, and there is neither revenue nor time.
    pub transactions: bool,
    /// Units per line.
    pub quantity: bool,
    /// Which product.
    pub product: bool,
    /// Which category of product.
    pub category: bool,
    /// Money taken off the price.
    pub discount: bool,
}

impl Default for Known {
    /// Transactions, and nothing optional.
    fn default() -> Self {
        Self { transactions: true, quantity: false, product: false, category: false, discount: false }
    }
}

impl Lines {
    /// Sorts the lines into canonical order and finds where each customer's history starts.
    ///
    /// `O(n log n)` time for n lines, in parallel; every `Line::customer` must be below `customers.ids.len()`.
    pub fn index(&mut self) {
        use rayon::slice::ParallelSliceMut;
        self.lines.par_sort_unstable();
        let mut starts = vec![0usize; self.customers.ids.len() + 1];
        for line in &self.lines {
            starts[line.customer as usize + 1] += 1;
        }
        for c in 1..starts.len() {
            starts[c] += starts[c - 1];
        }
        self.starts = starts;
    }

    /// The lines of one customer, oldest first.
    pub fn of_customer(&self, customer: usize) -> &[Line] {
        &self.lines[self.starts[customer]..self.starts[customer + 1]]
    }
}

/// The code that occurs most often among `sorted` ones, of equally frequent ones the smallest; [`NO_KEY`] where there is none.
pub fn most_frequent_code(sorted: impl Iterator<Item = u32>) -> u32 {
    let (mut best, mut run) = ((NO_KEY, 0), (NO_KEY, 0));
    for code in sorted {
        run = if code == run.0 { (code, run.1 + 1) } else { (code, 1) };
        if run.1 > best.1 {
            best = run;
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_code_counts_and_ties_go_to_the_smallest() {
        assert_eq!(most_frequent_code([1, 1, 2, 3, 3].into_iter()), 1);
        assert_eq!(most_frequent_code([2, 3, 3].into_iter()), 3);
        assert_eq!(most_frequent_code(std::iter::empty()), NO_KEY);
    }
}
