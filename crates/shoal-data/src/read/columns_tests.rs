//! Files of columns, written by another program (`tests/reference/columns.py`), against their cells as text.

use crate::read::format::{self, Table};
use crate::read::grid::Grid;
use proptest::prelude::*;
use std::path::Path;

fn reference() -> serde_json::Value {
    serde_json::from_slice(&bytes("columns.json")).unwrap()
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference").join(name)).unwrap()
}

fn files() -> Vec<String> {
    reference()["files"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
}

fn column(grid: &Grid, name: &str) -> Vec<String> {
    let place = grid.header.iter().position(|column| column == name).unwrap();
    let cells = grid.held().flat_map(|chunk| {
        (0..chunk.rows.len()).map(move |row| String::from_utf8(grid.field(chunk, row, place).to_vec()).unwrap())
    });
    cells.collect()
}

#[test]
fn every_file_holds_the_same_cells() {
    let expected = reference();
    for name in files() {
        let tables = format::read(&name, bytes(&name), &room()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let [Table { grid, format, notes, .. }] = tables.as_slice() else { panic!("{name}: one table") };
        assert_eq!(format, if name.ends_with("parquet") { "Parquet" } else { "Arrow" });
        let words: Vec<&str> = notes.iter().map(|note| note.words.as_str()).collect();
        assert_eq!(words, ["`tags` holds lists, which are not read"], "{name}");
        let cells = expected["cells"].as_object().unwrap();
        assert_eq!(grid.width(), cells.len(), "{name}");
        for (header, values) in cells {
            let values: Vec<&str> = values.as_array().unwrap().iter().map(|value| value.as_str().unwrap()).collect();
            assert_eq!(column(grid, header), values, "{name}: {header}");
        }
        let lines: Vec<u64> = grid.held().flat_map(|chunk| chunk.rows.iter().map(|&row| chunk.line_of(row))).collect();
        assert_eq!(lines, [1, 2, 3], "{name}");
    }
}

#[test]
fn every_cut_of_a_file_is_an_error() {
    for name in files() {
        let whole = bytes(&name);
        for end in (8..whole.len() - 1).step_by(7) {
            match format::read(&name, whole[..end].to_vec(), &room()) {
                Err(error) => assert!(error.to_string().contains(&name), "{error}"),
                // A stream may end after any of its batches.
                Ok(tables) => assert!(name.contains("stream") && tables[0].grid.row_count() < 3, "{name} up to {end}"),
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 500, ..ProptestConfig::default() })]

    /// A damaged byte gives an error or other cells, never a panic.
    #[test]
    fn damaged_bytes(file in 0usize..10, at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let names = files();
        let name = &names[file % names.len()];
        let mut damaged = bytes(name);
        let at = at.index(damaged.len());
        damaged[at] = byte;
        let _ = format::read(name, damaged, &room());
    }
}

fn room() -> std::sync::Arc<crate::room::Room> {
    std::sync::Arc::new(crate::room::Room::new(1 << 20))
}
