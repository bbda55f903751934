//! Sites: the different rows of a table, each with the number of rows that lie there.
//!
//! Equal rows have the same neighbours, so they are all core rows or none is, and they share a label. What is found for a
//! site holds for all its rows; tables of a few whole numbers, as orders have them, become small that way.

use std::borrow::Cow;

use shoal_kernel::distinct::Distinct;
use shoal_kernel::{PartialLabels, Points};

/// The sites of a table, numbered by their lowest rows.
pub(super) struct Sites<'a> {
    /// One row per site.
    points: Cow<'a, Points>,
    /// Rows of each site.
    counts: Vec<usize>,
    /// Site of each row of the table.
    of: Vec<usize>,
}

impl<'a> Sites<'a> {
    /// Finds the sites of `points`.
    pub(super) fn of(points: &'a Points) -> Self {
        let distinct = Distinct::of(points);
        let all = distinct.firsts.len() == points.rows();
        let counts = distinct.counts();
        let points = if all { Cow::Borrowed(points) } else { Cow::Owned(points.select(&distinct.firsts)) };
        Self { points, counts, of: distinct.of }
    }

    /// The different rows.
    pub(super) fn points(&self) -> &Points {
        &self.points
    }

    /// How many rows of the table lie at each site.
    pub(super) fn counts(&self) -> &[usize] {
        &self.counts
    }

    /// Number of rows of the table.
    pub(super) fn rows(&self) -> usize {
        self.of.len()
    }

    /// The site of a row of the table.
    pub(super) fn site(&self, row: usize) -> usize {
        self.of[row]
    }

    /// One label for each row of the table, for the rows of the sites that are `placed`.
    pub(super) fn labels(&self, placed: impl Iterator<Item = (usize, u32)>) -> PartialLabels {
        let mut labels = vec![None; self.counts.len()];
        placed.for_each(|(site, cluster)| labels[site] = Some(cluster));
        PartialLabels::renumbered(&self.of.iter().map(|&site| labels[site]).collect::<Vec<_>>())
    }
}
