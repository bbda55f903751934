//! Every setting of a method that was tried, and the choice.

use super::votes::{Estimate, FoundAgain, Votes};
use crate::statement::Statement;
use serde::{Deserialize, Serialize};
use shoal_cluster::Value;
use std::collections::BTreeMap;

/// What the indices say of one labeling of given points; `None` where undefined.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
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
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
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
    /// How much tighter the clusters are than those of even values; higher is better.
    pub gap: Option<Estimate>,
    /// How well each half of the members foretells the clusters of the other, 0 to 1.
    pub prediction_strength: Option<Estimate>,
    /// How well the clusters are found again in resamples.
    pub stability: Option<FoundAgain>,
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
    /// What decided, for instance `consensus` or `davies_bouldin`; `given` when the user fixed k.
    pub chosen_by: String,
    /// Random starts of k-means per k.
    pub starts: usize,
    /// Smallest number of members a segment may have.
    pub min_size: usize,
    /// Smallest share of the members a segment may have.
    pub min_share: f64,
    /// How many settings were fitted and judged; of several forms with equal k only the best is a row.
    pub tried: usize,
    /// Members that were clustered: all, but for those that were set apart before.
    pub members: usize,
    /// The candidates: ascending in k, or in the order of the method's own grid.
    pub rows: Vec<SweepRow>,
    /// The number of clusters chosen (1 when no candidate was eligible).
    pub k: usize,
    /// The chosen row; `None` when none was eligible.
    pub chosen: Option<usize>,
    /// The next best eligible row by the same rule.
    pub runner_up: Option<usize>,
    /// What each criterion says about the number of segments; `None` when there was nothing to choose.
    pub votes: Option<Votes>,
    /// Why this one.
    pub reason: Statement,
    /// What a reader should know about the chosen fit.
    pub remarks: Vec<Remarked>,
}

/// Something that happened in the chosen fit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Remarked {
    /// A stable code: `moved` or `starved`.
    pub code: String,
    /// How many members it is about; of a starved component as many as it answers for by their probabilities.
    pub members: f64,
    /// In words.
    pub said: Statement,
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
