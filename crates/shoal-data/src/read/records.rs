//! Delimited text → rows and fields, in parallel.
//!
//! The rules are those of RFC 4180 with the usual tolerance: a field may be in double quotes, a doubled quote inside stands for
//! one, line ends inside quotes belong to the field; a quote that does not begin a field is an ordinary character; rows end with
//! LF, CRLF or CR; blank lines are no rows, nor is the header when it stands again among them (exports put one behind the other). Where spaces separate ([`SPACES`]), any number of spaces and tabs does, and those at
//! the ends of a row do not count.
//!
//! 1. The text is cut every megabyte, and each piece guesses that the first line end after the cut ends a row.
//! 2. All pieces are cut into rows at the same time, each up to the first row that begins after its end.
//! 3. In order: where a piece ended is compared with where the next one began. When they differ (the cut fell into quotes), that
//!    piece is done again from the right place.
//!
//! So the result equals that of reading from front to back, whatever the quotes look like, and does not depend on threads.
//! Cost: one pass over the bytes; a second one over those pieces whose guess was wrong.

use crate::read::cut::Cut;
use crate::read::encoding::contains;
use crate::read::grid::{MENDED, RowSpan, Shape, ShapeFault, Span};
use rayon::prelude::*;

/// The separator that stands for any number of spaces and tabs.
pub(crate) const SPACES: u8 = b' ';
/// Bytes between two cuts.
const PIECE: usize = 1 << 20;
/// A guess whose last row runs so far beyond its piece is given up.
const OVERRUN: usize = 4 << 20;

/// Room is asked for as if fields were so long, separator included; what is not used of it costs nothing.
const BYTES_PER_FIELD: usize = 5;

/// A text that is cut into rows.
#[derive(Clone, Copy)]
pub(crate) struct Records<'a> {
    /// UTF-8.
    pub(crate) text: &'a [u8],
    /// Between fields.
    pub(crate) separator: u8,
    /// Fields that a row should have.
    pub(crate) width: usize,
    /// Byte sequences that no good row holds.
    pub(crate) suspects: &'a [Vec<u8>],
    /// The header's row as it stands in the text; empty when there is none.
    pub(crate) header: &'a [u8],
    /// Whether the text goes on beyond its end: a row that reaches it may be a part of one, and is left.
    pub(crate) open: bool,
}

/// The text holds a row of two gigabytes or more.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RowTooLong;

/// The first row of a text.
pub(crate) struct FirstRow<'a> {
    /// Its fields.
    pub(crate) fields: Vec<Vec<u8>>,
    /// Where the next row begins.
    pub(crate) end: usize,
    /// Line ends up to there.
    pub(crate) lines: u32,
    /// The row as it stands in the text.
    pub(crate) row: &'a [u8],
    /// Line ends before the row in which a quote was opened that the text never closes.
    pub(crate) unclosed: Option<u32>,
}

