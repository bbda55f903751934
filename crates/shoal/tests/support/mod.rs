//! The program in a temporary directory.

#![allow(dead_code, reason = "every test binary uses a part of this")]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A temporary directory in which the program is run.
pub(crate) struct Place(tempfile::TempDir);

/// What a run of the program did.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file of the given bytes.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.path(name), content).unwrap();
        self
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shoal"));
        command.args(args).current_dir(self.0.path()).env("COLUMNS", "160");
        command
    }

    /// Runs the program with the given arguments.
    pub(crate) fn shoal(&self, args: &[&str]) -> Ran {
        let Output { status, stdout, stderr } = self.command(args).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { code: status.code().unwrap(), out: text(stdout), err: text(stderr) }
    }

    /// Runs the program and expects success.
    pub(crate) fn works(&self, args: &[&str]) -> Ran {
        let ran = self.shoal(args);
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
        ran
    }

    /// Runs the program and expects the exit code and all of the words in what it says; nothing must be left behind.
    pub(crate) fn fails(&self, args: &[&str], code: i32, words: &[&str]) {
        let before = self.listing();
        let ran = self.shoal(args);
        assert_eq!(ran.code, code, "{args:?}: {}", ran.err);
        assert!(ran.err.starts_with("error: "), "{}", ran.err);
        for word in words {
            assert!(ran.err.contains(word), "`{word}` is not in: {}", ran.err);
        }
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
        assert_eq!(ran.out, "", "a failed run prints no data");
        assert_eq!(self.listing(), before, "a failed run leaves nothing behind");
    }

    /// The names in the directory, hidden ones too.
    pub(crate) fn listing(&self) -> Vec<String> {
        let names = std::fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> = names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.read(name)).unwrap()
    }
}

/// Every file of a folder with its bytes, by name.
pub(crate) fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            (path.file_name().unwrap().to_str().unwrap().to_string(), std::fs::read(&path).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// A flat table of `customers` customers of two kinds: many small orders, few large ones.
pub(crate) fn flat(customers: usize) -> String {
    let mut text = String::from("InvoiceNo,CustomerID,InvoiceDate,Quantity,UnitPrice,StockCode\n");
    for customer in 0..customers {
        let (orders, price) = if customer % 2 == 0 { (6 + customer % 4, 3) } else { (1 + customer % 3, 80) };
        for order in 0..orders {
            let (month, day) = (1 + (order + customer) % 12, 1 + (customer * 7 + order * 3) % 28);
            let (number, cents, product) = (customer * 100 + order, customer % 90 + 10, (customer + order) % 9);
            text.push_str(&format!(
                "{number},C{customer:03},2024-{month:02}-{day:02},{},{price}.{cents},P{product}\n",
                1 + order % 3
            ));
        }
    }
    text
}
