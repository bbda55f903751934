//! A file → one or several grids with a name.
//!
//! Names are shown without folders; when two files have one name, as many folders are shown as tell them apart. Everything that
//! follows works on the sources sorted by name, so that the order in which files are given plays no part.

use crate::error::Error;
use crate::progress::Counter;
use crate::read::anywhere::Anywhere;
use crate::read::database;
use crate::read::database::address::{Address, Part};
use crate::read::fingerprint::Fingerprint;
use crate::read::format::{self, Table};
use crate::read::grid::Grid;
use crate::read::inputs::Input;
use crate::read::opened::{Opened, Packing};
use crate::read::parquet;
use crate::read::waves::{self, Stopped, WAVE};
use crate::room::Room;
use rayon::prelude::*;
use shoal_segment::receipt::Note;
use std::sync::Arc;

/// A table as it came in.
pub(crate) struct Source {
    /// File or database name, with the sheet, table or query in brackets.
    pub(crate) name: String,
    /// Which of the given files it came from.
    pub(crate) file: usize,
    /// Whether it is a sheet of a workbook, or a table of a database that nobody named.
    pub(crate) is_sheet: bool,
    /// Size of the file.
    pub(crate) bytes: u64,
    /// Hash of the file.
    pub(crate) fingerprint: String,
    /// What the file is.
    pub(crate) format: String,
    /// What is worth knowing about how it came in.
    pub(crate) notes: Vec<Note>,
    /// The rows.
    pub(crate) grid: Grid,
}

/// Reads everything; sorted by name, each with at least one row.
pub(crate) fn open_all(inputs: &[Input], room: &Arc<Room>, total: &Counter<'_>) -> Result<Vec<Source>, Error> {
    let names = distinct_names(&inputs.iter().map(Input::parts).collect::<Vec<_>>());
    let opened: Vec<Result<Vec<Source>, Error>> = inputs
        .par_iter()
        .zip(&names)
        .enumerate()
        .map(|(file, (input, name))| open(file, (input, name), room, total))
        .collect();
    let mut sources = Vec::new();
    for result in opened {
        sources.extend(result?);
    }
    // Two queries may begin alike.
    sources.sort_by(|a, b| (&a.name, &inputs[a.file].path).cmp(&(&b.name, &inputs[b.file].path)));
    Ok(sources)
}

/// What was read of an input, and what is known of its bytes.
struct Came {
    tables: Vec<Table>,
    bytes: u64,
    fingerprint: String,
    packing: Option<Packing>,
}

fn open(
    file: usize,
    (input, name): (&Input, &str),
    room: &Arc<Room>,
    total: &Counter<'_>,
) -> Result<Vec<Source>, Error> {
    let came = match &input.database {
        Some(address) => of_database(address, name, room)?,
        None => of_file(input, name, room, total)?,
    };
    let full_name = |part: Option<&str>| part.map_or(name.to_owned(), |part| format!("{name} [{part}]"));
    let asked = input.database.as_ref().is_some_and(|address| address.part != Part::All);
    let mut note = input.note(came.tables.iter().map(|table| table.grid.row_count()).sum());
    let source = |table: Table| Source {
        name: full_name(table.sheet.as_deref()),
        file,
        is_sheet: table.sheet.is_some() && !asked,
        bytes: came.bytes,
        fingerprint: came.fingerprint.clone(),
        format: came.packing.map_or(table.format.clone(), |packing| format!("{}, {}", packing.word(), table.format)),
        notes: note.take().into_iter().chain(table.notes).collect(),
        grid: table.grid,
    };
    Ok(came.tables.into_iter().map(source).collect())
}

