//! The feature table of a made-up shop of 100,000 customers: what a run computes, and the whole catalogue.
//!
//! `cargo bench -p shoal-segment --bench features` prints the best of five of each.
#![allow(clippy::print_stdout, reason = "a benchmark prints its result")]
#![allow(clippy::unwrap_used, reason = "a benchmark may stop")]

#[path = "../tests/support/mod.rs"]
mod support;

use shoal_segment::feature::Unit;
use shoal_segment::shop;
use shoal_segment::table::{FeatureTable, Wish};
use shoal_segment::window::{Window, days_back};
use std::time::Instant;

fn main() {
    let customers = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(100_000);
    let lines = support::of_shop(&shop::open(customers, 1));
    println!("{} lines of {customers} customers", lines.lines.len());
    for unit in Unit::ALL {
        time(&format!("{unit}, usual"), || FeatureTable::compute(&lines, &Wish::usual(unit)).0);
        time(&format!("{unit}, all"), || FeatureTable::compute(&lines, &Wish::all(unit)).0);
    }
    let wish = Wish::all(Unit::Customer);
    let days = days_back(lines.as_of, 12, Window::Months(1)).unwrap();
    time("12 snapshots, all", || FeatureTable::snapshots(&lines, &wish, &days).remove(11).0);
}

fn time(what: &str, build: impl Fn() -> FeatureTable) {
    let once = |_| {
        let start = Instant::now();
        let table = build();
        (start.elapsed().as_secs_f64(), table.columns.len())
    };
    let (seconds, columns) = (0..5).map(once).min_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
    println!("{what:18} {columns:3} features  {:7.1} ms", seconds * 1e3);
}
