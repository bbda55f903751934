//! Reading a table of segments: every fault is told with its line, what came, what is allowed and a hint.

use crate::error::Error;
use crate::faults::{line_of, not_toml, told};
use crate::model::UNASSIGNED;
use crate::rfm::area::{Area, NoArea};
use crate::rfm::cell::CELLS;
use crate::rfm::table::{Segment, Table};
use serde::Deserialize;
use std::str::FromStr;
use toml::Spanned;

/// The file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    title: String,
    #[serde(default)]
    segment: Vec<WrittenSegment>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSegment {
    name: Spanned<String>,
    #[serde(default)]
    cells: Vec<Spanned<String>>,
}

/// Where an example is to be had.
const EXAMPLE: &str = "`shoal rules show ten` prints a table to start from";

impl FromStr for Table {
    type Err = Error;

    /// Reads the text of a table.
    ///
    /// Fails when it is not TOML, has unknown keys, a segment without a name, or boxes that are none; all faults of the last
    /// two kinds are told at once.
    fn from_str(text: &str) -> Result<Self, Error> {
        let written: Written = toml::from_str(text).map_err(|error| not_toml(text, &error, EXAMPLE))?;
        let entries = written.segment.len();
        if entries > CELLS {
            let message =
                format!("{entries} segments, allowed are at most {CELLS}, one for each combination of scores");
            return Err(Error::input(message, EXAMPLE));
        }
        let mut faults = Vec::new();
        let segments = written.segment.iter().map(|segment| read(text, segment, &mut faults)).collect();
        told(&faults, EXAMPLE)?;
        Ok(Self { title: one_line(&written.title), segments })
    }
}

/// A text without line breaks and other control characters.
fn one_line(text: &str) -> String {
    text.split(char::is_control).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn read(text: &str, written: &WrittenSegment, faults: &mut Vec<String>) -> Segment {
    let name = written.name.get_ref().trim().to_owned();
    if name.is_empty() || name.chars().any(char::is_control) {
        let line = line_of(text, &written.name.span());
        faults.push(format!("line {line}: the name {name:?}, allowed is a text in one line that is not empty"));
    } else if name.eq_ignore_ascii_case(UNASSIGNED) {
        let line = line_of(text, &written.name.span());
        faults
            .push(format!("line {line}: the name {name:?} is kept for whom a method leaves out, allowed is any other"));
    }
    let mut areas = Vec::new();
    for cells in &written.cells {
        match cells.get_ref().parse::<Area>() {
            Ok(area) => areas.push(area),
            Err(NoArea { came, allowed }) => {
                let line = line_of(text, &cells.span());
                let whole = cells.get_ref();
                let place = if came == *whole { String::new() } else { format!(" in {whole:?}") };
                faults.push(format!("line {line}: {came:?}{place} of segment {name:?}, allowed is {allowed}"));
            }
        }
    }
    Segment { name, areas }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        let error = text.parse::<Table>().unwrap_err();
        assert!(error.hint.is_some());
        error.message
    }

    #[test]
    fn faults_are_told_with_their_line() {
        let table: [(&str, &[&str]); 10] = [
            ("title = \"a\"\n[[segment]]\nname = \"A\"\ncels = []\n", &["line 4", "`cels`", "`cells`"]),
            ("titel = 'a'", &["line 1", "`titel`", "`title`"]),
            ("[[segment]]\ncells = ['r1']", &["line 1", "name"]),
            ("[[segment]]\nname = ' '\n", &["line 2", "\"\"", "not empty"]),
            ("[[segment]]\nname = 'unassigned'\n", &["line 2", "kept for whom a method leaves out"]),
            ("[[segment]]\nname = \"a\\u001b[2J\"\n", &["line 2", "one line"]),
            (
                "[[segment]]\nname = 'A'\ncells = [\n'r1',\n'r4-6 f1']",
                &["line 5", "\"r4-6\" in \"r4-6 f1\"", "\"A\"", "1 to 5"],
            ),
            ("[[segment]]\nname = 'A'\ncells = 'r1'", &["line 3", "string"]),
            ("[[segment]]\nname = 'A'\ncells = ['0', 'r0']", &["2 faults", "\"0\"", "\"r0\""]),
            ("[[segment", &["line 1"]),
        ];
        for (text, words) in table {
            let said = fault(text);
            assert!(words.iter().all(|word| said.contains(word)), "{text}: {said}");
            assert!(!said.contains('\u{1b}'));
        }
    }

    #[test]
    fn an_empty_file_is_an_empty_table() {
        assert_eq!("".parse(), Ok(Table { title: String::new(), segments: Vec::new() }));
        assert_eq!("title = ' a\\n b'".replace('\'', "\"").parse::<Table>().unwrap().title, "a b");
        assert!("[[segment]]\nname = 'a'\n".repeat(126).parse::<Table>().unwrap_err().message.contains("125"));
    }
}
