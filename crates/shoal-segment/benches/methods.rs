//! Every method and index on the same blobs, one case at a time: `bench/run methods` holds them against scikit-learn and SciPy.
//!
//! Alone, `cargo bench -p shoal-segment --bench methods` prints the best of three runs of every case. The comparison calls it with
//! `-- data FILE ROWS` (writes the rows as little-endian `f64` and prints the radius for DBSCAN) and with
//! `-- serve CASE FILE EPS`: each line on its input starts one run, and each run prints its seconds, what it found (to be held
//! against the peer's), how often it must pass over the rows at least (0 where that says nothing) and the peak of its memory.
#![allow(clippy::print_stdout, reason = "a benchmark prints its result")]

use std::io::BufRead;
use std::time::Instant;

use shoal_cluster::gmm::{self, Covariance, Given};
use shoal_cluster::hierarchical::{Criterion, linkage};
use shoal_cluster::{Fitted, dbscan, kmeans};
use shoal_kernel::{Labels, Points, Square, Stream, Tree, quantile};
use shoal_validity::{SilhouetteOptions, adjusted_mutual_information, calinski_harabasz, davies_bouldin, silhouette};

const COLUMNS: usize = 5;

/// Each case with the numbers of rows it is run on.
const CASES: [(&str, &[usize]); 15] = [
    ("kmeans-given", &[10_000, 200_000]),
    ("kmeans", &[10_000, 200_000]),
    ("gmm-full", &[10_000, 200_000]),
    ("gmm-tied", &[10_000, 200_000]),
    ("gmm-diag", &[10_000, 200_000]),
    ("gmm-spherical", &[10_000, 200_000]),
    ("dbscan", &[10_000, 200_000]),
    ("ward", &[10_000, 50_000]),
    ("average", &[10_000]),
    ("complete", &[10_000]),
    ("single", &[10_000]),
    ("silhouette", &[10_000]),
    ("davies-bouldin", &[10_000]),
    ("calinski-harabasz", &[10_000]),
    ("adjusted-mutual-information", &[10_000]),
];

/// Six round groups with centres in a cube from −10 to 10 and a standard deviation of 1.
fn blobs(rows: usize) -> Points {
    let mut stream = Stream::new(1, 0);
    let centres: Vec<f64> = (0..6 * COLUMNS).map(|_| stream.uniform() * 20.0 - 10.0).collect();
    let values = (0..rows * COLUMNS).map(|i| centres[i / COLUMNS % 6 * COLUMNS + i % COLUMNS] + stream.normal());
    Points::new(values.collect(), COLUMNS).expect("whole rows")
}

/// The radius that reaches the fifth other row of 95 % of the rows.
fn radius(points: &Points) -> f64 {
    let tree = Tree::new(points);
    let rows = Stream::new(2, 0).sample(points.rows(), 5000);
    let fifth =
        rows.into_iter().filter_map(|row| tree.k_nearest(points.row(row), 6).last().map(|it| it.squared.sqrt()));
    quantile::quantile(&quantile::sorted(&fifth.collect::<Vec<f64>>()), 0.95).expect("some rows")
}

/// Labels that both sides can make: `row / every` modulo `clusters`.
fn labels(points: &Points, every: usize, clusters: usize) -> Labels {
    Labels::new((0..points.rows()).map(|row| (row / every % clusters) as u32).collect()).expect("no gap")
}

/// 20 iterations from equal weights, the first five rows as means and variances of 1.
fn mixture(points: &Points, covariance: Covariance) -> (f64, usize) {
    let params = gmm::Params { covariance, max_iter: 20, tol: 0.0, ..gmm::Params::default() };
    let start = Given::Parameters {
        weights: vec![1.0; 5],
        means: points.select(&[0, 1, 2, 3, 4]),
        covariances: vec![Square::identity(COLUMNS); 5],
    };
    iterated(&gmm::fit_from(points, &start, &params).expect("sound input"))
}

fn iterated(fitted: &Fitted) -> (f64, usize) {
    (fitted.trace.loss.expect("a loss"), fitted.trace.iterations + 1)
}

