//! The fast mixture against a slow and obvious one, on random points.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use shoal_cluster::Model;
use shoal_cluster::gmm::{Covariance, Given, GmmModel, Params, Precision, fit, fit_from};
use shoal_kernel::{Labels, Points, Stream};

const FORMS: [Covariance; 4] = [Covariance::Full, Covariance::Tied, Covariance::Diag, Covariance::Spherical];

type Matrix = Vec<Vec<f64>>;

/// Expectation and maximisation as one would explain them, with whole responsibilities and plain matrices.
struct Plain {
    weights: Vec<f64>,
    means: Matrix,
    covariances: Vec<Matrix>,
    log_likelihood: f64,
    shares: Matrix,
}

/// Logarithm of the determinant, and the solution x of `matrix` x = `right`, by elimination.
fn solve(matrix: &Matrix, right: &[f64]) -> (f64, Vec<f64>) {
    let size = right.len();
    let mut rows: Matrix = matrix.iter().zip(right).map(|(row, &value)| [row.clone(), vec![value]].concat()).collect();
    let mut log_determinant = 0.0;
    for i in 0..size {
        log_determinant += rows[i][i].ln();
        for below in i + 1..size {
            let times = rows[below][i] / rows[i][i];
            let pivot = rows[i].clone();
            rows[below].iter_mut().zip(pivot).skip(i).for_each(|(entry, pivot)| *entry -= times * pivot);
        }
    }
    let mut x = vec![0.0; size];
    for i in (0..size).rev() {
        let known: f64 = (i + 1..size).map(|j| rows[i][j] * x[j]).sum();
        x[i] = (rows[i][size] - known) / rows[i][i];
    }
    (log_determinant, x)
}

fn expect(points: &Points, plain: &mut Plain) {
    let columns = points.columns() as f64;
    let mut sum = 0.0;
    for (row, shares) in points.iter().zip(&mut plain.shares) {
        for (k, share) in shares.iter_mut().enumerate() {
            let difference: Vec<f64> = row.iter().zip(&plain.means[k]).map(|(x, mean)| x - mean).collect();
            let (log_determinant, x) = solve(&plain.covariances[k], &difference);
            let squared: f64 = difference.iter().zip(x).map(|(a, b)| a * b).sum();
            *share = plain.weights[k].ln() - 0.5 * (columns * std::f64::consts::TAU.ln() + log_determinant + squared);
        }
        let largest = shares.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = shares.iter().map(|log| (log - largest).exp()).sum();
        shares.iter_mut().for_each(|log| *log = (*log - largest).exp() / total);
        sum += largest + total.ln();
    }
    plain.log_likelihood = sum / points.rows() as f64;
}

fn maximise(points: &Points, plain: &mut Plain, form: Covariance, reg_covar: f64) {
    let (clusters, columns) = (plain.shares[0].len(), points.columns());
    let sums: Vec<f64> = (0..clusters).map(|k| plain.shares.iter().map(|shares| shares[k]).sum()).collect();
    plain.weights = sums.iter().map(|sum| sum / points.rows() as f64).collect();
    plain.means = (0..clusters)
        .map(|k| {
            let sum = |j| points.iter().zip(&plain.shares).map(|(row, shares)| shares[k] * row[j]).sum::<f64>();
            (0..columns).map(|j| sum(j) / sums[k]).collect()
        })
        .collect();
    let entry = |k: usize, i: usize, j: usize| {
        let mean = &plain.means[k];
        let products =
            points.iter().zip(&plain.shares).map(|(row, shares)| shares[k] * (row[i] - mean[i]) * (row[j] - mean[j]));
        products.sum::<f64>()
    };
    plain.covariances = (0..clusters)
        .map(|k| {
            let value = |i: usize, j: usize| match form {
                Covariance::Full => entry(k, i, j) / sums[k],
                Covariance::Tied => (0..clusters).map(|k| entry(k, i, j)).sum::<f64>() / points.rows() as f64,
                Covariance::Diag if i == j => entry(k, i, i) / sums[k],
                Covariance::Spherical if i == j => {
                    (0..columns).map(|i| entry(k, i, i) / sums[k]).sum::<f64>() / columns as f64
                }
                _ => 0.0,
            };
            let ridge = |i, j| if i == j { reg_covar } else { 0.0 };
            (0..columns).map(|i| (0..columns).map(|j| value(i, j) + ridge(i, j)).collect()).collect()
        })
        .collect();
}

fn plain(points: &Points, labels: &Labels, params: &Params) -> Plain {
    let one_hot = |&label: &u32| (0..labels.clusters()).map(|k| f64::from(u8::from(k == label as usize))).collect();
    let mut plain = Plain {
        weights: Vec::new(),
        means: Vec::new(),
        covariances: Vec::new(),
        log_likelihood: 0.0,
        shares: labels.as_slice().iter().map(one_hot).collect(),
    };
    maximise(points, &mut plain, params.covariance, params.reg_covar);
    for _ in 0..params.max_iter {
        expect(points, &mut plain);
        maximise(points, &mut plain, params.covariance, params.reg_covar);
    }
    expect(points, &mut plain);
    plain
}

