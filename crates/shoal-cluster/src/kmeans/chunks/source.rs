//! A source of chunks: opened once for every pass, and held to giving the same rows each time.
//!
//! A fit over several passes means something only when all of them see the same rows. So each pass counts its rows and takes a
//! checksum of all bits of their values in their order (two sums, the second of the first one's course, so that a change of
//! order is noticed too); where the chunks end does not matter.

use std::borrow::Borrow;

use shoal_kernel::Points;

use crate::error::ClusterError;
use crate::kmeans::data::check_values;

/// Rows that can be read again and again.
pub(super) struct Source<F> {
    open: F,
    /// Number of columns, once it is known.
    columns: Option<usize>,
    /// What the first pass has seen.
    first: Option<Seen>,
    /// Passes so far.
    pub(super) passes: usize,
}

/// What tells the rows of one pass from others.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Seen {
    rows: u64,
    sum: u64,
    course: u64,
}

impl Seen {
    fn add(&mut self, points: &Points) {
        for value in points.values() {
            self.sum = self.sum.wrapping_add(value.to_bits());
            self.course = self.course.wrapping_add(self.sum);
        }
        self.rows += points.rows() as u64;
    }
}

impl<F> Source<F> {
    /// `open` begins a pass; `columns` where they are known already.
    pub(super) fn new(open: F, columns: Option<usize>) -> Self {
        Self { open, columns, first: None, passes: 0 }
    }

    /// Number of rows, after the first pass.
    pub(super) fn rows(&self) -> u64 {
        self.first.map_or(0, |seen| seen.rows)
    }

    /// One pass: `visit` gets every chunk that has rows, and the number of its first row.
    pub(super) fn pass<C, I, E>(&mut self, mut visit: impl FnMut(u64, C) -> Result<(), E>) -> Result<(), E>
    where
        F: FnMut() -> Result<I, E>,
        I: IntoIterator<Item = Result<C, E>>,
        C: Borrow<Points>,
        E: From<ClusterError>,
    {
        self.passes += 1;
        let mut seen = Seen::default();
        for chunk in (self.open)()? {
            let chunk = chunk?;
            let points = chunk.borrow();
            if points.rows() > 0 {
                let from = seen.rows;
                self.check(from, points)?;
                seen.add(points);
                if self.first.is_some_and(|first| first.rows < seen.rows) {
                    return Err(self.changed(seen).into());
                }
                visit(from, chunk)?;
            }
        }
        if seen.rows == 0 && self.first.is_none() {
            return Err(ClusterError::NoRows.into());
        }
        match *self.first.get_or_insert(seen) == seen {
            true => Ok(()),
            false => Err(self.changed(seen).into()),
        }
    }

    /// Refuses a chunk of another width, and values that cannot be used.
    fn check(&mut self, from: u64, points: &Points) -> Result<(), ClusterError> {
        let expected = *self.columns.get_or_insert(points.columns());
        if points.columns() != expected {
            return Err(ClusterError::ChunkColumns { row: from, came: points.columns(), expected });
        }
        check_values(points).map_err(|error| match error {
            ClusterError::Value { row, column, value } => {
                ClusterError::Value { row: from as usize + row, column, value }
            }
            other => other,
        })
    }

    fn changed(&self, seen: Seen) -> ClusterError {
        let before = self.rows();
        let came = match seen.rows.cmp(&before) {
            std::cmp::Ordering::Less => format!("{} rows", seen.rows),
            std::cmp::Ordering::Equal => "as many rows with other values".to_owned(),
            std::cmp::Ordering::Greater => format!("more than {before} rows"),
        };
        ClusterError::ChunksChanged { pass: self.passes, came, before }
    }
}
