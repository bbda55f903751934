//! Every index against points and labels that nobody wishes for: a finite value in its range, or the reason why there is none.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use proptest::prelude::*;
use shoal_kernel::{Labels, PartialLabels, Points};
use shoal_validity::catalog::{AGREEMENTS, INDICES};
use shoal_validity::{
    Contingency, SilhouetteOptions, Treatment, Undefined, entropy, jaccard_per_cluster, judged_rows,
    mutual_information, silhouette, silhouette_samples,
};

#[path = "../../shoal-kernel/tests/wild/mod.rs"]
mod wild;
use wild::{config, refused_table, table};

/// Up to so many clusters for up to so many rows; the first `rows` of them are taken.
fn raw_labels() -> impl Strategy<Value = Vec<u32>> {
    (1u32..9).prop_flat_map(|clusters| prop::collection::vec(0..clusters, 700))
}

fn labels(raw: &[u32], rows: usize) -> Labels {
    Labels::renumbered(&raw[..rows])
}

/// The range of each index.
fn in_range(id: &str, value: f64) -> bool {
    match id {
        "silhouette" | "simplified_silhouette" => (-1.0 - 1e-12..=1.0 + 1e-12).contains(&value),
        _ => value.is_finite() && value >= 0.0,
    }
}

fn check_indices(points: &Points, labels: &Labels) {
    for index in INDICES {
        match (index.value)(points, labels) {
            Ok(value) => assert!(in_range(index.id, value), "{}: {value}", index.id),
            Err(why) => assert!(!why.to_string().is_empty()),
        }
    }
}

proptest! {
    #![proptest_config(config(4000))]

    #[test]
    fn indices_are_in_their_range_or_undefined(points in table(0..60, 1..6), raw in raw_labels()) {
        check_indices(&points, &labels(&raw, points.rows()));
    }

    #[test]
    fn indices_of_refused_values_are_finite_or_undefined((points, _) in refused_table(1..30, 1..4), raw in raw_labels()) {
        let labels = labels(&raw, points.rows());
        check_indices(&points, &labels);
        if let Ok(samples) = silhouette_samples(&points, &labels) {
            prop_assert!(samples.iter().all(|value| in_range("silhouette", *value)));
        }
    }

    #[test]
    fn other_numbers_of_rows_are_refused(points in table(0..20, 1..3), raw in raw_labels(), rows in 0usize..20) {
        let labels = labels(&raw, rows);
        if rows != points.rows() {
            let differ = Err(Undefined::RowsDiffer { first: points.rows(), second: rows });
            prop_assert!(INDICES.iter().all(|index| (index.value)(&points, &labels) == differ));
            prop_assert!(silhouette_samples(&points, &labels).is_err());
        }
    }

    #[test]
    fn agreements_are_in_their_range_and_even_handed(first in prop::collection::vec(0u32..40, 0..60), second in raw_labels(), alone: bool) {
        let raw: Vec<u32> = if alone { (0..first.len() as u32).collect() } else { second[..first.len()].to_vec() };
        let (first, second) = (Labels::renumbered(&first), Labels::renumbered(&raw));
        for agreement in AGREEMENTS {
            match ((agreement.value)(&first, &second), (agreement.value)(&second, &first)) {
                (Ok(value), Ok(back)) => prop_assert!((-1.0 - 1e-12..=1.0).contains(&value) && (value - back).abs() < 1e-9),
                (value, back) => prop_assert!(first.rows() == 0 && value == back),
            }
            if first.rows() > 0 {
                prop_assert_eq!((agreement.value)(&first, &first), Ok(1.0));
            }
        }
        let matches = jaccard_per_cluster(&first, &second).unwrap();
        prop_assert!(matches.len() == first.clusters() && matches.iter().all(|it| it.jaccard > 0.0 && it.jaccard <= 1.0));
        let shared = mutual_information(&Contingency::new(&first, &second).unwrap());
        prop_assert!(shared >= 0.0 && shared <= entropy(&first).min(entropy(&second)) + 1e-9);
    }
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn silhouettes_are_the_means_of_their_samples(points in table(2..300, 1..4), raw in prop::collection::vec(raw_labels(), 1..4)) {
        let labelings: Vec<Labels> = raw.iter().map(|raw| labels(raw, points.rows())).collect();
        let judged = silhouette(&points, &labelings.iter().collect::<Vec<_>>(), &SilhouetteOptions::default());
        for (judged, labels) in judged.iter().zip(&labelings) {
            match (judged, silhouette_samples(&points, labels)) {
                (Ok(judged), Ok(samples)) => {
                    let mean = samples.iter().sum::<f64>() / samples.len() as f64;
                    prop_assert!((judged.mean - mean).abs() < 1e-9 && judged.exact && judged.interval.is_none());
                    prop_assert!(samples.iter().chain(&judged.per_cluster).all(|value| in_range("silhouette", *value)));
                }
                (Err(why), Err(also)) => prop_assert_eq!(*why, also),
                other => prop_assert!(false, "{:?}", other),
            }
        }
    }

    #[test]
    fn samples_of_any_size_give_an_interval(points in table(2..600, 1..3), raw in prop::collection::vec(raw_labels(), 1..4), sample in prop::sample::select(vec![0, 1, 2, 50, 599, usize::MAX]), seed: u64) {
        let labelings: Vec<Labels> = raw.iter().map(|raw| labels(raw, points.rows())).collect();
        let options = SilhouetteOptions { exact_up_to: 0, sample, seed };
        for judged in silhouette(&points, &labelings.iter().collect::<Vec<_>>(), &options).into_iter().flatten() {
            prop_assert!(in_range("silhouette", judged.mean) && judged.evaluated <= points.rows());
            prop_assert!(judged.per_cluster.iter().all(|value| in_range("silhouette", *value)));
            prop_assert_eq!(judged.interval.is_none(), judged.exact);
            prop_assert!(judged.interval.is_none_or(|(low, high)| low <= judged.mean && judged.mean <= high), "{:?}", judged);
        }
    }

    #[test]
    fn every_treatment_of_rows_without_a_cluster_is_judged(points in table(0..60, 1..4), raw in raw_labels(), placed in raw_labels(), rows in prop::option::of(0usize..60)) {
        let rows = rows.unwrap_or(points.rows());
        let partial: Vec<Option<u32>> = raw[..rows].iter().map(|&label| label.checked_sub(1)).collect();
        let partial = PartialLabels::renumbered(&partial);
        let placed = labels(&placed, rows);
        for treatment in [Treatment::LeftOut, Treatment::AsOneCluster, Treatment::Placed(&placed)] {
            match judged_rows(&points, &partial, treatment) {
                Ok((judged, labels)) => {
                    prop_assert_eq!(judged.rows(), labels.rows());
                    check_indices(&judged, &labels);
                }
                Err(why) => prop_assert_eq!(why, Undefined::RowsDiffer { first: points.rows(), second: rows }),
            }
        }
    }
}
