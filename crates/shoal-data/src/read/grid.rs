//! A table: its rows in chunks of about a megabyte, each with its text and where rows and fields are in it.
//!
//! Fields are spans of the text; only a field with doubled quotes has a mended copy. Chunks are the unit of parallel work; nothing
//! that comes out may depend on where they end. Not all of them need to be in memory ([`crate::read::slot`]), so they are looked at one by one.

use crate::read::slot::Slot;
use crate::room::Room;
use crate::value::moment::Epoch;
use rayon::prelude::*;
use std::sync::Arc;

/// Rows that came from one file or sheet.
pub(crate) struct Grid {
    /// The names of the columns, trimmed; empty where the header has none.
    pub(crate) header: Vec<String>,
    /// Whether the first row was data, so that the columns are called after their places: `column_1`, `column_2` …
    pub(crate) headerless: bool,
    /// Whether the header looks like a title above the names of the columns.
    pub(crate) titled: bool,
    /// The rows.
    pub(crate) slots: Vec<Slot>,
    /// How rows are shown, and whether bare numbers can be dates.
    pub(crate) form: Form,
}

/// What the rows came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Delimited text: a row is shown as it stands there.
    Text,
    /// A sheet: a row is shown as its cells with commas.
    Sheet(Epoch),
    /// A table of typed values: a row is shown as its cells with commas.
    Cells,
}

/// A run of rows.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Chunk {
    /// What its rows are in, UTF-8.
    pub(crate) text: Vec<u8>,
    /// Physical line of the first row, from 1.
    pub(crate) first_line: u64,
    /// Line ends in the chunk.
    pub(crate) lines: u32,
    /// The rows with as many fields as the header.
    pub(crate) rows: Vec<RowSpan>,
    /// Their fields, row by row.
    pub(crate) spans: Vec<Span>,
    /// Copies of fields whose text had to be mended.
    pub(crate) mended: Vec<u8>,
    /// The other rows.
    pub(crate) faults: Vec<ShapeFault>,
    /// Rows without any value, which count as nothing.
    pub(crate) blank: u64,
    /// Rows that are the header once more, which count as nothing.
    pub(crate) headers: u64,
    /// The row in which a quote was opened that the text never closes.
    pub(crate) unclosed: Option<u32>,
}

/// Where a row is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct RowSpan {
    /// Line within the chunk.
    pub(crate) line: u32,
    /// First byte.
    pub(crate) start: u32,
    /// Byte after the last, without the line end.
    pub(crate) end: u32,
}

/// Where a field is: in the text, or in [`Chunk::mended`] when the highest bit of `start` is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    /// First byte.
    pub(crate) start: u32,
    /// Byte after the last.
    pub(crate) end: u32,
}

/// Marks a span of [`Chunk::mended`].
pub(crate) const MENDED: u32 = 1 << 31;

/// A row that could not be cut into the header's fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ShapeFault {
    /// Where it is.
    pub(crate) row: RowSpan,
    /// Line within the chunk on which it ends.
    pub(crate) last_line: u32,
    /// What is wrong.
    pub(crate) kind: Shape,
}

/// What is wrong with the shape of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// So many fields, and the header has another number.
    FieldCount(u32),
    /// Bytes that are no text.
    Encoding,
    /// A line that is no JSON object.
    NoObject,
    /// A JSON object with one key twice.
    RepeatedKey,
}

impl Chunk {
    /// The bytes of a row.
    pub(crate) fn row_bytes(&self, row: RowSpan) -> &[u8] {
        &self.text[row.start as usize..row.end as usize]
    }

    /// Number of line of a position.
    pub(crate) fn line_of(&self, row: RowSpan) -> u64 {
        self.first_line + u64::from(row.line)
    }

    /// Bytes that it takes.
    pub(crate) fn size(&self) -> u64 {
        let places = size_of_val(self.rows.as_slice()) + size_of_val(self.spans.as_slice());
        (self.text.len() + self.mended.len() + places + size_of_val(self.faults.as_slice())) as u64
    }
}

impl Grid {
    /// Columns.
    pub(crate) fn width(&self) -> usize {
        self.header.len()
    }

    /// The bytes of one field, not trimmed.
    pub(crate) fn field<'a>(&self, chunk: &'a Chunk, row: usize, column: usize) -> &'a [u8] {
        let span = chunk.spans[row * self.header.len() + column];
        if span.start & MENDED == 0 {
            &chunk.text[span.start as usize..span.end as usize]
        } else {
            &chunk.mended[(span.start & !MENDED) as usize..span.end as usize]
        }
    }

    /// Looks at all chunks, several at the same time; the answers are in the order of the chunks.
    pub(crate) fn map<T: Send>(&self, ask: impl Fn(&Chunk) -> T + Sync) -> Vec<T> {
        self.map_first(self.slots.len(), ask)
    }

    /// As [`Self::map`], of so many chunks from the first on.
    pub(crate) fn map_first<T: Send>(&self, count: usize, ask: impl Fn(&Chunk) -> T + Sync) -> Vec<T> {
        self.slots[..count.min(self.slots.len())].par_iter().map(|slot| ask(&slot.look())).collect()
    }

    /// The same with what has no room in memory put aside.
    pub(crate) fn within(self, room: &Arc<Room>) -> Self {
        let slots = self.slots.into_par_iter().map(|slot| slot.within(room)).collect();
        Self { slots, ..self }
    }

    /// All chunks, which stay in memory from now on.
    pub(crate) fn held(&self) -> impl Iterator<Item = &Chunk> {
        self.slots.iter().map(Slot::hold)
    }

    /// The rows with as many fields as the header.
    pub(crate) fn good_rows(&self) -> u64 {
        self.slots.iter().map(|slot| slot.rows as u64).sum()
    }

    /// All data rows, also those with a wrong shape.
    pub(crate) fn row_count(&self) -> u64 {
        self.slots.iter().map(|slot| (slot.rows + slot.faults) as u64).sum()
    }

    /// Rows without any value.
    pub(crate) fn blank_count(&self) -> u64 {
        self.slots.iter().map(|slot| slot.blank).sum()
    }

    /// Rows that are the header once more.
    pub(crate) fn header_count(&self) -> u64 {
        self.slots.iter().map(|slot| slot.headers).sum()
    }

    /// What the workbook's bare numbers count from.
    pub(crate) fn epoch(&self) -> Option<Epoch> {
        match self.form {
            Form::Text | Form::Cells => None,
            Form::Sheet(epoch) => Some(epoch),
        }
    }

    /// A good row as it is shown.
    pub(crate) fn raw_row(&self, chunk: &Chunk, row: usize) -> String {
        match self.form {
            Form::Text => self.raw_text(chunk, chunk.rows[row]),
            Form::Sheet(_) | Form::Cells => {
                let cells: Vec<_> =
                    (0..self.width()).map(|column| String::from_utf8_lossy(self.field(chunk, row, column))).collect();
                cells.join(",")
            }
        }
    }

    /// The text of a row.
    pub(crate) fn raw_text(&self, chunk: &Chunk, row: RowSpan) -> String {
        String::from_utf8_lossy(chunk.row_bytes(row)).into_owned()
    }

    /// The name of a column as it is shown: its header, or its place where the header is empty.
    pub(crate) fn column_name(&self, column: usize) -> String {
        match self.header[column].as_str() {
            "" => format!("(column {} without a name)", column + 1),
            name => name.to_owned(),
        }
    }

    /// All names as they are shown.
    pub(crate) fn column_names(&self) -> Vec<String> {
        (0..self.width()).map(|column| self.column_name(column)).collect()
    }
}
