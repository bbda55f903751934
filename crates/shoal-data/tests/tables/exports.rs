//! The exports of known programs, without flags: headers as the programs write them, people and goods made up.

use crate::folder::{Folder, entries, failure, file, notes, read, roles, shown};
use shoal_data::{Loaded, ReadOptions, load, silent};
use std::path::PathBuf;

/// Loads fixtures of this folder.
fn fixtures(names: &[&str]) -> Loaded {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/tables/exports");
    let files: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).collect();
    load(&files, &ReadOptions::default(), &silent).unwrap()
}
