//! Rows that say the same thing twice.
//!
//! - Of rows with the same id of a line the one with the smallest content is used, the others are set aside.
//! - Rows that are identical in every field are kept and reported, because a customer can buy the same thing twice; unless the
//!   order ids hardly repeat (at least 99 % are different), so that the table has one row per order and an identical row is a copy. The policy
//!   can say otherwise.
//! - Money given back for a row has its fate.
//!
//! Identical rows make identical lines, so only neighbours in canonical order are compared: nothing is hashed, and a table
//! without repetitions costs one comparison per line.

use crate::arrange::{Arranged, Placed};
use crate::judge::Draft;
use crate::policy::Duplicates;
use crate::tables::Tables;
use rayon::prelude::*;
use shoal_segment::lines::NO_KEY;
use std::cmp::Ordering;

/// The share of different order ids from which a table has one row per order.
const NEARLY_DISTINCT: f64 = 0.99;

/// The drafts (their positions) whose id of the line belongs to another draft with a smaller content.
pub(crate) fn repeated_line_ids(tables: &Tables<'_>, drafts: &[Draft], line_ids: usize) -> Vec<u32> {
    if line_ids == 0 {
        return Vec::new();
    }
    let used = || drafts.iter().enumerate().filter(|(_, draft)| draft.reason.is_used() && draft.line != NO_KEY);
    let mut counts = vec![0u32; line_ids];
    used().for_each(|(_, draft)| counts[draft.line as usize] += 1);
    let mut several: Vec<u32> =
        used().filter(|(_, draft)| counts[draft.line as usize] > 1).map(|(position, _)| position as u32).collect();
    let row = |position: u32| &drafts[position as usize];
    several.par_sort_unstable_by(|&a, &b| {
        row(a).line.cmp(&row(b).line).then_with(|| tables.compare(row(a).place, row(b).place))
    });
    several.chunk_by(|&a, &b| row(a).line == row(b).line).flat_map(|same| same[1..].iter().copied()).collect()
}

/// The drafts (their positions) that are identical in every field to an earlier one.
pub(crate) fn identical_rows(tables: &Tables<'_>, drafts: &[Draft], arranged: &Arranged) -> Vec<u32> {
    let runs: Vec<&[Placed]> = arranged.placed.chunk_by(|a, b| a.line == b.line).filter(|run| run.len() > 1).collect();
    let parts: Vec<Vec<u32>> = runs.into_par_iter().map(|run| extras(tables, drafts, run)).collect();
    parts.concat()
}

fn extras(tables: &Tables<'_>, drafts: &[Draft], run: &[Placed]) -> Vec<u32> {
    let place = |draft: u32| drafts[draft as usize].place;
    let mut members: Vec<u32> = run.iter().map(|placed| placed.draft).collect();
    members.sort_unstable_by(|&a, &b| tables.compare(place(a), place(b)));
    let repeats =
        |pair: &[u32]| (tables.compare_content(place(pair[0]), place(pair[1])) == Ordering::Equal).then_some(pair[1]);
    members.windows(2).filter_map(repeats).collect()
}

/// What was given back for a row that is not used is not used either; it stands behind its row.
pub(crate) fn follow_rows(drafts: &mut [Draft]) {
    for at in 1..drafts.len() {
        let row = drafts[at - 1].reason;
        if drafts[at].is_refund && !row.is_used() {
            drafts[at].reason = row;
        }
    }
}

/// Whether identical rows are set aside.
pub(crate) fn are_copies(drafts: &[Draft], orders: usize, rule: Duplicates) -> bool {
    match rule {
        Duplicates::Auto => orders_are_lines(drafts, orders),
        Duplicates::Keep => false,
        Duplicates::SetAside => true,
    }
}

/// Whether the order ids hardly repeat.
fn orders_are_lines(drafts: &[Draft], orders: usize) -> bool {
    let with_order = drafts.iter().filter(|draft| draft.order != NO_KEY && !draft.is_refund).count();
    with_order > 0 && orders as f64 >= NEARLY_DISTINCT * with_order as f64
}
