//! The bytes of a file → its tables; the format is told from the first bytes, not from the ending of the name.

use crate::error::Error;
use crate::read::arrow;
use crate::read::delimited;
use crate::read::encoding::decode;
use crate::read::grid::Grid;
use crate::read::guard::guarded;
use crate::read::json;
use crate::read::opened::Packing;
use crate::read::parquet;
use crate::read::workbook;
use crate::room::Room;
use bytes::Bytes;
use shoal_segment::receipt::Note;
use std::sync::Arc;

/// A table of a file.
pub(crate) struct Table {
    /// The name of the sheet, when the file holds sheets.
    pub(crate) sheet: Option<String>,
    /// What the file is, for instance `CSV, comma, UTF-8`.
    pub(crate) format: String,
    /// What is worth knowing about how it was read.
    pub(crate) notes: Vec<Note>,
    /// The rows.
    pub(crate) grid: Grid,
}

/// Whether the bytes that a file begins with are those of delimited text, which can be read a wave at a time.
pub(crate) fn is_delimited(file: &str, head: &[u8]) -> bool {
    let binary = head.starts_with(b"PK\x03\x04") || head.starts_with(parquet::MARK) || arrow::looks_like(head);
    let foreign = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") || refuse_foreign(file, head).is_err();
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    !binary && !foreign && !json::looks_like(text)
}

/// Reads the tables of a file, whose bytes are not packed any more.
pub(crate) fn read(file: &str, bytes: Vec<u8>, room: &Arc<Room>) -> Result<Vec<Table>, Error> {
    refuse_foreign(file, &bytes)?;
    if bytes.starts_with(b"PK\x03\x04") {
        let sheets = guarded(file, "a workbook", || workbook::read(file, &bytes))?;
        let table = |sheet: workbook::Sheet| Table {
            sheet: Some(sheet.name),
            format: "Excel workbook".to_owned(),
            notes: sheet.notes,
            grid: sheet.grid.within(room),
        };
        return Ok(sheets.into_iter().map(table).collect());
    }
    if bytes.starts_with(parquet::MARK) {
        return Ok(vec![parquet::read(file, Bytes::from(bytes), room)?]);
    }
    if arrow::looks_like(&bytes) {
        return Ok(vec![arrow::read(file, &bytes, room)?]);
    }
    let decoded = decode(bytes);
    refuse_foreign_text(file, &decoded.text[decoded.start..])?;
    if json::looks_like(&decoded.text[decoded.start..]) {
        let table = json::read(file, decoded)?;
        return Ok(vec![Table { grid: table.grid.within(room), ..table }]);
    }
    let (grid, format) = delimited::of_text(file, decoded)?;
    Ok(vec![Table { sheet: None, format, notes: Vec::new(), grid: grid.within(room) }])
}

/// Where a tar archive says what it is.
const TAR_MARK: std::ops::Range<usize> = 257..262;

/// Formats that are no tables for us.
fn refuse_foreign(file: &str, bytes: &[u8]) -> Result<(), Error> {
    let (what, hint) = match bytes {
        [0xD0, 0xCF, 0x11, 0xE0, ..] => {
            ("an old or protected Excel workbook", "open it and save it as .xlsx without a password, or as .csv")
        }
        [b'P', b'A', b'R', b'E', ..] => ("an encrypted Parquet file", "write it again without encryption"),
        [b'F', b'E', b'A', b'1', ..] => ("a Feather file of version 1", "write it again as Parquet or Arrow"),
        [b'%', b'P', b'D', b'F', ..] => ("a PDF document", "export the table as .csv or .xlsx"),
        [0x89, b'P', b'N', b'G', ..] | [0xFF, 0xD8, 0xFF, ..] | [b'G', b'I', b'F', b'8', ..] => {
            ("an image", "export the table as .csv or .xlsx")
        }
        [b'P', b'K', 5, 6, ..] => ("an empty zip archive", "export the table again, with its header and its rows"),
        [b'7', b'z', 0xBC, 0xAF, ..]
        | [b'R', b'a', b'r', b'!', ..]
        | [0xFD, b'7', b'z', b'X', ..]
        | [b'B', b'Z', b'h', ..] => {
            ("an archive of a kind other than gzip and Zstandard", "unpack it and name what comes out")
        }
        _ if Packing::of(bytes).is_some() => ("an archive in an archive", "unpack it once and name what comes out"),
        _ if bytes.get(TAR_MARK) == Some(b"ustar") => ("a tar archive", "unpack it and name its files or their folder"),
        _ if bytes.starts_with(b"SQLite format 3\0") => ("an SQLite database in an archive", "unpack it first"),
        _ => return Ok(()),
    };
    Err(Error::NotATable { file: file.to_owned(), what: what.to_owned(), hint: hint.to_owned() })
}

/// How web pages and XML documents begin. Any word in pointed brackets would not do: some tables have headers like `<DATE>,<CLOSE>`.
const PAGES: [&[u8]; 10] =
    [b"<!doctype", b"<!--", b"<?xml", b"<html", b"<head", b"<body", b"<meta", b"<style", b"<div", b"<table"];

/// Texts that are no tables for us.
fn refuse_foreign_text(file: &str, text: &[u8]) -> Result<(), Error> {
    let text = text.trim_ascii();
    let begins = |word: &[u8]| text.len() >= word.len() && text[..word.len()].eq_ignore_ascii_case(word);
    let (what, hint) = if PAGES.iter().any(|page| begins(page)) {
        ("a web page or XML document", "open it in a spreadsheet program and save it as .xlsx or .csv")
    } else if json::is_other_list(text) {
        (
            "a JSON list of something else than objects",
            "write one object per line, or a list of objects: {\"customer\": \"C1\", …}",
        )
    } else {
        return Ok(());
    };
    Err(Error::NotATable { file: file.to_owned(), what: what.to_owned(), hint: hint.to_owned() })
}
