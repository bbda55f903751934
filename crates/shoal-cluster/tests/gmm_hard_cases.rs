//! Where mixtures are known to go wrong: collapsing components, lost digits, far rows, odd starts.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use shoal_cluster::gmm::{self, Covariance, Given, GmmModel, Params, fit, fit_from, sweep};
use shoal_cluster::{Fitted, Model, Remark, Settings};
use shoal_kernel::{Labels, Points, Square, Stream};

const FORMS: [Covariance; 4] = [Covariance::Full, Covariance::Tied, Covariance::Diag, Covariance::Spherical];

fn points(values: &[f64], columns: usize) -> Points {
    Points::new(values.to_vec(), columns).unwrap()
}

fn model(fitted: &Fitted) -> GmmModel {
    GmmModel::from_parts(&fitted.model.parts()).unwrap()
}

fn with(covariance: Covariance, n_clusters: usize) -> Params {
    Params { covariance, ..Params::new(n_clusters, 0) }
}

/// Three overlapping groups, row i from group i mod 3.
fn groups(rows: usize, columns: usize) -> Points {
    let mut stream = Stream::new(12, 0);
    let values = (0..rows * columns).map(|at| (at / columns % 3) as f64 * 4.0 + stream.normal());
    Points::new(values.collect(), columns).unwrap()
}

#[test]
fn two_far_rows_have_the_variance_of_their_mean() {
    for offset in [0.0, 1e6, 1e9] {
        for form in FORMS {
            let fitted = fit(&points(&[offset + 9999.0, offset], 1), &with(form, 1)).unwrap();
            let mixture = fitted.mixture().unwrap();
            let variance = mixture.covariances[0].get(0, 0);
            assert!((variance / (4999.5 * 4999.5 + 1e-6) - 1.0).abs() < 1e-14, "{form:?}: {variance}");
            assert_eq!(mixture.means.values(), [offset + 4999.5]);
        }
    }
}

#[test]
fn a_badly_conditioned_covariance_keeps_its_digits() {
    // Along the diagonals the variances are 1 and 2⁻³⁰, so the determinant is 2⁻³⁰ exactly.
    let v = 2f64.powi(-15);
    for offset in [0.0, 1e6] {
        let values = [1.0, 1.0, -1.0, -1.0, v, -v, -v, v].map(|value| value + offset);
        let params = Params { reg_covar: 0.0, ..with(Covariance::Full, 1) };
        let fitted = fit(&points(&values, 2), &params).unwrap();
        // Half of the rows lie along each direction.
        let determinant = 2f64.powi(-30);
        let expected = -0.5 * (2.0 * std::f64::consts::TAU.ln() + determinant.ln() + 2.0);
        assert!((fitted.mixture().unwrap().log_likelihood - expected).abs() < 1e-7);
        let assigned = fitted.model.assign(&points(&values, 2)).unwrap();
        assert!(assigned.iter().all(|row| (row.distance - 2f64.sqrt()).abs() < 1e-7), "{assigned:?}");
    }
}

#[test]
fn collinear_columns_and_no_regularisation() {
    let values: Vec<f64> = (0..50).flat_map(|i| [f64::from(i), 3.0 * f64::from(i), 7.0]).collect();
    for form in FORMS {
        let params = Params { reg_covar: 0.0, ..with(form, 2) };
        let fitted = fit(&points(&values, 3), &params).unwrap();
        assert_eq!(fitted.labels.clusters(), 2, "{form:?}");
        assert!(fitted.mixture().unwrap().log_likelihood.is_finite());
    }
}

#[test]
fn every_row_its_own() {
    let rows = points(&[0.0, 0.0, 5.0, 1.0, 9.0, -3.0, 2.0, 8.0], 2);
    for form in FORMS {
        let fitted = fit(&rows, &with(form, 4)).unwrap();
        assert_eq!(fitted.labels.sizes(), [1, 1, 1, 1]);
        let starved = fitted.trace.remarks.iter().filter(|remark| matches!(remark, Remark::Starved { .. })).count();
        assert_eq!(starved, if form == Covariance::Tied { 0 } else { 4 }, "{form:?}");
        let mixture = fitted.mixture().unwrap();
        assert!(mixture.covariances.iter().all(|matrix| (matrix.get(0, 0) - 1e-6).abs() < 1e-18));
    }
}

#[test]
fn equal_rows_and_one_row() {
    for form in FORMS {
        for (rows, clusters) in [(20, 3), (1, 1)] {
            let fitted = fit(&points(&[1e9 + 0.1, -4.0].repeat(rows), 2), &with(form, clusters)).unwrap();
            assert_eq!(fitted.labels.sizes(), [rows]);
            let mixture = fitted.mixture().unwrap();
            assert_eq!(mixture.means.values(), [1e9 + 0.1, -4.0]);
            assert_eq!(mixture.covariances[0].diagonal(), [1e-6, 1e-6]);
            let fewer = Remark::FewerClusters { asked: clusters, found: 1 };
            assert_eq!(fitted.trace.remarks.contains(&fewer), clusters > 1);
            assert!(fitted.model.assign(&points(&[0.0, 0.0], 2)).unwrap()[0].confidence.is_none());
        }
    }
}

