//! Input that cannot be used: a clear error with a hint, or a counted row. Never a panic.

use crate::folder::{Folder, entries, failure, lenient, read, read_bytes, read_with, shown};
use proptest::prelude::*;
use rust_xlsxwriter::Workbook;
use shoal_data::{Error, ErrorKind, ReadOptions, load, silent};

fn flat(rows: &str) -> String {
    format!("customer,date,quantity,amount\n{rows}")
}

#[test]
fn files_that_are_no_tables() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("dir")).unwrap();
    for (path, message) in [
        (folder.path("none.csv"), "none.csv` does not exist"),
        (folder.path("dir"), "dir` has no table right in it; it holds nothing"),
        (folder.write("empty.csv", ""), "`empty.csv` is empty"),
        (folder.write("blank.csv", "\n \n\n"), "`blank.csv` is empty"),
        (
            folder.write("header.csv", "customer,date,amount\n"),
            "`header.csv` has a header (`customer`, `date`, `amount`) but no rows",
        ),
        (
            folder.write("blanks.csv", "customer,date,amount\n,,\n\n"),
            "`blanks.csv` has a header (`customer`, `date`, `amount`) but no rows",
        ),
        (
            folder.write("old.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
            "an old or protected Excel workbook, which cannot be read",
        ),
        (folder.write("t.parquet", b"PAR1...."), "`t.parquet` cannot be read as Parquet"),
        (folder.write("t.csv.gz", b"\x1F\x8B\x08\x00"), "the gzip archive is damaged: it ends too early"),
        (folder.write("t.xls", "<html><table>"), "a web page or XML document"),
        (folder.write("zip.xlsx", b"PK\x03\x04broken"), "`zip.xlsx` cannot be read as a workbook"),
        (folder.write("bin.csv", b"a\0b,c\n1,2\n"), "is not text"),
        (
            folder.write("twice.csv", "customer,date,amount,date,amount\n"),
            "several columns with the same name: `amount`, `date`",
        ),
    ] {
        let error = load(std::slice::from_ref(&path), &ReadOptions::default(), &silent).unwrap_err();
        assert!(error.to_string().contains(message), "{path:?}: {error}");
        assert_eq!((error.kind(), error.kind().exit_code()), (ErrorKind::Input, 2));
        assert!(error.hint().is_some(), "{error}");
    }
    assert!(matches!(load(&[], &ReadOptions::default(), &silent), Err(Error::NoFiles)));
}

#[test]
fn a_quote_that_is_never_closed() {
    let (message, hint) =
        failure(read(&[("t.csv", &flat("a,2024-01-01,1,1\n\"b,2024-01-01,1,1\nc,2024-01-01,1,1\n"))]));
    assert!(message.contains("the quote opened in the row that starts on line 3 is never closed"), "{message}");
    assert!(hint.contains("look at line 3"));
}

#[test]
fn unreadable_rows_are_counted_and_shown() {
    let rows = "a,2024-01-01,1,1.50\n\
                b,2024-13-01,1,2.50\n\
                c,2024-01-01,one,3.50\n\
                d,2024-01-01,1,NaN\n\
                e,2024-01-01,1,inf\n\
                f,2024-01-01,1\n\
                g,2024-01-01,1,1,1\n\
                h,2024-01-01,1,1e15\n\
                i,,1,4\n\
                j,2024-01-01,1,\n\
                k,2024-01-01,,5\n\
                l,2024-01-01,1,\"$6\"\n";
    let loaded = read_with(&lenient(), &[("t.csv", &flat(rows))]).unwrap();
    let file = &loaded.receipt.files[0];
    assert_eq!(
        entries(file),
        [
            "kept 3 12.5",
            "bad_date 1 2.5",
            "bad_number 2 3.5",
            "empty_value 3 4",
            "number_too_large 1 0",
            "wrong_field_count 2 0"
        ]
    );
    assert_eq!(file.rows, 12);
    let unknown: Vec<u64> = file.entries.iter().map(|entry| entry.rows_without_amount).collect();
    assert_eq!(unknown, [0, 0, 1, 2, 1, 2]);
    let rejected = loaded.rejected.all().unwrap();
    let details: Vec<(u64, &str)> = rejected.iter().map(|row| (row.line, row.detail.as_str())).collect();
    assert_eq!(
        details[1..],
        [
            (4, "column `quantity`: `one` is not a number"),
            (5, "column `amount`: `NaN` says that there is no value"),
            (6, "column `amount`: `inf` is not a finite number"),
            (7, "3 fields where the header has 4"),
            (8, "5 fields where the header has 4"),
            (9, "column `amount`: `1e15` is too large; numbers below 1000000000000 are read"),
            (10, "column `date` is empty"),
            (11, "column `amount` is empty"),
        ]
    );
    assert_eq!(loaded.rejected.all().unwrap()[0].raw, "b,2024-13-01,1,2.50");
}

