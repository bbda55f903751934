//! Mixtures from a given start end where scikit-learn's end; `reference/make_gmm.py` wrote the values.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use serde_json::Value;
use shoal_cluster::gmm::{Covariance, Given, Params, fit_from};
use shoal_kernel::{Points, Square};

fn cases() -> Vec<Value> {
    let file: Value = serde_json::from_str(include_str!("reference/gmm.json")).unwrap();
    assert!(file["versions"]["scikit-learn"].is_string());
    file["cases"].as_array().unwrap().clone()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn square(values: &[f64], size: usize) -> Square {
    let mut matrix = Square::zeros(size);
    for (at, &value) in values.iter().enumerate() {
        matrix.set(at / size, at % size, value);
    }
    matrix
}

fn start(case: &Value, columns: usize) -> Given {
    let weights = numbers(&case["weights"]);
    Given::Parameters {
        covariances: vec![square(&numbers(&case["covariance"]), columns); weights.len()],
        means: Points::new(numbers(&case["means"]), columns).unwrap(),
        weights,
    }
}

/// Equal up to 1e-8 of `scale`.
fn near(came: f64, expected: f64, scale: f64, what: &str) {
    assert!((came - expected).abs() <= 1e-8 * scale, "{what}: {came} instead of {expected}");
}

#[test]
fn the_same_start_ends_in_the_same_place() {
    for case in cases() {
        let columns = case["columns"].as_u64().unwrap() as usize;
        let points = Points::new(numbers(&case["points"]), columns).unwrap();
        // A constant column has no spread; its deviation is the regularisation's.
        let spread: Vec<f64> = numbers(&case["spread"]).into_iter().map(|spread| spread.max(1e-3)).collect();
        for expected in case["results"].as_array().unwrap() {
            let form = expected["form"].as_str().unwrap();
            let name = format!("{}, {form}", case["name"].as_str().unwrap());
            let params = Params {
                covariance: Covariance::named(form).unwrap(),
                max_iter: case["max_iter"].as_u64().unwrap() as usize,
                tol: case["tol"].as_f64().unwrap(),
                ..Params::default()
            };
            let fitted = fit_from(&points, &start(&case, columns), &params).unwrap();
            assert_eq!(fitted.trace.iterations as u64, expected["iterations"].as_u64().unwrap(), "{name}");
            assert_eq!(fitted.trace.converged, expected["converged"].as_bool().unwrap(), "{name}");
            let labels = fitted.labels.complete().unwrap();
            let labels: Vec<f64> = labels.as_slice().iter().copied().map(f64::from).collect();
            assert_eq!(labels, numbers(&expected["labels"]), "{name}");
            let mixture = fitted.mixture().unwrap();
            for (&came, expected) in mixture.weights.iter().zip(numbers(&expected["weights"])) {
                near(came, expected, 1.0, &format!("weight of {name}"));
            }
            for (at, expected) in numbers(&expected["means"]).into_iter().enumerate() {
                near(mixture.means.values()[at], expected, spread[at % columns], &format!("mean of {name}"));
            }
            for (at, expected) in numbers(&expected["covariances"]).into_iter().enumerate() {
                let (component, i, j) = (at / columns / columns, at / columns % columns, at % columns);
                let came = mixture.covariances[component].get(i, j);
                near(came, expected, spread[i] * spread[j], &format!("covariance of {name}"));
            }
            let rows = points.rows() as f64;
            near(mixture.log_likelihood, expected["log_likelihood"].as_f64().unwrap(), 1.0, &name);
            near(mixture.bic, expected["bic"].as_f64().unwrap(), rows, &name);
            near(mixture.aic, expected["aic"].as_f64().unwrap(), rows, &name);
        }
    }
}
