//! The place of a chunk: in memory while there is room, else in a file from which it is read when somebody looks at it.
//!
//! Chunks are kept in the order in which they come, so that those of the first rows are in memory: every look through a table goes
//! from front to back, and whatever was looked at last is what the next look needs last.

use crate::read::grid::{Chunk, RowSpan, Span};
use crate::read::pack;
use crate::room::{Aside, Room};
use std::io;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// A place, and what is known of its chunk without looking.
pub(crate) struct Slot {
    /// Rows with as many fields as the header.
    pub(crate) rows: usize,
    /// The other rows.
    pub(crate) faults: usize,
    /// Rows without any value.
    pub(crate) blank: u64,
    /// Rows that are the header once more.
    pub(crate) headers: u64,
    /// Fields of the rows.
    spans: usize,
    chunk: OnceLock<Chunk>,
    /// Where it was put aside.
    aside: Option<(Arc<Room>, Aside)>,
}

/// A chunk that somebody looks at.
pub(crate) enum Looked<'a> {
    /// It was in memory.
    Here(&'a Chunk),
    /// It was read, and is gone again after the look.
    Read(Box<Chunk>),
}

impl Deref for Looked<'_> {
    type Target = Chunk;

    fn deref(&self) -> &Chunk {
        match self {
            Self::Here(chunk) => chunk,
            Self::Read(chunk) => chunk,
        }
    }
}

impl From<Chunk> for Slot {
    /// A chunk that stays in memory whatever room there is.
    fn from(chunk: Chunk) -> Self {
        let slot = Self::without(&chunk);
        Self { chunk: OnceLock::from(chunk), ..slot }
    }
}

impl Slot {
    /// Keeps a chunk where there is room.
    pub(crate) fn new(chunk: Chunk, room: &Arc<Room>) -> Self {
        if room.takes(chunk.size()) {
            return Self::from(chunk);
        }
        let packed = pack::packed(&chunk);
        match room.write(&packed) {
            Ok(aside) => Self { aside: Some((Arc::clone(room), aside)), ..Self::without(&chunk) },
            Err(error) => {
                room.fail(error);
                Self::from(chunk)
            }
        }
    }

    /// The same where there is room for its chunk.
    pub(crate) fn within(mut self, room: &Arc<Room>) -> Self {
        match self.chunk.take() {
            Some(chunk) if self.aside.is_none() => Self::new(chunk, room),
            _ => self,
        }
    }

    /// The chunk, for as long as somebody looks at it.
    pub(crate) fn look(&self) -> Looked<'_> {
        match self.chunk.get() {
            Some(chunk) => Looked::Here(chunk),
            None => Looked::Read(Box::new(self.read())),
        }
    }

    /// The chunk, which stays in memory from now on.
    pub(crate) fn hold(&self) -> &Chunk {
        self.chunk.get_or_init(|| self.read())
    }

    /// The chunk from the file; rows without a value where that fails, so that nobody has to ask whether it did.
    fn read(&self) -> Chunk {
        let Some((room, aside)) = &self.aside else { return Chunk::default() };
        let damaged = || io::Error::other("the file for what does not fit into memory was changed");
        let bytes = room.read(*aside);
        bytes.and_then(|bytes| pack::unpacked(bytes).ok_or_else(damaged)).unwrap_or_else(|error| {
            room.fail(error);
            let rows = vec![RowSpan { line: 0, start: 0, end: 0 }; self.rows];
            Chunk { rows, spans: vec![Span { start: 0, end: 0 }; self.spans], ..Chunk::default() }
        })
    }

    fn without(chunk: &Chunk) -> Self {
        Self {
            rows: chunk.rows.len(),
            faults: chunk.faults.len(),
            blank: chunk.blank,
            headers: chunk.headers,
            spans: chunk.spans.len(),
            chunk: OnceLock::new(),
            aside: None,
        }
    }
}
