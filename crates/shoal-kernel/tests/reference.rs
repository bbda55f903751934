//! Statistics equal those of NumPy, SciPy and scikit-learn; `reference/make.py` wrote the values.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use serde_json::Value;
use shoal_kernel::quantile::{mid_rank, quantile, sorted};
use shoal_kernel::{Pca, Points, correlation, moments};

fn tables() -> Vec<Value> {
    let text = include_str!("reference/statistics.json");
    let file: Value = serde_json::from_str(text).unwrap();
    assert!(file["versions"]["scikit-learn"].is_string());
    file["tables"].as_array().unwrap().clone()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn points(table: &Value) -> Points {
    Points::new(numbers(&table["points"]), table["columns"].as_u64().unwrap() as usize).unwrap()
}

/// Equal up to `tolerance` of the larger of `scale` and the expected magnitude.
fn check(table: &Value, what: &str, came: &[f64], tolerance: f64, scale: f64) {
    let expected = numbers(&table[what]);
    assert_eq!(came.len(), expected.len(), "{what} of {}", table["name"]);
    for (came, expected) in came.iter().zip(&expected) {
        let error = (came - expected).abs() / expected.abs().max(scale);
        assert!(error <= tolerance, "{what} of {}: {came} instead of {expected}", table["name"]);
    }
}

#[test]
fn moments_agree() {
    for table in tables() {
        let points = points(&table);
        check(&table, "mean", &moments::column_means(&points), 1e-13, 1.0);
        check(&table, "variance", &moments::column_variances(&points, 1).unwrap(), 1e-13, 0.0);
        let skewness: Vec<f64> = (0..points.columns()).map(|j| moments::skewness(&points.column(j)).unwrap()).collect();
        check(&table, "skewness", &skewness, 1e-11, 1e-3);
        let covariance = moments::covariance(&points, 1).unwrap();
        let rows: Vec<f64> = (0..points.columns()).flat_map(|i| covariance.row(i).to_vec()).collect();
        check(&table, "covariance", &rows, 1e-12, 1e-2);
    }
}

#[test]
fn quantiles_and_ranks_agree() {
    for table in tables() {
        let points = points(&table);
        let at = numbers(&table["quantile_at"]);
        for j in 0..points.columns() {
            let column = points.column(j);
            let ascending = sorted(&column);
            let came: Vec<f64> = at.iter().map(|&p| quantile(&ascending, p).unwrap()).collect();
            for (came, expected) in came.iter().zip(numbers(&table["quantiles"][j])) {
                assert!((came - expected).abs() <= 1e-14 * expected.abs().max(1.0), "{}", table["name"]);
            }
            let rank = mid_rank(&ascending, column[0]).unwrap();
            let expected = numbers(&table["mid_rank_of_first"])[j];
            assert!((rank - expected).abs() <= 1e-14, "{}: {rank} {expected}", table["name"]);
        }
    }
}

#[test]
fn correlations_agree() {
    for table in tables() {
        let points = points(&table);
        let columns: Vec<Vec<f64>> = (0..points.columns()).map(|j| points.column(j)).collect();
        let all = |f: fn(&[f64], &[f64]) -> Option<f64>| -> Vec<f64> {
            columns.iter().flat_map(|a| columns.iter().map(move |b| f(a, b).unwrap())).collect()
        };
        check(&table, "pearson", &all(correlation::pearson), 1e-13, 1.0);
        check(&table, "spearman", &all(correlation::spearman), 1e-13, 1.0);
    }
}

#[test]
fn principal_components_agree() {
    for table in tables() {
        let points = points(&table);
        let count = numbers(&table["explained_variance"]).len();
        let pca = Pca::fit(&points, count).unwrap();
        let largest = pca.explained_variance()[0];
        check(&table, "explained_variance", pca.explained_variance(), 1e-12, largest);
        check(&table, "explained_variance_ratio", &pca.explained_variance_ratio().unwrap(), 1e-12, 1.0);
        // Directions without variance are not determined.
        let told = pca.explained_variance().iter().filter(|&&variance| variance > 1e-12 * largest).count();
        let columns = points.columns();
        let expected = numbers(&table["components"]);
        for (i, component) in pca.components()[..told].iter().enumerate() {
            for (came, expected) in component.iter().zip(&expected[i * columns..]) {
                assert!((came - expected).abs() < 1e-10, "component {i} of {}", table["name"]);
            }
        }
        let projected = numbers(&table["projected"]);
        for (row, expected) in pca.project(&points).unwrap().iter().zip(projected.chunks(count)) {
            for (came, expected) in row[..told].iter().zip(expected) {
                assert!((came - expected).abs() < 1e-9 * largest.sqrt(), "{}", table["name"]);
            }
        }
    }
}
