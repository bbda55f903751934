//! How large a table becomes in memory beside what it holds.
//!
//! A cell takes its place in memory whether it has a value or not. One stray cell far to the right of a sheet, or ids used as keys in
//! JSON, make a small file a table of gigabytes without values. So cells may number sixteen million in any case, and beyond that at
//! most 64 for each value.

use crate::error::Error;

/// Cells that are always allowed.
const FREE: usize = 1 << 24;
/// Cells for each value, beyond [`FREE`].
const LARGEST_RATIO: usize = 64;

/// The size of a table that is being read.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Extent {
    columns: usize,
    cells: usize,
    values: usize,
}

impl Extent {
    /// A row of so many columns came, with so many values.
    pub(crate) fn add_row(&mut self, columns: usize, values: usize) {
        self.add_rows(1, columns, values);
    }

    /// Rows of so many columns came, with so many values together.
    pub(crate) fn add_rows(&mut self, rows: usize, columns: usize, values: usize) {
        self.columns = columns;
        self.cells = self.cells.saturating_add(rows.saturating_mul(columns));
        self.values += values;
    }

    /// An error when nearly all of it is empty.
    pub(crate) fn check(&self, file: &str) -> Result<(), Error> {
        if self.cells > FREE && self.cells / LARGEST_RATIO > self.values {
            return Err(Error::Hollow { file: file.to_owned(), columns: self.columns, ratio: LARGEST_RATIO });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_or_filled() {
        for (rows, columns, values, expected) in [
            (FREE, 1, 0, true),
            (FREE / 16_384, 16_384, 1, true),
            (FREE / 16_384 + 1, 16_384, 1, false),
            (1 << 20, 64, 1 << 20, true),
            (1 << 20, 128, 1 << 20, false),
            (usize::MAX, 2, 5, false),
        ] {
            let mut extent = Extent::default();
            extent.add_rows(rows, columns, values);
            assert_eq!(extent.check("t").is_ok(), expected, "{rows} × {columns}");
        }
    }
}
