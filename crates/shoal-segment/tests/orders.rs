//! Orders as rows: each order of each customer is one row, and together they are what the customers are together.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

mod support;

use proptest::prelude::*;
use shoal_segment::feature::Unit;
use shoal_segment::lines::{Lines, Number};
use shoal_segment::spec::{KRange, Spec};
use shoal_segment::table::{ApartReason, FeatureTable};
use std::collections::{BTreeMap, BTreeSet};

fn orders() -> Spec {
    Spec { unit: Unit::Order, k: KRange { min: 1, max: 1 }, ..Spec::default() }
}

fn table(lines: &Lines) -> FeatureTable {
    FeatureTable::build(lines, Unit::Order).0
}

/// Money of all rows and of all that are apart.
fn money(lines: &Lines, unit: Unit) -> i128 {
    let (table, apart) = FeatureTable::build(lines, unit);
    table.revenue_minor.iter().sum::<i128>() + apart.iter().map(|other| other.revenue_minor).sum::<i128>()
}

/// Revenue, units and lines of each order with a purchase and no loss, the plain way.
fn plainly(rows: &[support::Row]) -> BTreeMap<(u32, u32), (i64, i64, i64)> {
    let mut found: BTreeMap<(u32, u32), (i64, i64, i64)> = BTreeMap::new();
    for &(customer, order, _, quantity, amount, _) in rows {
        let entry = found.entry((order, customer)).or_default();
        entry.0 += amount;
        entry.1 += if amount < 0 { -quantity } else { quantity };
        entry.2 += i64::from(amount >= 0);
    }
    found.retain(|_, (revenue, _, lines)| *revenue >= 0 && *lines > 0);
    found
}

fn rows() -> impl Strategy<Value = Vec<support::Row>> {
    let amount = prop_oneof![4 => 1i64..5_000, 1 => -2_000i64..-1];
    proptest::collection::vec((0u32..9, 0u32..30, 0i32..1000, 1i64..20, amount, 0u32..12), 1..120)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_order_is_a_row_with_its_own_numbers(rows in rows()) {
        let table = table(&support::lines(9, &rows));
        let expected = plainly(&rows);
        let keys: Vec<(String, String)> =
            expected.keys().map(|(order, customer)| (format!("O{order:05}"), format!("C{customer:03}"))).collect();
        let ids = table.orders.as_ref().unwrap().iter().zip(table.customers.iter());
        prop_assert!(ids.eq(keys.iter().map(|(order, customer)| (order.as_str(), customer.as_str()))));
        for (row, (revenue, units, lines)) in expected.values().enumerate() {
            let value = |name: &str| table.column(name).unwrap().get(row).unwrap();
            prop_assert_eq!(table.revenue_minor[row], i128::from(*revenue));
            prop_assert_eq!(value("order_value"), *revenue as f64 / 100.0);
            prop_assert_eq!((value("units"), value("lines")), (*units as f64, *lines as f64));
        }
    }

    #[test]
    fn orders_bring_what_customers_bring(rows in rows()) {
        let lines = support::lines(9, &rows);
        prop_assert_eq!(money(&lines, Unit::Order), money(&lines, Unit::Customer));
    }
}

#[test]
fn an_order_that_two_customers_share_is_two_rows_and_one_that_is_apart_in_time_is_one() {
    let lines =
        support::lines(2, &[(0, 7, 1, 1, 100, 0), (1, 7, 1, 2, 300, 1), (0, 3, 5, 1, 50, 0), (0, 7, 9, 1, 25, 2)]);
    let table = table(&lines);
    assert_eq!(*table.orders.as_ref().unwrap(), ["O00003", "O00007", "O00007"]);
    assert_eq!(table.customers, ["C000", "C000", "C001"]);
    assert_eq!(table.revenue_minor, [50, 125, 300]);
}

#[test]
fn orders_without_an_id_are_called_by_customer_and_moment() {
    let mut lines = support::lines(2, &[(0, 0, 1, 1, 100, 0), (1, 1, 2, 2, 300, 1)]);
    lines.orders.truncate(1);
    lines.customers.ids[1] = "ann@example.com".into();
    let table = table(&lines);
    assert_eq!(*table.orders.as_ref().unwrap(), ["O00000", "ann@example.com 1970-01-03"]);
    assert_eq!(table.shown(0), "O00000");
    assert!(table.shown(1).starts_with('#') && table.shown(1).ends_with(" 1970-01-03"), "{}", table.shown(1));
}

