//! What all parts of a report look up: the run, the marks of its segments, and names by position or code.
//!
//! The lookups never fail: a position that does not exist yields nothing, a code without a name is shown as words, so that a
//! report can be made of any [`Segmentation`] whatsoever.

use crate::figure::dots::Membership;
use crate::figure::mark::Mark;
use crate::reconcile;
use crate::relation::{self, Relation};
use crate::text;
use shoal_segment::feature::Unit;
use shoal_segment::method;
use shoal_segment::receipt::Outcome;
use shoal_segment::segmentation::{
    Distribution, Exploration, Explored, FeatureCard, PictureColumn, Prepared, Segmentation,
};
use shoal_segment::statement::Statement;

/// A run and what is derived from it once.
pub(crate) struct View<'a> {
    /// The run.
    pub(crate) run: &'a Segmentation,
    /// The mark of each segment.
    pub(crate) marks: Vec<Mark>,
}

/// The base before segments: what a run and an exploration have in common.
#[derive(Clone, Copy)]
pub(crate) struct BaseView<'a> {
    unit: Unit,
    /// What was found.
    pub(crate) exploration: &'a Exploration,
    /// What a run would leave out, where there is no run.
    selection: Option<&'a Statement>,
    /// What is said of features that are clustered, or would be by a run.
    pub(crate) clustered: &'static str,
}

impl<'a> BaseView<'a> {
    /// Looks at an exploration without a run.
    pub(crate) fn of(explored: &'a Explored) -> Self {
        Self {
            unit: explored.unit,
            exploration: &explored.exploration,
            selection: explored.selection.as_ref(),
            clustered: "a run clusters it",
        }
    }

    /// What is nearly constant, what is redundant, and what a run would leave out.
    pub(crate) fn findings(self) -> impl Iterator<Item = &'a Statement> {
        self.exploration.findings().chain(self.selection)
    }

    /// What a member is: `customer` or `order`.
    pub(crate) fn one(self) -> &'static str {
        self.unit.one()
    }

    /// Several members: `customers` or `orders`.
    pub(crate) fn many(self) -> &'static str {
        self.unit.many()
    }

    /// So many members: `1 customer`, `12 orders`.
    pub(crate) fn counted(self, members: usize) -> String {
        text::counted(members, self.one())
    }

    /// The features in catalog order.
    pub(crate) fn features(self) -> &'a [Distribution] {
        &self.exploration.features
    }

    /// The name for people of the feature at a position.
    pub(crate) fn label(self, feature: usize) -> &'a str {
        self.features().get(feature).map_or("", |feature| &feature.card.label)
    }

    /// The rank correlation of two features by position.
    pub(crate) fn correlation(self, row: usize, column: usize) -> Option<f64> {
        self.exploration.correlations.get(row)?.get(column).copied().flatten()
    }

    /// All relations, strongest first.
    pub(crate) fn relations(self) -> Vec<Relation> {
        relation::all(self)
    }
}

