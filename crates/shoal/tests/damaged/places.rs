//! Names that lead to no file: folders, patterns, links, pipes, devices, files of others.

use crate::case::{read, refused};
use crate::inputs::sales;
use std::os::unix::fs::{PermissionsExt, symlink};

#[test]
fn folders_and_patterns() {
    let folder: fn(&std::path::Path) = |place| std::fs::create_dir(place.join("t.csv")).unwrap();
    refused("a folder called .csv")
        .prepared(folder)
        .named(&["t.csv"])
        .says(&["the folder `t.csv` has no table right in it", "name the folder"]);
    refused("an empty folder").prepared(folder).named(&["."]).says(&["the folder `.` has no table"]);
    refused("a pattern that nothing fits")
        .file("t.csv", sales())
        .named(&["*.parquet"])
        .says(&["`*.parquet` gives no file", "check the folder"]);
    refused("a pattern that is none").named(&["[t.csv"]).says(&["`[t.csv` gives no file", "check the folder"]);
    refused("a file that is not there").named(&["no.csv"]).says(&["`no.csv` does not exist", "check the spelling"]);
    read("names of several words and lines", &[("kept", 60)]).file("a b\n\"c\".csv", sales()).says(&[]);
}

#[test]
fn links() {
    refused("a link that leads nowhere")
        .prepared(|place| symlink("gone.csv", place.join("t.csv")).unwrap())
        .named(&["t.csv"])
        .says(&["`t.csv` is a link to `gone.csv`, which does not exist", "make the link anew"]);
    refused("a link to itself")
        .with_code(74)
        .prepared(|place| symlink("t.csv", place.join("t.csv")).unwrap())
        .named(&["t.csv"])
        .says(&["cannot read `t.csv`", "can be opened at all"]);
    refused("one file twice")
        .file("t.csv", sales())
        .named(&["t.csv", "./t.csv"])
        .says(&["is given twice", "name each file once"]);
    refused("a file and a link to it")
        .file("t.csv", sales())
        .prepared(|place| symlink("t.csv", place.join("u.csv")).unwrap())
        .named(&["t.csv", "u.csv"])
        .says(&["is given twice"]);
    read("a file and its copy", &[("kept", 120)])
        .file("t.csv", sales())
        .file("u.csv", sales())
        .says(&["has the same bytes as"]);
    refused("a dangling link in a folder")
        .file("t.csv", sales())
        .prepared(|place| symlink("gone.csv", place.join("u.csv")).unwrap())
        .named(&["."])
        .says(&["`./u.csv` is a link to `gone.csv`, which does not exist"]);
}

#[test]
fn pipes_and_devices() {
    let pipe: fn(&std::path::Path) = |place| {
        assert!(std::process::Command::new("mkfifo").arg(place.join("t.csv")).status().unwrap().success());
    };
    refused("a pipe that nobody writes to")
        .prepared(pipe)
        .named(&["t.csv"])
        .says(&["`t.csv` is a named pipe", "/dev/stdin"]);
    refused("such a pipe in a folder")
        .file("u.csv", sales())
        .prepared(pipe)
        .named(&["."])
        .says(&["`./t.csv` is a named pipe"]);
    refused("a device without an end").named(&["/dev/zero"]).says(&["`/dev/zero` is a device"]);
    refused("a device without a byte").named(&["/dev/null"]).says(&["`/dev/null` is a device"]);
    refused("an empty standard input").named(&["/dev/stdin"]).says(&["`/dev/stdin` is a device", "PROGRAM | shoal"]);
}

#[test]
fn files_of_others() {
    let lock: fn(&std::path::Path) = |place| {
        std::fs::set_permissions(place.join("t.csv"), PermissionsExt::from_mode(0o000)).unwrap();
    };
    let probe = tempfile::NamedTempFile::new().unwrap();
    std::fs::set_permissions(probe.path(), PermissionsExt::from_mode(0o000)).unwrap();
    if std::fs::File::open(probe.path()).is_ok() {
        // Who may read everything reads this too.
        read("a file of others", &[("kept", 60)]).file("t.csv", sales()).prepared(lock).says(&[]);
    } else {
        let words = ["cannot read `t.csv`: Permission denied", "the right to read it is missing"];
        refused("a file of others").with_code(74).file("t.csv", sales()).prepared(lock).says(&words);
    }
}
