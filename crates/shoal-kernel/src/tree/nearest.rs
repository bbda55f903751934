//! The nearest rows: the nearer half first, and no half that cannot do better than what is already found.

use std::collections::BinaryHeap;

use super::{Bounds, LEAF, Tree, squared_to_leaf};
use crate::lanes::{Arithmetic, run};

/// A row and how far it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbour {
    /// Number of the row.
    pub row: usize,
    /// Its squared distance.
    pub squared: f64,
}

impl Eq for Neighbour {}

impl PartialOrd for Neighbour {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The nearer one first, the lower row of equally near ones.
impl Ord for Neighbour {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.squared.total_cmp(&other.squared).then(self.row.cmp(&other.row))
    }
}

/// What a search has found so far.
trait Found {
    /// Squared distance beyond which nothing is wanted any more.
    fn reach(&self) -> f64;

    /// Takes a row that is not beyond [`Found::reach`].
    fn take(&mut self, neighbour: Neighbour);
}

/// The nearest one.
impl Found for Option<Neighbour> {
    #[inline(always)]
    fn reach(&self) -> f64 {
        self.map_or(f64::INFINITY, |best| best.squared)
    }

    #[inline(always)]
    fn take(&mut self, neighbour: Neighbour) {
        if self.is_none_or(|best| neighbour < best) {
            *self = Some(neighbour);
        }
    }
}

/// The nearest `wanted` ones.
struct Several {
    heap: BinaryHeap<Neighbour>,
    wanted: usize,
}

impl Found for Several {
    #[inline(always)]
    fn reach(&self) -> f64 {
        if self.heap.len() < self.wanted {
            return f64::INFINITY;
        }
        self.heap.peek().map_or(f64::INFINITY, |worst| worst.squared)
    }

    #[inline(always)]
    fn take(&mut self, neighbour: Neighbour) {
        if self.heap.len() < self.wanted {
            self.heap.push(neighbour);
        } else if let Some(mut worst) = self.heap.peek_mut()
            && neighbour < *worst
        {
            *worst = neighbour;
        }
    }
}

/// See [`Tree::nearest`].
pub(super) fn nearest(tree: &Tree, query: &[f64]) -> Option<Neighbour> {
    let mut found = None;
    run(Search { tree, query, found: &mut found });
    found
}

/// See [`Tree::k_nearest`].
pub(super) fn k_nearest(tree: &Tree, query: &[f64], k: usize) -> Vec<Neighbour> {
    let wanted = k.min(tree.rows());
    if wanted == 0 {
        return Vec::new();
    }
    let mut found = Several { heap: BinaryHeap::with_capacity(wanted), wanted };
    run(Search { tree, query, found: &mut found });
    found.heap.into_sorted_vec()
}

struct Search<'a, F> {
    tree: &'a Tree,
    query: &'a [f64],
    found: &'a mut F,
}

/// Nodes that can wait at once: a path has fewer than 60 nodes, and each leaves at most one behind.
const WAITING: usize = 64;

impl<F: Found> Arithmetic for Search<'_, F> {
    type Output = ();

    #[inline(always)]
    fn compute(self) {
        let Self { tree, query, found } = self;
        let point = Bounds::point(query);
        let nearness = |node: usize| tree.bounds(node).nearest_to(&point);
        // Each waiting node with a distance that none of its rows falls below.
        let mut waiting = [(0, 0.0); WAITING];
        let mut count = usize::from(tree.rows() > 0);
        let mut lanes = [0.0; LEAF];
        while count > 0 {
            count -= 1;
            let (mut node, mut bound) = waiting[count];
            while bound <= found.reach() {
                if tree.nodes[node].is_leaf() {
                    let leaf = tree.nodes[node].first_leaf;
                    squared_to_leaf(tree.leaf(leaf), query, &mut lanes);
                    take_all(&lanes, tree.rows_of(leaf, leaf + 1), found);
                    break;
                }
                let left = node + 1;
                let right = left + tree.nodes[left].nodes();
                let (to_left, to_right) = (nearness(left), nearness(right));
                let (near, far) = if to_left <= to_right {
                    ((left, to_left), (right, to_right))
                } else {
                    ((right, to_right), (left, to_left))
                };
                waiting[count] = far;
                count += 1;
                (node, bound) = near;
            }
        }
    }
}

/// Offers the rows of a leaf.
#[inline(always)]
fn take_all(lanes: &[f64; LEAF], rows: &[usize], found: &mut impl Found) {
    let reach = found.reach();
    // Nearly all leaves have nothing near enough: ask all lanes at once.
    let mut any = false;
    for squared in lanes {
        any |= *squared <= reach;
    }
    if !any {
        return;
    }
    for (&squared, &row) in lanes.iter().zip(rows) {
        if squared <= found.reach() {
            found.take(Neighbour { row, squared });
        }
    }
}
