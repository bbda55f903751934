//! How long the mixture takes on blobs: `cargo bench -p shoal-cluster --bench gmm`. Prints the best and the median of several
//! runs.
#![allow(clippy::print_stdout, reason = "a benchmark prints its result")]

mod clock;
#[path = "../../shoal-segment/benches/methods/tables.rs"]
mod tables;

use clock::measure;
use shoal_cluster::gmm::{Covariance, Given, Params, Precision, fit, fit_from, sweep};
use shoal_kernel::{Points, Square};
use tables::table;

/// Equal weights, the first rows as means, variances of 1.
fn start(points: &Points, clusters: usize) -> Given {
    Given::Parameters {
        weights: vec![1.0; clusters],
        means: points.select(&(0..clusters).collect::<Vec<_>>()),
        covariances: vec![Square::identity(points.columns()); clusters],
    }
}

fn main() {
    let precisions = [Precision::Double, Precision::Single];
    let forms = [Covariance::Full, Covariance::Tied, Covariance::Diag, Covariance::Spherical];
    for (rows, columns) in [(10_000, 5), (200_000, 5), (1_000_000, 8)] {
        let points = table("blobs", rows, columns);
        for (covariance, precision) in forms.into_iter().flat_map(|form| precisions.map(|precision| (form, precision)))
        {
            let params = Params { covariance, precision, max_iter: 20, tol: 0.0, ..Params::default() };
            let given = start(&points, 5);
            let case = format!("{} {}", covariance.name(), precision.name());
            measure(&format!("20 iterations, k = 5, {case}, blobs {rows} x {columns}"), || {
                fit_from(&points, &given, &params).expect("sound input");
            });
        }
    }
    for rows in [10_000, 200_000] {
        let points = table("blobs", rows, 5);
        measure(&format!("fit, k = 5, full, blobs {rows} x 5"), || {
            fit(&points, &Params::new(5, 0)).expect("sound input");
        });
        measure(&format!("sweep 2..10, full, blobs {rows} x 5"), || {
            sweep(&points, &(2..=10).collect::<Vec<_>>(), &Params::default()).expect("sound input");
        });
    }
}
