//! What a caller names → what is read: files as they are, the tables of a folder, the files that fit a pattern.
//!
//! - A *folder* stands for the files right in it whose names end like those of tables ([`ENDINGS`], also with `.gz` or `.zst`
//!   behind), sorted by name. Hidden files are passed over without a word; others, and folders inside, are told in a note.
//! - A *pattern* (`sales/*.csv`, with `*`, `?`, `[a-z]`, and `**` for any folders) stands for every file that fits it, whatever
//!   its ending: who writes a pattern has said which ones. A file that has the very name is no pattern.
//!
//! - An *address* (`sqlite:shop.db?table=orders`, `postgres://…`) stands for a database ([`crate::read::database`]).
//!
//! The files that came out are what a run keeps in its settings, not the folder or the pattern: a run from these settings
//! gives the same bytes though another file was put beside them. Who wants the new files names the folder again.

use crate::error::Error;
use crate::read::database::address::Address;
use shoal_segment::receipt::Note;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Endings of the names of tables.
const ENDINGS: [&str; 19] = [
    "csv", "tsv", "tab", "psv", "txt", "dat", "json", "jsonl", "ndjson", "xlsx", "xlsm", "parquet", "pq", "arrow",
    "feather", "ipc", "db", "sqlite", "sqlite3",
];
/// Endings of archives, behind those of tables.
const PACKED: [&str; 4] = ["gz", "gzip", "zst", "zstd"];
/// The first bytes of a SQLite file.
const SQLITE: &[u8; 16] = b"SQLite format 3\0";
/// So many names are told; the others are counted.
const TOLD: usize = 3;

/// Something to be read.
#[derive(Clone)]
pub(crate) struct Input {
    /// The file, or the address of a database without its password.
    pub(crate) path: PathBuf,
    /// The database, when it is one.
    pub(crate) database: Option<Address>,
    /// What is to be told about where it was found, in words.
    pub(crate) remark: Option<String>,
}

/// Puts the files in the place of folders and patterns; each file once.
pub(crate) fn expand(given: &[PathBuf]) -> Result<Vec<Input>, Error> {
    let mut inputs = Vec::new();
    for path in given {
        if let Some(address) = Address::of(path)? {
            inputs.push(Input { path: address.written(), database: Some(address), remark: None });
        } else if path.is_dir() {
            inputs.extend(of_folder(path)?);
        } else if is_pattern(path) {
            inputs.extend(of_pattern(path)?);
        } else {
            inputs.push(Input::file(path.clone(), None));
        }
    }
    if inputs.is_empty() {
        return Err(Error::NoFiles);
    }
    let mut known = BTreeSet::new();
    let databases: Vec<(&PathBuf, &Address)> =
        inputs.iter().filter_map(|input| Some((&input.path, input.database.as_ref()?))).collect();
    for (place, (path, address)) in databases.iter().enumerate() {
        if databases[..place].iter().any(|(_, before)| before.overlaps(address)) {
            return Err(Error::SameFile { path: (*path).clone() });
        }
    }
    for Input { path, .. } in inputs.iter().filter(|input| input.database.is_none()) {
        if !known.insert(path.canonicalize().unwrap_or_else(|_| path.clone())) {
            return Err(Error::SameFile { path: path.clone() });
        }
    }
    Ok(inputs)
}

/// The bytes of all files together, as far as they can be told.
pub(crate) fn total_bytes(inputs: &[Input]) -> u64 {
    let files = inputs.iter().filter(|input| input.database.is_none());
    files.filter_map(|input| input.path.metadata().ok()).map(|metadata| metadata.len()).sum()
}

/// An input as it can be shown and kept: an address without its password, everything else as it is.
pub fn shown(input: &Path) -> PathBuf {
    match Address::of(input) {
        Ok(None) => input.to_path_buf(),
        Ok(Some(address)) => address.written(),
        // Nobody knows where a password stands in what is not understood.
        Err(_) => PathBuf::from("…"),
    }
}

/// What tells an input in a word: a file's name without its ending, the table of a database.
pub fn stem(input: &Path) -> String {
    match Address::of(input) {
        Ok(Some(address)) => address.stem(),
        _ => input.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned()),
    }
}

