//! Trees, cuts and drawings against SciPy (`reference/make_hierarchical.py` wrote the values), and against a slow, obvious
//! agglomeration on random points.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value;
use shoal_cluster::evidence::Linkage;
use shoal_cluster::hierarchical::{
    Criterion, Cut, MOST_ROWS, MOST_ROWS_WITH_DISTANCES, Params, cut, fit, linkage, sweep, truncate,
};
use shoal_cluster::{ClusterError, Model, Remark, Settings, catalog};
use shoal_kernel::distance::{euclidean, squared};
use shoal_kernel::{Points, Stream};

const ALL: [Criterion; 4] = [Criterion::Ward, Criterion::Average, Criterion::Complete, Criterion::Single];

fn cases() -> Vec<Value> {
    let file: Value = serde_json::from_str(include_str!("reference/hierarchical.json")).unwrap();
    assert!(file["versions"]["scipy"].is_string());
    file["cases"].as_array().unwrap().clone()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn points_of(case: &Value) -> Points {
    Points::new(numbers(&case["points"]), case["columns"].as_u64().unwrap() as usize).unwrap()
}

fn criterion_of(tree: &Value) -> Criterion {
    ALL.into_iter().find(|criterion| tree["criterion"] == criterion.id()).unwrap()
}

fn heights(linkage: &Linkage) -> Vec<f64> {
    linkage.merges.iter().map(|merge| merge.height).collect()
}

fn assert_close(came: &[f64], expected: &[f64], name: &str) {
    assert_eq!(came.len(), expected.len(), "{name}");
    for (i, (came, expected)) in came.iter().zip(expected).enumerate() {
        assert!((came - expected).abs() <= 1e-9 * expected, "{name}, number {i}: {came} for {expected}");
    }
}

/// Numbers by first occurrence, so that equal partitions are equal lists.
fn by_occurrence(labels: impl IntoIterator<Item = f64>) -> Vec<usize> {
    let mut seen: Vec<f64> = Vec::new();
    let number = |label: f64| {
        seen.iter().position(|&other| other == label).unwrap_or_else(|| {
            seen.push(label);
            seen.len() - 1
        })
    };
    labels.into_iter().map(number).collect()
}

fn check_partitions(linkage: &Linkage, cuts: &Value, make: impl Fn(f64) -> Cut, name: &str) {
    for pair in cuts.as_array().unwrap() {
        let came = cut(linkage, make(pair[0].as_f64().unwrap())).unwrap();
        assert_eq!(by_occurrence(came.into_iter().map(f64::from)), by_occurrence(numbers(&pair[1])), "{name}");
    }
}

#[test]
fn trees_and_cuts_are_those_of_scipy() {
    for case in cases() {
        for tree in case["trees"].as_array().unwrap() {
            let criterion = criterion_of(tree);
            let name = format!("{}, {}", case["name"], criterion.id());
            let linkage = linkage(&points_of(&case), criterion).unwrap();
            assert_close(&heights(&linkage), &numbers(&tree["heights"]), &name);
            // Where distances tie, the choice is SciPy's while the same sums are rounded; Ward's are others.
            let other_choice = case["ties"] == "equal distances" && criterion == Criterion::Ward;
            if case["ties"] == "equal rows" || other_choice {
                continue;
            }
            let matrix = linkage.to_matrix();
            let merges: Vec<f64> = matrix.iter().flat_map(|row| [row[0], row[1], row[3]]).collect();
            assert_eq!(merges, numbers(&tree["merges"]), "{name}");
            if case["ties"].is_string() {
                continue;
            }
            check_partitions(&linkage, &tree["by_number"], |k| Cut::Clusters(k as usize), &name);
            check_partitions(&linkage, &tree["by_height"], Cut::Height, &name);
        }
    }
}

#[test]
fn truncated_trees_are_those_of_scipy() {
    for case in cases().iter().filter(|case| case["ties"].is_null()) {
        for tree in case["trees"].as_array().unwrap() {
            let linkage = linkage(&points_of(case), criterion_of(tree)).unwrap();
            let top = truncate(&linkage, 12);
            let leaves = numbers(&tree["leaves"]);
            assert_eq!(top.leaves.len(), leaves.len());
            for (leaf, &node) in top.leaves.iter().zip(&leaves) {
                let node = node as usize;
                let rows = node.checked_sub(linkage.rows).map_or(1, |merge| linkage.merges[merge].size);
                assert_eq!(leaf.rows, rows);
                assert!(node >= linkage.rows || leaf.first_row == node);
            }
            let joints = tree["joints"].as_array().unwrap();
            assert_eq!(top.joints.len(), joints.len());
            for (joint, expected) in top.joints.iter().zip(joints) {
                let expected = numbers(expected);
                assert_eq!([joint.left, joint.right], expected[..2]);
                // SciPy draws truncated leaves up to the height at which they merged; here they stand on the ground.
                let is_leaf =
                    |x: f64| x.fract() == 0.0 && top.joints.iter().all(|other| other.left.midpoint(other.right) != x);
                for (x, came, expected) in
                    [(joint.left, joint.left_height, expected[2]), (joint.right, joint.right_height, expected[3])]
                {
                    assert!(is_leaf(x) || (came - expected).abs() <= 1e-9 * expected);
                }
                assert!((joint.height - expected[4]).abs() <= 1e-9 * expected[4]);
            }
        }
    }
}

/// The distance of two clusters, from the definition.
fn apart(points: &Points, criterion: Criterion, a: &[usize], b: &[usize]) -> f64 {
    let distances = || a.iter().flat_map(|&i| b.iter().map(move |&j| euclidean(points.row(i), points.row(j))));
    let mean = |rows: &[usize], column: usize| {
        rows.iter().map(|&row| points.row(row)[column]).sum::<f64>() / rows.len() as f64
    };
    let means = |rows: &[usize]| -> Vec<f64> { (0..points.columns()).map(|column| mean(rows, column)).collect() };
    let (m, n) = (a.len() as f64, b.len() as f64);
    match criterion {
        Criterion::Ward => (2.0 * m * n / (m + n) * squared(&means(a), &means(b))).sqrt(),
        Criterion::Average => distances().sum::<f64>() / (m * n),
        Criterion::Complete => distances().fold(0.0, f64::max),
        Criterion::Single => distances().fold(f64::INFINITY, f64::min),
    }
}

/// Merges the two nearest clusters, again and again: the heights, and after each merge the clusters.
fn plain(points: &Points, criterion: Criterion) -> Vec<(f64, Vec<Vec<usize>>)> {
    let mut clusters: Vec<Vec<usize>> = (0..points.rows()).map(|row| vec![row]).collect();
    let mut steps = Vec::new();
    while clusters.len() > 1 {
        let mut best = (f64::INFINITY, 0, 0);
        for a in 0..clusters.len() {
            for b in a + 1..clusters.len() {
                let distance = apart(points, criterion, &clusters[a], &clusters[b]);
                if distance < best.0 {
                    best = (distance, a, b);
                }
            }
        }
        let gone = clusters.remove(best.2);
        clusters[best.1].extend(gone);
        clusters[best.1].sort_unstable();
        steps.push((best.0, clusters.clone()));
    }
    steps
}

fn check_sound(linkage: &Linkage) {
    let mut used = vec![false; 2 * linkage.rows];
    let mut sizes = vec![1; linkage.rows];
    for merge in &linkage.merges {
        assert!(merge.first < merge.second && merge.second < sizes.len());
        assert!(!used[merge.first] && !used[merge.second]);
        (used[merge.first], used[merge.second]) = (true, true);
        assert_eq!(merge.size, sizes[merge.first] + sizes[merge.second]);
        sizes.push(merge.size);
    }
    assert_eq!(linkage.merges.len() + 1, linkage.rows);
    assert!(linkage.merges.windows(2).all(|pair| pair[0].height <= pair[1].height));
    assert!(linkage.merges.iter().all(|merge| merge.height.is_finite()));
}

/// Every cluster of every cut merged at its height: what the tree says is so, whichever of equally good trees it is.
fn check_heights(points: &Points, criterion: Criterion, linkage: &Linkage) {
    let mut members: Vec<Vec<usize>> = (0..linkage.rows).map(|row| vec![row]).collect();
    for merge in &linkage.merges {
        let expected = apart(points, criterion, &members[merge.first], &members[merge.second]);
        assert!(
            (merge.height - expected).abs() <= 1e-9 * expected,
            "{}: {} for {expected}",
            criterion.id(),
            merge.height
        );
        members.push([&members[merge.first][..], &members[merge.second]].concat());
    }
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(20240605), failure_persistence: None, ..ProptestConfig::default() }
}

