//! Every feature of the catalogue on a small dirty shop, held against pandas (`reference/make_features.py`).

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod dirty_shop;

use dirty_shop::{dirty_shop, document};
use serde_json::Value;
use shoal_segment::feature::{Unit, catalog};
use shoal_segment::table::{FeatureTable, Wish};

/// Whether two numbers agree to 12 digits.
fn agree(ours: Option<f64>, theirs: Option<f64>) -> bool {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => (ours - theirs).abs() <= 1e-12 * theirs.abs().max(1e-3),
        (ours, theirs) => ours == theirs,
    }
}

fn check(unit: Unit) {
    let (lines, document) = (dirty_shop(), document());
    let (table, _) = FeatureTable::compute(&lines, &Wish::all(unit));
    let wanted = &document[unit.one()];
    let ids: Vec<&str> = match unit {
        Unit::Customer => table.customers.iter().collect(),
        Unit::Order => table.orders.as_ref().unwrap().iter().collect(),
    };
    let expected: Vec<String> =
        wanted["rows"].as_array().unwrap().iter().map(|row| format!("{:05}", row.as_u64().unwrap())).collect();
    assert_eq!(ids, expected, "the rows of {unit}");
    assert_eq!(table.columns.len(), catalog(unit).len(), "every feature can be computed of this shop");
    for column in &table.columns {
        let values = wanted["features"][&column.card.name].as_array().unwrap();
        for (row, theirs) in values.iter().map(Value::as_f64).enumerate() {
            let ours = column.get(row);
            assert!(agree(ours, theirs), "{} of {unit} {}: {ours:?}, pandas {theirs:?}", column.card.name, ids[row]);
        }
    }
    assert_eq!(wanted["features"].as_object().unwrap().len(), table.columns.len(), "pandas has no others");
}

#[test]
fn features_of_customers_are_those_of_pandas() {
    check(Unit::Customer);
}

#[test]
fn features_of_orders_are_those_of_pandas() {
    check(Unit::Order);
}

#[test]
fn wanted_features_are_the_same_alone_and_together() {
    use shoal_segment::table::Wanted;
    let lines = dirty_shop();
    let (all, _) = FeatureTable::compute(&lines, &Wish::all(Unit::Customer));
    for column in &all.columns {
        let only = Wish { features: Wanted::Only(vec![column.card.name.clone()]), ..Wish::usual(Unit::Customer) };
        let (alone, _) = FeatureTable::compute(&lines, &only);
        assert_eq!(alone.columns.len(), 1);
        (0..all.rows()).for_each(|row| assert_eq!(alone.columns[0].get(row), column.get(row), "{}", column.card.name));
    }
}