impl Input {
    /// A file. One that begins as SQLite does is a database.
    fn file(path: PathBuf, remark: Option<String>) -> Self {
        let database = is_sqlite(&path).then(|| Address::of_file(&path));
        Self { path, database, remark }
    }

    /// What tells it apart from others, the last the most.
    pub(crate) fn parts(&self) -> Vec<String> {
        let of_path = || self.path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        self.database.as_ref().map_or_else(of_path, |address| address.place.parts())
    }

    /// The remark as a note on so many rows.
    pub(crate) fn note(&self, rows: u64) -> Option<Note> {
        Some(Note { code: "not_read".to_owned(), words: self.remark.clone()?, rows })
    }
}

fn of_folder(folder: &Path) -> Result<Vec<Input>, Error> {
    let failed = |source| Error::Read { path: folder.to_path_buf(), source };
    let mut entries = std::fs::read_dir(folder).map_err(failed)?.collect::<Result<Vec<_>, _>>().map_err(failed)?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    let visible = entries.into_iter().map(|entry| entry.path()).filter(|path| !file_name(path).starts_with('.'));
    let (tables, others): (Vec<PathBuf>, Vec<PathBuf>) = visible.partition(|path| is_table(path));
    if tables.is_empty() {
        return Err(Error::Folder { path: folder.to_path_buf(), holds: listed(&others) });
    }
    let words = || format!("the folder `{}` also holds {}, which was not read", folder.display(), listed(&others));
    let mut remark = (!others.is_empty()).then(words);
    Ok(tables.into_iter().map(|path| Input::file(path, remark.take())).collect())
}

fn of_pattern(pattern: &Path) -> Result<Vec<Input>, Error> {
    let written = pattern.to_string_lossy();
    let bad = |reason: &str| Error::BadPattern { pattern: written.clone().into_owned(), reason: reason.to_owned() };
    let options = glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::default() };
    let mut inputs = Vec::new();
    for found in glob::glob_with(&written, options).map_err(|error| bad(error.msg))? {
        let path = found
            .map_err(|error: glob::GlobError| Error::Read { path: error.path().to_path_buf(), source: error.into() })?;
        if !path.is_dir() {
            inputs.push(Input::file(path, None));
        }
    }
    if inputs.is_empty() { Err(bad("no file fits it")) } else { Ok(inputs) }
}

fn is_sqlite(path: &Path) -> bool {
    let mut first = [0; SQLITE.len()];
    // What cannot be opened is told when it is read. A pipe would lose what is read here.
    path.is_file()
        && std::fs::File::open(path).is_ok_and(|mut file| file.read_exact(&mut first).is_ok())
        && first == *SQLITE
}

/// Whether a path is no file and has a character of a pattern.
fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '[']) && path.symlink_metadata().is_err()
}

/// Whether a file of a folder has the name of a table.
fn is_table(path: &Path) -> bool {
    let name = file_name(path).to_lowercase();
    let mut parts = name.rsplit('.');
    let mut ending = parts.next();
    if ending.is_some_and(|ending| PACKED.contains(&ending)) {
        ending = parts.next();
    }
    // The part before the first point is no ending.
    parts.next().is_some() && ending.is_some_and(|ending| ENDINGS.contains(&ending)) && !path.is_dir()
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The first names, and how many others there are.
fn listed(paths: &[PathBuf]) -> String {
    let shown: Vec<String> = paths.iter().take(TOLD).map(|path| format!("`{}`", file_name(path))).collect();
    match paths.len() {
        0 => "nothing".to_owned(),
        count if count > TOLD => format!("{} and {} more", shown.join(", "), count - TOLD),
        _ => shown.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_tables() {
        for (name, expected) in [
            ("a.csv", true),
            ("A.CSV", true),
            ("a.b.tsv.gz", true),
            ("a.jsonl.zst", true),
            ("a.parquet", true),
            ("csv", false),
            ("a.gz", false),
            ("csv.gz", false),
            ("notes.docx", false),
            ("_SUCCESS", false),
        ] {
            assert_eq!(is_table(Path::new(name)), expected, "{name}");
        }
    }
}
