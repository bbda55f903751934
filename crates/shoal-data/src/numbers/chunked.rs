//! A table of numbers that need not fit into memory: read once, then looked through chunk by chunk, as often as wanted.
//!
//! 1. The table is read like every other one; text that has no room in memory goes to a temporary file ([`crate::room`]).
//! 2. `Facts::read` looks at every cell and decides about columns and missing cells just as [`numbers`](super::numbers) does.
//! 3. `pack` looks once more: the numbers of the rows that are taken are kept as they will be wanted, eight bytes each, in memory
//!    or in a second temporary file. The text is not needed after that.
//! 4. [`ChunkedNumbers::chunks`] gives them back, from the first row on, each time it is called.
//!
//! Where chunks end depends on the table alone.

use super::column::{Column, Facts};
use super::{NotTaken, NumberOptions, check_shape, find_columns, no_complete_row, only, place, refuse_missing};
use crate::coding::{put, put_text, take, take_text};
use crate::error::Error;
use crate::progress::{Counter, OnProgress, Stage};
use crate::read::grid::{Chunk, Grid};
use crate::read::inputs::{expand, total_bytes};
use crate::read::slot::Slot;
use crate::read::source::{Source, open_all};
use crate::room::{Kept, Room};
use crate::value::key::trim;
use rayon::prelude::*;
use std::path::Path;
use std::sync::Arc;

/// Numbers of a chunk, about.
const CELLS: usize = 1 << 20;

/// A table of numbers in chunks.
pub struct ChunkedNumbers {
    /// File name, with the sheet in brackets.
    pub file: String,
    /// What the file is, for instance `CSV, comma, UTF-8`.
    pub format: String,
    /// Hash of the file.
    pub fingerprint: String,
    /// Names of the columns, at least one.
    pub columns: Vec<String>,
    /// The other columns, and why they are not among the numbers; empty when columns were named.
    pub not_taken: Vec<NotTaken>,
    /// Rows that are taken.
    pub rows: usize,
    /// Rows that were left out because of a missing cell.
    pub dropped: usize,
    /// Whether rows have names.
    pub has_ids: bool,
    room: Room,
    kept: Vec<Kept>,
}

/// Rows that follow each other.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NumericChunk {
    /// Of each row its number in the file, from 0: the first row below the header.
    pub rows: Vec<usize>,
    /// The numbers, finite, row after row.
    pub values: Vec<f64>,
    /// The name of each row, when an id column was asked for.
    pub ids: Option<Vec<String>>,
}

/// Reads one table of numbers without keeping more than `memory` bytes of it in memory; weights are not read.
///
/// Cost: one pass over the file, two over its cells; what has no room goes to the system's folder for temporary files. A workbook, and text
/// that is not UTF-8, is in memory as a whole while it is read.
///
/// # Errors
/// As [`numbers`](super::numbers); a temporary file that cannot be written.
pub fn numbers_in_chunks(
    path: &Path,
    options: &NumberOptions,
    memory: u64,
    progress: OnProgress<'_>,
) -> Result<ChunkedNumbers, Error> {
    let inputs = expand(&[path.to_path_buf()])?;
    let reading = Counter::new(Stage::Reading, total_bytes(&inputs), progress);
    let texts = Arc::new(Room::new(memory / 4));
    let source = only(open_all(&inputs, &texts, &reading)?)?;
    check_shape(&source)?;
    let id = options.id.as_ref().map(|name| place(&source, name)).transpose()?;
    let spoken_for: Vec<usize> = id.into_iter().collect();
    let (columns, not_taken) = find_columns(&source, options, &spoken_for, |place| Facts::read(&source.grid, place))?;
    // What could not be read again looks empty, so that is asked for before anything is said about cells.
    texts.check()?;
    let facts: Vec<&Facts> = columns.iter().collect();
    refuse_missing(&source, &facts, options.missing)?;
    let total = Counter::new(Stage::Recognising, source.grid.good_rows(), progress);
    let taker = Taker { grid: &source.grid, id, places: facts.iter().map(|column| column.place).collect() };
    let room = Room::new(memory / 4);
    let (kept, rows) = pack(&taker, &room, &total)?;
    texts.check()?;
    if rows == 0 {
        return Err(no_complete_row(&source, &facts));
    }
    let all = columns.first().map_or(0, |column| column.rows);
    let columns = columns.iter().map(|column| source.grid.column_name(column.place)).collect();
    let Source { name: file, format, fingerprint, .. } = source;
    let (dropped, has_ids) = (all - rows, id.is_some());
    Ok(ChunkedNumbers { file, format, fingerprint, columns, not_taken, rows, dropped, has_ids, room, kept })
}

