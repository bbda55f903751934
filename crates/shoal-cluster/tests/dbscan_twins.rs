//! The fast DBSCAN against a slow and obvious one, on random points and on grids full of ties.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use shoal_cluster::dbscan::{METHOD, Params, fit};
use shoal_cluster::{ClusterError, Fitted, Part, Remark, Settings, Value, catalog};
use shoal_kernel::distance::squared;
use shoal_kernel::{Points, Stream};

/// DBSCAN as the paper tells it, with every neighbourhood written down.
fn plain(points: &Points, eps: f64, min_samples: usize) -> Vec<Option<u32>> {
    let rows = points.rows();
    let near = |row: usize| -> Vec<usize> {
        (0..rows).filter(|&other| squared(points.row(row), points.row(other)) <= eps * eps).collect()
    };
    let neighbours: Vec<Vec<usize>> = (0..rows).map(near).collect();
    let core = |row: usize| neighbours[row].len() >= min_samples;
    let mut labels = vec![None; rows];
    let mut clusters = 0;
    for start in 0..rows {
        if labels[start].is_some() || !core(start) {
            continue;
        }
        let mut waiting = vec![start];
        while let Some(row) = waiting.pop() {
            if labels[row].is_some() {
                continue;
            }
            labels[row] = Some(clusters);
            if core(row) {
                waiting.extend(&neighbours[row]);
            }
        }
        clusters += 1;
    }
    labels
}

/// The rule for new rows, among the core rows of the model.
fn check_new_rows(fitted: &Fitted, eps: f64, rows: &Points) {
    let parts = fitted.model.parts();
    let core = Points::new(parts.arrays[0].values.clone(), rows.columns()).unwrap();
    for (row, came) in rows.iter().zip(fitted.model.assign(rows).unwrap()) {
        let best = core.iter().enumerate().map(|(i, core)| (squared(row, core), i));
        let (nearest, at) = best.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))).unwrap();
        let cluster = parts.arrays[1].values[at] as u32;
        assert_eq!(came.nearest, Some(cluster));
        assert_eq!(came.cluster, (nearest <= eps * eps).then_some(cluster));
        assert_eq!(came.distance, nearest.sqrt());
        assert_eq!(came.confidence == Some(0.0), came.cluster.is_none() || (eps > 0.0 && nearest.sqrt() >= eps));
    }
}

fn check(points: &Points, eps: f64, min_samples: usize) {
    let fitted = fit(points, &Params::new(eps, min_samples)).unwrap();
    assert_eq!(fitted.labels.as_slice(), plain(points, eps, min_samples), "eps {eps}, min_samples {min_samples}");
    let restored = catalog::restore(&fitted.model.parts()).unwrap();
    assert_eq!(restored.parts(), fitted.model.parts());
    for model in [&fitted.model, &restored] {
        let assigned: Vec<Option<u32>> = model.assign(points).unwrap().iter().map(|row| row.cluster).collect();
        assert_eq!(assigned, fitted.labels.as_slice());
    }
    assert_eq!(fitted.trace.remarks.contains(&Remark::NoCluster), fitted.labels.clusters() == 0);
    if fitted.labels.clusters() > 0 {
        let beside: Vec<f64> = points.values().iter().map(|value| value + 0.37 * eps).collect();
        check_new_rows(&fitted, eps, &Points::new(beside, points.columns()).unwrap());
    }
}

/// The curve without a tree: squared distances to the `min_samples`-th row, each row counted.
fn plain_curve(points: &Points, min_samples: usize) -> Vec<f64> {
    let kth = |row: &[f64]| {
        let mut all: Vec<f64> = points.iter().map(|other| squared(row, other)).collect();
        all.sort_by(f64::total_cmp);
        all[min_samples.min(all.len()) - 1].sqrt()
    };
    let mut curve: Vec<f64> = points.iter().map(kth).collect();
    curve.sort_by(f64::total_cmp);
    curve
}

