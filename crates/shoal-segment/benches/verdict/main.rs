//! How often the verdict is right: tables whose truth is known, drawn again and again, and what is said of each.
//!
//! Usage: `bench/run verdict [RUNS] [FAMILY…]`. Prints, for each family and size, how many of the runs were told *joint structure*,
//! *bands* or *none*, in how many the right number of segments was chosen, and the mean time of one on one thread. Nothing here is a test.

#![allow(clippy::print_stdout, reason = "a report on the terminal is what it is for")]

mod answer;
mod families;

use std::time::Instant;

use answer::{Answer, answer, chosen_k};
use shoal_kernel::parallel::map_tasks;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let runs: u64 = words.first().and_then(|word| word.parse().ok()).unwrap_or(100);
    let wanted = |name: &str| words.len() < 2 || words[1..].iter().any(|word| name.contains(word.as_str()));
    println!(
        "{:<28} {:>6} {:>6} {:>6} {:>6} {:>6} {:>8} {:>8}",
        "family", "rows", "joint", "bands", "none", "right", "right k", "ms"
    );
    for family in families::all().into_iter().filter(|family| wanted(family.name)) {
        for rows in family.sizes_up_to(usize::MAX) {
            let numbers: Vec<u64> = (0..runs).collect();
            let answers = map_tasks(&numbers, |&number| {
                let table = family.draw(rows, number);
                let started = Instant::now();
                let answer = answer(&table, number);
                let time = started.elapsed().as_secs_f64();
                (answer, time, family.groups.is_some_and(|groups| chosen_k(&table, number) == groups))
            });
            let count = |wanted: Answer| answers.iter().filter(|(answer, _, _)| *answer == wanted).count();
            let time = answers.iter().map(|(_, time, _)| time).sum::<f64>() * 1e3 / runs as f64;
            let [joint, bands, none] = [Answer::Joint, Answer::Bands, Answer::None].map(count);
            let right = if family.hard { "-".to_owned() } else { count(family.truth).to_string() };
            let right_k = match family.groups {
                Some(_) => answers.iter().filter(|(_, _, right)| *right).count().to_string(),
                None => "-".to_owned(),
            };
            println!(
                "{:<28} {rows:>6} {joint:>6} {bands:>6} {none:>6} {right:>6} {right_k:>8} {time:>8.1}",
                family.name
            );
        }
    }
}
