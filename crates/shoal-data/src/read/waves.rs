//! A text file, a part at a time: for files that are not to be in memory as a whole.
//!
//! 1. The input is read until a wave is full: what was left of the last one, and some megabytes more, decoded to UTF-8.
//! 2. The wave is cut into rows, its pieces at the same time ([`Records`]); the last row may go on in the next wave and is left for it.
//! 3. A row that fills a whole wave makes the next one larger, up to [`LONGEST_ROW`].
//!
//! The rows are those of the whole text, with the same lines, whatever the size of the waves.
//!
//! Memory: a wave and where its fields are, about twice [`WAVE`].

use crate::error::Error;
use crate::read::encoding::{Decoding, suspects};
use crate::read::grid::Chunk;
use crate::read::records::Records;
use std::io::Read;

/// Bytes of a wave.
const WAVE: usize = 16 << 20;
/// No row may be longer.
const LONGEST_ROW: usize = 256 << 20;

/// Rows that were read at once.
pub(crate) struct Wave {
    pub(crate) text: Vec<u8>,
    pub(crate) chunks: Vec<Chunk>,
}

/// A text that is read wave by wave.
pub(crate) struct Waves<R> {
    file: String,
    input: R,
    decoding: Decoding,
    separator: u8,
    /// Fields that a row should have.
    width: usize,
    /// Bytes to read at once.
    size: usize,
    /// Text that is no whole row yet.
    left: Vec<u8>,
    /// Physical line on which that begins.
    line: u64,
    ended: bool,
}

impl<R: Read> Waves<R> {
    /// Reads on where `input` stands, which is at the beginning of a row on physical line `line`, or at the start of a file whose
    /// header is to be skipped by the caller.
    pub(crate) fn new(file: &str, input: R, decoding: Decoding, form: (u8, usize), line: u64) -> Self {
        let (separator, width) = form;
        Self { file: file.to_owned(), input, decoding, separator, width, size: WAVE, left: Vec::new(), line, ended: false }
    }

    /// Waves of another size.
    #[cfg(test)]
    fn of_size(self, size: usize) -> Self {
        Self { size, ..self }
    }

    /// The next rows; nothing when there are no more.
    pub(crate) fn next(&mut self) -> Result<Option<Wave>, Error> {
        loop {
            if self.ended && self.left.is_empty() {
                return Ok(None);
            }
            self.fill()?;
            let text = std::mem::take(&mut self.left);
            let marks = suspects(&text, self.decoding);
            let records = Records {
                text: &text,
                separator: self.separator,
                width: self.width,
                suspects: &marks,
                open: !self.ended,
            };
            let chunks = records.cut(0, self.line).map_err(|_| self.too_long())?;
            self.check_quotes(&chunks)?;
            let (end, line) = chunks.last().map_or((0, self.line), |last| (last.end, last.first_line + u64::from(last.lines)));
            self.left = text[end..].to_vec();
            self.line = line;
            if end > 0 {
                return Ok(Some(Wave { text, chunks }));
            }
            if self.ended {
                return Ok(None);
            }
            if self.left.len() > LONGEST_ROW {
                return Err(self.too_long());
            }
        }
    }

    /// Reads until there is a wave's worth of text, more than there was, or the end of the input.
    fn fill(&mut self) -> Result<(), Error> {
        let wanted = self.size.max(2 * self.left.len());
        let mut raw = Vec::new();
        let mut part = (&mut self.input).take((wanted - self.left.len()) as u64);
        part.read_to_end(&mut raw).map_err(|source| Error::Read { path: self.file.clone().into(), source })?;
        self.ended = raw.len() < wanted - self.left.len();
        self.decoding.decode(raw, self.ended, &mut self.left);
        Ok(())
    }

    /// A quote that nothing closes up to the end of the text.
    fn check_quotes(&self, chunks: &[Chunk]) -> Result<(), Error> {
        let open = chunks.iter().find_map(|chunk| chunk.unclosed.map(|line| chunk.first_line + u64::from(line)));
        open.map_or(Ok(()), |line| Err(Error::UnclosedQuote { file: self.file.clone(), line }))
    }

    fn too_long(&self) -> Error {
        match self.left.first() {
            Some(b'"') => Error::UnclosedQuote { file: self.file.clone(), line: self.line },
            _ => Error::TooLarge { file: self.file.clone(), what: "one of its rows is longer than 256 MB" },
        }
    }
}
