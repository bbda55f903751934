//! A table of numbers, as it is: no roles, no customers, no money.
//!
//! The table is read like every other one (separator, encoding, quotes, sheets), then:
//!
//! 1. `find_columns`: the named columns, or every column with a name whose cells are all numbers; of the others is said why
//!    they are not taken.
//! 2. `Column::read`: every cell becomes the nearest binary number, with all its digits; exponents are read (`1e-3`).
//!    Thousands separators, decimal commas, currency and percent signs are refused: unlike the tables of a shop, these are read
//!    as they stand, and nothing is decided about them.
//! 3. `read_weight`: the column of weights, when one is named; it is none of the others, and each of its numbers is in its range.
//! 4. `complete_rows`: rows with a missing cell (empty, `NA`, `NaN`, `NULL` …) stop the reading or are left out, as asked.
//!
//! A table that does not fit into memory is read in the same way chunk by chunk ([`chunked`]).
//!
//! In workbooks a number has at most 15 significant digits, as a spreadsheet shows it.

mod chunked;
mod column;

use crate::error::Error;
use crate::progress::{Counter, OnProgress, Stage};
use crate::read::grid::{Grid, Shape};
use crate::read::inputs::{expand, total_bytes};
use crate::read::slot::Slot;
use crate::read::source::{Source, open_all};
use crate::room::Room;
use crate::value::key::trim;
use column::{Column, Facts};
use std::borrow::Borrow;
use std::path::Path;
use std::sync::Arc;

pub use chunked::{ChunkedNumbers, NumericChunk, numbers_in_chunks};

/// Which columns are wanted, and what becomes of missing cells.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NumberOptions {
    /// Names of the columns, in the order wanted; empty: every column whose cells are all numbers.
    pub columns: Vec<String>,
    /// The column that names the rows; it is carried along as text.
    pub id: Option<String>,
    /// The column that says how much each row counts; it is none of the columns.
    pub weight: Option<WeightColumn>,
    /// What becomes of rows with a missing cell.
    pub missing: Missing,
}

/// A column of weights.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightColumn {
    /// Its name.
    pub column: String,
    /// The smallest weight allowed beside 0.
    pub smallest: f64,
    /// The largest weight allowed.
    pub largest: f64,
}

/// What becomes of rows with a missing cell in one of the columns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Missing {
    /// They are an error.
    #[default]
    Refuse,
    /// They are left out and counted.
    Drop,
}

/// A table of numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct NumericTable {
    /// File name, with the sheet in brackets.
    pub file: String,
    /// What the file is, for instance `CSV, comma, UTF-8`.
    pub format: String,
    /// Hash of the file.
    pub fingerprint: String,
    /// Names of the columns, at least one.
    pub columns: Vec<String>,
    /// Of each row its number in the file, from 0: the first row below the header.
    pub rows: Vec<usize>,
    /// The numbers, finite, row after row: `rows.len() * columns.len()` of them.
    pub values: Vec<f64>,
    /// The name of each row, when an id column was asked for.
    pub ids: Option<Vec<String>>,
    /// The weight of each row, when a column of weights was asked for: 0, or within its range.
    pub weights: Option<Vec<f64>>,
    /// The other columns, and why they are not among the numbers; empty when columns were named.
    pub not_taken: Vec<NotTaken>,
    /// Rows that were left out because of a missing cell.
    pub dropped: usize,
}

/// A column that is not among the numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotTaken {
    /// Its name.
    pub column: String,
    /// Why not.
    pub reason: String,
}

