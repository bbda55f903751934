//! The power transform of Yeo and Johnson: a family of shapes for values on both sides of 0, of which one makes a base most like
//! normal values.
//!
//! # How it works
//! For x ≥ 0 the value is `((1 + x)^λ − 1) / λ`, or `ln(1 + x)` for λ = 0; for x < 0 it is `−((1 − x)^(2 − λ) − 1) / (2 − λ)`, or
//! `−ln(1 − x)` for λ = 2. λ = 1 leaves values as they are.
//! 1. [`fit`] takes the λ of the greatest [`likelihood`] that the bent values are normal: a coarse look at 0, ±1, ±2, ±4 … ±512, then
//!    `search` by golden section between the neighbours of the best.
//! 2. [`apply`] bends a value.
//!
//! # Edges
//! Without values, or where all are equal, λ is 1. Results beyond ±10¹⁰⁰ are taken as these, so that what follows stays finite.
//!
//! # Differences from SciPy and scikit-learn
//! λ lies within ±512, where theirs is not bounded. Of more than 20,000 values the
//! exponent is found on 20,000 of them, evenly taken from the sorted ones: its error is then that of the spacing of quantiles, and below
//! its standard error.
//!
//! # References
//! I.-K. Yeo & R. A. Johnson, A new family of power transformations to improve normality or symmetry, *Biometrika* 87 (2000),
//! doi:10.1093/biomet/87.4.954.

use shoal_kernel::moments;

/// Exponents lie within two to this power, on both sides of 0.
const DOUBLINGS: i32 = 9;

/// Values that the exponent is found on at the most.
const VALUES: usize = 20_000;

/// Where results end.
const END: f64 = 1e100;

/// Steps of the search: each leaves 0.618 of the interval, all of them 10⁻¹² of it.
const STEPS: usize = 58;

/// The exponent for ascending values.
pub(super) fn fit(sorted: &[f64]) -> f64 {
    if sorted.first() == sorted.last() {
        return 1.0;
    }
    let taken = thinned(sorted);
    let tails: f64 = taken.iter().map(|value| value.abs().ln_1p().copysign(*value)).sum();
    let of = |lambda: f64| likelihood(&taken, tails, lambda);
    let places = places();
    let best = (0..places.len()).fold((0, f64::NEG_INFINITY), |best, at| {
        let found = of(places[at]);
        if found > best.1 { (at, found) } else { best }
    });
    match best.1 > f64::NEG_INFINITY {
        true => search(of, places[best.0.saturating_sub(1)], places[(best.0 + 1).min(places.len() - 1)]),
        false => 1.0,
    }
}

/// The exponents of the coarse look, ascending.
fn places() -> Vec<f64> {
    let above: Vec<f64> = (0..=DOUBLINGS).map(|power| 2f64.powi(power)).collect();
    above.iter().rev().map(|lambda| -lambda).chain([0.0]).chain(above.iter().copied()).collect()
}

/// At most [`VALUES`] of ascending values, the middles of so many even parts.
fn thinned(sorted: &[f64]) -> Vec<f64> {
    let n = sorted.len();
    if n <= VALUES {
        return sorted.to_vec();
    }
    (0..VALUES).map(|part| sorted[(2 * part + 1) * n / (2 * VALUES)]).collect()
}

/// The logarithm of the likelihood of an exponent, without what all have in common; `tails` is the sum of `sign(x) ln(1 + |x|)`.
fn likelihood(values: &[f64], tails: f64, lambda: f64) -> f64 {
    let bent: Vec<f64> = values.iter().map(|&value| unbounded(value, lambda)).collect();
    match moments::variance(&bent, 0) {
        Some(variance) if variance >= f64::MIN_POSITIVE && tails.is_finite() => {
            (lambda - 1.0) * tails - 0.5 * values.len() as f64 * variance.ln()
        }
        _ => f64::NEG_INFINITY,
    }
}

/// The place of the greatest value between two places, by golden section.
fn search(of: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    let golden = (5f64.sqrt() - 1.0) / 2.0;
    let (mut left, mut right) = (high - golden * (high - low), low + golden * (high - low));
    let (mut at_left, mut at_right) = (of(left), of(right));
    for _ in 0..STEPS {
        if at_left >= at_right {
            (high, right, at_right) = (right, left, at_left);
            left = high - golden * (high - low);
            at_left = of(left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = low + golden * (high - low);
            at_right = of(right);
        }
    }
    f64::midpoint(low, high)
}

/// The bent value.
pub(super) fn apply(value: f64, lambda: f64) -> f64 {
    unbounded(value, lambda).clamp(-END, END)
}

/// The same wherever it ends.
fn unbounded(value: f64, lambda: f64) -> f64 {
    if value >= 0.0 { power(value, lambda) } else { -power(-value, 2.0 - lambda) }
}

/// `((1 + x)^λ − 1) / λ` for x ≥ 0, in a form that loses no digits near 0.
fn power(x: f64, lambda: f64) -> f64 {
    let log = x.ln_1p();
    if lambda == 0.0 { log } else { (lambda * log).exp_m1() / lambda }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_powers() {
        for (value, lambda, expected) in [
            (3.0, 1.0, 3.0),
            (-3.0, 1.0, -3.0),
            (3.0, 0.0, 4f64.ln()),
            (-3.0, 2.0, -(4f64.ln())),
            (3.0, 2.0, 7.5),
            (-3.0, 0.0, -7.5),
            (3.0, 0.5, 2.0),
            (f64::MAX, 3.0, END),
        ] {
            assert!((apply(value, lambda) - expected).abs() <= 1e-12 * expected.abs(), "{value} {lambda}");
        }
    }

    #[test]
    fn nothing_to_find_is_one() {
        assert_eq!((fit(&[]), fit(&[2.0]), fit(&[7.0; 5]), fit(&[0.0, 1e-320])), (1.0, 1.0, 1.0, 1.0));
        assert!(fit(&[f64::MIN, 0.0, f64::MAX]).is_finite());
    }

    #[test]
    fn many_values_are_thinned_and_give_nearly_the_same() {
        let all: Vec<f64> = (1..200_000).map(|i| -(1.0 - f64::from(i) / 200_000.0).ln()).collect();
        let few: Vec<f64> = all.iter().skip(5).step_by(10).copied().collect();
        assert!((fit(&all) - fit(&few)).abs() < 1e-3, "{} {}", fit(&all), fit(&few));
    }
}
