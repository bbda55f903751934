//! What a run says: one plain value from which the report, the lists and `run.json` are made.
//!
//! `run.json` is this type, serialised field by field; its shape is therefore public. Nothing here refers to a wall clock, a
//! path or a thread count, so that the same input gives the same bytes. Undefined numbers are `None` (JSON `null`), never NaN.

use crate::date::Day;
use crate::evidence::Exhibit;
use crate::feature::{Family, Unit};
use crate::money::Amount;
use crate::receipt::Receipt;
use crate::statement::Statement;
use serde::{Deserialize, Serialize};
use shoal_cluster::Value;
use std::collections::BTreeMap;

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
    /// The segments, ordered by revenue, largest first; without transactions by customers.
    pub segments: Vec<Segment>,
    /// Features, distributions and relations over the base.
    pub exploration: Exploration,
    /// How features became the columns that were clustered, in their order.
    pub recipe: Vec<Prepared>,
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

/// A feature as it is known to a reader.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FeatureCard {
    /// The name, for instance `recency_days`.
    pub name: String,
    /// The name for people, for instance `days since last order`.
    pub label: String,
    /// What it means, in a sentence.
    pub meaning: String,
    /// The unit: `days`, `orders`, `units`, `money`, …
    pub unit: String,
    /// Whether totals over members make sense.
    pub adds_up: bool,
    /// Features of one family say nearly the same thing.
    pub family: Family,
    /// The word for members with a low value.
    pub low: String,
    /// The word for members with a high value.
    pub high: String,
}

impl FeatureCard {
    /// The name for people inside a sentence: a column of the customers' table is quoted as the table has it.
    pub fn spoken(&self) -> String {
        if self.family == Family::Given { format!("“{}”", self.label) } else { self.label.clone() }
    }

    /// The card with the given name.
    pub fn find<'a>(cards: &'a [FeatureCard], name: &str) -> Option<&'a FeatureCard> {
        cards.iter().find(|card| card.name == name)
    }
}

/// Low, moderate or high against the base; the exact rule is in [`crate::profile`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Most members have more than the segment's median, and it stands in the lower third of the base.
    Low,
    /// Neither.
    Moderate,
    /// Most members have less than the segment's median, and it stands in the upper third of the base.
    High,
}

impl Level {
    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
        }
    }
}

/// One feature over a group of members, in original units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FeatureProfile {
    /// Name of the feature.
    pub feature: String,
    /// Members for which it is known.
    pub known: usize,
    /// Mean over those; `None` when there is none.
    pub mean: Option<f64>,
    /// Median over those.
    pub median: Option<f64>,
    /// First and third quartile.
    pub quartiles: Option<(f64, f64)>,
    /// Total, where it adds up.
    pub total: Option<f64>,
    /// Share of the base's total, where it adds up and the base's total is positive.
    pub share_of_total: Option<f64>,
    /// Low, moderate or high by the rule in [`Level`]; `None` when undefined, and for the base itself.
    pub level: Option<Level>,
    /// Where the median stands in the base: the share of the base below it plus half of the share equal to it.
    pub rank: Option<f64>,
}

/// One value of a categorical attribute inside a segment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CategoryShare {
    /// The value, for instance `Europe`.
    pub value: String,
    /// Members of the segment with it.
    pub members: usize,
    /// Their share of the segment's members for which the attribute is known.
    pub share: f64,
    /// The share in the base.
    pub base_share: f64,
}

/// A categorical attribute over a segment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CategoryProfile {
    /// The attribute's name, for instance `Region` or `favourite category`.
    pub attribute: String,
    /// Members of the segment for whom it is known.
    pub known: usize,
    /// Up to five values, most frequent first (ties alphabetical).
    pub top: Vec<CategoryShare>,
    /// Up to five values that are clearly more frequent than in the base, by the rule in [`crate::profile`], clearest first.
    pub over: Vec<CategoryShare>,
    /// Up to five values that are clearly less frequent than in the base, clearest first.
    pub under: Vec<CategoryShare>,
}

