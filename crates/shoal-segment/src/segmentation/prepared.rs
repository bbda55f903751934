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
