//! How often segments and borders are judged rightly where k-means itself made them.
//!
//! Usage: `bench/run sure [RUNS] [WORDS…]` (kinds whose name has one of the words; all without words). Draws tables with planted groups and prints for each kind: how many runs cut a group in two, and
//! in how many of these every border inside a group was called a convenience; in how many every border between groups was called
//! real; in how many every segment was found again with a similarity above 0.85. Then the similarity in one cloud of 20,000 rows beside
//! that of tables without structure. Nothing here is a test.

#![allow(clippy::print_stdout, reason = "a report on the terminal is what it is for")]

mod certainty;
#[path = "../verdict/planted.rs"]
mod planted;

use certainty::{Certainty, Outcome};
use planted::{Planted, planted};
use shoal_kernel::Points;
use shoal_kernel::parallel::map_tasks;

/// A kind of table: groups, how far apart, columns, rows, and the k that is asked for.
type Kind = (usize, f64, usize, usize, usize);

/// A cloud that is not normal: its name, and what is done to each value.
type Shape = (&'static str, fn(f64) -> f64);

const SHAPES: &[Shape] = &[("skewed", f64::exp), ("flat-topped", |value| (0.7 * value).tanh())];

/// Similarity above which a segment counts as found again.
const FOUND_AGAIN: f64 = 0.85;

/// Tables of which a group is cut in two: there are more clusters than groups.
const FORCED: &[Kind] = &[
    (3, 5.0, 2, 1_000, 4),
    (3, 5.0, 8, 1_000, 4),
    (1, 0.0, 2, 200, 2),
    (1, 0.0, 8, 200, 2),
    (1, 0.0, 2, 1_000, 4),
    (1, 0.0, 8, 1_000, 4),
    (1, 0.0, 8, 5_000, 4),
];

/// Groups and standard deviations between them, for tables of 1,000 rows that are cut at the true k.
const PLANTED: &[(usize, f64)] = &[(3, 5.0), (5, 5.0), (3, 3.0)];

/// Tables of one large cloud, at the most.
const CLOUDS: u64 = 20;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let runs: u64 = words.first().and_then(|word| word.parse().ok()).unwrap_or(200);
    let wanted = |name: &str| words.len() < 2 || words[1..].iter().any(|word| name.contains(word.as_str()));
    println!(
        "{:<44} {:>5} {:>5} {:>11} {:>5} {:>11}",
        "forced in two", "runs", "cut", "convenience", "outer", "called real"
    );
    for &kind in FORCED.iter().filter(|&&kind| wanted(&named(kind))) {
        forced(&named(kind), &outcomes(kind, runs, |value| value));
    }
    for &(shape, of) in SHAPES {
        for kind in [(1, 0.0, 2, 1_000, 4), (1, 0.0, 6, 1_000, 5)] {
            let name = format!("{shape}: {}", named(kind));
            if wanted(&name) {
                forced(&name, &outcomes(kind, runs, of));
            }
        }
    }
    println!("{:<44} {:>5} {:>8} {:>11} {:>5}", "planted, at the true k", "runs", "all real", "found again", "both");
    let kinds = PLANTED.iter().flat_map(|&(groups, sd)| [2, 8].map(|columns| (groups, sd, columns, 1_000, groups)));
    for kind in kinds.filter(|&kind| wanted(&named(kind))) {
        let outcomes = outcomes(kind, runs, |value| value);
        let count = |of: fn(&Outcome) -> bool| outcomes.iter().filter(|outcome| of(outcome)).count();
        let (real, again) = (count(Outcome::valleys), count(|outcome| outcome.worst > FOUND_AGAIN));
        let both = count(|outcome| outcome.valleys() && outcome.worst > FOUND_AGAIN);
        println!("{:<44} {runs:>5} {real:>8} {again:>11} {both:>5}", named(kind));
    }
    for columns in [2, 8].into_iter().filter(|_| wanted("one cloud of 20,000 rows")) {
        cloud(columns, runs.min(CLOUDS));
    }
}

fn named((groups, distance, columns, rows, k): Kind) -> String {
    match groups {
        1 => format!("one cloud, d = {columns}, n = {rows}, k = {k}"),
        _ => format!("{groups} groups, {distance} sd, d = {columns}, n = {rows}, k = {k}"),
    }
}

/// Prints what came of tables of which a group was cut in two.
fn forced(name: &str, outcomes: &[Outcome]) {
    let count = |of: fn(&Outcome) -> bool| outcomes.iter().filter(|outcome| of(outcome)).count();
    let sum = |of: fn(&Outcome) -> usize| outcomes.iter().map(of).sum::<usize>();
    let (cut, right) = (count(|outcome| outcome.inner > 0), count(Outcome::convenient));
    let (outer, real) = (sum(|outcome| outcome.outer), sum(|outcome| outcome.real));
    println!("{name:<44} {:>5} {cut:>5} {right:>11} {outer:>5} {real:>11}", outcomes.len());
}

fn outcomes((groups, distance, columns, rows, k): Kind, runs: u64, shape: fn(f64) -> f64) -> Vec<Outcome> {
    let seeds: Vec<u64> = (0..runs).collect();
    map_tasks(&seeds, |&seed| {
        let planted = planted(groups, distance, columns, rows, seed);
        let table = Points::new(planted.table.values().iter().map(|&value| shape(value)).collect(), columns);
        Outcome::of(&Planted { table: table.expect("whole rows"), ..planted }, k, seed)
    })
}

/// The similarity in one large cloud, beside chance.
fn cloud(columns: usize, runs: u64) {
    let seeds: Vec<u64> = (0..runs).collect();
    let found = map_tasks(&seeds, |&seed| {
        Certainty::of(&planted(1, 0.0, columns, 20_000, seed).table, 4, seed).beside_chance()
    });
    let mean = |of: fn(&(f64, f64)) -> f64| found.iter().map(of).sum::<f64>() / runs as f64;
    let apart = found.iter().map(|(own, chance)| (own - chance).abs()).fold(0.0, f64::max);
    println!(
        "one cloud of 20,000 rows, d = {columns}, k = 4, {runs} runs: similarity {:.3} on average, without structure {:.3}, farthest apart {apart:.3}",
        mean(|found| found.0),
        mean(|found| found.1),
    );
}
