//! A temporary folder with tables, and short ways to load them and to look at what came out.

use shoal_data::{Error, Loaded, ReadOptions, load, silent};
use shoal_segment::lines::{Kind, Lines};
use shoal_segment::receipt::{FileReceipt, Receipt};
use std::path::PathBuf;
use tempfile::TempDir;

/// A folder that goes away with the test.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, also into a folder inside this one.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

/// Loads files with the given names and contents.
pub(crate) fn read(files: &[(&str, &str)]) -> Result<Loaded, Error> {
    read_with(&with_order_ids(), files)
}

/// Options under which a line's order is the rank of its id.
pub(crate) fn with_order_ids() -> ReadOptions {
    ReadOptions { order_ids: true, ..ReadOptions::default() }
}

/// The same with options.
pub(crate) fn read_with(options: &ReadOptions, files: &[(&str, &str)]) -> Result<Loaded, Error> {
    let folder = Folder::new();
    let paths: Vec<PathBuf> = files.iter().map(|(name, text)| folder.write(name, text)).collect();
    load_with_and_without_memory(&paths, options)
}

/// Loads files; with no memory for their rows, so that all of them go through the temporary file, the same must come out.
fn load_with_and_without_memory(paths: &[PathBuf], options: &ReadOptions) -> Result<Loaded, Error> {
    let loaded = load(paths, options, &silent);
    let without = load(paths, &ReadOptions { memory: 0, ..options.clone() }, &silent);
    match (&loaded, &without) {
        (Ok(loaded), Ok(without)) => assert_eq!(without, loaded),
        (Err(error), Err(without)) => assert_eq!(without.to_string(), error.to_string()),
        (loaded, without) => panic!("{loaded:?}, and without memory {without:?}"),
    }
    loaded
}

/// One flat table of bytes.
pub(crate) fn read_bytes(bytes: &[u8]) -> Result<Loaded, Error> {
    let folder = Folder::new();
    load_with_and_without_memory(&[folder.write("t.csv", bytes)], &with_order_ids())
}

/// Any share of unreadable rows.
pub(crate) fn lenient() -> ReadOptions {
    ReadOptions { max_unreadable: 1.0, ..ReadOptions::default() }
}

/// With some `--map`.
pub(crate) fn mapped(map: &[&str]) -> ReadOptions {
    ReadOptions { map: map.iter().map(|text| text.parse().unwrap()).collect(), ..ReadOptions::default() }
}

/// `reason rows money`, one per entry.
pub(crate) fn entries(file: &FileReceipt) -> Vec<String> {
    file.entries.iter().map(|entry| format!("{} {} {}", entry.reason, entry.rows, entry.money.to_f64())).collect()
}

/// `code rows`, one per note.
pub(crate) fn notes(file: &FileReceipt) -> Vec<String> {
    file.notes.iter().map(|note| format!("{} {}", note.code, note.rows)).collect()
}

/// `role=column`, one per choice.
pub(crate) fn roles(file: &FileReceipt) -> Vec<String> {
    file.roles.iter().map(|choice| format!("{}={}", choice.role, choice.column)).collect()
}

/// The receipt of a file.
pub(crate) fn file<'a>(receipt: &'a Receipt, name: &str) -> &'a FileReceipt {
    receipt.files.iter().find(|file| file.file == name).unwrap()
}

/// Each line as `customer day order product quantity amount`, a return with a minus. Orders without an id, whose keys are arbitrary, are
/// numbered as they appear.
pub(crate) fn shown(lines: &Lines) -> Vec<String> {
    let mut keys: Vec<u32> = Vec::new();
    let mut line = |line: &shoal_segment::lines::Line| {
        let sign = if line.kind == Kind::Return { "-" } else { "" };
        let mut order = line.order as usize;
        if order >= lines.orders.len() {
            let known = keys.iter().position(|&key| key == line.order);
            order = lines.orders.len() + known.unwrap_or(keys.len());
            keys.extend(known.is_none().then_some(line.order));
        }
        format!(
            "{} {} {} {} {sign}{} {sign}{}",
            lines.customers.ids[line.customer as usize],
            line.time.day(),
            order,
            lines.products.get(line.product as usize).map_or("?", String::as_str),
            lines.quantity_scale.to_f64(line.quantity.into()),
            lines.money_scale.to_f64(line.amount.into())
        )
    };
    lines.lines.iter().map(&mut line).collect()
}

/// The message of the error that must come.
pub(crate) fn failure(result: Result<Loaded, Error>) -> (String, String) {
    let error = result.map(|loaded| shown(&loaded.lines)).unwrap_err();
    (error.to_string(), error.hint().unwrap_or_default())
}
