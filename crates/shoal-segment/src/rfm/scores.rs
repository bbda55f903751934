//! Scores of 1 to 5 by fifths, equal values always sharing one.
//!
//! **Rule.** Among the customers fitted on, let `b` be the share of those whose value is strictly smaller. The score is one
//! more than the number of whole fifths in `b`: 1 for `b` below 1/5, 2 for `b` of 1/5 to below 2/5 …, 5 for `b` of 4/5 and
//! more. Recency runs the other way: 5 for the fewest days, so 5 minus the number of whole fifths. If all values differ and
//! their number is divisible by five, every score has exactly a fifth of the customers.
//!
//! **Thresholds.** The same as four values per measure, which is what a model keeps: threshold `j` is the smallest value such
//! that at least `j` fifths of the customers are at or below it (the quantile of type 1 of Hyndman and Fan), and a value's
//! score is one more than the number of thresholds strictly below it. Thresholds are values that occur.
//!
//! **Ties.** A group of equal values takes one score, that of its first member: if 70 % of the customers have one order, they
//! all score 1, customers with more start at 4, and 2 and 3 do not occur. If all are equal, all score 1 (recency: 5). Where
//! scores do not occur, [`few_scores`] says so.
//!
//! Reference: Hyndman & Fan (1996), doi:10.1080/00031305.1996.10473566.

use crate::rfm::cell::{HIGHEST, MEASURES};
use shoal_kernel::parallel::map_blocks;
use shoal_kernel::{Points, quantile};
use std::fmt;

/// Thresholds per measure.
pub const CUTS: usize = HIGHEST as usize - 1;

/// The column and place of recency, which counts the other way round.
const RECENCY: usize = 0;

/// Names of the measures, as the features are called.
pub const MEASURE_NAMES: [&str; MEASURES] = ["recency_days", "orders", "revenue"];

/// Four values per measure (days since the last order, orders, revenue), ascending; neighbours may be equal.
#[derive(Debug, Clone, PartialEq)]
pub struct Thresholds {
    values: [[f64; CUTS]; MEASURES],
}

impl Thresholds {
    /// The fifths of `points` (rows × 3, finite); `None` without rows or with other columns. Time O(n log n).
    pub fn of(points: &Points) -> Option<Self> {
        if points.rows() == 0 || points.columns() != MEASURES {
            return None;
        }
        let cuts = |measure: usize| {
            let sorted = quantile::sorted(&points.column(measure));
            std::array::from_fn(|cut| sorted[((cut + 1) * sorted.len()).div_ceil(CUTS + 1) - 1])
        };
        Some(Self { values: std::array::from_fn(cuts) })
    }

    /// Takes thresholds as they were kept: 3 × 4, finite, ascending within a measure; else `None`.
    pub fn new(values: [[f64; CUTS]; MEASURES]) -> Option<Self> {
        let sound = |cuts: &[f64; CUTS]| cuts.iter().all(|cut| cut.is_finite()) && cuts.is_sorted();
        values.iter().all(sound).then_some(Self { values })
    }

    /// The thresholds of recency in days, of orders and of revenue.
    pub fn values(&self) -> &[[f64; CUTS]; MEASURES] {
        &self.values
    }

    /// The scores of one row of three finite values: recency, frequency, monetary value, each 1 to 5.
    pub fn scores_of(&self, row: &[f64]) -> [u8; MEASURES] {
        let mut scores = [1; MEASURES];
        for (measure, (score, (cuts, value))) in scores.iter_mut().zip(self.values.iter().zip(row)).enumerate() {
            let below = cuts.iter().filter(|cut| *cut < value).count() as u8;
            *score = if measure == RECENCY { HIGHEST - below } else { 1 + below };
        }
        scores
    }

    /// The scores of all rows of `points` (rows × 3, finite), in their order.
    pub fn scores(&self, points: &Points) -> Vec<[u8; MEASURES]> {
        map_blocks(points.rows(), |rows| rows.map(|row| self.scores_of(points.row(row))).collect::<Vec<_>>()).concat()
    }
}