/// A lasting, named group of members.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Segment {
    /// Stable id such as `S1`.
    pub id: String,
    /// The model's cluster; `None` for the customers whom the method leaves out, who are the segment *Unassigned*.
    pub cluster: Option<usize>,
    /// A unique name that follows from the profile.
    pub name: String,
    /// Which levels the name rests on.
    pub name_facts: Vec<NameFact>,
    /// How many members it has.
    pub members: usize,
    /// Share of the base's members.
    pub share: f64,
    /// Net revenue; `None` without transactions.
    pub revenue: Option<Amount>,
    /// Share of the base's revenue; `None` when that is not positive.
    pub revenue_share: Option<f64>,
    /// Share of the segment's revenue that its largest member brings; `None` when it has no revenue.
    pub largest_member_share: Option<f64>,
    /// What the segment is, in sentences.
    pub description: Vec<Statement>,
    /// What to do, best first; at least one.
    pub advice: Vec<Advice>,
    /// One per available feature, in the order of `exploration.features`.
    pub profile: Vec<FeatureProfile>,
    /// Region, country, favourite category.
    pub categories: Vec<CategoryProfile>,
    /// Mean silhouette of its members in the chosen model; `None` when undefined.
    pub silhouette: Option<f64>,
    /// Mean confidence of its members; `None` for a single segment.
    pub confidence: Option<f64>,
    /// Ids of the members nearest to the centre, as they may be shown in a report (keys that look personal are hashed).
    pub typical_members: Vec<String>,
}

/// A word in a segment's name and the level it stands for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NameFact {
    /// The word, for instance `lapsed`.
    pub word: String,
    /// The feature it speaks of.
    pub feature: String,
    /// The level it claims; `None` for a comparison with another segment of otherwise equal name.
    pub level: Option<Level>,
    /// For a comparison: the id of the segment compared with.
    pub compared_with: Option<String>,
    /// For a category: the value that most members have.
    pub value: Option<String>,
}

/// Something to do, and the numbers that say so.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Advice {
    /// A stable code such as `win_back`.
    pub code: String,
    /// The headline, for instance `Win them back`.
    pub title: String,
    /// What to do.
    pub action: String,
    /// The numbers that triggered it.
    pub reason: Statement,
}

/// Whether there is structure, and how sure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// `not_tested` until structure is tested.
    pub structure: String,
    /// The sentences a reader gets.
    pub statements: Vec<Statement>,
}

/// The base described before anything is clustered.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Exploration {
    /// One per available feature, in catalog order.
    pub features: Vec<Distribution>,
    /// Spearman rank correlations, features × features in the same order; `None` where undefined.
    pub correlations: Vec<Vec<Option<f64>>>,
    /// Share of the revenue that the fifth of the members (rounded up) with the highest revenue brings; `None` without revenue.
    pub top_fifth_revenue_share: Option<f64>,
    /// Share of the revenue that the member with the highest revenue brings; `None` without revenue.
    pub largest_member_share: Option<f64>,
    /// What stands out, in sentences.
    pub statements: Vec<Statement>,
}

/// How one feature is distributed over the base.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Distribution {
    /// The feature.
    pub card: FeatureCard,
    /// Whether it was clustered.
    pub used: bool,
    /// Members for which it is unknown.
    pub missing: usize,
    /// Minimum, first quartile, median, third quartile, maximum; `None` when no member has it.
    pub five: Option<[f64; 5]>,
    /// Skewness (adjusted Fisher-Pearson); `None` when undefined.
    pub skewness: Option<f64>,
    /// Values beyond these are outliers (Tukey: 1.5 interquartile ranges beyond the quartiles).
    pub fences: Option<(f64, f64)>,
    /// How many outliers below and above.
    pub outliers: (usize, usize),
    /// Up to 200 outlying values (evenly taken from all of them, extremes included), for the picture.
    pub outlier_values: Vec<f64>,
    /// Whether the histogram's edges are evenly spaced in `sign(x) · ln(1 + |x|)` instead of in x (clearly skewed features).
    pub log_edges: bool,
    /// Histogram: edges (bins + 1) and members per bin.
    pub edges: Vec<f64>,
    /// See `edges`.
    pub counts: Vec<usize>,
}

/// What happens to one feature before clustering.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Prepared {
    /// A number: one column.
    Number(PreparedNumber),
    /// A category: one column per value.
    Category(PreparedCategory),
}

impl Prepared {
    /// The feature's name.
    pub fn feature(&self) -> &str {
        match self {
            Self::Number(step) => &step.feature,
            Self::Category(step) => &step.feature,
        }
    }

    /// How many columns it becomes.
    pub fn columns(&self) -> usize {
        match self {
            Self::Number(_) => 1,
            Self::Category(step) => step.levels.len(),
        }
    }

