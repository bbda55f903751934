//! DBSCAN finds the labels and core rows that scikit-learn finds; `reference/make_dbscan.py` wrote the values.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use serde_json::Value;
use shoal_cluster::Fitted;
use shoal_cluster::dbscan::{Params, fit};
use shoal_kernel::Points;
use shoal_kernel::distinct::Distinct;

fn cases() -> Vec<Value> {
    let file: Value = serde_json::from_str(include_str!("reference/dbscan.json")).unwrap();
    assert!(file["versions"]["scikit-learn"].is_string());
    file["cases"].as_array().unwrap().clone()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn points(case: &Value) -> Points {
    Points::new(numbers(&case["points"]), case["columns"].as_u64().unwrap() as usize).unwrap()
}

fn fitted(case: &Value) -> Fitted {
    let min_samples = case["min_samples"].as_u64().unwrap() as usize;
    fit(&points(case), &Params::new(case["eps"].as_f64().unwrap(), min_samples)).unwrap()
}

#[test]
fn labels_are_the_same() {
    for case in cases() {
        let labels: Vec<f64> =
            fitted(&case).labels.as_slice().iter().map(|label| label.map_or(-1.0, f64::from)).collect();
        assert_eq!(labels, numbers(&case["labels"]), "{}", case["name"]);
    }
}

#[test]
fn core_rows_and_what_is_assigned_are_the_same() {
    for case in cases() {
        let (points, fitted) = (points(&case), fitted(&case));
        // Ordered by their clusters and, within one, by their rows.
        let labels = numbers(&case["labels"]);
        let mut core: Vec<usize> = numbers(&case["core"]).into_iter().map(|row| row as usize).collect();
        core.sort_by(|&a, &b| labels[a].total_cmp(&labels[b]).then(a.cmp(&b)));
        // Of equal rows the model keeps the lowest.
        let firsts = Distinct::of(&points).firsts;
        core.retain(|row| firsts.contains(row));
        let parts = fitted.model.parts();
        assert_eq!(parts.arrays[0].values, points.select(&core).values(), "{}", case["name"]);
        let clusters: Vec<f64> = core.iter().map(|&row| labels[row]).collect();
        assert_eq!(parts.arrays[1].values, clusters, "{}", case["name"]);
        let assigned = fitted.model.assign(&points).unwrap();
        for (row, label) in assigned.iter().zip(labels) {
            assert_eq!(row.cluster.map_or(-1.0, f64::from), label, "{}", case["name"]);
        }
    }
}
