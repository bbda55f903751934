//! What the numbers of a column look like, counted over all its rows.

use crate::read::grid::Grid;
use crate::value::key::trim;
use crate::value::number::parse;
use rayon::prelude::*;

/// The values of a column as numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct NumberTally {
    /// Not empty.
    pub(crate) filled: u64,
    /// Empty.
    pub(crate) empty: u64,
    /// Numbers.
    pub(crate) readable: u64,
    /// Most decimals of any number.
    pub(crate) decimals: u8,
}

impl NumberTally {
    /// Looks at every value of a column.
    pub(crate) fn of(grid: &Grid, column: usize) -> Self {
        let parts: Vec<Self> = grid
            .chunks
            .par_iter()
            .map(|chunk| {
                let mut tally = Self::default();
                for row in 0..chunk.rows.len() {
                    tally.add(trim(grid.field(chunk, row, column)));
                }
                tally
            })
            .collect();
        parts.into_iter().fold(Self::default(), Self::join)
    }

    fn add(&mut self, value: &[u8]) {
        if value.is_empty() {
            self.empty += 1;
            return;
        }
        self.filled += 1;
        if let Ok(number) = parse(value) {
            self.readable += 1;
            self.decimals = self.decimals.max(number.decimals);
        }
    }

    /// Two columns as one.
    pub(crate) fn join(self, other: Self) -> Self {
        Self {
            filled: self.filled + other.filled,
            empty: self.empty + other.empty,
            readable: self.readable + other.readable,
            decimals: self.decimals.max(other.decimals),
        }
    }
}
