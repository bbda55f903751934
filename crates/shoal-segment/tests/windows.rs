//! Windows and snapshots: what features see is exactly the lines of that time.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod dirty_shop;
mod support;

use dirty_shop::dirty_shop;
use proptest::prelude::*;
use shoal_segment::date::Day;
use shoal_segment::feature::Unit;
use shoal_segment::lines::{Line, Lines};
use shoal_segment::pipeline::{self, Job};
use shoal_segment::spec::Spec;
use shoal_segment::table::{Apart, ApartReason, FeatureTable, Wish};
use shoal_segment::window::{Window, days_back};

/// The same lines without those that `keep` does not want, as of `as_of`.
fn only(lines: &Lines, as_of: Day, keep: impl Fn(&Line) -> bool) -> Lines {
    let mut fewer = lines.clone();
    fewer.lines.retain(keep);
    fewer.as_of = as_of;
    fewer.index();
    fewer
}

fn assert_same(one: &FeatureTable, other: &FeatureTable) {
    assert_eq!((one.as_of, &one.customers, &one.orders), (other.as_of, &other.customers, &other.orders));
    for (one, other) in one.columns.iter().zip(&other.columns) {
        for row in 0..one.missing() + one.present().count() {
            assert_eq!(one.get(row).map(f64::to_bits), other.get(row).map(f64::to_bits), "{}", one.card.name);
        }
    }
    assert_eq!(one.attributes, other.attributes);
    assert_eq!(one.fingerprint, other.fingerprint);
}

fn reasons(apart: &[Apart], reason: ApartReason) -> usize {
    apart.iter().filter(|other| other.reason == reason).count()
}

#[test]
fn a_snapshot_is_a_run_of_the_lines_up_to_that_day() {
    let lines = dirty_shop();
    let days = days_back(lines.as_of, 12, Window::Months(2)).unwrap();
    for (unit, window) in [(Unit::Customer, None), (Unit::Order, None), (Unit::Customer, Some(Window::Days(120)))] {
        let wish = Wish { window, ..Wish::all(unit) };
        for (day, (table, apart)) in days.iter().zip(FeatureTable::snapshots(&lines, &wish, &days)) {
            let then = only(&lines, *day, |line| line.time.day() <= *day);
            let (alone, apart_alone) = FeatureTable::compute(&then, &wish);
            assert_same(&table, &alone);
            assert_eq!(apart, apart_alone);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(7), ..ProptestConfig::default() })]

    /// A window gives the features of the lines inside it; only the sign-up day reaches behind it.
    #[test]
    fn a_window_is_a_run_of_the_lines_inside_it(back in 1u32..900, months in prop::bool::ANY, ago in 0i32..400, order in prop::bool::ANY) {
        let lines = dirty_shop();
        let window = if months { Window::Months(1 + back / 30) } else { Window::Days(back) };
        let as_of = Day(lines.as_of.0 - ago);
        let opened = window.start(as_of);
        let unit = if order { Unit::Order } else { Unit::Customer };
        let inside = only(&lines, as_of, |line| line.time.day() > opened && line.time.day() <= as_of);
        let (alone, apart_alone) = FeatureTable::compute(&inside, &Wish::all(unit));
        let wish = Wish { window: Some(window), ..Wish::all(unit) };
        let (table, apart) = FeatureTable::snapshots(&lines, &wish, &[as_of]).remove(0);
        assert_same(&table, &alone);
        if unit == Unit::Customer {
            let nothing = reasons(&apart, ApartReason::NoPurchase) + reasons(&apart, ApartReason::OutsideWindow);
            prop_assert_eq!(nothing, reasons(&apart_alone, ApartReason::NoPurchase));
        }
    }
}

#[test]
fn who_bought_only_before_the_window_is_apart_with_that_reason() {
    let rows = [(0, 0, 900, 1, 500, 0), (1, 1, 990, 1, 700, 1), (2, 2, 990, 1, -300, 1)];
    let lines = support::lines(4, &rows);
    let wish = Wish { window: Some(Window::Days(30)), ..Wish::usual(Unit::Customer) };
    let (table, apart) = FeatureTable::compute(&lines, &wish);
    assert_eq!(table.customers, ["C001"]);
    let reasons: Vec<(&str, ApartReason)> = apart.iter().map(|other| (other.customer.as_str(), other.reason)).collect();
    let expected =
        [("C000", ApartReason::OutsideWindow), ("C002", ApartReason::NoPurchase), ("C003", ApartReason::NoPurchase)];
    assert_eq!(reasons, expected);
}

#[test]
fn the_first_day_of_a_window_is_the_one_after_its_start() {
    // As of day 1000 a window of 10 days is days 991 to 1000.
    let rows = [(0, 0, 990, 1, 100, 0), (1, 1, 991, 1, 100, 0), (2, 2, 1000, 1, 100, 0)];
    let wish = Wish { window: Some(Window::Days(10)), ..Wish::usual(Unit::Customer) };
    let (table, _) = FeatureTable::compute(&support::lines(3, &rows), &wish);
    assert_eq!(table.customers, ["C001", "C002"]);
}

#[test]
fn a_model_scores_through_its_own_window_and_by_its_own_fifths() {
    let lines = support::of_shop(&shoal_segment::shop::open(400, 5));
    let spec = Spec {
        window: Some(Window::Months(6)),
        features: ["r_score", "m_score", "gap_variation"].map(String::from).to_vec(),
        ..Spec::default()
    };
    let receipt = support::receipt();
    let job = Job { lines: &lines, receipt: &receipt, spec: &spec, rules: None, own: &[], as_of_given: false };
    let found = pipeline::segment(&job, &|_| ()).unwrap();
    assert!(found.segmentation.apart.iter().any(|group| group.reason == "outside_window"));
    assert!(found.segmentation.decisions.iter().any(|decision| decision.about == "window" && decision.choice == "6m"));
    let stored = serde_json::to_string(&found.model).unwrap();
    let model: shoal_segment::model::ScoringModel = serde_json::from_str(&stored).unwrap();
    let wish = model.wish().unwrap();
    let (table, _) = FeatureTable::compute(&lines, &wish);
    assert_eq!(model.score(&table).unwrap(), found.members, "those whom it was made from");
    // A few of them alone have the scores that they have among all.
    let few = only(&lines, lines.as_of, |line| line.customer < 50);
    let (table, _) = FeatureTable::compute(&few, &wish);
    let members = model.score(&table).unwrap();
    for (row, customer) in table.customers.iter().enumerate() {
        let among_all = found.table.customers.iter().position(|other| other == customer).unwrap();
        assert_eq!(members[row], found.members[among_all]);
    }
}
