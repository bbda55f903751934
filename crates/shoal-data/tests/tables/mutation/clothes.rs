//! One small table in the clothes of every format.

use arrow_array::{ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_ipc::writer::{FileWriter, StreamWriter};
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use shoal_data::write::{NamedColumn, NamedTable, Values, parquet};
use shoal_segment::date::Day;
use std::io::Write;
use std::sync::{Arc, LazyLock};

/// Rows of the table.
pub(super) const ROWS: usize = 24;
const NAMES: [&str; 5] = ["order", "customer", "date", "quantity", "price"];

/// The table in every format, by its name.
pub(super) static CLOTHES: LazyLock<Vec<(&'static str, Vec<u8>)>> = LazyLock::new(|| {
    let comma = delimited(",", "\n");
    let semicolon = delimited(";", "\n").replace('.', ",");
    let quoted: String = comma.lines().map(|line| format!("\"{}\"\r\n", line.replace(',', "\",\""))).collect();
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(comma.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let umlauts = comma.replace("C1,", "Zoë,");
    vec![
        ("comma.csv", comma.clone().into_bytes()),
        ("semicolon.csv", semicolon.into_bytes()),
        ("tab.tsv", delimited("\t", "\r\n").into_bytes()),
        ("bar.csv", format!("\u{feff}{}", delimited("|", "\r")).into_bytes()),
        ("declared.csv", format!("sep=;\n{}", delimited(";", "\n")).into_bytes()),
        ("quoted.csv", quoted.into_bytes()),
        ("utf16.csv", utf16),
        ("umlauts.csv", umlauts.clone().into_bytes()),
        ("windows.csv", encoding_rs::WINDOWS_1252.encode(&umlauts).0.into_owned()),
        ("spaces.txt", spaced().into_bytes()),
        ("lines.jsonl", objects().join("\n").into_bytes()),
        ("list.json", format!("[\n{}\n]", objects().join(",\n")).into_bytes()),
        ("packed.csv.gz", gzip(comma.as_bytes())),
        ("packed.csv.zst", zstandard(comma.as_bytes())),
        ("book.xlsx", workbook()),
        ("table.parquet", in_parquet()),
        ("table.arrow", in_arrow(true)),
        ("table.arrows", in_arrow(false)),
    ]
});

/// Order, customer, day of 2024 from 0, quantity, price in cents.
fn row(row: usize) -> (i64, String, i32, i64, i64) {
    let quantity = if row % 11 == 7 { -1 } else { 1 + row as i64 % 3 };
    (1000 + row as i64 / 2, format!("C{}", row % 7), 15 * row as i32, quantity, 250 + 125 * (row as i64 % 9))
}

/// 2024-01-01.
const FIRST_DAY: i32 = 19_723;

fn cells(number: usize) -> [String; 5] {
    let (order, customer, day, quantity, cents) = row(number);
    let price = format!("{}.{:02}", cents / 100, cents % 100);
    [order.to_string(), customer, Day(FIRST_DAY + day).to_string(), quantity.to_string(), price]
}

fn delimited(separator: &str, end: &str) -> String {
    let rows = (0..ROWS).map(|row| cells(row).join(separator) + end);
    [NAMES.join(separator) + end].into_iter().chain(rows).collect()
}

/// Without a header, as the purchases of a music shop: id, day, units, amount.
fn spaced() -> String {
    let line = |number: usize| {
        let [_, _, day, quantity, price] = cells(number);
        format!(" {:05} {} {:>2} {price:>7}\n", number % 7 + 1, day.replace('-', ""), quantity.trim_start_matches('-'))
    };
    (0..ROWS).map(line).collect()
}

fn objects() -> Vec<String> {
    let object = |number: usize| {
        let [order, customer, day, quantity, price] = cells(number);
        format!(
            "{{\"order\":{order},\"customer\":\"{customer}\",\"date\":\"{day}\",\"quantity\":{quantity},\"price\":{price}}}"
        )
    };
    (0..ROWS).map(object).collect()
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn zstandard(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, NAMES).unwrap();
    let day_format = Format::new().set_num_format("yyyy-mm-dd");
    for number in 0..ROWS {
        let (order, customer, _, quantity, cents) = row(number);
        let at = 1 + number as u32;
        let day = ExcelDateTime::parse_from_str(&cells(number)[2]).unwrap();
        sheet.write_number(at, 0, order as f64).unwrap();
        sheet.write_string(at, 1, customer).unwrap();
        sheet.write_datetime_with_format(at, 2, day, &day_format).unwrap();
        sheet.write_number(at, 3, quantity as f64).unwrap();
        sheet.write_number(at, 4, cents as f64 / 100.0).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

fn in_parquet() -> Vec<u8> {
    let customers: Vec<String> = (0..ROWS).map(|number| row(number).1).collect();
    let columns: [Values<'_>; 5] = [
        Values::Whole(Box::new(|number| Some(row(number).0))),
        Values::Text(Box::new(|number| Some(customers[number].as_str()))),
        Values::Day(Box::new(|number| Some(Day(FIRST_DAY + row(number).2)))),
        Values::Whole(Box::new(|number| Some(row(number).3))),
        Values::Number(Box::new(|number| Some(row(number).4 as f64 / 100.0))),
    ];
    let columns = NAMES.into_iter().zip(columns).map(|(name, values)| NamedColumn { name: name.to_owned(), values });
    let mut bytes = Vec::new();
    parquet(&mut bytes, &NamedTable { rows: ROWS, columns: columns.collect() }, &[]).unwrap();
    bytes
}

fn in_arrow(is_file: bool) -> Vec<u8> {
    let of = |value: fn(usize) -> i64| -> ArrayRef { Arc::new((0..ROWS).map(value).collect::<Int64Array>()) };
    let columns: [ArrayRef; 5] = [
        of(|number| row(number).0),
        Arc::new((0..ROWS).map(|number| Some(row(number).1)).collect::<StringArray>()),
        Arc::new(Date32Array::from_iter_values((0..ROWS).map(|number| FIRST_DAY + row(number).2))),
        of(|number| row(number).3),
        Arc::new((0..ROWS).map(|number| row(number).4 as f64 / 100.0).collect::<Float64Array>()),
    ];
    let batch = RecordBatch::try_from_iter(NAMES.into_iter().zip(columns)).unwrap();
    let mut bytes = Vec::new();
    if is_file {
        let mut writer = FileWriter::try_new(&mut bytes, &batch.schema()).unwrap();
        writer.write(&batch).unwrap();
        writer.finish().unwrap();
    } else {
        let mut writer = StreamWriter::try_new(&mut bytes, &batch.schema()).unwrap();
        writer.write(&batch).unwrap();
        writer.finish().unwrap();
    }
    bytes
}
