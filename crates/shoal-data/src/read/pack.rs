//! A chunk as bytes, to be put aside: its text, then where rows and fields are in it.
//!
//! The text comes first, so that reading back needs no copy of it. A field that begins soon after the one before it, as in every
//! usual table, takes two bytes: how far it is from that one's end, and its length. A field whose text stands elsewhere takes five, and one far
//! away or very long nine. Rows are written as differences to the row before.
//!
//! Cost: a copy of the text, about 2 bytes a field and 4 a row.

use crate::coding::{put, put_signed, put_text, take, take_signed, take_text};
use crate::read::grid::{Chunk, MENDED, RowSpan, Shape, ShapeFault, Span};

/// Says that a field's positions follow.
const FAR: u8 = u8::MAX;
/// Says that where it begins and its length follow, in three bytes and one. Smaller distances are written as they are.
const BACK: u8 = u8::MAX - 1;

/// The bytes of a chunk.
pub(crate) fn packed(chunk: &Chunk) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(chunk.text.len() + 2 * chunk.spans.len() + 5 * chunk.rows.len() + 64);
    bytes.extend_from_slice(&chunk.text);
    put_text(&mut bytes, &chunk.mended);
    let unclosed = chunk.unclosed.map_or(0, |line| 1 + u64::from(line));
    let facts = [chunk.first_line, u64::from(chunk.lines), chunk.blank, chunk.headers, unclosed];
    facts.into_iter().for_each(|fact| put(&mut bytes, fact));
    let counts = [chunk.faults.len(), chunk.rows.len(), chunk.spans.len()];
    counts.into_iter().for_each(|count| put(&mut bytes, count as u64));
    for fault in &chunk.faults {
        put_row(&mut bytes, RowSpan::default(), fault.row);
        put(&mut bytes, u64::from(fault.last_line));
        let (kind, fields) = numbers_of(fault.kind);
        put(&mut bytes, kind);
        put(&mut bytes, u64::from(fields));
    }
    let mut before = RowSpan::default();
    for &row in &chunk.rows {
        put_row(&mut bytes, before, row);
        before = row;
    }
    put_spans(&mut bytes, &chunk.spans);
    bytes.extend_from_slice(&(chunk.text.len() as u64).to_le_bytes());
    bytes
}

/// The chunk of these bytes; `None` when they are not those of one.
pub(crate) fn unpacked(mut bytes: Vec<u8>) -> Option<Chunk> {
    let (before, length) = bytes.split_last_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let chunk = without_text(before.get(length..)?, length)?;
    bytes.truncate(length);
    Some(Chunk { text: bytes, ..chunk })
}

/// All but the text, which has so many bytes.
fn without_text(mut bytes: &[u8], text: usize) -> Option<Chunk> {
    let bytes = &mut bytes;
    let mended = take_text(bytes)?.to_vec();
    let mut chunk = Chunk {
        mended,
        first_line: take(bytes)?,
        lines: take_small(bytes)?,
        blank: take(bytes)?,
        headers: take(bytes)?,
        unclosed: take_small(bytes)?.checked_sub(1),
        ..Chunk::default()
    };
    let [faults, rows, spans] = [take_count(bytes)?, take_count(bytes)?, take_count(bytes)?];
    for _ in 0..faults {
        let row = take_row(bytes, RowSpan::default(), text)?;
        let (last_line, kind, fields) = (take_small(bytes)?, take(bytes)?, take_small(bytes)?);
        chunk.faults.push(ShapeFault { row, last_line, kind: shape_of(kind, fields)? });
    }
    chunk.rows.reserve_exact(rows);
    let mut before = RowSpan::default();
    for _ in 0..rows {
        before = take_row(bytes, before, text)?;
        chunk.rows.push(before);
    }
    chunk.spans = spans_of(bytes, spans, [text, chunk.mended.len()])?;
    Some(chunk)
}

fn put_row(bytes: &mut Vec<u8>, before: RowSpan, row: RowSpan) {
    put_signed(bytes, i64::from(row.line) - i64::from(before.line));
    put_signed(bytes, i64::from(row.start) - i64::from(before.end));
    put(bytes, u64::from(row.end - row.start));
}

