//! The output folder: replaced as a whole or not at all, and only when Shoal made it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use std::time::{Duration, Instant};
use support::{Place, contents, flat};

#[test]
fn an_earlier_result_is_replaced_as_a_whole() {
    let place = Place::new();
    place.file("t.csv", flat(60));
    place.works(&["run", "t.csv"]);
    place.file("shoal-out/stale.txt", "left from before");
    place.works(&["run", "t.csv", "--seed", "3"]);
    assert!(!place.path("shoal-out/stale.txt").exists());
    assert_eq!(place.listing(), ["shoal-out", "t.csv"], "nothing hidden is left");
}

#[test]
fn somebody_elses_folder_or_file_is_refused() {
    let place = Place::new();
    place.file("t.csv", flat(60));
    std::fs::create_dir(place.path("mine")).unwrap();
    place.file("mine/thesis.txt", "years of work").file("note", "a file");
    place.fails(&["run", "t.csv", "--out", "mine"], 2, &["mine", "--out"]);
    place.fails(&["run", "t.csv", "--out", "note"], 2, &["note", "not a folder"]);
    place.fails(&["demo", "--tables", "mine"], 2, &["mine"]);
    assert_eq!(place.read("mine/thesis.txt"), "years of work");
}

#[test]
fn an_empty_folder_is_filled_and_missing_parents_are_made() {
    let place = Place::new();
    place.file("t.csv", flat(60));
    std::fs::create_dir(place.path("empty")).unwrap();
    place.works(&["run", "t.csv", "--out", "empty"]);
    place.works(&["run", "t.csv", "--out", "a/b/c"]);
    assert_eq!(contents(&place.path("empty")), contents(&place.path("a/b/c")));
}

#[cfg(target_os = "linux")]
#[test]
fn a_place_that_cannot_be_written_is_the_worlds_fault() {
    let place = Place::new();
    place.file("t.csv", flat(60));
    place.fails(&["run", "t.csv", "--out", "/proc/shoal/out"], 74, &["/proc/shoal"]);
    place.file("plain", "");
    place.fails(&["run", "t.csv", "--out", "plain/below"], 74, &["plain"]);
}

#[cfg(unix)]
#[test]
fn a_link_to_an_output_folder_stays_a_link() {
    let place = Place::new();
    place.file("t.csv", flat(60));
    place.works(&["run", "t.csv", "--out", "real"]);
    std::os::unix::fs::symlink(place.path("real"), place.path("link")).unwrap();
    place.works(&["run", "t.csv", "--out", "link", "--seed", "9"]);
    assert!(place.path("link").symlink_metadata().unwrap().is_symlink());
    assert!(place.read("real/shoal.toml").contains("seed = 9"));
}

#[test]
fn a_run_that_is_killed_leaves_the_old_result_and_the_next_one_cleans_up() {
    let place = Place::new();
    place.works(&["demo", "--customers", "200", "-q", "--out", "out"]);
    let old = contents(&place.path("out"));
    place.works(&["demo", "--customers", "40000", "-q", "--out", "other", "--tables", "large"]);
    let tables = ["large/Customers.csv", "large/Transactions.csv", "large/Products.csv"];
    let args: Vec<&str> = ["run"].iter().chain(&tables).chain(&["--out", "out", "-q"]).copied().collect();
    let hidden = |place: &Place| place.listing().into_iter().any(|name| name.starts_with(".out.unfinished-"));
    let mut child = place.command(&args).spawn().unwrap();
    let since = Instant::now();
    while !hidden(&place) && child.try_wait().unwrap().is_none() && since.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    let killed = !child.wait().unwrap().success();
    assert!(killed && hidden(&place), "the run was killed while it worked");
    assert_eq!(contents(&place.path("out")), old, "the old result is untouched");
    place.works(&["run", "shoal-demo/Transactions.csv", "shoal-demo/Products.csv", "--out", "out", "-q"]);
    assert!(!hidden(&place), "the next run cleans up");
}
