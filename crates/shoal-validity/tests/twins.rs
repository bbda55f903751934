//! The fast silhouette against a slow and obvious one, its sample against the whole, and the indices on poor input.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use shoal_kernel::distance::euclidean;
use shoal_kernel::{Labels, Points, Stream};
use shoal_validity::{
    Contingency, Dispersion, SilhouetteOptions, Undefined, adjusted_mutual_information, calinski_harabasz, catalog,
    davies_bouldin, entropy, inertia, jaccard_per_cluster, mutual_information, silhouette, silhouette_samples,
    simplified_silhouette,
};

/// The definition, row by row.
fn plain(points: &Points, labels: &Labels) -> Vec<f64> {
    let members = labels.members();
    let mean_to = |row: &[f64], cluster: usize, others: usize| {
        members[cluster].iter().map(|&other| euclidean(row, points.row(other))).sum::<f64>() / others as f64
    };
    let of_row = |(row, &label): (&[f64], &u32)| {
        let own = label as usize;
        if members[own].len() == 1 {
            return 0.0;
        }
        let a = mean_to(row, own, members[own].len() - 1);
        let others = (0..members.len()).filter(|&cluster| cluster != own);
        let b = others.map(|cluster| mean_to(row, cluster, members[cluster].len())).fold(f64::INFINITY, f64::min);
        if a.max(b) == 0.0 { 0.0 } else { (b - a) / a.max(b) }
    };
    points.iter().zip(labels.as_slice()).map(of_row).collect()
}

fn centre(points: &Points, rows: &[usize]) -> Vec<f64> {
    let of = |column: usize| rows.iter().map(|&row| points.row(row)[column]).sum::<f64>() / rows.len() as f64;
    (0..points.columns()).map(of).collect()
}

/// The definition of the simplified silhouette, row by row. A row that is at its own mean but for rounding may count as 0 or 1
/// where another mean is the same, so means are taken from the one place.
fn plain_simplified(points: &Points, labels: &Labels) -> f64 {
    let dispersion = Dispersion::new(points, labels).unwrap();
    let of_row = |(row, &label): (&[f64], &u32)| {
        let own = label as usize;
        let a = euclidean(row, dispersion.mean(own));
        let others = (0..labels.clusters()).filter(|&cluster| cluster != own);
        let b = others.map(|cluster| euclidean(row, dispersion.mean(cluster))).fold(f64::INFINITY, f64::min);
        if labels.sizes()[own] == 1 || a.max(b) == 0.0 { 0.0 } else { (b - a) / a.max(b) }
    };
    mean(&points.iter().zip(labels.as_slice()).map(of_row).collect::<Vec<_>>())
}

