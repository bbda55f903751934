//! k-means with row weights: where scikit-learn ends, whole numbers as repetition, rows of weight 0, and hard cases.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value;
use shoal_cluster::kmeans::{Params, fit, fit_from, fit_weighted, fit_weighted_from, sweep, sweep_weighted};
use shoal_cluster::{ClusterError, Fitted};
use shoal_kernel::{Labels, Points, Stream};

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn labels(fitted: &Fitted) -> Vec<u32> {
    fitted.labels.complete().unwrap().as_slice().to_vec()
}

#[test]
fn the_same_start_and_weights_end_in_the_same_place() {
    let file: Value = serde_json::from_str(include_str!("reference/kmeans_weighted.json")).unwrap();
    assert!(file["versions"]["scikit-learn"].is_string());
    for case in file["cases"].as_array().unwrap() {
        let name = case["name"].as_str().unwrap();
        let columns = case["columns"].as_u64().unwrap() as usize;
        let points = Points::new(numbers(&case["points"]), columns).unwrap();
        let start = Points::new(numbers(&case["start"]), columns).unwrap();
        let params = Params { tol: 0.0, ..Params::default() };
        let fitted = fit_weighted_from(&points, &numbers(&case["weights"]), &start, &params).unwrap();

        let came: Vec<f64> = labels(&fitted).into_iter().map(f64::from).collect();
        assert_eq!(came, numbers(&case["labels"]), "{name}");
        assert_eq!(fitted.trace.iterations as u64, case["iterations"].as_u64().unwrap(), "{name}");
        let (loss, inertia) = (fitted.trace.loss.unwrap(), case["inertia"].as_f64().unwrap());
        assert!((loss - inertia).abs() <= 1e-9 * inertia, "{name}: {loss} {inertia}");
        for (came, expected) in fitted.centres().unwrap().values().iter().zip(numbers(&case["centres"])) {
            assert!((came - expected).abs() <= 1e-12 * expected.abs().max(10.0), "{name}: {came} {expected}");
        }
    }
}

/// Points, a whole weight for each, some of them 0, and how many centres to start from.
fn weighted() -> impl Strategy<Value = (Points, Vec<usize>, usize)> {
    (8usize..400, 1usize..6, 1usize..6).prop_flat_map(|(rows, columns, k)| {
        let values = prop::collection::vec(-100.0..100.0f64, rows * columns);
        let weights = prop::collection::vec(0usize..4, rows);
        (values, weights).prop_map(move |(values, mut weights)| {
            // The rows that the start is made of count, so that every start has as many centres.
            weights.iter_mut().take(k).for_each(|weight| *weight += 1);
            (Points::new(values, columns).unwrap(), weights, k)
        })
    })
}

/// Values whose squares or differences leave few digits.
const NASTY: &[f64] = &[0.0, -0.0, 1e-320, 1e-200, 0.1, 1.0, 1.0 + f64::EPSILON, 1e6, 1e6 + 1e-9, 1e139, -1e139, 1e140];

/// Weights from end to end.
const WEIGHTS: &[f64] = &[0.0, 1e-12, 1e-3, 1.0, 7.0, 1e12];

fn repeated(weights: &[usize]) -> Vec<usize> {
    weights.iter().enumerate().flat_map(|(row, &weight)| std::iter::repeat_n(row, weight)).collect()
}

fn as_numbers(weights: &[usize]) -> Vec<f64> {
    weights.iter().map(|&weight| weight as f64).collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200, rng_seed: RngSeed::Fixed(20240606), failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn whole_weights_are_repetition((points, weights, k) in weighted(), tol in prop::sample::select(vec![0.0, 1e-4, 0.01])) {
        let start = points.select(&(0..k).collect::<Vec<_>>());
        let params = Params { tol, ..Params::default() };
        let rows = repeated(&weights);
        let expected = fit_from(&points.select(&rows), &start, &params).unwrap();
        let fitted = fit_weighted_from(&points, &as_numbers(&weights), &start, &params).unwrap();
        let came = labels(&fitted);
        let came: Vec<u32> = rows.iter().map(|&row| came[row]).collect();
        prop_assert_eq!(came, labels(&expected));
        for (came, expected) in fitted.centres().unwrap().values().iter().zip(expected.centres().unwrap().values()) {
            prop_assert!((came - expected).abs() < 1e-9);
        }
        let (came, expected) = (fitted.trace.loss.unwrap(), expected.trace.loss.unwrap());
        prop_assert!((came - expected).abs() <= 1e-9 * expected.max(1.0));
    }

    #[test]
    fn any_points_and_weights_give_finite_results(
        rows in prop::collection::vec((prop::sample::select(NASTY), prop::sample::select(WEIGHTS)), 2..60), k in 1usize..5
    ) {
        let (values, mut weights): (Vec<f64>, Vec<f64>) = rows.into_iter().unzip();
        weights[0] = 1.0;
        let points = Points::new(values, 1).unwrap();
        let k = k.min(points.rows());
        let fitted = fit_weighted(&points, &weights, &Params { n_init: 2, ..Params::new(k, 0) }).unwrap();
        prop_assert!(fitted.trace.loss.is_some_and(f64::is_finite));
        prop_assert!(fitted.centres().unwrap().values().iter().all(|value| value.is_finite()));
        let again: Vec<_> = fitted.model.assign(&points).unwrap().iter().map(|row| row.cluster).collect();
        prop_assert_eq!(&again[..], fitted.labels.as_slice());
    }

    #[test]
    fn weights_of_one_are_none((points, _, k) in weighted(), seed in 0u64..100) {
        let params = Params { seed, n_init: 2, ..Params::new(k, 0) };
        let start = points.select(&(0..k).collect::<Vec<_>>());
        let ones = vec![1.0; points.rows()];
        let (fitted, expected) =
            (fit_weighted_from(&points, &ones, &start, &params).unwrap(), fit_from(&points, &start, &params).unwrap());
        prop_assert_eq!(labels(&fitted), labels(&expected));
        prop_assert_eq!(fitted.trace.iterations, expected.trace.iterations);
    }
}

