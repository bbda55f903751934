//! The error that says which rows could not be read, when there are too many of them.

use std::fmt;

/// One row as an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Physical line, from 1.
    pub line: u64,
    /// What is wrong there: column and value.
    pub detail: String,
}

/// The rows of one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReasonCount {
    /// The code, for instance `bad_date`.
    pub reason: String,
    /// The reason in words.
    pub words: String,
    /// How many rows.
    pub rows: u64,
    /// The first three of them.
    pub examples: Vec<Example>,
    /// The column that is at fault in all of them, with its role (`transactions.total`) as `--map` names it.
    pub column: Option<(String, String)>,
}

/// More rows of a file are unreadable than `--max-unreadable` allows.
#[derive(Debug, Clone, PartialEq)]
pub struct TooMany {
    /// File name.
    pub file: String,
    /// All rows of the file.
    pub rows: u64,
    /// The unreadable ones.
    pub unreadable: u64,
    /// The share that was allowed, 0 to 1.
    pub allowed: f64,
    /// By reason, in a fixed order.
    pub reasons: Vec<ReasonCount>,
}

impl TooMany {
    /// The step that mends it, or the flag that lets the file pass; no such flag where (nearly) nothing would be left.
    pub(crate) fn hint(&self) -> String {
        let share = (self.unreadable as f64 / self.rows as f64 * 100.0).ceil();
        if share >= 100.0 {
            return self.hint_for_all();
        }
        format!(
            "mend the rows, choose other columns with `--map`, or let them be set apart with `--max-unreadable {share}%`"
        )
    }

    /// What to do when no row can be read: the column of the most frequent reason, and what is wrong there.
    fn hint_for_all(&self) -> String {
        let most = self.reasons.iter().map(|reason| reason.rows).max();
        let main = self.reasons.iter().find(|reason| Some(reason.rows) == most);
        match main.map(|reason| (&reason.column, reason.examples.first())) {
            Some((Some((_, flag)), Some(example))) => format!(
                "hardly a row can be read, because of {}: mend this column in the file, or choose another with `--map {flag}=COLUMN`",
                example.detail
            ),
            _ => "hardly a row has what the header promises: check that the names of the columns are in the first row and that the file is whole".to_owned(),
        }
    }
}

impl fmt::Display for TooMany {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = self.unreadable as f64 / self.rows as f64 * 100.0;
        let allowed = self.allowed * 100.0;
        write!(
            f,
            "`{}`: {} of {} rows ({share:.2} %) cannot be read, allowed is {allowed} %",
            self.file, self.unreadable, self.rows
        )?;
        for reason in &self.reasons {
            write!(f, "\n  {} {}: {}", reason.rows, if reason.rows == 1 { "row" } else { "rows" }, reason.words)?;
            for example in &reason.examples {
                write!(f, "\n    line {}: {}", example.line, example.detail)?;
            }
        }
        Ok(())
    }
}