fn points(rows: std::ops::Range<usize>) -> impl Strategy<Value = Points> {
    (rows, 1usize..5).prop_flat_map(|(rows, columns)| {
        prop::collection::vec(-100.0..100.0f64, rows * columns)
            .prop_map(move |values| Points::new(values, columns).unwrap())
    })
}

fn coarse(rows: std::ops::Range<usize>) -> impl Strategy<Value = Points> {
    (rows, 1usize..4).prop_flat_map(|(rows, columns)| {
        prop::collection::vec(0i32..4, rows * columns)
            .prop_map(move |values| Points::new(values.into_iter().map(f64::from).collect(), columns).unwrap())
    })
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn a_tree_is_that_of_the_plain_agglomeration(points in points(1..28)) {
        for criterion in ALL {
            let linkage = linkage(&points, criterion).unwrap();
            check_sound(&linkage);
            let steps = plain(&points, criterion);
            for (left, (height, clusters)) in (1..).zip(steps) {
                let came = linkage.merges[left - 1].height;
                prop_assert!((came - height).abs() <= 1e-9 * height, "{}: {came} for {height}", criterion.id());
                let labels = cut(&linkage, Cut::Clusters(points.rows() - left)).unwrap();
                prop_assert!(clusters.iter().all(|rows| rows.iter().all(|&row| labels[row] == labels[rows[0]])));
            }
        }
    }

    #[test]
    fn ties_give_one_of_the_good_trees(points in coarse(1..40)) {
        for criterion in ALL {
            let linkage = linkage(&points, criterion).unwrap();
            check_sound(&linkage);
            check_heights(&points, criterion, &linkage);
        }
    }

    #[test]
    fn large_trees_are_sound_and_finer_cuts_stay_inside_coarser_ones(seed in 0u64..1000, rows in 100usize..600) {
        let mut stream = Stream::new(seed, 0);
        let values = (0..rows * 3).map(|_| (stream.normal() * 3.0).exp()).collect();
        let points = Points::new(values, 3).unwrap();
        for criterion in ALL {
            let linkage = linkage(&points, criterion).unwrap();
            check_sound(&linkage);
            check_heights(&points, criterion, &linkage);
            let (coarse, fine) = (cut(&linkage, Cut::Clusters(4)).unwrap(), cut(&linkage, Cut::Clusters(9)).unwrap());
            for cluster in 0..9 {
                let mut inside = fine.iter().zip(&coarse).filter(|(fine, _)| **fine == cluster).map(|(_, coarse)| coarse);
                let first = inside.next().unwrap();
                prop_assert!(inside.all(|other| other == first));
            }
        }
    }

    #[test]
    fn the_order_of_the_rows_does_not_matter(points in points(3..60), seed in 0u64..1000) {
        let mut order: Vec<usize> = (0..points.rows()).collect();
        Stream::new(seed, 0).shuffle(&mut order);
        for criterion in ALL {
            let params = Params { criterion, cut: Cut::Clusters(3) };
            let (one, other) = (fit(&points, &params).unwrap(), fit(&points.select(&order), &params).unwrap());
            let moved: Vec<_> = order.iter().map(|&row| one.labels.as_slice()[row]).collect();
            prop_assert_eq!(other.labels.as_slice(), &moved[..]);
        }
    }
}

