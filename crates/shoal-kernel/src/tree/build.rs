//! Building the tree: halves across the widest column, down to the leaves.
//!
//! The left half always gets a whole number of full leaves, so leaves lie one after the other without holes and the shape
//! of the tree follows from the number of rows alone. Which row goes where follows from (value, row number): a total order.

use super::{LEAF, Node, Tree};
use crate::points::Points;

/// Rows above which the two halves are built on two threads.
const WORTH_SHARING: usize = 8192;

/// A part of the tree that is being built.
struct Part<'a> {
    nodes: &'a mut [Node],
    bounds: &'a mut [f64],
    values: &'a mut [f64],
    /// The rows of the part, each with its value in the column that is cut.
    rows: &'a mut [(f64, usize)],
    first_leaf: usize,
}

/// Builds the tree of `points`.
pub(super) fn build(points: &Points) -> Tree {
    let (rows, columns) = (points.rows(), points.columns());
    let leaves = rows.div_ceil(LEAF);
    let nodes = (2 * leaves).saturating_sub(1);
    let mut order: Vec<(f64, usize)> = (0..rows).map(|row| (0.0, row)).collect();
    let mut tree = Tree {
        nodes: vec![Node { first_leaf: 0, end_leaf: 0 }; nodes],
        bounds: vec![0.0; nodes * 2 * columns],
        values: vec![f64::NAN; leaves * LEAF * columns],
        order: Vec::new(),
        columns,
    };
    if rows > 0 {
        let Tree { nodes, bounds, values, .. } = &mut tree;
        arrange(points, Part { nodes, bounds, values, rows: &mut order, first_leaf: 0 });
    }
    tree.order = order.into_iter().map(|(_, row)| row).collect();
    tree
}

/// Writes the node at the top of `part`, then its two halves.
fn arrange(points: &Points, part: Part<'_>) {
    let columns = points.columns();
    let leaves = part.rows.len().div_ceil(LEAF);
    let Some((node, nodes)) = part.nodes.split_first_mut() else { return };
    *node = Node { first_leaf: part.first_leaf, end_leaf: part.first_leaf + leaves };
    let (own, bounds) = part.bounds.split_at_mut(2 * columns);
    let (low, high) = own.split_at_mut(columns);
    enclose(points, part.rows, low, high);
    if leaves == 1 {
        fill(points, part.rows, part.values);
        return;
    }
    let left = leaves / 2;
    cut(points, part.rows, widest(low, high), left * LEAF);
    let (left_rows, right_rows) = part.rows.split_at_mut(left * LEAF);
    let (left_nodes, right_nodes) = nodes.split_at_mut(2 * left - 1);
    let (left_bounds, right_bounds) = bounds.split_at_mut((2 * left - 1) * 2 * columns);
    let (left_values, right_values) = part.values.split_at_mut(left * LEAF * columns);
    let first = part.first_leaf;
    let share = left_rows.len() >= WORTH_SHARING;
    let (nodes, bounds, values, rows) = (left_nodes, left_bounds, left_values, left_rows);
    let left_part = Part { nodes, bounds, values, rows, first_leaf: first };
    let (nodes, bounds, values, rows) = (right_nodes, right_bounds, right_values, right_rows);
    let right_part = Part { nodes, bounds, values, rows, first_leaf: first + left };
    if share {
        rayon::join(|| arrange(points, left_part), || arrange(points, right_part));
    } else {
        arrange(points, left_part);
        arrange(points, right_part);
    }
}

/// Writes the smallest box around `rows`.
fn enclose(points: &Points, rows: &[(f64, usize)], low: &mut [f64], high: &mut [f64]) {
    low.fill(f64::INFINITY);
    high.fill(f64::NEG_INFINITY);
    for &(_, row) in rows {
        for ((value, low), high) in points.row(row).iter().zip(low.iter_mut()).zip(high.iter_mut()) {
            *low = low.min(*value);
            *high = high.max(*value);
        }
    }
}

/// The column in which the box is widest; the lowest of equally wide ones.
fn widest(low: &[f64], high: &[f64]) -> usize {
    let mut widest = 0;
    for column in 1..low.len() {
        if high[column] - low[column] > high[widest] - low[widest] {
            widest = column;
        }
    }
    widest
}

/// Brings the `left` rows with the lowest values in `column` to the front; of equal values the lower rows.
fn cut(points: &Points, rows: &mut [(f64, usize)], column: usize, left: usize) {
    for (value, row) in rows.iter_mut() {
        *value = points.row(*row)[column];
    }
    rows.select_nth_unstable_by(left, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
}

/// Puts the rows of a leaf into ascending order and copies their values, column after column.
fn fill(points: &Points, rows: &mut [(f64, usize)], values: &mut [f64]) {
    rows.sort_unstable_by_key(|&(_, row)| row);
    for (lane, &(_, row)) in rows.iter().enumerate() {
        for (column, &value) in points.row(row).iter().enumerate() {
            values[column * LEAF + lane] = value;
        }
    }
}