#[test]
fn returns_alone_and_more_returns_than_purchases_are_apart() {
    let lines =
        support::lines(1, &[(0, 0, 1, 1, 100, 0), (0, 1, 2, 1, -50, 0), (0, 2, 3, 1, 10, 0), (0, 2, 4, 1, -30, 0)]);
    let (table, apart) = FeatureTable::build(&lines, Unit::Order);
    assert_eq!(table.rows(), 1);
    let reasons: BTreeSet<(String, ApartReason)> =
        apart.iter().map(|other| (other.order.clone().unwrap(), other.reason)).collect();
    assert_eq!(
        reasons,
        [("O00001".into(), ApartReason::NoPurchase), ("O00002".into(), ApartReason::ReturnsExceedPurchases)].into()
    );
    let found = support::segment(&lines, &orders()).unwrap();
    let words: Vec<&str> = found.segmentation.apart.iter().map(|group| group.words.as_str()).collect();
    assert_eq!(words, ["no purchase in them, only returns", "returns exceed purchases"]);
    assert_eq!(found.segmentation.base.distinct_customers, 1);
}

#[test]
fn without_quantities_the_value_alone_is_clustered() {
    let mut lines = support::lines(3, &[(0, 0, 1, 1, 100, 0), (1, 1, 2, 2, 300, 1), (2, 2, 3, 1, 10, 0)]);
    lines.known.quantity = false;
    let found = support::segment(&lines, &orders()).unwrap();
    let names: Vec<&str> = found.segmentation.recipe.iter().map(|step| step.feature()).collect();
    assert_eq!(names, ["order_value"]);
    assert_eq!(found.segmentation.segments[0].name, "All orders");
}

#[test]
fn a_model_of_orders_places_orders() {
    let shop = shoal_segment::shop::open(200, 3);
    let lines = support::of_shop(&shop);
    let found = support::segment(&lines, &Spec { unit: Unit::Order, ..Spec::default() }).unwrap();
    assert_eq!(found.model.unit, Unit::Order);
    let (table, _) = FeatureTable::build(&lines, found.model.unit);
    assert_eq!(found.model.score(&table).unwrap(), found.members);
    let names: Vec<&str> = found.segmentation.segments.iter().map(|segment| segment.name.as_str()).collect();
    assert!(names.iter().all(|name| name.contains(" orders")), "{names:?}");
}

#[test]
fn nobody_stands_out_among_a_few_equals_and_nothing_is_explored_in_a_handful() {
    let rows: Vec<support::Row> = (0..4).map(|i| (i, i, 900, 1, 500, 0)).collect();
    let found = support::segment(&support::lines(4, &rows), &Spec { min_size: 1, ..Spec::default() }).unwrap();
    let run = &found.segmentation;
    let told = run.summary.iter().chain(&run.exploration.statements).chain(&run.segments[0].description);
    for said in told {
        assert!(!said.text.contains("alone") && !said.text.contains("fifth"), "{}", said.text);
    }
}

#[test]
fn columns_of_customers_are_no_features_of_orders() {
    let mut lines = support::lines(3, &[(0, 0, 1, 1, 100, 0), (1, 1, 2, 2, 300, 1), (2, 2, 3, 1, 10, 0)]);
    lines.customers.numbers.push(Number { name: "Age".into(), values: vec![Some(30.0), Some(40.0), None] });
    assert!(table(&lines).column("age").is_none());
    for name in ["age", "Region", "favourite category"] {
        let error = Spec { features: vec![name.into()], ..orders() }.check(&lines).unwrap_err();
        assert!(error.message.contains("no feature"), "{}", error.message);
    }
    let plan = Spec { features: vec!["main category".into()], ..orders() }.check(&lines).unwrap();
    assert_eq!(plan.categories[0].name, "main_category");
}

#[test]
fn without_transactions_there_are_no_orders() {
    for features in [vec![], vec!["units".to_string()]] {
        let error = support::segment(&support::people(20), &Spec { features, ..orders() }).err().unwrap();
        assert!(error.message.contains("transactions"), "{}", error.message);
    }
}
