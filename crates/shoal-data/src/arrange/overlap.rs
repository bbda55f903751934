//! Files of one export that overlap in time: what stands in both counts once.
//!
//! Only for exports that are known to be handed out so ([`crate::recognise::exports`]). Two files overlap when there is a period in
//! which both have rows, and nine of ten rows that the one with fewer has there, at least ten, stand in the other as well: identical in
//! every field that all these files have. A file that was merely cut in two never looks like that.
//!
//! Of such rows the file that has most of them keeps its own, so that rows that repeat within a file stay as they are; of files with
//! equally many the first by name. Decided over all rows: their order and that of the files play no part.
//!
//! Cost: one pass over the lines, and a sort of those that occur several times.

use crate::arrange::{Arranged, Placed};
use crate::judge::Draft;
use crate::tables::{Place, Tables};
use rayon::prelude::*;
use shoal_segment::date::Moment;
use shoal_segment::receipt::TableKind;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// The share (in percent) of the smaller file's rows in the common period that must stand in the other.
const NEARLY_ALL: u64 = 90;
/// So many rows at least.
const ENOUGH: u64 = 10;

/// Files that may overlap.
struct Candidates<'t, 'a> {
    tables: &'t Tables<'a>,
    drafts: &'t [Draft],
    /// Positions of the tables.
    members: Vec<usize>,
    /// The columns that all of them have.
    shared: BTreeSet<String>,
}

/// The drafts (their positions) whose rows stand in another file that overlaps.
pub(crate) fn overlapping_rows(tables: &Tables<'_>, drafts: &[Draft], arranged: &Arranged) -> Vec<u32> {
    let may = |table: &usize| tables.tables[*table].export.is_some_and(|known| known.part.overlaps);
    let members: Vec<usize> = tables.of_kind(TableKind::Transactions).filter(may).collect();
    if members.len() < 2 {
        return Vec::new();
    }
    let candidates = Candidates { tables, drafts, shared: tables.shared_columns(&members), members };
    let groups = candidates.groups(arranged);
    let overlaps = candidates.overlaps(arranged, &groups);
    groups.iter().flat_map(|group| candidates.extras(group, &overlaps)).collect()
}

impl Candidates<'_, '_> {
    fn table(&self, draft: u32) -> usize {
        self.tables.table_of(self.drafts[draft as usize].place)
    }

    fn compare(&self, a: Place, b: Place) -> Ordering {
        self.tables.compare_shared(a, b, &self.shared)
    }

    /// The drafts with one content that stand in several of the files.
    fn groups(&self, arranged: &Arranged) -> Vec<Vec<u32>> {
        let runs: Vec<&[Placed]> =
            arranged.placed.chunk_by(|a, b| a.line == b.line).filter(|run| run.len() > 1).collect();
        let place = |draft: u32| self.drafts[draft as usize].place;
        let parts: Vec<Vec<Vec<u32>>> = runs
            .into_par_iter()
            .map(|run| {
                let mut drafts: Vec<u32> = run.iter().map(|placed| placed.draft).collect();
                drafts.retain(|&draft| self.members.contains(&self.table(draft)));
                drafts.sort_unstable_by(|&a, &b| self.compare(place(a), place(b)).then(place(a).cmp(&place(b))));
                let same = drafts.chunk_by(|&a, &b| self.compare(place(a), place(b)).is_eq());
                let several = |group: &&[u32]| group.iter().any(|&draft| self.table(draft) != self.table(group[0]));
                same.filter(several).map(<[u32]>::to_vec).collect()
            })
            .collect();
        parts.concat()
    }

    /// The pairs of files that overlap.
    fn overlaps(&self, arranged: &Arranged, groups: &[Vec<u32>]) -> BTreeSet<(usize, usize)> {
        let mut span: BTreeMap<usize, (Moment, Moment)> = BTreeMap::new();
        for placed in &arranged.placed {
            let time = placed.line.time;
            let span = span.entry(self.table(placed.draft)).or_insert((time, time));
            *span = (span.0.min(time), span.1.max(time));
        }
        let mut common: BTreeMap<(usize, usize), u64> = BTreeMap::new();
        for group in groups {
            let counts: Vec<(usize, u64)> = self.counts(group).into_iter().collect();
            for (at, &(one, count)) in counts.iter().enumerate() {
                for &(other, others) in &counts[at + 1..] {
                    *common.entry((one, other)).or_default() += count.min(others);
                }
            }
        }
        let is_overlap = |&(&(one, other), &both): &(&(usize, usize), &u64)| {
            let (a, b) = (span[&one], span[&other]);
            let (start, end) = (a.0.max(b.0), a.1.min(b.1));
            let rows = |table: usize| {
                let inside = |placed: &&Placed| (start..=end).contains(&placed.line.time);
                arranged.placed.par_iter().filter(|placed| self.table(placed.draft) == table).filter(inside).count()
                    as u64
            };
            both >= ENOUGH && both * 100 >= NEARLY_ALL * rows(one).min(rows(other))
        };
        common.iter().filter(is_overlap).map(|(&pair, _)| pair).collect()
    }

    fn counts(&self, group: &[u32]) -> BTreeMap<usize, u64> {
        let mut counts = BTreeMap::new();
        group.iter().for_each(|&draft| *counts.entry(self.table(draft)).or_default() += 1);
        counts
    }

    /// The drafts of a group that another file has as well.
    fn extras(&self, group: &[u32], overlaps: &BTreeSet<(usize, usize)>) -> Vec<u32> {
        let counts = self.counts(group);
        let keeps = |table: usize| {
            let beats = |other: usize| (counts[&other], table) > (counts[&table], other);
            let overlapping = |other: usize| overlaps.contains(&(table.min(other), table.max(other)));
            !counts.keys().any(|&other| other != table && overlapping(other) && beats(other))
        };
        group.iter().copied().filter(|&draft| !keeps(self.table(draft))).collect()
    }
}
