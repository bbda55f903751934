//! A Parquet file → a grid.
//!
//! 1. `leaves`: the columns that are read: every value inside structures under the names of all around it (`customer.id`);
//!    lists and maps are left out, and a note says so.
//! 2. Row group after row group, some blocks of rows at a time: [`ColumnSource::next`] decodes their columns at the same time, then the
//!    blocks become text at the same time ([`crate::read::block`]).
//!
//! Types: whole numbers, decimals, binary numbers, texts, UUIDs, yes and no, days, times, moments in any unit (written in the zone in
//! which they stand in the file, which is UTC for those adjusted to it).
//!
//! Cost: one pass; memory for the values of a dozen blocks and for the pages that they are on; what has no room beside them is put aside.

use crate::error::Error;
use crate::read::block::{self, BLOCK_ROWS};
use crate::read::cell::Cell;
use crate::read::delimited::check_header;
use crate::read::format::Table;
use crate::read::guard::guarded;
use crate::room::Room;
use parquet::basic::{ConvertedType, LogicalType, TimeUnit};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType, FixedLenByteArray, Int96};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, FileReader, RowGroupReader};
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::schema::types::ColumnDescriptor;
use rayon::prelude::*;
use shoal_segment::receipt::Note;
use std::sync::Arc;

/// The name of the format in errors.
const WHAT: &str = "Parquet";
/// Rows of a group whose values are in memory together: some blocks for every thread.
const ROWS_AT_ONCE: usize = 8 * BLOCK_ROWS;
/// A binary number of two bytes.
type Half = <arrow_array::types::Float16Type as arrow_array::ArrowPrimitiveType>::Native;

/// How a Parquet file begins.
pub(crate) const MARK: &[u8] = b"PAR1";

/// Reads a Parquet file, or the bytes of one.
pub(crate) fn read(file: &str, input: impl ChunkReader + 'static, room: &Arc<Room>) -> Result<Table, Error> {
    let bad = |error: ParquetError| Error::BadColumns { file: file.to_owned(), what: WHAT, reason: told(&error) };
    let reader = guarded(file, WHAT, || SerializedFileReader::new(input).map_err(bad))?;
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    let (leaves, lists): (Vec<usize>, Vec<usize>) =
        (0..schema.num_columns()).partition(|&column| schema.column(column).max_rep_level() == 0);
    let header: Vec<String> = leaves.iter().map(|&column| schema.column(column).path().string()).collect();
    check_header(file, &header)?;
    let mut rows = block::Rows::new(room);
    for group in 0..reader.num_row_groups() {
        let group = guarded(file, WHAT, || reader.get_row_group(group).map_err(bad))?;
        let open = |&column: &usize| {
            guarded(file, WHAT, || ColumnSource::open(&*group, column, &schema.column(column)).map_err(bad))
        };
        let mut sources = leaves.iter().map(open).collect::<Result<Vec<ColumnSource>, Error>>()?;
        let mut left = rows_in(&*group).map_err(bad)?;
        while left > 0 {
            let count = left.min(ROWS_AT_ONCE);
            left -= count;
            let next = |source: &mut ColumnSource| guarded(file, WHAT, || source.next(count).map_err(bad));
            // Of several errors the first column's, on any number of threads.
            let columns: Vec<Result<Column, Error>> = sources.par_iter_mut().map(next).collect();
            let columns = columns.into_iter().collect::<Result<Vec<Column>, Error>>()?;
            let cell = |column: usize, row: usize| columns[column].cell(row);
            rows.add(block::blocks(file, WHAT, (count, columns.len()), cell)?);
        }
    }
    let grid = rows.grid(header);
    let mut notes: Vec<Note> = lists.iter().map(|&column| note(&schema.column(column), grid.row_count())).collect();
    notes.dedup();
    Ok(Table { sheet: None, format: WHAT.to_owned(), notes, grid })
}

fn note(leaf: &ColumnDescriptor, rows: u64) -> Note {
    let name = leaf.path().parts().first().map_or("", String::as_str);
    Note { code: "lists_not_read".to_owned(), words: format!("`{name}` holds lists, which are not read"), rows }
}

fn told(error: &ParquetError) -> String {
    error.to_string().trim_start_matches("Parquet error: ").to_owned()
}

fn rows_in(group: &dyn RowGroupReader) -> Result<usize, ParquetError> {
    let rows = group.metadata().num_rows();
    usize::try_from(rows).map_err(|_| ParquetError::General(format!("a group of {rows} rows")))
}

/// What the values of a column mean.
#[derive(Debug, Clone, Copy)]
enum Meaning {
    Plain,
    Unsigned,
    Decimal(u32),
    Day,
    /// So many in a second.
    Moment(i64),
    Time(i64),
    Text,
    /// Sixteen bytes that number something.
    Uuid,
    /// A binary number of two bytes.
    Half,
}

