//! Faults in files that people write: all of them at once, each with its line.

use crate::error::Error;
use std::ops::Range;

/// All `faults` as one error with a hint; nothing where there is none.
pub(crate) fn told(faults: &[String], hint: &str) -> Result<(), Error> {
    match faults {
        [] => Ok(()),
        [fault] => Err(Error::input(fault.clone(), hint)),
        _ => Err(Error::input(format!("{} faults:\n  {}", faults.len(), faults.join("\n  ")), hint)),
    }
}

/// A text that is no TOML, or not of the form that is asked for.
pub(crate) fn not_toml(text: &str, error: &toml::de::Error, hint: &str) -> Error {
    let line = error.span().map_or(1, |span| line_of(text, &span));
    Error::input(format!("line {line}: {}", error.message().trim_end().replace('\n', ", ")), hint)
}

/// The number of the line, from 1.
pub(crate) fn line_of(text: &str, span: &Range<usize>) -> usize {
    1 + text.bytes().take(span.start).filter(|&byte| byte == b'\n').count()
}
