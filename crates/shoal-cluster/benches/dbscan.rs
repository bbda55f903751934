//! How long DBSCAN takes on blobs: `cargo bench -p shoal-cluster --bench dbscan`. Prints the best and the median of several
//! runs, with `eps` at the 95 % quantile of the distances to the fifth other row, `min_samples` 10.
#![allow(clippy::print_stdout, reason = "a benchmark prints its result")]

mod clock;
#[path = "../../shoal-segment/benches/methods/tables.rs"]
mod tables;

use clock::measure;
use shoal_cluster::dbscan::{METHOD, Params, fit};
use shoal_cluster::{Fitted, Settings};
use shoal_kernel::{Points, Stream, Tree, quantile};
use tables::table;

/// Whole numbers, as orders have them: so many values in each of two columns, row after row.
fn counts(rows: usize, values: usize) -> Points {
    let values = (0..rows).flat_map(|row| [row % values, row / values % values]).map(|value| value as f64);
    Points::new(values.collect(), 2).expect("whole rows")
}

/// The radius that reaches the fifth other row of 95 % of the rows.
fn radius(points: &Points) -> f64 {
    let tree = Tree::new(points);
    let rows = Stream::new(2, 0).sample(points.rows(), 5000);
    let fifth =
        rows.into_iter().filter_map(|row| tree.k_nearest(points.row(row), 6).last().map(|it| it.squared.sqrt()));
    quantile::quantile(&quantile::sorted(&fifth.collect::<Vec<f64>>()), 0.95).expect("some rows")
}

fn main() {
    for (rows, values) in [(100_000, 1), (40_000, 3), (200_000, 40)] {
        let points = counts(rows, values);
        let name = format!("{rows} x 2, {} distinct", values * values);
        let open = || fit(&points, &Params::default()).expect("sound input");
        measure(&format!("proposed radius, {name}"), || drop(open()));
        measure(&format!("given radius, {name}"), || drop(fit(&points, &Params::new(1.0, 10)).expect("sound input")));
        let model = open().model;
        measure(&format!("assign, {name}"), || drop(model.assign(&points).expect("sound input")));
        measure(&format!("grid, {name}"), || drop((METHOD.grid)(&points, &Settings::new(0)).expect("sound input")));
    }
    for (rows, columns) in [(10_000, 5), (200_000, 2), (200_000, 5), (200_000, 8)] {
        let points = table("blobs", rows, columns);
        let eps = radius(&points);
        let run = || -> Fitted { fit(&points, &Params::new(eps, 10)).expect("sound input") };
        measure(&format!("given radius, blobs {rows} x {columns}"), || drop(run()));
        measure(&format!("five times the radius, blobs {rows} x {columns}"), || {
            fit(&points, &Params::new(5.0 * eps, 10)).expect("sound input");
        });
        let fitted = run();
        measure(&format!("assign, blobs {rows} x {columns}"), || {
            fitted.model.assign(&points).expect("sound input");
        });
        measure(&format!("tree, blobs {rows} x {columns}"), || drop(Tree::new(&points)));
        measure(&format!("grid, blobs {rows} x {columns}"), || {
            (METHOD.grid)(&points, &Settings::new(0)).expect("sound input");
        });
    }
}
