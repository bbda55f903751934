//! A long text file, a wave of some megabytes at a time, so that it is never in memory as a whole beside its rows.
//!
//! 1. The input is read until a wave is full: the row that was left of the last one, and some megabytes more.
//! 2. The wave is cut into rows, its pieces at the same time ([`crate::read::records`]); its last row may go on in the next wave
//!    and is left for it. A row that fills a whole wave makes the next one larger.
//!
//! The rows are those of the whole text, with the same lines, whatever the size of the waves; only how rows are separated, where
//! the header does not tell it, and whether they end in a separator is decided by the first wave. This is for UTF-8. A text that turns out to be none is read again as a
//! whole, because what it is depends on all of it ([`crate::read::encoding`]).

use crate::error::Error;
use crate::read::delimited::Form;
use crate::read::grid::{Chunk, Grid};
use crate::read::slot::Slot;
use crate::room::Room;
use rayon::prelude::*;
use std::io::Read;
use std::sync::Arc;

/// Bytes of a wave.
pub(crate) const WAVE: usize = 16 << 20;
/// What UTF-8 may begin with.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Why a text could not be read wave by wave.
pub(crate) enum Stopped {
    /// It is no UTF-8: all of it has to be looked at.
    NotUtf8,
    /// The input could not be read.
    Input(std::io::Error),
    /// It is no table.
    Failed(Error),
}

/// A text that is read wave by wave.
struct Waves<R> {
    input: R,
    /// Bytes to read at once.
    size: usize,
    /// The wave, which begins with what was left of the last one.
    text: Vec<u8>,
    ended: bool,
}

/// Reads delimited text of which `head` was read before, with waves of `size` bytes; also says what it was.
pub(crate) fn read(
    file: &str,
    head: Vec<u8>,
    input: impl Read,
    size: usize,
    room: &Arc<Room>,
) -> Result<(Grid, String), Stopped> {
    let mut waves = Waves { input, size, text: head, ended: false };
    let marks = waves.marks()?;
    let has_mark = waves.text.starts_with(MARK);
    let start = if has_mark { MARK.len() } else { 0 };
    let (form, mut rows) = Form::of(file, &waves.text, start, (&marks, true)).map_err(Stopped::Failed)?;
    let mut slots: Vec<Slot> = Vec::new();
    let mut keep = |chunks: Vec<Chunk>| slots.par_extend(chunks.into_par_iter().map(|chunk| Slot::new(chunk, room)));
    while !waves.ended {
        let (end, line) = (rows.end, rows.line);
        keep(rows.chunks(&waves.text));
        waves.next(end).map_err(Stopped::Input)?;
        let marks = waves.marks()?;
        rows = form.cut(file, &waves.text, (0, line), (&marks, !waves.ended)).map_err(Stopped::Failed)?;
    }
    keep(rows.chunks(&waves.text));
    let label = if has_mark { "UTF-8 with byte-order mark" } else { "UTF-8" };
    Ok(form.table(slots, label))
}

impl<R: Read> Waves<R> {
    /// Leaves the text up to `end` and reads on; twice as much where nothing was a whole row.
    fn next(&mut self, end: usize) -> std::io::Result<()> {
        self.text.drain(..end);
        let wanted = self.size.max(self.text.len());
        let read = (&mut self.input).take(wanted as u64).read_to_end(&mut self.text)?;
        self.ended = read < wanted;
        Ok(())
    }

    /// What marks a row as damaged: zero bytes; an error where the wave is no UTF-8. A character may go on in the next wave.
    fn marks(&self) -> Result<Vec<Vec<u8>>, Stopped> {
        match std::str::from_utf8(&self.text) {
            Ok(_) => {}
            Err(error) if error.error_len().is_none() && !self.ended => {}
            Err(_) => return Err(Stopped::NotUtf8),
        }
        Ok(if self.text.contains(&0) { vec![vec![0]] } else { Vec::new() })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;
    use crate::read::delimited;
    use proptest::prelude::*;

    /// Rows and faults with their lines and bytes.
    fn rows(grid: &Grid) -> Vec<(u64, Vec<u8>)> {
        let mut rows: Vec<(u64, Vec<u8>)> = Vec::new();
        for chunk in grid.held() {
            for (at, &row) in chunk.rows.iter().enumerate() {
                let fields = (0..grid.width()).map(|column| grid.field(chunk, at, column)).collect::<Vec<_>>();
                rows.push((chunk.line_of(row), fields.join(&b'\x1f')));
            }
            let faults = chunk.faults.iter();
            rows.extend(faults.map(|fault| (chunk.line_of(fault.row), chunk.row_bytes(fault.row).to_vec())));
        }
        rows.sort();
        rows
    }

    fn in_waves(text: &[u8], head: usize, size: usize) -> Result<(Grid, String), Stopped> {
        let (head, rest) = text.split_at(head.min(text.len()));
        read("t", head.to_vec(), rest, size, &Arc::new(Room::new(100)))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn waves_of_any_size_give_the_rows_of_the_whole(body in "([a-cé€]{0,3}[,\"\n\r ]){0,60}", size in 1usize..40) {
            let header = "first,second\n";
            let text = format!("{header}{body}");
            let whole = delimited::read("t", text.clone().into_bytes());
            match (whole, in_waves(text.as_bytes(), header.len() + 1, size)) {
                (Ok((whole, format)), Ok((grid, here))) => {
                    // Whether rows end in a separator is decided by the first wave.
                    prop_assume!(grid.width() == whole.width());
                    prop_assert_eq!(rows(&grid), rows(&whole));
                    prop_assert_eq!(grid.blank_count(), whole.blank_count());
                    prop_assert_eq!(here, format);
                }
                (Err(error), Err(Stopped::Failed(here))) => prop_assert_eq!(here.to_string(), error.to_string()),
                (whole, here) => prop_assert!(false, "{:?} {}", whole.err(), here.is_ok()),
            }
        }
    }

    #[test]
    fn a_text_that_is_no_utf8_is_left_to_others() {
        let text = b"first,second\na,b\nK\xF6ln,b\n";
        assert!(matches!(in_waves(text, 15, 4), Err(Stopped::NotUtf8)));
        let cut = "first,second\na,€\n".as_bytes();
        for size in 1..8 {
            assert!(in_waves(cut, 14, size).is_ok());
        }
    }
}
