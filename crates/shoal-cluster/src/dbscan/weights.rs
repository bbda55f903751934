//! How many rows of the table the leaves and nodes of a tree of sites stand for.

use shoal_kernel::Tree;
use shoal_kernel::tree::{LEAF, Node};

/// Rows of the table for each row of a tree.
pub(super) struct Weights {
    /// For each leaf the rows that each of its lanes stands for; 0 after the last one.
    lanes: Vec<[u64; LEAF]>,
    /// For each leaf the rows that all leaves before it stand for, and the number of all rows at the end.
    before: Vec<u64>,
}

impl Weights {
    /// Lays out `counts`, one for each row of `tree`.
    pub(super) fn new(tree: &Tree, counts: &[usize]) -> Self {
        let (mut lanes, mut before, mut sum) = (Vec::with_capacity(tree.leaves()), vec![0], 0);
        for leaf in 0..tree.leaves() {
            let mut own = [0; LEAF];
            for (lane, &row) in own.iter_mut().zip(tree.rows_of(leaf, leaf + 1)) {
                *lane = counts[row] as u64;
            }
            sum += own.iter().sum::<u64>();
            lanes.push(own);
            before.push(sum);
        }
        Self { lanes, before }
    }

    /// The rows that a node stands for.
    #[inline(always)]
    pub(super) fn of_node(&self, node: &Node) -> u64 {
        self.before[node.end_leaf] - self.before[node.first_leaf]
    }

    /// The rows that the lanes of a leaf stand for.
    #[inline(always)]
    pub(super) fn of_leaf(&self, leaf: usize) -> &[u64; LEAF] {
        &self.lanes[leaf]
    }
}
