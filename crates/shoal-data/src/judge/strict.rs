//! The error that says which rows are not kept, where `--strict` wants every row kept.

use crate::judge::unreadable::ReasonCount;
use std::fmt;

/// Rows that are not kept.
#[derive(Debug, Clone, PartialEq)]
pub struct NotKept {
    /// Each file with rows that are not kept: its name, all its rows, and the reasons.
    pub files: Vec<(String, u64, Vec<ReasonCount>)>,
}

impl fmt::Display for NotKept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (file, rows, reasons)) in self.files.iter().enumerate() {
            let not_kept: u64 = reasons.iter().map(|reason| reason.rows).sum();
            let line = if at == 0 { "" } else { "\n" };
            write!(f, "{line}`{file}`: {not_kept} of {rows} rows are not kept, and --strict allows none")?;
            for reason in reasons {
                let noun = if reason.rows == 1 { "row" } else { "rows" };
                write!(f, "\n  {} {noun}, {}: {}", reason.rows, reason.reason, reason.words)?;
                for example in &reason.examples {
                    let colon = if example.detail.is_empty() { "" } else { ": " };
                    write!(f, "\n    line {}{colon}{}", example.line, example.detail)?;
                }
            }
        }
        Ok(())
    }
}
