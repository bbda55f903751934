//! How often the verdict is right: tables whose truth is known, drawn again and again, and what is said of each.
//!
//! Usage: `cargo bench -p shoal-segment --bench verdict -- [RUNS] [FAMILY…]`. Prints, for each family and size, how many of the runs
//! were told *joint structure*, *bands* or *none*, and the mean time of one. Nothing here is a test.

mod families;

use std::collections::BTreeMap;
use std::time::Instant;

use shoal_kernel::parallel::map_tasks;
use shoal_kernel::{Points, moments};
use shoal_segment::prepare::CLEARLY_SKEWED;
use shoal_segment::verdict::{bands, joint};

/// Numbers of clusters that are tried.
const KS: [usize; 9] = [2, 3, 4, 5, 6, 7, 8, 9, 10];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let runs = words.first().and_then(|word| word.parse().ok()).unwrap_or(100);
    let wanted = |name: &str| words.len() < 2 || words[1..].iter().any(|word| name.contains(word.as_str()));
    println!("{:<28} {:>6} {:>6} {:>6} {:>6} {:>8}", "family", "rows", "joint", "bands", "none", "ms");
    for family in families::all().into_iter().filter(|family| wanted(family.name)) {
        for &rows in family.sizes {
            let started = Instant::now();
            let numbers: Vec<u64> = (0..runs).collect();
            let answers = map_tasks(&numbers, |&number| answer(&family.draw(rows, number), number));
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            answers.into_iter().for_each(|answer| *counts.entry(answer).or_default() += 1);
            let count = |answer: &str| counts.get(answer).copied().unwrap_or(0);
            let time = started.elapsed().as_secs_f64() * 1e3 / runs as f64;
            let [joint, bands, none] = ["joint", "bands", "none"].map(count);
            println!("{:<28} {rows:>6} {joint:>6} {bands:>6} {none:>6} {time:>8.1}", family.name);
        }
    }
}

/// What is said of a table in original units.
fn answer(table: &Points, seed: u64) -> &'static str {
    let shapes: Vec<Shape> = (0..table.columns()).map(|column| Shape::of(&table.column(column))).collect();
    let prepared: Vec<f64> =
        table.iter().flat_map(|row| row.iter().zip(&shapes).map(|(&value, shape)| shape.apply(value))).collect();
    let prepared = Points::new(prepared, table.columns()).unwrap_or_else(|_| table.clone());
    if joint(&prepared, &KS, seed, Some).is_some_and(|joint| joint.found()) {
        return "joint";
    }
    let features: Vec<(Vec<f64>, bool)> =
        shapes.iter().enumerate().map(|(column, shape)| (table.column(column), shape.log1p)).collect();
    if bands(&features, seed).iter().flatten().any(|bands| bands.found) { "bands" } else { "none" }
}

/// How a feature is prepared by default.
struct Shape {
    log1p: bool,
    centre: f64,
    scale: f64,
}

impl Shape {
    fn of(values: &[f64]) -> Self {
        let skewed = moments::skewness(values).is_some_and(|skewness| skewness > CLEARLY_SKEWED);
        let log1p = skewed && values.iter().all(|&value| value >= 0.0);
        let mut shape = Self { log1p, centre: 0.0, scale: 1.0 };
        let values: Vec<f64> = values.iter().map(|&value| shape.apply(value)).collect();
        shape.centre = moments::mean(&values).unwrap_or(0.0);
        shape.scale = moments::variance(&values, 0).map_or(1.0, f64::sqrt).max(1e-12);
        shape
    }

    fn apply(&self, value: f64) -> f64 {
        ((if self.log1p { value.ln_1p() } else { value }) - self.centre) / self.scale
    }
}