/// Three groups; the rows of the third count as little as asked.
fn groups(rows: usize, third: f64) -> (Points, Vec<f64>) {
    let mut stream = Stream::new(3, 1);
    let values = (0..rows * 2).map(|i| (i / 2 % 3) as f64 * 20.0 + stream.normal()).collect();
    (Points::new(values, 2).unwrap(), (0..rows).map(|row| if row % 3 == 2 { third } else { 1.0 }).collect())
}

#[test]
fn rows_of_weight_0_move_nothing_and_get_a_label() {
    for rows in [60, 30_000] {
        let (points, weights) = groups(rows, 0.0);
        let fitted = fit_weighted(&points, &weights, &Params::new(2, 4)).unwrap();
        let counting: Vec<usize> = (0..rows).filter(|row| row % 3 != 2).collect();
        let expected = fit(&points.select(&counting), &Params::new(2, 4)).unwrap();
        for (came, expected) in fitted.centres().unwrap().values().iter().zip(expected.centres().unwrap().values()) {
            assert!((came - expected).abs() < 1e-9);
        }
        assert_eq!(labels(&fitted), (0..rows).map(|row| (row % 3 != 0).into()).collect::<Vec<u32>>());
        // The third group is not there for the search either: a third centre splits one of the others.
        let three = fit_weighted(&points, &weights, &Params::new(3, 4)).unwrap();
        assert!(three.centres().unwrap().values().iter().all(|&value| value < 30.0));
        assert_eq!(three.labels.clusters(), 3);
    }
}

#[test]
fn a_weighted_sweep_never_rises_and_keeps_its_bits() {
    let (points, weights) = groups(20_000, 1e-6);
    let run = || sweep_weighted(&points, &weights, &[2, 3, 4, 7], &Params::new(1, 5)).unwrap();
    let expected = run();
    assert!(expected.windows(2).all(|pair| pair[1].trace.loss <= pair[0].trace.loss));
    for threads in [1, 2, 7] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        for (came, expected) in pool.install(run).iter().zip(&expected) {
            assert_eq!(came.centres(), expected.centres());
            assert_eq!(came.trace, expected.trace);
        }
    }
}

#[test]
fn weights_of_very_different_size_leave_every_mean_sound() {
    let (points, _) = groups(300, 1.0);
    let weights: Vec<f64> = (0..300).map(|row| 10f64.powi((row % 24) - 12)).collect();
    let fitted = fit_weighted(&points, &weights, &Params::new(6, 2)).unwrap();
    let labels = Labels::new(labels(&fitted)).unwrap();
    for (cluster, members) in labels.members().iter().enumerate() {
        let total: f64 = members.iter().map(|&row| weights[row]).sum();
        for column in 0..2 {
            let mean = members.iter().map(|&row| points.row(row)[column] * weights[row] / total).sum::<f64>();
            assert!((mean - fitted.centres().unwrap().row(cluster)[column]).abs() < 1e-9);
        }
    }
}

#[test]
fn hard_cases_have_their_known_results() {
    let line = |values: &[f64]| Points::new(values.to_vec(), 1).unwrap();
    let close = line(&[-1.0001, -0.9999, 0.9999, 1.0001]);
    let start = line(&[-1.0, 1.0]);
    let fitted = fit_from(&close, &start, &Params::default()).unwrap();
    assert!((fitted.trace.loss.unwrap() - 4e-8).abs() < 1e-15);
    let fitted = fit_weighted_from(&close, &[2.0, 2.0, 0.0, 1.0], &start, &Params::default()).unwrap();
    assert!((fitted.trace.loss.unwrap() - 4e-8).abs() < 1e-15);
    assert_eq!(labels(&fitted), [0, 0, 1, 1]);
    let ten = line(&(0..10).map(f64::from).collect::<Vec<_>>());
    assert!(matches!(fit(&ten, &Params::new(11, 0)), Err(ClusterError::MoreClustersThanRows { rows: 10, .. })));
    assert_eq!(fit(&ten, &Params::new(9, 0)).unwrap().labels.clusters(), 9);
    let equidistant = line(&[-2.0, 0.0, 2.0]);
    let fitted = fit_weighted_from(&equidistant, &[1.0, 0.0, 1.0], &line(&[-2.0, 2.0]), &Params::default()).unwrap();
    assert_eq!((labels(&fitted), fitted.centres().unwrap().values()), (vec![0, 0, 1], &[-2.0, 2.0][..]));
    // A centre that only rows of weight 0 are nearest to is no cluster.
    let fitted = fit_weighted(&ten, &as_numbers(&[1, 0, 0, 0, 0, 0, 0, 0, 0, 1]), &Params::new(3, 0)).unwrap();
    assert_eq!(fitted.labels.clusters(), 2);
    assert!(sweep(&ten, &[1], &Params::default()).is_ok());
    assert!(fit_weighted(&ten, &[1.0; 9], &Params::new(2, 0)).is_err());
    assert!(sweep_weighted(&ten, &[-1.0; 10], &[2], &Params::default()).is_err());
    assert!(fit_weighted_from(&ten, &[0.0; 10], &start, &Params::default()).is_err());
}
