//! Resamples of the rows in one operation: what each would give alone.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use shoal_cluster::kmeans::{Params, sweep_resamples, sweep_weighted};
use shoal_cluster::{ClusterError, Fitted, Resamples};
use shoal_kernel::{Points, Stream};

/// Three overlapping clouds.
fn clouds(rows: usize) -> Points {
    let mut stream = Stream::new(11, rows as u64);
    let row = |row: usize| (0..3).map(move |column| if row % 3 == column { 3.0 } else { 0.0 });
    let values = (0..rows).flat_map(row).collect::<Vec<f64>>();
    Points::new(values.into_iter().map(|centre| centre + stream.normal()).collect(), 3).unwrap()
}

fn resampled(points: &Points, resamples: &Resamples, ks: &[usize], params: &Params) -> Vec<Vec<Fitted>> {
    let mut all = Vec::new();
    sweep_resamples(points, resamples, ks, params, |number, fitted| {
        assert_eq!(number, all.len());
        all.push(fitted);
        Ok::<(), ClusterError>(())
    })
    .unwrap();
    all
}

#[test]
fn each_resample_ends_where_it_would_alone_with_any_threads() {
    let params = Params { n_init: 3, seed: 5, ..Params::default() };
    for (rows, count) in [(60, 20), (3000, 3), (20_000, 7)] {
        let (points, resamples) = (clouds(rows), Resamples::new(rows, count, 9));
        let ks = [4, 2, 3, 2];
        let expected = |number: usize| sweep_weighted(&points, &resamples.weights(number), &ks, &params).unwrap();
        for threads in [1, 2, 7] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let came = pool.install(|| resampled(&points, &resamples, &ks, &params));
            assert_eq!(came.len(), count);
            for (number, came) in came.iter().enumerate() {
                for (came, expected) in came.iter().zip(expected(number)) {
                    assert_eq!((&came.labels, &came.trace), (&expected.labels, &expected.trace), "{rows} {number}");
                    assert_eq!(came.centres(), expected.centres());
                }
            }
        }
    }
}

#[test]
fn resamples_differ_and_are_drawn_again_the_same() {
    let resamples = Resamples::new(500, 2, 3);
    assert_eq!(resamples.weights(0), Resamples::new(500, 9, 3).weights(0));
    assert_ne!(resamples.weights(0), resamples.weights(1));
    assert_ne!(resamples.weights(0), Resamples::new(500, 2, 4).weights(0));
}

#[test]
fn what_is_wrong_is_said_and_the_taker_can_stop() {
    let points = clouds(30);
    let refused = |rows: usize, ks: &[usize], params: &Params| {
        let take = |_, _| Ok::<(), ClusterError>(());
        sweep_resamples(&points, &Resamples::new(rows, 1, 1), ks, params, take).unwrap_err()
    };
    let params = Params::default();
    assert_eq!(refused(29, &[2], &params).to_string(), "weights: 29, allowed is one for each of the 30 rows");
    assert_eq!(refused(30, &[31], &params).to_string(), "n_clusters: 31, allowed is at most the number of rows, 30");
    let batches = Params { batch_rows: 10, ..Params::default() };
    assert_eq!(refused(30, &[2], &batches).to_string(), "parameter `batch_rows`: 10, allowed is 0 for resamples");
    let mut taken = 0;
    let stopped = sweep_resamples(&points, &Resamples::new(30, 5, 1), &[2], &params, |number, _| {
        taken += 1;
        if number == 1 { Err(ClusterError::NoRows) } else { Ok(()) }
    });
    assert_eq!((stopped.is_err(), taken), (true, 2));
}
