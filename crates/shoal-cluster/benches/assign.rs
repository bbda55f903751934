//! How fast k-means places rows: `cargo bench -p shoal-cluster --bench assign [-- ROWS]`. Prints the best and the median of
//! several runs for labels alone (`predict`) and with distance and confidence (`assign`).
#![allow(clippy::print_stdout, reason = "a benchmark prints its result")]

mod clock;

use clock::measure;
use shoal_cluster::Model;
use shoal_cluster::kmeans::KMeansModel;
use shoal_kernel::{Points, Stream};

/// Round groups around centres in a cube, with a standard deviation of 1.
fn blobs(rows: usize, columns: usize, clusters: usize) -> (Points, Points) {
    let mut stream = Stream::new(1, 0);
    let centres: Vec<f64> = (0..clusters * columns).map(|_| stream.uniform() * 8.0 - 4.0).collect();
    let mut values = Vec::with_capacity(rows * columns);
    for row in 0..rows {
        values.extend(centres[row % clusters * columns..][..columns].iter().map(|value| value + stream.normal()));
    }
    (Points::new(values, columns).expect("whole rows"), Points::new(centres, columns).expect("whole rows"))
}

fn main() {
    let asked = std::env::args().find_map(|argument| argument.parse().ok());
    for (rows, columns, clusters) in [(1_000_000, 8, 8), (10_000_000, 8, 8), (1_000_000, 8, 50), (500_000, 30, 50)] {
        if asked.is_some_and(|asked: usize| asked != rows) {
            continue;
        }
        let (points, centres) = blobs(rows, columns, clusters);
        let model = KMeansModel::of(centres).expect("sound centres");
        let name = format!("{rows} x {columns}, {clusters} clusters");
        measure(&format!("predict, {name}"), || drop(model.predict(&points).expect("sound rows")));
        measure(&format!("assign, {name}"), || drop(model.assign(&points).expect("sound rows")));
    }
}
