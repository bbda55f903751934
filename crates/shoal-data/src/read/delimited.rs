//! A text file → a grid.
//!
//! The first row names the columns, unless it is data itself ([`crate::read::values`]): then they are called after their places.
//! Where most rows end in a separator that the header lacks, there is one more column, without a name.

use crate::error::Error;
use crate::read::encoding::{Decoded, contains};
use crate::read::grid::{Chunk, Form, Grid, Shape, ShapeFault};
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
    let mut records =
        Records { text: &decoded.text, separator, width: 0, suspects: &decoded.suspects, header: b"", open: false };
    let Some(first) = records.first_row(start) else { return Err(Error::EmptyFile { file: file.to_owned() }) };
    let line = 1 + u64::from(start > decoded.start);
    check_first(file, &first, &decoded.suspects, line)?;
    let headerless = values::are_data(&first.fields, &records.first_rows(first.end, values::LOOKED_AT));
    let mut header = header(&first, headerless);
    check_header(file, &header)?;
    let separators = if header.len() > 1 { &[separator] } else { separator::CANDIDATES.as_slice() };
    let titled = !headerless && title::of_text(&decoded.text, start, separators);
    records.width = header.len();
    records.header = if headerless { b"" } else { first.row };
    let (body, line) = if headerless { (start, line) } else { (first.end, line + u64::from(first.lines)) };
    let too_long = |_| Error::TooLarge { file: file.to_owned(), what: "one of its rows is longer than 2 GB" };
    let mut chunks = records.cut(body, line).map_err(too_long)?;
    if end_in_a_separator(&records, &chunks) {
        header.push(String::new());
        records.width += 1;
        chunks = records.cut(body, line).map_err(too_long)?;
    }
    if let Some(line) = chunks.iter().find_map(|chunk| chunk.unclosed.map(|line| chunk.first_line + u64::from(line))) {
        return Err(Error::UnclosedQuote { file: file.to_owned(), line });
    }
    let names = if headerless { ", no header" } else { "" };
    let format = format!("{}, {}{names}, {}", kind(separator), separator::name(separator), decoded.label);
    Ok((Grid { text: decoded.text, header, headerless, titled, chunks, form: Form::Text }, format))
}

/// Whether the first row can be the first of a table.
fn check_first(file: &str, first: &FirstRow<'_>, suspects: &[Vec<u8>], line: u64) -> Result<(), Error> {
    let file = file.to_owned();
    if let Some(before) = first.unclosed {
        return Err(Error::UnclosedQuote { file, line: line + u64::from(before) });
    }
    let (what, hint) = if suspects.iter().any(|suspect| contains(first.row, suspect)) {
        ("not text (its first row holds bytes that no text has)", "export it as CSV in UTF-8, or as .xlsx")
    } else if is_quoted_as_a_whole(first) {
        (
            "a table of which each line is in quotes as a whole",
            "take the quotes around the lines away, or export it again",
        )
    } else {
        return Ok(());
    };
    Err(Error::NotATable { file, what: what.to_owned(), hint: hint.to_owned() })
}

fn is_quoted_as_a_whole(first: &FirstRow<'_>) -> bool {
    let names =
        |field: &[u8]| separator::CANDIDATES.iter().any(|separator| field.split(|byte| byte == separator).count() > 2);
    first.row.starts_with(b"\"") && matches!(first.fields.as_slice(), [field] if names(field))
}

/// Whether most rows have one separator more than the header, with nothing behind it: then a column has no name.
fn end_in_a_separator(records: &Records<'_>, chunks: &[Chunk]) -> bool {
    let one_more = Shape::FieldCount(records.width as u32 + 1);
    let row = |chunk: &Chunk, fault: &ShapeFault| {
        &records.text[chunk.base + fault.row.start as usize..chunk.base + fault.row.end as usize]
    };
    let ends = |chunk: &Chunk| {
        let so = chunk.faults.iter().filter(|fault| {
            fault.kind == one_more && row(chunk, fault).iter().rfind(|byte| **byte != b' ') == Some(&records.separator)
        });
        so.count()
    };
    let rows: usize = chunks.iter().map(|chunk| chunk.rows.len() + chunk.faults.len()).sum();
    2 * chunks.iter().map(ends).sum::<usize>() > rows
}

/// The names of the columns: the first row, or their places where that is data.
fn header(first: &FirstRow<'_>, headerless: bool) -> Vec<String> {
    match headerless {
        true => (1..=first.fields.len()).map(|place| format!("column_{place}")).collect(),
        false => first.fields.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect(),
    }
}

fn kind(separator: u8) -> &'static str {
    if separator == SPACES { "text" } else { "CSV" }
}

/// No name of a column has more characters.
const LONGEST_NAME: usize = 1000;

/// Every name once, and none so long that it is no name.
pub(crate) fn check_header(file: &str, header: &[String]) -> Result<(), Error> {
    if let Some(long) = header.iter().find(|name| name.chars().count() > LONGEST_NAME) {
        let what = format!("no table (its first row holds {} characters without a separator)", long.chars().count());
        let hint = "export the table again, with the names of its columns in the first row".to_owned();
        return Err(Error::NotATable { file: file.to_owned(), what, hint });
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in header.iter().filter(|name| !name.is_empty()) {
        *counts.entry(name).or_default() += 1;
    }
    let columns: Vec<String> =
        counts.iter().filter(|&(_, &count)| count > 1).map(|(&name, _)| name.to_owned()).collect();
    if columns.is_empty() { Ok(()) } else { Err(Error::DuplicateHeader { file: file.to_owned(), columns }) }
}