/// The height of the last merge.
fn top(points: &Points, criterion: Criterion) -> (f64, usize) {
    let tree = linkage(points, criterion).expect("sound input");
    (tree.merges.last().map_or(0.0, |merge| merge.height), 0)
}

/// What one run found, and how many passes over the rows it cannot do without.
fn run(case: &str, points: &Points, eps: f64) -> (f64, usize) {
    let (six, eight) = (|| labels(points, 1, 6), || labels(points, 3, 8));
    match case {
        "kmeans-given" => {
            let centres = points.select(&[0, 1, 2, 3, 4, 5, 6, 7]);
            iterated(&kmeans::fit_from(points, &centres, &kmeans::Params::default()).expect("sound input"))
        }
        "kmeans" => (iterated(&kmeans::fit(points, &kmeans::Params::new(8, 0)).expect("sound input")).0, 0),
        "gmm-full" => mixture(points, Covariance::Full),
        "gmm-tied" => mixture(points, Covariance::Tied),
        "gmm-diag" => mixture(points, Covariance::Diag),
        "gmm-spherical" => mixture(points, Covariance::Spherical),
        "dbscan" => {
            let fitted = dbscan::fit(points, &dbscan::Params::new(eps, 10)).expect("sound input");
            (fitted.labels.left_out() as f64, 0)
        }
        "ward" => top(points, Criterion::Ward),
        "average" => top(points, Criterion::Average),
        "complete" => top(points, Criterion::Complete),
        "single" => top(points, Criterion::Single),
        "silhouette" => {
            let judged = silhouette(points, &[&six()], &SilhouetteOptions::default()).pop();
            (judged.expect("one labeling").expect("defined").mean, 0)
        }
        "davies-bouldin" => (davies_bouldin(points, &six()).expect("defined"), 2),
        "calinski-harabasz" => (calinski_harabasz(points, &six()).expect("defined"), 2),
        "adjusted-mutual-information" => (adjusted_mutual_information(&six(), &eight()).expect("defined"), 0),
        _ => {
            println!("no such case: {case}");
            std::process::exit(2)
        }
    }
}

/// Seconds of a run, and what it gave.
fn timed(case: &str, points: &Points, eps: f64) -> (f64, (f64, usize)) {
    let start = Instant::now();
    let found = run(case, points, eps);
    (start.elapsed().as_secs_f64(), found)
}

/// Largest memory of the process so far in megabytes, as Linux counts it; 0 elsewhere.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok()).map_or(0.0, |kb| kb / 1024.0)
}

fn write(path: &str, rows: usize) {
    let points = blobs(rows);
    let bytes: Vec<u8> = points.values().iter().flat_map(|value| value.to_le_bytes()).collect();
    std::fs::write(path, bytes).expect("a file that can be written");
    println!("{}", radius(&points));
}

fn serve(case: &str, path: &str, eps: f64) {
    let bytes = std::fs::read(path).expect("a file of numbers");
    let values = bytes.as_chunks().0.iter().map(|&bytes| f64::from_le_bytes(bytes)).collect();
    drop(bytes);
    let points = Points::new(values, COLUMNS).expect("whole rows");
    for _ in std::io::stdin().lock().lines() {
        let (seconds, (found, passes)) = timed(case, &points, eps);
        println!("{seconds} {found} {passes} {}", peak());
    }
}

fn alone() {
    for (case, sizes) in CASES {
        for &rows in sizes {
            let points = blobs(rows);
            let eps = if case == "dbscan" { radius(&points) } else { 0.0 };
            let runs = [0; 3].map(|_| timed(case, &points, eps));
            let best = runs.iter().fold(f64::INFINITY, |best, run| best.min(run.0));
            println!("{case:<28} {rows:>7} x {COLUMNS}   best {:>9.2} ms   found {:.6}", best * 1e3, runs[0].1.0);
        }
    }
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["data", path, rows] => write(path, rows.parse().expect("a number of rows")),
        ["serve", case, path, eps] => serve(case, path, eps.parse().expect("a radius")),
        _ => alone(),
    }
}
