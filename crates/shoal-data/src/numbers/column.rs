//! One column of a table of numbers: its values, its missing cells, and the first cell that is neither.

use super::{Missing, WeightColumn};
use crate::error::Error;
use crate::read::grid::{Chunk, Grid};
use crate::read::source::Source;
use crate::value::key::{clean, trim};
use crate::value::number::{NumberFault, float};
use std::borrow::Borrow;

/// A column, read.
#[derive(Default)]
pub(super) struct Column {
    pub(super) facts: Facts,
    /// One per row; 0 where there is none.
    pub(super) values: Vec<f64>,
    /// The rows without a value, ascending.
    pub(super) missing: Vec<usize>,
}

/// What there is to know of a column beside its values.
#[derive(Default)]
pub(super) struct Facts {
    /// Its place in the header.
    pub(super) place: usize,
    /// How many rows there are.
    pub(super) rows: usize,
    /// How many of them have no value.
    lacking: usize,
    /// The first of them.
    pub(super) first_lacking: Option<usize>,
    /// The first cell that is no number.
    wrong: Option<Wrong>,
    /// How many cells are no numbers.
    wrongs: usize,
}

/// A cell that is no number.
struct Wrong {
    row: usize,
    text: String,
    fault: NumberFault,
}

impl Borrow<Facts> for Column {
    fn borrow(&self) -> &Facts {
        &self.facts
    }
}

impl Column {
    /// Reads every cell.
    pub(super) fn read(grid: &Grid, place: usize) -> Self {
        let parts: Vec<Self> = grid.map(|chunk| Self::part(grid, chunk, place));
        let mut whole = Self { facts: Facts::of(place), ..Self::default() };
        for part in parts {
            let before = whole.values.len();
            whole.values.extend(part.values);
            whole.missing.extend(part.missing.iter().map(|row| before + row));
            whole.facts.add(part.facts);
        }
        whole
    }

    /// Reads the cells of one chunk; rows are counted from its first.
    pub(super) fn part(grid: &Grid, chunk: &Chunk, place: usize) -> Self {
        let values = Vec::with_capacity(chunk.rows.len());
        let mut part = Self { values, facts: Facts::of(place), ..Self::default() };
        for row in 0..chunk.rows.len() {
            let field = grid.field(chunk, row, place);
            let value = match (clean(field), float(trim(field))) {
                (None, _) => {
                    part.missing.push(row);
                    0.0
                }
                (Some(_), Ok(number)) => number,
                (Some(_), Err(fault)) => {
                    let text = || String::from_utf8_lossy(trim(field)).chars().take(LONGEST).collect();
                    let facts = &mut part.facts;
                    facts.wrongs += 1;
                    facts.wrong = facts.wrong.take().or_else(|| Some(Wrong { row, text: text(), fault }));
                    0.0
                }
            };
            part.values.push(value);
        }
        let (rows, lacking, first_lacking) = (part.values.len(), part.missing.len(), part.missing.first().copied());
        part.facts = Facts { rows, lacking, first_lacking, ..part.facts };
        part
    }
}

impl Facts {
    fn of(place: usize) -> Self {
        Self { place, ..Self::default() }
    }

    /// Looks at every cell and keeps no value.
    pub(super) fn read(grid: &Grid, place: usize) -> Self {
        let parts = grid.map(|chunk| Column::part(grid, chunk, place).facts);
        let mut whole = Self::of(place);
        parts.into_iter().for_each(|part| whole.add(part));
        whole
    }

    /// Adds the facts of the rows that follow.
    fn add(&mut self, next: Self) {
        let before = self.rows;
        self.rows += next.rows;
        self.lacking += next.lacking;
        self.first_lacking = self.first_lacking.or(next.first_lacking.map(|row| before + row));
        self.wrongs += next.wrongs;
        self.wrong = self.wrong.take().or(next.wrong.map(|wrong| Wrong { row: before + wrong.row, ..wrong }));
    }

    /// Whether it is meant as numbers: at most one filled cell in ten is none. Leaving such a column out in silence would change
    /// what is clustered.
    pub(super) fn meant_as_numbers(&self) -> bool {
        let filled = self.rows - self.lacking;
        self.wrongs > 0 && 10 * self.wrongs <= filled
    }

    /// Why it is not taken when no column was named.
    pub(super) fn reason(&self, grid: &Grid) -> Option<String> {
        if grid.header[self.place].is_empty() {
            return Some("only columns with a name are taken".to_owned());
        }
        if let Some(wrong) = &self.wrong {
            return Some(format!("`{}` on line {} {}", wrong.text, line_of(grid, wrong.row), wrong.fault.words()));
        }
        (self.lacking == self.rows).then(|| "it is empty".to_owned())
    }

    /// The error when it was named and holds something that is no number.
    pub(super) fn refusal(&self, source: &Source) -> Option<Error> {
        self.wrong.as_ref().map(|wrong| Error::NotANumber {
            file: source.name.clone(),
            line: line_of(&source.grid, wrong.row),
            column: source.grid.column_name(self.place),
            value: wrong.text.clone(),
            why: wrong.fault.words(),
        })
    }
}

impl Column {
    /// The error for the first cell that is no weight: no number, out of the range, or missing where that is refused.
    pub(super) fn weight_refusal(&self, source: &Source, range: &WeightColumn, missing: Missing) -> Option<Error> {
        let within = |value: f64| value == 0.0 || (range.smallest..=range.largest).contains(&value);
        let wrong = self.facts.wrong.as_ref().map(|wrong| (wrong.row, wrong.text.clone()));
        let outside = self.values.iter().position(|&value| !within(value));
        let outside = outside.map(|row| (row, format!("{:?}", self.values[row])));
        let lacking = self.missing.first().filter(|_| missing == Missing::Refuse).map(|&row| (row, String::new()));
        let (row, value) = wrong.into_iter().chain(outside).chain(lacking).min_by_key(|found| found.0)?;
        Some(Error::Weight {
            file: source.name.clone(),
            line: line_of(&source.grid, row),
            column: source.grid.column_name(self.facts.place),
            value,
            smallest: range.smallest,
            largest: range.largest,
        })
    }
}

/// Characters of a cell that a message shows.
const LONGEST: usize = 60;

/// The line on which a row stands, counted over all chunks.
pub(super) fn line_of(grid: &Grid, row: usize) -> u64 {
    let mut before = 0;
    for slot in &grid.slots {
        if row < before + slot.rows {
            let chunk = slot.look();
            return chunk.line_of(chunk.rows[row - before]);
        }
        before += slot.rows;
    }
    0
}