fn of_file(input: &Input, name: &str, room: &Arc<Room>, total: &Counter<'_>) -> Result<Came, Error> {
    let mut opened = Opened::new(&input.path, Some(total))?;
    let head = opened.head(WAVE, &input.path, name)?;
    let tables = if head.len() == WAVE && format::is_delimited(name, &head) {
        match waves::read(name, head, &mut opened, WAVE, room) {
            Ok((grid, format)) => vec![Table { sheet: None, format, notes: Vec::new(), grid }],
            Err(Stopped::Input(error)) => return Err(opened.explained(&input.path, name, error)),
            Err(Stopped::Failed(error)) if opened.packing().is_none() => return Err(error),
            // An archive that is no table may be one that swells without end, which only reading on tells.
            Err(Stopped::NotUtf8 | Stopped::Failed(_)) => {
                let (told, _) = opened.size_and_fingerprint();
                opened = Opened::new(&input.path, None)?;
                let bytes = opened.all(Vec::new(), &input.path, name)?;
                total.add(opened.size_and_fingerprint().0.saturating_sub(told));
                format::read(name, bytes, room)?
            }
        }
    } else if head.starts_with(parquet::MARK) && opened.packing().is_none() {
        let file = Anywhere::open(&input.path).map_err(|source| Error::Read { path: input.path.clone(), source })?;
        let table = parquet::read(name, file, room)?;
        opened.skip(&input.path, name)?;
        vec![table]
    } else {
        let unpacked = opened.all(head, &input.path, name)?;
        if unpacked.is_empty() {
            return Err(Error::EmptyFile { file: name.to_owned() });
        }
        format::read(name, unpacked, room)?
    };
    let (bytes, fingerprint) = opened.size_and_fingerprint();
    let tables = with_rows(name, tables)?;
    Ok(Came { tables, bytes, fingerprint, packing: opened.packing() })
}

fn of_database(address: &Address, name: &str, room: &Arc<Room>) -> Result<Came, Error> {
    let tables = with_rows(name, database::read(address, name, room)?)?;
    let mut fingerprint = Fingerprint::default();
    for table in &tables {
        table.grid.header.iter().for_each(|name| fingerprint.add(name.as_bytes()));
        table.grid.slots.iter().for_each(|slot| fingerprint.add(&slot.look().text));
    }
    Ok(Came { tables, bytes: fingerprint.length(), fingerprint: fingerprint.digits(), packing: None })
}

/// Drops tables without rows; an error when nothing is left.
fn with_rows(file: &str, tables: Vec<Table>) -> Result<Vec<Table>, Error> {
    let header = tables.first().map(|table| table.grid.column_names());
    let filled: Vec<Table> = tables.into_iter().filter(|table| table.grid.row_count() > 0).collect();
    if filled.iter().any(|table| table.grid.row_count() >= u64::from(u32::MAX)) {
        return Err(Error::TooLarge { file: file.to_owned(), what: "it has 4294967295 rows or more" });
    }
    match header {
        _ if !filled.is_empty() => Ok(filled),
        Some(columns) => Err(Error::NoRows { file: file.to_owned(), columns }),
        None => Err(Error::EmptyFile { file: file.to_owned() }),
    }
}

/// File names with as many folders before them as tell them apart; each is given as its parts.
fn distinct_names(parts: &[Vec<String>]) -> Vec<String> {
    let name = |i: usize, depth: usize| parts[i][parts[i].len().saturating_sub(depth)..].join("/");
    let deepest = parts.iter().map(Vec::len).max().unwrap_or(1);
    (0..parts.len())
        .map(|i| {
            let alone =
                |&depth: &usize| (0..parts.len()).all(|other| other == i || name(other, depth) != name(i, depth));
            let depth = (1..=deepest).find(alone).unwrap_or(deepest);
            name(i, depth)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_as_short_as_they_can_be() {
        let names = |files: &[&str]| {
            let parts = files.iter().map(|file| file.split('/').map(str::to_owned).collect()).collect::<Vec<_>>();
            distinct_names(&parts)
        };
        let files = ["a/x.csv", "b/x.csv", "c/b/y.csv", "d/b/y.csv", "z.csv"];
        assert_eq!(names(&files), files);
        assert_eq!(names(&["/long/way/x.csv", "/long/way/y.csv"]), ["x.csv", "y.csv"]);
    }
}
