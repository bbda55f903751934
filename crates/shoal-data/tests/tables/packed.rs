//! Archives: the table inside, and what happens when there is none.

use crate::folder::{Folder, failure, read_bytes, shown};
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_xlsxwriter::Workbook;
use shoal_data::{ReadOptions, load, silent};
use std::io::Write;

const TABLE: &str = "customer,date,amount\na,2024-01-05,1\nb,2024-01-06,2\n";

fn gzip(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes.as_ref()).unwrap();
    encoder.finish().unwrap()
}

fn zstandard(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    zstd::encode_all(bytes.as_ref(), 3).unwrap()
}

#[test]
fn the_table_of_an_archive() {
    let expected = read_bytes(TABLE.as_bytes()).unwrap();
    let (first, second) = TABLE.split_at(30);
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(TABLE.replace(',', ";").encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (bytes, format) in [
        (gzip(TABLE), "gzip, CSV, comma, UTF-8"),
        (zstandard(TABLE), "Zstandard, CSV, comma, UTF-8"),
        ([gzip(first), gzip(second)].concat(), "gzip, CSV, comma, UTF-8"),
        ([zstandard(first), zstandard(second)].concat(), "Zstandard, CSV, comma, UTF-8"),
        (gzip(utf16), "gzip, CSV, semicolon, UTF-16 (little endian)"),
    ] {
        let loaded = read_bytes(&bytes).unwrap();
        assert_eq!(loaded.lines, expected.lines);
        let file = &loaded.receipt.files[0];
        assert_eq!((file.format.as_str(), file.bytes), (format, bytes.len() as u64));
    }
}

#[test]
fn a_workbook_in_an_archive() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, line) in TABLE.lines().enumerate() {
        for (column, cell) in line.split(',').enumerate() {
            sheet.write_string(row as u32, column as u16, cell).unwrap();
        }
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let loaded = read_bytes(&gzip(bytes)).unwrap();
    assert_eq!(loaded.receipt.files[0].format, "gzip, Excel workbook");
    assert_eq!(shown(&loaded.lines), shown(&read_bytes(TABLE.as_bytes()).unwrap().lines));
}

#[test]
fn archives_without_a_table() {
    let whole = gzip(TABLE);
    let mut wrong = whole.clone();
    let checksum = wrong.len() - 8;
    wrong[checksum] ^= 1;
    let mut tar = vec![0; 600];
    tar[257..262].copy_from_slice(b"ustar");
    for (bytes, message) in [
        (whole[..whole.len() - 1].to_vec(), "the gzip archive is damaged: it ends too early"),
        (wrong, "the gzip archive is damaged"),
        ([whole.clone(), b"rest".to_vec()].concat(), "the gzip archive is damaged"),
        (zstandard(TABLE)[..20].to_vec(), "the Zstandard archive is damaged"),
        (gzip(&whole), "is an archive in an archive"),
        (gzip(tar), "is a tar archive"),
        (gzip(""), "`t.csv` is empty"),
        (gzip(b"customer,date,amount\n"), "has a header (`customer`, `date`, `amount`) but no rows"),
    ] {
        let (error, hint) = failure(read_bytes(&bytes));
        assert!(error.contains(message) && error.contains("`t.csv`"), "{error}");
        assert!(!hint.is_empty(), "{error}");
    }
}

#[test]
fn an_archive_that_swells_is_stopped_before_it_fills_the_memory() {
    let folder = Folder::new();
    let path = folder.write("t.csv.zst", zstandard(vec![b'a'; 80 << 20]));
    let (error, hint) = failure(load(&[path], &ReadOptions::default(), &silent));
    assert!(error.contains("gives more than 250"), "{error}");
    assert!(hint.starts_with("unpack it"), "{hint}");
}
