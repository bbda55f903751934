//! The points as every step of k-means wants them: checked, in blocks, with their mean and spread.

use shoal_kernel::moments::{column_means, column_variances};
use shoal_kernel::{Blocks, Points};

use crate::error::ClusterError;

/// Largest magnitude of a value: its square can be summed over any number of rows and columns without overflow.
pub const LARGEST: f64 = 1e140;

/// Points ready for k-means.
pub(super) struct Data {
    pub(super) blocks: Blocks,
    /// Mean of each column; sums are taken of the differences from it, so that an offset costs no digits.
    pub(super) origin: Vec<f64>,
    /// Mean over the columns of their variance (divisor n): the unit of `tol`.
    pub(super) mean_variance: f64,
}

impl Data {
    /// Lays out checked points.
    pub(super) fn new(points: &Points) -> Self {
        let variances = column_variances(points, 0).unwrap_or_default();
        Self {
            blocks: Blocks::new(points),
            origin: column_means(points),
            mean_variance: variances.iter().sum::<f64>() / points.columns() as f64,
        }
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
