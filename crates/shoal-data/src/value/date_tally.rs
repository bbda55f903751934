//! What the dates of a column look like, counted over all its rows.

use crate::options::DateOrder;
use crate::read::grid::Grid;
use crate::value::key::filled;
use crate::value::moment::{Possible, Written, parse};
use crate::value::sample::Sample;
use rayon::prelude::*;

/// The values of a column, by the way they can be read as dates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct DateTally {
    /// Not empty.
    pub(crate) filled: u64,
    /// Year first, or with points: one reading only.
    pub(crate) plain: u64,
    /// Of these, those with points.
    pub(crate) pointed: u64,
    /// Bare numbers of a workbook.
    pub(crate) serial: u64,
    /// Slashed, the same day in both orders.
    pub(crate) same: u64,
    /// Slashed, two different days.
    pub(crate) either: Sample,
    /// Slashed, month first or no date.
    pub(crate) month_first: Sample,
    /// Slashed, day first or no date.
    pub(crate) day_first: Sample,
}

impl DateTally {
    /// Looks at every value of a column.
    pub(crate) fn of(grid: &Grid, column: usize) -> Self {
        let parts: Vec<Self> = grid
            .chunks
            .par_iter()
            .map(|chunk| {
                let mut tally = Self::default();
                for row in 0..chunk.rows.len() {
                    if let Some(value) = filled(grid.field(chunk, row, column)) {
                        tally.add(value, grid);
                    }
                }
                tally
            })
            .collect();
        parts.into_iter().fold(Self::default(), Self::join)
    }

    fn add(&mut self, value: &[u8], grid: &Grid) {
        self.filled += 1;
        match parse(value, grid.epoch()) {
            Some(Written::Plain(_)) => {
                self.plain += 1;
                self.pointed += u64::from(value.iter().take(3).any(|&byte| byte == b'.'));
            }
            Some(Written::Serial(_)) => self.serial += 1,
            Some(Written::Slashed(slashed)) => match slashed.possible() {
                Some(Possible::Same) => self.same += 1,
                Some(Possible::Either) => self.either.add(value, 1),
                Some(Possible::Only(DateOrder::MonthFirst)) => self.month_first.add(value, 1),
                Some(Possible::Only(DateOrder::DayFirst)) => self.day_first.add(value, 1),
                None => {}
            },
            None => {}
        }
    }

    /// Two columns as one.
    pub(crate) fn join(mut self, other: Self) -> Self {
        self.filled += other.filled;
        self.plain += other.plain;
        self.pointed += other.pointed;
        self.serial += other.serial;
        self.same += other.same;
        self.either.join(other.either);
        self.month_first.join(other.month_first);
        self.day_first.join(other.day_first);
        self
    }

    /// Values that are dates in at least one order.
    pub(crate) fn readable(&self) -> u64 {
        self.plain + self.serial + self.slashed()
    }

    /// Values that are dates beyond doubt, not bare numbers.
    pub(crate) fn written_as_dates(&self) -> u64 {
        self.readable() - self.serial
    }

    /// Slashed values.
    pub(crate) fn slashed(&self) -> u64 {
        self.same + self.either.count + self.month_first.count + self.day_first.count
    }

    /// Slashed values that can only be read in the given order.
    pub(crate) fn only(&self, order: DateOrder) -> &Sample {
        match order {
            DateOrder::MonthFirst => &self.month_first,
            DateOrder::DayFirst => &self.day_first,
        }
    }
}
