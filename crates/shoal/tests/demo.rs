//! `shoal demo` through the program.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use support::{Place, contents};

#[test]
fn the_demo_makes_tables_runs_on_them_and_tells_the_truth() {
    let place = Place::new();
    let ran = place.works(&["demo", "--customers", "400", "--seed", "3"]);
    assert!(ran.err.contains("adjusted Rand index 0."), "{}", ran.err);
    assert_eq!(place.read("shoal-demo/Truth.csv").lines().count(), 401);
    let by_demo = contents(&place.path("shoal-out"));
    let tables = ["shoal-demo/Customers.csv", "shoal-demo/Transactions.csv", "shoal-demo/Products.csv"];
    let args: Vec<&str> = ["run", "--seed", "3", "--out", "again"].iter().chain(&tables).copied().collect();
    place.works(&args);
    assert_eq!(contents(&place.path("again")), by_demo, "demo does exactly what run does");
}

#[test]
fn the_demo_has_returns_and_dirty_rows() {
    let place = Place::new();
    place.works(&["demo", "-q"]);
    let run = place.json("shoal-out/run.json");
    let files = run["receipt"]["files"].as_array().unwrap();
    let outcomes: Vec<&str> = files
        .iter()
        .flat_map(|file| file["entries"].as_array().unwrap())
        .map(|entry| entry["outcome"].as_str().unwrap())
        .collect();
    for outcome in ["kept", "netted", "set_aside", "unreadable"] {
        assert!(outcomes.contains(&outcome), "{outcome}");
    }
}

#[test]
fn any_number_of_customers_works() {
    let place = Place::new();
    for customers in ["1", "2", "3", "11", "12"] {
        place.works(&["demo", "--customers", customers, "-q"]);
    }
    assert_eq!(place.shoal(&["demo", "--customers", "0"]).code, 2);
}
