//! Which core rows hang together: chains of core rows, each within `eps` of the next.
//!
//! `join_under` joins what lies under a node: both halves for themselves, then the one with the other, so near parts come
//! first. `join_between` goes down two nodes at once; it turns back where no pair can be within the radius and where both
//! sides already are one and the same. One pair of rows is enough to join two islands, so few distances are needed.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use shoal_kernel::Tree;
use shoal_kernel::lanes::{Arithmetic, run};
use shoal_kernel::parallel::both;
use shoal_kernel::tree::{Bounds, LEAF, squared_to_leaf};

use super::islands::Islands;
use super::sets::Sets;

/// Leaves of two nodes above which their halves are joined on two threads.
const WORTH_SHARING: usize = 32;

/// For each row of `tree` (the core rows) a number that it shares with the rows it hangs together with.
pub(super) fn components(tree: &Tree, squared_eps: f64) -> Vec<u32> {
    let islands = Islands::find(tree, squared_eps);
    let sets = Sets::new(islands.count());
    let whole = tree.nodes().iter().map(|_| AtomicBool::new(false)).collect();
    let joining = Joining { tree, squared_eps, islands, sets, whole };
    if tree.rows() > 0 {
        joining.join_under(0);
    }
    let mut components = vec![0; tree.rows()];
    for (&row, &island) in tree.rows_of(0, tree.leaves()).iter().zip(&joining.islands.of) {
        components[row] = joining.sets.lowest(island);
    }
    components
}

struct Joining<'a> {
    tree: &'a Tree,
    squared_eps: f64,
    islands: Islands,
    sets: Sets,
    /// Nodes whose rows are known to hang together.
    whole: Vec<AtomicBool>,
}

impl Joining<'_> {
    fn children(&self, node: usize) -> (usize, usize) {
        (node + 1, node + 1 + self.tree.nodes()[node + 1].nodes())
    }

    fn leaves(&self, node: usize) -> usize {
        self.tree.nodes()[node].end_leaf - self.tree.nodes()[node].first_leaf
    }

    fn join_under(&self, node: usize) {
        if !self.tree.nodes()[node].is_leaf() {
            let (left, right) = self.children(node);
            if self.leaves(node) > WORTH_SHARING {
                both(|| self.join_under(left), || self.join_under(right));
            } else {
                self.join_under(left);
                self.join_under(right);
            }
            self.join_between(left, right);
        }
        self.see_whether_whole(node);
    }

    /// Whether everything under the node hangs together by now.
    fn see_whether_whole(&self, node: usize) -> bool {
        if self.whole[node].load(Relaxed) {
            return true;
        }
        let whole = if self.tree.nodes()[node].is_leaf() {
            let mut islands = self.islands.in_leaf(self.tree.nodes()[node].first_leaf);
            let set = self.set_of(node);
            islands.all(|island| self.sets.lowest(island) == set)
        } else {
            let (left, right) = self.children(node);
            // Both are asked, whatever the first one says: their answers are kept.
            let halves = (self.see_whether_whole(left), self.see_whether_whole(right));
            halves == (true, true) && self.set_of(left) == self.set_of(right)
        };
        self.whole[node].store(whole, Relaxed);
        whole
    }

    /// The set of the first island under the node.
    fn set_of(&self, node: usize) -> u32 {
        self.sets.lowest(self.islands.first[self.tree.nodes()[node].first_leaf])
    }

    fn join_between(&self, a: usize, b: usize) {
        let both_whole = self.whole[a].load(Relaxed) && self.whole[b].load(Relaxed);
        if both_whole && self.set_of(a) == self.set_of(b) {
            return;
        }
        if self.nearest(a, b) > self.squared_eps {
            return;
        }
        if self.tree.nodes()[a].is_leaf() && self.tree.nodes()[b].is_leaf() {
            run(JoinLeaves { joining: self, from: a, to: b });
            return;
        }
        let (split, other) = if self.leaves(a) >= self.leaves(b) { (a, b) } else { (b, a) };
        let (left, right) = self.children(split);
        let near_first = self.nearest(left, other) <= self.nearest(right, other);
        let (near, far) = if near_first { (left, right) } else { (right, left) };
        if self.leaves(a) + self.leaves(b) > WORTH_SHARING {
            both(|| self.join_between(near, other), || self.join_between(far, other));
        } else {
            self.join_between(near, other);
            self.join_between(far, other);
        }
    }

    fn nearest(&self, a: usize, b: usize) -> f64 {
        self.tree.bounds(a).nearest_to(&self.tree.bounds(b))
    }
}

/// Joins the islands of two leaves that have rows within the radius of each other.
struct JoinLeaves<'a, 'b> {
    joining: &'a Joining<'b>,
    from: usize,
    to: usize,
}

impl Arithmetic for JoinLeaves<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn compute(self) {
        let Joining { tree, squared_eps, islands, sets, .. } = self.joining;
        let (from, to) = (tree.nodes()[self.from].first_leaf, tree.nodes()[self.to].first_leaf);
        let bounds = tree.bounds(self.to);
        let mut query = vec![0.0; tree.columns()];
        let mut lanes = [0.0; LEAF];
        for (lane, &island) in islands.of_leaf(from).iter().enumerate() {
            let set = sets.lowest(island);
            if islands.in_leaf(to).all(|other| sets.lowest(other) == set) {
                continue;
            }
            tree.copy_lane(from, lane, &mut query);
            if bounds.nearest_to(&Bounds::point(&query)) > *squared_eps {
                continue;
            }
            squared_to_leaf(tree.leaf(to), &query, &mut lanes);
            for (squared, &other) in lanes.iter().zip(islands.of_leaf(to)) {
                if squared <= squared_eps && sets.lowest(other) != sets.lowest(island) {
                    sets.join(island, other);
                }
            }
        }
    }
}
