//! Rows that say the same thing twice.
//!
//! - Of a customer's rows with the same id of a line the smallest (by all that is used of it) stays, the others are set aside, with what was
//!   given back for them.
//! - Rows that are identical in every field lie side by side once a customer's rows are sorted. A customer can buy the same thing twice,
//!   so whether the second goes is a policy.
//!
//! Cost: a table without repetitions costs one comparison per row.

use crate::gather::rows::Row;
use crate::judge::reason::Reason;
use crate::tables::Place;
use shoal_segment::lines::NO_KEY;

/// A row that repeats another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Repeat {
    pub(crate) place: Place,
    /// Where it had been booked.
    pub(crate) from: Reason,
    /// Its money, signed.
    pub(crate) amount: i64,
    /// Where it is booked now; the same when it stays.
    pub(crate) to: Reason,
}

pub(super) fn repeat(row: &Row, to: Reason) -> Repeat {
    Repeat { place: row.place, from: row.reason, amount: row.booked(), to }
}

/// Takes out the rows whose line's id another row has, of `ids` different ids in all.
pub(super) fn without_repeated_ids(rows: &mut Vec<Row>, ids: usize) -> Vec<Repeat> {
    if ids == 0 {
        return Vec::new();
    }
    let mut first: Vec<Option<Row>> = vec![None; ids];
    let mut repeats = Vec::new();
    for row in rows.iter().filter(|row| row.id != NO_KEY && row.reason.is_of_row()) {
        let known = &mut first[row.id as usize];
        match known {
            None => *known = Some(*row),
            Some(other) => {
                let gone = if row < other { std::mem::replace(other, *row) } else { *row };
                repeats.push(repeat(&gone, Reason::RepeatedLineId));
            }
        }
    }
    if !repeats.is_empty() {
        let stays = |row: &Row| row.id == NO_KEY || first[row.id as usize].is_some_and(|kept| kept.place == row.place);
        let refunds = rows.iter().filter(|row| !row.reason.is_of_row() && !stays(row));
        repeats.extend(refunds.map(|row| repeat(row, Reason::RepeatedLineId)));
        rows.retain(stays);
    }
    repeats
}

/// Finds the rows that are identical to the one before, and takes them out when copies are to `go`. The rows are sorted.
pub(super) fn copies(rows: &mut Vec<Row>, go: bool) -> Vec<Repeat> {
    let to = |row: &Row| if go { Reason::RepeatedRow } else { row.reason };
    let pairs = rows.windows(2).filter(|pair| pair[0].says_the_same(&pair[1]));
    let repeats: Vec<Repeat> = pairs.map(|pair| repeat(&pair[1], to(&pair[1]))).collect();
    if go && !repeats.is_empty() {
        rows.dedup_by(|later, earlier| earlier.says_the_same(later));
    }
    repeats
}