fn points(value: impl Strategy<Value = f64> + Clone, columns: std::ops::Range<usize>) -> impl Strategy<Value = Points> {
    (1usize..400, columns).prop_flat_map(move |(rows, columns)| {
        prop::collection::vec(value.clone(), rows * columns)
            .prop_map(move |values| Points::new(values, columns).unwrap())
    })
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(20240611), failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn points_anywhere(points in points(-10.0..10.0f64, 1..4), eps in 0.05..4.0f64, min_samples in 1usize..12) {
        check(&points, eps, min_samples);
    }

    #[test]
    fn many_columns(points in points(-1.0..1.0f64, 5..20), eps in 0.8..3.0f64, min_samples in 1usize..12) {
        check(&points, eps, min_samples);
    }

    #[test]
    fn grids_with_ties_at_the_radius(
        points in points((0i32..14).prop_map(f64::from), 1..4),
        steps in 0u8..6,
        min_samples in 1usize..9,
    ) {
        check(&points, f64::from(steps).sqrt(), min_samples);
    }

    #[test]
    fn few_whole_numbers_many_times(
        points in points((0u32..40, -1i32..4).prop_map(|(rare, usual)| f64::from(if rare == 0 { 9 } else { usual })), 1..4),
        steps in 0u8..4,
        min_samples in 1usize..70,
    ) {
        check(&points, f64::from(steps).sqrt(), min_samples);
        let params = Params { min_samples: Some(min_samples), ..Params::default() };
        let fitted = fit(&points, &params).unwrap();
        let curve = fitted.k_distances().unwrap();
        prop_assert_eq!(&curve.distances, &plain_curve(&points, min_samples));
        prop_assert_eq!(fitted.labels.as_slice(), plain(&points, curve.eps, min_samples));
    }

    #[test]
    fn any_magnitude(
        points in points((-320i32..138, -1.0..1.0f64).prop_map(|(power, value)| value * 10f64.powi(power)), 1..3),
        power in -320i32..141,
        min_samples in 1usize..6,
    ) {
        check(&points, 10f64.powi(power), min_samples);
    }

    #[test]
    fn groups_and_their_rims(seed in 0u64..1000, eps in 0.2..0.9f64, min_samples in 3usize..14) {
        let mut stream = Stream::new(seed, 0);
        let values = (0..500).flat_map(|row| [f64::from(row % 5) * 2.2, f64::from(row % 2)]).map(|v| v + stream.normal() * 0.6);
        check(&Points::new(values.collect(), 2).unwrap(), eps, min_samples);
    }

    #[test]
    fn without_a_radius_it_is_read_from_the_curve(points in points(-10.0..10.0f64, 1..4), min_samples in 1usize..12) {
        let params = Params { min_samples: Some(min_samples), ..Params::default() };
        let fitted = fit(&points, &params).unwrap();
        let curve = fitted.k_distances().unwrap();
        prop_assert!(curve.proposed && curve.min_samples == min_samples && curve.rows == points.rows());
        prop_assert_eq!(fitted.labels.as_slice(), plain(&points, curve.eps, min_samples));
        prop_assert_eq!(&curve.distances, &plain_curve(&points, min_samples));
        let given = fit(&points, &Params { eps: Some(curve.eps), ..params }).unwrap();
        prop_assert_eq!(given.labels, fitted.labels);
        prop_assert!(!given.evidence.is_empty());
    }
}

#[test]
fn a_border_row_keeps_the_lowest_cluster_and_a_new_row_takes_the_nearest() {
    // Core rows 0.2 and 2.1 both reach 1.15 and 1.2.
    let points = Points::new(vec![0.0, 0.1, 0.2, -0.1, 1.19, 2.1, 2.15, 2.2, 2.25], 1).unwrap();
    let fitted = fit(&points, &Params::new(1.0, 5)).unwrap();
    assert_eq!(fitted.labels.as_slice(), plain(&points, 1.0, 5));
    let rows = Points::new(vec![1.19, 1.18], 1).unwrap();
    let assigned = fitted.model.assign(&rows).unwrap();
    assert_eq!((assigned[0].cluster, assigned[1].cluster), (Some(0), Some(1)));
    assert!((assigned[0].distance - 0.99).abs() < 1e-12 && (assigned[1].distance - 0.92).abs() < 1e-12);
}

