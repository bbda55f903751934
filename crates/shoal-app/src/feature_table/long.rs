//! Tables of several days one below the other.

use shoal_segment::table::FeatureTable;

/// At least one table; all have the same columns.
pub(super) struct Long {
    tables: Vec<FeatureTable>,
    /// Where the rows of each end.
    ends: Vec<usize>,
}

impl Long {
    /// One below the other.
    pub(super) fn new(tables: Vec<FeatureTable>) -> Self {
        let end = |end: &mut usize, table: &FeatureTable| {
            *end += table.rows();
            Some(*end)
        };
        let ends = tables.iter().scan(0, end).collect();
        Self { tables, ends }
    }

    /// The tables.
    pub(super) fn tables(&self) -> &[FeatureTable] {
        &self.tables
    }

    /// The last of them, which has the columns that all have.
    pub(super) fn last(&self) -> &FeatureTable {
        &self.tables[self.tables.len() - 1]
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// Where a row is: its table, and the row there. `O(log t)` for t tables.
    pub(super) fn at(&self, row: usize) -> (&FeatureTable, usize) {
        let at = self.ends.partition_point(|&end| end <= row);
        let table = &self.tables[at];
        (table, row + table.rows() - self.ends[at])
    }
}
