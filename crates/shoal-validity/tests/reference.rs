//! Indices equal scikit-learn's; `reference/make.py` wrote the values.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use serde_json::Value;
use shoal_kernel::{Labels, Points};
use shoal_validity::{SilhouetteOptions, adjusted_rand_index, catalog, silhouette};

fn file() -> Value {
    let file: Value = serde_json::from_str(include_str!("reference/indices.json")).unwrap();
    assert!(file["versions"]["scikit-learn"].is_string());
    file
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn labels(value: &Value) -> Labels {
    Labels::new(numbers(value).into_iter().map(|label| label as u32).collect()).unwrap()
}

fn close(came: f64, expected: f64) -> bool {
    (came - expected).abs() <= 1e-11 * expected.abs().max(1e-2)
}

#[test]
fn every_index_agrees() {
    for case in file()["cases"].as_array().unwrap() {
        let points = Points::new(numbers(&case["points"]), case["columns"].as_u64().unwrap() as usize).unwrap();
        let labels = labels(&case["labels"]);
        for index in catalog::INDICES {
            let expected = case[index.id].as_f64().unwrap();
            let came = (index.value)(&points, &labels).unwrap();
            assert!(close(came, expected), "{} of {}: {came} instead of {expected}", index.id, case["name"]);
        }
        let judged = silhouette(&points, &[&labels], &SilhouetteOptions::default()).pop().unwrap().unwrap();
        assert_eq!((judged.evaluated, judged.exact, judged.interval), (points.rows(), true, None));
        let expected = numbers(&case["silhouette_per_cluster"]);
        assert_eq!(judged.per_cluster.len(), expected.len());
        assert!(judged.per_cluster.iter().zip(expected).all(|(&came, expected)| close(came, expected)));
    }
}

#[test]
fn agreement_of_labelings_agrees() {
    for pair in file()["agreements"].as_array().unwrap() {
        let (first, second) = (labels(&pair["first"]), labels(&pair["second"]));
        let expected = pair["adjusted_rand"].as_f64().unwrap();
        assert!(close(adjusted_rand_index(&first, &second).unwrap(), expected));
        assert!(close(adjusted_rand_index(&second, &first).unwrap(), expected));
    }
}
