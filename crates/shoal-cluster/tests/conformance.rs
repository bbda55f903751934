//! What every method in the catalog promises, whatever it finds.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::sync::Arc;

use shoal_cluster::{ClusterError, Evidence, Fitted, Method, Model, Settings, catalog};
use shoal_kernel::{Points, Stream};

/// Whether the method is told the number of clusters. One that is not finds it, and may leave rows out.
fn asks(method: &Method) -> bool {
    method.parameters.iter().any(|parameter| parameter.name == "n_clusters")
}

fn settings(method: &Method, clusters: usize, seed: u64) -> Settings {
    let settings = Settings::new(seed);
    if asks(method) { settings.with("n_clusters", clusters as f64) } else { settings }
}

/// The same without the regularisation that some methods blur small differences with.
fn sharp(method: &Method, settings: Settings) -> Settings {
    let blurs = method.parameters.iter().any(|parameter| parameter.name == "reg_covar");
    if blurs { settings.with("reg_covar", 0.0) } else { settings }
}

fn fit(method: &Method, points: &Points, clusters: usize) -> Fitted {
    (method.fit)(points, &settings(method, clusters, 3)).unwrap()
}

/// So many rows, or as many as a method with quadratic memory is asked to take here.
fn affordable(method: &Method, rows: usize) -> usize {
    if ["average", "complete"].contains(&method.id) { rows.min(2_000) } else { rows }
}

/// Three groups, far apart, row i in group i mod 3.
fn groups(rows: usize, columns: usize) -> Points {
    let mut stream = Stream::new(11, 0);
    let values = (0..rows).flat_map(|row| vec![(row % 3) as f64 * 20.0; columns]).map(|value| value + stream.normal());
    Points::new(values.collect(), columns).unwrap()
}

fn bits(fitted: &Fitted) -> (Vec<Option<u32>>, Vec<u64>, Option<u64>) {
    let arrays = fitted.model.parts().arrays;
    let values = arrays.iter().flat_map(|part| part.values.iter().map(|value| value.to_bits())).collect();
    (fitted.labels.as_slice().to_vec(), values, fitted.trace.loss.map(f64::to_bits))
}

