//! Dip, gap, prediction strength and Jaccard equal what others compute; `reference/make_structure.py` wrote the values.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value;
use shoal_kernel::Labels;
use shoal_validity::{dip, gap, jaccard_per_cluster, prediction_strength};

fn file() -> Value {
    let file: Value = serde_json::from_str(include_str!("reference/structure.json")).unwrap();
    assert!(file["versions"]["diptest"].is_string());
    file
}

fn cases<'a>(file: &'a Value, name: &str) -> &'a [Value] {
    file[name].as_array().unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn labels(value: &Value) -> Labels {
    Labels::new(numbers(value).into_iter().map(|label| label as u32).collect()).unwrap()
}

#[test]
fn dips_agree() {
    for case in cases(&file(), "dips") {
        let (came, expected) = (dip(&numbers(&case["values"])), case["dip"].as_f64().unwrap());
        assert!((came - expected).abs() < 1e-12, "{}: {came} instead of {expected}", case["name"]);
    }
}

#[test]
fn gaps_agree() {
    for case in cases(&file(), "gaps") {
        let came = gap(case["inertia"].as_f64().unwrap(), &numbers(&case["references"])).unwrap();
        assert!((came.gap - case["gap"].as_f64().unwrap()).abs() < 1e-12);
        assert!((came.error - case["error"].as_f64().unwrap()).abs() < 1e-12);
    }
}

#[test]
fn strengths_and_jaccards_agree() {
    for case in cases(&file(), "strengths") {
        let (clustered, foretold) = (labels(&case["clustered"]), labels(&case["foretold"]));
        let came = prediction_strength(&clustered, &foretold).unwrap();
        assert!((came - case["strength"].as_f64().unwrap()).abs() < 1e-12);
        let found = jaccard_per_cluster(&clustered, &foretold).unwrap();
        for (found, expected) in found.iter().zip(numbers(&case["jaccard"])) {
            assert!((found.jaccard - expected).abs() < 1e-12);
        }
    }
}

/// Rounds of halving an interval.
const ROUNDS: usize = 45;

/// The dip from its definition: of all peaks the best, the smallest distance at which a curve with that peak fits.
fn slow_dip(sorted: &[f64]) -> f64 {
    let fits = |reach: f64| (0..sorted.len()).any(|peak| fits_with_peak(sorted, peak, reach));
    let (mut low, mut high) = (0.0, 0.5);
    for _ in 0..ROUNDS {
        let middle = f64::midpoint(low, high);
        if fits(middle) { high = middle } else { low = middle }
    }
    high
}

/// Whether a curve with its peak at this value stays within `reach` of the steps. The higher it is at its peak, the easier for its
/// convex part and the harder for its concave one; so the lowest height that the convex part can do with decides.
fn fits_with_peak(sorted: &[f64], peak: usize, reach: f64) -> bool {
    let n = sorted.len() as f64;
    let upper = |at: usize| at as f64 / n + reach;
    let lower = |at: usize| (at + 1) as f64 / n - reach;
    let between = |x: f64, a: (f64, f64), b: (f64, f64)| a.1 + (b.1 - a.1) * (x - a.0) / (b.0 - a.0);
    let convex_fits = |height: f64| {
        let bound = |at: usize| if at == peak { height } else { upper(at) };
        // The greatest convex function below the bounds is the least of all chords over a value.
        (0..peak).all(|at| {
            let chords = (0..at).flat_map(|left| (at + 1..=peak).map(move |right| (left, right)));
            let chord = |(l, r): (usize, usize)| between(sorted[at], (sorted[l], bound(l)), (sorted[r], bound(r)));
            chords.map(chord).fold(bound(at), f64::min).min(height) >= lower(at)
        })
    };
    let concave_fits = |height: f64| {
        let bound = |at: usize| if at == peak { height } else { lower(at) };
        (peak + 1..sorted.len()).all(|at| {
            let chords = (peak..at).flat_map(|left| (at + 1..sorted.len()).map(move |right| (left, right)));
            let chord = |(l, r): (usize, usize)| between(sorted[at], (sorted[l], bound(l)), (sorted[r], bound(r)));
            chords.map(chord).fold(bound(at), f64::max).max(height) <= upper(at)
        })
    };
    let (mut low, mut high) = (lower(peak), upper(peak));
    if low > high || !convex_fits(high) {
        return false;
    }
    if !convex_fits(low) {
        for _ in 0..ROUNDS {
            let middle = f64::midpoint(low, high);
            if convex_fits(middle) { high = middle } else { low = middle }
        }
        low = high;
    }
    concave_fits(low)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, rng_seed: RngSeed::Fixed(3), ..ProptestConfig::default() })]

    #[test]
    fn the_dip_is_that_of_the_definition(mut values in prop::collection::btree_set(0i32..1000, 2..9)) {
        let sorted: Vec<f64> = std::mem::take(&mut values).into_iter().map(f64::from).collect();
        let (came, expected) = (dip(&sorted), slow_dip(&sorted));
        prop_assert!((came - expected.max(0.5 / sorted.len() as f64)).abs() < 1e-9, "{came} instead of {expected}");
    }
}
