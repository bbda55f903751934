//! A text file → a grid.
//!
//! The first row names the columns, unless it is data itself ([`crate::read::values`]): then they are called after their places.

use crate::error::Error;
use crate::read::encoding::{Decoded, contains};
use crate::read::grid::{Form, Grid};
use crate::read::records::{FirstRow, Records, SPACES};
use crate::read::separator;
use crate::read::title;
use crate::read::values;
use std::collections::BTreeMap;

/// Reads the bytes of delimited text.
#[cfg(test)]
pub(crate) fn read(file: &str, bytes: Vec<u8>) -> Result<(Grid, String), Error> {
    of_text(file, crate::read::encoding::decode(bytes))
}

/// Reads delimited text; also says what it was, for instance `CSV, comma, UTF-8`.
pub(crate) fn of_text(file: &str, decoded: Decoded) -> Result<(Grid, String), Error> {
    let (separator, start) = separator::find(&decoded.text, decoded.start);
    let mut records = Records { text: &decoded.text, separator, width: 0, suspects: &decoded.suspects, open: false };
    let Some(first) = records.first_row(start) else { return Err(Error::EmptyFile { file: file.to_owned() }) };
    let damaged_header = decoded.suspects.iter().any(|suspect| contains(&decoded.text[start..first.end], suspect));
    if damaged_header {
        let what = "not text (its first row holds bytes that no text has)".to_owned();
        return Err(Error::NotATable {
            file: file.to_owned(),
            what,
            hint: "export it as CSV in UTF-8, or as .xlsx".to_owned(),
        });
    }
    let headerless = values::are_data(&first.fields, &records.first_rows(first.end, values::LOOKED_AT));
    let header = header(&first, headerless);
    check_header(file, &header)?;
    let separators = if header.len() > 1 { &[separator] } else { separator::CANDIDATES.as_slice() };
    let titled = !headerless && title::of_text(&decoded.text, start, separators);
    records.width = header.len();
    let line = 1 + u64::from(start > decoded.start);
    let (body, line) = if headerless { (start, line) } else { (first.end, line + u64::from(first.lines)) };
    let chunks = records
        .cut(body, line)
        .map_err(|_| Error::TooLarge { file: file.to_owned(), what: "one of its rows is longer than 2 GB" })?;
    if let Some(line) = chunks.iter().find_map(|chunk| chunk.unclosed.map(|line| chunk.first_line + u64::from(line))) {
        return Err(Error::UnclosedQuote { file: file.to_owned(), line });
    }
    let names = if headerless { ", no header" } else { "" };
    let format = format!("{}, {}{names}, {}", kind(separator), separator::name(separator), decoded.label);
    Ok((Grid { text: decoded.text, header, headerless, titled, chunks, form: Form::Text }, format))
}

/// The names of the columns: the first row, or their places where that is data.
fn header(first: &FirstRow, headerless: bool) -> Vec<String> {
    match headerless {
        true => (1..=first.fields.len()).map(|place| format!("column_{place}")).collect(),
        false => first.fields.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect(),
    }
}

fn kind(separator: u8) -> &'static str {
    if separator == SPACES { "text" } else { "CSV" }
}

/// Every name once.
pub(crate) fn check_header(file: &str, header: &[String]) -> Result<(), Error> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in header.iter().filter(|name| !name.is_empty()) {
        *counts.entry(name).or_default() += 1;
    }
    let columns: Vec<String> =
        counts.iter().filter(|&(_, &count)| count > 1).map(|(&name, _)| name.to_owned()).collect();
    if columns.is_empty() { Ok(()) } else { Err(Error::DuplicateHeader { file: file.to_owned(), columns }) }
}
