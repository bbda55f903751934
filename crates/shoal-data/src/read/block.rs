//! Rows of typed values → a grid: blocks of rows that are built apart, and put together in their order.
//!
//! A row's number takes the place of its line. Rows without any value are no rows; a row with a text that is none is unreadable.

use crate::error::Error;
use crate::read::by_columns;
use crate::read::cell::Cell;
use crate::read::grid::{Chunk, Form, Grid, MENDED, RowSpan, Shape, ShapeFault, Span};
use crate::read::guard::guarded;
use crate::read::slot::Slot;
use crate::room::Room;
use rayon::prelude::*;
use std::ops::Range;
use std::sync::Arc;

/// Rows of a block.
pub(crate) const BLOCK_ROWS: usize = 16_384;
/// A block with so many bytes gets no further row.
pub(super) const BLOCK_BYTES: usize = 1 << 28;

/// Rows in the making.
#[derive(Default)]
pub(crate) struct Block {
    pub(super) text: Vec<u8>,
    pub(super) chunk: Chunk,
    /// Where the text and the spans of the row begin.
    row: (usize, usize),
    damaged: bool,
    pub(super) count: u32,
}

impl Block {
    /// Adds a cell to the row.
    pub(crate) fn cell(&mut self, cell: Cell<'_>) {
        if self.chunk.spans.len() > self.row.1 {
            self.text.push(b',');
        }
        let start = self.text.len();
        self.damaged |= cell.write(&mut self.text).is_err();
        // Positions beyond the bound are refused when the row ends.
        self.chunk.spans.push(Span { start: start as u32, end: self.text.len() as u32 });
    }

    /// Ends the row.
    pub(crate) fn end_row(&mut self, file: &str) -> Result<(), Error> {
        let (start, first) = self.row;
        if self.text.len() >= MENDED as usize {
            return Err(Error::TooLarge { file: file.to_owned(), what: "one of its rows is longer than 2 GB" });
        }
        let row = RowSpan { line: self.count, start: start as u32, end: self.text.len() as u32 };
        if self.damaged {
            self.chunk.spans.truncate(first);
            self.chunk.faults.push(ShapeFault { row, last_line: row.line, kind: Shape::Encoding });
        } else if self.text[start..].iter().all(|byte| *byte == b',' || byte.is_ascii_whitespace())
            && self.chunk.spans[first..].iter().all(|span| self.is_blank(*span))
        {
            self.chunk.spans.truncate(first);
            self.chunk.blank += 1;
        } else {
            self.chunk.rows.push(row);
        }
        self.damaged = false;
        self.count += 1;
        self.row = (self.text.len(), self.chunk.spans.len());
        Ok(())
    }

    /// Writes all cells of the row together, because it will be shown as it stands; returns where it begins.
    pub(super) fn row_in_one(&mut self, spans: &[Span]) -> usize {
        let start = self.text.len();
        for (column, span) in spans.iter().enumerate() {
            if column > 0 {
                self.text.push(b',');
            }
            self.text.extend_from_within(span.start as usize..span.end as usize);
        }
        start
    }

    /// Whether the next row belongs into another block.
    pub(crate) fn is_full(&self) -> bool {
        self.count as usize >= BLOCK_ROWS || self.text.len() >= BLOCK_BYTES
    }

    pub(super) fn is_blank(&self, span: Span) -> bool {
        self.text[span.start as usize..span.end as usize].trim_ascii().is_empty()
    }
}

/// The block into which the next row belongs.
fn open(blocks: &mut Vec<Block>) -> &mut Block {
    if blocks.last().is_none_or(Block::is_full) {
        blocks.push(Block::default());
    }
    let last = blocks.len() - 1;
    &mut blocks[last]
}

/// Rows whose values lie in columns as blocks, which are built at the same time; `cell` gives the value of a column and row.
pub(crate) fn blocks<'v>(
    file: &str,
    what: &'static str,
    (rows, width): (usize, usize),
    cell: impl Fn(usize, usize) -> Cell<'v> + Sync,
) -> Result<Vec<Block>, Error> {
    let of_range = |start: usize| {
        let range = start..rows.min(start + BLOCK_ROWS);
        match by_columns::block(range.clone(), width, &cell) {
            Some(block) => Ok(vec![block]),
            None => row_by_row(file, range, width, &cell),
        }
    };
    let starts: Vec<usize> = (0..rows).step_by(BLOCK_ROWS).collect();
    // Of several errors the first rows', on any number of threads.
    let parts: Vec<Result<Vec<Block>, Error>> =
        starts.into_par_iter().map(|start| guarded(file, what, || of_range(start))).collect();
    Ok(parts.into_iter().collect::<Result<Vec<_>, Error>>()?.into_iter().flatten().collect())
}

/// Rows with texts that are too long for one block.
fn row_by_row<'v>(
    file: &str,
    rows: Range<usize>,
    width: usize,
    cell: impl Fn(usize, usize) -> Cell<'v>,
) -> Result<Vec<Block>, Error> {
    let mut blocks = vec![Block::default()];
    for row in rows {
        let block = open(&mut blocks);
        (0..width).for_each(|column| block.cell(cell(column, row)));
        block.end_row(file)?;
    }
    Ok(blocks)
}

/// Blocks that become one table, as they come.
pub(crate) struct Rows {
    room: Arc<Room>,
    slots: Vec<Slot>,
    open: Block,
    /// The number of the next row.
    next: u64,
}

impl Rows {
    /// No rows yet; what has no room is put aside.
    pub(crate) fn new(room: &Arc<Room>) -> Self {
        Self { room: Arc::clone(room), slots: Vec::new(), open: Block::default(), next: 1 }
    }

    /// The block into which the next row belongs.
    pub(crate) fn open(&mut self) -> &mut Block {
        if self.open.is_full() {
            let full = std::mem::take(&mut self.open);
            self.add(vec![full]);
        }
        &mut self.open
    }

    /// The next blocks, none of which is open.
    pub(crate) fn add(&mut self, blocks: Vec<Block>) {
        let numbered = |block: Block| {
            let first_line = self.next;
            self.next += u64::from(block.count);
            Chunk { text: block.text, first_line, ..block.chunk }
        };
        let chunks: Vec<Chunk> = blocks.into_iter().filter(|block| block.count > 0).map(numbered).collect();
        self.slots.par_extend(chunks.into_par_iter().map(|chunk| Slot::new(chunk, &self.room)));
    }

    /// The table.
    pub(crate) fn grid(mut self, header: Vec<String>) -> Grid {
        let open = std::mem::take(&mut self.open);
        self.add(vec![open]);
        Grid { header, headerless: false, titled: false, slots: self.slots, form: Form::Cells }
    }
}
