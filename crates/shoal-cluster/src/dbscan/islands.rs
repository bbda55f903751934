//! Islands: the groups into which the core rows of one leaf fall when only that leaf is looked at.
//!
//! Nearly every leaf is one island. What is then joined across leaves are islands, not rows: a sixtieth of them.

use shoal_kernel::Tree;
use shoal_kernel::lanes::{Arithmetic, run};
use shoal_kernel::parallel::map_tasks;
use shoal_kernel::tree::{LEAF, squared_to_leaf};

/// Every core row's island.
pub(super) struct Islands {
    /// The island of each row, leaf after leaf as in [`Tree::rows_of`].
    pub(super) of: Vec<u32>,
    /// The first island of each leaf, and the number of islands at the end.
    pub(super) first: Vec<u32>,
}

impl Islands {
    /// Finds the islands of every leaf of `tree`, which holds the core rows.
    pub(super) fn find(tree: &Tree, squared_eps: f64) -> Self {
        let leaf_nodes: Vec<usize> = (0..tree.nodes().len()).filter(|&node| tree.nodes()[node].is_leaf()).collect();
        let parts = map_tasks(&leaf_nodes, |&node| run(Flood { tree, node, squared_eps }));
        let (mut of, mut first) = (Vec::with_capacity(tree.rows()), Vec::with_capacity(parts.len() + 1));
        let mut islands = 0;
        for (own, count) in parts {
            first.push(islands);
            of.extend(own.into_iter().map(|island| islands + island));
            islands += count;
        }
        first.push(islands);
        Self { of, first }
    }

    /// The number of all islands.
    pub(super) fn count(&self) -> u32 {
        self.first.last().copied().unwrap_or(0)
    }

    /// The islands of a leaf's rows, one per row.
    pub(super) fn of_leaf(&self, leaf: usize) -> &[u32] {
        &self.of[leaf * LEAF..((leaf + 1) * LEAF).min(self.of.len())]
    }

    /// The islands of a leaf.
    pub(super) fn in_leaf(&self, leaf: usize) -> std::ops::Range<u32> {
        self.first[leaf]..self.first[leaf + 1]
    }
}

/// Finds the islands of one leaf: each is flooded from its lowest row.
struct Flood<'a> {
    tree: &'a Tree,
    node: usize,
    squared_eps: f64,
}

/// Island of a row that was not reached yet.
const NONE: u32 = u32::MAX;

impl Arithmetic for Flood<'_> {
    /// The island of each row, from 0, and how many there are.
    type Output = (Vec<u32>, u32);

    #[inline(always)]
    fn compute(self) -> Self::Output {
        let leaf = self.tree.nodes()[self.node].first_leaf;
        let rows = self.tree.rows_of(leaf, leaf + 1).len();
        let bounds = self.tree.bounds(self.node);
        if bounds.farthest_from(&bounds) <= self.squared_eps {
            return (vec![0; rows], 1);
        }
        let (mut island_of, mut islands) = (vec![NONE; rows], 0);
        let mut reached = Vec::with_capacity(rows);
        for start in 0..rows {
            if island_of[start] == NONE {
                island_of[start] = islands;
                reached.push(start);
                self.flood(leaf, &mut reached, &mut island_of, islands);
                islands += 1;
            }
        }
        (island_of, islands)
    }
}

impl Flood<'_> {
    /// Goes on from the rows in `reached` until nothing new is within the radius.
    #[inline(always)]
    fn flood(&self, leaf: usize, reached: &mut Vec<usize>, island_of: &mut [u32], island: u32) {
        let columns = self.tree.leaf(leaf);
        let mut query = vec![0.0; columns.len()];
        let mut lanes = [0.0; LEAF];
        let mut left = island_of.iter().filter(|other| **other == NONE).count();
        while let Some(row) = reached.pop() {
            if left == 0 {
                reached.clear();
                return;
            }
            self.tree.copy_lane(leaf, row, &mut query);
            squared_to_leaf(columns, &query, &mut lanes);
            for (other, squared) in lanes.iter().enumerate().take(island_of.len()) {
                if *squared <= self.squared_eps && island_of[other] == NONE {
                    island_of[other] = island;
                    reached.push(other);
                    left -= 1;
                }
            }
        }
    }
}
