//! The rows of a piece of JSON: their cells by key, until all keys are known.

use super::EMPTY;
use super::scan::{Broken, Scanner, Value};
use crate::read::cut::Cut;
use crate::read::encoding::{Decoded, contains};
use crate::read::grid::{Chunk, MENDED, RowSpan, Shape, ShapeFault, Span};
use std::collections::{BTreeMap, HashMap};

/// A key.
struct Key {
    name: Vec<u8>,
    /// The object in which it came last, from 1.
    last: u64,
}

/// What the good rows have under a key.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    /// Values that are no list.
    pub(super) values: u64,
    /// Lists.
    pub(super) lists: u64,
    /// Values, lists and `null` together.
    pub(super) all: u64,
}

/// A cell of a row.
struct Cell {
    row: u32,
    key: u32,
    span: Span,
    is_list: bool,
}

/// The rows of a piece of a text.
pub(super) struct Rows<'a> {
    decoded: &'a Decoded,
    chunk: Cut,
    keys: Vec<Key>,
    numbers: HashMap<Vec<u8>, u32>,
    cells: Vec<Cell>,
    /// Objects that came so far, also broken ones.
    count: u64,
}

impl<'a> Rows<'a> {
    /// No rows yet; they will come from `base` on.
    pub(super) fn new(decoded: &'a Decoded, base: usize) -> Self {
        let chunk = Cut::at(base);
        Self { decoded, chunk, keys: Vec::new(), numbers: HashMap::new(), cells: Vec::new(), count: 0 }
    }

    /// Where the piece begins.
    pub(super) fn base(&self) -> usize {
        self.chunk.base
    }

    /// A line has ended.
    pub(super) fn end_line(&mut self) {
        self.chunk.lines += 1;
    }

    /// This text has been passed.
    pub(super) fn pass(&mut self, text: &[u8]) {
        self.chunk.lines += super::line_ends(text);
    }

    /// So many lines have ended.
    pub(super) fn lines(&self) -> u32 {
        self.chunk.lines
    }

    /// Sound objects.
    pub(super) fn rows(&self) -> usize {
        self.chunk.rows.len()
    }

    /// Their values.
    pub(super) fn values(&self) -> usize {
        self.cells.len()
    }

    /// Broken objects.
    pub(super) fn faults(&self) -> usize {
        self.chunk.faults.len()
    }

