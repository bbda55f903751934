//! The points as every step of k-means wants them: checked, in blocks, with their mean, spread and weights.

use shoal_kernel::moments::{column_means, column_variances};
use shoal_kernel::{Blocks, Points};

use super::weights::{Weights, check_weights, mean_and_variance};
use crate::error::ClusterError;

/// Largest magnitude of a value: its square can be summed over any number of rows and columns without overflow.
pub const LARGEST: f64 = 1e140;

/// Points and how much each of them counts.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a> {
    pub(super) points: &'a Points,
    /// One per row; `None` when all count the same.
    pub(super) weights: Option<&'a [f64]>,
}

impl<'a> Rows<'a> {
    /// Points with their weights, checked.
    pub(super) fn checked(points: &'a Points, weights: Option<&'a [f64]>) -> Result<Self, ClusterError> {
        check_points(points)?;
        weights.map_or(Ok(()), |weights| check_weights(weights, points.rows()))?;
        Ok(Self { points, weights })
    }

    /// The numbers of the rows that count.
    pub(super) fn counting(&self) -> Vec<usize> {
        let counts = |row: &usize| self.weights.is_none_or(|weights| weights[*row] > 0.0);
        (0..self.points.rows()).filter(counts).collect()
    }

    /// The data of the rows with these numbers.
    pub(super) fn select(&self, rows: &[usize]) -> Data {
        let weights: Option<Vec<f64>> = self.weights.map(|weights| rows.iter().map(|&row| weights[row]).collect());
        Data::new(Rows { points: &self.points.select(rows), weights: weights.as_deref() })
    }
}

/// Points ready for k-means.
pub(super) struct Data {
    pub(super) blocks: Blocks,
    /// Mean of each column; sums are taken of the differences from it, so that an offset costs no digits.
    pub(super) origin: Vec<f64>,
    /// Mean over the columns of their variance (divisor n): the unit of `tol`.
    pub(super) mean_variance: f64,
    /// How much each row counts; `None` when all count the same.
    pub(super) weights: Option<Weights>,
}

impl Data {
    /// Lays out checked rows.
    pub(super) fn new(rows: Rows<'_>) -> Self {
        let (origin, mean_variance) = match rows.weights {
            Some(weights) => mean_and_variance(rows.points, weights),
            None => {
                let variances = column_variances(rows.points, 0).unwrap_or_default();
                (column_means(rows.points), variances.iter().sum::<f64>() / rows.points.columns() as f64)
            }
        };
        Self { blocks: Blocks::new(rows.points), origin, mean_variance, weights: rows.weights.map(Weights::new) }
    }

    /// How much `row` counts.
    #[inline]
    pub(super) fn weight(&self, row: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights.of(row))
    }

    pub(super) fn rows(&self) -> usize {
        self.blocks.rows()
    }

    pub(super) fn columns(&self) -> usize {
        self.blocks.columns()
    }
}

/// Refuses points without rows and values that are not finite or too large.
pub(crate) fn check_points(points: &Points) -> Result<(), ClusterError> {
    if points.rows() == 0 {
        return Err(ClusterError::NoRows);
    }
    check_values(points)
}

/// Refuses values that are not finite or too large.
pub(crate) fn check_values(points: &Points) -> Result<(), ClusterError> {
    // NaN is not smaller than anything, so it is refused too.
    let unusable = |value: f64| value.is_nan() || value.abs() > LARGEST;
    match points.first_where(unusable) {
        Some((row, column)) => Err(ClusterError::Value { row, column, value: points.row(row)[column] }),
        None => Ok(()),
    }
}
