//! k-means from a given start ends where scikit-learn ends; `reference/make.py` wrote the values.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use serde_json::Value;
use shoal_cluster::kmeans::{Params, fit_from};
use shoal_kernel::Points;

fn cases() -> Vec<Value> {
    let file: Value = serde_json::from_str(include_str!("reference/kmeans.json")).unwrap();
    assert!(file["versions"]["scikit-learn"].is_string());
    file["cases"].as_array().unwrap().clone()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

#[test]
fn the_same_start_ends_in_the_same_place() {
    for case in cases() {
        let name = case["name"].as_str().unwrap();
        let columns = case["columns"].as_u64().unwrap() as usize;
        let points = Points::new(numbers(&case["points"]), columns).unwrap();
        let start = Points::new(numbers(&case["start"]), columns).unwrap();
        let params = Params {
            tol: case["tol"].as_f64().unwrap(),
            max_iter: case["max_iter"].as_u64().unwrap() as usize,
            ..Params::default()
        };
        let fitted = fit_from(&points, &start, &params).unwrap();

        let labels: Vec<f64> = fitted.labels.complete().unwrap().as_slice().iter().copied().map(f64::from).collect();
        assert_eq!(labels, numbers(&case["labels"]), "{name}");
        assert_eq!(fitted.trace.iterations as u64, case["iterations"].as_u64().unwrap(), "{name}");
        let inertia = case["inertia"].as_f64().unwrap();
        let loss = fitted.trace.loss.unwrap();
        assert!((loss - inertia).abs() <= 1e-9 * inertia.max(1e-9), "{name}");
        let centres = fitted.centres().unwrap();
        for (came, expected) in centres.values().iter().zip(numbers(&case["centres"])) {
            assert!((came - expected).abs() <= 1e-13 * expected.abs().max(10.0), "{name}: {came} {expected}");
        }
    }
}