fn take_row(bytes: &mut &[u8], before: RowSpan, text: usize) -> Option<RowSpan> {
    let after = |number: u32, step: i64| u32::try_from(i64::from(number).checked_add(step)?).ok();
    let line = after(before.line, take_signed(bytes)?)?;
    let start = after(before.end, take_signed(bytes)?)?;
    let end = start.checked_add(take_small(bytes)?)?;
    (end as usize <= text).then_some(RowSpan { line, start, end })
}

fn put_spans(bytes: &mut Vec<u8>, spans: &[Span]) {
    let mut end = 0;
    for span in spans {
        let (distance, length) = (span.start.wrapping_sub(end), span.end.wrapping_sub(span.start));
        if distance < u32::from(BACK) && length <= u32::from(u8::MAX) {
            bytes.extend_from_slice(&[distance as u8, length as u8]);
        } else if span.start < 1 << 24 && length <= u32::from(u8::MAX) {
            let [a, b, c, _] = span.start.to_le_bytes();
            bytes.extend_from_slice(&[BACK, a, b, c, length as u8]);
        } else {
            bytes.push(FAR);
            bytes.extend_from_slice(&span.start.to_le_bytes());
            bytes.extend_from_slice(&span.end.to_le_bytes());
        }
        end = span.end;
    }
}

/// So many fields; `lengths` are those of the text and of the mended one.
fn spans_of(bytes: &[u8], count: usize, lengths: [usize; 2]) -> Option<Vec<Span>> {
    let mut spans = Vec::with_capacity(count.min(bytes.len()));
    let (mut rest, mut before) = (bytes, 0u32);
    for _ in 0..count {
        let span = match rest {
            [BACK, a, b, c, length, next @ ..] => {
                rest = next;
                let start = u32::from_le_bytes([*a, *b, *c, 0]);
                Span { start, end: start + u32::from(*length) }
            }
            [distance, length, next @ ..] if *distance < BACK => {
                rest = next;
                let start = before.checked_add(u32::from(*distance))?;
                Span { start, end: start.checked_add(u32::from(*length))? }
            }
            [FAR, next @ ..] => {
                let (positions, next) = next.split_first_chunk::<8>()?;
                rest = next;
                let [a, b, c, d, e, f, g, h] = *positions;
                Span { start: u32::from_le_bytes([a, b, c, d]), end: u32::from_le_bytes([e, f, g, h]) }
            }
            _ => return None,
        };
        let mended = span.start & MENDED != 0;
        if span.start & !MENDED > span.end || span.end as usize > lengths[usize::from(mended)] {
            return None;
        }
        before = span.end;
        spans.push(span);
    }
    Some(spans)
}

fn take_small(bytes: &mut &[u8]) -> Option<u32> {
    u32::try_from(take(bytes)?).ok()
}

/// A count of things that take at least a byte each.
fn take_count(bytes: &mut &[u8]) -> Option<usize> {
    let count = usize::try_from(take(bytes)?).ok()?;
    (count <= bytes.len()).then_some(count)
}

fn numbers_of(shape: Shape) -> (u64, u32) {
    match shape {
        Shape::FieldCount(fields) => (0, fields),
        Shape::Encoding => (1, 0),
        Shape::NoObject => (2, 0),
        Shape::RepeatedKey => (3, 0),
    }
}

fn shape_of(kind: u64, fields: u32) -> Option<Shape> {
    match kind {
        0 => Some(Shape::FieldCount(fields)),
        1 => Some(Shape::Encoding),
        2 => Some(Shape::NoObject),
        3 => Some(Shape::RepeatedKey),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;
    use crate::read::delimited;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_packed_is_unpacked(body in "([a-z]{0,3}|[a-z]{260}|\"a\"\"b\"|[,\n\0]){0,80}", at: usize, byte: u8) {
            let Ok((grid, _)) = delimited::read("t", format!("first,second\n{body}").into_bytes()) else { return Ok(()) };
            for slot in &grid.slots {
                let chunk = slot.look();
                let mut bytes = packed(&chunk);
                prop_assert_eq!(&unpacked(bytes.clone()).unwrap(), &*chunk);
                // Damage is found or gives other rows; it is no panic, and no field lies outside the text.
                let at = at % bytes.len();
                bytes[at] = byte;
                if let Some(other) = unpacked(bytes) {
                    let width = grid.width();
                    (0..other.spans.len()).for_each(|i| _ = grid.field(&other, i / width, i % width));
                    other.rows.iter().for_each(|row| _ = other.row_bytes(*row));
                }
            }
        }
    }
}
