//! The mixture in single precision against the same in double precision.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use shoal_cluster::gmm::{Covariance, Given, GmmModel, Params, Precision, fit, fit_from};
use shoal_cluster::{Fitted, Settings, catalog};
use shoal_kernel::{Labels, Points, Stream};

const FORMS: [Covariance; 4] = [Covariance::Full, Covariance::Tied, Covariance::Diag, Covariance::Spherical];

/// Three overlapping groups, row i from group i mod 3, every column multiplied and moved.
fn groups(rows: usize, columns: usize, unit: impl Fn(usize) -> f64, offset: f64) -> Points {
    let mut stream = Stream::new(31, columns as u64);
    let value = |at: usize, normal: f64| ((at / columns % 3) as f64 * 3.0 + normal) * unit(at % columns) + offset;
    Points::new((0..rows * columns).map(|at| value(at, stream.normal())).collect(), columns).unwrap()
}

fn both(points: &Points, covariance: Covariance, reg_covar: f64) -> [Fitted; 2] {
    let labels = Labels::new((0..points.rows() as u32).map(|row| row * row % 7 % 3).collect()).unwrap();
    [Precision::Double, Precision::Single].map(|precision| {
        let params = Params { covariance, reg_covar, precision, max_iter: 15, tol: 0.0, ..Params::default() };
        fit_from(points, &Given::Labels(labels.clone()), &params).unwrap()
    })
}

#[test]
fn single_precision_ends_where_double_precision_does() {
    let tables = [
        ("one column", groups(3_000, 1, |_| 1.0, 0.0)),
        ("three columns", groups(3_000, 3, |_| 1.0, 0.0)),
        ("eight columns", groups(5_000, 8, |_| 1.0, 0.0)),
        ("an offset", groups(3_000, 4, |_| 1.0, 1e6)),
        ("columns in different units", groups(3_000, 3, |column| 10f64.powi(6 * column as i32 - 6), 0.0)),
        ("large numbers", groups(3_000, 2, |_| 1e100, 0.0)),
        ("small numbers", groups(3_000, 2, |_| 1e-100, 0.0)),
    ];
    for (name, points) in tables {
        for form in FORMS {
            let [double, single] = both(&points, form, 0.0);
            let (a, b) = (double.mixture().unwrap(), single.mixture().unwrap());
            let off = (a.log_likelihood - b.log_likelihood).abs() / (1.0 + a.log_likelihood.abs());
            assert!(off < 1e-5, "{name}, {form:?}: {off}");
            let model = GmmModel::from_parts(&double.model.parts()).unwrap();
            let shares = model.responsibilities(&points).unwrap();
            for (row, (x, y)) in double.labels.as_slice().iter().zip(single.labels.as_slice()).enumerate() {
                let mut sorted = shares.row(row).to_vec();
                sorted.sort_by(f64::total_cmp);
                let near = sorted.len() > 1 && sorted[sorted.len() - 1] - sorted[sorted.len() - 2] < 0.01;
                assert!(x == y || near, "{name}, {form:?}, row {row}: {sorted:?}");
            }
        }
    }
}

#[test]
fn single_precision_gives_the_same_bits_on_one_two_and_seven_threads() {
    let points = groups(30_001, 3, |_| 1.0, 0.0);
    for covariance in FORMS {
        let fits = [1, 2, 7].map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let params = Params { covariance, precision: Precision::Single, n_init: 3, ..Params::new(4, 0) };
            let fitted = pool.install(|| fit(&points, &params)).unwrap();
            (fitted.evidence, fitted.trace, fitted.labels)
        });
        assert_eq!(fits[0], fits[1], "{covariance:?}");
        assert_eq!(fits[0], fits[2], "{covariance:?}");
    }
}

#[test]
fn the_precision_is_a_setting() {
    let points = groups(600, 2, |_| 1.0, 0.0);
    let method = catalog::method("gmm").unwrap();
    let with = |word: &str| (method.fit)(&points, &Settings::new(0).with("n_clusters", 3.0).with("precision", word));
    let params = Params { precision: Precision::Single, ..Params::new(3, 0) };
    assert_eq!(with("f32").unwrap().evidence, fit(&points, &params).unwrap().evidence);
    assert_eq!(with("f64").unwrap().evidence, fit(&points, &Params::new(3, 0)).unwrap().evidence);
    let error = with("f16").map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("`precision`: f16, allowed is one of f64, f32"), "{error}");
}
