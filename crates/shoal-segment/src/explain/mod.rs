//! One customer (or order) explained: where they are, why, and what would move them.
//!
//! **How it works.** The model itself is asked, whatever its method, so that what is told is what it does.
//! 1. [`Explanation::reasons`]: a typical member (medians; of a category the value that most have) gets one thing of this member, and this
//!    member gets one typical thing; both are placed. A thing weighs what the first gains and the second loses on average, in
//!    confidence of being in the member's segment, which counts below 0 where they are elsewhere. These are the first and the last of the
//!    steps that a Shapley value goes over.
//! 2. [`Explanation::changes`]: each clustered number in turn gets values that others have (up to 500 of them, even in rank), and the
//!    member is placed again. Of all that lead to another segment the one is told that passes the smallest share of the base. So
//!    every change is one that was applied, to a value that somebody has.
//!
//! Without a window, what only adds up (orders, revenue) and how long somebody is known can but grow, so only larger values are
//! tried.
//!
//! **Cost.** One placing of 500 rows for each clustered number, after the features of everybody.
//!
//! **Reference.** Shapley (1953), A value for n-person games; Lundberg & Lee (2017), arXiv:1705.07874, for its use here.
//!
//! **Edges.** Features are changed one at a time, also where they follow from each other. With one segment, or a member who is set apart
//! or unassigned, there are no reasons.

mod change;
mod reason;
mod variants;
mod visit;

pub use visit::Visit;
pub(crate) use visit::visits;

use crate::error::Error;
use crate::lines::Attribute;
use crate::model::{Member, ScoringModel};
use crate::profile::Baseline;
use crate::segmentation::FeatureCard;
use crate::table::FeatureTable;
use serde::Serialize;
use shoal_kernel::quantile;

/// What is told of one member.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The customer's id as the tables have it.
    pub customer: String,
    /// The order's, where rows are orders.
    pub order: Option<String>,
    /// The segment's id and name.
    pub segment: Placed,
    /// What is known of the member, clustered features first.
    pub features: Vec<Known>,
    /// The member's categories: name and value.
    pub categories: Vec<(String, String)>,
    /// Why the member is there, weightiest first.
    pub reasons: Vec<Reason>,
    /// What would move the member, smallest change first, one for each feature that can.
    pub changes: Vec<Change>,
}

/// A segment, and how clearly a member belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Placed {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The confidence, 0 to 1; `None` where the method has none.
    pub confidence: Option<f64>,
}

impl Placed {
    fn of(model: &ScoringModel, member: Member) -> Self {
        let segment = &model.segments[member.segment];
        Self { id: segment.id.clone(), name: segment.name.clone(), confidence: member.confidence }
    }
}

/// A feature of the member, beside everybody.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Known {
    /// The feature.
    pub feature: FeatureCard,
    /// Whether segments are made of it.
    pub clustered: bool,
    /// The member's value.
    pub value: Option<f64>,
    /// The base's median.
    pub median: Option<f64>,
    /// The share of the base with less, and half of those with the same.
    pub rank: Option<f64>,
}

/// Why a member is in its segment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reason {
    /// The feature or category.
    pub feature: String,
    /// The name for people.
    pub label: String,
    /// The member's value, as text for a category.
    pub value: String,
    /// What most have, or the base's median.
    pub typical: String,
    /// What it adds to the confidence of being in this segment, −2 to 2; only what is above 0 is told.
    pub weight: f64,
    /// Where somebody typical is who has this value.
    pub alone: Placed,
    /// Where the member is with the typical value.
    pub without: Placed,
}

/// What would move a member.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The feature.
    pub feature: String,
    /// The name for people.
    pub label: String,
    /// The member's value.
    pub from: f64,
    /// The nearest value that somebody has and that moves the member, all else the same.
    pub to: f64,
    /// The share of the base between the two.
    pub passes: f64,
    /// Where that leads.
    pub moves_to: Placed,
}

/// Explains the member in `row` of `table`, which holds the whole base, by `model`.
///
/// # Errors
/// As [`ScoringModel::score`].
pub fn explain(model: &ScoringModel, table: &FeatureTable, row: usize) -> Result<Explanation, Error> {
    let own = table.select(&[row]);
    let member = model.score(&own)?[0];
    let placed = model.segments[member.segment].cluster.is_some() && model.segments.len() > 1;
    let baseline = Baseline::new(table);
    let subject = Subject { model, table, own: &own, row, member, baseline: &baseline };
    Ok(Explanation {
        customer: table.customers[row].to_owned(),
        order: table.orders.as_ref().map(|orders| orders[row].to_owned()),
        segment: Placed::of(model, member),
        features: known(&subject),
        categories: categories(table, row),
        reasons: if placed { reason::reasons(&subject)? } else { Vec::new() },
        changes: if placed { change::changes(&subject)? } else { Vec::new() },
    })
}

/// Who is explained.
struct Subject<'a> {
    model: &'a ScoringModel,
    table: &'a FeatureTable,
    /// The member's row alone.
    own: &'a FeatureTable,
    row: usize,
    member: Member,
    baseline: &'a Baseline,
}

impl Subject<'_> {
    /// The places among the columns of the clustered numbers.
    fn numbers(&self) -> Vec<usize> {
        let steps = self.model.recipe.steps.iter().filter(|step| step.number().is_some());
        steps.filter_map(|step| self.table.position(step.feature())).collect()
    }
}

fn known(subject: &Subject<'_>) -> Vec<Known> {
    let clustered = subject.numbers();
    let of = |at: usize| {
        let column = &subject.table.columns[at];
        let value = column.get(subject.row);
        Known {
            feature: column.card.clone(),
            clustered: clustered.contains(&at),
            value,
            median: subject.baseline.profile[at].median,
            rank: value.and_then(|value| quantile::mid_rank(subject.baseline.sorted(at), value)),
        }
    };
    let others = (0..subject.table.columns.len()).filter(|at| !clustered.contains(at));
    clustered.iter().copied().chain(others).map(of).collect()
}

fn categories(table: &FeatureTable, row: usize) -> Vec<(String, String)> {
    let value = |attribute: &Attribute| {
        Some((attribute.name.clone(), attribute.levels.get(attribute.codes[row] as usize)?.clone()))
    };
    table.attributes.iter().filter_map(value).collect()
}
