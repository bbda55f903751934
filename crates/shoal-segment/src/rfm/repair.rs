//! The smallest repair of a table: every cell in exactly one segment, and no cell changed that was in one already.
//!
//! 1. `joined`: entries of one name become one segment, in the place of the first.
//! 2. `kept`: a segment that has no cell alone needs one of its contested cells. The cells are handed out so that as many
//!    segments as possible get one, earlier segments first (augmenting paths in a bipartite graph). A segment without
//!    cells, or for which none is left, is dropped and told.
//! 3. `settle`: a cell with one claimant stays. A contested cell goes to the segment that needs it (step 2); else to a
//!    claimant that is unreachable when the table is read from top to bottom and claims fewer cells than the first claimant
//!    (it is the exception to a wider rule before it); else to the first claimant, as that reading has it.
//! 4. `fill`: a cell of nobody goes to the segment with the nearest cell, counted in steps of a score; among equals to the
//!    one with most cells so near, then to the first in the table. Cells filled in this step are not counted.
//! 5. `written`: a segment whose cells are as before keeps its boxes; others are written as few boxes (`cover`).
//!
//! Contested cells and cells of nobody must change in any repair, and nothing else changes here: fewer changes are not
//! possible. A table that is fine is repaired to itself.
//!
//! Reference: Kuhn (1955), The Hungarian method, for augmenting paths, doi:10.1002/nav.3800020109.

use crate::rfm::cell::{CELLS, Cell, CellSet};
use crate::rfm::cover::cover;
use crate::rfm::table::{Segment, Table};

/// A repaired table and what it took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The table, a partition of all cells.
    pub table: Table,
    /// Cells whose claimants changed: those that were contested or nobody's.
    pub changed: CellSet,
    /// Names of segments for which no cell was left, in the order of the table.
    pub dropped: Vec<String>,
}

/// The smallest repair; `None` when no segment claims any cell.
///
/// Cost: segments² × 125 at most.
pub fn repair(table: &Table) -> Option<Repair> {
    let joined = joined(table);
    let claimants = joined.claimants();
    let needed = needed(&joined, &claimants);
    let keeps = |at: usize| claimants.iter().any(|claimants| claimants[..] == [at]) || needed.contains(&Some(at));
    let kept: Vec<bool> = (0..joined.segments.len()).map(keeps).collect();
    let settled = settle(&joined, &claimants, &needed, &kept);
    let owners = fill(&settled, joined.segments.len())?;
    let changed = Cell::all().filter(|cell| claimants[cell.index()].len() != 1).collect();
    let dropped = joined
        .segments
        .iter()
        .zip(&kept)
        .filter(|(_, kept)| !**kept)
        .map(|(segment, _)| segment.name.clone())
        .collect();
    Some(Repair { table: written(&joined, &owners), changed, dropped })
}

/// The table with entries of one name put together.
fn joined(table: &Table) -> Table {
    let mut segments: Vec<Segment> = Vec::with_capacity(table.segments.len());
    let mut places = std::collections::BTreeMap::new();
    for segment in &table.segments {
        let place = *places.entry(segment.name.as_str()).or_insert(segments.len());
        match segments.get_mut(place) {
            Some(first) => first.areas.extend(&segment.areas),
            None => segments.push(segment.clone()),
        }
    }
    Table { title: table.title.clone(), segments }
}

/// The contested cells that a segment cannot do without: for each cell the segment that needs it.
fn needed(table: &Table, claimants: &[Vec<usize>]) -> Vec<Option<usize>> {
    let mut holders = vec![None; CELLS];
    for (at, segment) in table.segments.iter().enumerate() {
        let claims = segment.cells();
        if claims.iter().all(|cell| claimants[cell.index()].len() > 1) {
            obtain(at, table, claimants, &mut holders, &mut CellSet::default());
        }
    }
    holders
}

/// Gives the segment a cell; false when it cannot be. A free cell is taken first, best one for which the segment comes
/// first; only then are other holders moved to other cells of theirs.
fn obtain(
    at: usize,
    table: &Table,
    claimants: &[Vec<usize>],
    holders: &mut [Option<usize>],
    tried: &mut CellSet,
) -> bool {
    let mut cells: Vec<Cell> = table.segments[at].cells().without(*tried).iter().collect();
    cells.sort_by_key(|cell| (holders[cell.index()].is_some(), claimants[cell.index()].first() != Some(&at)));
    for cell in cells {
        if tried.contains(cell) {
            continue;
        }
        tried.insert(cell);
        let free = match holders[cell.index()] {
            None => true,
            Some(holder) => obtain(holder, table, claimants, holders, tried),
        };
        if free {
            holders[cell.index()] = Some(at);
            return true;
        }
    }
    false
}

/// The owner of every cell that somebody claims.
fn settle(table: &Table, claimants: &[Vec<usize>], needed: &[Option<usize>], kept: &[bool]) -> Vec<Option<usize>> {
    let first = |claimants: &Vec<usize>| claimants.iter().copied().find(|&at| kept[at]);
    let reached: Vec<Option<usize>> = claimants.iter().map(first).collect();
    let sizes: Vec<usize> = table.segments.iter().map(|segment| segment.cells().len()).collect();
    let owner = |(claimants, needed): (&Vec<usize>, &Option<usize>)| {
        let first = first(claimants)?;
        let exception = |at: &usize| kept[*at] && !reached.contains(&Some(*at)) && sizes[*at] < sizes[first];
        Some(needed.or_else(|| claimants.iter().copied().find(exception)).unwrap_or(first))
    };
    claimants.iter().zip(needed).map(owner).collect()
}

/// The owner of every cell; `None` when no cell has one yet.
fn fill(settled: &[Option<usize>], segments: usize) -> Option<Vec<usize>> {
    let owned: Vec<(Cell, usize)> =
        Cell::all().zip(settled).filter_map(|(cell, owner)| Some((cell, (*owner)?))).collect();
    let nearest = |cell: Cell| {
        let steps = owned.iter().map(|(other, _)| cell.steps_to(*other)).min()?;
        let mut counts = vec![0; segments];
        owned.iter().filter(|(other, _)| cell.steps_to(*other) == steps).for_each(|(_, owner)| counts[*owner] += 1);
        (0..segments).max_by_key(|&at| (counts[at], std::cmp::Reverse(at)))
    };
    Cell::all().zip(settled).map(|(cell, owner)| owner.or_else(|| nearest(cell))).collect()
}

/// The table of these owners, without segments that own nothing.
fn written(table: &Table, owners: &[usize]) -> Table {
    let rewritten = |(at, segment): (usize, &Segment)| {
        let cells: CellSet = Cell::all().filter(|cell| owners[cell.index()] == at).collect();
        let areas = if cells == segment.cells() { segment.areas.clone() } else { cover(cells) };
        (!areas.is_empty()).then(|| Segment { name: segment.name.clone(), areas })
    };
    let segments = table.segments.iter().enumerate().filter_map(rewritten).collect();
    Table { title: table.title.clone(), segments }
}
