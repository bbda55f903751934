//! The tree against looking at every row, to the bit.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use shoal_kernel::distance::squared;
use shoal_kernel::tree::{LEAF, Neighbour};
use shoal_kernel::{Points, Stream, Tree};

fn all(points: &Points, query: &[f64]) -> Vec<Neighbour> {
    let mut all: Vec<Neighbour> =
        points.iter().enumerate().map(|(row, point)| Neighbour { row, squared: squared(point, query) }).collect();
    all.sort_by(|a, b| a.squared.total_cmp(&b.squared).then(a.row.cmp(&b.row)));
    all
}

/// Every kind of search from `query`, at radii that meet distances exactly.
fn check(points: &Points, tree: &Tree, query: &[f64]) {
    let all = all(points, query);
    assert_eq!(tree.nearest(query), all.first().copied());
    for k in [0, 1, 2, 7, LEAF, points.rows(), points.rows() + 5] {
        assert_eq!(tree.k_nearest(query, k), all[..k.min(all.len())]);
    }
    let mut radii: Vec<f64> = all.iter().step_by(1 + all.len() / 9).map(|neighbour| neighbour.squared).collect();
    radii.extend([0.0, f64::MAX, f64::INFINITY, -1.0, f64::NAN]);
    for radius in radii {
        let mut expected: Vec<usize> =
            all.iter().filter(|other| other.squared <= radius).map(|other| other.row).collect();
        let mut found = Vec::new();
        tree.within(query, radius, &mut found);
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected);
        for enough in [0, 1, 5, expected.len(), expected.len() + 1, usize::MAX] {
            assert_eq!(tree.count_within(query, radius, enough), expected.len().min(enough));
        }
    }
}

fn check_all(points: &Points) {
    let tree = Tree::new(points);
    assert_eq!((tree.rows(), tree.columns()), (points.rows(), points.columns()));
    for row in points.iter().step_by(1 + points.rows() / 20) {
        check(points, &tree, row);
        let beside: Vec<f64> = row.iter().map(|value| value * 1.01 + 0.3).collect();
        check(points, &tree, &beside);
    }
}

fn points(value: impl Strategy<Value = f64> + Clone) -> impl Strategy<Value = Points> {
    (1usize..400, 1usize..21).prop_flat_map(move |(rows, columns)| {
        prop::collection::vec(value.clone(), rows * columns)
            .prop_map(move |values| Points::new(values, columns).unwrap())
    })
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(20240605), failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn points_anywhere(points in points(-100.0..100.0f64)) {
        check_all(&points);
    }

    #[test]
    fn a_grid_full_of_ties_and_equal_rows(points in points((0i32..4).prop_map(|value| f64::from(value) * 0.1))) {
        check_all(&points);
    }

    #[test]
    fn far_from_the_origin(points in points((0i32..1000).prop_map(|value| 1e6 + f64::from(value) * 0.001))) {
        check_all(&points);
    }

    #[test]
    fn any_magnitude(points in points((-300i32..300, -1.0..1.0f64).prop_map(|(power, value)| value * 10f64.powi(power)))) {
        check_all(&points);
    }
}

#[test]
fn small_and_degenerate_tables() {
    let table = [
        Points::new(vec![1.0, 2.0], 2).unwrap(),
        Points::new(vec![0.5; 3 * 1000], 3).unwrap(),
        Points::new(vec![0.0, -0.0, 0.0, -0.0], 1).unwrap(),
        Points::new((0..LEAF * 2).map(|i| i as f64).collect(), 1).unwrap(),
        Points::new((0..LEAF * 2 + 1).map(|i| i as f64).collect(), 1).unwrap(),
        Points::new(vec![f64::MAX, f64::MIN, 0.0, 5e-324], 1).unwrap(),
    ];
    for points in &table {
        check_all(points);
    }
    let none = Tree::new(&Points::new(Vec::new(), 4).unwrap());
    assert_eq!((none.rows(), none.leaves(), none.nearest(&[0.0; 4])), (0, 0, None));
    assert!(none.k_nearest(&[0.0; 4], 3).is_empty());
    assert_eq!(none.count_within(&[0.0; 4], 1.0, 3), 0);
}

#[test]
fn nodes_leaves_and_boxes_fit_together() {
    let mut stream = Stream::new(8, 0);
    let points = Points::new((0..3 * 5000).map(|_| stream.normal()).collect(), 3).unwrap();
    let tree = Tree::new(&points);
    assert_eq!(tree.nodes().len(), 2 * tree.leaves() - 1);
    let mut seen = tree.rows_of(0, tree.leaves()).to_vec();
    seen.sort_unstable();
    assert!(seen.into_iter().eq(0..5000));
    for (i, node) in tree.nodes().iter().enumerate() {
        let rows = points.select(tree.rows_of(node.first_leaf, node.end_leaf));
        for column in 0..3 {
            let values = rows.column(column);
            assert_eq!(tree.bounds(i).low[column], values.iter().copied().fold(f64::INFINITY, f64::min));
            assert_eq!(tree.bounds(i).high[column], values.iter().copied().fold(f64::NEG_INFINITY, f64::max));
            if node.is_leaf() {
                assert_eq!(tree.leaf(node.first_leaf)[column][..values.len()], values);
            }
        }
        if !node.is_leaf() {
            let (left, right) = (tree.nodes()[i + 1], tree.nodes()[i + 1 + tree.nodes()[i + 1].nodes()]);
            assert_eq!((left.first_leaf, right.end_leaf), (node.first_leaf, node.end_leaf));
            assert_eq!(left.end_leaf, right.first_leaf);
        }
    }
}

#[test]
fn the_same_tree_on_any_number_of_threads() {
    let mut stream = Stream::new(9, 0);
    let points = Points::new((0..2 * 70_000).map(|_| stream.below(300) as f64).collect(), 2).unwrap();
    let expected = Tree::new(&points);
    for threads in [1, 2, 7] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let tree = pool.install(|| Tree::new(&points));
        assert_eq!(tree.rows_of(0, tree.leaves()), expected.rows_of(0, expected.leaves()));
    }
}