/// Reads one table of numbers: delimited text or a workbook with one sheet.
///
/// Cost: one pass over the file; memory the file and 8 bytes per cell, twice. The same for any number of threads.
///
/// # Errors
/// A file that cannot be read or is no table; columns that do not exist, are named twice, or hold a cell that is no number;
/// a weight out of its range; a missing cell, unless such rows are left out; no row or no column left. See [`Error`]; each says where and how to mend it.
pub fn numbers(path: &Path, options: &NumberOptions, progress: OnProgress<'_>) -> Result<NumericTable, Error> {
    let inputs = expand(&[path.to_path_buf()])?;
    let reading = Counter::new(Stage::Reading, total_bytes(&inputs), progress);
    let source = only(open_all(&inputs, &Arc::new(Room::new(u64::MAX)), &reading)?)?;
    let grid = &source.grid;
    check_shape(&source)?;
    let id = options.id.as_ref().map(|name| place(&source, name)).transpose()?;
    let weight = options.weight.as_ref().map(|weight| read_weight(&source, weight, options)).transpose()?;
    let spoken_for: Vec<usize> = id.into_iter().chain(weight.as_ref().map(|weight| weight.facts.place)).collect();
    let (columns, not_taken) = find_columns(&source, options, &spoken_for, |place| Column::read(grid, place))?;
    let needed: Vec<&Column> = columns.iter().chain(&weight).collect();
    let rows = complete_rows(&source, &needed, options.missing)?;
    let values = rows.iter().flat_map(|&row| columns.iter().map(move |column| column.values[row])).collect();
    let table = NumericTable {
        columns: columns.iter().map(|column| grid.column_name(column.facts.place)).collect(),
        values,
        ids: id.map(|id| names(grid, id, &rows)),
        weights: weight.map(|weight| rows.iter().map(|&row| weight.values[row]).collect()),
        not_taken,
        dropped: columns[0].values.len() - rows.len(),
        rows,
        file: source.name,
        format: source.format,
        fingerprint: source.fingerprint,
    };
    Ok(table)
}

fn only(mut sources: Vec<Source>) -> Result<Source, Error> {
    match (sources.pop(), sources.is_empty()) {
        (Some(source), true) => Ok(source),
        (Some(last), false) => {
            let sheets: Vec<String> = sources.iter().chain([&last]).map(|source| source.name.clone()).collect();
            let file = last.name.split(" [").next().unwrap_or_default().to_owned();
            Err(Error::SeveralSheets { file, sheets })
        }
        (None, _) => Err(Error::NoFiles),
    }
}

/// Refuses a title instead of a header, and rows with another number of fields than the header.
fn check_shape(source: &Source) -> Result<(), Error> {
    let grid = &source.grid;
    let file = source.name.clone();
    // Where the first name is empty, the column is an index without a name rather than a title one cell to the right.
    if let (true, Some(title)) = (grid.titled, grid.header.first().filter(|name| !name.is_empty())) {
        return Err(Error::TitleRow { file, title: title.clone() });
    }
    let Some(chunk) = grid.slots.iter().find(|slot| slot.faults > 0).map(Slot::look) else { return Ok(()) };
    let Some(fault) = chunk.faults.first() else { return Ok(()) };
    let what = match fault.kind {
        Shape::FieldCount(fields) => format!("it has {fields} fields, and the header has {}", grid.width()),
        Shape::Encoding => "it holds bytes that are no text".to_owned(),
        Shape::NoObject => "it is no whole JSON object".to_owned(),
        Shape::RepeatedKey => "one key comes twice in the object".to_owned(),
    };
    Err(Error::BadRow { file, line: chunk.line_of(fault.row), what })
}

/// The place of a column.
fn place(source: &Source, name: &String) -> Result<usize, Error> {
    let found = places(source, std::slice::from_ref(name))?;
    found.first().copied().ok_or(Error::Internal("a named column has no place"))
}

/// The column of weights, checked; it may not be among the columns that were named.
fn read_weight(source: &Source, weight: &WeightColumn, options: &NumberOptions) -> Result<Column, Error> {
    let column = Column::read(&source.grid, place(source, &weight.column)?);
    if options.columns.contains(&weight.column) {
        return Err(Error::WeightAmongColumns { column: weight.column.clone() });
    }
    column.weight_refusal(source, weight, options.missing).map_or(Ok(column), Err)
}