/// What holds for every fit: labels without gaps, the model repeats them, and survives being written down.
fn check(method: &Method, points: &Points, fitted: &Fitted) {
    assert_eq!(fitted.labels.rows(), points.rows());
    assert!(fitted.labels.sizes().iter().all(|&size| size > 0));
    assert_eq!(fitted.labels.clusters(), fitted.model.clusters());
    assert_eq!((fitted.model.method(), fitted.model.columns()), (method.id, points.columns()));
    let evidence: Vec<_> = fitted.evidence.iter().map(Evidence::kind).collect();
    assert_eq!(evidence, method.evidence, "{}", method.id);
    assert!(fitted.trace.loss.is_none_or(f64::is_finite));
    assert!(fitted.trace.chosen < fitted.trace.starts.len().max(1));
    let restored: Arc<dyn Model> = catalog::restore(&fitted.model.parts()).unwrap();
    for model in [&fitted.model, &restored] {
        let assigned = model.assign(points).unwrap();
        let labels: Vec<Option<u32>> = assigned.iter().map(|row| row.cluster).collect();
        assert_eq!(labels, fitted.labels.as_slice(), "{}", method.id);
        for row in assigned {
            assert!(row.distance >= 0.0 && row.distance.is_finite());
            assert!(row.cluster.is_none() || row.cluster == row.nearest);
            assert_eq!(row.nearest.is_some(), model.clusters() > 0);
            assert!(row.nearest.is_none_or(|cluster| (cluster as usize) < model.clusters()));
            assert!(row.confidence.is_none_or(|confidence| (0.0..=1.0).contains(&confidence)));
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_bits_on_any_number_of_threads() {
    for method in catalog::METHODS {
        for points in [groups(300, 2), groups(affordable(method, 40_000), 3)] {
            let expected = fit(method, &points, 4);
            check(method, &points, &expected);
            for threads in [1, 2, 5] {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
                let fitted = pool.install(|| fit(method, &points, 4));
                assert_eq!(bits(&fitted), bits(&expected), "{} on {threads} threads", method.id);
                assert_eq!(fitted.trace, expected.trace);
            }
        }
    }
}

#[test]
fn clear_groups_are_found_whatever_the_seed() {
    for method in catalog::METHODS {
        for rows in [30, 300, affordable(method, 20_001)] {
            let points = groups(rows, 2);
            for seed in 0..5 {
                let fitted = (method.fit)(&points, &settings(method, 3, seed)).unwrap();
                let expected: Vec<Option<u32>> = (0..rows).map(|row| Some((row % 3) as u32)).collect();
                if asks(method) {
                    assert_eq!(fitted.labels.as_slice(), expected, "{} with seed {seed}", method.id);
                    continue;
                }
                // Nearly all rows are placed; each of the others is nearest to its own group; the order of the groups is free.
                assert_eq!(fitted.labels.clusters(), 3, "{} with {rows} rows, seed {seed}", method.id);
                assert!(fitted.labels.left_out() * 10 <= rows, "{} of {rows}", fitted.labels.left_out());
                let nearest: Vec<Option<u32>> =
                    fitted.model.assign(&points).unwrap().into_iter().map(|row| row.nearest).collect();
                assert!((3..rows).all(|row| nearest[row] == nearest[row % 3]), "{} with seed {seed}", method.id);
            }
        }
    }
}

#[test]
fn repeated_rows_stay_together() {
    for method in catalog::METHODS {
        let once = groups(99, 2);
        let twice: Vec<usize> = (0..99).flat_map(|row| [row, row]).collect();
        let fitted = fit(method, &once.select(&twice), 3);
        let labels = fit(method, &once, 3).labels;
        for (pair, &label) in fitted.labels.as_slice().chunks(2).zip(labels.as_slice()) {
            // Where rows are counted in a neighbourhood, twice the rows are another question.
            let expected = if asks(method) { label } else { pair[0] };
            assert_eq!(pair, [expected, expected], "{}", method.id);
        }
    }
}

#[test]
fn weights_equal_repetition() {
    for method in catalog::METHODS {
        let Some(weighted) = method.weighted else { continue };
        let (id, points) = (method.id, groups(99, 2));
        let repeated: Vec<usize> = (0..99).flat_map(|row| std::iter::repeat_n(row, row % 4)).collect();
        let weights: Vec<f64> = (0..99).map(|row| f64::from(row % 4)).collect();
        let expected = fit(method, &points.select(&repeated), 3);
        let settings = settings(method, 3, 3);
        let fitted = (weighted.fit)(&points, &weights, &settings).unwrap();
        check(method, &points, &fitted);
        assert_eq!(
            (weighted.sweep.is_some(), weighted.fit_from.is_some()),
            (method.sweep.is_some(), method.fit_from.is_some())
        );
        if let Some(sweep) = weighted.sweep {
            assert_eq!(bits(&sweep(&points, &weights, &[3], &Settings::new(3)).unwrap()[0]), bits(&fitted), "{id}");
        }
        if let Some(fit_from) = weighted.fit_from {
            let centres = points.select(&[0, 1, 2]);
            assert_eq!(fit_from(&points, &weights, &centres, &settings).unwrap().labels, fitted.labels, "{id}");
        }
        let labels: Vec<Option<u32>> = repeated.iter().map(|&row| fitted.labels.as_slice()[row]).collect();
        assert_eq!(labels, expected.labels.as_slice(), "{id}");
        let values = |fitted: &Fitted| -> Vec<f64> {
            fitted.model.parts().arrays.into_iter().flat_map(|part| part.values).collect()
        };
        assert!(values(&fitted).iter().zip(values(&expected)).all(|(a, b)| (a - b).abs() < 1e-9), "{id}");
    }
}

#[test]
fn given_centres_are_where_it_starts() {
    for method in catalog::METHODS {
        let Some(fit_from) = method.fit_from else { continue };
        let (points, id) = (groups(99, 2), method.id);
        let from = |centres: &Points| fit_from(&points, centres, &Settings::new(3));
        let fitted = from(&points.select(&[2, 0, 1])).unwrap();
        check(method, &points, &fitted);
        assert_eq!(fitted.labels.as_slice()[..3], [Some(1), Some(2), Some(0)], "{id}: in the order of the centres");
        let far = Points::new(vec![0.0, 0.0, 1e9, 1e9, 20.0, 20.0], 2).unwrap();
        let fitted = from(&far).unwrap();
        check(method, &points, &fitted);
        assert_eq!(fitted.trace.n_clusters, Some(3), "{id}");
        let two = Points::new([0.0, 0.0].repeat(2), 2).unwrap();
        check(method, &points, &from(&two).unwrap());
        let other = Points::new(vec![0.0], 1).unwrap();
        assert!(matches!(from(&other), Err(ClusterError::Columns { .. })), "{id}");
        assert!(from(&Points::new(vec![0.0, f64::NAN], 2).unwrap()).is_err(), "{id}");
        assert!(from(&Points::new(Vec::new(), 2).unwrap()).is_err(), "{id}");
        assert!(from(&Points::new(vec![0.0; 200], 2).unwrap()).is_err(), "{id}: more than rows");
    }
}

#[test]
fn poor_points_have_a_defined_result() {
    let constant = Points::from_rows(
        groups(60, 1).iter().map(|row| [row[0], 5.0]).collect::<Vec<_>>().iter().map(|row| &row[..]),
        2,
    );
    // How many clusters a method finds that is told a number, and one that looks for dense regions: three rows are too few
    // for one, and ten rows at equal steps are one.
    let table = [
        ("one row", Points::new(vec![1.0, 2.0], 2), 1, [1, 0]),
        ("one cluster", Points::new(vec![1.0, 2.0, 3.0], 1), 1, [1, 0]),
        ("all rows equal", Points::new(vec![0.1; 200], 2), 4, [1, 1]),
        ("fewer different rows than clusters", Points::new([1.0, 2.0, 9.0].repeat(20), 1), 5, [3, 3]),
        ("every row its own", Points::new((0..10).map(f64::from).collect(), 1), 10, [10, 1]),
        ("a constant column", constant, 3, [3, 3]),
        ("rows all but equal", Points::new(vec![1e6, 1e6 + 1e-9, 1e6, 1e6 + 1e-9], 1), 3, [2, 1]),
        ("differences too small to be squared", Points::new(vec![0.0, 1e-200, 0.0, 1e-200], 1), 2, [1, 1]),
        ("large numbers", Points::new(vec![-1e139, 1e139, -1.1e139, 1.1e139], 1), 2, [2, 1]),
        ("equal rows in plenty", Points::new([1.0, 2.0, 9.0].repeat(10_000), 1), 5, [3, 3]),
    ];
    for method in catalog::METHODS {
        for (name, points, clusters, found) in &table {
            let points = points.as_ref().unwrap();
            check(method, points, &fit(method, points, *clusters));
            let fitted = (method.fit)(points, &sharp(method, settings(method, *clusters, 3))).unwrap();
            check(method, points, &fitted);
            assert_eq!(fitted.labels.clusters(), found[usize::from(!asks(method))], "{}: {name}", method.id);
            assert!(fitted.trace.n_clusters.is_none_or(|asked| asked == *clusters));
        }
    }
}

#[test]
fn bad_values_are_refused_with_their_place() {
    for method in catalog::METHODS {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e200] {
            let mut values = groups(9, 2).values().to_vec();
            values[7] = value;
            let error = (method.fit)(&Points::new(values, 2).unwrap(), &settings(method, 2, 0)).unwrap_err();
            assert!(matches!(error, ClusterError::Value { row: 3, column: 1, .. }), "{error}");
            assert!(error.to_string().starts_with("value in row 3, column 1"), "{error}");
        }
        let none = Points::new(Vec::new(), 2).unwrap();
        assert_eq!((method.fit)(&none, &settings(method, 1, 0)).unwrap_err(), ClusterError::NoRows);
        let fitted = fit(method, &groups(9, 2), 2);
        assert!(matches!(fitted.model.assign(&groups(9, 3)), Err(ClusterError::Columns { came: 3, expected: 2 })));
        let wrong = Points::new(vec![1.0, f64::NAN], 2).unwrap();
        assert!(matches!(fitted.model.assign(&wrong), Err(ClusterError::Value { row: 0, column: 1, .. })));
        assert!(fitted.model.assign(&none).unwrap().is_empty());
    }
}

#[test]
fn parameters_outside_their_range_are_refused() {
    for method in catalog::METHODS {
        for parameter in method.parameters {
            for value in [f64::NAN, -1.0, 1e300] {
                let error = (method.fit)(&groups(9, 2), &Settings::new(0).with(parameter.name, value)).unwrap_err();
                assert!(error.to_string().contains(parameter.name), "{error}");
            }
        }
        let error = (method.fit)(&groups(9, 2), &Settings::new(0).with("n_cluster", 2.0)).unwrap_err();
        assert!(error.to_string().starts_with("parameter name: `n_cluster`"), "{error}");
    }
}

#[test]
fn a_stored_model_that_is_broken_is_refused() {
    for method in catalog::METHODS {
        let parts = fit(method, &groups(9, 2), 2).model.parts();
        let broken = |change: fn(&mut shoal_cluster::Part)| {
            let mut parts = parts.clone();
            change(&mut parts.arrays[0]);
            catalog::restore(&parts).is_err()
        };
        assert!(broken(|part| part.name.push('x')));
        assert!(broken(|part| part.values.truncate(1)));
        assert!(broken(|part| part.values[0] = f64::NAN));
        assert!(broken(|part| part.values[0] = 1e142));
        assert!(broken(|part| part.columns = 0));
        assert!(broken(|part| part.rows += 1));
        assert!(broken(|part| (part.rows, part.values) = (0, Vec::new())));
    }
}

#[test]
fn a_sweep_gives_what_single_fits_give_or_better() {
    for method in catalog::METHODS {
        let Some(sweep) = method.sweep else { continue };
        for points in [groups(200, 2), groups(affordable(method, 17_000), 2)] {
            let fitted = sweep(&points, &[5, 2, 3, 9, 3], &Settings::new(3)).unwrap();
            let sizes: Vec<usize> = fitted.iter().map(|fitted| fitted.labels.clusters()).collect();
            assert_eq!(sizes, [5, 2, 3, 9, 3]);
            assert_eq!(bits(&fitted[2]), bits(&fitted[4]));
            assert_eq!(bits(&fitted[1]), bits(&fit(method, &points, 2)), "the smallest has no one to help it");
            for fitted in &fitted {
                check(method, &points, fitted);
                let alone = fit(method, &points, fitted.trace.n_clusters.unwrap()).trace.loss;
                assert!(fitted.trace.loss <= alone);
            }
        }
        assert!(sweep(&groups(9, 2), &[2, 10], &Settings::new(0)).is_err());
        assert!(sweep(&groups(9, 2), &[0], &Settings::new(0)).is_err());
        assert!(sweep(&groups(9, 2), &[], &Settings::new(0)).unwrap().is_empty());
    }
}
