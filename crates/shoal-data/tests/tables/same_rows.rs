//! The same rows as CSV, in SQLite and in PostgreSQL: the same lines, outcomes and notes.

use crate::folder::{Folder, lenient};
use crate::postgres as server;
use crate::reconciliation::{HEADER, anchored, row};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use shoal_data::{Loaded, load, silent};
use shoal_segment::receipt::FileReceipt;

/// The rows that fit into a table of six columns.
fn records(rows: &[String]) -> Vec<Vec<String>> {
    let text = anchored(rows).join("\n");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let records = reader.records().map(Result::unwrap).filter(|record| record.len() == 6);
    records.map(|record| record.iter().map(str::to_owned).collect()).collect()
}

fn csv(records: &[Vec<String>]) -> Loaded {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER.split(',')).unwrap();
    records.iter().for_each(|record| writer.write_record(record).unwrap());
    let folder = Folder::new();
    load(&[folder.write("t.csv", writer.into_inner().unwrap())], &lenient(), &silent).unwrap()
}

/// The statements that make a table of the records, in which what is empty is nothing.
fn script(records: &[Vec<String>]) -> String {
    let column = |name: &str| format!("\"{name}\" text");
    let columns: Vec<String> = HEADER.split(',').map(column).collect();
    let value = |text: &String| match text.as_str() {
        "" => "NULL".to_owned(),
        _ => format!("'{}'", text.replace('\'', "''")),
    };
    let row = |record: &Vec<String>| format!("({})", record.iter().map(value).collect::<Vec<_>>().join(", "));
    let rows: Vec<String> = records.iter().map(row).collect();
    format!("CREATE TABLE t ({}); INSERT INTO t VALUES {};", columns.join(", "), rows.join(", "))
}

fn sqlite(records: &[Vec<String>]) -> Loaded {
    let folder = Folder::new();
    let path = folder.path("t.db");
    rusqlite::Connection::open(&path).unwrap().execute_batch(&script(records)).unwrap();
    load(&[path], &lenient(), &silent).unwrap()
}

/// A receipt without what is about the file.
fn receipt(loaded: &Loaded) -> Vec<FileReceipt> {
    let bare = |file: &FileReceipt| FileReceipt {
        file: String::new(),
        format: String::new(),
        fingerprint: String::new(),
        bytes: 0,
        ..file.clone()
    };
    loaded.receipt.files.iter().map(bare).collect()
}

fn check_same(expected: &Loaded, came: &Loaded) {
    assert_eq!(came.lines, expected.lines);
    assert_eq!(receipt(came), receipt(expected));
    let reasons = |loaded: &Loaded| -> Vec<(String, String)> {
        loaded.rejected.all().unwrap().iter().map(|row| (row.reason.clone(), row.detail.clone())).collect()
    };
    assert_eq!(reasons(came), reasons(expected));
}

proptest! {
    #[test]
    fn csv_and_sqlite(rows in proptest::collection::vec(row(), 1..25)) {
        let records = records(&rows);
        check_same(&csv(&records), &sqlite(&records));
    }
}

#[test]
#[ignore = "needs a server: .ci/postgres"]
fn csv_sqlite_and_postgres() {
    let config = ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() };
    let given = proptest::collection::vec(row(), 1..25);
    TestRunner::new(config)
        .run(&given, |rows| {
            let records = records(&rows);
            let address = format!("{}&table=t", server::shop("same_rows", &script(&records)));
            let came = load(&[address.into()], &lenient(), &silent).unwrap();
            check_same(&csv(&records), &came);
            check_same(&sqlite(&records), &came);
            Ok(())
        })
        .unwrap();
}

/// Columns with types, as shops have them.
#[test]
#[ignore = "needs a server: .ci/postgres"]
fn typed_columns() {
    let rows = "(1, 'ann', '2024-01-05 10:30:00', 2, 8.29), (2, 'bob', '2024-02-06 00:00:00', -1, 0.333333333333333), \
                (3, NULL, '2024-02-07 00:00:00', 1, 5), (4, 'cy', NULL, 0, 5), (5, 'ann', '2024-03-01 23:59:59', 3, 19.9)";
    let table = |decimal: &str| {
        format!(
            "CREATE TABLE sales (order_id integer, customer text, date timestamp, quantity integer, price {decimal}); \
             INSERT INTO sales VALUES {rows};"
        )
    };
    let folder = Folder::new();
    let path = folder.path("sales.db");
    rusqlite::Connection::open(&path).unwrap().execute_batch(&table("real")).unwrap();
    let text = rows.replace("), (", "\n").replace(['(', ')', '\'', ' '], "").replace("NULL", "");
    let text = text.replace("2024-01-05", "2024-01-05 ").replace("2024-02-06", "2024-02-06 ");
    let text = text.replace("2024-02-07", "2024-02-07 ").replace("2024-03-01", "2024-03-01 ");
    let csv = folder.write("sales.csv", format!("order_id,customer,date,quantity,price\n{text}\n"));
    let expected = load(&[csv], &lenient(), &silent).unwrap();
    check_same(&expected, &load(&[path], &lenient(), &silent).unwrap());
    for decimal in ["numeric", "double precision"] {
        let address = format!("{}&table=sales", server::shop("typed_columns", &table(decimal)));
        check_same(&expected, &load(&[address.into()], &lenient(), &silent).unwrap());
    }
}
