//! The fast k-means against a slow and obvious one, on random points.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod slow;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use shoal_cluster::kmeans::{Params, fit, fit_from, sweep};
use shoal_kernel::distance::squared;
use shoal_kernel::{Points, Stream};
use slow::plain;

fn points(rows: std::ops::Range<usize>) -> impl Strategy<Value = Points> {
    (rows, 1usize..8).prop_flat_map(|(rows, columns)| {
        prop::collection::vec(-100.0..100.0f64, rows * columns)
            .prop_map(move |values| Points::new(values, columns).unwrap())
    })
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(20240604), failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn from_a_start_both_end_in_the_same_place(points in points(8..700), k in 1usize..8, tol in 0.0..0.01f64) {
        let start = points.select(&(0..k).collect::<Vec<_>>());
        let fitted = fit_from(&points, &start, &Params { tol, ..Params::default() }).unwrap();
        let plain = plain(&points, &start, tol);
        // A cluster that ran empty is handled by its own tests.
        prop_assume!(plain.centres.iter().flatten().all(|value| value.is_finite()));
        let labels: Vec<usize> = fitted.labels.as_slice().iter().map(|label| label.unwrap() as usize).collect();
        prop_assert_eq!(labels, plain.labels);
        prop_assert_eq!(fitted.trace.iterations, plain.iterations);
        for (came, expected) in fitted.centres().unwrap().values().iter().zip(plain.centres.concat()) {
            prop_assert!((came - expected).abs() < 1e-11);
        }
    }

    #[test]
    fn inertia_never_rises_with_the_number_of_clusters(points in points(12..120), seed in 0u64..1000) {
        let params = Params { n_init: 1, seed, ..Params::default() };
        let ks: Vec<usize> = (1..=12).collect();
        let fitted = sweep(&points, &ks, &params).unwrap();
        for pair in fitted.windows(2) {
            prop_assert!(pair[1].trace.loss <= pair[0].trace.loss);
        }
    }

    #[test]
    fn clusters_are_numbered_by_their_centres(points in points(10..100), seed in 0u64..1000) {
        let fitted = fit(&points, &Params::new(5, seed)).unwrap();
        let centres = fitted.centres().unwrap();
        for i in 1..centres.rows() {
            prop_assert!(centres.row(i - 1).partial_cmp(centres.row(i)).unwrap().is_le());
        }
    }
}

#[test]
fn the_summary_finds_what_all_rows_find() {
    let mut stream = Stream::new(5, 5);
    let values = (0..120_000).map(|i| f64::from(i % 5) * 3.0 + stream.normal()).collect();
    let points = Points::new(values, 3).unwrap();
    let fitted = fit(&points, &Params::new(5, 1)).unwrap();
    let best = fitted.trace.starts[fitted.trace.chosen];
    assert_eq!(best.rows, 40_000);
    assert!(fitted.trace.starts.iter().filter(|start| start.rows == 2048).count() == 10);
    let whole = plain(&points, fitted.centres().unwrap(), 1e-4);
    let inertia: f64 = points.iter().zip(&whole.labels).map(|(row, &label)| squared(row, &whole.centres[label])).sum();
    assert!((fitted.trace.loss.unwrap() / inertia - 1.0).abs() < 1e-3, "{:?} {inertia}", fitted.trace.loss);
}

#[test]
fn empty_centres_are_moved_or_dropped() {
    let points = Points::new((0..40).map(f64::from).collect(), 1).unwrap();
    let far = Points::new(vec![1.0, 500.0, 900.0], 1).unwrap();
    let fitted = fit_from(&points, &far, &Params::default()).unwrap();
    assert_eq!(fitted.labels.clusters(), 3);
    let equal = Points::new(vec![3.0; 40], 1).unwrap();
    let fitted = fit_from(&equal, &far, &Params::default()).unwrap();
    assert_eq!((fitted.labels.clusters(), fitted.trace.n_clusters, fitted.trace.distinct_rows), (1, Some(3), Some(1)));
}

#[test]
fn given_centres_are_checked() {
    let points = Points::new((0..6).map(f64::from).collect(), 2).unwrap();
    let centres = |values: Vec<f64>, columns| Points::new(values, columns).unwrap();
    let params = Params::default();
    assert!(fit_from(&points, &centres(vec![1.0], 1), &params).is_err());
    assert!(fit_from(&points, &centres(vec![], 2), &params).is_err());
    assert!(fit_from(&points, &centres(vec![1.0, f64::NAN], 2), &params).is_err());
    assert!(fit_from(&points, &centres(vec![1.0; 8], 2), &params).is_err());
    let batches = Params { batch_rows: 2, ..params.clone() };
    let told = fit_from(&points, &centres(vec![1.0; 2], 2), &batches).unwrap_err().to_string();
    assert!(told.contains("batch_rows") && told.contains("given centres"), "{told}");
    assert!(fit_from(&points, &centres(vec![1.0; 2], 2), &Params { tol: 2.0, ..params }).is_err());
}
