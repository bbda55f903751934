//! Indices equal scikit-learn's; `reference/make.py` wrote the values.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use serde_json::Value;
use shoal_kernel::{Labels, Points};
use shoal_validity::{SilhouetteOptions, catalog, silhouette, silhouette_samples};

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
    within(1e-11, came, expected)
}

fn within(tolerance: f64, came: f64, expected: f64) -> bool {
    (came - expected).abs() <= tolerance * expected.abs().max(1e-2)
}

#[test]
fn every_index_agrees() {
    for case in file()["cases"].as_array().unwrap() {
        let points = Points::new(numbers(&case["points"]), case["columns"].as_u64().unwrap() as usize).unwrap();
        let labels = labels(&case["labels"]);
        // A mean near 10⁶ has no digits below 10⁻¹⁰.
        let offset = case["name"].as_str().unwrap().contains("offset");
        let close = |came, expected| within(if offset { 1e-9 } else { 1e-11 }, came, expected);
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
        let (samples, expected) = (silhouette_samples(&points, &labels).unwrap(), numbers(&case["silhouette_samples"]));
        assert_eq!(samples.len(), expected.len());
        assert!(samples.into_iter().zip(expected).all(|(came, expected)| close(came, expected)), "{}", case["name"]);
    }
}

#[test]
fn agreement_of_labelings_agrees() {
    for pair in file()["agreements"].as_array().unwrap() {
        let (first, second) = (labels(&pair["first"]), labels(&pair["second"]));
        for agreement in catalog::AGREEMENTS {
            let expected = pair[agreement.id].as_f64().unwrap();
            for came in [(agreement.value)(&first, &second).unwrap(), (agreement.value)(&second, &first).unwrap()] {
                assert!(close(came, expected), "{}: {came} instead of {expected}", agreement.id);
            }
        }
    }
}