/// Normal points around two to four centres, in one to five columns.
fn points() -> impl Strategy<Value = (Points, Labels)> {
    (40usize..700, 1usize..6, 2u32..5, 0u64..1_000_000).prop_map(|(rows, columns, clusters, seed)| {
        let mut stream = Stream::new(seed, 1);
        let values = (0..rows * columns).map(|at| (at / columns % clusters as usize) as f64 * 3.0 + stream.normal());
        let points = Points::new(values.collect(), columns).unwrap();
        let labels = (0..rows).map(|row| if row % 7 == 0 { 0 } else { row as u32 % clusters }).collect();
        (points, Labels::new(labels).unwrap())
    })
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(20240713), failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn both_end_in_the_same_place((points, labels) in points(), form in 0usize..4, max_iter in 1usize..9) {
        let params = Params { covariance: FORMS[form], max_iter, tol: 0.0, reg_covar: 1e-3, ..Params::default() };
        let fitted = fit_from(&points, &Given::Labels(labels.clone()), &params).unwrap();
        let plain = plain(&points, &labels, &params);
        prop_assume!(fitted.labels.clusters() == labels.clusters());
        let mixture = fitted.mixture().unwrap();
        prop_assert!((mixture.log_likelihood - plain.log_likelihood).abs() < 1e-11);
        for k in 0..labels.clusters() {
            prop_assert!((mixture.weights[k] - plain.weights[k]).abs() < 1e-10);
            for i in 0..points.columns() {
                prop_assert!((mixture.means.row(k)[i] - plain.means[k][i]).abs() < 1e-9);
                for j in 0..points.columns() {
                    prop_assert!((mixture.covariances[k].get(i, j) - plain.covariances[k][i][j]).abs() < 1e-9);
                }
            }
        }
        let model = GmmModel::from_parts(&fitted.model.parts()).unwrap();
        let shares = model.responsibilities(&points).unwrap();
        for (came, expected) in shares.values().iter().zip(plain.shares.concat()) {
            prop_assert!((came - expected).abs() < 1e-9);
        }
        let mean = model.log_density(&points).unwrap().iter().sum::<f64>() / points.rows() as f64;
        prop_assert!((mean - mixture.log_likelihood).abs() < 1e-12);
    }

    #[test]
    fn the_likelihood_never_falls((points, labels) in points(), form in 0usize..4) {
        let mut before = f64::NEG_INFINITY;
        for max_iter in 1..12 {
            let params = Params { covariance: FORMS[form], max_iter, tol: 0.0, reg_covar: 0.0, ..Params::default() };
            let fitted = fit_from(&points, &Given::Labels(labels.clone()), &params).unwrap();
            prop_assume!(fitted.labels.clusters() == labels.clusters());
            let now = -fitted.trace.loss.unwrap();
            prop_assert!(now >= before - 1e-12, "{now} after {before}");
            before = now;
        }
    }

    #[test]
    fn an_offset_costs_no_digits((points, labels) in points(), form in 0usize..4) {
        // Multiples of 2⁻²⁰ stay exact under the offset.
        let grid = |offset: f64| {
            let values = points.values().iter().map(|value| (value * 1048576.0).round() / 1048576.0 + offset);
            Points::new(values.collect(), points.columns()).unwrap()
        };
        let params = Params { covariance: FORMS[form], max_iter: 5, tol: 0.0, ..Params::default() };
        let near = fit_from(&grid(0.0), &Given::Labels(labels.clone()), &params).unwrap();
        for offset in [1e6, 1e9] {
            let far = fit_from(&grid(offset), &Given::Labels(labels.clone()), &params).unwrap();
            prop_assert_eq!(&far.labels, &near.labels);
            let (far, near) = (far.mixture().unwrap(), near.mixture().unwrap());
            prop_assert!((far.log_likelihood - near.log_likelihood).abs() < 1e-12);
            for (far, near) in far.covariances.iter().zip(&near.covariances) {
                for i in 0..points.columns() {
                    prop_assert!((far.get(i, i) / near.get(i, i) - 1.0).abs() < 1e-11);
                }
            }
        }
    }

    #[test]
    fn any_numbers_have_a_defined_result(
        values in prop::collection::vec(prop_oneof![
            -1e140..1e140f64, -1.0..1.0f64, -1e-300..1e-300f64, Just(0.0), Just(1e9), Just(5e-324),
        ], 3..60),
        columns in 1usize..4,
        clusters in 1usize..6,
        form in 0usize..4,
        reg_covar in prop_oneof![Just(0.0), Just(1e-6), Just(1e100)],
        precision in prop_oneof![Just(Precision::Double), Just(Precision::Single)],
    ) {
        let rows = values.len() / columns;
        let points = Points::new(values[..rows * columns].to_vec(), columns).unwrap();
        let params = Params { covariance: FORMS[form], reg_covar, precision, ..Params::new(clusters.min(rows), 1) };
        let fitted = fit(&points, &params).unwrap();
        let mixture = fitted.mixture().unwrap();
        let numbers = [mixture.log_likelihood, mixture.bic, mixture.aic];
        prop_assert!(numbers.iter().chain(mixture.means.values()).chain(&mixture.weights).all(|value| value.is_finite()));
        prop_assert!(mixture.covariances.iter().all(|matrix| matrix.diagonal().iter().all(|&value| value > 0.0)));
        let model = GmmModel::from_parts(&fitted.model.parts()).unwrap();
        for row in &model.responsibilities(&points).unwrap() {
            prop_assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
        for (row, label) in model.assign(&points).unwrap().iter().zip(fitted.labels.as_slice()) {
            prop_assert!(row.cluster == *label && row.distance.is_finite());
        }
    }
}