#[test]
fn rows_far_from_all_components_have_sound_responsibilities() {
    let fitted = fit(&points(&[0.0, 0.1, 0.2, 10.0, 10.1, 10.2], 1), &with(Covariance::Tied, 2)).unwrap();
    let far = points(&[-1e6, 1e6, -1e139, 1e139, 5.1], 1);
    let shares = model(&fitted).responsibilities(&far).unwrap();
    assert_eq!(shares.row(0), [1.0, 0.0]);
    assert_eq!(shares.row(1), [0.0, 1.0]);
    for row in &shares {
        assert!((row[0] + row[1] - 1.0).abs() < 1e-15);
    }
    assert!(model(&fitted).log_density(&far).unwrap().iter().all(|log| log.is_finite()));
    assert!(fitted.model.assign(&far).unwrap().iter().all(|row| row.distance.is_finite()));
}

#[test]
fn a_component_without_rows_is_dropped_and_told() {
    let rows = groups(300, 2);
    let start = Given::Parameters {
        weights: vec![1.0, 1.0, 1.0],
        means: points(&[0.0, 0.0, 1e6, 1e6, 8.0, 8.0], 2),
        covariances: vec![Square::identity(2); 3],
    };
    for form in FORMS {
        let fitted = fit_from(&rows, &start, &Params { covariance: form, ..Params::default() }).unwrap();
        assert_eq!(fitted.labels.clusters(), 2, "{form:?}");
        assert_eq!(fitted.trace.remarks, [Remark::FewerClusters { asked: 3, found: 2 }]);
        let mixture = fitted.mixture().unwrap();
        assert!((mixture.weights.iter().sum::<f64>() - 1.0).abs() < 1e-15);
        assert!(mixture.means.row(0)[0] < mixture.means.row(1)[0], "the order of the start is kept");
    }
}

#[test]
fn a_start_far_away_costs_no_digits() {
    let rows = groups(600, 2);
    for form in FORMS {
        let params = Params { covariance: form, max_iter: 1, ..Params::default() };
        let start = |mean: f64| Given::Parameters {
            weights: vec![1.0],
            means: points(&[mean, mean], 2),
            covariances: vec![Square::identity(2)],
        };
        let near = fit_from(&rows, &start(4.0), &params).unwrap();
        let far = fit_from(&rows, &start(-1e9), &params).unwrap();
        let (near, far) = (near.mixture().unwrap(), far.mixture().unwrap());
        assert!((near.log_likelihood - far.log_likelihood).abs() < 1e-13, "{form:?}");
    }
}

#[test]
fn the_same_bits_on_one_two_and_seven_threads() {
    let rows = groups(30_001, 3);
    for form in FORMS {
        let fits = [1, 2, 7].map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let fitted = pool.install(|| fit(&rows, &Params { n_init: 5, ..with(form, 4) })).unwrap();
            let shares = model(&fitted).responsibilities(&rows).unwrap();
            (fitted.evidence, fitted.trace, fitted.labels, shares)
        });
        assert_eq!(fits[0], fits[1], "{form:?}");
        assert_eq!(fits[0], fits[2], "{form:?}");
    }
}

#[test]
fn more_starts_are_never_worse() {
    let rows = groups(500, 2);
    let one = fit(&rows, &Params { n_init: 1, ..with(Covariance::Full, 6) }).unwrap();
    let many = fit(&rows, &Params { n_init: 4, ..with(Covariance::Full, 6) }).unwrap();
    assert_eq!((one.trace.starts.len(), many.trace.starts.len()), (1, 4));
    assert_eq!(one.trace.starts[0], many.trace.starts[0]);
    assert!(many.trace.starts[many.trace.chosen].loss <= one.trace.starts[0].loss);
}

#[test]
fn starts_differ_and_several_leave_where_one_is_stuck() {
    for rows in [1_200, 6_000] {
        let mut gains = Vec::new();
        for number in 0..8 {
            let mut stream = Stream::new(number, 0);
            let tail = Points::new((0..rows * 3).map(|_| (1.2 * stream.normal()).exp()).collect(), 3).unwrap();
            let one = fit(&tail, &Params { n_init: 1, ..with(Covariance::Full, 3) }).unwrap().trace.loss.unwrap();
            let many = fit(&tail, &with(Covariance::Full, 3)).unwrap().trace;
            assert_eq!(many.starts[many.chosen].rows, rows);
            gains.push(one - many.loss.unwrap());
        }
        assert!(gains.iter().all(|&gain| gain >= 0.0), "{rows} rows: {gains:?}");
        assert!(gains.iter().any(|&gain| gain > 0.01), "{rows} rows: {gains:?}");
    }
}

