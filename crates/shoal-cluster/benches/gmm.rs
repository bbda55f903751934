//! How long the mixture takes on blobs: `cargo bench -p shoal-cluster --bench gmm`. Prints the best and the median of several
//! runs.
#![allow(clippy::print_stdout, reason = "a benchmark prints its result")]

mod clock;

use clock::measure;
use shoal_cluster::gmm::{Covariance, Given, Params, Precision, fit, fit_from, sweep};
use shoal_kernel::{Points, Square, Stream};

/// Six round groups with centres in a cube from −10 to 10 and a standard deviation of 1.
fn blobs(rows: usize, columns: usize) -> Points {
    let mut stream = Stream::new(1, 0);
    let centres: Vec<f64> = (0..6 * columns).map(|_| stream.uniform() * 20.0 - 10.0).collect();
    let values = (0..rows).flat_map(|row| {
        let centre = centres[row % 6 * columns..][..columns].to_vec();
        let offsets: Vec<f64> = centre.into_iter().map(|value| value + stream.normal()).collect();
        offsets
    });
    Points::new(values.collect(), columns).expect("whole rows")
}

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
        let points = blobs(rows, columns);
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
        let points = blobs(rows, 5);
        measure(&format!("fit, k = 5, full, blobs {rows} x 5"), || {
            fit(&points, &Params::new(5, 0)).expect("sound input");
        });
        measure(&format!("sweep 2..10, full, blobs {rows} x 5"), || {
            sweep(&points, &(2..=10).collect::<Vec<_>>(), &Params::default()).expect("sound input");
        });
    }
}
