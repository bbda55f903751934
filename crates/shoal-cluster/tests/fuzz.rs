//! Every method against input that nobody wishes for, with parameters inside and at the ends of their ranges: a refusal or a
//! result that is defined in all its parts, whatever comes.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use std::sync::Arc;

use proptest::prelude::*;
use shoal_cluster::hierarchical::{Criterion, Cut, cut, linkage, truncate};
use shoal_cluster::kmeans::{self, MiniBatch};
use shoal_cluster::{Assigned, Evidence, Fitted, Method, Model, Parameter, Range, Settings, catalog, gmm};
use shoal_kernel::{Labels, Points, Square};

#[path = "../../shoal-kernel/tests/wild/mod.rs"]
mod wild;
use wild::{REFUSED, SOUND, config, refused_table, table};

fn method() -> impl Strategy<Value = &'static Method> {
    prop::sample::select(catalog::METHODS.to_vec())
}

/// What makes a setting of each parameter: how, and a number of 0 to 1.
fn raw_settings() -> impl Strategy<Value = (u64, Vec<(u8, f64)>)> {
    (any::<u64>(), prop::collection::vec((0u8..8, 0.0..1.0), 8))
}

/// Settings for a method, many of which it takes. Numbers of iterations and starts stay small enough for a test.
fn settings(method: &Method, rows: usize, (seed, raw): &(u64, Vec<(u8, f64)>)) -> Settings {
    let mut settings = Settings::new(*seed);
    for (parameter, &(how, share)) in method.parameters.iter().zip(raw) {
        match (how, parameter.range) {
            (0..=1, _) => {}
            (_, Range::Words(words)) => {
                settings = settings.with(parameter.name, words[(share * words.len() as f64) as usize])
            }
            (_, range) => settings = settings.with(parameter.name, number(parameter, range, how, share, rows)),
        }
    }
    let clusters = method.parameters.iter().any(|parameter| parameter.name == "n_clusters");
    if clusters && raw[0].0 < 7 && settings.get("height").is_none() {
        settings = settings.with("n_clusters", (1.0 + raw[0].1 * rows.min(8) as f64).floor());
    }
    settings
}

fn number(parameter: &Parameter, range: Range, how: u8, share: f64, rows: usize) -> f64 {
    let (low, high) = match range {
        Range::Whole(low, high) => (f64::from(low), f64::from(high)),
        Range::Real(low, high) => (low, high),
        Range::Words(_) => (0.0, 0.0),
    };
    match (parameter.name, how) {
        (_, 2) => low,
        ("max_iter" | "n_init", _) => (low + share * 5.0).floor(),
        (_, 3) => high,
        ("n_clusters" | "min_samples" | "min_cluster_size" | "batch_rows", _) => (low + share * rows as f64).floor(),
        _ => (low + share * share * share).min(high),
    }
}

fn check_assigned(model: &dyn Model, assigned: &[Assigned]) {
    for row in assigned {
        assert!(row.distance >= 0.0 && row.distance.is_finite(), "{row:?}");
        assert!(row.cluster.is_none() || row.cluster == row.nearest, "{row:?}");
        assert_eq!(row.nearest.is_some(), model.clusters() > 0);
        assert!(row.nearest.is_none_or(|cluster| (cluster as usize) < model.clusters()));
        assert!(row.confidence.is_none_or(|confidence| (0.0..=1.0).contains(&confidence)), "{row:?}");
    }
}

fn finite(values: &[f64]) -> bool {
    values.iter().all(|value| value.is_finite())
}

