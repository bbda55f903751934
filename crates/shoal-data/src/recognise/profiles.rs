//! What is known about the values of columns, looked up once and kept.

use crate::policy::services::SHORT;
use crate::read::grid::{Chunk, Grid};
use crate::read::source::Source;
use crate::value::date_tally::DateTally;
use crate::value::distinct_count::DistinctCount;
use crate::value::key::{clean, trim};
use crate::value::number::readings;
use crate::value::number_tally::NumberTally;
use std::collections::{BTreeMap, BTreeSet};

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
    columns: BTreeMap<ColumnAt, Column>,
    /// So many chunks of each table are looked at.
    seen: usize,
}

/// What can be asked of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Question {
    Dates,
    Numbers,
    Variety,
    ShortCodes,
}

/// What is known of a column: the answers to what was asked.
#[derive(Default)]
struct Column {
    dates: Option<DateTally>,
    numbers: Option<NumberTally>,
    variety: Option<Variety>,
    /// The same before all chunks were counted.
    values: Option<Values>,
    short_codes: Option<BTreeSet<Vec<u8>>>,
}

/// How many values a column has, and how many different ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
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

/// The values of a column as ids, counted.
#[derive(Default)]
struct Values {
    filled: u64,
    distinct: DistinctCount,
    id_like: u64,
}

/// A look through more columns together would keep too many different values at once.
const TOGETHER: usize = 64;

impl Values {
    fn of_chunk(grid: &Grid, chunk: &Chunk, column: usize) -> Self {
        let mut values = Self::default();
        let mut last: &[u8] = b"";
        for row in 0..chunk.rows.len() {
            let Some(key) = clean(grid.field(chunk, row, column)) else { continue };
            values.filled += 1;
            values.id_like += u64::from(key.iter().any(|&byte| byte.is_ascii_digit() || byte == b'@'));
            if key != last {
                values.distinct.add(key);
                last = key;
            }
        }
        values
    }

    fn join(self, other: Self) -> Self {
        Self {
            filled: self.filled + other.filled,
            distinct: self.distinct.join(other.distinct),
            id_like: self.id_like + other.id_like,
        }
    }

    fn variety(&self) -> Variety {
        Variety { filled: self.filled, distinct: self.distinct.count(), id_like: self.id_like }
    }
}

impl Column {
    /// Answers questions about the values in a chunk.
    fn of_chunk(grid: &Grid, chunk: &Chunk, column: usize, questions: &[Question]) -> Self {
        let asked = |question| questions.contains(&question);
        Self {
            dates: asked(Question::Dates).then(|| DateTally::of_chunk(grid, chunk, column)),
            numbers: asked(Question::Numbers).then(|| NumberTally::of_chunk(grid, chunk, column)),
            variety: None,
            values: asked(Question::Variety).then(|| Values::of_chunk(grid, chunk, column)),
            short_codes: asked(Question::ShortCodes).then(|| short_codes(grid, chunk, column)),
        }
    }

    /// The answers about both, or about the one that was asked.
    fn join(self, other: Self) -> Self {
        fn both<T>(one: Option<T>, other: Option<T>, join: impl Fn(T, T) -> T) -> Option<T> {
            match (one, other) {
                (Some(one), Some(other)) => Some(join(one, other)),
                (one, other) => one.or(other),
            }
        }
        Self {
            dates: both(self.dates, other.dates, DateTally::join),
            numbers: both(self.numbers, other.numbers, NumberTally::joined),
            variety: self.variety.or(other.variety),
            values: both(self.values, other.values, Values::join),
            short_codes: both(self.short_codes, other.short_codes, |one, other| one.into_iter().chain(other).collect()),
        }
    }

    /// What is known when all chunks were counted.
    fn settled(self) -> Self {
        let variety = self.values.as_ref().map(Values::variety).or(self.variety);
        Self { variety, values: None, ..self }
    }

    /// The questions that were answered.
    fn answered(&self) -> Vec<Question> {
        [
            (Question::Dates, self.dates.is_some()),
            (Question::Numbers, self.numbers.is_some()),
            (Question::Variety, self.variety.is_some()),
            (Question::ShortCodes, self.short_codes.is_some()),
        ]
        .into_iter()
        .filter_map(|(question, answered)| answered.then_some(question))
        .collect()
    }
}

fn short_codes(grid: &Grid, chunk: &Chunk, column: usize) -> BTreeSet<Vec<u8>> {
    let mut codes = BTreeSet::new();
    for row in 0..chunk.rows.len() {
        if let Some(code) = clean(grid.field(chunk, row, column)).filter(|code| code.len() <= SHORT)
            && !codes.contains(code)
        {
            codes.insert(code.to_vec());
        }
    }
    codes
}

