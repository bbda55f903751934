//! Border rows: not dense themselves, but within `eps` of a core row.
//!
//! A border row belongs to the lowest-numbered cluster that reaches it, as in scikit-learn, whose expansion takes the clusters
//! in that order. Each node of the tree knows its lowest cluster; so a search leaves out whatever could not lower the number
//! it already has.

use shoal_kernel::lanes::{Arithmetic, run};
use shoal_kernel::parallel::map_tasks;
use shoal_kernel::tree::{Bounds, LEAF, squared_to_leaf};
use shoal_kernel::{Points, Tree};

/// Rows that are searched for in one task.
const TASK: usize = 256;

/// The core rows with their clusters, ready to be searched.
pub(super) struct Reach<'a> {
    tree: &'a Tree,
    squared_eps: f64,
    /// Cluster of each row of the tree.
    clusters: &'a [u32],
    /// Lowest cluster under each node.
    lowest: Vec<u32>,
}

/// No cluster.
const NONE: u32 = u32::MAX;

impl<'a> Reach<'a> {
    pub(super) fn new(tree: &'a Tree, squared_eps: f64, clusters: &'a [u32]) -> Self {
        let nodes = tree.nodes();
        let mut lowest = vec![NONE; nodes.len()];
        // Children come after their parent.
        for at in (0..nodes.len()).rev() {
            lowest[at] = if nodes[at].is_leaf() {
                let rows = tree.rows_of(nodes[at].first_leaf, nodes[at].end_leaf);
                rows.iter().map(|&row| clusters[row]).min().unwrap_or(NONE)
            } else {
                lowest[at + 1].min(lowest[at + 1 + nodes[at + 1].nodes()])
            };
        }
        Self { tree, squared_eps, clusters, lowest }
    }

    /// For each of the `rows` of `points` the lowest-numbered cluster with a core row within the radius.
    pub(super) fn lowest_clusters(&self, points: &Points, rows: &[usize]) -> Vec<Option<u32>> {
        let tasks: Vec<&[usize]> = rows.chunks(TASK).collect();
        let parts = map_tasks(&tasks, |rows| {
            let lowest = rows.iter().map(|&row| run(Lowest { reach: self, query: points.row(row) }));
            lowest.map(|cluster| (cluster != NONE).then_some(cluster)).collect::<Vec<_>>()
        });
        parts.concat()
    }
}

struct Lowest<'a, 'b> {
    reach: &'a Reach<'b>,
    query: &'a [f64],
}

impl Arithmetic for Lowest<'_, '_> {
    type Output = u32;

    #[inline(always)]
    fn compute(self) -> u32 {
        let Reach { tree, squared_eps, clusters, lowest } = self.reach;
        let point = Bounds::point(self.query);
        let mut lanes = [0.0; LEAF];
        let (mut at, mut best) = (0, NONE);
        while let Some(node) = tree.nodes().get(at) {
            if lowest[at] >= best || tree.bounds(at).nearest_to(&point) > *squared_eps {
                at += node.nodes();
                continue;
            }
            if node.is_leaf() {
                squared_to_leaf(tree.leaf(node.first_leaf), self.query, &mut lanes);
                let rows = tree.rows_of(node.first_leaf, node.end_leaf);
                for (squared, &row) in lanes.iter().zip(rows) {
                    if squared <= squared_eps {
                        best = best.min(clusters[row]);
                    }
                }
            }
            at += 1;
        }
        best
    }
}