fn check_evidence(evidence: &Evidence, clusters: usize) {
    match evidence {
        Evidence::Centres(centres) => assert!(centres.rows() == clusters && finite(centres.values())),
        Evidence::Mixture(mixture) => {
            assert!(mixture.weights.len() == clusters && mixture.weights.iter().all(|&weight| weight > 0.0));
            assert!((mixture.weights.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            assert!(finite(mixture.means.values()));
            assert!(finite(&[mixture.log_likelihood, mixture.bic, mixture.aic]), "{mixture:?}");
            for matrix in &mixture.covariances {
                assert!((0..matrix.size()).all(|i| finite(matrix.row(i)) && matrix.get(i, i) > 0.0), "{matrix:?}");
            }
        }
        Evidence::KDistances(curve) => {
            assert!(finite(&curve.distances) && curve.eps.is_finite() && curve.eps >= 0.0);
            assert!(curve.distances.windows(2).all(|pair| pair[0] <= pair[1]));
        }
        Evidence::Tree(tree) => {
            assert!(tree.merges.iter().all(|merge| merge.height.is_finite() && merge.height >= 0.0));
            assert!(tree.merges.windows(2).all(|pair| pair[0].height <= pair[1].height));
            assert!(tree.merges.last().is_none_or(|merge| merge.size == tree.rows));
        }
        _ => panic!("evidence that nobody looks at: {:?}", evidence.kind()),
    }
}

/// What a result promises, whatever it came from.
fn check(method: &Method, points: &Points, fitted: &Fitted) {
    assert_eq!(fitted.labels.rows(), points.rows());
    assert!(fitted.labels.sizes().iter().all(|&size| size > 0));
    assert_eq!(fitted.labels.clusters(), fitted.model.clusters());
    assert!(method.leaves_out || fitted.labels.left_out() == 0);
    assert!(fitted.trace.loss.is_none_or(f64::is_finite), "{:?}", fitted.trace);
    assert!(fitted.trace.starts.iter().all(|start| start.loss.is_finite()), "{:?}", fitted.trace);
    assert!(fitted.trace.chosen < fitted.trace.starts.len().max(1));
    assert_eq!(fitted.evidence.iter().map(Evidence::kind).collect::<Vec<_>>(), method.evidence);
    fitted.evidence.iter().for_each(|evidence| check_evidence(evidence, fitted.labels.clusters()));
    assert!(fitted.trace.remarks.iter().all(|remark| !remark.to_string().contains("NaN")));
    let parts = fitted.model.parts();
    let restored: Arc<dyn Model> = catalog::restore(&parts).unwrap();
    assert_eq!(restored.parts(), parts);
    for model in [&fitted.model, &restored] {
        let assigned = model.assign(points).unwrap();
        check_assigned(&**model, &assigned);
        let labels: Vec<Option<u32>> = assigned.iter().map(|row| row.cluster).collect();
        assert_eq!(labels, fitted.labels.as_slice(), "the model repeats the labels");
    }
    assert_eq!(restored.assign(points), fitted.model.assign(points));
}

/// The numbers that a part of a stored model may be broken with.
fn broken_value() -> impl Strategy<Value = f64> {
    prop::sample::select([&SOUND[..], &REFUSED, &[1e155, 1e-160, 65_536.0, 0.5]].concat())
}

proptest! {
    #![proptest_config(config(12000))]

    #[test]
    fn fits_are_refused_or_defined(method in method(), points in table(0..40, 1..7), raw in raw_settings(), new in table(1..9, 1..7)) {
        let settings = settings(method, points.rows(), &raw);
        let Ok(fitted) = (method.fit)(&points, &settings) else { return Ok(()) };
        check(method, &points, &fitted);
        if new.columns() == points.columns() {
            check_assigned(&*fitted.model, &fitted.model.assign(&new).unwrap());
        }
    }
}

proptest! {
    #![proptest_config(config(1500))]

    #[test]
    fn many_columns_and_more_rows(method in method(), points in prop_oneof![table(1..9, 20..70), table(250..600, 1..4)], raw in raw_settings()) {
        if let Ok(fitted) = (method.fit)(&points, &settings(method, points.rows(), &raw)) {
            check(method, &points, &fitted);
        }
    }

    #[test]
    fn bad_values_are_refused_everywhere(method in method(), (points, (row, column)) in refused_table(1..20, 1..4), raw in raw_settings()) {
        let settings = settings(method, points.rows(), &raw);
        let refused = (method.fit)(&points, &settings).unwrap_err();
        prop_assert!(!refused.to_string().is_empty());
        if let Some(sweep) = method.sweep {
            prop_assert!(sweep(&points, &[1], &settings).is_err());
        }
        if let Some(fit_from) = method.fit_from {
            prop_assert!(fit_from(&points, &points, &settings).is_err());
        }
        let sound = Points::new(vec![0.5; points.columns()], points.columns()).unwrap();
        let fitted = (method.fit)(&sound, &Settings::new(0)).or_else(|_| (method.fit)(&sound, &Settings::new(0).with("n_clusters", 1.0))).unwrap();
        let told = fitted.model.assign(&points).unwrap_err().to_string();
        let place = format!("value in row {row}, column {column} ");
        prop_assert!(told.starts_with(&place), "{}", told);
    }

    #[test]
    fn sweeps_are_refused_or_defined(method in method(), points in table(0..40, 1..5), raw in raw_settings(), ks in prop::collection::vec(0usize..12, 0..5)) {
        let Some(sweep) = method.sweep else { return Ok(()) };
        let settings = settings(method, points.rows(), &raw);
        let Ok(all) = sweep(&points, &ks, &settings) else { return Ok(()) };
        prop_assert_eq!(all.len(), ks.len());
        for (fitted, &k) in all.iter().zip(&ks) {
            check(method, &points, fitted);
            prop_assert_eq!(fitted.trace.n_clusters, Some(k));
        }
    }

    #[test]
    fn grids_are_refused_or_fitted(method in method(), points in table(0..30, 1..5), raw in raw_settings()) {
        let settings = settings(method, points.rows(), &raw);
        let Ok(grid) = (method.grid)(&points, &settings) else { return Ok(()) };
        for one in grid {
            prop_assert!(settings.iter().all(|(name, value)| one.get(name) == Some(value)));
            if let Ok(fitted) = (method.fit)(&points, &one) {
                check(method, &points, &fitted);
            }
        }
    }

    #[test]
    fn given_centres_are_refused_or_kept_in_order(points in table(0..40, 1..4), centres in table(0..9, 1..4), raw in raw_settings(), own: bool) {
        let method = catalog::method("kmeans").unwrap();
        let centres = if own { points.select(&(0..points.rows().min(5)).collect::<Vec<_>>()) } else { centres };
        let settings = settings(method, points.rows(), &raw);
        if let Ok(fitted) = method.fit_from.unwrap()(&points, &centres, &settings) {
            check(method, &points, &fitted);
        }
    }

    #[test]
    fn weights_are_refused_or_counted(points in table(0..40, 1..4), wild in prop::collection::vec(0usize..14, 0..41), raw in raw_settings(), fits: bool) {
        const WEIGHTS: [f64; 14] = [0.0, 1.0, 2.0, 0.0, 1e-12, 1e12, 0.3, 7.0, -0.0, 1e6, 1.0, 1e-6, 3.0, 1e-13];
        let method = catalog::method("kmeans").unwrap();
        let weights: Vec<f64> = (0..if fits { points.rows() } else { wild.len() }).map(|row| WEIGHTS[wild.get(row).copied().unwrap_or(row % 13)]).collect();
        let Ok(params) = kmeans::Params::read(&settings(method, points.rows(), &raw)) else { return Ok(()) };
        if let Ok(fitted) = kmeans::fit_weighted(&points, &weights, &params) {
            check(method, &points, &fitted);
        }
        let first = points.select(&(0..points.rows().min(3)).collect::<Vec<_>>());
        if let Ok(fitted) = kmeans::fit_weighted_from(&points, &weights, &first, &params) {
            check(method, &points, &fitted);
        }
    }

    #[test]
    fn batches_are_refused_or_learned(chunks in prop::collection::vec(prop_oneof![8 => table(0..30, 2..3), 1 => table(0..9, 1..4), 1 => refused_table(1..9, 2..3).prop_map(|it| it.0)], 0..8), k in 1usize..9, seed: u64) {
        let mut learner = MiniBatch::new(&kmeans::Params { n_init: 2, ..kmeans::Params::new(k, seed) }).unwrap();
        let mut learned = 0;
        for chunk in &chunks {
            learned += if learner.learn(chunk).is_ok() { chunk.rows() as u64 } else { 0 };
        }
        if let Ok(found) = learner.finish() {
            prop_assert!(finite(found.model.centres().values()));
            prop_assert!(found.rows == learned && found.counts.iter().all(|&count| count > 0));
            prop_assert_eq!(found.counts.iter().sum::<u64>(), learned);
            prop_assert_eq!(found.counts.len(), found.model.clusters());
        }
    }

    #[test]
    fn a_given_mixture_is_refused_or_climbed(points in table(1..40, 1..4), means in table(1..5, 1..4), entries in prop::collection::vec(0usize..27, 40), raw in raw_settings()) {
        let method = catalog::method("gmm").unwrap();
        let Ok(params) = gmm::Params::read(&settings(method, points.rows(), &raw)) else { return Ok(()) };
        let entry = |at: usize| [&SOUND[..], &REFUSED].concat()[entries[at % entries.len()]];
        let matrix = |number: usize| {
            let mut matrix = Square::identity(means.columns());
            for i in 0..matrix.size() {
                let scale = if entries[0] % 2 == 0 { entry(i).abs() } else { 1.0 };
                matrix.set(i, i, if scale == 0.0 { 1.0 } else { scale });
                for j in 0..i {
                    let value = if entries[1] % 2 == 0 { entry(number + i + j) } else { 0.1 };
                    matrix.set(i, j, value);
                    matrix.set(j, i, value);
                }
            }
            matrix
        };
        let weights = (0..means.rows()).map(|row| if entries[2] % 2 == 0 { entry(row + 9) } else { 1.0 }).collect();
        let covariances = (0..means.rows()).map(matrix).collect();
        let labels = Labels::renumbered(&(0..points.rows()).map(|row| entries[row % entries.len()] as u32 % 4).collect::<Vec<_>>());
        for given in [gmm::Given::Labels(labels), gmm::Given::Parameters { weights, means: means.clone(), covariances }] {
            if let Ok(fitted) = gmm::fit_from(&points, &given, &params) {
                check(method, &points, &fitted);
            }
        }
    }

    #[test]
    fn responsibilities_are_shares(points in table(1..40, 1..4), new in table(1..20, 1..4), raw in raw_settings()) {
        let method = catalog::method("gmm").unwrap();
        let Ok(fitted) = (method.fit)(&points, &settings(method, points.rows(), &raw)) else { return Ok(()) };
        let model = gmm::GmmModel::from_parts(&fitted.model.parts()).unwrap();
        for rows in [&points, &new].into_iter().filter(|rows| rows.columns() == points.columns()) {
            for shares in &model.responsibilities(rows).unwrap() {
                prop_assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
                prop_assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            }
            prop_assert!(finite(&model.log_density(rows).unwrap()));
        }
    }

    #[test]
    fn trees_are_cut_and_drawn_anywhere(points in table(1..40, 1..5), at in 0usize..7, leaves in prop::sample::select(vec![0, 1, 2, 3, 7, 39, usize::MAX])) {
        for criterion in [Criterion::Ward, Criterion::Average, Criterion::Complete, Criterion::Single] {
            let tree = linkage(&points, criterion).unwrap();
            let middle = tree.merges.get(tree.merges.len() / 2).map_or(0.0, |merge| merge.height);
            let cuts = [Cut::Clusters(0), Cut::Clusters(usize::MAX), Cut::Clusters(points.rows()), Cut::Height(f64::NAN), Cut::Height(middle), Cut::Height(f64::INFINITY), Cut::LargestGap];
            if let Ok(labels) = cut(&tree, cuts[at]) {
                prop_assert!(Labels::new(labels).is_ok());
            }
            let drawn = truncate(&tree, leaves);
            prop_assert_eq!(drawn.leaves.iter().map(|leaf| leaf.rows).sum::<usize>(), points.rows());
        }
    }

    #[test]
    fn a_broken_model_is_refused_or_sound(method in method(), points in table(2..12, 1..4), (array, at) in any::<(prop::sample::Index, prop::sample::Index)>(), value in broken_value(), how in 0..6, new in table(1..9, 1..4)) {
        let settings = Settings::new(0).with("n_clusters", 2.0);
        let Ok(fitted) = (method.fit)(&points, &settings).or_else(|_| (method.fit)(&points, &Settings::new(0).with("min_samples", 2.0))) else { return Ok(()) };
        let mut parts = fitted.model.parts();
        let part = array.get(&parts.arrays).clone();
        let place = parts.arrays.iter().position(|other| *other == part).unwrap();
        let part = &mut parts.arrays[place];
        match how {
            0 => part.rows = at.index(5),
            1 => part.columns = at.index(5),
            2 => part.values.truncate(at.index(3)),
            _ if part.values.is_empty() => part.values.push(value),
            _ => { let at = at.index(part.values.len()); part.values[at] = value }
        }
        let Ok(model) = catalog::restore(&parts) else { return Ok(()) };
        for rows in [&points, &new].into_iter().filter(|rows| rows.columns() == model.columns()) {
            check_assigned(&*model, &model.assign(rows).unwrap());
        }
        prop_assert!(catalog::restore(&model.parts()).is_ok());
    }
}

#[test]
fn both_ends_of_every_parameter() {
    let points = Points::new((0..24).map(|i| f64::from(i * i % 11)).collect(), 2).unwrap();
    for method in catalog::METHODS {
        for parameter in method.parameters {
            let ends: Vec<f64> = match parameter.range {
                Range::Whole(low, high) => vec![f64::from(low), f64::from(high)],
                Range::Real(low, high) => vec![low, high],
                Range::Words(_) => continue,
            };
            for end in ends {
                for base in [Settings::new(1), Settings::new(1).with("n_clusters", 2.0)] {
                    if let Ok(fitted) = (method.fit)(&points, &base.with(parameter.name, end)) {
                        check(method, &points, &fitted);
                    }
                }
            }
        }
    }
}