#[test]
fn many_leaves_in_groups_threads_and_equal_rows() {
    let mut stream = Stream::new(5, 3);
    let groups = (0..5000).flat_map(|row| [f64::from(row % 5) * 4.0, 0.0]).map(|value| value + stream.normal());
    let groups = Points::new(groups.collect(), 2).unwrap();
    let thread = (0..5000).flat_map(|i| [f64::from(i) * 0.01, (f64::from(i) * 0.01).sin()]);
    let thread = Points::new(thread.collect(), 2).unwrap();
    let grid =
        Points::new((0..5000).flat_map(|i| [f64::from(i * 7 % 61), f64::from(i * 11 % 53)]).collect(), 2).unwrap();
    for (points, eps, min_samples) in [
        (&groups, 0.1, 5),
        (&groups, 0.2, 9),
        (&groups, 0.35, 20),
        (&thread, 0.012, 2),
        (&thread, 0.0141, 3),
        (&grid, 1.0, 8),
        (&grid, 1.0, 5),
        (&grid, 0.0, 2),
    ] {
        check(points, eps, min_samples);
    }
}

/// Looking at each of them for each of them would take minutes.
#[test]
fn equal_rows_are_looked_at_once() {
    let table = [(1, 1), (3, 3), (200, 1), (1, 200)];
    for (first, second) in table {
        let value = |row: usize| [row % first, row / first % second].map(|value| value as f64);
        let points = Points::new((0..200_000).flat_map(value).collect(), 2).unwrap();
        for params in [Params::default(), Params::new(0.0, 5), Params::new(1.0, 800)] {
            let fitted = fit(&points, &params).unwrap();
            let core = &fitted.model.parts().arrays[0];
            assert_eq!((core.rows, fitted.trace.distinct_rows), (first * second, Some(first * second)));
            assert_eq!((fitted.labels.left_out(), fitted.labels.sizes().iter().sum::<usize>()), (0, 200_000));
            let assigned: Vec<Option<u32>> =
                fitted.model.assign(&points).unwrap().iter().map(|row| row.cluster).collect();
            assert_eq!(assigned, fitted.labels.as_slice());
        }
        assert!(!(METHOD.grid)(&points, &Settings::new(0)).unwrap().is_empty());
    }
}

#[test]
fn more_rows_asked_for_than_there_are() {
    let mut stream = Stream::new(5, 4);
    let points = Points::new((0..6000).map(|_| stream.uniform()).collect(), 2).unwrap();
    let fitted = fit(&points, &Params { min_samples: Some(65_535), ..Params::default() }).unwrap();
    let curve = fitted.k_distances().unwrap();
    assert_eq!((fitted.labels.clusters(), fitted.labels.left_out(), curve.rows), (0, 3000, 512));
    assert_eq!(fitted.trace.remarks, [Remark::NoCluster]);
    assert!(curve.eps > 0.5 && curve.eps < 1.5);
    check(&points, 2.0, 3000);
    check(&points, 0.5, 1500);
}

#[test]
fn equal_bits_on_any_number_of_threads() {
    let mut stream = Stream::new(5, 1);
    let values = (0..30_000).flat_map(|row| [f64::from(row % 7) * 8.0; 3]).map(|value| value + stream.normal());
    let points = Points::new(values.collect(), 3).unwrap();
    for settings in [Settings::new(3), Settings::new(3).with("eps", 0.3).with("min_samples", 9.0)] {
        let expected = (METHOD.fit)(&points, &settings).unwrap();
        assert!(expected.labels.clusters() > 3 && expected.labels.left_out() > 0);
        for threads in [1, 2, 7] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let fitted = pool.install(|| (METHOD.fit)(&points, &settings).unwrap());
            assert_eq!(fitted.labels, expected.labels);
            assert_eq!(fitted.model.parts(), expected.model.parts());
            assert_eq!((fitted.trace, fitted.evidence), (expected.trace.clone(), expected.evidence.clone()));
        }
    }
}