/// The places of named columns; all that are lacking are told at once.
fn places(source: &Source, names: &[String]) -> Result<Vec<usize>, Error> {
    let header = &source.grid.header;
    let place = |name: &String| header.iter().position(|known| known == name && !name.is_empty());
    let lacking: Vec<String> = names.iter().filter(|name| place(name).is_none()).cloned().collect();
    if !lacking.is_empty() {
        return Err(Error::LackingColumns { file: source.name.clone(), lacking, columns: source.grid.column_names() });
    }
    if let Some(column) = names.iter().enumerate().find(|(at, name)| names[..*at].contains(name)) {
        return Err(Error::RepeatedColumn { column: column.1.clone() });
    }
    Ok(names.iter().filter_map(place).collect())
}

/// The columns to take, as `read` reads them, and why the rest is not; `spoken_for` have another part to play.
fn find_columns<C: Borrow<Facts>>(
    source: &Source,
    options: &NumberOptions,
    spoken_for: &[usize],
    read: impl Fn(usize) -> C,
) -> Result<(Vec<C>, Vec<NotTaken>), Error> {
    let grid = &source.grid;
    if !options.columns.is_empty() {
        let columns: Vec<C> = places(source, &options.columns)?.into_iter().map(read).collect();
        return match columns.iter().find_map(|column| column.borrow().refusal(source)) {
            Some(error) => Err(error),
            None => Ok((columns, Vec::new())),
        };
    }
    let (mut taken, mut others) = (Vec::new(), Vec::new());
    for place in (0..grid.width()).filter(|place| !spoken_for.contains(place)) {
        let column = read(place);
        let facts = column.borrow();
        if let Some(error) = facts.refusal(source).filter(|_| facts.meant_as_numbers()) {
            return Err(error);
        }
        match facts.reason(grid) {
            None => taken.push(column),
            Some(reason) => others.push(NotTaken { column: grid.column_name(place), reason }),
        }
    }
    if taken.is_empty() {
        let reasons = others.iter().map(|other| format!("`{}`: {}", other.column, other.reason)).collect();
        return Err(Error::NoNumericColumn { file: source.name.clone(), reasons });
    }
    Ok((taken, others))
}

/// The rows with a value in every column, ascending.
fn complete_rows(source: &Source, columns: &[&Column], missing: Missing) -> Result<Vec<usize>, Error> {
    let facts: Vec<&Facts> = columns.iter().map(|column| &column.facts).collect();
    refuse_missing(source, &facts, missing)?;
    let rows = columns.first().map_or(0, |column| column.values.len());
    let complete: Vec<usize> =
        (0..rows).filter(|row| columns.iter().all(|column| column.missing.binary_search(row).is_err())).collect();
    if complete.is_empty() {
        return Err(no_complete_row(source, &facts));
    }
    Ok(complete)
}

/// Refuses missing cells, where they are to be refused.
fn refuse_missing(source: &Source, columns: &[&Facts], missing: Missing) -> Result<(), Error> {
    let grid = &source.grid;
    let lacking = columns.iter().filter_map(|column| column.first_lacking.map(|row| (row, column.place))).min();
    match (missing, lacking) {
        (Missing::Refuse, Some((row, place))) => {
            let column = grid.column_name(place);
            Err(Error::MissingCell { file: source.name.clone(), line: column::line_of(grid, row), column })
        }
        _ => Ok(()),
    }
}

fn no_complete_row(source: &Source, columns: &[&Facts]) -> Error {
    let rows = columns.first().map_or(0, |column| column.rows);
    let columns = columns.iter().map(|column| source.grid.column_name(column.place)).collect();
    Error::NoCompleteRow { file: source.name.clone(), rows, columns }
}

/// The texts of a column in the given rows.
fn names(grid: &Grid, place: usize, rows: &[usize]) -> Vec<String> {
    let cells = grid.held().flat_map(|chunk| (0..chunk.rows.len()).map(move |row| (chunk, row)));
    let all: Vec<&[u8]> = cells.map(|(chunk, row)| trim(grid.field(chunk, row, place))).collect();
    rows.iter().map(|&row| String::from_utf8_lossy(all[row]).into_owned()).collect()
}
