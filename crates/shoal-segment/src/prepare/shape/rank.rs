//! Ranks as normal scores: the value whose rank among n is r becomes the quantile of the normal distribution at r / (n + 1).
//!
//! These are the scores of van der Waerden; equal values share the mean of their ranks.
//!
//! # How it works
//! 1. [`fit`] keeps values of the base with their scores as knots: all different values, or, where there are more than 1,000, those that
//!    stand where 1,000 scores, evenly spaced from the lowest to the highest, fall.
//! 2. [`apply`] reads the score of any value off the straight lines between knots; beyond the ends it is that of the end.
//!
//! # Edges
//! Without values there is one knot, 0 with score 0. Of few different values each keeps its score exactly; of many, a score is off
//! by one step of the knots at the most (less than a hundredth), and by far less where values lie close.
//!
//! # Differences from scikit-learn
//! `QuantileTransformer(output_distribution="normal")` spreads its knots evenly over ranks, reaches from the quantile of 10⁻⁷ to that of
//! 1 − 10⁻⁷ whatever n, and gives equal values the middle of their first and last score. Here as `scipy.stats.norm.ppf(rankdata(x) / (n + 1))`.
//!
//! # References
//! B. L. van der Waerden, Order tests for the two-sample problem and their power, *Indag. Math.* 14 (1952),
//! doi:10.1016/S1385-7258(52)50063-5.

use super::normal;
use crate::segmentation::Knot;

/// Knots that are kept at the most.
const KNOTS: usize = 1_000;

/// The knots of ascending values.
pub(super) fn fit(sorted: &[f64]) -> Vec<Knot> {
    if sorted.is_empty() {
        return vec![Knot { value: 0.0, score: 0.0 }];
    }
    let ranks = sorted.len() as f64 + 1.0;
    let mut start = 0;
    let mut all: Vec<Knot> = Vec::new();
    for ties in sorted.chunk_by(|a, b| a == b) {
        let rank = start as f64 + (ties.len() as f64 + 1.0) / 2.0;
        all.push(Knot { value: ties[0], score: normal::quantile(rank / ranks) });
        start += ties.len();
    }
    thinned(all)
}

/// Of many knots those at which even scores fall, the ends among them.
fn thinned(all: Vec<Knot>) -> Vec<Knot> {
    if all.len() <= KNOTS {
        return all;
    }
    let (low, high) = (all[0].score, all[all.len() - 1].score);
    let place = |step: usize| {
        let score = low + (high - low) * step as f64 / (KNOTS - 1) as f64;
        all.partition_point(|knot| knot.score < score).min(all.len() - 1)
    };
    let mut places: Vec<usize> = (0..KNOTS).map(place).collect();
    places[KNOTS - 1] = all.len() - 1;
    places.dedup();
    places.into_iter().map(|at| all[at]).collect()
}

/// The score of a value.
pub(super) fn apply(value: f64, knots: &[Knot]) -> f64 {
    let above = knots.partition_point(|knot| knot.value < value);
    let (Some(before), Some(next)) = (above.checked_sub(1).and_then(|at| knots.get(at)), knots.get(above)) else {
        return if above == 0 { knots.first() } else { knots.last() }.map_or(0.0, |knot| knot.score);
    };
    if value == next.value {
        return next.score;
    }
    let step = next.value - before.value;
    let share = match step.is_finite() {
        true => (value - before.value) / step,
        // Farther apart than numbers reach: by halves.
        false => (value / 2.0 - before.value / 2.0) / (next.value / 2.0 - before.value / 2.0),
    };
    (before.score + (next.score - before.score) * share).max(before.score).min(next.score)
}

/// Whether there is a knot and they ascend.
pub(super) fn is_sound(knots: &[Knot]) -> bool {
    let ascends = |pair: &[Knot]| pair[0].value < pair[1].value && pair[0].score <= pair[1].score;
    !knots.is_empty()
        && knots.iter().all(|knot| knot.value.is_finite() && knot.score.is_finite())
        && knots.windows(2).all(ascends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_of_few_values() {
        let knots = fit(&[1.0, 2.0, 2.0, 5.0]);
        let scores: Vec<f64> = knots.iter().map(|knot| knot.score).collect();
        assert_eq!(scores, [normal::quantile(0.2), 0.0, normal::quantile(0.8)]);
        assert_eq!(apply(3.5, &knots), normal::quantile(0.8) / 2.0);
        assert_eq!((apply(-9.0, &knots), apply(9.0, &knots)), (scores[0], scores[2]));
        assert_eq!(apply(7.0, &fit(&[])), 0.0);
        assert_eq!(apply(7.0, &fit(&[3.0; 4])), 0.0);
        assert!(apply(0.0, &fit(&[f64::MIN, f64::MAX])).abs() < 1e-15);
    }

    #[test]
    fn many_values_keep_their_scores_to_a_hundredth() {
        let values: Vec<f64> = (0..50_000).map(|i| (f64::from(i) / 5_000.0).exp()).collect();
        let knots = fit(&values);
        assert!(knots.len() <= KNOTS && is_sound(&knots));
        for (at, &value) in values.iter().enumerate() {
            let exact = normal::quantile((at as f64 + 1.0) / 50_001.0);
            assert!((apply(value, &knots) - exact).abs() < 0.01, "{at}");
        }
        assert_eq!((knots[0].value, knots[knots.len() - 1].value), (values[0], values[49_999]));
    }
}