/// The mutual information to be expected by chance, with factorials.
fn plain_expectation(first: &Labels, second: &Labels) -> f64 {
    let n = first.rows();
    let mut logs = vec![0.0];
    (1..=n).for_each(|i| logs.push(logs[i - 1] + (i as f64).ln()));
    let choose = |n: usize, k: usize| logs[n] - logs[k] - logs[n - k];
    let mut sum = 0.0;
    for &a in first.sizes() {
        for &b in second.sizes() {
            for both in 1.max((a + b).saturating_sub(n))..=a.min(b) {
                let chance = (choose(a, both) + choose(n - a, b - both) - choose(n, b)).exp();
                let share = both as f64 / n as f64;
                sum += chance * share * (share * n as f64 / a as f64 * n as f64 / b as f64).ln();
            }
        }
    }
    sum
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Points of which some repeat, and three labelings of them.
fn judged() -> impl Strategy<Value = (Points, Vec<Labels>)> {
    (3usize..600, 1usize..7, 1usize..40).prop_flat_map(|(rows, columns, pool)| {
        let values = prop::collection::vec(-9.0..9.0f64, pool * columns);
        let pick = prop::collection::vec(0..pool, rows);
        let labels = prop::collection::vec(prop::collection::vec(0u32..6, rows), 3);
        (values, pick, labels).prop_map(move |(values, pick, labels)| {
            let points = Points::new(values, columns).unwrap().select(&pick);
            (points, labels.iter().map(|labels| Labels::renumbered(labels)).collect())
        })
    })
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(20240605), failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn the_fast_silhouette_is_the_plain_one((points, labelings) in judged()) {
        let labelings: Vec<&Labels> = labelings.iter().collect();
        let together = silhouette(&points, &labelings, &SilhouetteOptions::default());
        for (judged, labels) in together.into_iter().zip(labelings) {
            match judged {
                Ok(judged) => {
                    let expected = plain(&points, labels);
                    prop_assert!((judged.mean - mean(&expected)).abs() < 1e-12);
                    let samples = silhouette_samples(&points, labels).unwrap();
                    prop_assert_eq!(samples.len(), expected.len());
                    prop_assert!(samples.iter().zip(&expected).all(|(came, expected)| (came - expected).abs() < 1e-11));
                    for (came, members) in judged.per_cluster.iter().zip(labels.members()) {
                        let values: Vec<f64> = members.into_iter().map(|row| expected[row]).collect();
                        prop_assert!((came - mean(&values)).abs() < 1e-12);
                    }
                }
                Err(reason) if labels.clusters() == 1 => prop_assert_eq!(reason, Undefined::OneCluster),
                Err(reason) => {
                    prop_assert_eq!(reason, Undefined::EveryRowAlone);
                    prop_assert_eq!(labels.clusters(), points.rows());
                }
            }
        }
    }

    #[test]
    fn the_simplified_silhouette_is_the_plain_one((points, labelings) in judged()) {
        for labels in &labelings {
            match simplified_silhouette(&points, labels) {
                Ok(came) => prop_assert!((came - plain_simplified(&points, labels)).abs() < 1e-11),
                Err(_) => prop_assert!(labels.clusters() == 1 || labels.clusters() == points.rows()),
            }
        }
    }

    #[test]
    fn the_dispersion_is_the_plain_one((points, labelings) in judged()) {
        for labels in &labelings {
            let (came, members) = (Dispersion::new(&points, labels).unwrap(), labels.members());
            for (cluster, rows) in members.iter().enumerate() {
                let centre = centre(&points, rows);
                prop_assert!(euclidean(came.mean(cluster), &centre) < 1e-12);
                let distances: Vec<f64> = rows.iter().map(|&row| euclidean(points.row(row), &centre)).collect();
                prop_assert!((came.mean_distances[cluster] - mean(&distances)).abs() < 1e-12);
                let squares: f64 = distances.iter().map(|distance| distance * distance).sum();
                prop_assert!((came.squares[cluster] - squares).abs() <= 1e-11 * squares.max(1.0));
            }
            prop_assert_eq!(came.davies_bouldin(), davies_bouldin(&points, labels));
            prop_assert_eq!(came.calinski_harabasz(), calinski_harabasz(&points, labels));
            prop_assert_eq!(Ok(came.inertia()), inertia(&points, labels));
        }
    }

    #[test]
    fn agreements_are_the_plain_ones(
        pairs in prop::collection::vec((0u32..7, 0u32..4), 1..300), same in prop::collection::vec(any::<bool>(), 300)
    ) {
        let first = Labels::renumbered(&pairs.iter().map(|pair| pair.0).collect::<Vec<_>>());
        let mixed = pairs.iter().zip(&same).map(|(pair, &same)| if same { pair.0 } else { pair.1 });
        let second = Labels::renumbered(&mixed.collect::<Vec<_>>());
        let came = adjusted_mutual_information(&first, &second).unwrap();
        let shared = mutual_information(&Contingency::new(&first, &second).unwrap());
        let (expected, largest) = (plain_expectation(&first, &second), (entropy(&first) + entropy(&second)) / 2.0);
        prop_assert!(came <= 1.0 && shared <= largest + 1e-12);
        if largest - expected > 1e-9 {
            prop_assert!((came - (shared - expected) / (largest - expected)).abs() < 1e-9, "{came}");
        }
        let matches = jaccard_per_cluster(&first, &second).unwrap();
        prop_assert_eq!(matches.len(), first.clusters());
        for (found, members) in matches.iter().zip(first.members()) {
            let jaccard = |other: &Vec<usize>| {
                let both = members.iter().filter(|row| other.contains(row)).count();
                both as f64 / (members.len() + other.len() - both) as f64
            };
            let all: Vec<f64> = second.members().iter().map(jaccard).collect();
            let best = all.iter().copied().fold(0.0, f64::max);
            prop_assert_eq!(found.jaccard, best);
            prop_assert_eq!(found.best as usize, all.iter().position(|&value| value == best).unwrap());
        }
    }

    #[test]
    fn no_index_is_ever_nan((points, labelings) in judged()) {
        for index in catalog::INDICES {
            for labels in &labelings {
                prop_assert!((index.value)(&points, labels).is_ok_and(f64::is_finite) || (index.value)(&points, labels).is_err());
            }
        }
    }
}

/// Overlapping groups of very different size, and labelings around 2 to 6 of the rows.
fn overlapping(rows: usize) -> (Points, Vec<Labels>) {
    let mut stream = Stream::new(9, 9);
    let mut values = Vec::with_capacity(rows * 3);
    for row in 0..rows {
        let group = if row % 100 == 0 { 2.0 } else { f64::from(u8::from(row % 4 == 0)) };
        values.extend((0..3).map(|_| 3.0 * group + stream.normal()));
    }
    let points = Points::new(values, 3).unwrap();
    let around = |k: usize| {
        let near = |row: &[f64]| {
            (0..k)
                .min_by(|&a, &b| euclidean(row, points.row(a * 4)).total_cmp(&euclidean(row, points.row(b * 4))))
                .unwrap()
        };
        Labels::renumbered(&points.iter().map(|row| near(row) as u32).collect::<Vec<_>>())
    };
    let labelings = (2..=6).map(around).collect();
    (points, labelings)
}

const RUNS: u64 = 200;

#[test]
fn the_interval_of_a_sample_covers_the_exact_value() {
    let (points, labelings) = overlapping(3_000);
    let labelings: Vec<&Labels> = labelings.iter().collect();
    let exact = silhouette(&points, &labelings, &SilhouetteOptions::default());
    let mut covered = vec![0; labelings.len()];
    let mut bias = vec![0.0; labelings.len()];
    for seed in 0..RUNS {
        let options = SilhouetteOptions { exact_up_to: 100, sample: 300, seed };
        for (at, sampled) in silhouette(&points, &labelings, &options).into_iter().enumerate() {
            let (sampled, exact) = (sampled.unwrap(), exact[at].as_ref().unwrap());
            let (low, high) = sampled.interval.unwrap();
            assert!(!sampled.exact && (300..900).contains(&sampled.evaluated));
            assert!(low <= sampled.mean && sampled.mean <= high);
            covered[at] += usize::from(low <= exact.mean && exact.mean <= high);
            bias[at] += (sampled.mean - exact.mean) / RUNS as f64;
        }
    }
    // Of 200 runs at 95 % each, fewer than 181 happen once in a thousand times.
    assert!(covered.iter().all(|&covered| covered >= 181), "{covered:?}");
    assert!(bias.iter().all(|bias| bias.abs() < 0.005), "{bias:?}");
}

#[test]
fn a_sample_keeps_small_clusters_and_its_bits() {
    let (points, mut labelings) = overlapping(3_000);
    let mut odd = labelings[0].as_slice().to_vec();
    odd[7] = 9;
    labelings.push(Labels::renumbered(&odd));
    let labelings: Vec<&Labels> = labelings.iter().collect();
    let options = SilhouetteOptions { exact_up_to: 0, sample: 200, seed: 4 };
    let expected = silhouette(&points, &labelings, &options);
    assert_eq!(expected[5].as_ref().unwrap().per_cluster[2], 0.0);
    for threads in [1, 2, 5] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(|| silhouette(&points, &labelings, &options)), expected);
    }
    let all = silhouette(&points, &labelings, &SilhouetteOptions { sample: 3_000, ..options });
    assert!(all.iter().all(|judged| judged.as_ref().is_ok_and(|judged| judged.exact)));
}

