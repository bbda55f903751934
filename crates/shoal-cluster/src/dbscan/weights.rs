//! How many rows of the table the leaves and nodes of a tree of sites stand for.

use shoal_kernel::Tree;
use shoal_kernel::tree::{LEAF, Node};

/// Rows of the table for each row of a tree.
pub(super) struct Weights {
    /// For each leaf the rows that each of its lanes stands for, 0 after the last one; nothing for a leaf where all stand for
    /// one row, which is quicker to count.
    lanes: Vec<Option<Box<[u64; LEAF]>>>,
    /// For each leaf the rows that all leaves before it stand for, and the number of all rows at the end.
    before: Vec<u64>,
}

impl Weights {
    /// Lays out `counts`, one for each row of `tree`.
    pub(super) fn new(tree: &Tree, counts: &[usize]) -> Self {
        let (mut lanes, mut before, mut sum) = (Vec::with_capacity(tree.leaves()), vec![0], 0);
        for leaf in 0..tree.leaves() {
            let mut own = [0; LEAF];
            let rows = tree.rows_of(leaf, leaf + 1);
            for (lane, &row) in own.iter_mut().zip(rows) {
                *lane = counts[row] as u64;
            }
            let total = own.iter().sum::<u64>();
            sum += total;
            lanes.push((total > rows.len() as u64).then(|| Box::new(own)));
            before.push(sum);
        }
        Self { lanes, before }
    }

    /// The rows that a node stands for.
    #[inline(always)]
    pub(super) fn of_node(&self, node: &Node) -> u64 {
        self.before[node.end_leaf] - self.before[node.first_leaf]
    }

    /// The rows that the lanes of a leaf stand for; `None` when each stands for one.
    #[inline(always)]
    pub(super) fn of_leaf(&self, leaf: usize) -> Option<&[u64; LEAF]> {
        self.lanes[leaf].as_deref()
    }
}
