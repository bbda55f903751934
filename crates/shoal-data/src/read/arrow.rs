//! Arrow IPC, as a file (also called Feather, version 2) or as a stream → a grid.
//!
//! 1. `leaves`: the columns that are read: every value inside structures under the names of all around it (`customer.id`);
//!    lists, maps, unions and intervals are left out, and a note says so.
//! 2. Batch after batch: blocks of its rows become text at the same time ([`crate::read::block`]). Moments with a time zone are
//!    written in UTC, as they stand in the file.
//!
//! Cost: one pass; memory for the file, the text of its values, and the values of one batch.

use crate::error::Error;
use crate::read::arrow_sizes;
use crate::read::block;
use crate::read::cell::Cell;
use crate::read::delimited::check_header;
use crate::read::format::Table;
use crate::read::guard::guarded;
use crate::room::Room;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type,
    Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, Time32MillisecondType,
    Time32SecondType, Time64MicrosecondType, Time64NanosecondType, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, RecordBatch};
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::{ArrowError, DataType, Fields, SchemaRef, TimeUnit};
use shoal_segment::receipt::Note;
use std::io::Cursor;
use std::sync::Arc;

/// The name of the format in errors.
const WHAT: &str = "Arrow";
/// The first bytes of a file.
const FILE: &[u8] = b"ARROW1";
/// The first bytes of a stream.
const STREAM: [u8; 4] = [0xFF; 4];

/// Whether the bytes are a file or a stream of Arrow.
pub(crate) fn looks_like(bytes: &[u8]) -> bool {
    bytes.starts_with(FILE) || bytes.starts_with(&STREAM)
}

/// Reads the bytes of a file or a stream.
pub(crate) fn read(file: &str, bytes: &[u8], room: &Arc<Room>) -> Result<Table, Error> {
    let rows = block::Rows::new(room);
    let bad = |error: ArrowError| Error::BadColumns { file: file.to_owned(), what: WHAT, reason: error.to_string() };
    if !guarded(file, WHAT, || Ok(arrow_sizes::are_possible(bytes)))? {
        return Err(bad(ArrowError::IpcError("it claims sizes that it cannot have".to_owned())));
    }
    if bytes.starts_with(FILE) {
        let reader = guarded(file, WHAT, || FileReader::try_new(Cursor::new(bytes), None).map_err(bad))?;
        of_batches(file, rows, &reader.schema(), reader.map(|batch| batch.map_err(bad)))
    } else {
        let reader = guarded(file, WHAT, || StreamReader::try_new(Cursor::new(bytes), None).map_err(bad))?;
        of_batches(file, rows, &reader.schema(), reader.map(|batch| batch.map_err(bad)))
    }
}

fn of_batches(
    file: &str,
    mut rows: block::Rows,
    schema: &SchemaRef,
    mut batches: impl Iterator<Item = Result<RecordBatch, Error>>,
) -> Result<Table, Error> {
    let mut found = Leaves::default();
    found.add(schema.fields(), &[], "");
    check_header(file, &found.names)?;
    let mut count = 0;
    while let Some(batch) = guarded(file, WHAT, || batches.next().transpose())? {
        let column = |path: &Vec<usize>| Column::at(&batch, path);
        let columns: Vec<Column<'_>> = guarded(file, WHAT, || Ok(found.paths.iter().filter_map(column).collect()))?;
        let cell = |column: usize, row: usize| columns[column].cell(row);
        rows.add(block::blocks(file, WHAT, (batch.num_rows(), columns.len()), cell)?);
        count += batch.num_rows() as u64;
    }
    let note = |name: &String| Note {
        code: "lists_not_read".to_owned(),
        words: format!("`{name}` holds lists, which are not read"),
        rows: count,
    };
    let notes = found.left_out.iter().map(note).collect();
    Ok(Table { sheet: None, format: WHAT.to_owned(), notes, grid: rows.grid(found.names) })
}

/// The columns with a value of their own, by their way through structures.
#[derive(Default)]
struct Leaves {
    names: Vec<String>,
    paths: Vec<Vec<usize>>,
    left_out: Vec<String>,
}

impl Leaves {
    fn add(&mut self, fields: &Fields, path: &[usize], around: &str) {
        for (place, field) in fields.iter().enumerate() {
            let path = [path, &[place]].concat();
            let name = if around.is_empty() { field.name().clone() } else { format!("{around}.{}", field.name()) };
            match field.data_type() {
                DataType::Struct(fields) => self.add(fields, &path, &name),
                other if is_read(other) => {
                    self.names.push(name);
                    self.paths.push(path);
                }
                _ => self.left_out.push(name),
            }
        }
    }
}

fn is_read(of: &DataType) -> bool {
    match of {
        DataType::Dictionary(_, values) => is_read(values) && !matches!(**values, DataType::Dictionary(..)),
        DataType::Interval(_) | DataType::Duration(_) => false,
        other => !other.is_nested(),
    }
}

/// A column of a batch.
struct Column<'a> {
    /// The structures around it.
    around: Vec<&'a dyn Array>,
    array: &'a dyn Array,
    /// For each row the place of its value, when the values stand apart.
    keys: Option<Vec<usize>>,
}

