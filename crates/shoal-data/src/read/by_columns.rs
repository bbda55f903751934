//! A block of rows whose values lie in columns: written column by column, so that what was written lately is close at hand.
//!
//! 1. `write`: each cell's text, or where the same value was written before ([`KnownCells`]).
//! 2. `file`: rows without any value are left out, and those with a text that is none are faults, as in a block that is built row by row.

use crate::read::block::{BLOCK_BYTES, Block};
use crate::read::cell::Cell;
use crate::read::grid::{RowSpan, Shape, ShapeFault, Span};
use crate::read::known_cells::KnownCells;
use std::ops::Range;

/// The block of some rows with so many columns; `cell` gives the value of a column and row, which stays where it is. `None` where the texts
/// are too long for one block.
pub(super) fn block<'v>(rows: Range<usize>, width: usize, cell: impl Fn(usize, usize) -> Cell<'v>) -> Option<Block> {
    let mut block = Block::default();
    block.count = rows.len() as u32;
    let damaged = write(&mut block, &rows, width, cell)?;
    file(&mut block, width, &damaged);
    Some(block)
}

/// Writes all cells; returns the rows with a text that is none, sorted.
fn write<'v>(
    block: &mut Block,
    rows: &Range<usize>,
    width: usize,
    cell: impl Fn(usize, usize) -> Cell<'v>,
) -> Option<Vec<usize>> {
    block.chunk.spans = vec![Span { start: 0, end: 0 }; rows.len() * width];
    let mut damaged = Vec::new();
    for column in 0..width {
        let mut known = KnownCells::default();
        for (at, row) in rows.clone().enumerate() {
            let cell = cell(column, row);
            let text = &mut block.text;
            let mut is_text = true;
            block.chunk.spans[at * width + column] = known.span(&cell, || {
                let start = text.len() as u32;
                is_text = cell.write(text).is_ok();
                (Span { start, end: text.len() as u32 }, is_text)
            });
            if !is_text {
                damaged.push(at);
            }
            if block.text.len() >= BLOCK_BYTES {
                return None;
            }
        }
    }
    damaged.sort_unstable();
    Some(damaged)
}

/// Puts each row where it belongs.
fn file(block: &mut Block, width: usize, damaged: &[usize]) {
    let all = std::mem::take(&mut block.chunk.spans);
    let mut left_out = Vec::new();
    for (at, spans) in all.chunks_exact(width.max(1)).enumerate() {
        let line = at as u32;
        if damaged.binary_search(&at).is_ok() {
            let start = block.row_in_one(spans) as u32;
            let row = RowSpan { line, start, end: block.text.len() as u32 };
            block.chunk.faults.push(ShapeFault { row, last_line: line, kind: Shape::Encoding });
        } else if spans.iter().all(|span| block.is_blank(*span)) {
            block.chunk.blank += 1;
        } else {
            block.chunk.rows.push(RowSpan { line, start: 0, end: 0 });
            continue;
        }
        left_out.push(at);
    }
    block.chunk.spans = all;
    if !left_out.is_empty() {
        let mut at = 0;
        block.chunk.spans.retain(|_| {
            at += 1;
            left_out.binary_search(&((at - 1) / width)).is_err()
        });
    }
}
