//! Mean, variance, skewness, kurtosis and covariance, sound for values far from zero.
//!
//! Every sum is taken over differences: of one list of values first from one of them, which gives the mean, then from the mean;
//! of columns from an origin among the rows. Equal values therefore have a variance of exactly 0, and an offset of 10⁶ or 10⁹
//! costs no digits of the spread.
//!
//! Values up to 10¹⁴⁰ in magnitude have finite moments. Where a sum leaves the numbers there are, or a value is not finite,
//! the moment is `None`; [`column_means`] alone then has entries that are not finite.

use crate::matrix::Square;
use crate::parallel::sum_rows;
use crate::points::Points;
use crate::scatter::Scatter;
use crate::survey::Survey;

/// Arithmetic mean; `None` for no values and where it is not finite. One pass.
pub fn mean(values: &[f64]) -> Option<f64> {
    let &first = values.first()?;
    let sums = sum_rows(values.len(), 1, |range, sums| {
        for value in &values[range] {
            sums[0] += value - first;
        }
    });
    finite(first + sums[0] / values.len() as f64)
}

/// The number, when it is one.
fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// Variance with divisor `n - ddof` (0: of the values themselves, 1: estimate for a population); `None` when there are not
/// more than `ddof` values. Two passes.
pub fn variance(values: &[f64], ddof: usize) -> Option<f64> {
    let divisor = values.len().checked_sub(ddof).filter(|&divisor| divisor > 0)?;
    let [second, _] = central_sums(values)?;
    finite(second / divisor as f64)
}

/// Skewness, the adjusted Fisher–Pearson coefficient `G₁ = g₁ √(n (n − 1)) / (n − 2)` with `g₁ = m₃ / m₂^1.5`.
///
/// `None` for fewer than 3 values and when all values are equal. It is positive when the long tail is on the right.
/// Two passes. Reference: Joanes & Gill (1998), doi:10.1111/1467-9884.00122.
pub fn skewness(values: &[f64]) -> Option<f64> {
    if values.len() < 3 {
        return None;
    }
    let n = values.len() as f64;
    let [second, third] = central_sums(values)?;
    let (m2, m3) = (second / n, third / n);
    let g1 = m3 / (m2 * m2.sqrt());
    // A spread too small to be squared counts as none.
    g1.is_finite().then(|| g1 * (n * (n - 1.0)).sqrt() / (n - 2.0))
}

/// Excess kurtosis, adjusted: `G₂ = (n − 1) / ((n − 2)(n − 3)) · ((n + 1) g₂ + 6)` with `g₂ = m₄ / m₂² − 3`; 0 for a normal distribution.
///
/// `None` for fewer than 4 values, when all are equal and where a power is not finite. It is positive when the tails are long.
/// Three passes. Reference: Joanes & Gill (1998), doi:10.1111/1467-9884.00122.
pub fn excess_kurtosis(values: &[f64]) -> Option<f64> {
    if values.len() < 4 {
        return None;
    }
    let n = values.len() as f64;
    let deviation = variance(values, 0)?.sqrt();
    if deviation < f64::MIN_POSITIVE {
        return None;
    }
    let centre = mean(values)?;
    let sums = sum_rows(values.len(), 1, |range, sums| {
        for value in &values[range] {
            let square = ((value - centre) / deviation).powi(2);
            sums[0] += square * square;
        }
    });
    let g2 = finite(sums[0] / n)? - 3.0;
    finite((n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1.0) * g2 + 6.0))
}

/// Sums of the second and third powers of the differences from the mean.
fn central_sums(values: &[f64]) -> Option<[f64; 2]> {
    let centre = mean(values)?;
    let sums = sum_rows(values.len(), 3, |range, sums| {
        for value in &values[range] {
            let difference = value - centre;
            let square = difference * difference;
            sums[0] += difference;
            sums[1] += square;
            sums[2] += square * difference;
        }
    });
    // What the rounding of the mean left over is taken out again (the corrected two-pass form).
    let n = values.len() as f64;
    let rest = sums[0] / n;
    let second = finite(sums[1] - n * rest * rest)?.max(0.0);
    let third = sums[2] - 3.0 * rest * sums[1] + 2.0 * n * rest * rest * rest;
    Some([second, third])
}

/// Mean of each column; zeros for no rows. One pass, rarely two ([`Survey`]).
pub fn column_means(points: &Points) -> Vec<f64> {
    Survey::new(points).means()
}

/// Variance of each column with divisor `rows - ddof`; `None` when there are not more than `ddof` rows or one of them is not
/// finite. One pass, rarely two ([`Survey`]).
pub fn column_variances(points: &Points, ddof: usize) -> Option<Vec<f64>> {
    Survey::new(points).variances(ddof)
}

