//! The verdict on tables whose truth is known: a small version of `bench/run verdict`.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

#[path = "../benches/verdict/answer.rs"]
mod answer;
#[path = "../benches/verdict/families.rs"]
mod families;

use answer::{Answer, answer, chosen_k};
use families::Family;
use shoal_kernel::parallel::map_tasks;
use shoal_kernel::{Labels, Points, Stream};
use shoal_segment::verdict::borders;

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