impl<'a> Column<'a> {
    fn at(batch: &'a RecordBatch, path: &[usize]) -> Option<Self> {
        let mut array: &dyn Array = batch.columns().get(*path.first()?)?.as_ref();
        let mut around = Vec::new();
        for &place in &path[1..] {
            around.push(array);
            array = array.as_struct_opt()?.columns().get(place)?.as_ref();
        }
        let mut keys = None;
        if let Some(dictionary) = array.as_any_dictionary_opt() {
            around.push(array);
            array = dictionary.values().as_ref();
            // Without a value there is nothing but empty cells.
            keys = Some(if array.is_empty() { Vec::new() } else { dictionary.normalized_keys() });
        }
        Some(Self { around, array, keys })
    }

    fn cell(&self, row: usize) -> Cell<'_> {
        if self.around.iter().any(|array| array.is_null(row)) {
            return Cell::Null;
        }
        let row = match &self.keys {
            None => row,
            Some(keys) => match keys.get(row) {
                Some(&row) => row,
                None => return Cell::Null,
            },
        };
        if self.array.is_null(row) { Cell::Null } else { value(self.array, row) }
    }
}

fn value(array: &dyn Array, row: usize) -> Cell<'_> {
    match array.data_type() {
        DataType::Boolean => Cell::Bool(array.as_boolean().value(row)),
        DataType::Float16 => Cell::Single(of::<Float16Type>(array, row).to_f32()),
        DataType::Float32 => Cell::Single(of::<Float32Type>(array, row)),
        DataType::Float64 => Cell::Double(of::<Float64Type>(array, row)),
        DataType::Utf8 => Cell::Text(array.as_string::<i32>().value(row).as_bytes()),
        DataType::LargeUtf8 => Cell::Text(array.as_string::<i64>().value(row).as_bytes()),
        DataType::Utf8View => Cell::Text(array.as_string_view().value(row).as_bytes()),
        DataType::Binary => Cell::Bytes(array.as_binary::<i32>().value(row)),
        DataType::LargeBinary => Cell::Bytes(array.as_binary::<i64>().value(row)),
        DataType::BinaryView => Cell::Bytes(array.as_binary_view().value(row)),
        DataType::FixedSizeBinary(_) => Cell::Bytes(array.as_fixed_size_binary().value(row)),
        DataType::Date32 => Cell::Day(of::<Date32Type>(array, row).into()),
        DataType::Date64 => Cell::Day(of::<Date64Type>(array, row).div_euclid(86_400_000)),
        DataType::Timestamp(unit, _) => Cell::Moment(moment(array, row, *unit)),
        DataType::Time32(unit) | DataType::Time64(unit) => Cell::Time(time(array, row, *unit)),
        DataType::Decimal32(_, scale) => decimal(of::<Decimal32Type>(array, row).into(), *scale),
        DataType::Decimal64(_, scale) => decimal(of::<Decimal64Type>(array, row).into(), *scale),
        DataType::Decimal128(_, scale) => decimal(of::<Decimal128Type>(array, row), *scale),
        DataType::Decimal256(_, scale) => {
            of::<Decimal256Type>(array, row).to_i128().map_or(Cell::Text(b"too large"), |units| decimal(units, *scale))
        }
        _ => integer(array, row),
    }
}

fn integer(array: &dyn Array, row: usize) -> Cell<'_> {
    match array.data_type() {
        DataType::Int8 => Cell::Integer(of::<Int8Type>(array, row).into()),
        DataType::Int16 => Cell::Integer(of::<Int16Type>(array, row).into()),
        DataType::Int32 => Cell::Integer(of::<Int32Type>(array, row).into()),
        DataType::Int64 => Cell::Integer(of::<Int64Type>(array, row)),
        DataType::UInt8 => Cell::Unsigned(of::<UInt8Type>(array, row).into()),
        DataType::UInt16 => Cell::Unsigned(of::<UInt16Type>(array, row).into()),
        DataType::UInt32 => Cell::Unsigned(of::<UInt32Type>(array, row).into()),
        DataType::UInt64 => Cell::Unsigned(of::<UInt64Type>(array, row)),
        _ => Cell::Null,
    }
}

fn of<T: ArrowPrimitiveType>(array: &dyn Array, row: usize) -> T::Native {
    array.as_primitive::<T>().value(row)
}

fn moment(array: &dyn Array, row: usize, unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Second => of::<TimestampSecondType>(array, row),
        TimeUnit::Millisecond => of::<TimestampMillisecondType>(array, row).div_euclid(1_000),
        TimeUnit::Microsecond => of::<TimestampMicrosecondType>(array, row).div_euclid(1_000_000),
        TimeUnit::Nanosecond => of::<TimestampNanosecondType>(array, row).div_euclid(1_000_000_000),
    }
}

fn time(array: &dyn Array, row: usize, unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Second => of::<Time32SecondType>(array, row).into(),
        TimeUnit::Millisecond => i64::from(of::<Time32MillisecondType>(array, row)).div_euclid(1_000),
        TimeUnit::Microsecond => of::<Time64MicrosecondType>(array, row).div_euclid(1_000_000),
        TimeUnit::Nanosecond => of::<Time64NanosecondType>(array, row).div_euclid(1_000_000_000),
    }
}

/// A decimal; with a negative scale the units are tens, hundreds and so on.
fn decimal(units: i128, scale: i8) -> Cell<'static> {
    let larger =
        10i128.checked_pow(u32::from(scale.min(0).unsigned_abs())).and_then(|factor| units.checked_mul(factor));
    larger.map_or(Cell::Text(b"too large"), |units| Cell::Decimal(units, u32::from(scale.max(0).unsigned_abs())))
}