/// Covariances of the columns, `columns` × `columns`, with divisor `rows - ddof`; `None` when there are not more than `ddof`
/// rows or one of them is not finite. One pass, rarely two ([`Scatter`]), time O(rows × columns²).
pub fn covariance(points: &Points, ddof: usize) -> Option<Square> {
    Scatter::new(points).covariance(ddof)
}

/// Adds the differences of `row` from `origin`, `times` times, to `sums`: one number per column each. To be called inside a
/// [`crate::lanes::Arithmetic`].
#[inline(always)]
pub fn add_difference(row: &[f64], origin: &[f64], times: f64, sums: &mut [f64]) {
    // Eight columns at once, which is one vector where there are wide ones.
    let (sums, rest) = sums.as_chunks_mut::<8>();
    let ((rows, row_rest), (origins, origin_rest)) = (row.as_chunks::<8>(), origin.as_chunks::<8>());
    for ((sums, row), origin) in sums.iter_mut().zip(rows).zip(origins) {
        // In a place of its own, so that it is seen to be apart from the row.
        let mut all = *sums;
        for column in 0..8 {
            all[column] += (row[column] - origin[column]) * times;
        }
        *sums = all;
    }
    for ((sum, value), origin) in rest.iter_mut().zip(row_rest).zip(origin_rest) {
        *sum += (value - origin) * times;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_moments() {
        let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
        assert_eq!(mean(&values), Some(5.0));
        assert_eq!(variance(&values, 0), Some(4.0));
        assert_eq!(variance(&values, 1), Some(32.0 / 7.0));
        assert_eq!(skewness(&[1.0, 2.0, 3.0]), Some(0.0));
        assert!(skewness(&[1.0, 1.0, 9.0]).unwrap() > 1.7);
        // g₂ = 44.5 / 16 − 3 over eight values.
        let g2 = 44.5 / 16.0 - 3.0;
        assert!((excess_kurtosis(&values).unwrap() - 7.0 / 30.0 * (9.0 * g2 + 6.0)).abs() < 1e-14);
    }

    #[test]
    fn undefined_is_none() {
        assert_eq!(mean(&[]), None);
        assert_eq!(mean(&[f64::MAX, f64::MIN]), None);
        assert_eq!(variance(&[1e200, -1e200], 0), None);
        let far = Points::new(vec![1.0, 1e200, 2.0, -1e200], 2).unwrap();
        assert_eq!((column_variances(&far, 0), covariance(&far, 0)), (None, None));
        assert_eq!(variance(&[], 0), None);
        assert_eq!(variance(&[3.0], 1), None);
        assert_eq!(variance(&[3.0], 0), Some(0.0));
        assert_eq!(skewness(&[1.0, 2.0]), None);
        assert_eq!(skewness(&[0.1; 9]), None);
        assert_eq!((excess_kurtosis(&[1.0, 2.0, 3.0]), excess_kurtosis(&[0.1; 9])), (None, None));
        assert_eq!(excess_kurtosis(&[f64::MAX, f64::MIN, 0.0, 1.0]), None);
        assert_eq!(skewness(&[1e9 + 0.1; 9]), None);
        assert_eq!(covariance(&Points::new(vec![1.0, 2.0], 2).unwrap(), 1), None);
        assert_eq!(column_means(&Points::new(Vec::new(), 2).unwrap()), [0.0, 0.0]);
    }

    #[test]
    fn an_offset_costs_no_digits() {
        let values: Vec<f64> = (0..10_000).map(|i| f64::from(i % 7)).collect();
        let shifted: Vec<f64> = values.iter().map(|value| value + 1e9).collect();
        assert!((variance(&values, 1).unwrap() - variance(&shifted, 1).unwrap()).abs() < 1e-12);
        assert!((skewness(&values).unwrap() - skewness(&shifted).unwrap()).abs() < 1e-12);
    }

    #[test]
    fn columns_agree_with_the_covariance() {
        let values: Vec<f64> = (0..30_000).map(|i| f64::from(i * 7919 % 1009) + 1e6).collect();
        let points = Points::new(values, 3).unwrap();
        let matrix = covariance(&points, 1).unwrap();
        for (column, variances) in column_variances(&points, 1).unwrap().into_iter().enumerate() {
            assert!((variances / matrix.get(column, column) - 1.0).abs() < 1e-13);
            assert!((variances / variance(&points.column(column), 1).unwrap() - 1.0).abs() < 1e-13);
        }
        assert_eq!(matrix.get(0, 2), matrix.get(2, 0));
    }
}
