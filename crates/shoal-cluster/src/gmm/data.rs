//! The points as the mixture wants them: in blocks, as differences from the mean of each column.
//!
//! A difference of numbers of the same magnitude is exact, so an offset that all rows share is gone before anything is
//! squared, and means are kept as differences too.

use shoal_kernel::moments::column_means;
use shoal_kernel::{Blocks, Points};

/// Points laid out around an origin.
pub(super) struct Data {
    pub(super) blocks: Blocks,
    /// What was taken from every row: one number per column.
    pub(super) origin: Vec<f64>,
}

impl Data {
    /// Lays out checked points around the means of their columns.
    pub(super) fn new(points: &Points) -> Self {
        Self::around(points, &column_means(points))
    }

    /// Lays out checked points around this origin.
    pub(super) fn around(points: &Points, origin: &[f64]) -> Self {
        Self { blocks: around(points, origin), origin: origin.to_vec() }
    }

    pub(super) fn rows(&self) -> usize {
        self.blocks.rows()
    }

    pub(super) fn columns(&self) -> usize {
        self.blocks.columns()
    }
}

/// The differences of the rows from `origin`, in blocks.
pub(super) fn around(points: &Points, origin: &[f64]) -> Blocks {
    let mut blocks = Blocks::new(points);
    blocks.shift(origin);
    blocks
}
