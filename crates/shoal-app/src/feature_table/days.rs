//! The days for which features are computed: one, or a series of snapshots whose tables stand one below the other.

use crate::error::Error;
use shoal_segment::date::Day;
use shoal_segment::lines::Lines;
use shoal_segment::window::{Window, days_back};

/// So many snapshots at most: every day of ten years.
pub const MOST_SNAPSHOTS: u32 = 3_660;

/// The days for which features are computed. The default is the day after the last transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Days {
    /// The as-of days, in any order; none is the day after the last transaction.
    pub as_of: Vec<Day>,
    /// So many snapshots, counted back from the as-of day.
    pub back: Option<Back>,
}

/// Snapshots counted back from the as-of day, which is the last of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Back {
    /// How many, the last one included.
    pub count: u32,
    /// How far each is before the next.
    pub every: Window,
}

impl Days {
    /// Whether it is a series, whose table says the day in every row; a series may have one day.
    pub(super) fn is_series(&self) -> bool {
        self.back.is_some() || self.as_of.len() > 1
    }

    /// The last day, where it is written; what is dated later is not used.
    pub(super) fn last(&self) -> Option<Day> {
        self.as_of.iter().max().copied()
    }

    /// The days, ascending, for lines with this `header`, which know the day after the last of them.
    pub(super) fn settle(&self, header: &Lines) -> Result<Vec<Day>, Error> {
        if self.is_series() && !header.known.transactions {
            return Err(Error::input(
                "the tables have no transactions, so that every snapshot would be the same",
                "name a table of transactions, or leave out --snapshots and all but one day of --as-of",
            ));
        }
        let last = self.last().unwrap_or(header.as_of);
        match self.back {
            Some(Back { count, every }) => {
                days_back(last, count, every).ok_or_else(|| before_the_calendar(count, every, last))
            }
            None if self.as_of.is_empty() => Ok(vec![last]),
            None => Ok(self.ascending()),
        }
    }

    /// Refuses days that cannot be meant; asked before anything is read.
    pub fn check(&self) -> Result<(), Error> {
        let days = self.ascending();
        if let Some(pair) = days.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(Error::input(format!("--as-of has the day {} twice", pair[0]), "write each day once"));
        }
        if self.back.is_some() && days.len() > 1 {
            return Err(Error::input(
                format!("--snapshots counts back from one day, and --as-of has {}", days.len()),
                "write the last day alone, or all days without --snapshots",
            ));
        }
        let count = self.back.map_or(days.len(), |back| back.count as usize);
        if self.is_series() && !(1..=MOST_SNAPSHOTS as usize).contains(&count) {
            return Err(Error::input(
                format!("{count} snapshots were asked for; allowed are 1 to {MOST_SNAPSHOTS}"),
                "ask for a part of them at a time, or for days farther apart with --every",
            ));
        }
        Ok(())
    }

    fn ascending(&self) -> Vec<Day> {
        let mut days = self.as_of.clone();
        days.sort_unstable();
        days
    }
}

fn before_the_calendar(count: u32, every: Window, last: Day) -> Error {
    Error::input(
        format!("{count} snapshots up to {last}, each {every} before the next, would begin before the year 1"),
        "ask for fewer with --snapshots, or for days closer together with --every",
    )
}