impl Meaning {
    fn of(leaf: &ColumnDescriptor) -> Self {
        match leaf.logical_type_ref() {
            Some(LogicalType::Decimal(decimal)) => Self::Decimal(u32::try_from(decimal.scale).unwrap_or(0)),
            Some(LogicalType::Date) => Self::Day,
            Some(LogicalType::Time(time)) => Self::Time(per_second(&time.unit)),
            Some(LogicalType::Timestamp(moment)) => Self::Moment(per_second(&moment.unit)),
            Some(LogicalType::Integer(integer)) if !integer.is_signed => Self::Unsigned,
            Some(LogicalType::String | LogicalType::Enum | LogicalType::Json) => Self::Text,
            Some(LogicalType::Uuid) => Self::Uuid,
            Some(LogicalType::Float16) => Self::Half,
            Some(_) => Self::Plain,
            None => Self::of_converted(leaf),
        }
    }

    fn of_converted(leaf: &ColumnDescriptor) -> Self {
        match leaf.converted_type() {
            ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON => Self::Text,
            ConvertedType::DECIMAL => Self::Decimal(u32::try_from(leaf.type_scale()).unwrap_or(0)),
            ConvertedType::DATE => Self::Day,
            ConvertedType::TIME_MILLIS => Self::Time(1_000),
            ConvertedType::TIME_MICROS => Self::Time(1_000_000),
            ConvertedType::TIMESTAMP_MILLIS => Self::Moment(1_000),
            ConvertedType::TIMESTAMP_MICROS => Self::Moment(1_000_000),
            ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64 => {
                Self::Unsigned
            }
            _ => Self::Plain,
        }
    }

    fn integer(self, number: i64, bits: u32) -> Cell<'static> {
        match self {
            Self::Unsigned if bits == 32 => Cell::Unsigned(u64::from(number as u32)),
            Self::Unsigned => Cell::Unsigned(number as u64),
            Self::Decimal(scale) => Cell::Decimal(i128::from(number), scale),
            Self::Day => Cell::Day(number),
            Self::Moment(unit) => Cell::Moment(number.div_euclid(unit)),
            Self::Time(unit) => Cell::Time(number.div_euclid(unit)),
            Self::Plain | Self::Text | Self::Uuid | Self::Half => Cell::Integer(number),
        }
    }

    fn bytes(self, bytes: &[u8]) -> Cell<'_> {
        match self {
            Self::Text => Cell::Text(bytes),
            // Their bytes as digits could be taken for a number.
            Self::Decimal(scale) => {
                big_endian(bytes).map_or(Cell::Text(b"too large"), |units| Cell::Decimal(units, scale))
            }
            Self::Uuid => Cell::Uuid(bytes),
            Self::Half => match bytes {
                &[low, high] => Cell::Single(Half::from_le_bytes([low, high]).to_f32()),
                _ => Cell::Bytes(bytes),
            },
            _ => Cell::Bytes(bytes),
        }
    }
}

fn per_second(unit: &TimeUnit) -> i64 {
    match unit {
        TimeUnit::MILLIS => 1_000,
        TimeUnit::MICROS => 1_000_000,
        TimeUnit::NANOS => 1_000_000_000,
    }
}

/// A whole number, the highest byte first, when it has at most 16 bytes without those that only repeat its sign.
fn big_endian(bytes: &[u8]) -> Option<i128> {
    let sign = if bytes.first()? & 0x80 == 0 { 0 } else { -1i128 };
    let (more, last) = bytes.split_at(bytes.len().saturating_sub(16));
    let number = last.iter().fold(sign, |number, &byte| (number << 8) | i128::from(byte));
    (more.iter().all(|&byte| byte == sign as u8) && (number < 0) == (sign < 0)).then_some(number)
}

/// The values of a column in a row group, those that are missing left out.
enum Values {
    Bool(Vec<bool>),
    Int32(Vec<i32>),
    Int64(Vec<i64>),
    Int96(Vec<Int96>),
    Float(Vec<f32>),
    Double(Vec<f64>),
    Bytes(Vec<ByteArray>),
    Fixed(Vec<FixedLenByteArray>),
}

/// Some rows of a column.
struct Column {
    meaning: Meaning,
    values: Values,
    /// For each row the place of its value, [`MISSING`] without one; `None` when all are there.
    places: Option<Vec<u32>>,
}

const MISSING: u32 = u32::MAX;

/// A column of a row group that is being read.
struct ColumnSource {
    reader: ColumnReader,
    meaning: Meaning,
    /// How much of its path a value has that is there; 0 where none can be missing.
    full: i16,
}

impl ColumnSource {
    fn open(group: &dyn RowGroupReader, column: usize, leaf: &ColumnDescriptor) -> Result<Self, ParquetError> {
        let reader = group.get_column_reader(column)?;
        Ok(Self { reader, meaning: Meaning::of(leaf), full: leaf.max_def_level() })
    }

