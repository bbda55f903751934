//! Values far outside, by a rule that they do not bend themselves, and what becomes of them.
//!
//! # How it works
//! 1. [`found`]: after the shape, a value lies far outside when it is more than 3.5 robust standard deviations from the median; a robust
//!    standard deviation is 1.4826 times the median distance from the median (MAD), which is σ for normal values. Where the MAD is 0,
//!    half of the values being equal, nothing is called an outlier.
//! 2. [`without_slips`]: before the shape is chosen by the evidence, the same rule with the few-and-much of the next step leaves out slips, so
//!    that one wrong value does not bend everybody. (Not where outliers are to be kept: there the shape is all that helps.)
//! 3. [`limits`]: by a word, or, when the evidence is asked, drawn in where fewer than 1 % of the values lie beyond and a quarter of the
//!    variance or more is theirs: then a handful of members would decide what is far and what is near. Where more lie beyond, they
//!    are a tail or a group and not slips.
//!
//! The border of 3.5 is that of B. Iglewicz & D. Hoaglin, *How to Detect and Handle Outliers*, ASQC 1993.

use crate::explore::absolute_deviation;
use crate::segmentation::{Beyond, FarOut, Limits};
use crate::spec::Outliers;
use shoal_kernel::{moments, quantile};

/// Robust standard deviations within which values lie.
pub const FAR_OUT: f64 = 3.5;

/// What the median distance from the median is multiplied by to be the standard deviation of normal values.
const NORMAL: f64 = 1.4826;

/// Share of the values below which outliers are few.
pub const FEW: f64 = 0.01;

/// Share of the variance from which on it is much.
pub const MUCH: f64 = 0.25;

/// The borders for ascending values that were bent, and what lies beyond them.
pub(super) fn found(bent: &[f64]) -> (Option<(f64, f64)>, FarOut) {
    let nothing = FarOut { counts: (0, 0), share: None, variance_share: None };
    let Some(median) = quantile::median(bent) else { return (None, nothing) };
    let reach = FAR_OUT * NORMAL * absolute_deviation(bent, median);
    let (low, high) = (median - reach, median + reach);
    if !(reach > 0.0 && low.is_finite() && high.is_finite()) {
        return (None, nothing);
    }
    let below = bent.partition_point(|&value| value < low);
    let above = bent.partition_point(|&value| value <= high);
    let counts = (below, bent.len() - above);
    let share = (counts.0 + counts.1) as f64 / bent.len() as f64;
    let squares = |mean: f64| {
        let beyond = bent[..below].iter().chain(&bent[above..]);
        beyond.map(|value| (value - mean) * (value - mean)).sum::<f64>() / bent.len() as f64
    };
    let variance = moments::variance(bent, 0).filter(|&variance| variance > 0.0);
    let variance_share = moments::mean(bent).zip(variance).map(|(mean, variance)| squares(mean) / variance);
    let variance_share = variance_share.filter(|share| share.is_finite()).map(|share| share.min(1.0));
    (Some((low, high)), FarOut { counts, share: Some(share), variance_share })
}

/// Ascending values without those far outside, where these are few and hold much of the variance: they are slips, and do not say what the
/// shape of the others is. All of them elsewhere.
pub(super) fn without_slips(sorted: &[f64]) -> &[f64] {
    let (borders, far) = found(sorted);
    match borders.filter(|_| far.are_slips()) {
        Some(_) => &sorted[far.counts.0..sorted.len() - far.counts.1],
        None => sorted,
    }
}

impl FarOut {
    /// Whether they are few and hold much.
    fn are_slips(&self) -> bool {
        let few = self.share.is_some_and(|share| share > 0.0 && share < FEW);
        few && self.variance_share.is_some_and(|share| share >= MUCH)
    }
}

/// What becomes of values beyond the borders.
pub(super) fn limits(borders: Option<(f64, f64)>, far: &FarOut, word: Outliers) -> Option<Limits> {
    let (low, high) = borders?;
    let beyond = match word {
        Outliers::Keep => return None,
        Outliers::Auto => far.are_slips().then_some(Beyond::Winsorized)?,
        Outliers::Winsorize => Beyond::Winsorized,
        Outliers::Apart => Beyond::Apart,
    };
    Some(Limits { low, high, beyond })
}

impl Limits {
    /// The value as it is clustered.
    pub(crate) fn apply(&self, bent: f64) -> f64 {
        match self.beyond {
            Beyond::Winsorized => bent.max(self.low).min(self.high),
            Beyond::Apart => bent,
        }
    }

    /// Whether a value is one whose member is set apart.
    pub(crate) fn sets_apart(&self, bent: f64) -> bool {
        self.beyond == Beyond::Apart && !(self.low..=self.high).contains(&bent)
    }

    /// Whether they can be computed with; stored ones may have been changed by hand.
    pub(crate) fn is_sound(&self) -> bool {
        self.low.is_finite() && self.high.is_finite() && self.low <= self.high
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_is_that_of_the_median_distance() {
        // Median 3, distances 2 1 0 1 2 97: their median is 1.5.
        let (borders, far) = found(&[1.0, 2.0, 3.0, 3.0, 4.0, 100.0]);
        let reach = 3.5 * 1.4826 * 1.0;
        assert_eq!(borders, Some((3.0 - reach, 3.0 + reach)));
        assert_eq!((far.counts, far.share), ((0, 1), Some(1.0 / 6.0)));
        assert!(far.variance_share.is_some_and(|share| (0.8..1.0).contains(&share)));
    }

    #[test]
    fn where_half_are_equal_nothing_is_called() {
        for values in [&[][..], &[1.0], &[1.0, 1.0, 1.0, 9.0]] {
            let (borders, far) = found(values);
            assert_eq!((borders, far.counts, far.share), (None, (0, 0), None));
            assert_eq!(limits(borders, &far, Outliers::Winsorize), None);
        }
        assert_eq!(found(&[f64::MIN, f64::MIN, 0.0, f64::MAX, f64::MAX]).0, None, "beyond all numbers");
    }

    #[test]
    fn few_that_hold_much_are_drawn_in_and_many_are_not() {
        let with = |far: usize, value: f64| {
            let mut values: Vec<f64> = (0..1000 - far).map(|i| i as f64 % 100.0).collect();
            values.extend(std::iter::repeat_n(value, far));
            let (borders, found) = found(&quantile::sorted(&values));
            limits(borders, &found, Outliers::Auto).is_some()
        };
        assert!(with(5, 5_000.0));
        assert!(!with(5, 250.0), "little of the variance");
        assert!(!with(10, 5_000.0), "one in a hundred");
        assert!(!with(0, 0.0));
    }
}
