//! The rows within a radius: nodes that lie wholly outside are skipped, those wholly inside are taken without distances.

use super::{Bounds, LEAF, Tree, squared_to_leaf};
use crate::lanes::Arithmetic;

/// Finds the rows; see [`Tree::within`].
pub(super) struct Within<'a> {
    pub(super) tree: &'a Tree,
    pub(super) query: &'a [f64],
    pub(super) squared_radius: f64,
    pub(super) found: &'a mut Vec<usize>,
}

impl Arithmetic for Within<'_> {
    type Output = ();

    #[inline(always)]
    fn compute(self) {
        let Self { tree, query, squared_radius, found } = self;
        let mut lanes = [0.0; LEAF];
        let mut at = 0;
        while let Some(node) = tree.nodes.get(at) {
            match place(tree, at, query, squared_radius) {
                Place::Outside => at += node.nodes(),
                Place::Inside => {
                    found.extend_from_slice(tree.rows_of(node.first_leaf, node.end_leaf));
                    at += node.nodes();
                }
                Place::Across => {
                    if node.is_leaf() {
                        squared_to_leaf(tree.leaf(node.first_leaf), query, &mut lanes);
                        let rows = tree.rows_of(node.first_leaf, node.end_leaf);
                        found.extend(
                            lanes
                                .iter()
                                .zip(rows)
                                .filter(|(squared, _)| **squared <= squared_radius)
                                .map(|(_, row)| row),
                        );
                    }
                    at += 1;
                }
            }
        }
    }
}

/// Counts the rows; see [`Tree::count_within`].
pub(super) struct CountWithin<'a> {
    pub(super) tree: &'a Tree,
    pub(super) query: &'a [f64],
    pub(super) squared_radius: f64,
    pub(super) enough: usize,
}

impl Arithmetic for CountWithin<'_> {
    type Output = usize;

    #[inline(always)]
    fn compute(self) -> usize {
        let Self { tree, query, squared_radius, enough } = self;
        let mut lanes = [0.0; LEAF];
        let (mut at, mut count) = (0, 0);
        while let Some(node) = tree.nodes.get(at) {
            if count >= enough {
                return enough;
            }
            match place(tree, at, query, squared_radius) {
                Place::Outside => at += node.nodes(),
                Place::Inside => {
                    count += tree.rows_of(node.first_leaf, node.end_leaf).len();
                    at += node.nodes();
                }
                Place::Across => {
                    if node.is_leaf() {
                        squared_to_leaf(tree.leaf(node.first_leaf), query, &mut lanes);
                        count += lanes.iter().filter(|squared| **squared <= squared_radius).count();
                    }
                    at += 1;
                }
            }
        }
        count.min(enough)
    }
}

/// Where a node lies.
enum Place {
    /// No row of it is within the radius.
    Outside,
    /// Every row of it is.
    Inside,
    /// Nobody knows yet.
    Across,
}

#[inline(always)]
fn place(tree: &Tree, node: usize, query: &[f64], squared_radius: f64) -> Place {
    let (bounds, point) = (tree.bounds(node), Bounds::point(query));
    if bounds.nearest_to(&point) > squared_radius {
        Place::Outside
    } else if bounds.farthest_from(&point) <= squared_radius {
        Place::Inside
    } else {
        Place::Across
    }
}
