//! The floors table of ARCHITECTURE.md is true: what every crate may import, of ours and from outside, is what its
//! Cargo.toml says, and every crate stands below those that import it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// One row of the table.
struct Row {
    ours: BTreeSet<String>,
    outside: BTreeSet<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The rows between the table's header and the next blank line, in order.
fn table() -> Vec<(String, Row)> {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let rows = text.lines().skip_while(|line| !line.starts_with("| crate |")).skip(2);
    rows.take_while(|line| line.starts_with('|'))
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            (cells[0].to_string(), Row { ours: names(cells[1]), outside: names(cells[2]) })
        })
        .collect()
}

fn names(cell: &str) -> BTreeSet<String> {
    cell.split(',').map(str::trim).filter(|name| !name.is_empty() && *name != "–").map(String::from).collect()
}

/// The normal dependencies of every crate in the workspace, for any target.
fn manifests() -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(root().join("crates")).unwrap() {
        let folder = entry.unwrap().path();
        let text = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        let manifest: toml::Table = text.parse().unwrap();
        assert_eq!(
            manifest["package"]["name"].as_str(),
            folder.file_name().unwrap().to_str(),
            "folder and crate share a name"
        );
        assert!(!manifest.contains_key("target"), "dependencies for one target only would escape the table");
        assert!(!manifest.contains_key("build-dependencies"), "build dependencies would escape the table");
        let dependencies = manifest["dependencies"].as_table().unwrap().keys().cloned().collect();
        found.insert(manifest["package"]["name"].as_str().unwrap().to_string(), dependencies);
    }
    found
}

#[test]
fn the_table_and_the_manifests_say_the_same() {
    let (table, manifests) = (table(), manifests());
    assert!(table.len() > 5, "the table was found");
    let listed: BTreeSet<&String> = table.iter().map(|(name, _)| name).collect();
    assert_eq!(listed, manifests.keys().collect(), "every crate has a row");
    for (name, row) in &table {
        let (ours, outside): (BTreeSet<String>, BTreeSet<String>) =
            manifests[name].iter().cloned().partition(|dependency| dependency.starts_with("shoal"));
        assert_eq!(row.ours, ours, "what {name} imports of ours");
        assert_eq!(row.outside, outside, "what {name} links from outside");
    }
}

#[test]
fn every_crate_stands_above_what_it_imports() {
    let table = table();
    let place: BTreeMap<&str, usize> = table.iter().enumerate().map(|(at, (name, _))| (name.as_str(), at)).collect();
    for (name, row) in &table {
        for import in &row.ours {
            assert!(place[import.as_str()] < place[name.as_str()], "{name} imports {import}, which stands above it");
        }
    }
}
