//! A file → one or several grids with a name.
//!
//! The format is told from the first bytes, not from the ending of the name. Names are shown without folders; when two files have
//! one name, as many folders are shown as tell them apart. Everything that follows works on the sources sorted by name, so that the
//! order in which files are given plays no part.

use crate::error::Error;
use crate::progress::Counter;
use crate::read::delimited;
use crate::read::fingerprint::fingerprint;
use crate::read::grid::Grid;
use crate::read::workbook;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

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
    /// The rows.
    pub(crate) grid: Grid,
}

/// Reads all files; sorted by name, each with at least one row.
pub(crate) fn open_all(files: &[PathBuf], total: &Counter<'_>) -> Result<Vec<Source>, Error> {
    if files.is_empty() {
        return Err(Error::NoFiles);
    }
    let mut known = BTreeSet::new();
    for path in files {
        let whole = path.canonicalize().unwrap_or_else(|_| path.clone());
        if !known.insert(whole) {
            return Err(Error::SameFile { path: path.clone() });
        }
    }
    let names = distinct_names(files);
    let opened: Vec<Result<Vec<Source>, Error>> =
        files.par_iter().zip(&names).enumerate().map(|(file, (path, name))| open(file, path, name, total)).collect();
    let mut sources = Vec::new();
    for result in opened {
        sources.extend(result?);
    }
    sources.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(sources)
}

/// The bytes of all files together, as far as they can be told.
pub(crate) fn total_bytes(files: &[PathBuf]) -> u64 {
    files.iter().filter_map(|path| path.metadata().ok()).map(|metadata| metadata.len()).sum()
}

fn open(file: usize, path: &Path, name: &str, total: &Counter<'_>) -> Result<Vec<Source>, Error> {
    if path.is_dir() {
        return Err(Error::Folder { path: path.to_path_buf() });
    }
    let bytes = std::fs::read(path).map_err(|source| match source.kind() {
        ErrorKind::NotFound => Error::MissingFile { path: path.to_path_buf() },
        _ => Error::Read { path: path.to_path_buf(), source },
    })?;
    if bytes.is_empty() {
        return Err(Error::EmptyFile { file: name.to_owned() });
    }
    refuse_foreign(name, &bytes)?;
    let length = bytes.len() as u64;
    let fingerprint = fingerprint(&bytes);
    let source = |name: String, is_sheet, format, grid| Source {
        name,
        file,
        is_sheet,
        bytes: length,
        fingerprint: fingerprint.clone(),
        format,
        grid,
    };
    let sources = if bytes.starts_with(b"PK\x03\x04") {
        let sheets = workbook::read(name, &bytes)?;
        let full = |sheet: &workbook::Sheet| format!("{name} [{}]", sheet.name);
        let sources: Vec<Source> = sheets
            .into_iter()
            .map(|sheet| source(full(&sheet), true, "Excel workbook".to_owned(), sheet.grid))
            .collect();
        with_rows(name, sources)?
    } else {
        let (grid, format) = delimited::read(name, bytes)?;
        with_rows(name, vec![source(name.to_owned(), false, format, grid)])?
    };
    total.add(length);
    Ok(sources)
}

/// Drops sheets without rows; an error when nothing is left.
fn with_rows(file: &str, sources: Vec<Source>) -> Result<Vec<Source>, Error> {
    let header = sources.first().map(|source| source.grid.column_names());
    let filled: Vec<Source> = sources.into_iter().filter(|source| source.grid.row_count() > 0).collect();
    if let Some(large) = filled.iter().find(|source| source.grid.row_count() >= u64::from(u32::MAX)) {
        return Err(Error::TooLarge { file: large.name.clone(), what: "it has 4294967295 rows or more" });
    }
    match header {
        _ if !filled.is_empty() => Ok(filled),
        Some(columns) => Err(Error::NoRows { file: file.to_owned(), columns }),
        None => Err(Error::EmptyFile { file: file.to_owned() }),
    }
}

/// Formats that are no tables for us, told from their first bytes.
fn refuse_foreign(file: &str, bytes: &[u8]) -> Result<(), Error> {
    let start = bytes.trim_ascii_start();
    let begins = |word: &[u8]| start.len() >= word.len() && start[..word.len()].eq_ignore_ascii_case(word);
    let (what, hint) = match bytes {
        [0xD0, 0xCF, 0x11, 0xE0, ..] => {
            ("an old or protected Excel workbook", "open it and save it as .xlsx without a password, or as .csv")
        }
        [b'P', b'A', b'R', b'1', ..] => ("a Parquet file", "export it as .csv"),
        [0x1F, 0x8B, ..] => ("a gzip archive", "unpack it first"),
        [b'%', b'P', b'D', b'F', ..] => ("a PDF document", "export the table as .csv or .xlsx"),
        _ if bytes.starts_with(b"SQLite format 3\0") => ("an SQLite database", "export its tables as .csv"),
        _ if begins(b"<!doctype") || begins(b"<html") || begins(b"<table") || begins(b"<?xml") => {
            ("a web page or XML document", "open it in a spreadsheet program and save it as .xlsx or .csv")
        }
        _ => return Ok(()),
    };
    Err(Error::NotATable { file: file.to_owned(), what: what.to_owned(), hint: hint.to_owned() })
}

/// File names with as many folders before them as tell them apart.
fn distinct_names(files: &[PathBuf]) -> Vec<String> {
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
        let files = ["a/x.csv", "b/x.csv", "c/b/y.csv", "d/b/y.csv", "z.csv"].map(PathBuf::from);
        assert_eq!(distinct_names(&files), ["a/x.csv", "b/x.csv", "c/b/y.csv", "d/b/y.csv", "z.csv"]);
        assert_eq!(distinct_names(&["/long/way/x.csv".into(), "/long/way/y.csv".into()]), ["x.csv", "y.csv"]);
    }
}
