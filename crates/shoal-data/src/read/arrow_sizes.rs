//! The sizes that an Arrow file or stream claims, looked at before memory is asked for them.
//!
//! Every message says how long its body is, and every packed buffer how long it will be. A damaged byte there would ask for more
//! memory than there is, which ends the program. A body must lie within the bytes; a buffer may number 64 MiB in any case, and
//! beyond that a thousand bytes for each packed one.
//!
//! Cost: the headers of the messages, not their bodies.

use arrow_ipc::{Block, Message, RecordBatch, root_as_footer, root_as_message};

/// Unpacked bytes of a buffer that are always allowed.
const FREE: u64 = 64 << 20;
/// Unpacked bytes for each packed one, beyond [`FREE`].
const LARGEST_RATIO: u64 = 1000;
/// What a message begins with.
const CONTINUES: [u8; 4] = [0xFF; 4];
/// What stands in a file before the first message.
const MAGIC: &[u8] = b"ARROW1";

/// Whether all sizes can be true; also where the bytes are too damaged for a size to be found, which their reader tells.
pub(crate) fn are_possible(bytes: &[u8]) -> bool {
    let found = if bytes.starts_with(MAGIC) { of_file(bytes) } else { of_stream(bytes) };
    found.unwrap_or(true)
}

/// `None` where something is not as the format has it.
fn of_file(bytes: &[u8]) -> Option<bool> {
    let end = bytes.len().checked_sub(MAGIC.len() + 4)?;
    let length = usize::try_from(i32::from_le_bytes(*bytes[end..].first_chunk()?)).ok()?;
    let footer = root_as_footer(bytes.get(end.checked_sub(length)?..end)?).ok()?;
    let blocks = footer.recordBatches().into_iter().chain(footer.dictionaries()).flatten();
    for block in blocks {
        if !of_block(bytes, block)? {
            return Some(false);
        }
    }
    Some(true)
}

fn of_block(bytes: &[u8], block: &Block) -> Option<bool> {
    let sizes =
        (usize::try_from(block.offset()), usize::try_from(block.metaDataLength()), usize::try_from(block.bodyLength()));
    let (Ok(start), Ok(header), Ok(body)) = sizes else { return Some(false) };
    let fits = start.checked_add(header).and_then(|at| at.checked_add(body)).is_some_and(|end| end <= bytes.len());
    if !fits {
        return Some(false);
    }
    let (message, _) = message(bytes, start)?;
    Some(is_possible(&message, &bytes[start + header..]))
}

fn of_stream(bytes: &[u8]) -> Option<bool> {
    let mut at = 0;
    while at < bytes.len() {
        let (message, body) = message(bytes, at)?;
        let Ok(length) = usize::try_from(message.bodyLength()) else { return Some(false) };
        let Some(end) = body.checked_add(length).filter(|&end| end <= bytes.len()) else { return Some(false) };
        if !is_possible(&message, &bytes[body..]) {
            return Some(false);
        }
        at = end;
    }
    Some(true)
}

/// The message at a place, and where its body begins.
fn message(bytes: &[u8], at: usize) -> Option<(Message<'_>, usize)> {
    let rest = bytes.get(at..)?;
    let mark = if rest.starts_with(&CONTINUES) { CONTINUES.len() } else { 0 };
    let length = usize::try_from(i32::from_le_bytes(*rest.get(mark..)?.first_chunk()?)).ok()?;
    let start = mark + 4;
    let message = root_as_message(rest.get(start..start.checked_add(length)?)?).ok()?;
    Some((message, at + start + length))
}

fn is_possible(message: &Message<'_>, body: &[u8]) -> bool {
    let batch = message
        .header_as_record_batch()
        .or_else(|| message.header_as_dictionary_batch().and_then(|dictionary| dictionary.data()));
    batch.is_none_or(|batch| batch.compression().is_none() || buffers_are_possible(&batch, body))
}

fn buffers_are_possible(batch: &RecordBatch<'_>, body: &[u8]) -> bool {
    batch.buffers().into_iter().flatten().all(|buffer| {
        let start = usize::try_from(buffer.offset()).unwrap_or(usize::MAX);
        let claimed =
            body.get(start..).and_then(|rest| rest.first_chunk()).map_or(0, |bytes| i64::from_le_bytes(*bytes));
        let packed = u64::try_from(buffer.length()).unwrap_or(0);
        packed == 0 || claimed <= 0 || claimed.cast_unsigned() <= FREE.max(packed.saturating_mul(LARGEST_RATIO))
    })
}
