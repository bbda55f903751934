//! What is told of one member is what the model does: every change that is told is applied, and leads where it was said to.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use shoal_segment::explain::{Explanation, explain};
use shoal_segment::pipeline::Segmented;
use shoal_segment::shop;
use shoal_segment::spec::{KRange, Spec};
use shoal_segment::table::{Column, FeatureTable};
use support::{of_shop, people, segment};

/// The table with one value changed.
fn changed(table: &FeatureTable, row: usize, feature: &str, to: f64) -> FeatureTable {
    let mut table = table.clone();
    let at = table.position(feature).unwrap();
    let column = &table.columns[at];
    let values: Vec<Option<f64>> =
        (0..column.rows()).map(|other| if other == row { Some(to) } else { column.get(other) }).collect();
    table.columns[at] = Column::new(column.card.clone(), values);
    table
}

/// The id of the segment of a row.
fn place(found: &Segmented, table: &FeatureTable, row: usize) -> String {
    let member = found.model.score(table).unwrap()[row];
    found.model.segments[member.segment].id.clone()
}

fn told(found: &Segmented) -> Vec<(usize, Explanation)> {
    (0..found.table.rows()).map(|row| (row, explain(&found.model, &found.table, row).unwrap())).collect()
}

fn of_methods() -> Vec<Segmented> {
    let lines = of_shop(&shop::open(120, 7));
    let spec = |method: &str| Spec { method: method.parse().unwrap(), k: KRange { min: 4, max: 4 }, ..Spec::default() };
    ["kmeans", "gmm", "ward"].map(|method| segment(&lines, &spec(method)).unwrap()).into()
}

#[test]
fn every_change_leads_where_it_is_said_to_and_no_smaller_one_does() {
    for found in of_methods() {
        let mut changes = 0;
        for (row, told) in told(&found) {
            assert_eq!(told.segment.id, place(&found, &found.table, row));
            for change in &told.changes {
                changes += 1;
                assert_ne!(change.moves_to.id, told.segment.id);
                let table = changed(&found.table, row, &change.feature, change.to);
                assert_eq!(place(&found, &table, row), change.moves_to.id, "{change:?}");
                let column = found.table.column(&change.feature).unwrap();
                assert!(column.present().any(|value| value == change.to), "somebody has it");
                let between = |value: &f64| {
                    let (low, high) = (change.from.min(change.to), change.from.max(change.to));
                    low < *value && *value < high
                };
                for nearer in column.present().filter(between).take(5) {
                    let table = changed(&found.table, row, &change.feature, nearer);
                    assert_eq!(place(&found, &table, row), told.segment.id, "{nearer} is nearer than {change:?}");
                }
            }
            assert!(told.changes.is_sorted_by(|a, b| a.passes <= b.passes), "the smallest first");
        }
        assert!(changes > 100, "{}: {changes}", found.model.method);
    }
}

#[test]
fn what_only_grows_is_never_told_to_shrink() {
    for found in of_methods() {
        for (_, told) in told(&found) {
            let grows = |feature: &str| feature == "orders" || feature == "tenure_days";
            assert!(told.changes.iter().all(|change| !grows(&change.feature) || change.to > change.from));
        }
    }
}

#[test]
fn reasons_say_where_a_typical_member_and_this_one_would_be() {
    for found in of_methods() {
        let medians: Vec<f64> = found.segmentation.base.profile.iter().map(|entry| entry.median.unwrap()).collect();
        for (row, told) in told(&found) {
            assert!(told.reasons.is_sorted_by(|a, b| a.weight >= b.weight), "the weightiest first");
            for reason in &told.reasons {
                assert!(reason.weight > 0.0 && reason.weight <= 2.0);
                let at = found.table.position(&reason.feature).unwrap();
                let table = changed(&found.table, row, &reason.feature, medians[at]);
                assert_eq!(place(&found, &table, row), reason.without.id);
            }
        }
        let with_reasons = told(&found).iter().filter(|(_, told)| !told.reasons.is_empty()).count();
        assert!(2 * with_reasons > found.table.rows(), "{}", found.model.method);
    }
}

#[test]
fn categories_and_gaps_are_told_and_one_segment_needs_no_reason() {
    let spec = Spec { features: vec!["plan".into(), "visits".into()], min_size: 2, ..Spec::default() };
    let lines = people(60);
    let features: Vec<String> = lines.customers.numbers.iter().map(|number| number.name.to_lowercase()).collect();
    let spec = Spec { features: [vec!["plan".to_owned()], features].concat(), ..spec };
    let found = segment(&lines, &spec).unwrap();
    let told = told(&found);
    assert!(told.iter().any(|(_, told)| told.reasons.iter().any(|reason| reason.feature == "plan")));
    assert!(told.iter().all(|(_, told)| told.categories.iter().any(|(name, _)| name == "Plan")));
    assert!(told.iter().any(|(_, told)| told.features.iter().any(|known| known.clustered && known.value.is_none())));
    let one = segment(&lines, &Spec { k: KRange { min: 1, max: 1 }, ..spec }).unwrap();
    let told = explain(&one.model, &one.table, 0).unwrap();
    assert!(told.reasons.is_empty() && told.changes.is_empty());
}