    /// Every key of a good row, counted.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&[u8], Count)> {
        let mut counts = vec![Count::default(); self.keys.len()];
        for cell in &self.cells {
            let count = &mut counts[cell.key as usize];
            count.all += 1;
            count.lists += u64::from(cell.is_list);
            count.values += u64::from(cell.span != EMPTY);
        }
        let counted = self.keys.iter().map(|key| key.name.as_slice()).zip(counts);
        counted.filter(|(_, count)| count.all > 0)
    }

    /// A line that should be one object; `None` when positions do not fit.
    pub(super) fn line(&mut self, start: usize, end: usize) -> Option<()> {
        let text = &self.decoded.text[..end];
        let begin = start + text[start..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let end = begin + text[begin..].trim_ascii_end().len();
        if begin == end {
            return Some(());
        }
        let row = self.span(self.chunk.lines, begin, end)?;
        let (cells, mended) = (self.cells.len(), self.chunk.mended.len());
        let (at, repeats) = match self.scan(begin, end)? {
            Ok(scanned) => scanned,
            Err(_) => (begin, false),
        };
        let kind = if at == end && !repeats { None } else { Some(fault(repeats)) };
        self.file_row(row, kind, (cells, mended));
        Some(())
    }

    /// An object that begins at `start`: where it ends, or where its text is broken. `None` when positions do not fit.
    pub(super) fn object(&mut self, start: usize) -> Option<Result<usize, usize>> {
        let (cells, mended) = (self.cells.len(), self.chunk.mended.len());
        match self.scan(start, self.decoded.text.len())? {
            Err(Broken(at)) => Some(Err(at)),
            Ok((end, repeats)) => {
                let row = self.span(self.chunk.lines, start, end)?;
                self.file_row(row, repeats.then(|| fault(true)), (cells, mended));
                Some(Ok(end))
            }
        }
    }

    fn span(&self, line: u32, start: usize, end: usize) -> Option<RowSpan> {
        let span = self.place(start, end)?;
        Some(RowSpan { line, start: span.start, end: span.end })
    }

    fn place(&self, start: usize, end: usize) -> Option<Span> {
        let base = self.chunk.base;
        (end - base < MENDED as usize).then(|| Span { start: (start - base) as u32, end: (end - base) as u32 })
    }

    /// Collects the cells of an object: where it ends, and whether a key came twice.
    fn scan(&mut self, start: usize, end: usize) -> Option<Result<(usize, bool), Broken>> {
        let decoded = self.decoded;
        let mut scanner = Scanner::new(&decoded.text[..end], start);
        self.count += 1;
        let (mut fits, mut repeats) = (true, false);
        let result = scanner.object(&mut |key, value| {
            let number = self.number(key);
            let known = &mut self.keys[number as usize];
            repeats |= known.last == self.count;
            known.last = self.count;
            let (row, is_list) = (self.chunk.rows.len() as u32, value == Value::List);
            match self.cell(value) {
                Some(span) => self.cells.push(Cell { row, key: number, span, is_list }),
                None => fits = false,
            }
        });
        fits.then(|| result.map(|()| (scanner.at(), repeats)))
    }

    fn number(&mut self, key: &[u8]) -> u32 {
        if let Some(&number) = self.numbers.get(key) {
            return number;
        }
        let number = self.keys.len() as u32;
        self.keys.push(Key { name: key.to_vec(), last: 0 });
        self.numbers.insert(key.to_vec(), number);
        number
    }

    fn cell(&mut self, value: Value<'_>) -> Option<Span> {
        match value {
            Value::Null | Value::List => Some(EMPTY),
            Value::Plain(start, end) => self.place(start, end),
            Value::Mended(bytes) => {
                let start = self.chunk.mended.len();
                self.chunk.mended.extend_from_slice(bytes);
                let end = self.chunk.mended.len();
                (end < MENDED as usize).then_some(Span { start: start as u32 | MENDED, end: end as u32 })
            }
        }
    }

    /// Puts a row where it belongs; `before` are the cells and mended bytes that were there before it.
    fn file_row(&mut self, row: RowSpan, kind: Option<Shape>, before: (usize, usize)) {
        let base = self.chunk.base;
        let text = &self.decoded.text[base + row.start as usize..base + row.end as usize];
        let damaged = self.decoded.suspects.iter().any(|suspect| contains(text, suspect));
        match if damaged { Some(Shape::Encoding) } else { kind } {
            None if self.cells[before.0..].iter().all(|cell| cell.span.start == cell.span.end && !cell.is_list) => {
                self.chunk.blank += 1;
                self.cells.truncate(before.0);
            }
            None => self.chunk.rows.push(row),
            Some(kind) => {
                self.cells.truncate(before.0);
                self.chunk.mended.truncate(before.1);
                self.chunk.faults.push(ShapeFault { row, last_line: row.line, kind });
            }
        }
    }

    /// The rows as a chunk with so many columns; `places` are the columns of the keys.
    pub(super) fn into_chunk(self, places: &BTreeMap<Vec<u8>, usize>, width: usize) -> Chunk {
        let Self { decoded, mut chunk, keys, cells, .. } = self;
        let columns: Vec<Option<usize>> = keys.iter().map(|key| places.get(&key.name).copied()).collect();
        chunk.spans = vec![EMPTY; chunk.rows.len() * width];
        for Cell { row, key, span, .. } in cells {
            if let Some(column) = columns[key as usize] {
                chunk.spans[row as usize * width + column] = span;
            }
        }
        chunk.end = chunk
            .rows
            .iter()
            .map(|row| row.end)
            .chain(chunk.faults.iter().map(|fault| fault.row.end))
            .max()
            .map_or(chunk.base, |end| chunk.base + end as usize);
        chunk.into_chunk(&decoded.text)
    }
}

fn fault(repeats: bool) -> Shape {
    if repeats { Shape::RepeatedKey } else { Shape::NoObject }
}
