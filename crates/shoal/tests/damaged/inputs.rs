//! What the damaged inputs are made of: a sound table, and ways to pack it.

use flate2::Compression;
use flate2::write::GzEncoder;
use rust_xlsxwriter::{Workbook, Worksheet};
use std::io::Write;

/// The columns of [`sales`].
pub(crate) const HEADER: &str = "order,customer,date,quantity,price";

/// Sixty rows of twenty customers, below their header.
pub(crate) fn sales() -> String {
    let row = |row: usize| {
        let (customer, month, day) = (row % 20, 1 + row % 12, 1 + row % 28);
        let (quantity, price) = (1 + row % 3, 10 + row % 7);
        format!("{},C{customer:02},2024-{month:02}-{day:02},{quantity},{price}.50\n", 1000 + row)
    };
    let rows: String = (0..60).map(row).collect();
    format!("{HEADER}\n{rows}")
}

/// [`sales`] with more rows.
pub(crate) fn sales_and(rows: &str) -> String {
    format!("{}{rows}", sales())
}

pub(crate) fn gzip(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes.as_ref()).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn zstandard(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    zstd::encode_all(bytes.as_ref(), 1).unwrap()
}

/// As older office programs write it on one operating system.
pub(crate) fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Fills a sheet.
pub(crate) type Fill = fn(&mut Worksheet);

/// A workbook in which each sheet is filled by a function.
pub(crate) fn workbook(sheets: &[(&str, Fill)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, fill) in sheets {
        fill(workbook.add_worksheet().set_name(*name).unwrap());
    }
    workbook.save_to_buffer().unwrap()
}

/// [`sales`] on a sheet, from some row on; numbers as numbers.
pub(crate) fn write_sales(sheet: &mut Worksheet, top: u32) {
    for (row, line) in sales().lines().enumerate() {
        for (column, cell) in line.split(',').enumerate() {
            let (row, column) = (top + row as u32, column as u16);
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) => sheet.write_string(row, column, cell).unwrap(),
            };
        }
    }
}
