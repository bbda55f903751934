//! One damaged input: its files, how the program is called with them, and what must come of it.

use crate::support::Place;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Nothing here takes longer, however busy the machine is.
const LONGEST: Duration = Duration::from_secs(30);
/// Kilobytes of addresses: no small input may ask for gigabytes.
const MEMORY: u32 = 3_000_000;
/// What fits on one screen of [`WIDTH`] characters.
const SCREEN: usize = 25;
/// Characters in a line of a screen.
const WIDTH: usize = 160;

/// A damaged input.
pub(crate) struct Case {
    name: &'static str,
    files: Vec<(&'static str, Vec<u8>)>,
    prepare: fn(&Path),
    named: Vec<&'static str>,
    flags: Vec<&'static str>,
    end: End,
}

/// What must come of it.
enum End {
    /// An error: the exit code.
    Refused(i32),
    /// A result: rows by reason, over all files.
    Rows(&'static [(&'static str, u64)]),
}

/// Where the words of a case are looked for, and how it ended.
struct Came {
    code: i32,
    out: String,
    err: String,
}

/// Files that end in an error of the input.
pub(crate) fn refused(name: &'static str) -> Case {
    Case { name, files: Vec::new(), prepare: |_| (), named: Vec::new(), flags: Vec::new(), end: End::Refused(2) }
}

/// Files that are read, with so many rows of each reason.
pub(crate) fn read(name: &'static str, rows: &'static [(&'static str, u64)]) -> Case {
    Case { end: End::Rows(rows), flags: vec!["--max-unreadable", "100%"], ..refused(name) }
}

impl Case {
    /// Not in an error of the input, but of the disk or the system.
    pub(crate) fn with_code(self, code: i32) -> Self {
        Self { end: End::Refused(code), ..self }
    }

    /// With a file, which the program is given.
    pub(crate) fn file(mut self, name: &'static str, bytes: impl AsRef<[u8]>) -> Self {
        self.files.push((name, bytes.as_ref().to_vec()));
        self
    }

    /// With something in the folder that is no plain file.
    pub(crate) fn prepared(self, prepare: fn(&Path)) -> Self {
        Self { prepare, ..self }
    }

    /// The program is given these names in place of those of the files.
    pub(crate) fn named(self, named: &[&'static str]) -> Self {
        Self { named: named.to_vec(), ..self }
    }

    /// With more flags.
    pub(crate) fn flags(mut self, flags: &[&'static str]) -> Self {
        self.flags.extend(flags);
        self
    }

    /// It must end in this way, with all of the words in what is said or written about rows.
    pub(crate) fn says(self, words: &[&str]) {
        let place = Place::new();
        for (name, bytes) in &self.files {
            place.file(name, bytes);
        }
        (self.prepare)(&place.path(""));
        let before = place.listing();
        let came = self.run(&place);
        let (name, Came { code, out, err }) = (self.name, &came);
        assert!(!err.contains("panicked"), "{name}: {err}");
        let lines: usize = err.lines().map(|line| line.chars().count().div_ceil(WIDTH).max(1)).sum();
        let told = match self.end {
            End::Refused(expected) => {
                assert_eq!(*code, expected, "{name}: {err}");
                assert!(lines <= SCREEN, "{name}: {lines} lines: {err}");
                assert!(err.starts_with("error: ") && err.contains("\nhint: "), "{name}: {err}");
                assert_eq!((out.as_str(), place.listing()), ("", before), "{name} leaves something behind");
                err.clone()
            }
            End::Rows(expected) => {
                assert_eq!(*code, 0, "{name}: {err}");
                let receipt = &place.json("shoal-out/run.json")["receipt"];
                let expected: BTreeMap<String, u64> =
                    expected.iter().map(|&(reason, rows)| (reason.to_owned(), rows)).collect();
                assert_eq!(rows(receipt), expected, "{name}: {receipt}");
                let lists = ["unreadable.csv", "set_aside.csv"].map(|list| listed(&place, list));
                [notes(receipt), lists.concat(), err.clone()].concat()
            }
        };
        for word in words {
            assert!(told.contains(word), "{name}: `{word}` is not in: {told}");
        }
    }

    /// Runs the program with a bound on its memory and its time.
    fn run(&self, place: &Place) -> Came {
        let binary = env!("CARGO_BIN_EXE_shoal");
        let named =
            if self.named.is_empty() { self.files.iter().map(|(name, _)| *name).collect() } else { self.named.clone() };
        let said = Place::new();
        let to = |name| Stdio::from(std::fs::File::create(said.path(name)).unwrap());
        let mut child = Command::new("sh")
            .args([
                "-c",
                &format!("ulimit -v {MEMORY} 2> /dev/null; exec \"$@\""),
                "sh",
                binary,
                "run",
                "--threads",
                "2",
            ])
            .args(named)
            .args(&self.flags)
            .current_dir(place.path(""))
            .env("COLUMNS", WIDTH.to_string())
            .stdin(Stdio::null())
            .stdout(to("out"))
            .stderr(to("err"))
            .spawn()
            .unwrap();
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            if begun.elapsed() > LONGEST {
                child.kill().unwrap();
                child.wait().unwrap();
                panic!("{} does not end: {}", self.name, said.read("err"));
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        let (out, err) = (said.read("out"), said.read("err"));
        let Some(code) = status.code() else { panic!("{}: {status}: {err}", self.name) };
        Came { code, out, err }
    }
}

/// Rows by reason, over all files; in each of them they are all its rows.
fn rows(receipt: &Value) -> BTreeMap<String, u64> {
    let mut rows = BTreeMap::new();
    for file in receipt["files"].as_array().unwrap() {
        let mut all = 0;
        for entry in file["entries"].as_array().unwrap() {
            let count = entry["rows"].as_u64().unwrap();
            *rows.entry(entry["reason"].as_str().unwrap().to_owned()).or_default() += count;
            all += count;
        }
        assert_eq!(file["rows"].as_u64().unwrap(), all, "{file}");
    }
    rows
}

/// The notes on all files, and what each was read as.
fn notes(receipt: &Value) -> String {
    let files = receipt["files"].as_array().unwrap().iter();
    let words = files.flat_map(|file| {
        let notes = file["notes"].as_array().unwrap().iter().map(|note| &note["words"]);
        notes.chain([&file["format"]]).map(|words| words.as_str().unwrap().to_owned() + "\n").collect::<Vec<_>>()
    });
    words.collect()
}

/// A list of rows that were not used, if there is one.
fn listed(place: &Place, list: &str) -> String {
    std::fs::read_to_string(place.path(&format!("shoal-out/{list}"))).unwrap_or_default()
}
