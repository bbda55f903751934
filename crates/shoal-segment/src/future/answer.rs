//! What is said of the future: plain data, as it stands in `run.json`.

use super::paired::Difference;
use super::period::Period;
use crate::money::Amount;
use crate::statement::Statement;
use serde::Serialize;

/// Whether the segments matter for what customers do next.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Future {
    /// `better` than random segments, `no_better`, or `not_tested`.
    pub outcome: String,
    /// Why it was not tested: `orders`, `no_transactions`, `one_segment`, `no_lines`, `too_short`, `too_few_customers`, `too_few_buyers`,
    /// `all_alike` or `not_made`; `None` where it was.
    pub untested: Option<String>,
    /// The sentences a reader gets.
    pub statements: Vec<Statement>,
    /// The history and where it was cut; `None` where there is none to cut.
    pub period: Option<Period>,
    /// The figures; `None` where not tested.
    pub tested: Option<Tested>,
}

/// The figures of segments that were held against what came after.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tested {
    /// Customers with a line in the tables; when there are more than in `customers_looked_at`, these are an even sample.
    pub customers_in_tables: usize,
    /// Customers of whom all lines were looked at.
    pub customers_looked_at: usize,
    /// Customers who are in groups; those of `period.customers`.
    pub customers: usize,
    /// The share of them who bought after the cut.
    pub retention: f64,
    /// What they brought after the cut: purchases less returns.
    pub revenue: Amount,
    /// How many orders they made after the cut.
    pub orders: usize,
    /// Columns of the customers' table that made the segments: as they are today, not as they were.
    pub columns_of_today: Vec<String>,
    /// How often outcomes were put in random order.
    pub permutations: usize,
    /// How often customers were drawn again.
    pub resamples: usize,
    /// The p from which on an outcome is not told from chance.
    pub level: f64,
    /// The segments first, then the baselines.
    pub groupings: Vec<GroupingAfter>,
    /// What random segments of the sizes of these reach.
    pub random: RandomAfter,
    /// The segments as of the cut, by what each of their customers had brought until then, most first.
    pub segments: Vec<SegmentAfter>,
    /// The place in `segments` of the one with the largest share of customers who bought again.
    pub best: usize,
}

/// One way to group the customers, and what it explains.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupingAfter {
    /// `segments`, `rfm_segments` or `rfm_cells`.
    pub id: String,
    /// In words.
    pub name: String,
    /// How many groups.
    pub groups: usize,
    /// One per outcome: `log_revenue`, `revenue`, `orders`, `retained`.
    pub explained: Vec<Explained>,
    /// By how much the segments explain more of `log_revenue`, adjusted; `None` for the segments themselves.
    pub difference: Option<Difference>,
}

/// How much of an outcome groups explain.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explained {
    /// `log_revenue`: ln(1 + revenue), returns beyond purchases as 0; `revenue`; `orders`; `retained`: 1 for who bought at all.
    pub outcome: String,
    /// Eta², the share of its variance between the groups; `None` where all customers have the same.
    pub share: Option<f64>,
    /// What random groups of these sizes explain on average.
    pub by_chance: f64,
    /// The share without what chance gives: the mean product of a customer's and the *other* customers' deviation in a group, over the
    /// variance. 0 on average where groups mean nothing, however many; then it can be negative.
    pub adjusted: Option<f64>,
    /// The share of random orders that explain as much.
    pub p: Option<f64>,
}

/// What random segments reach.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RandomAfter {
    /// The share of the variance of `log_revenue` below which 95 % of them stay.
    pub high: f64,
    /// The mean of the largest lift among their segments; `None` where nobody bought.
    pub lift: Option<f64>,
}

/// A segment as of the cut, and what its customers did then.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SegmentAfter {
    /// Its name, by its profile as of the cut.
    pub name: String,
    /// How many customers.
    pub members: usize,
    /// Their share.
    pub share: f64,
    /// The mean revenue until the cut.
    pub revenue_before: f64,
    /// The share of them who bought after it.
    pub retention: f64,
    /// That share over that of all customers; `None` where nobody bought.
    pub lift: Option<f64>,
    /// The mean revenue after the cut.
    pub revenue: f64,
    /// Their share of all revenue after the cut; `None` where that is not positive.
    pub revenue_share: Option<f64>,
    /// The mean number of orders after the cut.
    pub orders: f64,
}
