//! How long the indices take for nine labelings of the same points: `cargo bench -p shoal-validity`.
#![allow(clippy::print_stdout, reason = "a benchmark prints its result")]

#[path = "../../shoal-cluster/benches/clock/mod.rs"]
mod clock;
#[path = "../../shoal-segment/benches/methods/tables.rs"]
mod tables;

use clock::measure;
use shoal_kernel::distance::squared;
use shoal_kernel::{Labels, Points, Stream};
use shoal_validity::{
    SilhouetteOptions, adjusted_mutual_information, calinski_harabasz, davies_bouldin, silhouette, silhouette_samples,
};
use tables::table;

/// Points spread evenly, and for k of 2 to 10 the cells around k of them.
fn cells(rows: usize, columns: usize) -> (Points, Vec<Labels>) {
    let points = table("uniform", rows, columns);
    let nearest = |row: &[f64], k: usize| {
        let order = (0..k).min_by(|&a, &b| squared(row, points.row(a)).total_cmp(&squared(row, points.row(b))));
        order.unwrap_or(0) as u32
    };
    let labelings =
        (2..=10).map(|k| Labels::renumbered(&points.iter().map(|row| nearest(row, k)).collect::<Vec<_>>())).collect();
    (points, labelings)
}

fn main() {
    for (rows, columns) in [(200, 5), (5_900, 8), (20_000, 5), (20_000, 8), (100_000, 5), (1_000_000, 8)] {
        let (points, labelings) = cells(rows, columns);
        let labelings: Vec<&Labels> = labelings.iter().collect();
        measure(&format!("silhouette, 9 labelings, {rows} x {columns}"), || {
            silhouette(&points, &labelings, &SilhouetteOptions::default());
        });
        measure(&format!("silhouette, 1 labeling, {rows} x {columns}"), || {
            silhouette(&points, &labelings[8..], &SilhouetteOptions::default());
        });
        measure(&format!("DB and CH, 9 labelings, {rows} x {columns}"), || {
            for labels in &labelings {
                let _ = (davies_bouldin(&points, labels), calinski_harabasz(&points, labels));
            }
        });
    }
    let (points, labelings) = cells(20_000, 8);
    measure("silhouette of every row, 20000 x 8", || {
        let _ = silhouette_samples(&points, &labelings[8]);
    });
    for (rows, clusters) in [(100_000, 10), (1_000_000, 50)] {
        let mut stream = Stream::new(3, 0);
        let mut drawn = || (0..rows).map(|_| stream.below(clusters) as u32).collect::<Vec<_>>();
        let (first, second) = (Labels::renumbered(&drawn()), Labels::renumbered(&drawn()));
        measure(&format!("adjusted mutual information, {rows} rows, {clusters} clusters"), || {
            let _ = adjusted_mutual_information(&first, &second);
        });
    }
}