/// A measure with fewer than five scores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FewScores {
    /// The measure, one of [`MEASURE_NAMES`].
    pub measure: &'static str,
    /// The scores that occur, ascending.
    pub occurring: Vec<u8>,
}

impl fmt::Display for FewScores {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scores: Vec<String> = self.occurring.iter().map(u8::to_string).collect();
        let (word, verb) = if scores.len() == 1 { ("score", "occurs") } else { ("scores", "occur") };
        let measure = self.measure;
        write!(out, "{measure}: only {word} {} {verb}, because too few values differ", scores.join(", "))
    }
}

/// The measures of which not all five scores occur among `scores`; none without rows.
pub fn few_scores(scores: &[[u8; MEASURES]]) -> Vec<FewScores> {
    let occurring = |measure: usize| {
        (1..=HIGHEST).filter(|score| scores.iter().any(|row| row[measure] == *score)).collect::<Vec<u8>>()
    };
    (0..MEASURES)
        .map(|measure| FewScores { measure: MEASURE_NAMES[measure], occurring: occurring(measure) })
        .filter(|few| !scores.is_empty() && few.occurring.len() < usize::from(HIGHEST))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The scores of one column, used for all three measures.
    fn scores(values: &[f64]) -> Vec<[u8; MEASURES]> {
        let points = Points::new(values.iter().flat_map(|&value| [value; MEASURES]).collect(), MEASURES).unwrap();
        Thresholds::of(&points).unwrap().scores(&points)
    }

    fn orders(values: &[f64]) -> Vec<u8> {
        scores(values).iter().map(|row| row[1]).collect()
    }

    fn days(values: &[f64]) -> Vec<u8> {
        scores(values).iter().map(|row| row[0]).collect()
    }

    #[test]
    fn different_values_make_equal_fifths() {
        let ten: Vec<f64> = (0..10).map(f64::from).collect();
        assert_eq!(orders(&ten), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
        assert_eq!(days(&ten), [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]);
        assert_eq!(orders(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]), [1, 1, 2, 3, 3, 4, 5]);
    }

    #[test]
    fn equal_values_share_a_score() {
        let mut values = vec![1.0; 70];
        values.extend([2.0; 12]);
        values.extend([3.0; 18]);
        let expected: Vec<u8> = [[1; 70].as_slice(), &[4; 12], &[5; 18]].concat();
        assert_eq!(orders(&values), expected);
        let few = few_scores(&scores(&values));
        assert_eq!(few[1].to_string(), "orders: only scores 1, 4, 5 occur, because too few values differ");
        assert_eq!(few[0].occurring, [1, 2, 5]);
        assert_eq!(orders(&[0.0, -0.0, 0.0, -0.0]), [1; 4]);
    }

    #[test]
    fn few_customers() {
        for same in [vec![7.0], vec![7.0; 9]] {
            assert!(scores(&same).iter().all(|row| *row == [5, 1, 1]));
            assert_eq!(
                few_scores(&scores(&same))[2].to_string(),
                "revenue: only score 1 occurs, because too few values differ"
            );
        }
        assert_eq!(orders(&[1.0, 2.0]), [1, 3]);
        assert_eq!(orders(&[1.0, 2.0, 3.0]), [1, 2, 4]);
        assert_eq!(orders(&[-f64::MAX, f64::MIN_POSITIVE / 2.0, 0.0, 1e300, f64::MAX]), [1, 3, 2, 4, 5]);
        assert!(few_scores(&[]).is_empty());
    }

    #[test]
    fn thresholds_that_cannot_be() {
        let none = Points::new(Vec::new(), MEASURES).unwrap();
        assert_eq!(Thresholds::of(&none), None);
        assert_eq!(Thresholds::of(&Points::new(vec![1.0, 2.0], 2).unwrap()), None);
        let good = [0.0, 1.0, 1.0, 2.0];
        assert!(Thresholds::new([good; 3]).is_some());
        for bad in [[1.0, 0.0, 2.0, 3.0], [0.0, 1.0, 2.0, f64::INFINITY], [f64::NAN, 1.0, 2.0, 3.0]] {
            assert_eq!(Thresholds::new([good, bad, good]), None);
        }
    }
}