#[test]
fn poor_input_is_undefined_with_its_reason() {
    let points = |values: &[f64]| Points::new(values.to_vec(), 1).unwrap();
    let labels = |values: &[u32]| Labels::new(values.to_vec()).unwrap();
    let table = [
        (points(&[]), labels(&[]), Undefined::NoRows),
        (points(&[1.0]), labels(&[0]), Undefined::OneCluster),
        (points(&[1.0, 2.0]), labels(&[0, 0]), Undefined::OneCluster),
        (points(&[1.0, 2.0]), labels(&[0, 1]), Undefined::EveryRowAlone),
        (points(&[1.0, 2.0]), labels(&[0, 1, 0]), Undefined::RowsDiffer { first: 2, second: 3 }),
        (points(&[1e200, -1e200, 3.0]), labels(&[0, 0, 1]), Undefined::NotFinite),
        (points(&[f64::NAN, 1.0, 3.0]), labels(&[0, 0, 1]), Undefined::NotFinite),
    ];
    for (points, labels, reason) in &table {
        for index in catalog::INDICES.iter().filter(|index| index.id != "inertia") {
            assert_eq!((index.value)(points, labels), Err(*reason), "{}", index.id);
        }
        assert_eq!(silhouette_samples(points, labels), Err(*reason));
        assert!(!reason.to_string().is_empty());
    }
    let equal = (points(&[0.1; 4]), labels(&[0, 1, 0, 1]));
    let came: Vec<_> = catalog::INDICES.iter().map(|index| (index.value)(&equal.0, &equal.1)).collect();
    assert_eq!(came, [Ok(0.0), Ok(0.0), Err(Undefined::NoSpread), Err(Undefined::NoSpread), Ok(0.0)]);
    assert!(silhouette(&equal.0, &[], &SilhouetteOptions::default()).is_empty());
    assert_eq!(silhouette_samples(&equal.0, &equal.1), Ok(vec![0.0; 4]));
    assert_eq!(silhouette_samples(&points(&[0.0, 9.0, 9.0]), &labels(&[1, 0, 0])), Ok(vec![0.0, 1.0, 1.0]));
}