#[test]
fn the_same_bits_on_any_number_of_threads() {
    let mut stream = Stream::new(3, 3);
    let points = Points::new((0..3000 * 4).map(|_| stream.normal()).collect(), 4).unwrap();
    for criterion in ALL {
        let expected = linkage(&points, criterion).unwrap();
        for threads in [1, 2, 7] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            assert_eq!(pool.install(|| linkage(&points, criterion)).unwrap(), expected, "{}", criterion.id());
        }
    }
}

#[test]
fn an_offset_costs_no_digits() {
    let mut stream = Stream::new(4, 4);
    let values: Vec<f64> = (0..900).map(|_| (stream.normal() * 1024.0).round() / 1024.0).collect();
    let near = Points::new(values.clone(), 3).unwrap();
    for offset in [1e6, 1e9, -1e9] {
        let far = Points::new(values.iter().map(|value| value + offset).collect(), 3).unwrap();
        for criterion in ALL {
            let (near, far) = (linkage(&near, criterion).unwrap(), linkage(&far, criterion).unwrap());
            for (near, far) in near.merges.iter().zip(&far.merges) {
                assert_eq!((near.first, near.second), (far.first, far.second));
                assert!((near.height - far.height).abs() <= 1e-13 * near.height);
            }
        }
    }
}

#[test]
fn equal_rows_are_never_parted() {
    let points = Points::new([1.0, 2.0, 9.0, 2.0].repeat(5), 1).unwrap();
    for criterion in ALL {
        let fitted = fit(&points, &Params { criterion, cut: Cut::Clusters(12) }).unwrap();
        assert_eq!(fitted.labels.clusters(), 3);
        assert_eq!(fitted.trace.remarks, [Remark::FewerClusters { asked: 12, found: 3 }]);
        assert_eq!(fitted.trace.distinct_rows, Some(3));
        assert_eq!(fitted.centres().unwrap().values(), [1.0, 2.0, 9.0]);
        check_sound(fitted.tree().unwrap());
        let fitted = fit(&points, &Params { criterion, cut: Cut::Height(0.0) }).unwrap();
        assert_eq!((fitted.labels.clusters(), fitted.trace.n_clusters), (3, None));
    }
}

