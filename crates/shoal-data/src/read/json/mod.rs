//! JSON → a grid: one object per line, several objects one after the other, or a list of objects. Each object is a row.
//!
//! 1. `mostly_lines`: most lines are an object each (JSON lines): they are read in parallel, and a broken line is an unreadable row.
//!    Otherwise the objects stand one after the other or in one list, over any number of lines; where that text breaks off, nothing
//!    behind it can be told apart, and the reading ends with the line.
//! 2. [`rows`]: every value is a cell as it is written (numbers keep their digits), `null` is an empty one. A value inside an object
//!    inside the row has the names of both: `{"customer": {"id": 5}}` has the column `customer.id`. Lists (`"items": [1, 2]`) are not read;
//!    a column of nothing but lists is left out, and a note says so. An object with one key twice is an unreadable row.
//! 3. `grid`: the columns are all keys that occur, sorted by name, so that the order of rows and keys plays no part.
//!
//! Cost: one pass over the text, and 8 bytes for each row and column.

mod rows;
mod scan;

use crate::error::Error;
use crate::read::delimited::check_header;
use crate::read::encoding::Decoded;
use crate::read::extent::Extent;
use crate::read::format::Table;
use crate::read::grid::{Form, Grid, Span};
use crate::read::slot::Slot;
use rayon::prelude::*;
use rows::{Count, Rows};
use shoal_segment::receipt::Note;
use std::collections::BTreeMap;

/// Bytes of a piece that is read at once.
const PIECE: usize = 1 << 20;
/// So many different keys are data, not names of columns.
const MOST_COLUMNS: usize = 4096;

/// Whether a text begins like JSON that can be a table.
pub(crate) fn looks_like(text: &[u8]) -> bool {
    let second = |rest: &[u8]| rest.trim_ascii_start().first().copied();
    match text.trim_ascii_start() {
        [b'{', rest @ ..] => matches!(second(rest), Some(b'"' | b'}')),
        [b'[', rest @ ..] => matches!(second(rest), Some(b'{' | b']')),
        _ => false,
    }
}

/// Whether a trimmed text is a list in JSON of something that is no object.
pub(crate) fn is_other_list(text: &[u8]) -> bool {
    match text {
        [b'[', inside @ .., b']'] => {
            matches!(inside.trim_ascii_start().first(), Some(b'[' | b'"' | b'-' | b'0'..=b'9'))
        }
        _ => false,
    }
}

/// Reads the rows of a text that [`looks_like`] JSON.
pub(crate) fn read(file: &str, decoded: Decoded) -> Result<Table, Error> {
    let text = &decoded.text;
    let begin = decoded.start;
    let lines = mostly_lines(&text[begin..]);
    let pieces = if lines {
        let rows: Result<Vec<Rows<'_>>, RowTooLong> =
            cuts(text, begin).into_par_iter().map(|(start, end)| of_lines(&decoded, start, end)).collect();
        rows.map_err(|RowTooLong| too_long(file))?
    } else {
        one_after_the_other(file, &decoded)?
    };
    let (header, nested, kept) = columns(file, &pieces)?;
    if header.is_empty() {
        return Err(nothing_in(file, &pieces, &nested));
    }
    let mut extent = Extent::default();
    pieces.iter().for_each(|rows| extent.add_rows(rows.rows(), header.len(), rows.values()));
    extent.check(file)?;
    let format = format!("{}, {}", if lines { "JSON lines" } else { "JSON" }, decoded.label);
    // A list begins behind its bracket, which may stand on a later line.
    let begun = pieces.first().map_or(begin, Rows::base);
    let mut line = 1 + u64::from(line_ends(&text[begin..begun]));
    let chunks = pieces.into_par_iter().map(|rows| rows.into_chunk(&kept, header.len())).collect::<Vec<_>>();
    let slots = chunks
        .into_iter()
        .map(|mut chunk| {
            chunk.first_line = line;
            line += u64::from(chunk.lines);
            Slot::from(chunk)
        })
        .collect();
    let grid = Grid { header, headerless: false, titled: false, slots, form: Form::Text };
    Ok(Table { sheet: None, format, grid, notes: nested })
}

/// A row of two gigabytes or more.
#[derive(Debug)]
struct RowTooLong;

fn too_long(file: &str) -> Error {
    Error::TooLarge { file: file.to_owned(), what: "one of its rows is longer than 2 GB" }
}

/// No object has a value.
fn nothing_in(file: &str, pieces: &[Rows<'_>], lists: &[Note]) -> Error {
    let file = file.to_owned();
    if !lists.is_empty() {
        let what = "JSON with its rows in a list inside an object".to_owned();
        let hint = "take the list out, so that the file is a list of objects: for instance `jq .data FILE`, with the list's name for `data`";
        return Error::NotATable { file, what, hint: hint.to_owned() };
    }
    if pieces.iter().all(|rows| rows.faults() == 0) {
        return Error::EmptyFile { file };
    }
    let what = "JSON without a single whole object".to_owned();
    Error::NotATable { file, what, hint: "write one object per line, or a list of objects".to_owned() }
}

/// Whether at least half of the lines begin and end as objects do.
fn mostly_lines(text: &[u8]) -> bool {
    if !text.trim_ascii_start().starts_with(b"{") {
        return false;
    }
    let (mut whole, mut all) = (0u64, 0u64);
    for line in text.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()) {
        all += 1;
        whole += u64::from(line.starts_with(b"{") && line.ends_with(b"}"));
    }
    2 * whole >= all
}

