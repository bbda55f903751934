//! Files of one export that overlap in time: what stands in both counts once.
//!
//! Only for exports that are known to be handed out so ([`crate::recognise::exports`]). Two files overlap when there is a period of
//! days in which both have rows, and nine of ten rows that the one with fewer has there, at least ten, stand in the other as well: identical
//! in every field that all these files have. A file that was merely cut in two never looks like that.
//!
//! Of such rows the file that has most of them keeps its own, so that rows that repeat within a file stay as they are; of files with
//! equally many the first by name. Decided over all rows: their order and that of the files play no part.
//!
//! Cost: for such files all shelves are put in order twice; for others nothing.

use crate::gather::repeats::{Repeat, repeat};
use crate::gather::rows::Row;
use crate::judge::day_tally::DayTally;
use crate::judge::reason::Reason;
use crate::tables::Tables;
use shoal_segment::receipt::TableKind;
use std::collections::{BTreeMap, BTreeSet};

/// The share (in percent) of the smaller file's rows in the common period that must stand in the other.
const NEARLY_ALL: u64 = 90;
/// So many rows at least.
const ENOUGH: u64 = 10;

/// How many rows two tables have in common.
pub(crate) type Common = BTreeMap<(usize, usize), u64>;

/// The tables that may overlap: none, or at least two.
pub(crate) fn candidates(tables: &Tables<'_>) -> Vec<usize> {
    let may = |table: &usize| tables.tables[*table].export.is_some_and(|known| known.part.overlaps);
    let members: Vec<usize> = tables.of_kind(TableKind::Transactions).filter(may).collect();
    if members.len() < 2 { Vec::new() } else { members }
}

/// Counts what the tables have in common among sorted rows.
pub(crate) fn common(rows: &[Row], tables: &Tables<'_>) -> Common {
    let mut common = Common::new();
    for group in rows.chunk_by(|a, b| a.says_the_same(b)).filter(|group| group.len() > 1) {
        let counts: Vec<(usize, u64)> = counts(group, tables).into_iter().collect();
        for (at, &(one, count)) in counts.iter().enumerate() {
            for &(other, others) in &counts[at + 1..] {
                *common.entry((one, other)).or_default() += count.min(others);
            }
        }
    }
    common
}

/// The pairs of tables that overlap; `days` are those of the candidates' rows.
pub(crate) fn overlaps(common: &Common, days: &BTreeMap<usize, DayTally>) -> BTreeSet<(usize, usize)> {
    let is_overlap = |&(&(one, other), &both): &(&(usize, usize), &u64)| {
        let (Some(a), Some(b)) = (days.get(&one), days.get(&other)) else { return false };
        let (Some(first), Some(last)) = (a.first().max(b.first()), a.last().min(b.last())) else { return false };
        let fewer = a.between(first.0, last.0).min(b.between(first.0, last.0));
        both >= ENOUGH && both * 100 >= NEARLY_ALL * fewer
    };
    common.iter().filter(is_overlap).map(|(&pair, _)| pair).collect()
}

/// Takes out the rows that another table has as well. The rows are sorted.
pub(super) fn take_out(rows: &mut Vec<Row>, overlaps: &BTreeSet<(usize, usize)>, tables: &Tables<'_>) -> Vec<Repeat> {
    if overlaps.is_empty() {
        return Vec::new();
    }
    let mut repeats = Vec::new();
    let mut kept = Vec::with_capacity(rows.len());
    for group in rows.chunk_by(|a, b| a.says_the_same(b)) {
        let counts = counts(group, tables);
        let keeps = |table: usize| {
            let beats = |other: usize| (counts[&other], table) > (counts[&table], other);
            let overlapping = |other: usize| overlaps.contains(&(table.min(other), table.max(other)));
            !counts.keys().any(|&other| other != table && overlapping(other) && beats(other))
        };
        for row in group {
            if keeps(tables.table_of(row.place)) {
                kept.push(*row);
            } else {
                repeats.push(repeat(row, Reason::InOverlap));
            }
        }
    }
    *rows = kept;
    repeats
}

/// Rows of a group by table.
fn counts(group: &[Row], tables: &Tables<'_>) -> BTreeMap<usize, u64> {
    let mut counts = BTreeMap::new();
    group.iter().for_each(|row| *counts.entry(tables.table_of(row.place)).or_default() += 1);
    counts
}
