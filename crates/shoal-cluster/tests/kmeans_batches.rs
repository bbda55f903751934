//! Mini-batch k-means: as good as the reference, the same whatever the threads, and sound on poor chunks.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use serde_json::Value;
use shoal_cluster::kmeans::{Learned, MiniBatch, Params, fit, fit_in_batches};
use shoal_cluster::{ClusterError, Settings, catalog};
use shoal_kernel::random::mix;
use shoal_kernel::{Points, moments};

/// The formulas of `reference/make.py`.
fn uniform(row: usize, task: u64) -> f64 {
    (mix(row as u64 + (task << 32)) >> 11) as f64 / (1u64 << 53) as f64
}

fn bell(row: usize, task: u64) -> f64 {
    ((0..4).map(|i| uniform(row, task + i)).sum::<f64>() - 2.0) * 3f64.sqrt()
}

fn blobs(rows: usize) -> Points {
    let value = |row: usize, c: u64| uniform(row % 6, 900 + c) * 20.0 - 10.0 + bell(row, 10 + 4 * c);
    Points::new((0..rows).flat_map(|row| (0..5).map(move |c| value(row, c))).collect(), 5).unwrap()
}

fn rfm(rows: usize) -> Points {
    let row = |row: usize| {
        let recency = -90.0 * (1.0 - uniform(row, 100)).ln();
        let orders = (1.0 + (1.2 * bell(row, 110)).exp()).floor();
        let revenue = orders.powf(0.8) * (3.0 + 0.8 * bell(row, 120)).exp();
        [recency, orders, revenue].map(f64::ln_1p)
    };
    let raw = Points::new((0..rows).flat_map(row).collect(), 3).unwrap();
    let (means, variances) = (moments::column_means(&raw), moments::column_variances(&raw, 0).unwrap());
    let scaled = raw.values().iter().enumerate().map(|(i, value)| (value - means[i % 3]) / variances[i % 3].sqrt());
    Points::new(scaled.collect(), 3).unwrap()
}

#[test]
fn inertia_is_near_the_full_one_and_no_worse_than_the_reference() {
    let file: Value = serde_json::from_str(include_str!("reference/kmeans_batches.json")).unwrap();
    assert!(file["versions"]["scikit-learn"].is_string());
    for case in file["cases"].as_array().unwrap() {
        let rows = case["rows"].as_u64().unwrap() as usize;
        let points = if case["name"] == "rfm" { rfm(rows) } else { blobs(rows) };
        let clusters = case["clusters"].as_u64().unwrap() as usize;
        let (full, median) = (case["full"].as_f64().unwrap(), case["minibatch_median"].as_f64().unwrap());
        let ours = fit(&points, &Params::new(clusters, 0)).unwrap().trace.loss.unwrap();
        assert!(ours <= full * 1.001, "the points are those of the script: {ours} {full}");
        for seed in 0..5 {
            let loss = fit_in_batches(&points, 1024, &Params::new(clusters, seed)).unwrap().trace.loss.unwrap();
            println!(
                "{} {rows} k {clusters}: {:.4} of full, {:.4} of MiniBatchKMeans",
                case["name"],
                loss / full,
                loss / median
            );
            assert!(
                loss <= full * 1.03 && loss <= median * 1.02,
                "{} {clusters}: {loss} {full} {median}",
                case["name"]
            );
        }
    }
}

fn learn(points: &Points, sizes: &[usize], params: &Params) -> Learned {
    let mut learner = MiniBatch::new(params).unwrap();
    let mut first = 0;
    for &size in sizes.iter().cycle() {
        let last = (first + size).min(points.rows());
        learner.learn(&points.select(&(first..last).collect::<Vec<_>>())).unwrap();
        first = last;
        if first == points.rows() {
            return learner.finish().unwrap();
        }
    }
    unreachable!("the sizes go round")
}

#[test]
fn the_same_bits_on_any_number_of_threads() {
    let points = blobs(60_000);
    let run = || learn(&points, &[20_000, 700, 5_000], &Params::new(6, 1));
    let expected = run();
    assert_eq!((expected.rows, expected.counts.iter().sum::<u64>()), (60_000, 60_000));
    for threads in [1, 2, 7] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let learned = pool.install(run);
        assert_eq!((&learned.model, &learned.counts), (&expected.model, &expected.counts));
    }
}

#[test]
fn a_centre_is_the_mean_of_the_rows_it_was_given() {
    // Far apart, so that every row is given to its group whatever the centres are.
    let values: Vec<f64> = (0..9_000).map(|row| f64::from(row % 3 * 1_000) + uniform(row as usize, 1)).collect();
    let points = Points::new(values.clone(), 1).unwrap();
    let learned = learn(&points, &[500], &Params::new(3, 1));
    assert_eq!(learned.counts, [3_000; 3]);
    for (group, centre) in learned.model.centres().iter().enumerate() {
        let mean = values.iter().skip(group).step_by(3).sum::<f64>() / 3_000.0;
        assert!((centre[0] - mean).abs() < 1e-9);
    }
}

