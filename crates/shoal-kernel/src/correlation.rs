//! How far two columns rise and fall together: Pearson's coefficient, and Spearman's, which looks only at the order.
//!
//! A constant column has no correlation with anything; the answer is then `None`, not 0.

use crate::moments::mean;
use crate::parallel::sum_rows;
use crate::quantile::mid_ranks;

/// Pearson's correlation of two columns of equal length, −1 to 1. `None` for fewer than 2 values, for columns of different
/// length and when a column is constant or its spread cannot be squared. Two passes.
pub fn pearson(a: &[f64], b: &[f64]) -> Option<f64> {
    if a.len() != b.len() || a.len() < 2 {
        return None;
    }
    let (mean_a, mean_b) = (mean(a)?, mean(b)?);
    let sums = sum_rows(a.len(), 3, |range, sums| {
        for (x, y) in a[range.clone()].iter().zip(&b[range]) {
            let (x, y) = (x - mean_a, y - mean_b);
            sums[0] += x * y;
            sums[1] += x * x;
            sums[2] += y * y;
        }
    });
    // A spread too small or too large to be squared has no correlation that could be trusted.
    let squarable = |sum: f64| (f64::MIN_POSITIVE..=f64::MAX).contains(&sum);
    if !squarable(sums[1]) || !squarable(sums[2]) {
        return None;
    }
    let correlation = sums[0] / (sums[1].sqrt() * sums[2].sqrt());
    correlation.is_finite().then(|| correlation.clamp(-1.0, 1.0))
}

/// Spearman's rank correlation, −1 to 1: Pearson's correlation of the ranks, where equal values share the mean of their
/// ranks. `None` as for [`pearson`]. Time O(n log n).
pub fn spearman(a: &[f64], b: &[f64]) -> Option<f64> {
    pearson(&mid_ranks(a), &mid_ranks(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn straight_and_bent_relations() {
        let x: Vec<f64> = (1..=20).map(f64::from).collect();
        let cubes: Vec<f64> = x.iter().map(|x| x * x * x).collect();
        let falling: Vec<f64> = x.iter().map(|x| 7.0 - 2.0 * x).collect();
        assert_eq!(pearson(&x, &falling), Some(-1.0));
        assert_eq!(spearman(&x, &cubes), Some(1.0));
        assert!(pearson(&x, &cubes).unwrap() < 0.95);
    }

    #[test]
    fn undefined_is_none() {
        let x = [1.0, 2.0, 3.0];
        assert_eq!(pearson(&x, &[0.1; 3]), None);
        assert_eq!(spearman(&[1e9 + 0.1; 3], &x), None);
        assert_eq!(pearson(&x, &x[..2]), None);
        assert_eq!(pearson(&[], &[]), None);
        assert_eq!(pearson(&[1.0], &[1.0]), None);
        assert_eq!(pearson(&[1e200, -1e200, 0.0], &x), None);
        assert_eq!(pearson(&[1e-200, -1e-200, 0.0], &x), None);
    }
}
