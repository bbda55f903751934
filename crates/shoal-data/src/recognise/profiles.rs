//! What is known about the values of columns, looked up once and kept.

use crate::read::grid::Chunk;
use crate::read::source::Source;
use crate::value::date_tally::DateTally;
use crate::value::dictionary::Dictionary;
use crate::value::key::{clean, trim};
use crate::value::number::readings;
use crate::value::number_tally::NumberTally;
use std::collections::BTreeMap;

/// A column: source and place in it.
pub(crate) type ColumnAt = (usize, usize);

/// The share of a column's values that must be dates or numbers for its name to be believed when there is a choice.
const BELIEVED: f64 = 0.5;
/// The share of different values from which a column that is called an id of the line is believed to be one. Numbers of lines
/// within orders, which have such names too, repeat far more often; copies of rows seldom make up a tenth of a table.
const DISTINCT_ENOUGH: f64 = 0.9;

/// Tallies of columns.
pub(crate) struct Profiles<'a> {
    /// The tables.
    pub(crate) sources: &'a [Source],
    dates: BTreeMap<ColumnAt, DateTally>,
    numbers: BTreeMap<ColumnAt, NumberTally>,
}

/// How many values a column has, and how many different ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Variety {
    /// Not empty.
    pub(crate) filled: u64,
    /// Different ones.
    pub(crate) distinct: u64,
    /// With a digit or an at sign.
    pub(crate) id_like: u64,
}

impl Variety {
    /// Whether the values can be ids of lines.
    pub(crate) fn is_distinct_enough(self) -> bool {
        self.filled > 0 && self.distinct as f64 >= DISTINCT_ENOUGH * self.filled as f64
    }
}

impl<'a> Profiles<'a> {
    /// Nothing is known yet.
    pub(crate) fn new(sources: &'a [Source]) -> Self {
        Self { sources, dates: BTreeMap::new(), numbers: BTreeMap::new() }
    }

    /// The column as dates.
    pub(crate) fn dates(&mut self, at: ColumnAt) -> &DateTally {
        let grid = &self.sources[at.0].grid;
        self.dates.entry(at).or_insert_with(|| DateTally::of(grid, at.1))
    }

    /// The column as numbers.
    pub(crate) fn numbers(&mut self, at: ColumnAt) -> &NumberTally {
        let grid = &self.sources[at.0].grid;
        self.numbers.entry(at).or_insert_with(|| NumberTally::of(grid, at.1))
    }

    /// The column as ids.
    pub(crate) fn variety(&self, (source, column): ColumnAt) -> Variety {
        let grid = &self.sources[source].grid;
        let mut seen = Dictionary::default();
        let mut variety = Variety { filled: 0, distinct: 0, id_like: 0 };
        for chunk in &grid.chunks {
            for row in 0..chunk.rows.len() {
                if let Some(key) = clean(grid.field(chunk, row, column)) {
                    seen.number(key);
                    variety.filled += 1;
                    variety.id_like += u64::from(key.iter().any(|&byte| byte.is_ascii_digit() || byte == b'@'));
                }
            }
        }
        variety.distinct = seen.len() as u64;
        variety
    }

    /// Whether most values are dates.
    pub(crate) fn are_dates(&mut self, at: ColumnAt) -> bool {
        let tally = self.dates(at);
        tally.filled > 0 && tally.readable() as f64 >= BELIEVED * tally.filled as f64
    }

    /// Whether most values are numbers.
    pub(crate) fn are_numbers(&mut self, at: ColumnAt) -> bool {
        let tally = self.numbers(at);
        tally.filled > 0 && tally.readable() as f64 >= BELIEVED * tally.filled as f64
    }

    /// How many rows have a value there that is no word for none.
    pub(crate) fn filled(&self, (source, column): ColumnAt) -> u64 {
        let grid = &self.sources[source].grid;
        let filled = |chunk: &Chunk| {
            (0..chunk.rows.len()).filter(|&row| clean(grid.field(chunk, row, column)).is_some()).count()
        };
        grid.chunks.iter().map(|chunk| filled(chunk) as u64).sum()
    }

    /// Whether its numbers are shares of one: none is above 1, and some are no whole numbers. Cost: up to the first above 1.
    pub(crate) fn are_shares(&self, (source, column): ColumnAt) -> bool {
        let grid = &self.sources[source].grid;
        let mut fraction = false;
        for chunk in &grid.chunks {
            for row in 0..chunk.rows.len() {
                let read = readings(grid.field(chunk, row, column));
                let Some(number) = [read.point, read.comma].into_iter().flatten().max_by_key(|read| read.decimals)
                else {
                    continue;
                };
                if number.to_f64().abs() > 1.0 {
                    return false;
                }
                fraction |= number.decimals > 0;
            }
        }
        fraction
    }

    /// Whether there are rows, and the column holds nothing in any of them. Cost: up to its first value.
    pub(crate) fn is_blank(&self, (source, column): ColumnAt) -> bool {
        let grid = &self.sources[source].grid;
        let blank = |chunk: &Chunk, row: usize| trim(grid.field(chunk, row, column)).is_empty();
        grid.chunks.iter().any(|chunk| !chunk.rows.is_empty())
            && grid.chunks.iter().all(|chunk| (0..chunk.rows.len()).all(|row| blank(chunk, row)))
    }
}
