//! The rows that were not kept: each with where it stood, why, and what it was.
//!
//! They may be many, so they are kept packed, in memory while there is room and in the temporary file beyond it, and come out one after the
//! other.

use crate::coding::{put, put_text, take, take_text};
use crate::error::Error;
use crate::room::{Kept, Room};
use shoal_segment::receipt::{Outcome, RejectedRow};
use std::fmt;
use std::io;
use std::sync::Arc;

/// Bytes from which rows are put away together.
const FULL: usize = 1 << 18;

/// Rows that were set aside or unreadable, by file and line.
#[derive(Clone)]
pub struct Rejected {
    room: Arc<Room>,
    /// Packed rows.
    blocks: Vec<Kept>,
    open: Vec<u8>,
    count: usize,
}

impl Rejected {
    /// None yet; what has no room is put into the file.
    pub(crate) fn new(room: &Arc<Room>) -> Self {
        Self { room: Arc::clone(room), blocks: Vec::new(), open: Vec::new(), count: 0 }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether every row was kept.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The rows, by file and line. Each is an error where the temporary file cannot be read.
    pub fn rows(&self) -> impl Iterator<Item = Result<RejectedRow, Error>> {
        let blocks = self.blocks.iter().map(|block| self.room.take(block.clone()));
        let last = std::iter::once_with(|| Ok(self.open.clone()));
        blocks.chain(last).flat_map(|bytes| match bytes.and_then(|bytes| unpacked(&bytes)) {
            Ok(rows) => rows.into_iter().map(Ok).collect::<Vec<_>>(),
            Err(source) => vec![Err(Error::Spill { source })],
        })
    }

    /// All rows, in memory.
    ///
    /// # Errors
    /// When the temporary file cannot be read.
    pub fn all(&self) -> Result<Vec<RejectedRow>, Error> {
        self.rows().collect()
    }

    /// Adds a row, which comes after those before it.
    pub(crate) fn push(&mut self, row: &RejectedRow) {
        let bytes = &mut self.open;
        put_text(bytes, row.file.as_bytes());
        put(bytes, row.line);
        bytes.push(row.outcome as u8);
        [&row.reason, &row.detail, &row.raw].into_iter().for_each(|text| put_text(bytes, text.as_bytes()));
        self.count += 1;
        if self.open.len() >= FULL {
            self.put_away();
        }
    }

    /// Puts those of another reading behind these.
    pub fn append(&mut self, other: Self) {
        self.put_away();
        let room = &other.room;
        let same = Arc::ptr_eq(&self.room, room);
        for block in other.blocks.into_iter().chain([Kept::Here(other.open)]) {
            let moved = if same { Ok(block) } else { room.take(block).and_then(|bytes| self.room.keep(&bytes)) };
            self.put(moved);
        }
        self.count += other.count;
    }

    fn put_away(&mut self) {
        let bytes = std::mem::take(&mut self.open);
        self.put(self.room.keep(&bytes));
    }

    fn put(&mut self, block: io::Result<Kept>) {
        match block {
            Ok(block) => self.blocks.push(block),
            Err(error) => self.room.fail(error),
        }
    }
}

/// The rows of a block.
fn unpacked(mut bytes: &[u8]) -> io::Result<Vec<RejectedRow>> {
    let mut rows = Vec::new();
    while !bytes.is_empty() {
        rows.push(row(&mut bytes).ok_or_else(|| io::Error::other("the temporary file was changed"))?);
    }
    Ok(rows)
}

fn row(bytes: &mut &[u8]) -> Option<RejectedRow> {
    fn text(bytes: &mut &[u8]) -> Option<String> {
        String::from_utf8(take_text(bytes)?.to_vec()).ok()
    }
    let (file, line) = (text(bytes)?, take(bytes)?);
    let outcomes = [Outcome::Kept, Outcome::Netted, Outcome::SetAside, Outcome::Unreadable];
    let number = *bytes.split_off_first()?;
    let outcome = outcomes.into_iter().find(|outcome| *outcome as u8 == number)?;
    Some(RejectedRow { file, line, outcome, reason: text(bytes)?, detail: text(bytes)?, raw: text(bytes)? })
}

impl PartialEq for Rejected {
    fn eq(&self, other: &Self) -> bool {
        self.count == other.count && self.rows().zip(other.rows()).all(|(one, other)| one.ok() == other.ok())
    }
}

impl fmt::Debug for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.rows()).finish()
    }
}