    /// So many rows more; an error where there are fewer.
    fn next(&mut self, rows: usize) -> Result<Column, ParquetError> {
        let wanted = (rows, self.full);
        let (values, levels) = match &mut self.reader {
            ColumnReader::BoolColumnReader(reader) => wrapped(values(reader, wanted)?, Values::Bool),
            ColumnReader::Int32ColumnReader(reader) => wrapped(values(reader, wanted)?, Values::Int32),
            ColumnReader::Int64ColumnReader(reader) => wrapped(values(reader, wanted)?, Values::Int64),
            ColumnReader::Int96ColumnReader(reader) => wrapped(values(reader, wanted)?, Values::Int96),
            ColumnReader::FloatColumnReader(reader) => wrapped(values(reader, wanted)?, Values::Float),
            ColumnReader::DoubleColumnReader(reader) => wrapped(values(reader, wanted)?, Values::Double),
            ColumnReader::ByteArrayColumnReader(reader) => wrapped(values(reader, wanted)?, Values::Bytes),
            ColumnReader::FixedLenByteArrayColumnReader(reader) => wrapped(values(reader, wanted)?, Values::Fixed),
        };
        let places = (self.full > 0).then(|| places(&levels, self.full));
        Ok(Column { meaning: self.meaning, values, places })
    }
}

impl Column {
    fn cell(&self, row: usize) -> Cell<'_> {
        let place = self.places.as_ref().map_or(row, |places| places[row] as usize);
        if place == MISSING as usize {
            return Cell::Null;
        }
        match &self.values {
            Values::Bool(values) => Cell::Bool(values[place]),
            Values::Int32(values) => self.meaning.integer(i64::from(values[place]), 32),
            Values::Int64(values) => self.meaning.integer(values[place], 64),
            Values::Int96(values) => Cell::Moment(values[place].to_seconds()),
            Values::Float(values) => Cell::Single(values[place]),
            Values::Double(values) => Cell::Double(values[place]),
            Values::Bytes(values) => self.meaning.bytes(values[place].as_ref()),
            Values::Fixed(values) => self.meaning.bytes(values[place].as_ref()),
        }
    }
}

fn wrapped<T>((values, levels): (Vec<T>, Vec<i16>), wrap: fn(Vec<T>) -> Values) -> (Values, Vec<i16>) {
    (wrap(values), levels)
}

/// The next values of a column that are there, and for each row how much of its path is; an error when there are not as many as rows.
fn values<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    (rows, full): (usize, i16),
) -> Result<(Vec<T::T>, Vec<i16>), ParquetError> {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    let mut read = 0;
    while read < rows {
        let wanted = (rows - read).min(BLOCK_ROWS);
        let (records, _, _) = reader.read_records(wanted, (full > 0).then_some(&mut levels), None, &mut values)?;
        if records == 0 {
            break;
        }
        read += records;
    }
    let there = if full > 0 { levels.iter().filter(|&&level| level == full).count() } else { rows };
    let complete = read == rows && there == values.len() && (full == 0 || levels.len() == rows);
    let lacking = || ParquetError::General(format!("a column has {read} values for {rows} rows"));
    if complete { Ok((values, levels)) } else { Err(lacking()) }
}

fn places(levels: &[i16], full: i16) -> Vec<u32> {
    let mut next = 0;
    let place = |&level: &i16| {
        let here = if level == full { next } else { MISSING };
        next += u32::from(level == full);
        here
    };
    levels.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_any_length() {
        for (bytes, expected) in [
            (&[0x04, 0xE2][..], Some(1250)),
            (&[0xFF], Some(-1)),
            (&[0x80, 0], Some(-32768)),
            (&[0xFF; 16], Some(-1)),
            (&[], None),
            (&[0; 17], Some(0)),
            (&[0xFF; 32], Some(-1)),
            (&[1; 17], None),
            (&[0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], None),
        ] {
            assert_eq!(big_endian(bytes), expected, "{bytes:?}");
        }
    }
    #[test]
    fn bytes_by_their_meaning() {
        let text = |meaning: Meaning, bytes: &[u8]| {
            let mut text = Vec::new();
            meaning.bytes(bytes).write(&mut text).unwrap();
            String::from_utf8(text).unwrap()
        };
        assert_eq!(text(Meaning::Decimal(2), &[0x12, 0x34]), "46.60");
        assert_eq!(text(Meaning::Decimal(2), &[1; 17]), "too large");
        assert_eq!(text(Meaning::Half, &[0x00, 0x3E]), "1.5");
        assert_eq!(text(Meaning::Uuid, b"0123456789abcdef"), "30313233-3435-3637-3839-616263646566");
        assert_eq!(text(Meaning::Plain, &[0, 0x12]), "0012");
    }
}