/// Tables with more chunks are looked at for all questions together.
const MANY: usize = 4;

impl<'a> Profiles<'a> {
    /// Nothing is known yet.
    pub(crate) fn new(sources: &'a [Source]) -> Self {
        Self { sources, columns: BTreeMap::new(), seen: usize::MAX }
    }

    /// Knows what `ask` asks. What that is shows a first try on the beginning of each table; large tables are then looked through once for
    /// everything. What else is asked later is looked up as it comes.
    pub(crate) fn foreseeing(sources: &'a [Source], ask: impl Fn(&mut Self)) -> Self {
        let mut profiles = Self::new(sources);
        if sources.iter().any(|source| source.grid.slots.len() > MANY) {
            let mut first = Self { seen: 1, ..Self::new(sources) };
            ask(&mut first);
            for source in 0..sources.len() {
                let of_source = first.columns.iter().filter(|((of, _), _)| *of == source);
                let asked: Vec<(usize, Vec<Question>)> =
                    of_source.map(|(&(_, column), known)| (column, known.answered())).collect();
                profiles.look_up(source, &asked);
            }
        }
        profiles
    }

    /// Answers whatever can be asked of a table, which is looked through once unless it is very wide.
    pub(crate) fn look_at_everything(&mut self, source: usize) {
        let all = vec![Question::Dates, Question::Numbers, Question::Variety];
        let columns: Vec<usize> = (0..self.sources[source].grid.width()).collect();
        for some in columns.chunks(TOGETHER) {
            let asked: Vec<(usize, Vec<Question>)> = some.iter().map(|&column| (column, all.clone())).collect();
            self.look_up(source, &asked);
        }
    }

    /// Answers questions about columns of a table in one pass.
    fn look_up(&mut self, source: usize, asked: &[(usize, Vec<Question>)]) {
        let grid = &self.sources[source].grid;
        let of_chunk = |chunk: &Chunk| -> Vec<Column> {
            asked.iter().map(|(column, questions)| Column::of_chunk(grid, chunk, *column, questions)).collect()
        };
        let mut whole: Vec<Column> = of_chunk(&Chunk::default());
        for part in grid.map_first(self.seen, of_chunk) {
            whole = whole.into_iter().zip(part).map(|(sum, part)| sum.join(part)).collect();
        }
        for ((column, _), known) in asked.iter().zip(whole) {
            let before = self.columns.remove(&(source, *column)).unwrap_or_default();
            self.columns.insert((source, *column), before.join(known.settled()));
        }
    }

    /// A column of which a question was answered.
    fn column(&mut self, at: ColumnAt, question: Question) -> &mut Column {
        if !self.columns.get(&at).is_some_and(|column| column.answered().contains(&question)) {
            self.look_up(at.0, &[(at.1, vec![question])]);
        }
        self.columns.entry(at).or_default()
    }

    /// The column as dates.
    pub(crate) fn dates(&mut self, at: ColumnAt) -> &DateTally {
        self.column(at, Question::Dates).dates.get_or_insert_default()
    }

    /// The column as numbers.
    pub(crate) fn numbers(&mut self, at: ColumnAt) -> &NumberTally {
        self.column(at, Question::Numbers).numbers.get_or_insert_default()
    }

    /// The column as ids. The count of different ones is exact up to 65,536 ([`DistinctCount`]).
    pub(crate) fn variety(&mut self, at: ColumnAt) -> Variety {
        self.column(at, Question::Variety).variety.unwrap_or_default()
    }

    /// The different values that are no longer than codes of services are ([`SHORT`]).
    pub(crate) fn short_codes(&mut self, at: ColumnAt) -> &BTreeSet<Vec<u8>> {
        self.column(at, Question::ShortCodes).short_codes.get_or_insert_default()
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
        grid.map_first(self.seen, filled).into_iter().map(|count| count as u64).sum()
    }

    /// Whether its numbers are shares of one: none is above 1, and some are no whole numbers. Cost: up to the first above 1.
    pub(crate) fn are_shares(&self, (source, column): ColumnAt) -> bool {
        let grid = &self.sources[source].grid;
        let mut fraction = false;
        for slot in grid.slots.iter().take(self.seen) {
            let chunk = slot.look();
            for row in 0..chunk.rows.len() {
                let read = readings(grid.field(&chunk, row, column));
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
        let all_blank = |chunk: &Chunk| (0..chunk.rows.len()).all(|row| blank(chunk, row));
        grid.good_rows() > 0 && grid.slots.iter().take(self.seen).all(|slot| all_blank(&slot.look()))
    }
}