impl<'a> Records<'a> {
    /// The first row that is not blank.
    pub(crate) fn first_row(&self, start: usize) -> Option<FirstRow<'a>> {
        let mut chunk = Cut::at(start);
        let mut at = start;
        while at < self.text.len() {
            let begin = at;
            at = self.record(at, &mut chunk)?;
            if !self.is_blank(&chunk, 0) {
                let fields = chunk.spans.iter().map(|&span| self.bytes(&chunk, span).to_vec()).collect();
                let row = without_line_end(&self.text[begin..at]);
                return Some(FirstRow { fields, end: at, lines: chunk.lines, row, unclosed: chunk.unclosed });
            }
            chunk.spans.clear();
        }
        None
    }

    /// The first rows that are not blank, at most `count`.
    pub(crate) fn first_rows(&self, start: usize, count: usize) -> Vec<Vec<Vec<u8>>> {
        let mut at = start;
        let rows = std::iter::from_fn(|| {
            let row = self.first_row(at)?;
            at = row.end;
            Some(row.fields)
        });
        rows.take(count).collect()
    }

    /// Cuts everything from `start` on, which is on physical line `line`.
    pub(crate) fn cut(&self, start: usize, line: u64) -> Result<Vec<Cut>, RowTooLong> {
        self.cut_by(start, line, PIECE)
    }

    fn cut_by(&self, start: usize, line: u64, piece: usize) -> Result<Vec<Cut>, RowTooLong> {
        let pieces = (self.text.len() - start).div_ceil(piece).max(1);
        let stop = |i: usize| self.text.len().min(start + (i + 1) * piece);
        let guessed: Vec<Option<Cut>> =
            (0..pieces).into_par_iter().map(|i| self.guessed_piece(start, start + i * piece, stop(i))).collect();
        let mut chunks = Vec::with_capacity(pieces);
        let (mut at, mut line) = (start, line);
        for (i, guess) in guessed.into_iter().enumerate() {
            let mut chunk = match guess {
                Some(chunk) if chunk.base == at => chunk,
                _ => self.piece(at, stop(i)).ok_or(RowTooLong)?,
            };
            chunk.first_line = line;
            (at, line) = (chunk.end, line + u64::from(chunk.lines));
            chunks.push(chunk);
        }
        Ok(chunks)
    }

    /// The piece from a cut on, if no quote is open there; `None` when a row runs far beyond its end.
    fn guessed_piece(&self, start: usize, cut: usize, stop: usize) -> Option<Cut> {
        let seen = self.text.len().min(stop.saturating_add(OVERRUN));
        let whole = seen == self.text.len();
        let near = Self { text: &self.text[..seen], open: self.open && whole, ..*self };
        let chunk = near.piece(near.guess(start, cut), stop)?;
        (chunk.end < seen || whole).then_some(chunk)
    }

    /// Where the first row after a cut begins, if no quote is open there.
    fn guess(&self, start: usize, cut: usize) -> usize {
        if cut == start {
            return start;
        }
        let rest = &self.text[cut - 1..];
        rest.iter().position(|&byte| byte == b'\n').map_or(self.text.len(), |end| cut + end)
    }

    /// All rows that begin in `start..stop`; `None` when positions do not fit.
    fn piece(&self, start: usize, stop: usize) -> Option<Cut> {
        let mut chunk = Cut::at(start);
        chunk.spans.reserve(stop.saturating_sub(start) / BYTES_PER_FIELD);
        let mut at = start;
        while at < stop {
            let (before, line) = (chunk.spans.len(), chunk.lines);
            let begin = at;
            at = self.record(at, &mut chunk)?;
            if self.open && at == self.text.len() {
                chunk.spans.truncate(before);
                (chunk.lines, chunk.unclosed, at) = (line, None, begin);
                break;
            }
            if at - start >= MENDED as usize {
                return None;
            }
            self.file_row(&mut chunk, before, begin, at, line);
        }
        chunk.end = at.max(start);
        Some(chunk)
    }

    /// Puts the row whose spans begin at `before` where it belongs.
    fn file_row(&self, chunk: &mut Cut, before: usize, begin: usize, next: usize, line: u32) {
        let fields = chunk.spans.len() - before;
        if self.is_blank(chunk, before) {
            chunk.blank += u64::from(fields > 1);
            chunk.spans.truncate(before);
            return;
        }
        let end = begin + without_line_end(&self.text[begin..next]).len();
        if !self.header.is_empty() && self.text[begin..end] == *self.header {
            chunk.headers += 1;
            chunk.spans.truncate(before);
            return;
        }
        let row = RowSpan { line, start: (begin - chunk.base) as u32, end: (end - chunk.base) as u32 };
        let damaged = self.suspects.iter().any(|suspect| contains(&self.text[begin..end], suspect));
        if fields == self.width && !damaged {
            chunk.rows.push(row);
            return;
        }
        chunk.spans.truncate(before);
        let kind = if damaged { Shape::Encoding } else { Shape::FieldCount(fields as u32) };
        let last_line = line.max(chunk.lines.saturating_sub(u32::from(end < next)));
        chunk.faults.push(ShapeFault { row, last_line, kind });
    }

    fn is_blank(&self, chunk: &Cut, before: usize) -> bool {
        chunk.spans[before..].iter().all(|&span| self.bytes(chunk, span).trim_ascii().is_empty())
    }

    fn bytes<'b>(&'b self, chunk: &'b Cut, span: Span) -> &'b [u8] {
        if span.start & MENDED == 0 {
            &self.text[chunk.base + span.start as usize..chunk.base + span.end as usize]
        } else {
            &chunk.mended[(span.start & !MENDED) as usize..span.end as usize]
        }
    }

    /// Cuts one record into fields; returns where the next one begins, or `None` when positions do not fit.
    fn record(&self, start: usize, chunk: &mut Cut) -> Option<usize> {
        if self.separator == SPACES {
            return self.spaced_record(start, chunk);
        }
        let mut at = start;
        loop {
            at = if self.text.get(at) == Some(&b'"') { self.quoted(at, chunk)? } else { self.bare(at, chunk)? };
            match self.text.get(at) {
                Some(&byte) if byte == self.separator => at += 1,
                Some(b'\r') if self.text.get(at + 1) == Some(&b'\n') => {
                    chunk.lines += 1;
                    return Some(at + 2);
                }
                Some(_) => {
                    chunk.lines += 1;
                    return Some(at + 1);
                }
                None => return Some(at),
            }
        }
    }

    /// As [`Self::record`], with spaces and tabs between and around the fields.
    fn spaced_record(&self, start: usize, chunk: &mut Cut) -> Option<usize> {
        let mut at = start;
        loop {
            at += self.text[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            at = match self.text.get(at) {
                None => return Some(at),
                Some(b'\n' | b'\r') => {
                    chunk.lines += 1;
                    return Some(at + if self.text[at..].starts_with(b"\r\n") { 2 } else { 1 });
                }
                Some(b'"') => self.quoted(at, chunk)?,
                Some(_) => self.bare(at, chunk)?,
            };
        }
    }

    /// A field without quotes around it; returns where it ends.
    fn bare(&self, start: usize, chunk: &mut Cut) -> Option<usize> {
        let end = self.end_of_bare(start);
        let found = span(start - chunk.base, end - chunk.base)?;
        chunk.spans.push(found);
        Some(end)
    }

    fn end_of_bare(&self, start: usize) -> usize {
        let rest = &self.text[start..];
        let length = match self.separator {
            SPACES => rest.iter().position(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')),
            separator => first_of([separator, b'\n', b'\r'], rest),
        };
        length.map_or(self.text.len(), |length| start + length)
    }

    /// A field in quotes; returns where it ends.
    fn quoted(&self, start: usize, chunk: &mut Cut) -> Option<usize> {
        let text = self.text;
        let Some(close) = find_quote(text, start + 1) else { return self.never_closed(start, chunk) };
        chunk.lines += line_ends(&text[start + 1..close]);
        match text.get(close + 1) {
            None | Some(b'\n' | b'\r') => {}
            Some(&byte) if byte == self.separator => {}
            Some(_) => return self.mend(start, close, chunk),
        }
        let found = span(start + 1 - chunk.base, close - chunk.base)?;
        chunk.spans.push(found);
        Some(close + 1)
    }

    /// A quoted field with doubled quotes, or with text after its closing quote: copied without them.
    fn mend(&self, start: usize, first_close: usize, chunk: &mut Cut) -> Option<usize> {
        let text = self.text;
        let from = chunk.mended.len();
        let (mut begin, mut close) = (start + 1, first_close);
        while text.get(close + 1) == Some(&b'"') {
            chunk.mended.extend_from_slice(&text[begin..=close]);
            begin = close + 2;
            let Some(next) = find_quote(text, begin) else { return self.never_closed(start, chunk) };
            close = next;
            chunk.lines += line_ends(&text[begin..close]);
        }
        chunk.mended.extend_from_slice(&text[begin..close]);
        let end = self.end_of_bare(close + 1);
        chunk.mended.extend_from_slice(&text[close + 1..end]);
        let mended = span(from, chunk.mended.len())?;
        chunk.spans.push(Span { start: mended.start | MENDED, end: mended.end });
        Some(end)
    }

    fn never_closed(&self, start: usize, chunk: &mut Cut) -> Option<usize> {
        chunk.unclosed = Some(chunk.lines);
        let found = span(start - chunk.base, self.text.len() - chunk.base)?;
        chunk.spans.push(found);
        Some(self.text.len())
    }
}

fn span(start: usize, end: usize) -> Option<Span> {
    (end < MENDED as usize).then_some(Span { start: start as u32, end: end as u32 })
}

/// Where the first of three bytes is. Eight bytes are looked at together: fields are short, and a loop over single bytes would end at
/// a place that no processor foresees.
fn first_of(wanted: [u8; 3], bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::MAX / 255;
    let [one, two, three] = wanted.map(|byte| u64::from(byte) * ONES);
    // The highest bit of each byte that is zero; beyond the first of them also of others (Hacker's Delight, 6-1).
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & (ONES << 7);
    let mut at = 0;
    while let Some(eight) = bytes[at..].first_chunk::<8>() {
        let word = u64::from_le_bytes(*eight);
        let found = zeros(word ^ one) | zeros(word ^ two) | zeros(word ^ three);
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    bytes[at..].iter().position(|byte| wanted.contains(byte)).map(|length| at + length)
}

fn find_quote(text: &[u8], from: usize) -> Option<usize> {
    text[from..].iter().position(|&byte| byte == b'"').map(|length| from + length)
}

/// Line ends inside a quoted field: LF, CRLF and CR count one each.
fn line_ends(bytes: &[u8]) -> u32 {
    let mut count = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        count += u32::from(byte == b'\n' || byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    }
    count
}

fn without_line_end(row: &[u8]) -> &[u8] {
    match row {
        [rest @ .., b'\r', b'\n'] | [rest @ .., b'\n'] | [rest @ .., b'\r'] => rest,
        _ => row,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &[u8], width: usize, piece: usize) -> Vec<Vec<Vec<u8>>> {
        let records = Records { text, separator: b',', width, suspects: &[], header: b"", open: false };
        let chunks = records.cut_by(0, 1, piece).unwrap();
        let rows = chunks.iter().flat_map(|chunk| {
            let fields: Vec<Vec<u8>> = chunk.spans.iter().map(|&span| records.bytes(chunk, span).to_vec()).collect();
            fields.chunks(width).map(<[_]>::to_vec).collect::<Vec<_>>()
        });
        rows.collect()
    }

    fn lines(text: &str, width: usize, piece: usize) -> Vec<(u64, Option<Shape>)> {
        let records =
            Records { text: text.as_bytes(), separator: b',', width, suspects: &[vec![0]], header: b"", open: false };
        let mut found = Vec::new();
        for chunk in records.cut_by(0, 1, piece).unwrap() {
            found.extend(chunk.rows.iter().map(|&row| (chunk.line_of(row), None)));
            found.extend(chunk.faults.iter().map(|fault| (chunk.line_of(fault.row), Some(fault.kind))));
        }
        found.sort_by_key(|&(line, _)| line);
        found
    }

    #[test]
    fn fields_of_every_form() {
        let text = b"a,b\r\n\"c,d\",\"e\"\"f\"\n\n\"g\nh\",\"i\"j\n,\n k , \"l\"\rm,n";
        let rows = cut(text, 2, PIECE);
        let expected: Vec<[&[u8]; 2]> =
            vec![[b"a", b"b"], [b"c,d", b"e\"f"], [b"g\nh", b"ij"], [b" k ", b" \"l\""], [b"m", b"n"]];
        assert_eq!(rows, expected);
    }

    #[test]
    fn physical_lines_and_faults() {
        let text = "a,b\n\n\"c\nc\",d\r\ne\nf,g,h\n\"x\0\",y\ni,j";
        let expected = [
            (1, None),
            (3, None),
            (5, Some(Shape::FieldCount(1))),
            (6, Some(Shape::FieldCount(3))),
            (7, Some(Shape::Encoding)),
            (8, None),
        ];
        for piece in 1..text.len() + 2 {
            assert_eq!(lines(text, 2, piece), expected, "cut every {piece} bytes");
        }
    }

    #[test]
    fn spaces_of_any_number() {
        let text = b" 00001 19970101  1   11.77\r\n\n\"a b\"\t x 2\t\n   \n\"c\"\"\" d e f ";
        let records = Records { text, separator: SPACES, width: 4, suspects: &[], header: b"", open: false };
        for piece in 1..text.len() + 2 {
            let chunks = records.cut_by(0, 1, piece).unwrap();
            let fields: Vec<&[u8]> = chunks
                .iter()
                .flat_map(|chunk| chunk.spans.iter().map(|&span| records.bytes(chunk, span)).collect::<Vec<_>>())
                .collect();
            let expected: [&[u8]; 8] = [b"00001", b"19970101", b"1", b"11.77", b"c\"", b"d", b"e", b"f"];
            assert_eq!(fields, expected, "cut every {piece} bytes");
            let faults: Vec<(u64, Shape)> = chunks
                .iter()
                .flat_map(|chunk| chunk.faults.iter().map(|fault| (chunk.line_of(fault.row), fault.kind)))
                .collect();
            assert_eq!(faults, [(3, Shape::FieldCount(3))]);
        }
    }

    #[test]
    fn a_quote_that_is_never_closed() {
        let records =
            Records { text: b"a,b\nc,\"d\ne,f\n", separator: b',', width: 2, suspects: &[], header: b"", open: false };
        for piece in [3, 100] {
            let chunks = records.cut_by(0, 1, piece).unwrap();
            let line = chunks.iter().find_map(|chunk| chunk.unclosed.map(|line| chunk.first_line + u64::from(line)));
            assert_eq!(line, Some(2));
        }
    }

    proptest! {
        #[test]
        fn the_first_of_three(bytes in proptest::collection::vec(0u8..20, 0..40)) {
            let wanted = [7u8, 10, 13];
            prop_assert_eq!(first_of(wanted, &bytes), bytes.iter().position(|byte| wanted.contains(byte)));
            let high: Vec<u8> = bytes.iter().map(|byte| byte.wrapping_mul(13) ^ 0x80).collect();
            let wanted = [0x80, 0x8D, 0xFF];
            prop_assert_eq!(first_of(wanted, &high), high.iter().position(|byte| wanted.contains(byte)));
        }

        /// The slow twin: the csv crate, front to back.
        #[test]
        fn equals_the_csv_crate(text in "[ab\",\n\r]{0,80}", piece in 1usize..40) {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let blank = |record: &csv::ByteRecord| record.iter().all(|field| field.trim_ascii().is_empty());
            let expected: Vec<Vec<Vec<u8>>> = reader
                .byte_records()
                .map(Result::unwrap)
                .filter(|record| record.len() == 2 && !blank(record))
                .map(|record| record.iter().map(<[u8]>::to_vec).collect())
                .collect();
            let records = Records { text: text.as_bytes(), separator: b',', width: 2, suspects: &[], header: b"", open: false };
            let unclosed = records.cut_by(0, 1, PIECE).unwrap().iter().any(|chunk| chunk.unclosed.is_some());
            if !unclosed {
                prop_assert_eq!(cut(text.as_bytes(), 2, piece), expected);
            }
        }

        /// A text that comes in two parts gives the rows that it gives as a whole.
        #[test]
        fn in_two_parts(text in "[ab\",\n\r]{0,80}", part in 0usize..80, piece in 1usize..40) {
            let first = Records { text: &text.as_bytes()[..part.min(text.len())], separator: b',', width: 2, suspects: &[], header: b"", open: true };
            let chunks = first.cut_by(0, 1, piece).unwrap();
            let rows = |records: &Records<'_>, chunks: &[Cut]| -> Vec<(u64, Vec<u8>)> {
                chunks.iter().flat_map(|chunk| chunk.rows.iter().map(|&row| {
                    (chunk.line_of(row), records.text[chunk.base + row.start as usize..chunk.base + row.end as usize].to_vec())
                }).collect::<Vec<_>>()).collect()
            };
            let mut found = rows(&first, &chunks);
            let end = chunks.last().map_or(0, |chunk| chunk.end);
            let line = chunks.last().map_or(1, |chunk| chunk.first_line + u64::from(chunk.lines));
            let second = Records { text: &text.as_bytes()[end..], open: false, ..first };
            let rest = second.cut_by(0, line, piece).unwrap();
            found.extend(rows(&second, &rest));
            let whole = Records { text: text.as_bytes(), open: false, ..first };
            prop_assert_eq!(found, rows(&whole, &whole.cut_by(0, 1, piece).unwrap()));
        }

        /// Where the text is cut changes nothing.
        #[test]
        fn independent_of_the_cuts(text in "[ab\",\n\r]{0,80}", piece in 1usize..40) {
            prop_assert_eq!(cut(text.as_bytes(), 2, piece), cut(text.as_bytes(), 2, PIECE));
            prop_assert_eq!(lines(&text, 2, piece), lines(&text, 2, PIECE));
        }
    }
}