    /// The step of a number.
    pub fn number(&self) -> Option<&PreparedNumber> {
        match self {
            Self::Number(step) => Some(step),
            Self::Category(_) => None,
        }
    }

    /// The step of a category.
    pub fn category(&self) -> Option<&PreparedCategory> {
        match self {
            Self::Number(_) => None,
            Self::Category(step) => Some(step),
        }
    }
}

/// How a category becomes indicators.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PreparedCategory {
    /// The feature.
    pub feature: String,
    /// The column's name as the table has it.
    pub label: String,
    /// How many customers have no value; all their indicators are 0 in the end.
    pub imputed: usize,
    /// Every indicator is divided by this after its centre was subtracted; positive.
    pub scale: f64,
    /// The values that occurred, sorted: one column each.
    pub levels: Vec<PreparedLevel>,
}

/// One value of a category.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PreparedLevel {
    /// The value.
    pub value: String,
    /// Its share among the customers with a known value.
    pub share: f64,
    /// Subtracted from the indicator.
    pub centre: f64,
}

/// The principal components that were clustered in place of the prepared columns.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Components {
    /// What was asked for, as written: `3` or `90%`.
    pub wish: String,
    /// How many components were asked for, where a number was.
    pub asked: Option<usize>,
    /// How many prepared columns there are, and so components.
    pub of: usize,
    /// How many components were kept.
    pub kept: usize,
    /// The share of the variance that these have; `None` when nothing varies.
    pub explained: Option<f64>,
    /// Each component kept, largest variance first.
    pub each: Vec<Component>,
}

/// One principal component.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Component {
    /// Its share of the variance; `None` when nothing varies.
    pub share: Option<f64>,
    /// The weight of each prepared column (in the order of `recipe`, a category having one per value), −1 to 1.
    pub weights: Vec<f64>,
}

/// What happens to missing values, shape and scale of a number before clustering.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PreparedNumber {
    /// The feature.
    pub feature: String,
    /// Put in where it is missing: the base's median.
    pub impute: f64,
    /// How many members needed that.
    pub imputed: usize,
    /// Whether `ln(1 + x)` is taken.
    pub log1p: bool,
    /// Subtracted after the transform.
    pub centre: f64,
    /// Divided by after that; positive.
    pub scale: f64,
}

/// What the indices say of one labeling of given points; `None` where undefined.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Indices {
    /// Mean silhouette, −1 to 1, higher is better.
    pub silhouette: Option<f64>,
    /// Davies-Bouldin, lower is better.
    pub davies_bouldin: Option<f64>,
    /// Calinski-Harabasz, higher is better.
    pub calinski_harabasz: Option<f64>,
    /// Sum of squared distances to the cluster means, prepared units.
    pub inertia: Option<f64>,
}

/// The value of a method's parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ParameterValue {
    /// A number.
    Number(f64),
    /// A word.
    Word(String),
}

impl ParameterValue {
    /// A value as people write it: a number where it is one, else a word.
    pub fn written(text: &str) -> Self {
        text.parse().map_or_else(|_| Self::Word(text.to_owned()), Self::Number)
    }
}

impl From<&Value> for ParameterValue {
    fn from(value: &Value) -> Self {
        match value {
            Value::Number(number) => Self::Number(*number),
            Value::Word(word) => Self::Word(word.clone()),
        }
    }
}

impl From<&ParameterValue> for Value {
    fn from(value: &ParameterValue) -> Self {
        match value {
            ParameterValue::Number(number) => Self::Number(*number),
            ParameterValue::Word(word) => Self::Word(word.clone()),
        }
    }
}

/// The numbers of one candidate: one k, or one setting of a method that finds k itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SweepRow {
    /// Number of clusters.
    pub k: usize,
    /// The parameters that were tried out to get it, beside k.
    pub parameters: BTreeMap<String, ParameterValue>,
    /// The indices with everybody placed: whom the method leaves out is with the nearest cluster.
    pub indices: Indices,
    /// 95 % interval when the silhouette comes from a sample.
    pub silhouette_interval: Option<(f64, f64)>,
    /// How many members the silhouette was computed for.
    pub silhouette_members: usize,
    /// Bayesian information criterion of a mixture, lower is better.
    pub bic: Option<f64>,
    /// Members whom the method leaves out.
    pub unassigned: usize,
    /// Their share of the base.
    pub unassigned_share: f64,
    /// The indices over those whom it places; `None` when it leaves nobody out.
    pub left_out: Option<Indices>,
    /// Smallest segment, members.
    pub smallest: usize,
    /// Smallest segment, share of the base.
    pub smallest_share: f64,
    /// Whether every segment meets the minimum size and share, and at most half of the base is left out.
    pub eligible: bool,
}

