//! k-means with a minimum size of clusters: sizes hold at the fit and at scoring, at little cost, or an error says why not.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use shoal_cluster::kmeans::{Params, fit, fit_from, fit_weighted, sweep};
use shoal_cluster::{ClusterError, Fitted, Origin, Remark, Settings, catalog};
use shoal_kernel::distance::squared;
use shoal_kernel::{Points, Stream};

/// Values whose squares or differences leave few digits.
const NASTY: &[f64] =
    &[0.0, -0.0, 1e-320, 1e-200, 1e-160, 0.1, 1.0, 1.0 + f64::EPSILON, 1e6, 1e6 + 1e-9, 3e6, 1e139, -1e139, 1e140];

fn params(n_clusters: usize, min_cluster_size: usize) -> Params {
    Params { min_cluster_size, ..Params::new(n_clusters, 3) }
}

/// Groups of very different size: the first has 80 of 100 rows, the third 2.
fn uneven(rows: usize) -> Points {
    let mut stream = Stream::new(21, 0);
    let group = |row: usize| if row % 100 < 80 { 0.0 } else { f64::from(u8::from(row % 100 >= 98)) + 1.0 };
    Points::new((0..rows * 2).map(|i| group(i / 2) * 8.0 + stream.normal()).collect(), 2).unwrap()
}

/// What holds whenever a fit with a minimum succeeds.
fn check(points: &Points, fitted: &Fitted, minimum: usize) {
    assert!(fitted.labels.sizes().iter().all(|&size| size >= minimum), "{:?}", fitted.labels.sizes());
    let restored = catalog::restore(&fitted.model.parts()).unwrap();
    let mut moved = 0;
    let mut inertia = 0.0;
    for model in [&fitted.model, &restored] {
        let assigned = model.assign(points).unwrap();
        (moved, inertia) = (0, 0.0);
        for ((row, label), point) in assigned.iter().zip(fitted.labels.as_slice()).zip(points) {
            assert_eq!((row.cluster, row.nearest), (*label, *label));
            assert!(row.confidence.is_none_or(|confidence| (0.0..=1.0).contains(&confidence)));
            let distances: Vec<f64> = fitted.centres().unwrap().iter().map(|centre| squared(point, centre)).collect();
            let own = distances[row.cluster.unwrap() as usize];
            assert_eq!(row.distance, own.sqrt());
            moved += usize::from(distances.iter().any(|&distance| distance < own));
            inertia += own;
        }
    }
    let said =
        fitted.trace.remarks.iter().find_map(|it| if let Remark::Moved { rows } = it { Some(*rows) } else { None });
    // Ties apart, these are the rows that another centre is nearer to.
    assert!(said.unwrap_or(0) >= moved && (said.unwrap_or(0) > 0 || moved == 0));
    let loss = fitted.trace.loss.unwrap();
    assert!((loss - inertia).abs() <= 1e-9 * inertia.max(1e-9));
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 150, rng_seed: RngSeed::Fixed(20240607), failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn sizes_hold_up_to_equal_shares(
        values in prop::collection::vec(-9.0..9.0f64, 40..240), k in 1usize..6, share in 0.0..1.0f64, seed in 0u64..50
    ) {
        let points = Points::new(values[..values.len() / 2 * 2].to_vec(), 2).unwrap();
        let most = points.rows() / k;
        let minimum = 1 + ((most - 1) as f64 * share).round() as usize;
        let params = Params { min_cluster_size: minimum, n_init: 3, ..Params::new(k, seed) };
        let fitted = fit(&points, &params).unwrap();
        check(&points, &fitted, minimum);
        let plain = fit(&points, &Params { min_cluster_size: 1, ..params }).unwrap();
        if plain.labels.sizes().iter().all(|&size| size >= minimum) {
            prop_assert_eq!(&fitted.labels, &plain.labels);
            prop_assert_eq!(fitted.model.parts(), plain.model.parts());
        }
    }

    #[test]
    fn any_points_give_a_sound_result_or_an_error(
        values in prop::collection::vec(prop::sample::select(NASTY), 4..80), k in 1usize..5, minimum in 2usize..9
    ) {
        let points = Points::new(values, 1).unwrap();
        match fit(&points, &Params { n_init: 2, ..params(k, minimum) }) {
            Ok(fitted) => {
                prop_assert!(fitted.labels.sizes().iter().all(|&size| size >= minimum));
                let parts = fitted.model.parts();
                prop_assert!(parts.arrays.iter().flat_map(|part| &part.values).all(|value| value.is_finite()));
                let again: Vec<_> = fitted.model.assign(&points).unwrap().iter().map(|row| row.cluster).collect();
                prop_assert_eq!(&again[..], fitted.labels.as_slice());
            }
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }

    #[test]
    fn equal_rows_stay_together(values in prop::collection::vec(0u8..6, 60..200), minimum in 2usize..12) {
        let points = Points::new(values.iter().map(|&value| f64::from(value)).collect(), 1).unwrap();
        match fit(&points, &params(3, minimum)) {
            Ok(fitted) => {
                check(&points, &fitted, minimum);
                for (value, label) in values.iter().zip(fitted.labels.as_slice()) {
                    let first = values.iter().position(|other| other == value).unwrap();
                    prop_assert_eq!(label, &fitted.labels.as_slice()[first]);
                }
            }
            Err(error) => prop_assert!(matches!(error, ClusterError::MinimumNotKept { .. }), "{error}"),
        }
    }
}

#[test]
fn a_small_group_is_filled_up_from_its_neighbours() {
    for rows in [1_000, 20_000] {
        let points = uneven(rows);
        let free = fit(&points, &params(3, 1)).unwrap();
        assert_eq!(free.labels.sizes().iter().min(), Some(&(rows / 50)));
        let minimum = rows / 10;
        let fitted = fit(&points, &params(3, minimum)).unwrap();
        check(&points, &fitted, minimum);
        assert!(fitted.labels.sizes().contains(&minimum));
        let offsets = &fitted.model.parts().arrays[1];
        assert_eq!((&offsets.name[..], offsets.rows, offsets.columns), ("offsets", 3, 1));
        assert!(offsets.values.contains(&0.0) && offsets.values.iter().all(|&offset| offset >= 0.0));
        assert!(matches!(fitted.trace.starts[fitted.trace.chosen].origin, Origin::Unbounded(_)));
        for threads in [1, 2, 7] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let again = pool.install(|| fit(&points, &params(3, minimum)).unwrap());
            assert_eq!((again.model.parts(), again.trace), (fitted.model.parts(), fitted.trace.clone()));
        }
    }
}

