//! How one feature is distributed: location, spread, tails, histogram.

use super::outliers;
use crate::prepare::CLEARLY_SKEWED;
use crate::segmentation::{Distribution, Statistics};
use crate::table::FeatureTable;
use shoal_kernel::{moments, quantile};

/// Fewest and most bins of a histogram.
const BINS: (usize, usize) = (8, 30);

/// The quantiles that are told.
const QUANTILES: [f64; 7] = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

/// How many times wider the middle 98 % of a normal distribution are than its middle half.
const NORMAL_TAILS: f64 = 2.326_347_874_040_840_8 / 0.674_489_750_196_081_7;

/// The distribution of column number `at` of the table, whose ascending values are `sorted`.
pub(super) fn distribution(table: &FeatureTable, at: usize, sorted: &[f64], used: bool) -> Distribution {
    let column = &table.columns[at];
    let skewness = moments::skewness(sorted);
    let negative = sorted.first().is_some_and(|&least| least < 0.0);
    let log_edges = skewness.is_some_and(|s| s > CLEARLY_SKEWED || (negative && s < -CLEARLY_SKEWED));
    let scale = Scale { log: log_edges };
    let five = five_numbers(sorted);
    let fences = five.and_then(|five| outliers::fences(five, scale));
    let found = outliers::outliers(table, at, sorted, fences, scale);
    let (edges, counts) = histogram(sorted, scale);
    Distribution {
        card: column.card.clone(),
        used,
        missing: column.missing(),
        five,
        statistics: statistics(sorted),
        skewness,
        fences,
        outliers: found.counts,
        outlying: found.farthest,
        outlier_values: found.drawn,
        log_edges,
        edges,
        counts,
    }
}

/// Minimum, quartiles and maximum of ascending values; `None` without any.
pub(crate) fn five_numbers(sorted: &[f64]) -> Option<[f64; 5]> {
    let at = |p| quantile::quantile(sorted, p);
    Some([at(0.0)?, at(0.25)?, at(0.5)?, at(0.75)?, at(1.0)?])
}

/// Location, spread and tails of ascending values; `None` without any.
pub(super) fn statistics(sorted: &[f64]) -> Option<Statistics> {
    let mut quantiles = [0.0; QUANTILES.len()];
    for (to, p) in quantiles.iter_mut().zip(QUANTILES) {
        *to = quantile::quantile(sorted, p)?;
    }
    let [low, _, first, median, third, _, high] = quantiles;
    let known = sorted.len();
    let (distinct, mode, times) = runs(sorted);
    let range = (third - first).min(f64::MAX);
    let tails = (high - low) / range / NORMAL_TAILS;
    Some(Statistics {
        known,
        zero_share: (sorted.partition_point(|&v| v <= 0.0) - sorted.partition_point(|&v| v < 0.0)) as f64
            / known as f64,
        distinct,
        mode,
        mode_share: times as f64 / known as f64,
        mean: moments::mean(sorted),
        standard_deviation: moments::variance(sorted, 1).map(f64::sqrt),
        interquartile_range: range,
        median_absolute_deviation: absolute_deviation(sorted, median),
        quantiles,
        excess_kurtosis: moments::excess_kurtosis(sorted),
        tail_weight: (range > 0.0 && tails.is_finite()).then_some(tails),
    })
}

/// How many different values, the most frequent one (of equally frequent ones the smallest) and how often it occurs.
pub(crate) fn runs(sorted: &[f64]) -> (usize, f64, usize) {
    let mut found = (0, 0.0, 0);
    for run in sorted.chunk_by(|a, b| a == b) {
        found.0 += 1;
        if run.len() > found.2 {
            (found.1, found.2) = (run[0], run.len());
        }
    }
    found
}

/// Median distance from `centre`, which lies among the values. The distances ascend from it to both sides, so they need not be sorted.
pub(crate) fn absolute_deviation(sorted: &[f64], centre: f64) -> f64 {
    let mut right = sorted.partition_point(|&value| value < centre);
    let mut left = right;
    let (mut last, mut before) = (0.0, 0.0);
    for _ in 0..=sorted.len() / 2 {
        before = last;
        let down = left.checked_sub(1).map_or(f64::INFINITY, |at| centre - sorted[at]);
        let up = sorted.get(right).map_or(f64::INFINITY, |value| value - centre);
        last = if down < up {
            left -= 1;
            down
        } else {
            right += 1;
            up
        };
    }
    let middle = if sorted.len().is_multiple_of(2) { before / 2.0 + last / 2.0 } else { last };
    middle.min(f64::MAX)
}

/// The scale on which a feature is drawn and its outliers are told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    /// Even in `sign(x) · ln(1 + |x|)`.
    pub(super) log: bool,
}

