//! The base before anything is clustered.

use super::profile::FeatureCard;
use crate::statement::Statement;
use serde::Serialize;

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
