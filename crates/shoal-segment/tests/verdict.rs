//! The verdict on tables whose truth is known: a small version of `bench/run verdict` and `bench/run sure`.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

#[path = "../benches/verdict/answer.rs"]
mod answer;
#[path = "../benches/sure/certainty.rs"]
mod certainty;
#[path = "../benches/verdict/families.rs"]
mod families;

use answer::{Answer, answer, chosen_k};
use certainty::{Certainty, Outcome};
use families::{Family, planted};
use planted::planted as draw;
use shoal_cluster::{Settings, catalog};
use shoal_kernel::parallel::map_tasks;
use shoal_kernel::{Labels, Points, Stream};
use shoal_segment::verdict::{Found, borders, stability};

fn answers(family: &Family, rows: usize, runs: u64) -> Vec<Answer> {
    let numbers: Vec<u64> = (0..runs).collect();
    map_tasks(&numbers, |&number| answer(&family.draw(rows, 1000 + number), number))
}

#[test]
fn nothing_is_found_where_there_is_nothing() {
    for family in families::all().iter().filter(|family| family.truth == Answer::None) {
        let rows = family.sizes_up_to(200).next().unwrap();
        let wrong = answers(family, rows, 30).into_iter().filter(|&answer| answer != Answer::None).count();
        // At most 5 % are expected; 6 or more of 30 come about once in 300 times.
        assert!(wrong < 6, "{}: {wrong} of 30", family.name);
    }
}

#[test]
fn what_is_there_is_found() {
    for family in families::all().iter().filter(|family| family.truth != Answer::None && !family.hard) {
        let right = answers(family, 600, 10).into_iter().filter(|&answer| answer == family.truth).count();
        assert!(right >= 9, "{}: {right} of 10", family.name);
    }
}

#[test]
fn the_right_number_of_segments_is_chosen() {
    for family in families::all().iter().filter(|family| !family.hard) {
        let Some(groups) = family.groups else { continue };
        let right = (0..5).filter(|&number| chosen_k(&family.draw(600, 2000 + number), number) == groups).count();
        assert!(right >= 4, "{}: {right} of 5", family.name);
    }
}

#[test]
fn the_answer_is_the_same_for_any_number_of_threads() {
    let tables: Vec<Points> = families::all().iter().map(|family| family.draw(150, 3)).collect();
    let all = || tables.iter().map(|table| answer(table, 5)).collect::<Vec<Answer>>();
    let expected = all();
    for threads in [1, 2, 7] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(all), expected);
    }
}

/// Two clouds so far apart, cut where they meet, and one of them cut again in the middle.
fn cut(apart: f64, seed: u64) -> (Points, Labels) {
    let mut stream = Stream::new(seed, 77);
    let rows: Vec<(Vec<f64>, u32)> = (0..900)
        .map(|row| {
            let centre = if row % 3 == 0 { apart } else { 0.0 };
            let values = vec![centre + stream.normal(), stream.normal(), stream.normal()];
            let label = if values[0] > apart / 2.0 { 2 } else { u32::from(values[1] > 0.0) };
            (values, label)
        })
        .collect();
    let labels = Labels::new(rows.iter().map(|row| row.1).collect()).unwrap();
    (Points::new(rows.into_iter().flat_map(|row| row.0).collect(), 3).unwrap(), labels)
}

#[test]
fn a_cut_through_a_cloud_is_a_convenience_and_a_valley_is_real() {
    let (mut conveniences, mut real) = (0, 0);
    for seed in 0..100 {
        let (points, labels) = cut(5.0, seed);
        for border in borders(&points, &labels, seed) {
            match border.between {
                (0, 1) => conveniences += usize::from(!border.real),
                _ => real += usize::from(border.real),
            }
        }
    }
    assert!(conveniences >= 95 && real >= 95, "{conveniences} {real}");
}

/// Outcomes on tables with planted groups (how many, how far apart), columns and rows, for k and so many seeds.
fn outcomes((groups, apart): (usize, f64), (columns, rows): (usize, usize), k: usize, runs: u64) -> Vec<Outcome> {
    let seeds: Vec<u64> = (0..runs).collect();
    map_tasks(&seeds, |&seed| Outcome::of(&draw(groups, apart, columns, rows, 500 + seed), k, seed))
}

#[test]
fn a_group_that_k_means_cuts_in_two_has_a_convenience_inside() {
    for (groups, columns, k) in [(3, 2, 4), (3, 8, 4), (1, 8, 4)] {
        let found = outcomes((groups, 5.0), (columns, 600), k, 16);
        let right = found.iter().filter(|outcome| outcome.convenient()).count();
        assert!(right >= 13, "{groups} groups in {columns} columns: {right} of 16");
    }
}

#[test]
fn planted_segments_are_found_again_and_their_borders_are_real() {
    for (groups, columns) in [(3, 2), (3, 8), (5, 2), (5, 8)] {
        let found = outcomes((groups, 5.0), (columns, 600), groups, 8);
        let right = found.iter().filter(|outcome| outcome.valleys() && outcome.worst > 0.85).count();
        assert!(right >= 7, "{groups} groups in {columns} columns: {right} of 8 {found:?}");
    }
}

#[test]
fn a_cloud_is_found_again_no_better_than_chance() {
    let found: Vec<(f64, f64)> =
        (0..6).map(|seed| Certainty::of(&draw(1, 0.0, 8, 2_000, seed).table, 4, seed).beside_chance()).collect();
    let mean = |of: fn(&(f64, f64)) -> f64| found.iter().map(of).sum::<f64>() / found.len() as f64;
    assert!((mean(|found| found.0) - mean(|found| found.1)).abs() < 0.1, "{found:?}");
    let groups = Certainty::of(&draw(4, 5.0, 8, 400, 1).table, 4, 1).beside_chance();
    assert!(groups.0 > groups.1 + 0.1, "{groups:?}");
}

#[test]
fn methods_that_are_told_k_stand_beside_chance_and_others_do_not() {
    let planted = draw(3, 6.0, 3, 240, 5);
    for card in catalog::METHODS {
        let told = card.parameters.iter().any(|parameter| parameter.name == "n_clusters");
        let settings = if told { Settings::new(1).with("n_clusters", 3.0) } else { Settings::new(1).with("eps", 1.5) };
        let fitted = (card.fit)(&planted.table, &settings).unwrap();
        let Some(labels) = fitted.labels.complete().filter(|labels| labels.clusters() > 1) else { continue };
        let found = Found { card, settings, points: &planted.table, labels: &labels, seed: 3 };
        let of = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| (stability(&found), borders(&planted.table, &labels, 3)))
        };
        let expected = of(1);
        assert_eq!(of(2), expected);
        assert_eq!(of(7), expected);
        let (stability, _) = expected;
        let stability = stability.unwrap();
        assert_eq!(stability.without_structure.is_some(), told, "{}", card.id);
        assert!(stability.without_structure.is_none_or(|chance| (0.0..=1.0).contains(&chance)), "{}", card.id);
    }
}
