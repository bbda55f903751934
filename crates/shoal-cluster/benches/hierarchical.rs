//! How long the trees of the hierarchical methods take, and how much memory: `cargo bench -p shoal-cluster --bench hierarchical`.
//!
//! With arguments it measures one case alone, which makes the peak of the memory that of the case:
//! `cargo bench -p shoal-cluster --bench hierarchical -- ward 50000 5 blobs` (method, rows, columns, blobs or even), or
//! `… -- file ward points.f64 5` for rows of little-endian `f64` made elsewhere.
#![allow(clippy::print_stdout, reason = "a benchmark prints its result")]

#[path = "../../shoal-segment/benches/methods/tables.rs"]
mod tables;

use std::time::Instant;

use shoal_cluster::hierarchical::{Criterion, linkage};
use shoal_kernel::Points;
use tables::table;

fn file(path: &str, columns: usize) -> Points {
    let bytes = std::fs::read(path).expect("a file of numbers");
    Points::new(bytes.as_chunks().0.iter().map(|&bytes| f64::from_le_bytes(bytes)).collect(), columns)
        .expect("whole rows")
}

/// Largest memory of the process so far, as Linux counts it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or("unknown".to_owned(), |line| line.trim().to_owned())
}

fn criterion(id: &str) -> Criterion {
    let all = [Criterion::Ward, Criterion::Average, Criterion::Complete, Criterion::Single];
    all.into_iter().find(|criterion| criterion.id() == id).expect("ward, average, complete or single")
}

fn measure(criterion: Criterion, name: &str, points: &Points, runs: usize) {
    let mut highest = 0.0;
    let mut times: Vec<f64> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            let linkage = linkage(points, criterion).expect("sound input");
            highest = linkage.merges.last().map_or(0.0, |merge| merge.height);
            start.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let (rows, columns, method) = (points.rows(), points.columns(), criterion.id());
    println!(
        "{method:<9} {name:<6} {rows:>7} x {columns}   best {:>8.3} s   median {:>8.3} s   top {highest:.6}   peak {}",
        times[0],
        times[runs / 2],
        peak()
    );
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let number = |word: &str| word.parse().expect("a number");
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["file", id, path, columns] => measure(criterion(id), "file", &file(path, number(columns)), 3),
        [id, rows, columns, "blobs"] => {
            measure(criterion(id), "blobs", &table("blobs", number(rows), number(columns)), 1)
        }
        [id, rows, columns, _] => measure(criterion(id), "even", &table("uniform", number(rows), number(columns)), 1),
        _ => {
            for rows in [1_000, 10_000] {
                for id in ["ward", "single", "average", "complete"] {
                    measure(criterion(id), "blobs", &table("blobs", rows, 5), 3);
                    measure(criterion(id), "even", &table("uniform", rows, 5), 3);
                }
            }
            for id in ["ward", "single"] {
                measure(criterion(id), "blobs", &table("blobs", 50_000, 5), 3);
                measure(criterion(id), "even", &table("uniform", 50_000, 5), 3);
            }
        }
    }
}
