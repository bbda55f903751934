//! How much each row counts, and what that is true of.

use serde::Serialize;
use shoal_cluster::kmeans;

/// The smallest and the largest weight; 0 is allowed beside them.
pub const WEIGHTS: (f64, f64) = (kmeans::SMALLEST_WEIGHT, kmeans::LARGEST_WEIGHT);

/// What is not weighted.
const SCOPE: &str = "the method counts each row by its weight: centres and loss; scale, components, indices, sizes and means \
                     count every row once";

/// Weights of rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// Name of the column that they come from.
    pub column: String,
    /// One per row: 0, or within [`WEIGHTS`]; at least one above 0.
    pub values: Vec<f64>,
}

/// The weights as they are told.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Weighted {
    /// Name of the column.
    pub column: String,
    /// Their sum.
    pub total: f64,
    /// Rows of weight 0: they get a cluster and move none.
    pub without: usize,
    /// What is weighted and what is not, in a sentence.
    pub scope: &'static str,
}

impl Weights {
    /// In a few words.
    pub(super) fn told(&self) -> Weighted {
        Weighted {
            column: self.column.clone(),
            total: self.values.iter().sum(),
            without: self.values.iter().filter(|&&weight| weight == 0.0).count(),
            scope: SCOPE,
        }
    }
}
