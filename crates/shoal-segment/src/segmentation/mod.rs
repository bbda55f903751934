//! What a run says: one plain value from which the report, the lists and `run.json` are made.
//!
//! `run.json` is this type, serialised field by field; its shape is therefore public. Nothing here refers to a wall clock, a
//! path or a thread count, so that the same input gives the same bytes. Undefined numbers are `None` (JSON `null`), never NaN.

mod comparison;
mod exploration;
mod pictures;
mod prepared;
mod profile;
mod segment;
mod sweep;
mod timeline;
mod verdict;
mod votes;

pub use comparison::*;
pub use exploration::*;
pub use pictures::*;
pub use prepared::*;
pub use profile::*;
pub use segment::*;
pub use sweep::*;
pub use timeline::*;
pub use verdict::*;
pub use votes::*;

use crate::date::Day;
use crate::evidence::Exhibit;
use crate::feature::Unit;
use crate::future::Future;
use crate::money::Amount;
use crate::receipt::Receipt;
use crate::statement::Statement;
use serde::Serialize;

/// Everything that one run found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Segmentation {
    /// The program's version that made this.
    pub shoal_version: String,
    /// What was segmented: customers or orders. *Members* are always of this kind.
    pub unit: Unit,
    /// The day for which features were computed; `None` without transactions, when nothing depends on a day.
    pub as_of: Option<Day>,
    /// The seed of everything random.
    pub seed: u64,
    /// A hash of all members' features, independent of the order of rows: names what was segmented.
    pub fingerprint: String,
    /// What became of every row.
    pub receipt: Receipt,
    /// The members as a whole.
    pub base: Base,
    /// The story in a few sentences, most important first.
    pub summary: Vec<Statement>,
    /// Whether there is group structure.
    pub verdict: Verdict,
    /// Whether the segments tell what customers do next; `None` when nobody asked.
    pub future: Option<Future>,
    /// The segments, ordered by revenue, largest first; without transactions by customers.
    pub segments: Vec<Segment>,
    /// Features, distributions and relations over the base.
    pub exploration: Exploration,
    /// How features became the columns that were clustered, in their order.
    pub recipe: Vec<Prepared>,
    /// Every number of the recipe before and after, with the evidence for what was done to it, in its order.
    pub preparation: Vec<PreparedColumn>,
    /// Features that nobody named and that were left out, in catalog order.
    pub left_out: Vec<LeftOut>,
    /// The principal components that were clustered in place of these columns; `None` when not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub components: Option<Components>,
    /// Every setting of the chosen method that was tried.
    pub sweep: Sweep,
    /// All methods that were tried; `None` when there was only one.
    pub comparison: Option<Comparison>,
    /// What the methods can show beside their segments: trees, curves, mixtures.
    pub exhibits: Vec<Exhibit>,
    /// Points for the pictures.
    pub pictures: Pictures,
    /// Every automatic decision with its reason.
    pub decisions: Vec<Decision>,
    /// Those that are in no segment, by reason.
    pub apart: Vec<ApartGroup>,
}

/// Everything that an exploration found: a run without its segments.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explored {
    /// The program's version that made this.
    pub shoal_version: String,
    /// What was explored: customers or orders. *Members* are always of this kind.
    pub unit: Unit,
    /// The day for which features were computed; `None` without transactions.
    pub as_of: Option<Day>,
    /// A hash of all members' features, independent of the order of rows; that of a run with the same features.
    pub fingerprint: String,
    /// What became of every row.
    pub receipt: Receipt,
    /// The members as a whole.
    pub base: Base,
    /// Features, distributions, relations, and what happened over time.
    pub exploration: Exploration,
    /// Those that are not among the members, by reason.
    pub apart: Vec<ApartGroup>,
    /// Features that a run with the same settings would not cluster.
    pub left_out: Vec<LeftOut>,
    /// They and the reasons in a sentence; `None` where a run leaves nothing out.
    pub selection: Option<Statement>,
}

/// The clustered members together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Base {
    /// Customers known from any table.
    pub customers_known: usize,
    /// Members in segments.
    pub members: usize,
    /// Customers whom the members are, or whose orders they are.
    pub distinct_customers: usize,
    /// Net revenue of the members in segments; `None` without transactions.
    pub revenue: Option<Amount>,
    /// Orders that the members made, or are; `None` without transactions.
    pub orders: Option<u64>,
    /// First and last day with a line; `None` without lines.
    pub first_day: Option<Day>,
    /// See `first_day`.
    pub last_day: Option<Day>,
    /// Profile of the base: one per available feature, in catalog order; `exploration.features` has the same order.
    pub profile: Vec<FeatureProfile>,
}

/// An automatic decision.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decision {
    /// What was decided, for instance `features`.
    pub about: String,
    /// The choice, for instance `recency_days, orders, …`.
    pub choice: String,
    /// Why.
    pub reason: Statement,
    /// The flag that decides otherwise, for instance `--features`.
    pub flag: String,
}

/// Those that are in no segment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ApartGroup {
    /// A stable code: `no_purchase` or `returns_exceed_purchases`.
    pub reason: String,
    /// In words.
    pub words: String,
    /// How many.
    pub members: usize,
    /// Their net revenue.
    pub revenue: Amount,
}
