//! Whether a table divides all customers: every cell in exactly one segment, every segment with a cell of its own.
//!
//! All 125 cells are looked at, one by one, so nothing is missed and nothing is alarmed about in vain.

use crate::rfm::area::Area;
use crate::rfm::cell::{Cell, CellSet};
use crate::rfm::cover::cover;
use crate::rfm::table::{Segment, Table};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a table is, and what is wrong with it. Segments are named; equal names are a finding of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The table's title.
    pub title: String,
    /// Whether every cell has exactly one segment, every segment a cell, and no name occurs twice.
    pub fine: bool,
    /// Every segment, in the order of the table.
    pub segments: Vec<Claim>,
    /// Cells that several segments claim, one entry per set of claimants, the largest first.
    pub overlaps: Vec<Overlap>,
    /// Cells that no segment claims.
    pub gaps: Cells,
    /// Segments that no customer can get when the table is read from top to bottom.
    pub unreachable: Vec<Unreachable>,
    /// Names that several segments have.
    pub repeated_names: Vec<String>,
    /// Segments without a cell.
    pub empty: Vec<String>,
}

/// A number of cells, written as areas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cells {
    /// How many, 0 to 125.
    pub count: usize,
    /// The same as areas that do not overlap.
    pub areas: Vec<Area>,
}

/// What a segment claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// Its name.
    pub name: String,
    /// Cells it claims.
    pub cells: usize,
    /// Those of them that no other segment claims.
    pub alone: usize,
}

/// Cells that the same segments claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overlap {
    /// The names of the claimants, two or more, in the order of the table.
    pub segments: Vec<String>,
    /// The cells.
    pub cells: Cells,
}

/// A segment whose every cell is claimed by segments before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unreachable {
    /// Its name.
    pub name: String,
    /// The names of the segments that get its cells, in the order of the table.
    pub behind: Vec<String>,
}

impl From<CellSet> for Cells {
    fn from(cells: CellSet) -> Self {
        Self { count: cells.len(), areas: cover(cells) }
    }
}

impl Report {
    /// How many cells several segments claim.
    pub fn overlapping(&self) -> usize {
        self.overlaps.iter().map(|overlap| overlap.cells.count).sum()
    }
}

/// Looks at every cell of the table. Cost: 125 × segments.
pub fn check(table: &Table) -> Report {
    let claimants = table.claimants();
    let (overlaps, gaps) = shared(table, &claimants);
    let repeated_names = repeated(table);
    let empty: Vec<String> =
        table.segments.iter().filter(|segment| segment.areas.is_empty()).map(|segment| segment.name.clone()).collect();
    Report {
        title: table.title.clone(),
        fine: overlaps.is_empty() && gaps.is_empty() && repeated_names.is_empty() && empty.is_empty(),
        segments: table.segments.iter().enumerate().map(|(at, segment)| claim(at, segment, &claimants)).collect(),
        overlaps,
        gaps: gaps.into(),
        unreachable: unreachable(table, &claimants),
        repeated_names,
        empty,
    }
}

fn names(table: &Table, segments: &[usize]) -> Vec<String> {
    segments.iter().map(|&at| table.segments[at].name.clone()).collect()
}

/// The overlaps, and the cells of nobody.
fn shared(table: &Table, claimants: &[Vec<usize>]) -> (Vec<Overlap>, CellSet) {
    let mut sets: BTreeMap<&[usize], CellSet> = BTreeMap::new();
    for (cell, claimants) in Cell::all().zip(claimants) {
        sets.entry(claimants).or_default().insert(cell);
    }
    let gaps = sets.get(&[][..]).copied().unwrap_or_default();
    let mut overlaps: Vec<Overlap> = sets
        .into_iter()
        .filter(|(claimants, _)| claimants.len() > 1)
        .map(|(claimants, cells)| Overlap { segments: names(table, claimants), cells: cells.into() })
        .collect();
    overlaps.sort_by_key(|overlap| std::cmp::Reverse(overlap.cells.count));
    (overlaps, gaps)
}

fn claim(at: usize, segment: &Segment, claimants: &[Vec<usize>]) -> Claim {
    let alone = claimants.iter().filter(|claimants| claimants[..] == [at]).count();
    Claim { name: segment.name.clone(), cells: segment.cells().len(), alone }
}

/// Segments that claim cells and come first for none of them.
fn unreachable(table: &Table, claimants: &[Vec<usize>]) -> Vec<Unreachable> {
    let first: Vec<Option<usize>> = claimants.iter().map(|claimants| claimants.first().copied()).collect();
    let behind = |at: usize| {
        let mut behind: Vec<usize> = table.segments[at]
            .cells()
            .iter()
            .filter_map(|cell| first[cell.index()])
            .filter(|&other| other != at)
            .collect();
        behind.sort_unstable();
        behind.dedup();
        Unreachable { name: table.segments[at].name.clone(), behind: names(table, &behind) }
    };
    (0..table.segments.len())
        .filter(|&at| !table.segments[at].areas.is_empty() && !first.contains(&Some(at)))
        .map(behind)
        .collect()
}

fn repeated(table: &Table) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    table.segments.iter().for_each(|segment| *counts.entry(&segment.name).or_default() += 1);
    counts.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name.to_owned()).collect()
}
