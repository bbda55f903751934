//! How long the verdict of k-means takes, step by step, on tables with structure of intermediate strength and without.
//!
//! Usage: `bench/run verdict-times [CASE…]` (cases whose name has one of the words; all without words; `100,000` is the one that
//! `bench/verdict_peer.py` times in Python). A step's time is that of the clock, and in brackets the seconds that all threads worked. Nothing
//! here is a test.

#![allow(clippy::print_stdout, reason = "a report on the terminal is what it is for")]

#[allow(dead_code, reason = "which group a row is of is asked by the simulation alone")]
#[path = "verdict/planted.rs"]
mod planted;

use planted::planted;
use shoal_cluster::{Settings, kmeans};
use shoal_kernel::Points;
use shoal_segment::segmentation::Shape;
use shoal_segment::spec::Spec;
use shoal_segment::verdict::{Found, bands, borders, joint, stability};
use shoal_segment::votes;
use std::time::Instant;

/// Numbers of clusters that are tried.
const KS: [usize; 9] = [2, 3, 4, 5, 6, 7, 8, 9, 10];

/// The number of clusters whose segments are judged.
const K: usize = 5;

/// Standard deviations between groups: one can see that there are some, and every one overlaps with others.
const APART: f64 = 3.0;

/// Clock ticks a second that Linux counts the work of threads in.
const TICKS: f64 = 100.0;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    for (rows, columns) in [(5_000, 6), (100_000, 8), (1_000_000, 8)] {
        for (groups, what) in [(K, "five groups"), (1, "one cloud")] {
            let name = format!("{} x {columns}, {what}", thousands(rows));
            if words.is_empty() || words.iter().any(|word| name.contains(word.as_str())) {
                println!("{name}:");
                let steps = verdict(&planted(groups, APART, columns, rows, 1).table);
                let (clock, worked) = steps.iter().fold((0.0, 0.0), |sum, step| (sum.0 + step.0, sum.1 + step.1));
                println!("    together             {clock:8.3} s ({worked:.2} s)");
            }
        }
    }
}

/// The steps in the order of a run; seconds of each by the clock, and of all threads.
fn verdict(points: &Points) -> Vec<(f64, f64)> {
    let spec = Spec::default();
    let settings = Settings::new(1).with("n_init", spec.starts_for(points.rows()) as f64);
    let sweep = kmeans::METHOD.sweep.expect("k-means sweeps");
    let mut steps = Vec::new();
    let (fitted, times) = timed("sweep over k", || sweep(points, &KS, &settings).expect("a sound table"));
    steps.push(times);
    steps.push(timed("votes on k", || votes::evidence(&kmeans::METHOD, points, 10, |_| settings.clone())).1);
    let at = KS.iter().position(|&k| k == K).expect("one of them");
    let labels = fitted[at].labels.complete().expect("k-means leaves nobody out");
    let settings = settings.with("n_clusters", K as f64);
    let found = Found { card: &kmeans::METHOD, settings, points, labels: &labels, seed: 1 };
    steps.push(timed("joint structure", || joint(points, &[], &KS, 1, Some)).1);
    let features: Vec<(Vec<f64>, &Shape)> =
        (0..points.columns()).map(|column| (points.column(column), &Shape::None)).collect();
    steps.push(timed("bands", || bands(&features, 1)).1);
    steps.push(timed("stability", || stability(&found)).1);
    steps.push(timed("borders", || borders(points, &labels, 1)).1);
    steps
}

/// Does a step and prints how long it took.
fn timed<T>(step: &str, work: impl FnOnce() -> T) -> (T, (f64, f64)) {
    let (started, before) = (Instant::now(), worked());
    let done = work();
    let (clock, worked) = (started.elapsed().as_secs_f64(), worked() - before);
    println!("    {step:<20} {clock:8.3} s ({worked:.2} s)");
    (done, (clock, worked))
}

/// Seconds that the threads of this process have worked so far; 0 where the system does not tell.
fn worked() -> f64 {
    let Ok(stat) = std::fs::read_to_string("/proc/self/stat") else { return 0.0 };
    // After the name in brackets: the user's and the system's time are the twelfth and the thirteenth word.
    let after = stat.rsplit(')').next().unwrap_or("");
    let ticks: f64 = after.split_whitespace().skip(11).take(2).filter_map(|word| word.parse::<f64>().ok()).sum();
    ticks / TICKS
}

fn thousands(rows: usize) -> String {
    match (rows / 1_000_000, rows / 1_000 % 1_000) {
        (0, thousands) => format!("{thousands},000"),
        (millions, thousands) => format!("{millions},{thousands:03},000"),
    }
}
