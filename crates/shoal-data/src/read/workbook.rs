//! A workbook (.xlsx) → one grid per sheet with data.
//!
//! Cells are streamed once. A number is written with at most 15 significant digits, as a spreadsheet shows it (8.289999999999999 is
//! 8.29, 17850.0 is 17850); a cell with a date format becomes `2011-10-30 16:17:00`; from there on a sheet is read like text. The first
//! row with a value is the header; rows without any value are no rows, nor is the header once more; a value to the right of the
//! header makes its row unreadable. Hidden sheets are copies and notes to their author: they are named, and read only where
//! no other sheet has a row.

use crate::error::Error;
use crate::read::cut::Cut;
use crate::read::delimited::check_header;
use crate::read::extent::Extent;
use crate::read::grid::{Form, Grid, RowSpan, Shape, ShapeFault, Span};
use crate::read::opened::{LARGEST_RATIO, is_too_much};
use crate::read::slot::Slot;
use crate::read::title::is_title;
use crate::read::zip_sizes;
use crate::value::moment::{self, Epoch};
use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx};
use shoal_segment::receipt::Note;
use std::io::{Cursor, Write};
use std::ops::Range;

/// Columns of a sheet.
const MOST_COLUMNS: u32 = 1 << 14;
/// Rows per chunk.
const CHUNK_ROWS: usize = 16_384;

/// A sheet.
pub(crate) struct Sheet {
    /// Its name in the workbook.
    pub(crate) name: String,
    /// What is worth knowing about the sheets beside it.
    pub(crate) notes: Vec<Note>,
    /// Its rows.
    pub(crate) grid: Grid,
}

/// Reads all sheets with at least a header: those that are shown, or the hidden ones where those that are shown have no row.
pub(crate) fn read(file: &str, bytes: &[u8]) -> Result<Vec<Sheet>, Error> {
    check_swelling(file, bytes)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| bad(file, &error))?;
    let sheets = workbook.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let (shown, hidden): (Vec<_>, Vec<_>) = sheets.cloned().partition(|sheet| sheet.visible == SheetVisible::Visible);
    let mut read = of_sheets(file, &mut workbook, &shown)?;
    if read.iter().all(|sheet| sheet.grid.row_count() == 0) {
        read.extend(of_sheets(file, &mut workbook, &hidden)?);
    } else if let Some(first) = read.iter_mut().find(|sheet| sheet.grid.row_count() > 0) {
        let note = |sheet: &calamine::Sheet| Note {
            code: "not_read".to_owned(),
            words: format!("the sheet `{}` is hidden and was not read", sheet.name),
            rows: first.grid.row_count(),
        };
        first.notes.extend(hidden.iter().map(note).collect::<Vec<_>>());
    }
    Ok(read)
}

/// A workbook that is far larger unpacked than a table of its size would be.
fn check_swelling(file: &str, bytes: &[u8]) -> Result<(), Error> {
    if is_too_much(zip_sizes::unpacked(bytes), bytes.len() as u64) {
        return Err(Error::Swollen { file: file.to_owned(), archive: "zip", ratio: LARGEST_RATIO });
    }
    Ok(())
}

fn of_sheets(file: &str, workbook: &mut Xlsx<Cursor<&[u8]>>, sheets: &[calamine::Sheet]) -> Result<Vec<Sheet>, Error> {
    let epoch = if workbook.has_1904_epoch() { Epoch::Y1904 } else { Epoch::Y1900 };
    let mut read = Vec::new();
    for calamine::Sheet { name, .. } in sheets {
        let full_name = format!("{file} [{name}]");
        let mut cells = workbook.worksheet_cells_reader(name).map_err(|error| bad(file, &error))?;
        let mut builder = SheetBuilder::new(epoch);
        while let Some(cell) = cells.next_cell().map_err(|error| bad(file, &error))? {
            let (row, column) = cell.get_position();
            if column >= MOST_COLUMNS {
                let reason = format!(
                    "a cell says that it stands in column {}, and a sheet has {MOST_COLUMNS}",
                    u64::from(column) + 1
                );
                return Err(Error::BadWorkbook { file: full_name, reason });
            }
            builder.cell(row, column, cell.get_value());
            builder.extent.check(&full_name)?;
        }
        if let Some(grid) = builder.finish() {
            check_header(&full_name, &grid.header)?;
            read.push(Sheet { name: name.clone(), notes: Vec::new(), grid });
        }
    }
    Ok(read)
}

fn bad(file: &str, error: &calamine::XlsxError) -> Error {
    Error::BadWorkbook { file: file.to_owned(), reason: error.to_string() }
}

/// Collects the cells of one sheet, which come row by row.
struct SheetBuilder {
    epoch: Epoch,
    text: Vec<u8>,
    header: Option<Vec<String>>,
    pieces: Vec<Cut>,
    /// The number of the row being collected, from 0.
    row: u32,
    /// Where its text begins.
    row_start: usize,
    /// Its cells: column, first and last byte in the text.
    cells: Vec<(u32, usize, usize)>,
    /// How many values the first rows have.
    counts: Vec<usize>,
    /// The header's row as text.
    header_row: Range<usize>,
    /// How large it has become.
    extent: Extent,
}

