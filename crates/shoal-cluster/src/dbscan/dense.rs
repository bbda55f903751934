//! Which sites are core: those with at least `min_samples` rows within `eps`, their own counted.
//!
//! All sites of a leaf are counted together, from the nearest parts of the tree outwards, and each only until it has enough.
//! A part of the tree that lies wholly within the radius counts by its rows, without a single distance.

use shoal_kernel::lanes::{Arithmetic, run};
use shoal_kernel::parallel::map_tasks;
use shoal_kernel::tree::{Bounds, LEAF, squared_to_leaf};
use shoal_kernel::{Points, Tree};

use super::sites::Sites;
use super::weights::Weights;

/// The core sites, ascending; `tree` holds the sites.
pub(super) fn core_sites(sites: &Sites<'_>, tree: &Tree, squared_eps: f64, min_samples: usize) -> Vec<usize> {
    let (points, weights) = (sites.points(), &Weights::new(tree, sites.counts()));
    let leaves: Vec<usize> = (0..tree.leaves()).collect();
    let parts = map_tasks(&leaves, |&leaf| {
        let open = tree.rows_of(leaf, leaf + 1).iter().map(|&site| Open { site, count: 0 }).collect();
        run(Count { points, tree, weights, squared_eps, min_samples: min_samples as u64, leaf, open })
    });
    let mut core = parts.concat();
    core.sort_unstable();
    core
}

/// A site that has not enough neighbours yet.
struct Open {
    site: usize,
    count: u64,
}

/// Counts for the sites of one leaf.
struct Count<'a> {
    points: &'a Points,
    tree: &'a Tree,
    weights: &'a Weights,
    squared_eps: f64,
    min_samples: u64,
    leaf: usize,
    open: Vec<Open>,
}

impl Arithmetic for Count<'_> {
    /// The core sites of the leaf.
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
    /// Counts the rows under node `start`; the sites that then have enough leave `open` for `core`. `own` is the node of the
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
                let rows = self.weights.of_node(&node);
                self.open.iter_mut().for_each(|open| open.count += rows);
                self.close(core);
                at += node.nodes();
            } else {
                if node.is_leaf() {
                    self.count_leaf(node.first_leaf, &bounds);
                    self.close(core);
                }
                at += 1;
            }
        }
    }

    #[inline(always)]
    fn count_leaf(&mut self, leaf: usize, bounds: &Bounds<'_>) {
        let (columns, weights) = (self.tree.leaf(leaf), self.weights.of_leaf(leaf));
        let mut lanes = [0.0; LEAF];
        for open in &mut self.open {
            let site = self.points.row(open.site);
            if bounds.nearest_to(&Bounds::point(site)) <= self.squared_eps {
                squared_to_leaf(columns, site, &mut lanes);
                let near = lanes.iter().map(|squared| *squared <= self.squared_eps);
                open.count += match weights {
                    None => near.filter(|near| *near).count() as u64,
                    Some(weights) => near.zip(weights).map(|(near, rows)| u64::from(near) * rows).sum(),
                };
            }
        }
    }

    #[inline(always)]
    fn close(&mut self, core: &mut Vec<usize>) {
        let enough = self.min_samples;
        self.open.retain(|open| {
            if open.count >= enough {
                core.push(open.site);
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
