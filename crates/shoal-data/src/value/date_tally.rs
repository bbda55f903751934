//! What the dates of a column look like, counted over all its rows.

use crate::options::DateOrder;
use crate::read::grid::{Chunk, Grid};
use crate::value::date_form::{Unix, unix};
use crate::value::key::filled;
use crate::value::moment::{Epoch, ORDERS, Slashed, WrittenDate, parse};
use crate::value::sample::Sample;
use std::collections::BTreeMap;

/// So many different numbers at least are days and no years.
const DAYS: u32 = 4;

/// The values of a column, by the way they can be read as dates. Two tallies join to that of both columns, whatever the order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct DateTally {
    /// Saying something.
    pub(crate) filled: u64,
    /// Digits with one reading only.
    pub(crate) plain: u64,
    /// With points, day first.
    pub(crate) pointed: u64,
    /// With names of months.
    pub(crate) named: u64,
    /// Bare numbers of a workbook.
    pub(crate) serial: u64,
    /// Numbers of seconds and of milliseconds.
    unix: [u64; 2],
    /// Slashed, the same day in every order that it can have.
    pub(crate) same: u64,
    /// Slashed, by the orders that they can have ([`Slashed::orders`]).
    slashed: [Sample; 8],
    /// Of those whose year has two digits: which first and which last numbers occur, one bit each.
    first: u128,
    last: u128,
    /// How often each offset from UTC stands there, in minutes.
    pub(crate) offsets: BTreeMap<i16, u64>,
}

impl DateTally {
    /// Counts the values of a column in a chunk.
    pub(crate) fn of_chunk(grid: &Grid, chunk: &Chunk, column: usize) -> Self {
        let mut tally = Self::default();
        // Lines of one order stand one below the other and say the same.
        let mut run: (&[u8], u64) = (b"", 0);
        for row in 0..chunk.rows.len() {
            let Some(value) = filled(grid.field(chunk, row, column)) else { continue };
            if value != run.0 {
                tally.add(run, grid.epoch());
                run = (value, 0);
            }
            run.1 += 1;
        }
        tally.add(run, grid.epoch());
        tally
    }

    /// Counts a value that stands there so often.
    fn add(&mut self, (value, times): (&[u8], u64), epoch: Option<Epoch>) {
        self.filled += times;
        let Some(written) = parse(value, epoch) else {
            match unix(value) {
                Some((Unix::Seconds, _)) => self.unix[0] += times,
                Some((Unix::Milliseconds, _)) => self.unix[1] += times,
                None => {}
            }
            return;
        };
        match written.date {
            WrittenDate::Plain(_) => self.plain += times,
            WrittenDate::Pointed(_) => self.pointed += times,
            WrittenDate::Named(_) => self.named += times,
            WrittenDate::Serial(_) => self.serial += times,
            WrittenDate::Slashed(slashed) => self.add_slashed(slashed, (value, times)),
        }
        if let Some(offset) = written.clock.offset {
            *self.offsets.entry(offset).or_default() += times;
        }
    }

    fn add_slashed(&mut self, slashed: Slashed, (value, times): (&[u8], u64)) {
        let (orders, same) = slashed.orders();
        if !slashed.long {
            self.first |= 1 << (slashed.first % 100);
            self.last |= 1 << (slashed.third % 100);
        }
        if same {
            self.same += times;
        } else {
            self.slashed[orders].add(value, times);
        }
    }

    /// Two columns as one.
    pub(crate) fn join(mut self, other: Self) -> Self {
        self.filled += other.filled;
        self.plain += other.plain;
        self.pointed += other.pointed;
        self.named += other.named;
        self.serial += other.serial;
        self.same += other.same;
        self.unix = [self.unix[0] + other.unix[0], self.unix[1] + other.unix[1]];
        self.slashed.iter_mut().zip(other.slashed).for_each(|(sum, part)| sum.join(part));
        self.first |= other.first;
        self.last |= other.last;
        for (offset, times) in other.offsets {
            *self.offsets.entry(offset).or_default() += times;
        }
        self
    }

    /// Values that are dates in at least one order.
    pub(crate) fn readable(&self) -> u64 {
        self.written_as_dates() + self.serial + self.unix.iter().sum::<u64>()
    }

    /// Values that are dates beyond doubt, not bare numbers.
    pub(crate) fn written_as_dates(&self) -> u64 {
        self.plain + self.pointed + self.named + self.slashed()
    }

    /// What the numbers are when the column has nothing but numbers of seconds, nearly.
    pub(crate) fn unix(&self) -> Option<Unix> {
        let [seconds, milliseconds] = self.unix;
        let most = seconds.max(milliseconds);
        let unit = if milliseconds > seconds { Unix::Milliseconds } else { Unix::Seconds };
        (2 * most > self.filled && self.written_as_dates() + self.serial == 0).then_some(unit)
    }

    /// Slashed values.
    pub(crate) fn slashed(&self) -> u64 {
        self.same + self.undecided()
    }

    /// Slashed values that are not the same day in every order.
    pub(crate) fn undecided(&self) -> u64 {
        self.slashed.iter().map(|sample| sample.count).sum()
    }

    /// Of these, those that are dates in an order.
    pub(crate) fn fitting(&self, order: DateOrder) -> u64 {
        self.with(order).map(|sample| sample.count).sum()
    }

    /// Of these, those that are dates in this order only.
    pub(crate) fn only(&self, order: DateOrder) -> &Sample {
        &self.slashed[1 << bit(order)]
    }

    /// An example that is undecided: one with many readings before one with few, then the smallest.
    pub(crate) fn example(&self) -> &Sample {
        let filled = self.slashed.iter().enumerate().filter(|(_, sample)| sample.count > 0);
        filled
            .max_by_key(|(orders, sample)| (orders.count_ones(), std::cmp::Reverse(sample.example.clone())))
            .map_or(&self.slashed[0], |(_, sample)| sample)
    }

    /// Whether the year of two digits stands first or last: where far fewer different numbers are.
    pub(crate) fn year_is_first(&self) -> Option<bool> {
        let (first, last) = (self.first.count_ones(), self.last.count_ones());
        let far = |few: u32, many: u32| many >= DAYS && many >= 2 * few;
        match (far(first, last), far(last, first)) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        }
    }

    fn with(&self, order: DateOrder) -> impl Iterator<Item = &Sample> {
        let has = move |orders: usize| orders & (1 << bit(order)) != 0;
        self.slashed.iter().enumerate().filter(move |(orders, _)| has(*orders)).map(|(_, sample)| sample)
    }
}

fn bit(order: DateOrder) -> usize {
    ORDERS.iter().position(|known| *known == order).unwrap_or(0)
}