#[test]
fn the_grid_keeps_what_is_given_and_tries_the_rest() {
    let mut stream = Stream::new(5, 2);
    let points = Points::new((0..3000).map(|i| f64::from(i % 3) * 9.0 + stream.normal()).collect(), 2).unwrap();
    let number = |settings: &Settings, name: &str| match settings.get(name) {
        Some(Value::Number(number)) => *number,
        other => panic!("{other:?}"),
    };
    let base = Settings::new(4);
    let open = (METHOD.grid)(&points, &base).unwrap();
    assert!((8..=15).contains(&open.len()), "{}", open.len());
    assert_eq!(open, (METHOD.grid)(&points, &base).unwrap());
    let usual = (METHOD.fit)(&points, &base).unwrap();
    assert_eq!((METHOD.fit)(&points, &open[0]).unwrap().labels, usual.labels, "the usual settings come first");
    for (i, settings) in open.iter().enumerate() {
        assert!(settings.seed() == 4 && number(settings, "eps") > 0.0 && !open[..i].contains(settings));
    }
    let radii = (METHOD.grid)(&points, &base.clone().with("min_samples", 7.0)).unwrap();
    assert!(radii.len() > 3 && radii.iter().all(|settings| number(settings, "min_samples") == 7.0));
    let counts = (METHOD.grid)(&points, &base.clone().with("eps", 0.5)).unwrap();
    assert!(counts.len() > 1 && counts.iter().all(|settings| number(settings, "eps") == 0.5));
    let both = base.with("eps", 0.5).with("min_samples", 7.0);
    assert_eq!((METHOD.grid)(&points, &both).unwrap(), [both]);
    assert!((METHOD.grid)(&Points::new(Vec::new(), 2).unwrap(), &Settings::new(0)).is_err());
    assert!((METHOD.grid)(&points, &Settings::new(0).with("speling", 1.0)).is_err());
    let equal = Points::new(vec![2.0; 60], 2).unwrap();
    assert!(!(METHOD.grid)(&equal, &Settings::new(0)).unwrap().is_empty());
}

#[test]
fn a_model_without_clusters_works_and_broken_ones_are_refused() {
    let points = Points::new(vec![0.0, 5.0, 10.0, 15.0], 1).unwrap();
    let fitted = fit(&points, &Params::new(1.0, 2)).unwrap();
    let restored = catalog::restore(&fitted.model.parts()).unwrap();
    for row in restored.assign(&points).unwrap() {
        assert_eq!((row.cluster, row.nearest, row.distance, row.confidence), (None, None, 0.0, None));
    }
    let touching = Points::new(vec![0.0, 0.1, 0.2, -0.1, 1.19, 2.1, 2.15, 2.2, 2.25], 1).unwrap();
    let parts = fit(&touching, &Params::new(1.0, 5)).unwrap().model.parts();
    assert_eq!(parts.arrays[5].rows, 1, "one border row is remembered");
    type Change = fn(&mut Part);
    let changes: [(usize, Change); 12] = [
        (1, |part| part.values[0] = 1.0),
        (1, |part| part.values[2] = 3.0),
        (1, |part| part.values[0] = 0.5),
        (1, |part| part.values[0] = -1.0),
        (1, |part| part.values.swap(0, 2)),
        (2, |part| part.values[0] = -1.0),
        (2, |part| (part.rows, part.values) = (0, Vec::new())),
        (3, |part| part.values[0] = 0.0),
        (3, |part| part.values[0] = 2.5),
        (4, |part| (part.rows, part.values) = (0, Vec::new())),
        (5, |part| part.values[0] = 2.0),
        (5, |part| part.name.push('x')),
    ];
    for (i, (array, change)) in changes.into_iter().enumerate() {
        let mut broken = parts.clone();
        change(&mut broken.arrays[array]);
        let error = catalog::restore(&broken).unwrap_err();
        assert!(matches!(error, ClusterError::Part { .. }), "change {i}: {error}");
    }
}
