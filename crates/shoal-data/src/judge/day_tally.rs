//! How many of the rows in use are dated on each day.

use crate::tables::Place;
use shoal_segment::date::Day;
use std::collections::BTreeMap;

/// Days from 1970 on that have a place of their own in a list: up to 2106.
const LISTED: usize = 50_000;

/// Rows by day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct DayTally {
    listed: Vec<u64>,
    others: BTreeMap<i32, u64>,
    first: Option<(Day, Place)>,
    last: Option<(Day, Place)>,
}

impl DayTally {
    /// Counts a row.
    pub(crate) fn add(&mut self, day: Day, place: Place) {
        match usize::try_from(day.0) {
            Ok(at) if at < LISTED => {
                if self.listed.len() <= at {
                    self.listed.resize(at + 1, 0);
                }
                self.listed[at] += 1;
            }
            _ => *self.others.entry(day.0).or_default() += 1,
        }
        self.note_ends(day, place);
    }

    fn note_ends(&mut self, day: Day, place: Place) {
        if self.first.is_none_or(|first| (day, place) < first) {
            self.first = Some((day, place));
        }
        if self.last.is_none_or(|(last, at)| day > last || day == last && place < at) {
            self.last = Some((day, place));
        }
    }

    /// Both together.
    pub(crate) fn join(mut self, other: &Self) -> Self {
        if self.listed.len() < other.listed.len() {
            self.listed.resize(other.listed.len(), 0);
        }
        self.listed.iter_mut().zip(&other.listed).for_each(|(sum, part)| *sum += part);
        other.others.iter().for_each(|(&day, count)| *self.others.entry(day).or_default() += count);
        [other.first, other.last].into_iter().flatten().for_each(|(day, place)| self.note_ends(day, place));
        self
    }

    /// The days with rows, ascending, with their numbers of rows.
    pub(crate) fn days(&self) -> Vec<(i64, u64)> {
        let listed = self.listed.iter().enumerate().map(|(day, &count)| (day as i64, count));
        let others = self.others.iter().map(|(&day, &count)| (i64::from(day), count));
        let mut days: Vec<(i64, u64)> = listed.chain(others).filter(|&(_, count)| count > 0).collect();
        days.sort_unstable();
        days
    }

    /// Rows from one day to another, both included.
    pub(crate) fn between(&self, first: Day, last: Day) -> u64 {
        let inside = |&&(day, _): &&(i64, u64)| (i64::from(first.0)..=i64::from(last.0)).contains(&day);
        self.days().iter().filter(inside).map(|&(_, count)| count).sum()
    }

    /// The first day, and the first row that is dated so.
    pub(crate) fn first(&self) -> Option<(Day, Place)> {
        self.first
    }

    /// The last day, and the first row that is dated so.
    pub(crate) fn last(&self) -> Option<(Day, Place)> {
        self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_give_the_whole() {
        let rows = [(5, 3), (-40, 1), (5, 2), (60_000, 0), (19_000, 7), (60_000, 4)];
        let of = |rows: &[(i32, u32)]| {
            let mut tally = DayTally::default();
            rows.iter().for_each(|&(day, row)| tally.add(Day(day), Place { unit: 0, row }));
            tally
        };
        let whole = of(&rows);
        assert_eq!(whole.days(), [(-40, 1), (5, 2), (19_000, 1), (60_000, 2)]);
        assert_eq!(whole.first(), Some((Day(-40), Place { unit: 0, row: 1 })));
        assert_eq!(whole.last(), Some((Day(60_000), Place { unit: 0, row: 0 })));
        for cut in 0..=rows.len() {
            let (one, other) = rows.split_at(cut);
            assert_eq!(of(one).join(&of(other)), whole);
            assert_eq!(of(other).join(&of(one)), whole);
        }
    }
}
