//! A file → one or several grids with a name.
//!
//! Names are shown without folders; when two files have
//! one name, as many folders are shown as tell them apart. Everything that follows works on the sources sorted by name, so that the
//! order in which files are given plays no part.

use crate::error::Error;
use crate::progress::Counter;
use crate::read::format::{self, Table};
use crate::read::grid::Grid;
use crate::read::inputs::Input;
use crate::read::opened::Opened;
use rayon::prelude::*;
use shoal_segment::receipt::Note;
use std::path::Path;

/// A table as it came in.
pub(crate) struct Source {
    /// File name, with the sheet in brackets.
    pub(crate) name: String,
    /// Which of the given files it came from.
    pub(crate) file: usize,
    /// Whether it is a sheet of a workbook.
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
pub(crate) fn open_all(inputs: &[Input], total: &Counter<'_>) -> Result<Vec<Source>, Error> {
    let paths: Vec<&Path> = inputs.iter().map(|input| input.path.as_path()).collect();
    let names = distinct_names(&paths);
    let opened: Vec<Result<Vec<Source>, Error>> =
        inputs.par_iter().zip(&names).enumerate().map(|(file, (input, name))| open(file, input, name, total)).collect();
    let mut sources = Vec::new();
    for result in opened {
        sources.extend(result?);
    }
    sources.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(sources)
}

fn open(file: usize, input: &Input, name: &str, total: &Counter<'_>) -> Result<Vec<Source>, Error> {
    let mut opened = Opened::new(&input.path)?;
    let bytes = opened.all(&input.path, name)?;
    let (length, fingerprint) = opened.size_and_fingerprint();
    let packing = opened.packing();
    drop(opened);
    if bytes.is_empty() {
        return Err(Error::EmptyFile { file: name.to_owned() });
    }
    let tables = with_rows(name, format::read(name, bytes)?)?;
    total.add(length);
    let full_name = |part: Option<&str>| part.map_or(name.to_owned(), |part| format!("{name} [{part}]"));
    let mut note = input.note(tables.iter().map(|table| table.grid.row_count()).sum());
    let source = |table: Table| Source {
        name: full_name(table.sheet.as_deref()),
        file,
        is_sheet: table.sheet.is_some(),
        bytes: length,
        fingerprint: fingerprint.clone(),
        format: packing.map_or(table.format.clone(), |packing| format!("{}, {}", packing.word(), table.format)),
        notes: note.take().into_iter().chain(table.notes).collect(),
        grid: table.grid,
    };
    Ok(tables.into_iter().map(source).collect())
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

/// File names with as many folders before them as tell them apart.
fn distinct_names(files: &[&Path]) -> Vec<String> {
    let parts: Vec<Vec<String>> =
        files.iter().map(|path| path.iter().map(|part| part.to_string_lossy().into_owned()).collect()).collect();
    let name = |i: usize, depth: usize| parts[i][parts[i].len().saturating_sub(depth)..].join("/");
    let deepest = parts.iter().map(Vec::len).max().unwrap_or(1);
    (0..files.len())
        .map(|i| {
            let alone =
                |&depth: &usize| (0..files.len()).all(|other| other == i || name(other, depth) != name(i, depth));
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
        let files = ["a/x.csv", "b/x.csv", "c/b/y.csv", "d/b/y.csv", "z.csv"].map(Path::new);
        assert_eq!(distinct_names(&files), ["a/x.csv", "b/x.csv", "c/b/y.csv", "d/b/y.csv", "z.csv"]);
        assert_eq!(distinct_names(&[Path::new("/long/way/x.csv"), Path::new("/long/way/y.csv")]), ["x.csv", "y.csv"]);
    }
}
