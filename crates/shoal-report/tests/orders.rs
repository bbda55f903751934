//! A run over orders is told in orders: the word *customer* stands only where customers are meant.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

#[path = "../../shoal-segment/tests/support/mod.rs"]
mod support;

use proptest::prelude::*;
use shoal_report::{html, markdown, terminal};
use shoal_segment::feature::Unit;
use shoal_segment::segmentation::Segmentation;
use shoal_segment::spec::{KRange, Spec};

/// Takes the part from `start` to the next `end` out of a text that has it.
fn without_part(text: &str, start: &str, end: &str) -> String {
    let (before, rest) = text.split_once(start).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    format!("{before}{after}")
}

/// Everything a reader gets to see, without the places where customers are truly meant: the receipt, which accounts for
/// rows of customers; what happened over time, which is of customers; how many customers the orders are by, in the header and in the first sentence of the summary.
fn told(run: &Segmentation) -> Vec<String> {
    let customers = Unit::Customer.noun(run.base.distinct_customers);
    let count = shoal_segment::statement::Form::Count.show(run.base.distinct_customers as f64);
    let by = format!(" by {count} {customers} ");
    let sections = ["receipt", "trend", "cohorts"].map(|part| format!("<section id=\"{part}\""));
    let page = sections.iter().fold(html(run), |page, part| without_part(&page, part, "</section>"));
    let header = format!("<dt>{}{}</dt>", customers[..1].to_uppercase(), &customers[1..]);
    let text = without_part(&markdown(run), "## Receipt", "\n---\n");
    let text = without_part(&text, "## Over time", "## Segments");
    assert!(
        page.contains(&header) && page.contains(&by) && text.contains(&by),
        "customers are named where they are meant"
    );
    vec![
        page.replace(&header, "").replacen(&by, " ", 1),
        text.replacen(&format!("{count} {customers}"), "", 1).replacen(&by, " ", 1),
        terminal::segments(run, 140),
        terminal::sweep(&run.sweep, run.unit, 200),
        terminal::answers(run, 140),
        terminal::summary(run, 1_000).replacen(&by, " ", 1),
        terminal::certainty(run, 140),
    ]
}

fn tables() -> impl Strategy<Value = Vec<support::Row>> {
    let amount = prop_oneof![4 => 1i64..5_000, 1 => 100_000i64..9_000_000, 1 => -2_000i64..-1];
    proptest::collection::vec((0u32..30, 0u32..80, 0i32..1000, 1i64..20, amount, 0u32..12), 1..200)
}

fn specs() -> impl Strategy<Value = Spec> {
    (1usize..5, 0usize..6, any::<u64>(), 0usize..4).prop_map(|(min, more, seed, min_size)| Spec {
        unit: Unit::Order,
        k: KRange { min, max: min + more },
        min_size,
        seed,
        starts: Some(2),
        ..Spec::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn orders_are_never_called_customers(rows in tables(), spec in specs()) {
        match support::segment(&support::lines(30, &rows), &spec) {
            Ok(found) => {
                for text in told(&found.segmentation) {
                    let text = text.to_lowercase();
                    let before = text.split_once("customer").map(|(before, _)| before.chars().rev().take(80).collect::<Vec<_>>());
                    let words = before.map(|letters| letters.into_iter().rev().collect::<String>());
                    prop_assert!(words.is_none(), "customer after: {:?}", words);
                }
            }
            Err(error) => prop_assert!(!error.message.contains("customer"), "{}", error.message),
        }
    }
}

#[test]
fn the_receipt_counts_orders_in_segments_and_apart() {
    let rows = [(0, 0, 1, 1, 500, 0), (1, 1, 2, 1, 700, 1), (1, 2, 3, 1, -50, 1)];
    let spec = Spec { unit: Unit::Order, ..Spec::default() };
    let found = support::segment(&support::lines(2, &rows), &spec).unwrap().segmentation;
    for text in [html(&found), markdown(&found)] {
        assert!(text.contains("Orders in segments") && text.contains("Orders apart"));
        assert!(text.contains("no purchase in them, only returns"));
    }
}