impl ChunkedNumbers {
    /// The chunks from the first row on; about a million numbers each.
    pub fn chunks(&self) -> impl Iterator<Item = Result<NumericChunk, Error>> + '_ {
        self.kept.iter().map(|kept| match kept {
            Kept::Here(bytes) => unpacked(bytes, self),
            Kept::Aside(aside) => {
                let bytes = self.room.read(*aside).map_err(|source| Error::Spill { source })?;
                unpacked(&bytes, self)
            }
        })
    }
}

/// What is taken from a row.
struct Taker<'a> {
    grid: &'a Grid,
    id: Option<usize>,
    /// Of the columns.
    places: Vec<usize>,
}

/// Keeps the numbers of all rows that are taken; how many these are.
fn pack(taker: &Taker<'_>, room: &Room, total: &Counter<'_>) -> Result<(Vec<Kept>, usize), Error> {
    let (mut kept, mut rows, mut first) = (Vec::new(), 0, 0);
    let mut slots = taker.grid.slots.as_slice();
    while !slots.is_empty() {
        let mut cells = 0;
        let enough = |slot: &Slot| {
            cells += slot.rows * taker.places.len();
            cells >= CELLS
        };
        let count = slots.iter().position(enough).map_or(slots.len(), |at| at + 1);
        let (now, later) = slots.split_at(count);
        let parts: Vec<NumericChunk> = now.par_iter().map(|slot| taker.take(&slot.look())).collect();
        let mut whole = NumericChunk { ids: taker.id.map(|_| Vec::new()), ..NumericChunk::default() };
        for (slot, part) in now.iter().zip(parts) {
            whole.rows.extend(part.rows.iter().map(|row| first + row));
            whole.values.extend(part.values);
            whole.ids.iter_mut().for_each(|ids| ids.extend(part.ids.iter().flatten().cloned()));
            first += slot.rows;
            total.add(slot.rows as u64);
        }
        rows += whole.rows.len();
        if !whole.rows.is_empty() {
            kept.push(room.keep(&packed(&whole)).map_err(|source| Error::Spill { source })?);
        }
        slots = later;
    }
    Ok((kept, rows))
}

impl Taker<'_> {
    /// The rows of one chunk of text that have a value in every column; counted from its first.
    fn take(&self, chunk: &Chunk) -> NumericChunk {
        let columns: Vec<Column> = self.places.iter().map(|&place| Column::part(self.grid, chunk, place)).collect();
        let complete = |row: &usize| columns.iter().all(|column| column.missing.binary_search(row).is_err());
        let rows: Vec<usize> = (0..chunk.rows.len()).filter(complete).collect();
        let name =
            |place: usize, row: usize| String::from_utf8_lossy(trim(self.grid.field(chunk, row, place))).into_owned();
        NumericChunk {
            values: rows.iter().flat_map(|&row| columns.iter().map(move |column| column.values[row])).collect(),
            ids: self.id.map(|place| rows.iter().map(|&row| name(place, row)).collect()),
            rows,
        }
    }
}

/// A chunk as bytes: how many rows, each row's distance from the one before, the numbers, the names.
fn packed(chunk: &NumericChunk) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(16 + 2 * chunk.rows.len() + 8 * chunk.values.len());
    put(&mut bytes, chunk.rows.len() as u64);
    let mut before = 0;
    for &row in &chunk.rows {
        put(&mut bytes, (row - before) as u64);
        before = row;
    }
    chunk.values.iter().for_each(|value| bytes.extend_from_slice(&value.to_le_bytes()));
    chunk.ids.iter().flatten().for_each(|id| put_text(&mut bytes, id.as_bytes()));
    bytes
}

fn unpacked(bytes: &[u8], table: &ChunkedNumbers) -> Result<NumericChunk, Error> {
    let damaged = || std::io::Error::other("the file for what does not fit into memory was changed");
    whole(bytes, table.columns.len(), table.has_ids).ok_or_else(|| Error::Spill { source: damaged() })
}

/// The chunk of these bytes; `None` when they are not those of one.
fn whole(mut bytes: &[u8], columns: usize, has_ids: bool) -> Option<NumericChunk> {
    let count = usize::try_from(take(&mut bytes)?).ok()?;
    let mut row = 0;
    let mut rows = Vec::with_capacity(count.min(bytes.len()));
    for _ in 0..count {
        row += usize::try_from(take(&mut bytes)?).ok()?;
        rows.push(row);
    }
    let (numbers, mut rest) = bytes.split_at_checked(count.checked_mul(columns)?.checked_mul(8)?)?;
    let values = numbers.as_chunks::<8>().0.iter().map(|bytes| f64::from_le_bytes(*bytes)).collect();
    let mut name = || Some(String::from_utf8_lossy(take_text(&mut rest)?).into_owned());
    let ids = if has_ids { Some((0..count).map(|_| name()).collect::<Option<Vec<_>>>()?) } else { None };
    Some(NumericChunk { rows, values, ids })
}
