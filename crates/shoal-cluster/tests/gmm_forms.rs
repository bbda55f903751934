//! Several forms of the mixture at once against one after the other: the same bits.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use shoal_cluster::gmm::{Covariance, Params, Precision, fit, sweep, sweep_forms};
use shoal_cluster::{Fitted, Settings, catalog};
use shoal_kernel::{Points, Stream};

const FORMS: [Covariance; 4] = [Covariance::Full, Covariance::Tied, Covariance::Diag, Covariance::Spherical];

/// Rows up to which all starts climb on all rows, on a sample beside each other, and in shared passes.
const SIZES: [usize; 3] = [600, 5_000, 17_001];

/// Three overlapping groups of different extent, row i from group i mod 3.
fn groups(rows: usize) -> Points {
    let mut stream = Stream::new(5, 0);
    let values = (0..rows * 3).map(|at| {
        let group = (at / 3 % 3) as f64;
        group * 2.5 + (1.0 + group) * stream.normal()
    });
    Points::new(values.collect(), 3).unwrap()
}

fn all_of(fitted: &Fitted) -> impl PartialEq + std::fmt::Debug + use<> {
    (fitted.labels.clone(), fitted.evidence.clone(), fitted.trace.clone(), fitted.model.parts())
}

#[test]
fn forms_together_end_where_each_ends_alone() {
    let params = Params { n_init: 4, ..Params::new(1, 9) };
    for rows in SIZES {
        let points = groups(rows);
        let ks = [4, 2, 3, 2];
        let pairs = |form: Covariance| [Precision::Double, Precision::Single].map(|precision| (form, precision));
        let forms: Vec<(Covariance, Precision)> = FORMS.into_iter().flat_map(pairs).collect();
        let together = sweep_forms(&points, &ks, &forms, &params).unwrap();
        assert_eq!(together.len(), forms.len());
        for ((covariance, precision), together) in forms.into_iter().zip(together) {
            let params = Params { covariance, precision, ..params.clone() };
            let alone = sweep(&points, &ks, &params).unwrap();
            let bits = |all: &[Fitted]| all.iter().map(all_of).collect::<Vec<_>>();
            assert!(bits(&together) == bits(&alone), "{rows} rows, {covariance:?}, {precision:?}");
            let single = fit(&points, &Params { n_clusters: 2, ..params }).unwrap();
            assert_eq!(all_of(&together[1]), all_of(&single), "the smallest number is helped by none");
        }
    }
}

#[test]
fn shared_passes_have_the_same_bits_on_one_two_and_seven_threads() {
    let points = groups(17_001);
    let forms = FORMS.map(|form| (form, Precision::Double));
    let params = Params { n_init: 3, ..Params::default() };
    let fits = [1, 2, 7].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let fitted = pool.install(|| sweep_forms(&points, &[2, 3], &forms, &params)).unwrap();
        fitted.iter().flatten().map(all_of).collect::<Vec<_>>()
    });
    assert!(fits[0] == fits[1] && fits[0] == fits[2]);
}

#[test]
fn settings_that_differ_in_more_than_their_form_are_swept_too() {
    let points = groups(600);
    let card = catalog::method("gmm").unwrap();
    let with = |seed: u64, form: &str, tol: f64| Settings::new(seed).with("covariance", form).with("tol", tol);
    let grid = [with(1, "full", 0.1), with(1, "diag", 0.1), with(1, "diag", 1e-4), with(2, "diag", 1e-4)];
    let together = card.sweep_all(&points, &[2, 3], &grid).unwrap().unwrap();
    for (settings, together) in grid.iter().zip(&together) {
        let alone = (card.sweep.unwrap())(&points, &[2, 3], settings).unwrap();
        assert!(alone.iter().map(all_of).eq(together.iter().map(all_of)));
    }
    assert!(card.sweep_all(&points, &[2], &[]).unwrap().unwrap().is_empty());
    assert!(card.sweep_all(&points, &[601], &grid).unwrap().is_err());
    let wrong = [grid[0].clone(), with(1, "round", 0.1)];
    assert!(card.sweep_all(&points, &[2], &wrong).unwrap().is_err());
    assert!(catalog::method("dbscan").unwrap().sweep_all(&points, &[2], &[Settings::new(0)]).is_none());
    let kmeans = catalog::method("kmeans").unwrap();
    assert_eq!(kmeans.sweep_all(&points, &[2, 3], &[Settings::new(0)]).unwrap().unwrap()[0].len(), 2);
}
