//! How features became the numbers that were clustered.

use serde::{Deserialize, Serialize};

/// What happens to one feature before clustering.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Prepared {
    /// A number: one column.
    Number(PreparedNumber),
    /// A category: one column per value.
    Category(PreparedCategory),
    /// Where a number is missing: one column.
    Missing(PreparedMissing),
}

impl Prepared {
    /// The feature's name.
    pub fn feature(&self) -> &str {
        match self {
            Self::Number(step) => &step.feature,
            Self::Category(step) => &step.feature,
            Self::Missing(step) => &step.feature,
        }
    }

    /// How many columns it becomes.
    pub fn columns(&self) -> usize {
        match self {
            Self::Number(_) | Self::Missing(_) => 1,
            Self::Category(step) => step.levels.len(),
        }
    }

    /// The step of a number.
    pub fn number(&self) -> Option<&PreparedNumber> {
        match self {
            Self::Number(step) => Some(step),
            Self::Category(_) | Self::Missing(_) => None,
        }
    }

    /// The step of a category.
    pub fn category(&self) -> Option<&PreparedCategory> {
        match self {
            Self::Number(_) | Self::Missing(_) => None,
            Self::Category(step) => Some(step),
        }
    }

    /// The step of a column that says where a number is missing.
    pub fn missing(&self) -> Option<&PreparedMissing> {
        match self {
            Self::Number(_) | Self::Category(_) => None,
            Self::Missing(step) => Some(step),
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
    /// How much the category counts in squared distances: every indicator is multiplied by the root of it.
    pub weight: f64,
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

/// What happens to missing values, shape, outliers, scale and weight of a number before clustering, in this order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreparedNumber {
    /// The feature.
    pub feature: String,
    /// Put in where it is missing: the base's median.
    pub impute: f64,
    /// How many members needed that.
    pub imputed: usize,
    /// How values are bent.
    pub shape: Shape,
    /// What becomes of values far outside; absent: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
    /// Subtracted after that.
    pub centre: f64,
    /// Divided by after that; positive.
    pub scale: f64,
    /// How much the feature counts in squared distances: multiplied by the root of it in the end.
    pub weight: f64,
}

/// How values are bent, so that a few large ones do not decide every distance. Every shape is ascending.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Shape {
    /// Not at all.
    None,
    /// `ln(1 + x)`.
    Log1p,
    /// `asinh(x / unit)`.
    Asinh {
        /// The median magnitude of the base's values other than 0.
        unit: f64,
    },
    /// The power transform of Yeo and Johnson.
    YeoJohnson {
        /// Its exponent.
        lambda: f64,
    },
    /// The normal score of the rank, on straight lines between knots.
    Rank {
        /// Values with their scores, both ascending.
        knots: Vec<Knot>,
    },
}

/// A value of the base and the normal score of its rank.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Knot {
    /// The value, in original units.
    pub value: f64,
    /// Its score.
    pub score: f64,
}

/// How far values may lie outside, after the transform, and what becomes of those beyond.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The lowest value within.
    pub low: f64,
    /// The highest value within.
    pub high: f64,
    /// What becomes of values beyond.
    pub beyond: Beyond,
}

/// What becomes of a value beyond the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Beyond {
    /// It is drawn in to the limit.
    Winsorized,
    /// Whoever has it is set apart.
    Apart,
}

/// The column that is 1 where a number is missing and 0 where it is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreparedMissing {
    /// The feature.
    pub feature: String,
    /// Its share of members without a value.
    pub share: f64,
    /// Subtracted.
    pub centre: f64,
    /// Divided by after that; positive.
    pub scale: f64,
    /// How much the column counts in squared distances: that of the feature.
    pub weight: f64,
}

/// One number before and after preparation: the evidence for what was done to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PreparedColumn {
    /// The feature; columns stand in the order of the numbers of the recipe.
    pub feature: String,
    /// Share of the members without a value.
    pub missing_share: f64,
    /// The known values as they came.
    pub before: Look,
    /// The same after shape, outliers, scale and weight.
    pub after: Look,
    /// What skewness each shape leaves that was looked at, before anything else is done; the first is that of none.
    pub tried: Vec<Tried>,
    /// How far out values lie after the shape.
    pub outlying: FarOut,
}

/// How values are distributed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Look {
    /// Skewness (adjusted Fisher-Pearson); `None` when undefined.
    pub skewness: Option<f64>,
    /// Minimum, first quartile, median, third quartile, maximum; `None` without values.
    pub five: Option<[f64; 5]>,
    /// Histogram: edges (bins + 1), evenly spaced, and members per bin.
    pub edges: Vec<f64>,
    /// See `edges`.
    pub counts: Vec<usize>,
}

/// A shape that was looked at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tried {
    /// Its word.
    pub shape: String,
    /// The skewness that it leaves; `None` when undefined.
    pub skewness: Option<f64>,
}

/// How many values lie far outside, and how much of the variance is theirs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FarOut {
    /// How many lie below and above the limits of the robust rule.
    pub counts: (usize, usize),
    /// Their share of the known values; `None` where the rule says nothing: half of the values are equal.
    pub share: Option<f64>,
    /// Their share of the variance; `None` as before, and where nothing varies.
    pub variance_share: Option<f64>,
}

/// A feature that was left out, with why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeftOut {
    /// Its name.
    pub feature: String,
    /// Why.
    pub reason: LeftOutReason,
}

/// Why a feature was left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LeftOutReason {
    /// All who have a value have the same.
    Constant,
    /// Nearly all have the same value.
    NearConstant {
        /// That value.
        value: f64,
        /// Share of those with a value who have it.
        share: f64,
    },
    /// Another feature says the same.
    Redundant {
        /// That feature.
        with: String,
        /// Spearman's rank correlation of the two.
        spearman: f64,
    },
}
