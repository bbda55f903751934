//! One column of a table of numbers: its values, its missing cells, and the first cell that is neither.

use super::{Missing, WeightColumn};
use crate::error::Error;
use crate::read::grid::{Chunk, Grid};
use crate::read::source::Source;
use crate::value::key::{clean, trim};
use crate::value::number::{NumberFault, float};

/// A column, read.
#[derive(Default)]
pub(super) struct Column {
    /// Its place in the header.
    pub(super) place: usize,
    /// One per row; 0 where there is none.
    pub(super) values: Vec<f64>,
    /// The rows without a value, ascending.
    pub(super) missing: Vec<usize>,
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

impl Column {
    /// Reads every cell.
    pub(super) fn read(grid: &Grid, place: usize) -> Self {
        let parts: Vec<Self> = grid.map(|chunk| Self::part(grid, chunk, place));
        let mut whole = Self { place, ..Self::default() };
        for part in parts {
            let before = whole.values.len();
            whole.values.extend(part.values);
            whole.missing.extend(part.missing.iter().map(|row| before + row));
            whole.wrongs += part.wrongs;
            whole.wrong = whole.wrong.or(part.wrong.map(|wrong| Wrong { row: before + wrong.row, ..wrong }));
        }
        whole
    }

    fn part(grid: &Grid, chunk: &Chunk, place: usize) -> Self {
        let mut part = Self { place, values: Vec::with_capacity(chunk.rows.len()), ..Self::default() };
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
                    part.wrongs += 1;
                    part.wrong = part.wrong.or_else(|| Some(Wrong { row, text: text(), fault }));
                    0.0
                }
            };
            part.values.push(value);
        }
        part
    }

    /// Whether it is meant as numbers: at most one filled cell in ten is none. Leaving such a column out in silence would change
    /// what is clustered.
    pub(super) fn meant_as_numbers(&self) -> bool {
        let filled = self.values.len() - self.missing.len();
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
        (self.missing.len() == self.values.len()).then(|| "it is empty".to_owned())
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

    /// The error for the first cell that is no weight: no number, out of the range, or missing where that is refused.
    pub(super) fn weight_refusal(&self, source: &Source, range: &WeightColumn, missing: Missing) -> Option<Error> {
        let within = |value: f64| value == 0.0 || (range.smallest..=range.largest).contains(&value);
        let wrong = self.wrong.as_ref().map(|wrong| (wrong.row, wrong.text.clone()));
        let outside = self.values.iter().position(|&value| !within(value));
        let outside = outside.map(|row| (row, format!("{:?}", self.values[row])));
        let lacking = self.missing.first().filter(|_| missing == Missing::Refuse).map(|&row| (row, String::new()));
        let (row, value) = wrong.into_iter().chain(outside).chain(lacking).min_by_key(|found| found.0)?;
        Some(Error::Weight {
            file: source.name.clone(),
            line: line_of(&source.grid, row),
            column: source.grid.column_name(self.place),
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
    for chunk in grid.held() {
        if let Some(&span) = chunk.rows.get(row - before) {
            return chunk.line_of(span);
        }
        before += chunk.rows.len();
    }
    0
}