/// Pieces of whole lines.
fn cuts(text: &[u8], begin: usize) -> Vec<(usize, usize)> {
    let mut cuts = Vec::new();
    let mut start = begin;
    while start < text.len() {
        let near = text.len().min(start + PIECE);
        let end = text[near..].iter().position(|&byte| byte == b'\n').map_or(text.len(), |length| near + length + 1);
        cuts.push((start, end));
        start = end;
    }
    cuts
}

fn of_lines(decoded: &Decoded, start: usize, end: usize) -> Result<Rows<'_>, RowTooLong> {
    let mut rows = Rows::new(decoded, start);
    let mut at = start;
    while at < end {
        let length = decoded.text[at..end].iter().position(|&byte| byte == b'\n').unwrap_or(end - at);
        rows.line(at, at + length).ok_or(RowTooLong)?;
        at = end.min(at + length + 1);
        rows.end_line();
    }
    Ok(rows)
}

/// Objects with nothing but spaces and commas between them, in brackets or not.
fn one_after_the_other<'a>(file: &str, decoded: &'a Decoded) -> Result<Vec<Rows<'a>>, Error> {
    let text = &decoded.text;
    let mut at = decoded.start;
    let in_list = text[at..].trim_ascii_start().starts_with(b"[");
    if in_list {
        at += text[at..].iter().position(|&byte| byte == b'[').unwrap_or(0) + 1;
    }
    let mut before = 1 + u64::from(line_ends(&text[decoded.start..at]));
    let mut pieces = Vec::new();
    let mut rows = Rows::new(decoded, at);
    loop {
        let between = text[at..].iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b',').count();
        rows.pass(&text[at..at + between]);
        at += between;
        if is_end(&text[at..], in_list) {
            pieces.push(rows);
            return Ok(pieces);
        }
        if at - rows.base() > PIECE {
            before += u64::from(rows.lines());
            pieces.push(std::mem::replace(&mut rows, Rows::new(decoded, at)));
        }
        match rows.object(at).ok_or_else(|| too_long(file))? {
            Ok(end) => {
                rows.pass(&text[at..end]);
                at = end;
            }
            Err(broken) => {
                let line = before + u64::from(rows.lines()) + u64::from(line_ends(&text[at..broken]));
                let ends = broken >= text.trim_ascii_end().len();
                return Err(Error::BrokenJson { file: file.to_owned(), line, ends });
            }
        }
    }
}

fn is_end(rest: &[u8], in_list: bool) -> bool {
    match rest {
        [b']', rest @ ..] => in_list && rest.trim_ascii().is_empty(),
        _ => rest.is_empty() && !in_list,
    }
}

fn line_ends(text: &[u8]) -> u32 {
    text.iter().filter(|&&byte| byte == b'\n').count() as u32
}

/// The header; the notes about keys with lists; and for each key its column.
type Found = (Vec<String>, Vec<Note>, BTreeMap<Vec<u8>, usize>);

fn columns(file: &str, pieces: &[Rows<'_>]) -> Result<Found, Error> {
    let mut keys: BTreeMap<&[u8], Count> = BTreeMap::new();
    for (key, count) in pieces.iter().flat_map(Rows::keys) {
        let sum = keys.entry(key).or_default();
        sum.values += count.values;
        sum.lists += count.lists;
    }
    let text = |key: &[u8]| String::from_utf8_lossy(key).into_owned();
    let note = |(key, count): (&&[u8], &Count)| Note {
        code: "lists_not_read".to_owned(),
        words: format!("`{}` holds lists, which are not read", text(key)),
        rows: count.lists,
    };
    let notes = keys.iter().filter(|(_, count)| count.lists > 0).map(note).collect();
    let is_column = |count: &Count| count.values > 0 || count.lists == 0;
    let kept: Vec<&[u8]> = keys.iter().filter(|(_, count)| is_column(count)).map(|(&key, _)| key).collect();
    if kept.len() > MOST_COLUMNS {
        return Err(Error::TooLarge { file: file.to_owned(), what: "its objects have more than 4096 different keys" });
    }
    let header: Vec<String> = kept.iter().map(|key| text(key).trim().to_owned()).collect();
    check_header(file, &header)?;
    let places = kept.iter().enumerate().map(|(place, key)| (key.to_vec(), place)).collect();
    Ok((header, notes, places))
}

/// A cell without a value.
const EMPTY: Span = Span { start: 0, end: 0 };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_other_texts() {
        for (text, expected) in [
            ("{\"a\":1}", true),
            (" \n{ \"a\": 1}", true),
            ("[{\"a\":1}]", true),
            ("[ ]", true),
            ("{}", true),
            ("[1,2]", false),
            ("{a},b\n1,2", false),
            ("a,b", false),
        ] {
            assert_eq!(looks_like(text.as_bytes()), expected, "{text}");
        }
    }
}
