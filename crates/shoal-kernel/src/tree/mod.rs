//! A k-d tree: which rows lie near a point, without looking at all of them.
//!
//! The rows are halved again and again across the column in which they spread the widest, until at most [`LEAF`] are left.
//! Such a leaf holds a copy of its rows, laid out column after column for wide arithmetic, and every node knows the
//! smallest box around its rows. A search leaves out the nodes whose box is too far away.
//!
//! **Exact to the bit.** Squared distances are added in column order, as [`crate::distance::squared`] does, and so are the
//! bounds taken from boxes. Rounding keeps the order of numbers, so a bound computed this way is never on the wrong side of
//! a distance computed this way: a neighbour at exactly the radius is never lost, and no allowance is needed.
//!
//! **Cost.** Building takes O(n log n × columns) time and one copy of the points. A search looks at a few leaves while
//! the columns are few (up to about ten, or more when the rows lie near a plane) and at most of them when they are many.
//! Equal rows are no trouble: halves are cut by number, not by value.
//!
//! References: Bentley (1975), doi:10.1145/361002.361007; Friedman, Bentley & Finkel (1977), doi:10.1145/355744.355745.

mod bounds;
mod build;
mod nearest;
mod within;

pub use bounds::Bounds;
pub use nearest::Neighbour;

use crate::lanes::run;
use crate::points::Points;

/// Rows in one leaf; only the last leaf of a tree has fewer.
pub const LEAF: usize = 64;

/// One number for each row of a leaf.
pub type LeafLanes = [f64; LEAF];

/// Rows of a table, arranged for finding neighbours.
///
/// Row numbers are those of the points it was built from.
#[derive(Clone, Debug)]
pub struct Tree {
    /// Every node before its children, the left child's whole part before the right child.
    nodes: Vec<Node>,
    /// For each node the lowest and then the highest value of each column.
    bounds: Vec<f64>,
    /// For each leaf its columns, each with [`LEAF`] values; NaN, which is near nothing, after the last row.
    values: Vec<f64>,
    /// The row at each place, leaf after leaf; ascending inside a leaf.
    order: Vec<usize>,
    columns: usize,
}

/// A part of the tree: a run of leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its first leaf.
    pub first_leaf: usize,
    /// The leaf after its last one.
    pub end_leaf: usize,
}

impl Node {
    /// Whether it is a single leaf.
    #[inline(always)]
    pub fn is_leaf(&self) -> bool {
        self.end_leaf - self.first_leaf == 1
    }

    /// How many nodes the part of the tree under it has, itself included.
    #[inline(always)]
    pub fn nodes(&self) -> usize {
        2 * (self.end_leaf - self.first_leaf) - 1
    }
}

impl Tree {
    /// Arranges `points` (finite values; no rows make an empty tree). Time O(rows × columns × log rows), on all threads.
    pub fn new(points: &Points) -> Self {
        build::build(points)
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.order.len()
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The row nearest to `query` (one finite value per column), the lowest of equally near ones; `None` for no rows.
    pub fn nearest(&self, query: &[f64]) -> Option<Neighbour> {
        nearest::nearest(self, query)
    }

    /// The `k` rows nearest to `query` (one finite value per column), nearest first, the lower row first of equally near
    /// ones; all rows when there are fewer. A row that equals the query counts like any other.
    pub fn k_nearest(&self, query: &[f64], k: usize) -> Vec<Neighbour> {
        nearest::k_nearest(self, query, k)
    }

    /// Appends to `found` every row whose squared distance to `query` (one finite value per column) is at most
    /// `squared_radius`, in an order that depends on nothing but the points.
    pub fn within(&self, query: &[f64], squared_radius: f64, found: &mut Vec<usize>) {
        run(within::Within { tree: self, query, squared_radius, found });
    }

    /// How many rows [`Tree::within`] would find, counted up to `enough`: the result is never larger.
    pub fn count_within(&self, query: &[f64], squared_radius: f64, enough: usize) -> usize {
        run(within::CountWithin { tree: self, query, squared_radius, enough })
    }

    /// The same rows under other numbers: row `i` becomes `numbers[i]`, and equally near ones are ordered by those.
    ///
    /// # Panics
    /// When there are fewer numbers than rows.
    #[must_use]
    pub fn renumbered(mut self, numbers: &[usize]) -> Self {
        self.order.iter_mut().for_each(|row| *row = numbers[*row]);
        self
    }

    /// The points, in the order of their numbers.
    pub fn points(&self) -> Points {
        let mut places: Vec<(usize, usize)> = self.order.iter().copied().zip(0..).collect();
        places.sort_unstable();
        let mut values = vec![0.0; self.rows() * self.columns];
        for ((_, place), row) in places.into_iter().zip(values.chunks_exact_mut(self.columns)) {
            self.copy_lane(place / LEAF, place % LEAF, row);
        }
        Points::whole(values, self.columns)
    }

    /// All nodes, every one before its children: the children of an inner node `i` are `i + 1` and
    /// `i + 1 + nodes()[i + 1].nodes()`, and the part under it ends before `i + nodes()[i].nodes()`.
    #[inline(always)]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The smallest box around the rows of node `i`.
    #[inline(always)]
    pub fn bounds(&self, i: usize) -> Bounds<'_> {
        let (low, high) = self.bounds[i * 2 * self.columns..(i + 1) * 2 * self.columns].split_at(self.columns);
        Bounds { low, high }
    }

    /// Number of leaves.
    pub fn leaves(&self) -> usize {
        self.order.len().div_ceil(LEAF)
    }

    /// The columns of leaf `i`: each [`LEAF`] values, NaN after the last row.
    #[inline(always)]
    pub fn leaf(&self, i: usize) -> &[LeafLanes] {
        let size = LEAF * self.columns;
        self.values[i * size..(i + 1) * size].as_chunks().0
    }

    /// Copies the row in lane `lane` of leaf `i` into `out`, which has one place per column.
    #[inline(always)]
    pub fn copy_lane(&self, i: usize, lane: usize, out: &mut [f64]) {
        for (place, column) in out.iter_mut().zip(self.leaf(i)) {
            *place = column[lane];
        }
    }

    /// The rows of all leaves from `first` up to and without `end`: [`LEAF`] for each, fewer for the last leaf of the tree.
    #[inline(always)]
    pub fn rows_of(&self, first: usize, end: usize) -> &[usize] {
        &self.order[first * LEAF..(end * LEAF).min(self.order.len())]
    }
}

/// Rows whose sums are kept in registers over all columns.
const GROUP: usize = 16;

/// Squared distances of the rows of a leaf to `query`, written to `out`; NaN after the last row. To be called inside an
/// [`Arithmetic`](crate::lanes::Arithmetic).
#[inline(always)]
pub fn squared_to_leaf(leaf: &[LeafLanes], query: &[f64], out: &mut LeafLanes) {
    for (group, sums) in out.as_chunks_mut::<GROUP>().0.iter_mut().enumerate() {
        let mut own = [0.0; GROUP];
        for (column, coordinate) in leaf.iter().zip(query) {
            for (value, sum) in column.as_chunks::<GROUP>().0[group].iter().zip(&mut own) {
                let difference = value - coordinate;
                *sum += difference * difference;
            }
        }
        *sums = own;
    }
}
