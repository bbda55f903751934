//! Normal values with wanted correlations.

use shoal_kernel::matrix::Square;
use shoal_kernel::{Stream, eigen};

/// A matrix that gives independent normal values a covariance.
#[derive(Clone, Debug)]
pub(super) struct Factor {
    /// Columns × columns: row i makes column i.
    rows: Vec<Vec<f64>>,
}

impl Factor {
    /// The factor for this covariance, or for the nearest one that can be had where directions would have a negative variance.
    pub(super) fn of(covariance: &Square) -> Self {
        let eigen = eigen::symmetric(covariance);
        let columns = covariance.size();
        let entry = |i: usize, j: usize| eigen.vectors.get(j, i) * eigen.values[j].max(0.0).sqrt();
        Self { rows: (0..columns).map(|i| (0..columns).map(|j| entry(i, j)).collect()).collect() }
    }

    /// So many `rows` of values with that covariance, column after column.
    pub(super) fn draw(&self, rows: usize, stream: &mut Stream) -> Vec<Vec<f64>> {
        let width = self.rows.len();
        let mut columns = vec![Vec::with_capacity(rows); width];
        let mut independent = vec![0.0; width];
        for _ in 0..rows {
            independent.iter_mut().for_each(|value| *value = stream.normal());
            for (column, weights) in columns.iter_mut().zip(&self.rows) {
                column.push(weights.iter().zip(&independent).map(|(weight, value)| weight * value).sum());
            }
        }
        columns
    }
}

/// The values of `columns` row after row.
pub(super) fn row_major(columns: &[Vec<f64>]) -> Vec<f64> {
    let rows = columns.first().map_or(0, Vec::len);
    (0..rows).flat_map(|row| columns.iter().map(move |column| column[row])).collect()
}
