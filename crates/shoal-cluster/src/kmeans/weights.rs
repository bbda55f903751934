//! Row weights: how much each row counts.
//!
//! A whole number as weight is the same as that many copies of the row; a row of weight 0 moves no centre and is only given a
//! label. Where weights are not whole numbers, sums of weighted rows are taken afresh in every iteration: with weights of very
//! different size, a sum that rows are added to and taken from would not come back to what it was.

use shoal_kernel::parallel::sum_rows;
use shoal_kernel::singles::{GROUP, Strip};
use shoal_kernel::{Points, Stream};

use crate::error::ClusterError;

/// Smallest weight beside 0: what it is multiplied with keeps its digits.
pub const SMALLEST_WEIGHT: f64 = 1e-12;

/// Largest weight: times the square of the largest value it can be summed over any number of rows without overflow.
pub const LARGEST_WEIGHT: f64 = 1e12;

/// Sum up to which whole numbers are added without rounding.
const LARGEST_SUM: f64 = 9_007_199_254_740_992.0;

/// Checked weights, one per row, and once more as single precision wants them.
pub(super) struct Weights {
    values: Vec<f64>,
    /// Whether all are whole numbers, so that their sums are exact.
    pub(super) whole: bool,
    /// In groups as the rows are; 0 in the places after the last row.
    strips: Vec<Strip>,
}

impl Weights {
    /// Lays out checked weights, one per row.
    pub(super) fn new(values: &[f64]) -> Self {
        let mut strips = vec![[0.0; GROUP]; values.len().div_ceil(GROUP)];
        for (strip, values) in strips.iter_mut().zip(values.chunks(GROUP)) {
            strip.iter_mut().zip(values).for_each(|(place, &value)| *place = value as f32);
        }
        let whole = values.iter().all(|value| value.fract() == 0.0) && values.iter().sum::<f64>() < LARGEST_SUM;
        Self { values: values.to_vec(), whole, strips }
    }

    /// The weights of the rows with these numbers.
    pub(super) fn select(&self, rows: &[usize]) -> Self {
        Self::new(&rows.iter().map(|&row| self.values[row]).collect::<Vec<f64>>())
    }

    /// The weights of group `number`, in single precision.
    #[inline(always)]
    pub(super) fn strip(&self, number: usize) -> &Strip {
        &self.strips[number]
    }

    /// The weight of `row`.
    #[inline]
    pub(super) fn of(&self, row: usize) -> f64 {
        self.values[row]
    }

    /// A row, drawn in proportion to the weights.
    pub(super) fn draw(&self, stream: &mut Stream) -> usize {
        let weights = &self.values;
        let mut left = stream.uniform() * weights.iter().sum::<f64>();
        let mut drawn = 0;
        for (row, &weight) in weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
            drawn = row;
            left -= weight;
            if left < 0.0 {
                break;
            }
        }
        drawn
    }
}

/// Refuses weights that are not one per row, not 0 and not from [`SMALLEST_WEIGHT`] to [`LARGEST_WEIGHT`], or all 0.
pub(super) fn check_weights(weights: &[f64], rows: usize) -> Result<(), ClusterError> {
    if weights.len() != rows {
        return Err(ClusterError::WeightCount { weights: weights.len(), rows });
    }
    let allowed = |weight: f64| weight == 0.0 || (SMALLEST_WEIGHT..=LARGEST_WEIGHT).contains(&weight);
    if let Some(row) = weights.iter().position(|&weight| !allowed(weight)) {
        return Err(ClusterError::Weight { row, weight: weights[row] });
    }
    if weights.iter().all(|&weight| weight == 0.0) {
        return Err(ClusterError::NoWeight);
    }
    Ok(())
}

/// The mean over the columns of their weighted variance.
pub(super) fn mean_variance(points: &Points, weights: &Weights) -> f64 {
    let columns = points.columns();
    let first = points.row(0);
    let sums = sum_rows(points.rows(), columns + 1, |range, sums| {
        for row in range {
            for ((sum, value), first) in sums.iter_mut().zip(points.row(row)).zip(first) {
                *sum += (value - first) * weights.of(row);
            }
            sums[columns] += weights.of(row);
        }
    });
    let total = sums[columns];
    let means: Vec<f64> = sums.iter().zip(first).map(|(sum, first)| first + sum / total).collect();
    let squares = sum_rows(points.rows(), 1, |range, sums| {
        for row in range {
            sums[0] += shoal_kernel::distance::squared(points.row(row), &means) * weights.of(row);
        }
    });
    squares[0] / total / columns as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_checked_with_their_row() {
        let table: [(&[f64], &str); 6] = [
            (&[1.0], "weights: 1, allowed is one for each of the 2 rows"),
            (&[1.0, -1.0], "weight of row 1 (from 0): -1.0, allowed are 0 and numbers from 1e-12 to 1e12"),
            (&[f64::NAN, 1.0], "weight of row 0 (from 0): NaN, allowed are 0 and numbers from 1e-12 to 1e12"),
            (&[1.0, f64::INFINITY], "weight of row 1 (from 0): inf, allowed are 0 and numbers from 1e-12 to 1e12"),
            (&[1.0, 1e-320], "weight of row 1 (from 0): 1e-320, allowed are 0 and numbers from 1e-12 to 1e12"),
            (&[0.0, 0.0], "weights: all 0, allowed is at least one above 0"),
        ];
        for (weights, message) in table {
            assert_eq!(check_weights(weights, 2).unwrap_err().to_string(), message);
        }
        assert!(check_weights(&[0.0, 1e12], 2).is_ok());
    }

    #[test]
    fn the_variance_is_that_of_repeated_rows() {
        let points = Points::new(vec![1e6, 3.0, 1e6 + 1.0, 5.0, 1e6 + 7.0, 9.0], 2).unwrap();
        let variance = mean_variance(&points, &Weights::new(&[2.0, 0.0, 1.0]));
        let repeated = points.select(&[0, 0, 2]);
        let expected = shoal_kernel::moments::column_variances(&repeated, 0).unwrap();
        assert!((variance - (expected[0] + expected[1]) / 2.0).abs() < 1e-9);
    }

    #[test]
    fn rows_without_weight_are_never_drawn() {
        let mut values = vec![0.0; 600];
        (values[300], values[301]) = (1.0, 3.0);
        let weights = Weights::new(&values);
        let mut stream = Stream::new(1, 1);
        let drawn: Vec<usize> = (0..400).map(|_| weights.draw(&mut stream)).collect();
        let heavy = drawn.iter().filter(|&&row| row == 301).count();
        assert!(drawn.iter().all(|row| [300, 301].contains(row)) && (270..330).contains(&heavy));
        assert_eq!((weights.of(301), weights.of(302)), (3.0, 0.0));
    }
}