#[test]
fn criteria_choose_the_number_and_the_form() {
    let rows = groups(900, 2);
    let ks = [1, 2, 3, 4, 5];
    let bic = |form| -> Vec<f64> {
        let fitted = sweep(&rows, &ks, &with(form, 1)).unwrap();
        fitted.iter().map(|fitted| fitted.mixture().unwrap().bic).collect()
    };
    let round = bic(Covariance::Spherical);
    assert!(round.iter().all(|&bic| bic >= round[2]), "{round:?}");
    assert!(bic(Covariance::Full)[2] > round[2]);
    let grid = (gmm::METHOD.grid)(&rows, &Settings::new(1)).unwrap();
    assert_eq!(grid.len(), 4);
    let given = Settings::new(1).with("covariance", "diag");
    assert_eq!((gmm::METHOD.grid)(&rows, &given).unwrap(), [given]);
}

#[test]
fn given_starts_are_checked() {
    let rows = groups(6, 2);
    let good = (vec![1.0], points(&[0.0, 0.0], 2), vec![Square::identity(2)]);
    let start = |weights: &[f64], means: &Points, covariances: &[Square]| Given::Parameters {
        weights: weights.to_vec(),
        means: means.clone(),
        covariances: covariances.to_vec(),
    };
    let mut bent = Square::identity(2);
    bent.set(0, 1, 0.5);
    let bad = [
        start(&[], &good.1, &good.2),
        start(&[0.0], &good.1, &good.2),
        start(&[f64::NAN], &good.1, &good.2),
        start(&[1.0, 1.0], &good.1, &good.2),
        start(&good.0, &points(&[0.0], 1), &good.2),
        start(&good.0, &points(&[0.0, f64::NAN], 2), &good.2),
        start(&good.0, &good.1, &[Square::identity(3)]),
        start(&good.0, &good.1, &[Square::zeros(2)]),
        start(&good.0, &good.1, &[bent]),
        start(&[1.0; 7], &points(&[0.0; 14], 2), &vec![Square::identity(2); 7]),
        Given::Labels(Labels::new(vec![0; 5]).unwrap()),
    ];
    for start in bad {
        let error = fit_from(&rows, &start, &Params::default()).unwrap_err();
        assert!(error.to_string().contains("allowed"), "{error}");
    }
    assert!(fit_from(&rows, &start(&good.0, &good.1, &good.2), &Params::default()).is_ok());
}

#[test]
fn broken_arrays_are_refused() {
    for form in FORMS {
        let parts = fit(&groups(60, 2), &with(form, 2)).unwrap().model.parts();
        assert_eq!(parts, GmmModel::from_parts(&parts).unwrap().parts(), "{form:?}");
        for array in 0..4 {
            let broken = |change: &dyn Fn(&mut shoal_cluster::Part)| {
                let mut parts = parts.clone();
                change(&mut parts.arrays[array]);
                GmmModel::from_parts(&parts).is_err()
            };
            assert!(broken(&|part| part.name.push('x')));
            assert!(broken(&|part| part.values[0] = f64::NAN));
            assert!(broken(&|part| part.values[0] = 1e200));
            assert!(broken(&|part| part.values = vec![1.0; part.values.len() + 1]));
            assert!(broken(&|part| (part.rows, part.values) = (part.rows + 1, [&part.values[..], &[1.0; 2]].concat())));
            if array == 0 || array == 3 {
                assert!(broken(&|part| part.values[0] = -1.0));
            }
        }
    }
}

#[test]
fn given_centres_are_the_labels_of_their_nearest_rows() {
    let rows = Points::new(vec![0.0, 1.0, 2.0, 4.0, 10.0, 11.0, 13.0, 30.0], 1).unwrap();
    let centres = Points::new(vec![9.0, 1e6, 1.0], 1).unwrap();
    // The second centre has no row.
    let labels = Labels::new(vec![1, 1, 1, 1, 0, 0, 0, 0]).unwrap();
    assert_eq!(Given::nearest(&rows, &centres).unwrap(), Given::Labels(labels.clone()));
    let params = Params { max_iter: 3, tol: 0.0, ..Params::default() };
    let fitted = gmm::fit_from_centres(&rows, &centres, &params).unwrap();
    let expected = fit_from(&rows, &Given::Labels(labels), &params).unwrap();
    assert_eq!(fitted.mixture(), expected.mixture());
    assert_eq!(fitted.trace.remarks[0], shoal_cluster::Remark::FewerClusters { asked: 3, found: 2 });
}

#[test]
fn a_stored_mixture_of_many_components_comes_back_to_the_bit() {
    let mut stream = Stream::new(5, 0);
    let points = Points::new((0..500).map(|_| stream.uniform() * 1e6).collect(), 1).unwrap();
    let fitted = fit(&points, &Params { covariance: Covariance::Diag, max_iter: 2, ..Params::new(440, 1) }).unwrap();
    let parts = fitted.model.parts();
    assert_eq!(GmmModel::from_parts(&parts).unwrap().parts(), parts);
}
