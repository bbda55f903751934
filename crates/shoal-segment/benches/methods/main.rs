//! Every method and index on named tables, one case at a time: `bench/run methods` holds them against their peers.
//!
//! Alone, `cargo bench -p shoal-segment --bench methods` prints the best of three runs of every case that takes seconds at most.
//! The comparison calls it with
//! - `-- cases`: prints each case with its table, columns and numbers of rows;
//! - `-- data TABLE ROWS COLUMNS FILE`: writes a table as little-endian `f64`, row after row, and prints DBSCAN's radius for it,
//!   a tab, and the centres that rows are assigned to;
//! - `-- serve CASE COLUMNS FILE`: each line on its input starts one run, and each run prints its seconds, the peak of memory in
//!   megabytes, the bytes and the operations that it cannot do without, what it found, and a remark;
//! - `-- limits`: what this machine can do ([`limits`]).
#![allow(clippy::print_stdout, reason = "a benchmark prints its result")]

mod limits;
mod tables;
mod work;

use std::io::BufRead;
use std::time::Instant;

use shoal_kernel::Points;
use tables::table;
use work::{CASES, Case, Done};

/// Rows up to which a case is run alone.
const ALONE: usize = 200_000;

fn find(name: &str) -> &'static Case {
    CASES.iter().find(|case| case.name == name).unwrap_or_else(|| {
        eprintln!("no such case: {name}");
        std::process::exit(2)
    })
}

/// Seconds of a run, and what it gave.
fn timed(work: &dyn Fn(&Points) -> Done, points: &Points) -> (f64, Done) {
    let start = Instant::now();
    let done = work(points);
    (start.elapsed().as_secs_f64(), done)
}

/// Largest memory of the process so far in megabytes, as Linux counts it; 0 elsewhere.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok()).map_or(0.0, |kb| kb / 1024.0)
}

fn write(points: &Points, path: &str) {
    let bytes: Vec<u8> = points.values().iter().flat_map(|value| value.to_le_bytes()).collect();
    std::fs::write(path, bytes).expect("a file that can be written");
}

fn read(path: &str, columns: usize) -> Points {
    let bytes = std::fs::read(path).expect("a file of numbers");
    let values = bytes.as_chunks().0.iter().map(|&bytes| f64::from_le_bytes(bytes)).collect();
    Points::new(values, columns).expect("whole rows")
}

fn serve(case: &Case, points: &Points) {
    let work = (case.ready)(points);
    for _ in std::io::stdin().lock().lines() {
        let (seconds, Done { found, bytes, operations, remark }) = timed(&work, points);
        let found: Vec<String> = found.iter().map(f64::to_string).collect();
        println!("{seconds}\t{}\t{bytes}\t{operations}\t{}\t{remark}", peak(), found.join(" "));
    }
}

fn alone() {
    for case in CASES {
        for &rows in case.rows.iter().filter(|&&rows| rows <= ALONE) {
            let points = table(case.table, rows, case.columns);
            let work = (case.ready)(&points);
            let runs = [0; 3].map(|_| timed(&work, &points));
            let best = runs.iter().fold(f64::INFINITY, |best, run| best.min(run.0));
            let Done { found, remark, .. } = &runs[0].1;
            println!(
                "{:<34} {rows:>7} x {}   best {:>9.2} ms   found {found:.6?} {remark}",
                case.name,
                case.columns,
                best * 1e3
            );
        }
    }
}

fn main() {
    let number = |word: &str| word.parse::<usize>().expect("a number");
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["cases"] => CASES.iter().for_each(|case| {
            let rows: Vec<String> = case.rows.iter().map(usize::to_string).collect();
            println!("{}\t{}\t{}\t{}", case.name, case.table, case.columns, rows.join(" "));
        }),
        ["data", name, rows, columns, path] => {
            let points = table(name, number(rows), number(columns));
            write(&points, path);
            let radius = if points.rows() <= ALONE { work::radius(&points) } else { f64::NAN };
            let centres: Vec<String> = work::centres(&points).values().iter().map(f64::to_string).collect();
            println!("{radius}\t{}", centres.join(" "));
        }
        ["serve", case, columns, path] => serve(find(case), &read(path, number(columns))),
        ["limits"] => limits::print(),
        _ => alone(),
    }
}