#[test]
fn every_rows_silhouette_has_the_same_bits_on_any_number_of_threads() {
    let (points, labelings) = overlapping(3_000);
    let expected = silhouette_samples(&points, &labelings[2]).unwrap();
    for threads in [1, 2, 7] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(|| silhouette_samples(&points, &labelings[2])).unwrap(), expected);
    }
    let options = SilhouetteOptions::default();
    let judged = silhouette(&points, &[&labelings[2]], &options).pop().unwrap().unwrap();
    assert!((judged.mean - mean(&expected)).abs() < 1e-13);
}

#[test]
fn more_cells_than_sums_are_kept_for_give_the_same_silhouettes() {
    let (points, labelings) = overlapping(2_000);
    let many: Vec<u32> = (0..2_000).map(|row| row % 80).collect();
    let many = Labels::new(many).unwrap();
    let expected = mean(&plain(&points, &many));
    // Together they have 160 cells or more, on their own 2 and 80: one way and both ways.
    let together = silhouette(&points, &[&labelings[0], &many], &SilhouetteOptions::default());
    let alone = silhouette(&points, &[&labelings[0]], &SilhouetteOptions::default());
    assert!((together[1].as_ref().unwrap().mean - expected).abs() < 1e-12);
    let means = [&together[0], &alone[0]].map(|judged| judged.as_ref().unwrap().mean);
    assert!((means[0] - means[1]).abs() < 1e-13, "{means:?}");
}

#[test]
fn dispersion_and_simplified_silhouette_keep_their_bits_on_any_number_of_threads() {
    let (points, labelings) = overlapping(50_000);
    let found = || (Dispersion::new(&points, &labelings[3]), simplified_silhouette(&points, &labelings[3]));
    let expected = found();
    for threads in [1, 2, 7] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(found), expected);
    }
}

#[test]
fn mutual_information_of_many_rows_keeps_its_bits_and_takes_no_time() {
    let mut stream = Stream::new(12, 0);
    let mut labels = |clusters: usize| {
        let drawn: Vec<u32> = (0..1_000_000).map(|_| stream.below(clusters) as u32).collect();
        Labels::renumbered(&drawn)
    };
    let (first, second) = (labels(50), labels(50));
    let expected = adjusted_mutual_information(&first, &second).unwrap();
    assert!(expected.abs() < 1e-4, "{expected}");
    for threads in [1, 2, 7] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let came = pool.install(|| adjusted_mutual_information(&first, &second)).unwrap();
        assert_eq!(came.to_bits(), expected.to_bits());
    }
}
