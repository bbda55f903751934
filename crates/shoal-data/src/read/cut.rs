//! A chunk in the making: rows of a text that is still in one.

use crate::read::grid::Chunk;
use std::ops::{Deref, DerefMut};

/// A part of a text, cut into rows; all positions in it are relative to its beginning.
#[derive(Default)]
pub(crate) struct Cut {
    /// Where it begins in the text.
    pub(crate) base: usize,
    /// Where the next one begins.
    pub(crate) end: usize,
    /// The rows, without the text.
    chunk: Chunk,
}

impl Cut {
    /// Nothing yet, from `base` on.
    pub(crate) fn at(base: usize) -> Self {
        Self { base, end: base, chunk: Chunk::default() }
    }

    /// The chunk with a copy of its part of the text.
    pub(crate) fn into_chunk(self, text: &[u8]) -> Chunk {
        Chunk { text: text[self.base..self.end].to_vec(), ..self.chunk }
    }
}

impl Deref for Cut {
    type Target = Chunk;

    fn deref(&self) -> &Chunk {
        &self.chunk
    }
}

impl DerefMut for Cut {
    fn deref_mut(&mut self) -> &mut Chunk {
        &mut self.chunk
    }
}
