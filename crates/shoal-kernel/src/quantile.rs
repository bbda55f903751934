//! Quantiles and ranks of sorted values.
//!
//! The quantile is the one of Hyndman and Fan's type 7, the default of NumPy, R and spreadsheets: the `n` sorted values lie
//! at 0, 1/(n−1), 2/(n−1) … 1 and the quantile is read off the straight lines between them.
//! Reference: Hyndman & Fan (1996), doi:10.1080/00031305.1996.10473566.

/// A copy of `values` in ascending order, fit for the functions of this page.
pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

/// The quantile at `p` (0 to 1; what lies outside is taken as the nearer end) of ascending `sorted` finite values; `None` for no
/// values and for a `p` that is NaN. Constant time.
pub fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1).filter(|_| !p.is_nan())?;
    let position = last as f64 * p.clamp(0.0, 1.0);
    let below = (position.floor() as usize).min(last);
    let (low, high) = (sorted[below], sorted[(below + 1).min(last)]);
    let share = position - below as f64;
    // Counted from the nearer end, so that both ends are met exactly.
    let step = high - low;
    if step.is_infinite() {
        // The two are farther apart than numbers reach.
        return Some(low * (1.0 - share) + high * share);
    }
    Some(if share < 0.5 { low + step * share } else { high - step * (1.0 - share) })
}

/// The middle of ascending `sorted` values (mean of the two middle ones for an even number); `None` for no values.
pub fn median(sorted: &[f64]) -> Option<f64> {
    quantile(sorted, 0.5)
}

/// Where `value` stands among ascending `sorted` values, 0 to 1: the share of them below it plus half the share equal to it.
/// `None` for no values. Time O(log n).
pub fn mid_rank(sorted: &[f64], value: f64) -> Option<f64> {
    if sorted.is_empty() {
        return None;
    }
    let below = sorted.partition_point(|other| *other < value);
    let up_to = sorted.partition_point(|other| *other <= value);
    Some((below + up_to) as f64 / 2.0 / sorted.len() as f64)
}

/// The rank of each value among all, 1 to n, in the order of `values`; equal values share the mean of their ranks.
/// Time O(n log n).
pub fn mid_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    for ties in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let end = start + ties.len();
        for &row in ties {
            ranks[row] = (start + 1 + end) as f64 / 2.0;
        }
        start = end;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_on_the_lines_between_values() {
        let values = [1.0, 2.0, 4.0, 8.0];
        let table =
            [(0.0, 1.0), (1.0, 8.0), (0.5, 3.0), (0.25, 1.75), (1.0 / 3.0, 2.0), (0.9, 6.8), (-3.0, 1.0), (7.0, 8.0)];
        for (p, expected) in table {
            assert!((quantile(&values, p).unwrap() - expected).abs() < 1e-14, "{p}");
        }
        assert_eq!(quantile(&[5.0], 0.3), Some(5.0));
        assert_eq!(quantile(&[], 0.3), None);
        assert_eq!(quantile(&[1.0], f64::NAN), None);
        assert_eq!(
            [0.0, 0.5, 1.0].map(|p| quantile(&[f64::MIN, f64::MAX], p)),
            [Some(f64::MIN), Some(0.0), Some(f64::MAX)]
        );
        assert_eq!(median(&sorted(&[9.0, 1.0, 5.0])), Some(5.0));
    }

    #[test]
    fn ranks_share_ties() {
        let base = [1.0, 2.0, 2.0, 3.0];
        let table = [(0.0, 0.0), (1.0, 0.125), (2.0, 0.5), (2.5, 0.75), (3.0, 0.875), (4.0, 1.0)];
        for (value, expected) in table {
            assert_eq!(mid_rank(&base, value), Some(expected), "{value}");
        }
        assert_eq!(mid_rank(&[], 1.0), None);
        assert_eq!(mid_ranks(&[5.0, 1.0, 5.0, -2.0]), [3.5, 2.0, 3.5, 1.0]);
        assert_eq!(mid_ranks(&[0.0, -0.0]), [1.5, 1.5]);
    }
}
