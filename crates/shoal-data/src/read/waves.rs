//! A long text file, a wave of some megabytes at a time, so that it is never in memory as a whole beside its rows.
//!
//! 1. The input is read until a wave is full: the row that was left of the last one, and some megabytes more.
//! 2. The wave is cut into rows, its pieces at the same time ([`crate::read::records`]); its last row may go on in the next wave
//!    and is left for it. A row that fills a whole wave makes the next one larger.
//!
//! While the rows of a wave are kept or put aside, the next one is read.
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

/// What is left to be read.
struct Waves<R> {
    input: R,
    /// Bytes to read at once.
    size: usize,
}

/// A part of a text; it begins with what was left of the one before.
struct Wave {
    text: Vec<u8>,
    /// What marks a row as damaged: zero bytes.
    marks: Vec<Vec<u8>>,
    /// Whether nothing comes after it.
    is_last: bool,
}

/// Reads delimited text of which `head` was read before, with waves of `size` bytes; also says what it was.
pub(crate) fn read(
    file: &str,
    head: Vec<u8>,
    input: impl Read + Send,
    size: usize,
    room: &Arc<Room>,
) -> Result<(Grid, String), Stopped> {
    let mut waves = Waves { input, size };
    let mut wave = Wave::of(head, false)?;
    let has_mark = wave.text.starts_with(MARK);
    let start = if has_mark { MARK.len() } else { 0 };
    let (form, mut rows) = Form::of(file, &wave.text, start, (&wave.marks, true)).map_err(Stopped::Failed)?;
    let mut slots: Vec<Slot> = Vec::new();
    let mut keep = |chunks: Vec<Chunk>| slots.par_extend(chunks.into_par_iter().map(|chunk| Slot::new(chunk, room)));
    let mut spare = Vec::new();
    while !wave.is_last {
        let (text, left, line) = (&wave.text, &wave.text[rows.end..], rows.line);
        let ((), next) = rayon::join(|| keep(rows.chunks(text)), || waves.next(left, spare));
        spare = std::mem::replace(&mut wave, next?).text;
        rows = form.cut(file, &wave.text, (0, line), (&wave.marks, !wave.is_last)).map_err(Stopped::Failed)?;
    }
    keep(rows.chunks(&wave.text));
    let label = if has_mark { "UTF-8 with byte-order mark" } else { "UTF-8" };
    Ok(form.table(slots, label))
}

impl<R: Read> Waves<R> {
    /// Reads on behind what is left of the wave before; twice as much where nothing was a whole row. `text` has room for it.
    fn next(&mut self, left: &[u8], mut text: Vec<u8>) -> Result<Wave, Stopped> {
        text.clear();
        text.extend_from_slice(left);
        let wanted = self.size.max(left.len());
        let read = (&mut self.input).take(wanted as u64).read_to_end(&mut text).map_err(Stopped::Input)?;
        Wave::of(text, read < wanted)
    }
}

impl Wave {
    /// A wave of UTF-8, an error where it is none. A character may go on in the next wave.
    fn of(text: Vec<u8>, is_last: bool) -> Result<Self, Stopped> {
        match std::str::from_utf8(&text) {
            Ok(_) => {}
            Err(error) if error.error_len().is_none() && !is_last => {}
            Err(_) => return Err(Stopped::NotUtf8),
        }
        let marks = if text.contains(&0) { vec![vec![0]] } else { Vec::new() };
        Ok(Self { text, marks, is_last })
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