#[test]
fn too_many_unreadable_rows_are_an_error_with_examples() {
    let rows: String = (0..95)
        .map(|i| format!("c{i},2024-01-01,1,2.00\n"))
        .chain((0..5).map(|i| format!("d{i},2024-01-01,1,\"1,5{i}\"\n")))
        .collect();
    let (message, hint) = failure(read(&[("t.csv", &flat(&rows))]));
    assert_eq!(
        message,
        "`t.csv`: 5 of 100 rows (5.00 %) cannot be read, allowed is 1 %\n  5 rows: a number cannot be read\n    \
         line 97: column `amount`: `1,50` is a number only with a decimal comma, and its column has a decimal point (see `--decimal`)\n    \
         line 98: column `amount`: `1,51` is a number only with a decimal comma, and its column has a decimal point (see `--decimal`)\n    \
         line 99: column `amount`: `1,52` is a number only with a decimal comma, and its column has a decimal point (see `--decimal`)"
    );
    assert!(hint.contains("--max-unreadable 5%"), "{hint}");
    let options = ReadOptions { max_unreadable: 0.05, ..ReadOptions::default() };
    assert_eq!(read_with(&options, &[("t.csv", &flat(&rows))]).unwrap().lines.lines.len(), 95);
    let (message, _) =
        failure(read_with(&ReadOptions { max_unreadable: 1.5, ..ReadOptions::default() }, &[("t.csv", &flat(&rows))]));
    assert!(message.contains("`--max-unreadable` is 1.5"), "{message}");
}

#[test]
fn bytes_that_are_no_text_make_a_row_unreadable() {
    let mut bytes = flat("a,2024-01-01,1,1\n").into_bytes();
    for _ in 0..150 {
        bytes.extend("Zoë,2024-01-01,1,1\n".as_bytes());
    }
    let mut damaged = bytes.clone();
    damaged.extend(b"Zo\xEB,2024-01-01,1,1\n");
    let loaded = read_bytes(&damaged).unwrap();
    assert_eq!(loaded.receipt.files[0].format, "CSV, comma, UTF-8, damaged in places");
    assert_eq!(loaded.rejected.all().unwrap()[0].reason, "bad_encoding");
    let mut zero = bytes.clone();
    zero.extend(b"b\0,2024-01-01,1,1\n");
    let loaded = read_bytes(&zero).unwrap();
    assert_eq!((loaded.rejected.len(), loaded.rejected.all().unwrap()[0].line), (1, 153));
    assert_eq!(loaded.lines.customers.ids, ["Zoë", "a"]);
}

#[test]
fn nothing_left() {
    let (message, hint) = failure(read(&[("t.csv", &flat(",2024-01-01,1,1\n,2024-01-01,1,1\n"))]));
    assert!(message.contains("no row of the transactions can be used: 2 rows: no customer"), "{message}");
    assert!(hint.contains("--map"));
}

#[test]
fn a_quote_that_swallows_lines_says_so() {
    let table =
        flat("a,2024-01-01,1,1\nb,2024-01-01,1,\"1\nc,2024-01-01,1,1\nd,2024-01-01,\"1\",1\ne,2024-01-01,1,1\n");
    let loaded = read_with(&lenient(), &[("t.csv", &table)]).unwrap();
    assert_eq!(loaded.rejected.all().unwrap()[0].detail, "5 fields where the header has 4; a quote runs on to line 5");
    assert_eq!(shown(&loaded.lines), ["a 2024-01-01 0 ? 1 1", "e 2024-01-01 1 ? 1 1"]);
    let table = flat("a,2024-01-01,1,1\nb,2024-01-01,\"1\nx\",1\n");
    let loaded = read_with(&lenient(), &[("t.csv", &table)]).unwrap();
    assert_eq!(loaded.rejected.all().unwrap()[0].detail, "column `quantity`: `1 x` is not a number");
}

#[test]
#[cfg(unix)]
fn a_file_that_may_not_be_read_is_the_worlds_error() {
    let error =
        Error::Read { path: "x.csv".into(), source: std::io::Error::from(std::io::ErrorKind::PermissionDenied) };
    assert_eq!((error.kind(), error.kind().exit_code()), (ErrorKind::World, 74));
    assert!(error.hint().unwrap().contains("the right to read it is missing"));
    assert_eq!(Error::Internal("x").kind().exit_code(), 70);
}

proptest! {
    #[test]
    fn any_bytes_are_a_result(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = read_bytes(&bytes);
    }

    #[test]
    fn any_text_below_a_header_is_a_result(text in "[a-c0-9,\"\r\n/. :-]{0,200}") {
        let _ = read_with(&lenient(), &[("t.csv", &flat(&text))]);
    }

    #[test]
    fn any_header_is_a_result(header in "[a-z_]{0,12}(,[a-z_]{0,12}){0,4}", text in "[a-c0-9,\r\n/. :-]{0,100}") {
        let _ = read_with(&lenient(), &[("t.csv", &format!("{header}\n{text}"))]);
    }

    #[test]
    fn any_damage_to_a_workbook_is_a_result(at in any::<prop::sample::Index>(), byte in any::<u8>(), keep in any::<prop::sample::Index>()) {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (column, (name, value)) in [("customer", "a"), ("date", "2024-01-01"), ("amount", "1.5")].into_iter().enumerate() {
            sheet.write_string(0, column as u16, name).unwrap();
            sheet.write_string(1, column as u16, value).unwrap();
        }
        let mut bytes = book.save_to_buffer().unwrap();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = read_bytes(&bytes);
        bytes.truncate(keep.index(bytes.len()));
        let _ = read_bytes(&bytes);
    }
}
