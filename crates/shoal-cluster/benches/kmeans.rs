//! How long k-means takes on blobs: `cargo bench -p shoal-cluster`. Prints the best and the median of several runs.
#![allow(clippy::print_stdout, reason = "a benchmark prints its result")]

mod clock;
#[path = "../../shoal-segment/benches/methods/tables.rs"]
mod tables;

use clock::measure;
use shoal_cluster::kmeans::{Params, fit, fit_from, sweep, sweep_weighted};
use tables::table;

fn main() {
    let ks: Vec<usize> = (2..=10).collect();
    for (rows, columns) in [(200, 5), (5_900, 8), (16_384, 5), (100_000, 5), (1_000_000, 8)] {
        for (name, points) in [("blobs", table("blobs", rows, columns)), ("even", table("uniform", rows, columns))] {
            if rows == 1_000_000 && name == "even" {
                continue;
            }
            measure(&format!("sweep 2..10, 10 starts, {name} {rows} x {columns}"), || {
                sweep(&points, &ks, &Params::default()).expect("sound input");
            });
        }
    }
    let points = table("blobs", 100_000, 5);
    let weights: Vec<f64> = (0..100_000).map(|row| f64::from(row % 7)).collect();
    measure("sweep 2..10, 10 starts, weights, blobs 100000 x 5", || {
        sweep_weighted(&points, &weights, &ks, &Params::default()).expect("sound input");
    });
    for (rows, share) in [(10_000, 10), (10_000, 8), (100_000, 10), (100_000, 8)] {
        let points = table("blobs", rows, 5);
        let params = Params { min_cluster_size: rows / share, ..Params::default() };
        measure(&format!("k = 8, at least 1/{share} of the rows each, blobs {rows} x 5"), || {
            fit(&points, &params).expect("sound input");
        });
    }
    let points = table("blobs", 1_000_000, 8);
    let centres = points.select(&[0, 1, 2, 3, 4, 5, 6, 7]);
    let params = Params { max_iter: 20, tol: 0.0, ..Params::default() };
    measure("20 iterations, k = 8, blobs 1000000 x 8", || {
        fit_from(&points, &centres, &params).expect("sound input");
    });
}