/// Every candidate of one method, and the choice.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sweep {
    /// The method, for instance `kmeans`.
    pub method: String,
    /// Index that decided, for instance `davies_bouldin`; `given` when the user fixed k.
    pub chosen_by: String,
    /// Random starts of k-means per k.
    pub starts: usize,
    /// Smallest number of members a segment may have.
    pub min_size: usize,
    /// Smallest share of the members a segment may have.
    pub min_share: f64,
    /// The candidates: ascending in k, or in the order of the method's own grid.
    pub rows: Vec<SweepRow>,
    /// The number of clusters chosen (1 when no candidate was eligible).
    pub k: usize,
    /// The chosen row; `None` when none was eligible.
    pub chosen: Option<usize>,
    /// The next best eligible row by the same index.
    pub runner_up: Option<usize>,
    /// Why this one.
    pub reason: Statement,
}

impl Sweep {
    /// The chosen row.
    pub fn chosen_row(&self) -> Option<&SweepRow> {
        self.rows.get(self.chosen?)
    }

    /// Whether the rows are one for each of ascending numbers of clusters, so that they can be drawn over k.
    pub fn over_k(&self) -> bool {
        self.rows.windows(2).all(|pair| pair[0].k < pair[1].k)
    }
}

/// Several methods side by side, each at its best setting.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// One per method, in the order asked for.
    pub rows: Vec<Compared>,
    /// The best row; `None` when no method had an eligible candidate.
    pub chosen: Option<usize>,
    /// Which is best by what, and at what price.
    pub reason: Statement,
}

/// One method at its best setting.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// The method's id.
    pub method: String,
    /// The method's name.
    pub name: String,
    /// How many settings were tried.
    pub tried: usize,
    /// Its best one: the chosen, or where none is eligible the one with the best index; `None` when the method could not be
    /// fitted or no index is defined.
    pub best: Option<SweepRow>,
    /// Why it could not be fitted.
    pub refused: Option<String>,
    /// How far its division is that of the best method, everybody placed; `None` for a method without a division.
    pub agreement: Option<Agreement>,
}

/// How far two divisions of the same members agree.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// Adjusted Rand index: 1 is the same division, 0 is chance.
    pub adjusted_rand: f64,
    /// Adjusted mutual information: 1 is the same division, 0 is chance.
    pub adjusted_mutual_information: f64,
    /// For each cluster of the best method, in the order of its segments' clusters, the Jaccard index with the cluster of this
    /// method that is most like it: members in both over members in either.
    pub jaccard: Vec<f64>,
}

/// Points to draw. All pictures show the same members: all of them, or an even sample when there are many.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pictures {
    /// How many members are drawn.
    pub drawn: usize,
    /// Position in `segments` of each drawn member.
    pub segment: Vec<usize>,
    /// Features of the scatter (x, y): positions in `exploration.features`; `None` with fewer than two features.
    pub scatter: Option<(usize, usize)>,
    /// The features in the scatter matrix: positions in `exploration.features`, at most five.
    pub matrix: Vec<usize>,
    /// Values of the drawn members for every feature that occurs in `scatter` or `matrix`.
    pub values: Vec<PictureColumn>,
    /// The plane of the first two principal components; `None` with fewer than two varying features.
    pub plane: Option<Plane>,
}

/// One feature of the drawn members.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PictureColumn {
    /// Position in `exploration.features`.
    pub feature: usize,
    /// One per drawn member; `None` when missing.
    pub values: Vec<Option<f64>>,
}

/// The plane of the first two principal components of the prepared features.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plane {
    /// Coordinates of the drawn members.
    pub points: Vec<(f64, f64)>,
    /// Coordinates of the segments' centres, in the order of `segments`.
    pub centres: Vec<(f64, f64)>,
    /// Share of the variance that each of the two axes shows.
    pub explained: (f64, f64),
    /// Per prepared column (in the order of `recipe`, a category having one per value) its weight on each axis.
    pub loadings: Vec<(f64, f64)>,
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
