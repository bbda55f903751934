//! What the numbers of a column look like, counted over all its rows.

use crate::options::DecimalMark;
use crate::read::grid::{Chunk, Grid};
use crate::value::currency::CurrencyTally;
use crate::value::key::trim;
use crate::value::missing::is_missing;
use crate::value::number::{Plain, Readings, plain, readings};
use crate::value::number_form::NumberForm;
use crate::value::sample::Sample;

/// The values of a column as numbers. Two tallies join to that of both columns, whatever the order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct NumberTally {
    /// Values that say something.
    pub(crate) filled: u64,
    /// Empty, or saying that there is no value.
    pub(crate) empty: u64,
    /// The same number with either decimal mark.
    pub(crate) same: u64,
    /// Numbers with a decimal point only.
    pub(crate) point: u64,
    /// Numbers with a decimal comma only.
    pub(crate) comma: Sample,
    /// Numbers with either mark, but different ones.
    pub(crate) either: Sample,
    /// Of all numbers those with groups, a currency, brackets, a sign at the end or a comma.
    pub(crate) dressed: u64,
    /// Of all numbers those with a percent sign.
    pub(crate) percent: u64,
    /// The currencies beside them.
    pub(crate) currencies: CurrencyTally,
    /// Most decimals of any number, read with a point and with a comma.
    decimals: [u8; 2],
}

/// Whether there is nothing but digits, points, exponents and a sign in front.
fn as_programs_write(value: &[u8]) -> bool {
    let known = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'+' | b'-' | b'e' | b'E');
    value.iter().all(known) && !matches!(value.last(), Some(b'+' | b'-'))
}

impl NumberTally {
    /// Counts the values of a column in a chunk.
    pub(crate) fn of_chunk(grid: &Grid, chunk: &Chunk, column: usize) -> Self {
        let mut tally = Self::default();
        for row in 0..chunk.rows.len() {
            tally.add(trim(grid.field(chunk, row, column)), 1, grid.epoch().is_some());
        }
        tally
    }

    /// Counts a trimmed value; `cells` says that it is the cell of a workbook.
    pub(crate) fn add(&mut self, value: &[u8], times: u64, cells: bool) {
        self.filled += times;
        match plain(value) {
            Some(Plain::Whole) => self.same += times,
            Some(Plain::Point(decimals)) if !cells => {
                self.point += times;
                self.decimals[0] = self.decimals[0].max(decimals);
            }
            Some(Plain::Either(decimals)) if !cells => {
                self.either.add(value, times);
                self.decimals[0] = self.decimals[0].max(decimals);
            }
            Some(Plain::Point(decimals) | Plain::Either(decimals)) => {
                self.same += times;
                self.decimals = self.decimals.map(|most| most.max(decimals));
            }
            None if is_missing(value) => {
                self.filled -= times;
                self.empty += times;
            }
            None => self.add_dressed(value, times),
        }
    }

    fn add_dressed(&mut self, value: &[u8], times: u64) {
        let Readings { point, comma, currency, percent } = readings(value);
        match (point, comma) {
            (None, None) => return,
            (Some(point), Some(comma)) if point == comma => self.same += times,
            (Some(_), Some(_)) => self.either.add(value, times),
            (Some(_), None) => self.point += times,
            (None, Some(_)) => self.comma.add(value, times),
        }
        for (most, number) in self.decimals.iter_mut().zip([point, comma]) {
            *most = number.map_or(*most, |number| number.decimals.max(*most));
        }
        self.dressed += if point.is_some() && as_programs_write(value) { 0 } else { times };
        self.percent += if percent { times } else { 0 };
        self.currencies.add(currency, times);
    }

    /// Two columns as one.
    pub(crate) fn joined(mut self, other: Self) -> Self {
        self.join(other);
        self
    }

    /// Adds another column.
    pub(crate) fn join(&mut self, other: Self) {
        self.filled += other.filled;
        self.empty += other.empty;
        self.same += other.same;
        self.point += other.point;
        self.comma.join(other.comma);
        self.either.join(other.either);
        self.dressed += other.dressed;
        self.percent += other.percent;
        self.currencies.join(other.currencies);
        self.decimals = [0, 1].map(|mark| self.decimals[mark].max(other.decimals[mark]));
    }

    /// Values that are numbers with at least one mark, percentages not among them.
    pub(crate) fn readable(&self) -> u64 {
        self.same + self.point + self.comma.count + self.either.count - self.percent
    }

    /// Numbers that can only be read with a mark.
    pub(crate) fn proofs(&self, mark: DecimalMark) -> u64 {
        match mark {
            DecimalMark::Point => self.point,
            DecimalMark::Comma => self.comma.count,
        }
    }

    /// How the column is read when nothing but its own values is asked.
    pub(crate) fn form(&self, cells: bool) -> NumberForm {
        let mark = self.proven().unwrap_or_default();
        NumberForm { mark, percent: self.percent > self.readable(), cells }
    }

    /// The mark with more proofs.
    pub(crate) fn proven(&self) -> Option<DecimalMark> {
        match self.point.cmp(&self.comma.count) {
            std::cmp::Ordering::Greater => Some(DecimalMark::Point),
            std::cmp::Ordering::Less => Some(DecimalMark::Comma),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// Most decimals of any number that can be read with a mark.
    pub(crate) fn decimals(&self, mark: DecimalMark) -> u8 {
        self.decimals[usize::from(mark == DecimalMark::Comma)]
    }

    /// Whether the column, looked at alone, has numbers with decimals or currencies.
    pub(crate) fn looks_like_money(&self) -> bool {
        self.decimals(self.form(false).mark) > 0 || self.currencies.count() > 0
    }
}