/// Rows whose values are counted.
const COUNTED: usize = 10;

impl SheetBuilder {
    fn new(epoch: Epoch) -> Self {
        Self {
            epoch,
            text: Vec::new(),
            header: None,
            pieces: vec![Cut::default()],
            row: 0,
            row_start: 0,
            cells: Vec::new(),
            counts: Vec::new(),
            header_row: 0..0,
            extent: Extent::default(),
        }
    }

    fn cell(&mut self, row: u32, column: u32, value: &DataRef<'_>) {
        if row != self.row {
            self.end_row();
            self.row = row;
        }
        if !self.cells.is_empty() {
            self.text.push(b',');
        }
        let start = self.text.len();
        write_value(&mut self.text, value, self.epoch);
        if self.text[start..].trim_ascii().is_empty() {
            self.text.truncate(start - usize::from(!self.cells.is_empty()));
            return;
        }
        self.cells.push((column, start, self.text.len()));
    }

    /// Files the collected row.
    fn end_row(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        let start = std::mem::replace(&mut self.row_start, self.text.len());
        let Some(last) = cells.iter().map(|&(column, _, _)| column).max() else { return };
        if self.counts.len() < COUNTED {
            self.counts.push(cells.len());
        }
        let Some(header) = &self.header else {
            let mut names = vec![String::new(); last as usize + 1];
            for &(column, from, to) in &cells {
                names[column as usize] = String::from_utf8_lossy(&self.text[from..to]).trim().to_owned();
            }
            self.header_row = start..self.text.len();
            self.header = Some(names);
            return;
        };
        let width = header.len();
        self.extent.add_row(width, cells.len());
        if self.pieces.last().is_none_or(|piece| piece.rows.len() >= CHUNK_ROWS || start - piece.base > 1 << 30) {
            self.pieces.push(Cut::at(start));
        }
        let Some(chunk) = self.pieces.last_mut() else { return };
        chunk.end = self.text.len();
        let base = chunk.base;
        let row = RowSpan { line: self.row, start: (start - base) as u32, end: (self.text.len() - base) as u32 };
        chunk.first_line = 1;
        if self.text[start..] == self.text[self.header_row.clone()] {
            chunk.headers += 1;
            return;
        }
        if last as usize >= width {
            chunk.faults.push(ShapeFault { row, last_line: self.row, kind: Shape::FieldCount(last + 1) });
            return;
        }
        chunk.rows.push(row);
        let first = chunk.spans.len();
        chunk.spans.resize(first + width, Span { start: 0, end: 0 });
        for (column, from, to) in cells {
            chunk.spans[first + column as usize] = Span { start: (from - base) as u32, end: (to - base) as u32 };
        }
    }

    fn finish(mut self) -> Option<Grid> {
        self.end_row();
        Some(Grid {
            slots: self.pieces.into_iter().map(|piece| Slot::from(piece.into_chunk(&self.text))).collect(),
            header: self.header?,
            headerless: false,
            titled: is_title(self.counts.into_iter()),
            form: Form::Sheet(self.epoch),
        })
    }
}

/// The text of a cell.
fn write_value(text: &mut Vec<u8>, value: &DataRef<'_>, epoch: Epoch) {
    match value {
        DataRef::Int(number) => push(text, format_args!("{number}")),
        DataRef::Float(number) => write_number(text, *number),
        DataRef::String(string) => text.extend_from_slice(string.as_bytes()),
        DataRef::SharedString(string) => text.extend_from_slice(string.as_bytes()),
        DataRef::Bool(truth) => push(text, format_args!("{}", if *truth { "TRUE" } else { "FALSE" })),
        DataRef::DateTime(date) => match moment::from_serial(date.as_f64(), epoch) {
            Some(moment) if !date.is_duration() => text.extend_from_slice(moment::write(moment).as_bytes()),
            _ => write_number(text, date.as_f64()),
        },
        DataRef::DateTimeIso(iso) | DataRef::DurationIso(iso) => text.extend_from_slice(iso.as_bytes()),
        DataRef::Error(error) => push(text, format_args!("{error}")),
        DataRef::Empty => {}
    }
}

/// A number with at most 15 significant digits.
fn write_number(text: &mut Vec<u8>, number: f64) {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return push(text, format_args!("{}", number as i64));
    }
    // Fifteen digits in scientific form, read back: the shortest text of the rounded number.
    match format!("{number:.14e}").parse::<f64>() {
        Ok(rounded) => push(text, format_args!("{rounded}")),
        Err(_) => push(text, format_args!("{number}")),
    }
}

fn push(text: &mut Vec<u8>, arguments: std::fmt::Arguments<'_>) {
    // Writing to memory cannot fail.
    let _ = text.write_fmt(arguments);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_a_spreadsheet_shows_them() {
        for (number, expected) in [
            (17850.0, "17850"),
            (0.1 + 0.2, "0.3"),
            (-1.5, "-1.5"),
            (1e-7, "0.0000001"),
            (10.0 / 3.0, "3.33333333333333"),
            (1e20, "100000000000000000000"),
        ] {
            let mut text = Vec::new();
            write_number(&mut text, number);
            assert_eq!(String::from_utf8(text).unwrap(), expected);
        }
    }
}
