//! What is written as Parquet is read back: names, types, values, gaps, notes; also over several row groups, and empty.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use parquet::basic::{LogicalType, Type};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use shoal_data::write::{NamedColumn, NamedTable, Values, parquet as write_parquet};
use shoal_segment::date::Day;
use shoal_segment::money::{Amount, Scale};
use std::io::Write;

const ROWS: usize = 300_000;

fn table(rows: usize) -> NamedTable<'static> {
    let names: Vec<String> = (0..rows).map(|row| format!("k{row:06} “ü”")).collect();
    let names: &'static [String] = names.leak();
    let column = |name: &str, values| NamedColumn { name: name.to_owned(), values };
    let there = |row: usize| !row.is_multiple_of(3);
    NamedTable {
        rows,
        columns: vec![
            column("customer_id", Values::Text(Box::new(move |row| Some(names[row].as_str())))),
            column("mean", Values::Number(Box::new(move |row| there(row).then_some(row as f64 / 7.0)))),
            column("orders", Values::Whole(Box::new(move |row| there(row).then_some(row as i64 - 5)))),
            column(
                "revenue",
                Values::Money(Box::new(move |row| Some(Amount { minor: 10 * row as i128 + 1, scale: Scale(2) }))),
            ),
            column("joined", Values::Day(Box::new(move |row| there(row).then_some(Day(row as i32 - 1000))))),
            column("empty", Values::Text(Box::new(|_| None))),
        ],
    }
}

fn reader(bytes: &[u8]) -> SerializedFileReader<std::fs::File> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    SerializedFileReader::new(file).unwrap()
}

fn bytes(rows: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_parquet(&mut bytes, &table(rows), &[("as_of".into(), "2024-12-31".into())]).unwrap();
    bytes
}

#[test]
fn comes_back() {
    let reader = reader(&bytes(ROWS));
    let meta = reader.metadata().file_metadata();
    assert_eq!(meta.num_rows() as usize, ROWS);
    assert_eq!(reader.metadata().num_row_groups(), 3);
    let note = &meta.key_value_metadata().unwrap()[0];
    assert_eq!((note.key.as_str(), note.value.as_deref()), ("as_of", Some("2024-12-31")));
    let schema: Vec<(String, Type, Option<LogicalType>)> = meta
        .schema_descr()
        .columns()
        .iter()
        .map(|column| (column.name().to_owned(), column.physical_type(), column.logical_type_ref().cloned()))
        .collect();
    assert_eq!(schema[0], ("customer_id".into(), Type::BYTE_ARRAY, Some(LogicalType::String)));
    assert_eq!(schema[1], ("mean".into(), Type::DOUBLE, None));
    assert_eq!(schema[2], ("orders".into(), Type::INT64, None));
    assert_eq!(schema[3], ("revenue".into(), Type::DOUBLE, None));
    assert_eq!(schema[4], ("joined".into(), Type::INT32, Some(LogicalType::Date)));
    for (at, row) in reader.get_row_iter(None).unwrap().enumerate() {
        let row = row.unwrap();
        let values: Vec<Field> = row.get_column_iter().map(|(_, value)| value.clone()).collect();
        let there = !at.is_multiple_of(3);
        assert_eq!(values[0], Field::Str(format!("k{at:06} “ü”")));
        assert_eq!(values[1], if there { Field::Double(at as f64 / 7.0) } else { Field::Null });
        assert_eq!(values[2], if there { Field::Long(at as i64 - 5) } else { Field::Null });
        assert_eq!(values[3], Field::Double((10 * at + 1) as f64 / 100.0));
        assert_eq!(values[4], if there { Field::Date(at as i32 - 1000) } else { Field::Null });
        assert_eq!(values[5], Field::Null);
    }
}

#[test]
fn no_rows_and_the_same_bytes_again() {
    let reader = reader(&bytes(0));
    assert_eq!(reader.metadata().file_metadata().num_rows(), 0);
    assert_eq!(reader.metadata().file_metadata().schema_descr().num_columns(), 6);
    assert_eq!(bytes(1000), bytes(1000));
}

/// A disk that is full after some bytes.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, part: &[u8]) -> std::io::Result<usize> {
        match self.0.checked_sub(part.len()) {
            Some(left) => {
                self.0 = left;
                Ok(part.len())
            }
            None => Err(std::io::Error::from(std::io::ErrorKind::StorageFull)),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_is_told() {
    for room in [0, 100, 5_000] {
        let error = write_parquet(Full(room), &table(2_000), &[]).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::StorageFull, "{error}");
    }
}
