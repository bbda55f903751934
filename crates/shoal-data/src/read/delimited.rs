//! A text file → a grid.
//!
//! The first row names the columns, unless it is data itself ([`crate::read::values`]): then they are called after their places.
//! Where most rows end in a separator that the header lacks, there is one more column, without a name.

use crate::error::Error;
use crate::read::cut::Cut;
use crate::read::encoding::{Decoded, contains};
use crate::read::grid::{self, Chunk, Grid, Shape, ShapeFault};
use crate::read::records::{FirstRow, Records, SPACES};
use crate::read::separator;
use crate::read::slot::Slot;
use crate::read::title;
use crate::read::values;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Reads the bytes of delimited text.
#[cfg(test)]
pub(crate) fn read(file: &str, bytes: Vec<u8>) -> Result<(Grid, String), Error> {
    of_text(file, crate::read::encoding::decode(bytes))
}

/// Reads delimited text; also says what it was, for instance `CSV, comma, UTF-8`.
pub(crate) fn of_text(file: &str, decoded: Decoded) -> Result<(Grid, String), Error> {
    let Decoded { text, start, label, suspects } = decoded;
    let (form, rows) = Form::of(file, &text, start, (&suspects, false))?;
    let slots = rows.chunks(&text).into_iter().map(Slot::from).collect();
    Ok(form.table(slots, label))
}

/// How a text is a table: what its first rows tell.
pub(crate) struct Form {
    separator: u8,
    header: Vec<String>,
    /// The header as it stands in the text; empty where there is none.
    header_row: Vec<u8>,
    headerless: bool,
    titled: bool,
}

/// Rows that were cut, and where the next one begins.
pub(crate) struct Rows {
    cuts: Vec<Cut>,
    pub(crate) end: usize,
    pub(crate) line: u64,
}

impl Form {
    /// Looks at a text that begins at `start`, and cuts its rows; `open` where the text goes on beyond its end.
    pub(crate) fn of(
        file: &str,
        text: &[u8],
        start: usize,
        (suspects, open): (&[Vec<u8>], bool),
    ) -> Result<(Self, Rows), Error> {
        let (separator, begin) = separator::find(text, start);
        let records = Records { text, separator, width: 0, suspects, header: b"", open: false };
        let Some(first) = records.first_row(begin) else { return Err(Error::EmptyFile { file: file.to_owned() }) };
        let line = 1 + u64::from(begin > start);
        check_first(file, &first, suspects, line)?;
        let headerless = values::are_data(&first.fields, &records.first_rows(first.end, values::LOOKED_AT));
        let header = header(&first, headerless);
        check_header(file, &header)?;
        let separators = if header.len() > 1 { &[separator] } else { separator::CANDIDATES.as_slice() };
        let titled = !headerless && title::of_text(text, begin, separators);
        let header_row = if headerless { Vec::new() } else { first.row.to_vec() };
        let mut form = Self { separator, header, header_row, headerless, titled };
        let body = if headerless { (begin, line) } else { (first.end, line + u64::from(first.lines)) };
        let mut rows = form.cut(file, text, body, (suspects, open))?;
        if form.end_in_a_separator(text, &rows.cuts) {
            form.header.push(String::new());
            rows = form.cut(file, text, body, (suspects, open))?;
        }
        Ok((form, rows))
    }

    /// Cuts a text from a place on, which is on a physical line; `open` where the text goes on beyond its end.
    pub(crate) fn cut(
        &self,
        file: &str,
        text: &[u8],
        (start, line): (usize, u64),
        (suspects, open): (&[Vec<u8>], bool),
    ) -> Result<Rows, Error> {
        let Self { separator, header_row, .. } = self;
        let width = self.header.len();
        let records = Records { text, separator: *separator, width, suspects, header: header_row, open };
        let cuts = records
            .cut(start, line)
            .map_err(|_| Error::TooLarge { file: file.to_owned(), what: "one of its rows is longer than 2 GB" })?;
        if let Some(line) = cuts.iter().find_map(|cut| cut.unclosed.map(|line| cut.first_line + u64::from(line))) {
            return Err(Error::UnclosedQuote { file: file.to_owned(), line });
        }
        let (end, line) = cuts.last().map_or((start, line), |last| (last.end, last.first_line + u64::from(last.lines)));
        Ok(Rows { cuts, end, line })
    }

    /// Whether most rows have one separator more than the header, with nothing behind it: then a column has no name.
    fn end_in_a_separator(&self, text: &[u8], cuts: &[Cut]) -> bool {
        let one_more = Shape::FieldCount(self.header.len() as u32 + 1);
        let row = |cut: &Cut, fault: &ShapeFault| {
            &text[cut.base + fault.row.start as usize..cut.base + fault.row.end as usize]
        };
        let ends = |cut: &Cut| {
            let so = cut.faults.iter().filter(|fault| {
                fault.kind == one_more && row(cut, fault).iter().rfind(|byte| **byte != b' ') == Some(&self.separator)
            });
            so.count()
        };
        let rows: usize = cuts.iter().map(|cut| cut.rows.len() + cut.faults.len()).sum();
        2 * cuts.iter().map(ends).sum::<usize>() > rows
    }

    /// The table of these rows, and what it was.
    pub(crate) fn table(self, slots: Vec<Slot>, label: &str) -> (Grid, String) {
        let Self { separator, header, headerless, titled, .. } = self;
        let names = if headerless { ", no header" } else { "" };
        let format = format!("{}, {}{names}, {label}", kind(separator), separator::name(separator));
        (Grid { header, headerless, titled, slots, form: grid::Form::Text }, format)
    }
}

impl Rows {
    /// The rows with their parts of the text.
    pub(crate) fn chunks(self, text: &[u8]) -> Vec<Chunk> {
        self.cuts.into_par_iter().map(|cut| cut.into_chunk(text)).collect()
    }
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
