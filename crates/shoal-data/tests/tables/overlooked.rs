//! What a table says and nobody uses is noted: states, currencies, odd cancellations, lonely dates; and who else could have had a role.

use crate::folder::{entries, notes, read, read_with};
use shoal_data::ReadOptions;
use shoal_segment::date::Day;
use shoal_segment::receipt::{FileReceipt, Note};

fn note<'a>(file: &'a FileReceipt, code: &str) -> &'a Note {
    file.notes.iter().find(|note| note.code == code).unwrap()
}

#[test]
fn states_in_columns_that_nothing_uses() {
    let table = "\
customer,date,amount,Delivery State,Outcome
a,2024-01-05,1,paid,no
b,2024-01-05,2,cancelled,no
c,2024-01-05,3,Refunded,refund
d,2024-01-05,4,cancelled,0
";
    let file = read(&[("t.csv", table)]).unwrap().receipt.files.remove(0);
    assert_eq!(entries(&file), ["kept 4 10"], "all rows are kept");
    let found: Vec<(&str, u64)> = file.notes.iter().map(|note| (note.words.as_str(), note.rows)).collect();
    assert_eq!(
        found,
        [
            (
                "column `Delivery State` has values Refunded, cancelled; it was not used (`--map \"transactions.status=Delivery State\"` uses it)",
                3
            ),
            ("column `Outcome` has the value refund; it was not used (`--map transactions.status=Outcome` uses it)", 1),
        ]
    );
    let foreign = "cliente;fecha;importe;Situación\na;13/01/2024;1;pagado\nb;14/01/2024;2;cancelado\n";
    let file = read(&[("t.csv", foreign)]).unwrap().receipt.files.remove(0);
    assert_eq!(
        note(&file, "status_not_used").words,
        "column `Situación` has the value cancelado; it was not used (`--map transactions.status=Situación` uses it)",
        "told by its values"
    );
    let calm = "customer,date,amount,Delivery State,state\na,2024-01-05,1,paid,Ohio\nb,2024-01-05,2,shipped,Iowa\n";
    assert!(notes(&read(&[("t.csv", calm)]).unwrap().receipt.files[0]).is_empty());
}

#[test]
fn many_values_are_not_all_named() {
    let rows: String = (0..9).map(|i| format!("a,2024-01-0{},1,returned {i}\n", i + 1)).collect();
    let file = read(&[("t.csv", &format!("customer,date,amount,condition\n{rows}"))]).unwrap().receipt.files.remove(0);
    assert_eq!(
        note(&file, "status_not_used").words,
        "column `condition` has values returned 0, returned 1, returned 2, returned 3, returned 4 and 4 more; it was not used (`--map transactions.status=condition` uses it)"
    );
}

#[test]
fn cancellations_with_a_positive_quantity() {
    let header = "customer,order,date,quantity,amount\n";
    let rows =
        "a,1,2024-01-05,1,1\na,2,2024-01-06,1,1\na,C3,2024-01-07,2,4\nb,C4,2024-01-07,-1,2\nb,5,2024-01-07,1,2\n";
    let file = read(&[("t.csv", &format!("{header}{rows}"))]).unwrap().receipt.files.remove(0);
    assert_eq!(notes(&file), ["cancellation_with_positive_quantity 1"]);
    assert_eq!(entries(&file), ["kept 4 8", "cancellation 1 -2"]);
    let all = rows.replace(",1,2024", ",C1,2024").replace(",2,2024", ",C2,2024").replace(",5,2024", ",C5,2024");
    let file = read(&[("t.csv", &format!("{header}{all}"))]).unwrap().receipt.files.remove(0);
    assert!(notes(&file).is_empty(), "so this shop numbers its orders");
}

/// Ten days in January 2024 and some more dates.
fn dated(more: &[&str]) -> String {
    let days = (1..=10).map(|day| format!("2024-01-{day:02}"));
    let rows: String = days.chain(more.iter().map(|&day| day.to_owned())).map(|day| format!("a,{day},1\n")).collect();
    format!("customer,date,amount\n{rows}")
}

#[test]
fn a_lonely_last_date() {
    let loaded = read(&[("t.csv", &dated(&["2204-01-05"]))]).unwrap();
    let found = note(&loaded.receipt.files[0], "lonely_date");
    assert_eq!(
        (found.words.as_str(), found.rows),
        (
            "`2204-01-05` on line 12 lies 179 years after the next one before it; the as-of day follows from it: write `--as-of` to decide otherwise",
            1
        )
    );
    assert_eq!(loaded.lines.as_of.to_string(), "2204-01-06", "noted and kept");
    let options = ReadOptions { as_of: Day::parse_iso("2024-02-01"), ..ReadOptions::default() };
    let loaded = read_with(&options, &[("t.csv", &dated(&["2204-01-05"]))]).unwrap();
    assert_eq!(notes(&loaded.receipt.files[0]), [] as [&str; 0]);
    assert!(notes(&read(&[("t.csv", &dated(&["2024-03-05"]))]).unwrap().receipt.files[0]).is_empty());
    let loaded = read(&[("t.csv", &dated(&["2204-01-05", "2204-01-06"]))]).unwrap();
    let found = note(&loaded.receipt.files[0], "lonely_date");
    assert!(
        found.words.starts_with("`2204-01-06` on line 13 and few others lie 179 years after all the rest"),
        "{}",
        found.words
    );
    assert_eq!(found.rows, 2);
}

#[test]
fn a_lonely_first_date() {
    let loaded = read(&[("a.csv", &dated(&[])), ("b.csv", &dated(&["1900-01-01"]))]).unwrap();
    assert_eq!(loaded.receipt.files[0].notes.iter().filter(|note| note.code == "lonely_date").count(), 0);
    assert_eq!(
        note(&loaded.receipt.files[1], "lonely_date").words,
        "`1900-01-01` on line 12 lies 123 years before the next one after it; the time since the customer's first order follows from it"
    );
}

#[test]
fn who_else_could_have_had_the_role() {
    let table =
        "customer_id,account_id,order_date,created_at,net_amount,Subtotal,total\na,x,2024-01-05,2024-01-04,1,2,3\n";
    let file = read(&[("t.csv", table)]).unwrap().receipt.files.remove(0);
    let because: Vec<(&str, &str)> =
        file.roles.iter().map(|choice| (choice.role.as_str(), choice.because.as_str())).collect();
    assert_eq!(
        because,
        [
            ("customer", "its name; also `account_id`"),
            ("time", "its name, and its values are dates; also `created_at`"),
            ("total", "its name, and its values are numbers; also `Subtotal`, `total`"),
        ]
    );
    let blank = "customer_id,account_id,date,amount\na,,2024-01-05,1\n";
    assert_eq!(read(&[("t.csv", blank)]).unwrap().receipt.files[0].roles[0].because, "its name");
}
