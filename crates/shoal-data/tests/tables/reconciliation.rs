//! On random dirty tables: every row is accounted for once, and the money with it.

use crate::folder::{Folder, lenient};
use proptest::prelude::*;
use shoal_data::{Error, Loaded, load, silent};
use shoal_segment::lines::Kind;
use shoal_segment::receipt::{FileReceipt, Outcome};

fn field(values: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    proptest::sample::select(values)
}

/// A row of: line id, order, customer, product, date, quantity, price.
pub(crate) fn row() -> impl Strategy<Value = String> {
    let good = (
        field(&["1", "2", "C3", "A4", ""]),
        field(&["a", "b", "17850.0", "17850", " a", "NULL", "", "é"]),
        field(&["p", "q", "\"r, s\"", "\"two\nlines\"", ""]),
        field(&["2024-01-05", "2024-01-05 10:30", "1/13/2024", "2/3/2024", "13/1/2024", "soon", "", "20240105"]),
        field(&["1", "2", "-1", "0", "", "1.5", "x", "3e0"]),
        field(&["1.50", "2", "0", "-4", "8.289999999999999", "NaN", "", "1e13", "0.0000001", "\"1,5\""]),
    );
    let good = good.prop_map(|(order, customer, product, date, quantity, price)| {
        format!("{order},{customer},{product},{date},{quantity},{price}")
    });
    let bad = prop_oneof![
        Just("too,few".to_owned()),
        Just("1,a,p,2024-01-05,1,1,1".to_owned()),
        Just(String::new()),
        Just(",,,,,".to_owned())
    ];
    prop_oneof![9 => good, 1 => bad]
}

pub(crate) const HEADER: &str = "order,customer,product,date,quantity,price";
/// Rows that are always kept and decide the order of dates and the decimal mark.
pub(crate) const ANCHOR: &str = "9,z,p,12/31/2023,1,1.00\n9,z,p,12/30/2023,1,1.00\n9,z,p,12/29/2023,1,1.00";

pub(crate) fn anchored(rows: &[String]) -> Vec<String> {
    // Thirty proofs of both, more than the rows can hold of the other.
    let anchors = (0..10).flat_map(|_| ANCHOR.lines().map(str::to_owned));
    anchors.chain(rows.iter().cloned()).collect()
}

pub(crate) fn load_rows(rows: &[String]) -> Result<Loaded, Error> {
    let folder = Folder::new();
    load(&[folder.write("t.csv", format!("{HEADER}\n{}\n", rows.join("\n")))], &lenient(), &silent)
}

/// What the file holds: rows and the money that can be read, by the slow and obvious way.
fn expected(rows: &[String]) -> (u64, i128) {
    let text = rows.join("\n");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let (mut count, mut millionths) = (0, 0);
    for record in
        reader.records().map(Result::unwrap).filter(|record| record.iter().any(|field| !field.trim().is_empty()))
    {
        count += 1;
        if record.len() != 6 {
            continue;
        }
        let quantity: Option<f64> = record[4].parse().ok();
        let price: Option<f64> = record[5].parse().ok().filter(|price: &f64| price.is_finite() && *price < 1e12);
        if let (Some(quantity), Some(price)) = (quantity, price) {
            let money = (quantity * (price * 1e6).round()).round() as i128;
            millionths += if quantity < 0.0 { -money.abs() } else { money };
        }
    }
    (count, millionths)
}

fn check_file(file: &FileReceipt, loaded: &Loaded) {
    let sum = |outcome| file.total(outcome).rows;
    let (kept, netted) = (sum(Outcome::Kept), sum(Outcome::Netted));
    assert_eq!(file.rows, kept + netted + sum(Outcome::SetAside) + sum(Outcome::Unreadable));
    assert_eq!(loaded.rejected.len() as u64, file.rows - kept - netted);
    assert_eq!(loaded.lines.lines.len() as u64, kept + netted);
    let of_kind = |kind| {
        loaded.lines.lines.iter().filter(|line| line.kind == kind).map(|line| i128::from(line.amount)).sum::<i128>()
    };
    assert_eq!(file.total(Outcome::Kept).money.minor, of_kind(Kind::Purchase));
    assert_eq!(-file.total(Outcome::Netted).money.minor, of_kind(Kind::Return));
    assert!(loaded.lines.lines.iter().all(|line| line.quantity >= 0 && line.amount >= 0));
}

proptest! {
    #[test]
    fn rows_and_money_reconcile(rows in proptest::collection::vec(row(), 1..25)) {
        let rows = anchored(&rows);
        let loaded = load_rows(&rows).unwrap();
        let file = &loaded.receipt.files[0];
        check_file(file, &loaded);
        let (count, millionths) = expected(&rows);
        prop_assert_eq!(file.rows, count);
        let scale = 10i128.pow(6 - u32::from(loaded.lines.money_scale.0));
        let all: i128 = file.entries.iter().map(|entry| entry.money.minor).sum();
        prop_assert_eq!(all * scale, millionths);
    }

    /// The lines are where the slow way puts them: all sorted at once.
    #[test]
    fn lines_are_in_canonical_order(rows in proptest::collection::vec(row(), 1..25)) {
        let loaded = load_rows(&anchored(&rows)).unwrap();
        let mut again = loaded.lines.clone();
        again.lines.reverse();
        again.starts.clear();
        again.index();
        prop_assert_eq!(again, loaded.lines);
    }

    /// Rejected rows are shown as they stand in the file, on the line where they start.
    #[test]
    fn rejected_rows_are_found_again(rows in proptest::collection::vec(row(), 1..25)) {
        let rows = anchored(&rows);
        let text = format!("{HEADER}\n{}\n", rows.join("\n"));
        for rejected in load_rows(&rows).unwrap().rejected.all().unwrap() {
            let from_line: String = text.split_inclusive('\n').skip(rejected.line as usize - 1).collect();
            prop_assert!(from_line.starts_with(&rejected.raw), "{:?}", rejected);
        }
    }
}
