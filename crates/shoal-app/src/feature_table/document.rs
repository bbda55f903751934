//! The formats in which the feature table goes out.
//!
//! In text a missing value is empty, sums of money are exact decimals, and every other number has the fewest digits that give it back.

use crate::error::Error;
use serde::ser::{SerializeMap, Serializer};
use shoal_data::write::{NamedTable, Values, parquet};
use std::io::{Result, Write};
use std::path::Path;

/// How the table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated text with a header, UTF-8.
    Csv,
    /// One JSON object a line.
    JsonLines,
    /// Apache Parquet.
    Parquet,
}

impl Format {
    /// What the name of a file says.
    pub fn of(path: &Path) -> std::result::Result<Self, Error> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        match ending.as_str() {
            "csv" => Ok(Self::Csv),
            "jsonl" | "ndjson" => Ok(Self::JsonLines),
            "parquet" => Ok(Self::Parquet),
            _ => Err(Error::input(
                format!("the output `{}` does not say its format", path.display()),
                "let its name end in .csv, .parquet or .jsonl",
            )),
        }
    }
}

/// Writes the table; `notes` where the format has a place for them.
pub(super) fn write(
    to: &mut (impl Write + Send),
    format: Format,
    table: &NamedTable<'_>,
    notes: &[(String, String)],
) -> Result<()> {
    match format {
        Format::Csv => csv(to, table),
        Format::JsonLines => json_lines(to, table),
        Format::Parquet => parquet(to, table, notes),
    }
}

fn csv(to: &mut impl Write, table: &NamedTable<'_>) -> Result<()> {
    let mut rows = csv::Writer::from_writer(to);
    rows.write_record(table.columns.iter().map(|column| &column.name))?;
    let mut record = csv::StringRecord::new();
    for row in 0..table.rows {
        record.clear();
        for column in &table.columns {
            match &column.values {
                Values::Text(cell) => record.push_field(cell(row).unwrap_or_default()),
                other => record.push_field(&text(other, row)),
            }
        }
        rows.write_record(&record)?;
    }
    rows.flush()
}

fn text(values: &Values<'_>, row: usize) -> String {
    let text = match values {
        Values::Text(cell) => cell(row).map(str::to_owned),
        Values::Number(cell) => cell(row).map(|number| number.to_string()),
        Values::Whole(cell) => cell(row).map(|number| number.to_string()),
        Values::Money(cell) => cell(row).map(|amount| amount.to_string()),
        Values::Day(cell) => cell(row).map(|day| day.to_string()),
    };
    text.unwrap_or_default()
}

fn json_lines(to: &mut impl Write, table: &NamedTable<'_>) -> Result<()> {
    for row in 0..table.rows {
        object(&mut serde_json::Serializer::new(&mut *to), table, row)?;
        to.write_all(b"\n")?;
    }
    to.flush()
}

fn object<S: Serializer>(to: S, table: &NamedTable<'_>, row: usize) -> std::result::Result<S::Ok, S::Error> {
    let mut object = to.serialize_map(Some(table.columns.len()))?;
    for column in &table.columns {
        let name = column.name.as_str();
        match &column.values {
            Values::Text(cell) => object.serialize_entry(name, &cell(row))?,
            Values::Number(cell) => object.serialize_entry(name, &cell(row))?,
            Values::Whole(cell) => object.serialize_entry(name, &cell(row))?,
            Values::Money(cell) => object.serialize_entry(name, &cell(row))?,
            Values::Day(cell) => object.serialize_entry(name, &cell(row))?,
        }
    }
    object.end()
}