#[test]
fn equal_shares_of_a_grid_with_ties() {
    let grid: Vec<f64> = (0..100).flat_map(|i| [f64::from(i % 10), f64::from(i / 10)]).collect();
    let points = Points::new(grid, 2).unwrap();
    for (k, minimum) in [(2, 50), (4, 25), (3, 30), (5, 18)] {
        check(&points, &fit(&points, &params(k, minimum)).unwrap(), minimum);
    }
}

#[test]
fn sweeps_given_centres_and_weights_keep_it_too() {
    let points = uneven(600);
    for fitted in sweep(&points, &[2, 3, 4, 6], &params(1, 70)).unwrap() {
        check(&points, &fitted, 70);
    }
    let start = points.select(&[99, 0, 80]);
    let fitted = fit_from(&points, &start, &params(1, 150)).unwrap();
    check(&points, &fitted, 150);
    assert!(fitted.centres().unwrap().row(0)[0] > fitted.centres().unwrap().row(1)[0], "as given");
    let weights: Vec<f64> = (0..600).map(|row| f64::from(row % 3)).collect();
    let fitted = fit_weighted(&points, &weights, &params(3, 150)).unwrap();
    assert!(fitted.labels.sizes().iter().all(|&size| size >= 150));
}

#[test]
fn what_cannot_be_had_is_said() {
    let message = |points: &Points, k, minimum| fit(points, &params(k, minimum)).unwrap_err().to_string();
    let points = uneven(100);
    assert_eq!(message(&points, 3, 34), "min_cluster_size: 34, allowed for 3 clusters of 100 rows is at most 33");
    let three = Points::new([vec![1.0; 20], vec![2.0; 20], vec![9.0]].concat(), 1).unwrap();
    assert!(
        message(&three, 3, 10).starts_with("min_cluster_size: 10 cannot be had for 3 clusters, because equal rows")
    );
    check(&three, &fit(&three, &params(2, 10)).unwrap(), 10);
    let equal = Points::new(vec![0.5; 50], 1).unwrap();
    let fitted = fit(&equal, &params(4, 12)).unwrap();
    assert_eq!(
        (fitted.labels.clusters(), &fitted.trace.remarks[..]),
        (1, &[Remark::FewerClusters { asked: 4, found: 1 }][..])
    );
    let same = Points::new(vec![1.0; 2], 1).unwrap();
    let line = Points::new((0..20).map(f64::from).collect(), 1).unwrap();
    check(&line, &fit_from(&line, &same, &params(2, 10)).unwrap(), 10);
    let huge = Points::new(vec![-1e139, 1e139, -1.1e139, 1.1e139], 1).unwrap();
    check(&huge, &fit(&huge, &params(2, 2)).unwrap(), 2);
    let method = catalog::method("kmeans").unwrap();
    let settings = Settings::new(0).with("n_clusters", 3.0).with("min_cluster_size", 30.0);
    check(&points, &(method.fit)(&points, &settings).unwrap(), 30);
    assert!((method.fit)(&points, &settings.with("min_cluster_size", 0.0)).is_err());
}

#[test]
fn broken_offsets_are_refused() {
    let fitted = fit(&uneven(1_000), &params(3, 100)).unwrap();
    let broken = |change: fn(&mut shoal_cluster::Part)| {
        let mut parts = fitted.model.parts();
        change(&mut parts.arrays[1]);
        catalog::restore(&parts).is_err()
    };
    assert!(broken(|part| part.values[0] = -1.0));
    assert!(broken(|part| part.values[0] = f64::NAN));
    assert!(broken(|part| (part.rows, part.columns) = (1, 3)));
    assert!(broken(|part| (part.rows, part.values) = (2, vec![0.0, 1.0])));
}
