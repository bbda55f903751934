//! Which rows are core rows: those with at least `min_samples` rows within `eps`, themselves counted.
//!
//! All rows of a leaf are counted together, from the nearest parts of the tree outwards, and each only until it has enough.
//! A part of the tree that lies wholly within the radius counts by its size, without a single distance.

use shoal_kernel::lanes::{Arithmetic, run};
use shoal_kernel::parallel::map_tasks;
use shoal_kernel::tree::{Bounds, LEAF, LeafLanes, squared_to_leaf};
use shoal_kernel::{Points, Tree};

/// The core rows, ascending.
pub(super) fn core_rows(points: &Points, tree: &Tree, squared_eps: f64, min_samples: usize) -> Vec<usize> {
    let leaves: Vec<usize> = (0..tree.leaves()).collect();
    let parts = map_tasks(&leaves, |&leaf| {
        let open = tree.rows_of(leaf, leaf + 1).iter().map(|&row| Open { row, count: 0 }).collect();
        run(Count { points, tree, squared_eps, min_samples, leaf, open })
    });
    let mut rows = parts.concat();
    rows.sort_unstable();
    rows
}

/// A row that has not enough neighbours yet.
struct Open {
    row: usize,
    count: usize,
}

/// Counts for the rows of one leaf.
struct Count<'a> {
    points: &'a Points,
    tree: &'a Tree,
    squared_eps: f64,
    min_samples: usize,
    leaf: usize,
    open: Vec<Open>,
}

impl Arithmetic for Count<'_> {
    /// The core rows of the leaf.
    type Output = Vec<usize>;

    #[inline(always)]
    fn compute(mut self) -> Vec<usize> {
        let (node, beside) = path_to(self.tree, self.leaf);
        let mut core = Vec::with_capacity(LEAF);
        self.count_in(node, node, &mut core);
        for start in beside.into_iter().rev() {
            self.count_in(node, start, &mut core);
        }
        core
    }
}

impl Count<'_> {
    /// Counts the rows under node `start`; the rows that then have enough leave `open` for `core`. `own` is the node of the
    /// leaf.
    #[inline(always)]
    fn count_in(&mut self, own: usize, start: usize, core: &mut Vec<usize>) {
        let (tree, own) = (self.tree, self.tree.bounds(own));
        let end = start + tree.nodes()[start].nodes();
        let mut at = start;
        while at < end && !self.open.is_empty() {
            let (node, bounds) = (tree.nodes()[at], tree.bounds(at));
            if bounds.nearest_to(&own) > self.squared_eps {
                at += node.nodes();
            } else if bounds.farthest_from(&own) <= self.squared_eps {
                let rows = tree.rows_of(node.first_leaf, node.end_leaf).len();
                self.open.iter_mut().for_each(|open| open.count += rows);
                self.close(core);
                at += node.nodes();
            } else {
                if node.is_leaf() {
                    self.count_leaf(tree.leaf(node.first_leaf), &bounds);
                    self.close(core);
                }
                at += 1;
            }
        }
    }

    #[inline(always)]
    fn count_leaf(&mut self, leaf: &[LeafLanes], bounds: &Bounds<'_>) {
        let mut lanes = [0.0; LEAF];
        for open in &mut self.open {
            let row = self.points.row(open.row);
            if bounds.nearest_to(&Bounds::point(row)) <= self.squared_eps {
                squared_to_leaf(leaf, row, &mut lanes);
                open.count += lanes.iter().filter(|squared| **squared <= self.squared_eps).count();
            }
        }
    }

    #[inline(always)]
    fn close(&mut self, core: &mut Vec<usize>) {
        let enough = self.min_samples;
        self.open.retain(|open| {
            if open.count >= enough {
                core.push(open.row);
            }
            open.count < enough
        });
    }
}

/// The node of a leaf, and the nodes beside the path to it, from the root down: together the whole tree.
#[inline(always)]
fn path_to(tree: &Tree, leaf: usize) -> (usize, Vec<usize>) {
    let (mut at, mut beside) = (0, Vec::with_capacity(32));
    while !tree.nodes()[at].is_leaf() {
        let left = at + 1;
        let right = left + tree.nodes()[left].nodes();
        let (on, off) = if leaf < tree.nodes()[left].end_leaf { (left, right) } else { (right, left) };
        beside.push(off);
        at = on;
    }
    (at, beside)
}
