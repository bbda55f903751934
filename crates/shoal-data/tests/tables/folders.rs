//! Folders and patterns in the place of files.

use crate::folder::{Folder, failure, notes, shown};
use shoal_data::{Loaded, ReadOptions, load, silent};
use std::path::{Path, PathBuf};

const JANUARY: &str = "customer,date,amount\na,2024-01-05,1\n";
const FEBRUARY: &str = "date;amount;customer\n2024-02-06;2;b\n";

fn shop() -> Folder {
    let folder = Folder::new();
    folder.write("sales/2024-02.txt", FEBRUARY);
    folder.write("sales/2024-01.csv", JANUARY);
    folder
}

fn read(path: &Path) -> Loaded {
    load(&[path.to_path_buf()], &ReadOptions::default(), &silent).unwrap()
}

fn names(loaded: &Loaded) -> Vec<&str> {
    loaded.receipt.files.iter().map(|file| file.file.as_str()).collect()
}

#[test]
fn a_folder_is_its_tables() {
    let folder = shop();
    let loaded = read(&folder.path("sales"));
    assert_eq!(names(&loaded), ["2024-01.csv", "2024-02.txt"]);
    assert_eq!(shown(&loaded.lines), ["a 2024-01-05 0 ? 1 1", "b 2024-02-06 1 ? 1 2"]);
    let files: Vec<PathBuf> = ["sales/2024-01.csv", "sales/2024-02.txt"].map(|name| folder.path(name)).to_vec();
    assert_eq!(loaded.inputs, files);
    let one_by_one = load(&loaded.inputs, &ReadOptions::default(), &silent).unwrap();
    assert_eq!(one_by_one, loaded);
}

#[test]
fn what_a_folder_holds_besides_is_told() {
    let folder = shop();
    folder.write("sales/.hidden.csv", "x");
    folder.write("sales/read me.docx", "x");
    folder.write("sales/_SUCCESS", "");
    folder.write("sales/2023/2023.csv", JANUARY);
    let loaded = read(&folder.path("sales"));
    assert_eq!(names(&loaded), ["2024-01.csv", "2024-02.txt"]);
    assert_eq!(notes(&loaded.receipt.files[0]), ["not_read 1"]);
    let words = &loaded.receipt.files[0].notes[0].words;
    assert!(words.ends_with("also holds `2023`, `_SUCCESS`, `read me.docx`, which was not read"), "{words}");
    assert!(loaded.receipt.files[1].notes.is_empty());
}

#[test]
fn a_folder_with_the_name_of_a_table() {
    let folder = Folder::new();
    folder.write("sales.csv/part-0.csv", JANUARY);
    folder.write("sales.csv/_SUCCESS", "");
    assert_eq!(names(&read(&folder.path("sales.csv"))), ["part-0.csv"]);
}

#[test]
fn a_pattern_is_the_files_that_fit() {
    let folder = shop();
    folder.write("sales/2025-01.csv", "customer,date,amount\nc,2025-01-05,1\n");
    folder.write("sales/more/2024-03.csv", "customer,date,amount\nd,2024-03-05,1\n");
    folder.write("sales/.2024-04.csv", "x");
    for (pattern, expected) in [
        ("sales/*.csv", vec!["2024-01.csv", "2025-01.csv"]),
        ("sales/2024-??.*", vec!["2024-01.csv", "2024-02.txt"]),
        ("sales/2024-0[1-2]*", vec!["2024-01.csv", "2024-02.txt"]),
        ("**/2024*.csv", vec!["2024-01.csv", "2024-03.csv"]),
    ] {
        assert_eq!(names(&read(&folder.path(pattern))), expected, "{pattern}");
    }
}

#[test]
fn a_file_with_the_name_of_a_pattern_is_itself() {
    let folder = shop();
    let path = folder.write("sales/[2024]*.csv", "customer,date,amount\nz,2024-01-05,1\n");
    assert_eq!(shown(&read(&path).lines), ["z 2024-01-05 0 ? 1 1"]);
}

#[test]
fn folders_and_patterns_without_a_table() {
    let folder = shop();
    folder.write("other/a.png", "x");
    for (path, message) in [
        ("other", "has no table right in it; it holds `a.png`"),
        ("none*.csv", "no file fits it"),
        ("sales/***", "gives no file"),
        ("none", "does not exist"),
    ] {
        let (error, hint) = failure(load(&[folder.path(path)], &ReadOptions::default(), &silent));
        assert!(error.contains(message), "{error}");
        assert!(!hint.is_empty());
    }
}

#[test]
fn a_file_inside_a_folder_that_is_given_too_counts_once() {
    let folder = shop();
    let both = [folder.path("sales"), folder.path("sales/2024-01.csv")];
    let (error, _) = failure(load(&both, &ReadOptions::default(), &silent));
    assert!(error.contains("is given twice"), "{error}");
}