#[test]
fn extreme_values_have_a_defined_result() {
    let table: [(&[f64], usize); 5] = [
        (&[0.0, 1e-200, -1e-300, f64::MIN_POSITIVE], 1),
        (&[1e-139, 1.000_000_000_000_001e-139, 2e-139], 3),
        (&[1e140, -1e140, 9.9e139, 1e-140], 4),
        (&[0.0, 5e-324], 1),
        (&[3.0], 1),
    ];
    for (values, different) in table {
        let points = Points::new(values.to_vec(), 1).unwrap();
        for criterion in ALL {
            let fitted = fit(&points, &Params { criterion, cut: Cut::Clusters(values.len()) }).unwrap();
            assert_eq!(fitted.labels.clusters(), different, "{values:?}");
            check_sound(fitted.tree().unwrap());
            let labels: Vec<_> = fitted.model.assign(&points).unwrap().iter().map(|row| row.cluster).collect();
            assert_eq!(labels, fitted.labels.as_slice());
            fit(&points, &Params { criterion, cut: Cut::LargestGap }).unwrap();
        }
    }
}

#[test]
fn too_many_rows_are_refused_with_what_to_take_instead() {
    let many = |rows: usize| Points::new((0..rows).map(|row| row as f64).collect(), 1).unwrap();
    for (criterion, limit) in [
        (Criterion::Ward, MOST_ROWS),
        (Criterion::Single, MOST_ROWS),
        (Criterion::Average, MOST_ROWS_WITH_DISTANCES),
        (Criterion::Complete, MOST_ROWS_WITH_DISTANCES),
    ] {
        let error = linkage(&many(limit + 1), criterion).unwrap_err();
        let ClusterError::TooManyRows { rows, limit: told, instead, .. } = error else { unreachable!("{error}") };
        assert_eq!((rows, told), (limit + 1, limit));
        assert!(instead.ends_with("kmeans"));
    }
    let error = linkage(&many(20_001), Criterion::Average).unwrap_err();
    assert_eq!(
        error.to_string(),
        "different rows: 20001, allowed for average is at most 20000, because it keeps the distance of every two rows \
         (1.6 GB at the limit); take ward, single or kmeans instead"
    );
}

#[test]
fn a_sweep_cuts_one_tree() {
    let mut stream = Stream::new(8, 8);
    let points = Points::new((0..800).map(|_| stream.uniform()).collect(), 2).unwrap();
    for criterion in ALL {
        let fitted = sweep(&points, &[6, 1, 3], criterion).unwrap();
        for (fitted, k) in fitted.iter().zip([6, 1, 3]) {
            let alone = fit(&points, &Params { criterion, cut: Cut::Clusters(k) }).unwrap();
            assert_eq!((&fitted.labels, fitted.trace.n_clusters), (&alone.labels, Some(k)));
            assert_eq!(fitted.evidence, alone.evidence);
        }
        assert!(std::sync::Arc::ptr_eq(fitted[0].tree().unwrap(), fitted[2].tree().unwrap()));
        let card = catalog::method(criterion.id()).unwrap();
        assert!((card.sweep.unwrap())(&points, &[2], &Settings::new(0).with("height", 1.0)).is_err());
    }
}

#[test]
fn new_rows_go_with_the_nearest_fitted_row() {
    let mut stream = Stream::new(9, 9);
    let mut draw = |rows: usize| Points::new((0..rows * 2).map(|_| stream.uniform()).collect(), 2).unwrap();
    let (old, new) = (draw(500), draw(200));
    for criterion in ALL {
        let fitted = fit(&old, &Params { criterion, cut: Cut::Clusters(5) }).unwrap();
        let model: &dyn Model = &*fitted.model;
        let means = fitted.centres().unwrap();
        for (row, assigned) in new.iter().zip(model.assign(&new).unwrap()) {
            let nearest =
                (0..500).min_by(|&a, &b| squared(old.row(a), row).total_cmp(&squared(old.row(b), row))).unwrap();
            assert_eq!(assigned.cluster, fitted.labels.as_slice()[nearest]);
            let own = euclidean(row, means.row(assigned.cluster.unwrap() as usize));
            assert_eq!(assigned.distance, own);
            let next = (0..5)
                .filter(|&other| Some(other) != assigned.cluster)
                .map(|other| euclidean(row, means.row(other as usize)));
            assert_eq!(assigned.confidence, Some((1.0 - own / next.fold(f64::INFINITY, f64::min)).max(0.0)));
        }
    }
}
