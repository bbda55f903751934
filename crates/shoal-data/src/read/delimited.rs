//! A text file → a grid.
//!
//! The first row names the columns, unless it is data itself ([`crate::read::values`]): then they are called after their places.

use crate::error::Error;
use crate::read::cut::Cut;
use crate::read::encoding::{Decoded, contains};
use crate::read::grid::{self, Chunk, Grid};
use crate::read::records::{FirstRow, Records, SPACES};
use crate::read::separator;
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
    let form = Form::of(file, &text, start, &suspects)?;
    let chunks = form.cut(file, &text, (form.body, form.line), (&suspects, false))?.chunks(&text);
    Ok(form.table(chunks, label))
}

/// How a text is a table: what its first rows tell.
pub(crate) struct Form {
    separator: u8,
    header: Vec<String>,
    headerless: bool,
    titled: bool,
    /// Where the rows begin, and on which physical line.
    pub(crate) body: usize,
    pub(crate) line: u64,
}

/// Rows that were cut, and where the next one begins.
pub(crate) struct Rows {
    cuts: Vec<Cut>,
    pub(crate) end: usize,
    pub(crate) line: u64,
}

impl Form {
    /// Looks at the first rows of a text that begins at `start`.
    pub(crate) fn of(file: &str, text: &[u8], start: usize, suspects: &[Vec<u8>]) -> Result<Self, Error> {
        let (separator, begin) = separator::find(text, start);
        let records = Records { text, separator, width: 0, suspects, open: false };
        let Some(first) = records.first_row(begin) else { return Err(Error::EmptyFile { file: file.to_owned() }) };
        let damaged_header = suspects.iter().any(|suspect| contains(&text[begin..first.end], suspect));
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
        let titled = !headerless && title::of_text(text, begin, separators);
        let line = 1 + u64::from(begin > start);
        let (body, line) = if headerless { (begin, line) } else { (first.end, line + u64::from(first.lines)) };
        Ok(Self { separator, header, headerless, titled, body, line })
    }

    /// Cuts a text from a place on, which is on a physical line; `open` where the text goes on beyond its end.
    pub(crate) fn cut(
        &self,
        file: &str,
        text: &[u8],
        (start, line): (usize, u64),
        (suspects, open): (&[Vec<u8>], bool),
    ) -> Result<Rows, Error> {
        let records = Records { text, separator: self.separator, width: self.header.len(), suspects, open };
        let cuts = records
            .cut(start, line)
            .map_err(|_| Error::TooLarge { file: file.to_owned(), what: "one of its rows is longer than 2 GB" })?;
        if let Some(line) = cuts.iter().find_map(|cut| cut.unclosed.map(|line| cut.first_line + u64::from(line))) {
            return Err(Error::UnclosedQuote { file: file.to_owned(), line });
        }
        let (end, line) = cuts.last().map_or((start, line), |last| (last.end, last.first_line + u64::from(last.lines)));
        Ok(Rows { cuts, end, line })
    }

    /// The table of these rows, and what it was.
    pub(crate) fn table(self, chunks: Vec<Chunk>, label: &str) -> (Grid, String) {
        let Self { separator, header, headerless, titled, .. } = self;
        let names = if headerless { ", no header" } else { "" };
        let format = format!("{}, {}{names}, {label}", kind(separator), separator::name(separator));
        (Grid { header, headerless, titled, chunks, form: grid::Form::Text }, format)
    }
}

impl Rows {
    /// The rows with their parts of the text.
    pub(crate) fn chunks(self, text: &[u8]) -> Vec<Chunk> {
        self.cuts.into_par_iter().map(|cut| cut.into_chunk(text)).collect()
    }
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
