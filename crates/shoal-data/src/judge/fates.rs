//! What became of the rows of all tables, collected while they are judged.
//!
//! A table may have as many rows that are not used as rows that are, so those of the transactions are kept in about four bytes each
//! ([`Fates`]); what they cost is accounted for elsewhere ([`crate::judge::sums`]).

use crate::coding::{put, take};
use crate::judge::reason::{Cause, Reason};
use crate::tables::Place;
use std::collections::BTreeMap;

/// The end of one row with money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fate {
    pub(crate) place: Place,
    pub(crate) reason: Reason,
    /// Signed, in the scale of money; `None` when it could not be read.
    pub(crate) amount: Option<i64>,
    /// For unreadable rows.
    pub(crate) cause: Option<Cause>,
}

impl Fate {
    /// A row of a table without money.
    pub(crate) fn plain(place: Place, reason: Reason) -> Self {
        Self { place, reason, amount: Some(0), cause: None }
    }

    /// An unreadable row.
    pub(crate) fn unreadable(place: Place, cause: Cause, amount: Option<i64>) -> Self {
        Self { place, reason: cause.reason, amount, cause: Some(cause) }
    }
}

/// The ends of many rows, chunk by chunk, without their money.
#[derive(Default)]
pub(crate) struct Fates {
    chunks: BTreeMap<u32, Vec<u8>>,
    /// The different words of causes.
    words: Vec<&'static str>,
}

impl Fates {
    /// Adds the end of a row; rows of a chunk come in their order.
    pub(crate) fn push(&mut self, place: Place, reason: Reason, cause: Option<Cause>) {
        let words = cause.map(|cause| (cause.column, self.number_of(cause.words)));
        let bytes = self.chunks.entry(place.unit).or_default();
        put(bytes, u64::from(place.row));
        bytes.push(reason as u8);
        put(bytes, words.map_or(0, |(_, number)| number + 1));
        if let Some((column, _)) = words {
            put(bytes, u64::from(column));
        }
    }

    /// Adds those of other chunks.
    pub(crate) fn join(&mut self, other: Self) {
        if self.chunks.is_empty() {
            *self = other;
            return;
        }
        // Numbers of words are those of the run, so they are written again.
        for fate in other.iter() {
            self.push(fate.place, fate.reason, fate.cause);
        }
    }

    /// The rows of a chunk, in their order.
    pub(crate) fn of_unit(&self, unit: u32) -> impl Iterator<Item = Fate> {
        let mut bytes = self.chunks.get(&unit).map_or(&[][..], Vec::as_slice);
        std::iter::from_fn(move || self.next(unit, &mut bytes))
    }

    /// All rows, by their place.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Fate> {
        self.chunks.keys().flat_map(|&unit| self.of_unit(unit))
    }

    fn next(&self, unit: u32, bytes: &mut &[u8]) -> Option<Fate> {
        let row = take(bytes)? as u32;
        let reason = Reason::from_number(*bytes.split_off_first()?)?;
        let words = (take(bytes)? as usize).checked_sub(1).and_then(|number| self.words.get(number));
        let cause = match words {
            Some(words) => Some(Cause { reason, column: take(bytes)? as u32, words }),
            None => None,
        };
        Some(Fate { place: Place { unit, row }, reason, amount: None, cause })
    }

    fn number_of(&mut self, words: &'static str) -> u64 {
        let known = self.words.iter().position(|known| *known == words);
        known.unwrap_or_else(|| {
            self.words.push(words);
            self.words.len() - 1
        }) as u64
    }
}

/// The ends of the rows of all tables.
pub(crate) struct Ends {
    transactions: Fates,
    /// The others, and rows that are gone as repeats, by place.
    others: Vec<Fate>,
}

impl Ends {
    /// Puts them together; a row may be in several lists.
    pub(crate) fn new(transactions: Fates, others: &[&[Fate]]) -> Self {
        let mut others: Vec<Fate> = others.iter().copied().flatten().copied().collect();
        others.sort_by_key(|fate| fate.place);
        Self { transactions, others }
    }

    /// Adds rows that are gone as repeats.
    pub(crate) fn add(&mut self, gone: &[Fate]) {
        self.others.extend(gone);
        self.others.sort_by_key(|fate| fate.place);
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Fate> {
        self.transactions.iter().chain(self.others.iter().copied())
    }

    /// Those of a chunk.
    pub(crate) fn of_unit(&self, unit: u32) -> impl Iterator<Item = Fate> {
        let start = self.others.partition_point(|fate| fate.place.unit < unit);
        let others = self.others[start..].iter().take_while(move |fate| fate.place.unit == unit);
        self.transactions.of_unit(unit).chain(others.copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pushed_comes_back() {
        let place = |unit, row| Place { unit, row };
        let cause = |reason, column, words| Some(Cause { reason, column, words });
        let (mut one, mut two) = (Fates::default(), Fates::default());
        one.push(place(0, 3), Reason::NoCustomer, None);
        one.push(place(0, 70_000), Reason::BadDate, cause(Reason::BadDate, 4, "is no date"));
        two.push(place(1, 0), Reason::BadNumber, cause(Reason::BadNumber, 300, "is no number"));
        two.push(place(2, 9), Reason::BadDate, cause(Reason::BadDate, 0, "is no date"));
        one.join(two);
        let ends = Ends::new(one, &[&[Fate::plain(place(2, 1), Reason::RepeatedRow)]]);
        let told: Vec<_> =
            ends.iter().map(|fate| (fate.place, fate.reason, fate.cause.map(|c| (c.column, c.words)))).collect();
        assert_eq!(
            told,
            [
                (place(0, 3), Reason::NoCustomer, None),
                (place(0, 70_000), Reason::BadDate, Some((4, "is no date"))),
                (place(1, 0), Reason::BadNumber, Some((300, "is no number"))),
                (place(2, 9), Reason::BadDate, Some((0, "is no date"))),
                (place(2, 1), Reason::RepeatedRow, None),
            ]
        );
        assert_eq!(ends.of_unit(2).map(|fate| fate.place.row).collect::<Vec<_>>(), [9, 1]);
        assert_eq!(ends.of_unit(7).count(), 0);
    }
}