#[test]
fn few_rows_are_plain_k_means() {
    let points = blobs(3_000);
    let plain = fit(&points, &Params::new(6, 4)).unwrap();
    let learned = learn(&points, &[3_000], &Params::new(6, 4));
    assert_eq!(Some(learned.model.centres()), plain.centres());
    assert_eq!(learned.counts, plain.labels.sizes().iter().map(|&size| size as u64).collect::<Vec<_>>());
}

#[test]
fn missing_and_starving_centres_find_rows() {
    // The first rows are all equal; the groups come later.
    let mut learner = MiniBatch::new(&Params::new(3, 0)).unwrap();
    learner.learn(&Points::new(vec![5.0; 6_000], 1).unwrap()).unwrap();
    let later: Vec<f64> = (0..3_000).map(|row| f64::from(row % 3 * 100)).collect();
    learner.learn(&Points::new(later, 1).unwrap()).unwrap();
    let learned = learner.finish().unwrap();
    let centres = learned.model.centres().values();
    assert!(centres[0] < 6.0 && centres[1..] == [100.0, 200.0], "{centres:?}");
    // A centre at rows that never come again moves to where rows are.
    let mut learner = MiniBatch::new(&Params::new(3, 0)).unwrap();
    let chunk = |third: f64| {
        let value = |row: usize| [0.0, 50.0, third][row % 3] + uniform(row, 3);
        Points::new((0..6_000).map(value).collect(), 1).unwrap()
    };
    learner.learn(&chunk(1e6)).unwrap();
    (0..6).for_each(|_| learner.learn(&chunk(80.0)).unwrap());
    let learned = learner.finish().unwrap();
    assert!((learned.model.centres().row(2)[0] - 80.5).abs() < 0.5, "{:?}", learned.model.centres());
}

#[test]
fn poor_chunks_have_a_defined_result() {
    let line = |values: &[f64]| Points::new(values.to_vec(), 1).unwrap();
    let mut learner = MiniBatch::new(&Params::new(2, 0)).unwrap();
    learner.learn(&line(&[])).unwrap();
    assert_eq!(learner.clone().finish().unwrap_err(), ClusterError::NoRows);
    learner.learn(&line(&[1.0])).unwrap();
    assert!(matches!(learner.clone().finish(), Err(ClusterError::MoreClustersThanRows { rows: 1, .. })));
    assert!(matches!(learner.learn(&line(&[1.0, f64::NAN])), Err(ClusterError::Value { row: 1, .. })));
    let wide = Points::new(vec![1.0, 2.0], 2).unwrap();
    assert!(matches!(learner.learn(&wide), Err(ClusterError::Columns { came: 2, expected: 1 })));
    (0..3).for_each(|_| learner.learn(&line(&[1.0; 5_000])).unwrap());
    let learned = learner.finish().unwrap();
    assert_eq!(
        (learned.model.centres().values(), &learned.counts[..], learned.rows),
        (&[1.0][..], &[15_001][..], 15_001)
    );
    let huge = line(&[-1e139, 1e139, -1.1e139, 1.1e139].repeat(3_000));
    assert_eq!(fit_in_batches(&huge, 100, &Params::new(2, 0)).unwrap().labels.clusters(), 2);
    let fitted = fit_in_batches(&line(&[0.1; 9_000]), 7, &Params::new(4, 0)).unwrap();
    assert_eq!((fitted.labels.clusters(), fitted.trace.remarks.len()), (1, 1));
}

#[test]
fn settings_reach_batches_and_refuse_what_does_not_fit() {
    let points = blobs(9_000);
    let method = catalog::method("kmeans").unwrap();
    let settings = Settings::new(2).with("n_clusters", 6.0).with("batch_rows", 500.0);
    let fitted = (method.fit)(&points, &settings).unwrap();
    assert_eq!((fitted.trace.iterations, fitted.labels.clusters()), (18, 6));
    let swept = method.sweep.unwrap()(&points, &[2, 6], &settings).unwrap();
    assert_eq!(swept[1].model.parts(), fitted.model.parts());
    let error = (method.fit)(&points, &settings.with("min_cluster_size", 9.0)).unwrap_err();
    assert_eq!(error.to_string(), "parameter `min_cluster_size`: 9, allowed is 1 with batches");
    assert!(MiniBatch::new(&Params { min_cluster_size: 2, ..Params::default() }).is_err());
    assert!(MiniBatch::new(&Params::new(0, 0)).is_err());
    let weighted =
        shoal_cluster::kmeans::fit_weighted(&points, &[1.0; 9_000], &Params { batch_rows: 5, ..Params::default() });
    assert_eq!(weighted.unwrap_err().to_string(), "parameter `batch_rows`: 5, allowed is 0 with weights");
}
