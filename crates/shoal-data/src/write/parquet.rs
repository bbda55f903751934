//! A table as Parquet with pages of version 1 and Snappy: what pandas, polars, DuckDB, Spark and BigQuery read without options.
//!
//! 1. The schema: text is UTF8, numbers and money are DOUBLE, whole numbers INT64, days DATE; every column may have gaps.
//! 2. Row groups of [`GROUP`] rows, column by column.
//! 3. The footer, with the notes as key-value metadata.
//!
//! Money is the nearest double of the exact decimal: a column that every program can add up. The bytes depend on the table alone.
//! Memory: one column of a row group at a time, and the compressed row group.

use super::{Cell, NamedTable, Values};
use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::{WriterProperties, WriterVersion};
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::schema::types::Type;
use std::io::Write;
use std::ops::Range;
use std::sync::Arc;

/// Rows of a row group.
const GROUP: usize = 1 << 17;

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
        .set_created_by(concat!("shoal ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_key_value_metadata(Some(notes.iter().map(note).collect()))
        .build();
    let mut file = SerializedFileWriter::new(to, Arc::new(schema(table)?), Arc::new(properties))?;
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

fn schema(table: &NamedTable<'_>) -> Result<Type, ParquetError> {
    let field = |column: &super::NamedColumn<'_>| {
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
