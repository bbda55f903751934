//! The base before anything is clustered.

use super::profile::FeatureCard;
use super::timeline::{Cohorts, Trend};
use crate::statement::Statement;
use serde::Serialize;

/// The base described before anything is clustered.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Exploration {
    /// One per available feature, in catalog order.
    pub features: Vec<Distribution>,
    /// Spearman rank correlations, features × features in the same order; `None` where undefined.
    pub correlations: Vec<Vec<Option<f64>>>,
    /// Pearson's correlations, in the same form.
    pub pearson: Vec<Vec<Option<f64>>>,
    /// The features in an order in which related ones stand together: positions in `features`, by average linkage of one minus the
    /// absolute rank correlation.
    pub order: Vec<usize>,
    /// The categories of the members: region, plan, favourite category.
    pub categories: Vec<CategoryCard>,
    /// Correlation ratio η of every category and every feature, 0 to 1, categories × features; `None` where undefined.
    pub correlation_ratios: Vec<Vec<Option<f64>>>,
    /// Cramér's V of every two categories, corrected for bias, 0 to 1; `None` where undefined.
    pub cramers_v: Vec<Vec<Option<f64>>>,
    /// Features of which nearly all members have the same value.
    pub near_constant: Vec<NearConstant>,
    /// Features that say nearly the same as another one.
    pub redundant: Vec<Redundant>,
    /// Where members lie by two features at a time; every member counts.
    pub density: Density,
    /// Revenue, orders and active customers over time; `None` without transactions.
    pub trend: Option<Trend>,
    /// Who came back, by when they first bought; `None` without purchases.
    pub cohorts: Option<Cohorts>,
    /// Share of the revenue that the fifth of the members (rounded up) with the highest revenue brings; `None` without revenue.
    pub top_fifth_revenue_share: Option<f64>,
    /// Share of the revenue that the member with the highest revenue brings; `None` without revenue.
    pub largest_member_share: Option<f64>,
    /// What stands out, in sentences.
    pub statements: Vec<Statement>,
}

impl Exploration {
    /// What is said of features that hardly vary, and of those that say the same as another one.
    pub fn findings(&self) -> impl Iterator<Item = &Statement> {
        let constant = self.near_constant.iter().map(|found| &found.said);
        constant.chain(self.redundant.iter().map(|found| &found.said))
    }
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
    /// Location, spread and tails; `None` when no member has it.
    pub statistics: Option<Statistics>,
    /// Skewness (adjusted Fisher-Pearson); `None` when undefined.
    pub skewness: Option<f64>,
    /// Values beyond these are outliers: Tukey's fences, 1.5 interquartile ranges beyond the quartiles, on the scale of the histogram.
    /// `None` where the quartiles are equal, so that nothing can be said.
    pub fences: Option<(f64, f64)>,
    /// How many outliers below and above.
    pub outliers: (usize, usize),
    /// The outlying members that lie farthest beyond a fence, farthest first, at most ten.
    pub outlying: Vec<Outlying>,
    /// Up to 200 outlying values (evenly taken from all of them, extremes included), for the picture.
    pub outlier_values: Vec<f64>,
    /// Whether the histogram's edges, and the fences, are evenly spaced in `sign(x) · ln(1 + |x|)` instead of in x (clearly skewed
    /// features).
    pub log_edges: bool,
    /// Histogram: edges (bins + 1) and members per bin.
    pub edges: Vec<f64>,
    /// See `edges`.
    pub counts: Vec<usize>,
}

/// Location, spread and tails of a feature; all exact, whatever the number of members.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Statistics {
    /// Members for which it is known.
    pub known: usize,
    /// Share of these with the value 0.
    pub zero_share: f64,
    /// How many different values there are.
    pub distinct: usize,
    /// The most frequent value, of equally frequent ones the smallest.
    pub mode: f64,
    /// Share of the known with the most frequent value.
    pub mode_share: f64,
    /// Mean; `None` where it is beyond all numbers.
    pub mean: Option<f64>,
    /// Standard deviation (divisor n − 1); `None` for one value.
    pub standard_deviation: Option<f64>,
    /// Distance between the quartiles.
    pub interquartile_range: f64,
    /// Median distance from the median, unscaled.
    pub median_absolute_deviation: f64,
    /// The quantiles 1, 5, 25, 50, 75, 95 and 99 % (linear interpolation).
    pub quantiles: [f64; 7],
    /// Excess kurtosis (adjusted; 0 for a normal distribution); `None` for fewer than four or only equal values.
    pub excess_kurtosis: Option<f64>,
    /// How wide the middle 98 % are beside the middle half, 1 for a normal distribution; unlike the kurtosis not decided by a few members.
    /// `None` where the quartiles are equal.
    pub tail_weight: Option<f64>,
}

/// A member beyond a fence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outlying {
    /// The member's id as it may be shown.
    pub member: String,
    /// Its value.
    pub value: f64,
}

/// What is known about a category.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CategoryCard {
    /// Its name as the table has it.
    pub name: String,
    /// How many different values there are.
    pub levels: usize,
    /// Members for which it is known.
    pub known: usize,
}

/// A feature that hardly varies.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NearConstant {
    /// Position in `features`.
    pub feature: usize,
    /// The value that nearly all have.
    pub value: f64,
    /// Share of the known with that value, at least 95 %.
    pub share: f64,
    /// It in a sentence.
    pub said: Statement,
}

/// Features of which one stands for all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Redundant {
    /// The one: position in `features`.
    pub representative: usize,
    /// The others, each with its rank correlation to the one, at least 0.95 without its sign.
    pub others: Vec<(usize, f64)>,
    /// It in a sentence.
    pub said: Statement,
}

/// How many members lie where, by two features at a time.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Density {
    /// The features, at most five.
    pub axes: Vec<DensityAxis>,
    /// Every pair of them.
    pub pairs: Vec<DensityPair>,
}

/// A feature cut into even steps on the scale of its histogram.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DensityAxis {
    /// Position in `features`.
    pub feature: usize,
    /// Ascending edges of the steps.
    pub edges: Vec<f64>,
}

/// Members by two features.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DensityPair {
    /// Across: position in `axes`.
    pub x: usize,
    /// Up: position in `axes`.
    pub y: usize,
    /// Members who have both.
    pub known: usize,
    /// Members per cell, row after row from the lowest step up: `counts[step of y · steps of x + step of x]`.
    pub counts: Vec<usize>,
}
