//! Points laid out for wide arithmetic: blocks of 256 rows, and inside a block column after column.
//!
//! In [`Points`] the values of one row are neighbours; a vector instruction wants the same column of many rows. So each
//! block holds `columns` runs of 256 values. A block of 5 columns is 10 KiB and stays in the nearest cache while all
//! centres pass over it. The last block is filled up with copies of the last row, which every caller leaves out of its
//! sums ([`Block::rows`] says how many are real).

use crate::points::Points;

/// Rows in one block.
pub const BLOCK: usize = 256;

/// One number for each row of a block.
pub type Lanes = [f64; BLOCK];

/// Points in blocks of 256 rows, each `[column][row]`.
#[derive(Clone, Debug)]
pub struct Blocks {
    values: Vec<f64>,
    rows: usize,
    columns: usize,
}

/// One block: up to 256 rows, `[column][row]`.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    values: &'a [f64],
    rows: usize,
}

impl Blocks {
    /// Lays out `points`. Time and memory O(rows × columns).
    pub fn new(points: &Points) -> Self {
        let order: Vec<usize> = (0..points.rows()).collect();
        Self::in_order(points, &order)
    }

    /// Lays out the rows of `points` with the given numbers, in the given order.
    ///
    /// # Panics
    /// When a number is not below the number of rows.
    pub fn in_order(points: &Points, order: &[usize]) -> Self {
        let columns = points.columns();
        let mut values = vec![0.0; order.len().div_ceil(BLOCK) * BLOCK * columns];
        for (block, rows) in values.chunks_exact_mut(BLOCK * columns).zip(order.chunks(BLOCK)) {
            for lane in 0..BLOCK {
                let row = points.row(rows[lane.min(rows.len() - 1)]);
                for (column, &value) in row.iter().enumerate() {
                    block[column * BLOCK + lane] = value;
                }
            }
        }
        Self { values, rows: order.len(), columns }
    }

    /// Number of real rows in all blocks together.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Number of blocks.
    pub fn len(&self) -> usize {
        self.rows.div_ceil(BLOCK)
    }

    /// Whether there is no row at all.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Block `i`: rows `256 i` up to `256 (i + 1)`, the last one possibly shorter.
    ///
    /// # Panics
    /// When `i` is not below [`Blocks::len`].
    #[inline]
    pub fn block(&self, i: usize) -> Block<'_> {
        let size = BLOCK * self.columns;
        Block { values: &self.values[i * size..(i + 1) * size], rows: (self.rows - i * BLOCK).min(BLOCK) }
    }

    /// Value of row `row` in column `column`.
    #[inline]
    pub fn value(&self, row: usize, column: usize) -> f64 {
        self.values[(row / BLOCK * self.columns + column) * BLOCK + row % BLOCK]
    }
}

impl<'a> Block<'a> {
    /// Number of real rows, 1 to 256; the lanes after them repeat the last one.
    #[inline(always)]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The columns in order, each with 256 values.
    #[inline(always)]
    pub fn columns(&self) -> &'a [Lanes] {
        self.values.as_chunks().0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_found_again() {
        let points = Points::new((0..900).map(f64::from).collect(), 3).unwrap();
        let blocks = Blocks::new(&points);
        assert_eq!((blocks.len(), blocks.rows(), blocks.columns()), (2, 300, 3));
        for i in 0..300 {
            assert_eq!([0, 1, 2].map(|column| blocks.value(i, column)), points.row(i));
        }
        let last = blocks.block(1);
        assert_eq!((last.rows(), last.columns().len()), (44, 3));
        assert_eq!(last.columns()[2][43..].iter().filter(|&&value| value == 899.0).count(), 213);
    }

    #[test]
    fn no_rows_make_no_blocks() {
        let blocks = Blocks::new(&Points::new(Vec::new(), 2).unwrap());
        assert!(blocks.is_empty());
        assert_eq!(blocks.len(), 0);
    }
}
