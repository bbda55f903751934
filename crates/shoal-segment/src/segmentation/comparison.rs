//! Several methods side by side.

use super::sweep::SweepRow;
use crate::statement::Statement;
use serde::Serialize;

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
