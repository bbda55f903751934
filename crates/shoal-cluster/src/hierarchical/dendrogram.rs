//! The top of a tree, small enough to be drawn.
//!
//! A tree of ten thousand rows has no readable picture; its highest merges have. [`truncate()`] keeps those, and what lies below
//! becomes leaves that stand for several rows. Plain data, for whoever draws: leaf number `i` stands at x = `i`, and a joint
//! spans from one child to the other.

use std::collections::HashMap;

use shoal_kernel::PartialLabels;

use super::cut::{Cut, merges_left};
use crate::evidence::Linkage;

/// The highest merges of a tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Dendrogram {
    /// From left to right. Of two children the one with fewer rows is on the left; of equal ones the one with the lower number
    /// in the linkage (SciPy's `dendrogram` with `truncate_mode="lastp", count_sort="ascending"`).
    pub leaves: Vec<Leaf>,
    /// By ascending height, the root last; one fewer than leaves.
    pub joints: Vec<Joint>,
}

/// Rows that are drawn as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// How many rows it stands for.
    pub rows: usize,
    /// The lowest of them.
    pub first_row: usize,
}

/// A merge, as it is drawn: two legs and a bar at `height`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Joint {
    /// x of the left leg: number of a leaf, or the middle of a joint's bar.
    pub left: f64,
    /// x of the right leg, above `left`.
    pub right: f64,
    /// Where the left leg ends: the height of the left child, 0 for a leaf.
    pub left_height: f64,
    /// Where the right leg ends.
    pub right_height: f64,
    /// Height of the merge.
    pub height: f64,
}

impl Dendrogram {
    /// The cluster of each leaf, when all its rows are in one: one entry per leaf. `None` for every leaf when the tree was
    /// truncated to fewer leaves than `labels` (a cut of the same tree) have clusters, and for leaves of rows without one.
    pub fn clusters(&self, labels: &PartialLabels) -> Vec<Option<u32>> {
        let whole = self.leaves.len() >= labels.clusters();
        self.leaves
            .iter()
            .map(|leaf| labels.as_slice().get(leaf.first_row).copied().flatten().filter(|_| whole))
            .collect()
    }
}

/// The top of the tree down to `leaves` leaves (at least 1): fewer when fewer rows are different. Time O(n).
pub fn truncate(linkage: &Linkage, leaves: usize) -> Dendrogram {
    let left = merges_left(linkage, Cut::Clusters(leaves.max(1)));
    let order = left_to_right(linkage, left);
    let first = first_rows(linkage, left);
    let size = |node: usize| node.checked_sub(linkage.rows).map_or(1, |merge| linkage.merges[merge].size);
    let mut drawn: HashMap<usize, (f64, f64)> = HashMap::with_capacity(2 * order.len());
    drawn.extend(order.iter().enumerate().map(|(x, &node)| (node, (x as f64, 0.0))));
    let mut joints = Vec::with_capacity(order.len().saturating_sub(1));
    for (node, merge) in (linkage.rows + left..).zip(&linkage.merges[left..]) {
        // Children are drawn before their parent, because merges are in the order in which they were made.
        let (Some(&a), Some(&b)) = (drawn.get(&merge.first), drawn.get(&merge.second)) else { continue };
        let (low, high) = if a.0 < b.0 { (a, b) } else { (b, a) };
        drawn.insert(node, (low.0.midpoint(high.0), merge.height));
        joints.push(Joint {
            left: low.0,
            right: high.0,
            left_height: low.1,
            right_height: high.1,
            height: merge.height,
        });
    }
    let leaves = order.into_iter().map(|node| Leaf { rows: size(node), first_row: first[node] }).collect();
    Dendrogram { leaves, joints }
}

/// The nodes that become leaves, from left to right.
fn left_to_right(linkage: &Linkage, left: usize) -> Vec<usize> {
    let size = |node: usize| node.checked_sub(linkage.rows).map_or(1, |merge| linkage.merges[merge].size);
    let mut order = Vec::new();
    let mut waiting: Vec<usize> = (linkage.rows + linkage.merges.len()).checked_sub(1).into_iter().collect();
    while let Some(node) = waiting.pop() {
        if node < linkage.rows + left {
            order.push(node);
            continue;
        }
        let merge = &linkage.merges[node - linkage.rows];
        let (a, b) = (merge.first, merge.second);
        // What is pushed last comes first.
        waiting.extend(if size(a) > size(b) { [a, b] } else { [b, a] });
    }
    order
}

/// For each row and each of the lowest `left` merges the lowest row in it.
fn first_rows(linkage: &Linkage, left: usize) -> Vec<usize> {
    let mut first: Vec<usize> = (0..linkage.rows).collect();
    for merge in &linkage.merges[..left] {
        first.push(first[merge.first].min(first[merge.second]));
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hierarchical::{Criterion, Params, fit, linkage};
    use shoal_kernel::Points;

    fn points() -> Points {
        Points::new(vec![10.0, 0.0, 0.0, 1.0, 11.0, 13.0, 30.0], 1).unwrap()
    }

    #[test]
    fn the_top_of_a_tree() {
        let linkage = linkage(&points(), Criterion::Single).unwrap();
        let top = truncate(&linkage, 3);
        let leaves: Vec<(usize, usize)> = top.leaves.iter().map(|leaf| (leaf.rows, leaf.first_row)).collect();
        assert_eq!(leaves, [(1, 6), (3, 1), (3, 0)]);
        let joint =
            |left, right, left_height, right_height, height| Joint { left, right, left_height, right_height, height };
        assert_eq!(top.joints, [joint(1.0, 2.0, 0.0, 0.0, 9.0), joint(0.0, 1.5, 0.0, 9.0, 17.0)]);
        assert_eq!(truncate(&linkage, 100).leaves.len(), 6, "equal rows are one leaf");
        assert_eq!(truncate(&linkage, 0).leaves, [Leaf { rows: 7, first_row: 0 }]);
        assert_eq!(truncate(&Linkage { rows: 0, merges: Vec::new() }, 3).leaves, []);
    }

    #[test]
    fn leaves_know_their_cluster() {
        let params = Params { criterion: Criterion::Single, cut: Cut::Clusters(3) };
        let fitted = fit(&points(), &params).unwrap();
        let linkage = fitted.tree().unwrap();
        assert_eq!(truncate(linkage, 3).clusters(&fitted.labels), [Some(2), Some(0), Some(1)]);
        assert_eq!(truncate(linkage, 2).clusters(&fitted.labels), [None, None]);
        let all = truncate(linkage, 7);
        for (leaf, cluster) in all.leaves.iter().zip(all.clusters(&fitted.labels)) {
            assert_eq!(cluster, fitted.labels.as_slice()[leaf.first_row]);
        }
    }
}