impl Scale {
    /// The place of a value.
    pub(super) fn place(self, value: f64) -> f64 {
        if self.log { value.abs().ln_1p().copysign(value) } else { value }
    }

    /// The value at a place.
    pub(super) fn value(self, place: f64) -> f64 {
        if self.log { place.abs().exp_m1().copysign(place) } else { place }
    }

    /// So many steps from `least` to `greatest`, even on this scale; the ends are met exactly.
    pub(super) fn edges(self, (least, greatest): (f64, f64), steps: usize) -> Vec<f64> {
        let (from, to) = (self.place(least), self.place(greatest));
        let at = |i: usize| {
            let t = i as f64 / steps as f64;
            self.value(from * (1.0 - t) + to * t)
        };
        let mut edges: Vec<f64> = (0..=steps).map(at).collect();
        (edges[0], edges[steps]) = (least, greatest);
        // Between neighbouring numbers rounding may put an edge before the one before it.
        for at in 1..=steps {
            edges[at] = edges[at].clamp(edges[at - 1], greatest);
        }
        edges
    }
}

/// Edges, evenly spaced, and counts of ascending values.
pub(crate) fn even_histogram(sorted: &[f64]) -> (Vec<f64>, Vec<usize>) {
    histogram(sorted, Scale { log: false })
}

/// Edges and counts; the number of bins is the square root of the number of values, within [`BINS`], and one bin when all
/// values are equal. Every value is in exactly one bin: the last bin includes its right edge.
fn histogram(sorted: &[f64], scale: Scale) -> (Vec<f64>, Vec<usize>) {
    let (Some(&least), Some(&greatest)) = (sorted.first(), sorted.last()) else {
        return (Vec::new(), Vec::new());
    };
    if least == greatest {
        return (vec![least - 0.5, least + 0.5], vec![sorted.len()]);
    }
    let bins = (sorted.len() as f64).sqrt().ceil().clamp(BINS.0 as f64, BINS.1 as f64) as usize;
    let edges = scale.edges((least, greatest), bins);
    let below: Vec<usize> = edges[..bins].iter().map(|&edge| sorted.partition_point(|&value| value < edge)).collect();
    let ends = below[1..].iter().copied().chain([sorted.len()]);
    let counts = below.iter().zip(ends).map(|(&start, end)| end - start).collect();
    (edges, counts)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_value_is_in_one_bin() {
        for log in [false, true] {
            let values: Vec<f64> = (0..100).map(|i| f64::from(i * i % 37 - 9)).collect();
            let sorted = quantile::sorted(&values);
            let (edges, counts) = histogram(&sorted, Scale { log });
            assert_eq!(edges.len(), counts.len() + 1);
            assert_eq!(counts.iter().sum::<usize>(), 100);
            assert!(edges.windows(2).all(|pair| pair[0] < pair[1]));
        }
        let close = [0.1, 0.1 + f64::EPSILON / 16.0, 0.1 + f64::EPSILON / 8.0];
        assert_eq!(histogram(&close, Scale { log: true }).1.iter().sum::<usize>(), 3, "neighbouring numbers");
        let linear = Scale { log: false };
        assert_eq!(histogram(&[2.0, 2.0], linear), (vec![1.5, 2.5], vec![2]));
        assert_eq!(histogram(&[], linear), (vec![], vec![]));
    }

    #[test]
    fn nothing_and_one_and_the_largest_numbers() {
        assert_eq!(statistics(&[]), None);
        let one = statistics(&[0.0]).unwrap();
        assert_eq!((one.known, one.zero_share, one.distinct, one.standard_deviation), (1, 1.0, 1, None));
        assert_eq!((one.tail_weight, one.excess_kurtosis, one.mode_share), (None, None, 1.0));
        let far = statistics(&[f64::MIN, 0.0, f64::MAX]).unwrap();
        let all = [far.interquartile_range, far.median_absolute_deviation].into_iter().chain(far.quantiles);
        assert!(all.chain(far.mean).chain(far.standard_deviation).chain(far.tail_weight).all(f64::is_finite));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_median_distance_is_that_of_all_distances_sorted(values in prop::collection::vec(-20i32..20, 1..40)) {
            let sorted = quantile::sorted(&values.iter().map(|&v| f64::from(v) / 4.0).collect::<Vec<f64>>());
            let found = statistics(&sorted).unwrap();
            let median = found.quantiles[3];
            let distances: Vec<f64> = sorted.iter().map(|v| (v - median).abs()).collect();
            prop_assert_eq!(Some(found.median_absolute_deviation), quantile::median(&quantile::sorted(&distances)));
            let mut distinct = values.clone();
            distinct.sort_unstable();
            distinct.dedup();
            prop_assert_eq!(found.distinct, distinct.len());
        }
    }
}
