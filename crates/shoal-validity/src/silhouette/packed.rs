//! Rows eight by eight, cell by cell: what the loops over pairs of rows read.
//!
//! A group holds eight rows of one cell, column after column, so that one vector instruction takes the same column of all
//! eight. The last group of a cell is filled up with copies of its last row; their distances are taken times 0.

use std::ops::Range;

use shoal_kernel::Points;

/// Rows in a group.
pub(super) const LANES: usize = 8;

/// Groups in a pack: with 8 columns they stay in the nearest cache while another pack passes over them.
pub(super) const PACK: usize = 32;

/// One number for each row of a group.
pub(super) type Eight = [f64; LANES];

/// Rows in groups of eight of the same cell.
pub(super) struct Packed {
    /// `[group][column]`.
    values: Vec<Eight>,
    columns: usize,
    /// For each group 1 for its own rows and 0 for the copies that fill it up.
    real: Vec<Eight>,
    /// The cell of each group.
    cells: Vec<u32>,
}

/// Some neighbouring groups.
#[derive(Clone, Copy)]
pub(super) struct Pack<'a> {
    pub(super) values: &'a [Eight],
    pub(super) columns: usize,
    pub(super) real: &'a [Eight],
    pub(super) cells: &'a [u32],
}

impl Packed {
    /// Lays out the rows of `points` numbered in `order`; cell `i` has the places `starts[i]..starts[i + 1]` of it.
    pub(super) fn new(points: &Points, order: &[usize], starts: &[usize]) -> Self {
        let columns = points.columns();
        let mut packed = Self { values: Vec::new(), columns, real: Vec::new(), cells: Vec::new() };
        for (cell, ends) in starts.windows(2).enumerate() {
            for rows in order[ends[0]..ends[1]].chunks(LANES) {
                let group: [&[f64]; LANES] = std::array::from_fn(|lane| points.row(rows[lane.min(rows.len() - 1)]));
                packed.values.extend((0..columns).map(|column| group.map(|row| row[column])));
                packed.real.push(std::array::from_fn(|lane| if lane < rows.len() { 1.0 } else { 0.0 }));
                packed.cells.push(cell as u32);
            }
        }
        packed
    }

    /// The groups cut into packs of `size`, the last one possibly shorter.
    pub(super) fn packs(&self, size: usize) -> Vec<Pack<'_>> {
        let groups = self.cells.len();
        let ranges = (0..groups.div_ceil(size)).map(|i| i * size..((i + 1) * size).min(groups));
        let all = Pack { values: &self.values, columns: self.columns, real: &self.real, cells: &self.cells };
        ranges.map(|range| all.part(&range)).collect()
    }
}

impl<'a> Pack<'a> {
    /// Number of groups.
    #[inline(always)]
    pub(super) fn groups(self) -> usize {
        self.cells.len()
    }

    /// Group `i`, column after column.
    #[inline(always)]
    pub(super) fn group(self, i: usize) -> &'a [Eight] {
        &self.values[i * self.columns..(i + 1) * self.columns]
    }

    /// The groups `range`.
    #[inline(always)]
    pub(super) fn part(self, range: &Range<usize>) -> Self {
        Self {
            values: &self.values[range.start * self.columns..range.end * self.columns],
            columns: self.columns,
            real: &self.real[range.clone()],
            cells: &self.cells[range.clone()],
        }
    }

    /// The runs of groups of the same cell.
    pub(super) fn runs(self) -> Vec<Range<usize>> {
        let mut runs = Vec::new();
        for run in self.cells.chunk_by(|a, b| a == b) {
            let start = runs.last().map_or(0, |last: &Range<usize>| last.end);
            runs.push(start..start + run.len());
        }
        runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_begin_with_a_group_of_their_own() {
        let points = Points::new((0..40).map(f64::from).collect(), 2).unwrap();
        let order: Vec<usize> = (0..20).rev().collect();
        let packed = Packed::new(&points, &order, &[0, 9, 10, 20]);
        let packs = packed.packs(3);
        assert_eq!((packs.len(), packs[0].cells, packs[1].cells), (2, &[0, 0, 1][..], &[2, 2][..]));
        assert_eq!(packs[0].runs(), [0..2, 2..3]);
        assert_eq!(packs[0].group(0)[1], [39.0, 37.0, 35.0, 33.0, 31.0, 29.0, 27.0, 25.0]);
        assert_eq!((packs[0].group(1)[0], packs[0].real[1][..2].to_vec()), ([22.0; 8], vec![1.0, 0.0]));
        assert_eq!(packs[1].real[1].iter().sum::<f64>(), 2.0);
    }
}
