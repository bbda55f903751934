//! A table as Parquet with pages of version 1 and Snappy: what pandas, polars, DuckDB, Spark and BigQuery read without options.
//!
//! 1. The schema: text is UTF8, numbers and money are DOUBLE, whole numbers INT64, days DATE; every column may have gaps.
//! 2. Row groups of [`GROUP`] rows, column by column: with a dictionary where values repeat; where they do not, it would take time and
//!    space. The least and the largest value are told of each group, not of its pages: who reads features reads all rows.
//! 3. The footer, with the notes as key-value metadata.
//!
//! Money is the nearest double of the exact decimal: a column that every program can add up. The bytes depend on the table alone.
//! Memory: one column of a row group at a time, and the compressed row group.

use super::{Cell, NamedColumn, NamedTable, Values};
use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::{EnabledStatistics, WriterProperties, WriterVersion};
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::schema::types::{ColumnPath, Type};
use std::io::Write;
use std::ops::Range;
use std::sync::Arc;

/// Rows of a row group.
const GROUP: usize = 1 << 17;
/// Rows that are looked at to see whether a column's values repeat.
const SAMPLE: usize = 1 << 10;

/// Writes `table` to `to`; `notes` are kept beside it as names with values.
///
/// # Errors
///
/// What writing to `to` gives; everything else would be a table whose columns have one name twice.
pub fn parquet<W: Write + Send>(to: W, table: &NamedTable<'_>, notes: &[(String, String)]) -> std::io::Result<()> {
    written(to, table, notes).map_err(|error| match error {
        ParquetError::External(cause) => match cause.downcast::<std::io::Error>() {
            Ok(cause) => *cause,
            Err(cause) => std::io::Error::other(cause),
        },
        other => std::io::Error::other(other),
    })
}

fn written<W: Write + Send>(to: W, table: &NamedTable<'_>, notes: &[(String, String)]) -> Result<(), ParquetError> {
    let note = |(name, value): &(String, String)| KeyValue::new(name.clone(), value.clone());
    let properties = WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_created_by(concat!("shoal ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_key_value_metadata(Some(notes.iter().map(note).collect()));
    let hardly_repeats = |column: &&NamedColumn<'_>| !repeats(&column.values, table.rows);
    let properties = table.columns.iter().filter(hardly_repeats).fold(properties, |properties, column| {
        properties.set_column_dictionary_enabled(ColumnPath::new(vec![column.name.clone()]), false)
    });
    let mut file = SerializedFileWriter::new(to, Arc::new(schema(table)?), Arc::new(properties.build()))?;
    for start in (0..table.rows).step_by(GROUP) {
        let rows = start..(start + GROUP).min(table.rows);
        let mut group = file.next_row_group()?;
        for column in &table.columns {
            column_of(&mut group, &column.values, rows.clone())?;
        }
        group.close()?;
    }
    file.close().map(|_| ())
}

/// Whether a column has few values, each of them often, so that a dictionary makes it smaller: no more than half of some of its rows differ.
fn repeats(values: &Values<'_>, rows: usize) -> bool {
    fn few<T: Ord>(cell: impl Fn(usize) -> Option<T>, rows: usize) -> bool {
        let mut seen: Vec<Option<T>> = (0..rows).step_by(rows.div_ceil(SAMPLE).max(1)).map(cell).collect();
        let rows = seen.len();
        seen.sort_unstable();
        seen.dedup();
        seen.len() * 2 <= rows
    }
    match values {
        Values::Text(cell) => few(cell, rows),
        Values::Number(cell) => few(|row| cell(row).map(f64::to_bits), rows),
        Values::Money(cell) => few(|row| cell(row).map(|amount| amount.minor), rows),
        Values::Whole(cell) => few(cell, rows),
        Values::Day(cell) => few(cell, rows),
    }
}

fn schema(table: &NamedTable<'_>) -> Result<Type, ParquetError> {
    let field = |column: &NamedColumn<'_>| {
        let (physical, logical) = match column.values {
            Values::Text(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Values::Number(_) | Values::Money(_) => (Physical::DOUBLE, None),
            Values::Whole(_) => (Physical::INT64, None),
            Values::Day(_) => (Physical::INT32, Some(LogicalType::Date)),
        };
        Type::primitive_type_builder(&column.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()
            .map(Arc::new)
    };
    let fields = table.columns.iter().map(field).collect::<Result<_, _>>()?;
    Type::group_type_builder("features").with_fields(fields).build()
}

fn column_of<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &Values<'_>,
    rows: Range<usize>,
) -> Result<(), ParquetError> {
    match values {
        Values::Text(cell) => put::<ByteArrayType, _, W>(group, cell, rows, ByteArray::from),
        Values::Number(cell) => put::<DoubleType, _, W>(group, cell, rows, |number| number),
        Values::Money(cell) => put::<DoubleType, _, W>(group, cell, rows, |amount| amount.to_f64()),
        Values::Whole(cell) => put::<Int64Type, _, W>(group, cell, rows, |number| number),
        Values::Day(cell) => put::<Int32Type, _, W>(group, cell, rows, |day| day.0),
    }
}

/// One column of a row group: the values that are there, and for each row whether it has one.
fn put<D: DataType, T, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    cell: &Cell<'_, T>,
    rows: Range<usize>,
    stored: impl Fn(T) -> D::T,
) -> Result<(), ParquetError> {
    let mut values = Vec::with_capacity(rows.len());
    let mut present = Vec::with_capacity(rows.len());
    for row in rows {
        let value = cell(row);
        present.push(i16::from(value.is_some()));
        values.extend(value.map(&stored));
    }
    let Some(mut column) = group.next_column()? else {
        return Err(ParquetError::General("more columns than the schema has".to_owned()));
    };
    column.typed::<D>().write_batch(&values, Some(&present), None)?;
    column.close()
}