impl<'a> View<'a> {
    /// The base before segments.
    pub(crate) fn base(&self) -> BaseView<'a> {
        BaseView { unit: self.run.unit, exploration: &self.run.exploration, selection: None, clustered: "clustered" }
    }

    /// Looks at a run.
    pub(crate) fn of(run: &'a Segmentation) -> Self {
        let marks = run.segments.iter().enumerate().map(|(i, segment)| Mark::of(&segment.id, i)).collect();
        Self { run, marks }
    }

    /// What a member is: `customer` or `order`.
    pub(crate) fn one(&self) -> &'static str {
        self.run.unit.one()
    }

    /// Several members: `customers` or `orders`.
    pub(crate) fn many(&self) -> &'static str {
        self.run.unit.many()
    }

    /// So many members: `1 customer`, `12 orders`.
    pub(crate) fn counted(&self, members: usize) -> String {
        text::counted(members, self.one())
    }

    /// When a level is called high, moderate or low.
    pub(crate) fn level_rule(&self) -> String {
        format!(
            "High: most {0} have less, and the segment's median stands in the upper third of all {0} (ties count half); low: \
             the other way round; moderate: neither.",
            self.many()
        )
    }

    /// The mark of the segment at a position.
    pub(crate) fn mark(&self, position: usize) -> Mark {
        self.marks.get(position).copied().unwrap_or_else(|| Mark::of("", position))
    }

    /// How many members are in segments of the method's, and not unassigned.
    pub(crate) fn assigned(&self) -> usize {
        reconcile::assigned(self.run)
    }

    /// The cluster and the id of every segment that is one.
    pub(crate) fn clusters(&self) -> Vec<(usize, String)> {
        self.run.segments.iter().filter_map(|segment| Some((segment.cluster?, segment.id.clone()))).collect()
    }

    /// The place of the segment that a cluster of the chosen method became.
    pub(crate) fn segment_of_cluster(&self, cluster: usize) -> Option<usize> {
        self.run.segments.iter().position(|segment| segment.cluster == Some(cluster))
    }

    /// Which of the drawn members belongs where.
    pub(crate) fn membership(&self) -> Membership<'_> {
        Membership { segment: &self.run.pictures.segment, marks: &self.marks }
    }

    /// The features in catalog order.
    pub(crate) fn features(&self) -> &'a [Distribution] {
        &self.run.exploration.features
    }

    /// The card of a feature by its name.
    pub(crate) fn card(&self, name: &str) -> Option<&'a FeatureCard> {
        self.features().iter().map(|distribution| &distribution.card).find(|card| card.name == name)
    }

    /// The name for people of a feature by its name.
    pub(crate) fn label(&self, name: &str) -> String {
        self.card(name).map_or_else(|| text::words(name), |card| card.label.clone())
    }

    /// The drawn members' values of the feature at a position.
    pub(crate) fn column(&self, feature: usize) -> Option<&'a PictureColumn> {
        self.run.pictures.values.iter().find(|column| column.feature == feature)
    }

    /// The correlation of two features by position.
    pub(crate) fn correlation(&self, row: usize, column: usize) -> Option<f64> {
        self.run.exploration.correlations.get(row)?.get(column).copied().flatten()
    }

    /// How a feature was prepared, when it was clustered.
    pub(crate) fn prepared(&self, name: &str) -> Option<&'a Prepared> {
        self.run.recipe.iter().find(|prepared| prepared.feature() == name)
    }

    /// A name per prepared column, in the order of the recipe: `revenue`, `Region = Europe`.
    pub(crate) fn prepared_columns(&self) -> Vec<String> {
        let of_step = |step: &Prepared| match step {
            Prepared::Number(step) => vec![self.label(&step.feature)],
            Prepared::Missing(step) => vec![format!("{} missing", self.label(&step.feature))],
            Prepared::Category(step) => {
                step.levels.iter().map(|level| format!("{} = {}", step.label, level.value)).collect()
            }
        };
        self.run.recipe.iter().flat_map(of_step).collect()
    }

    /// Whether there are transactions, and so revenue, orders and a day.
    pub(crate) fn has_transactions(&self) -> bool {
        self.run.base.revenue.is_some()
    }

    /// The day of the report in words, with what stands before it; nothing without one.
    pub(crate) fn as_of(&self, before: &str) -> String {
        self.run.as_of.map_or_else(String::new, |day| format!("{before}as of {day}"))
    }
}

/// A feature's label with its unit where that says more: `days since last order`, `revenue`, `size (units)`. Money has no
/// more to say: the tables do not name a currency.
pub(crate) fn with_unit(card: &FeatureCard) -> String {
    let no_more = card.unit.is_empty() || card.unit.starts_with("money");
    if no_more || card.label.to_lowercase().contains(&card.unit.to_lowercase()) {
        card.label.clone()
    } else {
        format!("{} ({})", card.label, card.unit)
    }
}

/// The name of a method by its code.
pub(crate) fn method_name(code: &str) -> String {
    method::find(code).map_or_else(|_| text::words(code), |method| method.name.to_owned())
}

/// An outcome in words.
pub(crate) fn outcome_words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Kept => "kept",
        Outcome::Netted => "netted",
        Outcome::SetAside => "set aside",
        Outcome::Unreadable => "unreadable",
    }
}

/// All outcomes, in the order of the receipt.
pub(crate) const OUTCOMES: [Outcome; 4] = [Outcome::Kept, Outcome::Netted, Outcome::SetAside, Outcome::Unreadable];
