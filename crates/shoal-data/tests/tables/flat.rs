//! One flat table.

use crate::folder::{entries, notes, read, read_with, roles, shown};
use shoal_data::ReadOptions;
use shoal_segment::date::Day;
use shoal_segment::lines::NO_KEY;

const RETAIL: &str = "\
InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,HEART LIGHT,6,2010-12-01 08:26,2.55,17850.0,United Kingdom
536365,71053,LANTERN,6,2010-12-01 08:26,3.39,17850.0,United Kingdom
C536379,85123A,HEART LIGHT,-1,2010-12-02 09:41,2.55,17850,France
536370,22728,CLOCK,24,2010-12-03 08:45,3.75,12583.0,France
536414,22139,,56,2010-12-03 11:52,0,,United Kingdom
";

#[test]
fn a_retail_table() {
    let loaded = read(&[("retail.csv", RETAIL)]).unwrap();
    let file = &loaded.receipt.files[0];
    assert_eq!(entries(file), ["kept 3 125.64", "cancellation 1 -2.55", "no_customer 1 0"]);
    assert_eq!(
        roles(file),
        [
            "customer=CustomerID",
            "order=InvoiceNo",
            "time=InvoiceDate",
            "product=StockCode",
            "quantity=Quantity",
            "unit_price=UnitPrice",
            "attribute=Country"
        ]
    );
    assert_eq!(
        (file.rows, &file.unused_columns[..], file.format.as_str()),
        (5, &["Description".to_owned()][..], "CSV, comma, UTF-8")
    );
    assert_eq!(file.dates.as_deref(), Some("year-month-day"));
    assert_eq!(
        shown(&loaded.lines),
        [
            "12583 2010-12-03 1 22728 24 90",
            "17850 2010-12-01 0 71053 6 20.34",
            "17850 2010-12-01 0 85123A 6 15.3",
            "17850 2010-12-02 2 85123A -1 -2.55"
        ]
    );
    let lines = &loaded.lines;
    assert_eq!((lines.as_of.to_string().as_str(), lines.money_scale.0, lines.quantity_scale.0), ("2010-12-04", 2, 0));
    assert_eq!(lines.starts, [0, 1, 4]);
    assert!(lines.known.quantity && lines.known.product && !lines.known.category);
    let rejected = &loaded.rejected.all().unwrap()[0];
    assert_eq!(
        (rejected.line, rejected.reason.as_str(), rejected.raw.as_str()),
        (6, "no_customer", "536414,22139,,56,2010-12-03 11:52,0,,United Kingdom")
    );
}

#[test]
fn the_most_frequent_country_counts() {
    let loaded = read(&[("retail.csv", RETAIL)]).unwrap();
    let country = &loaded.lines.customers.attributes[0];
    assert_eq!(
        (country.name.as_str(), &country.levels[..], &country.codes[..]),
        ("Country", &["France".to_owned(), "United Kingdom".to_owned()][..], &[0, 1][..])
    );
}

#[test]
fn without_an_order_column_a_moment_is_an_order() {
    let table = "client_id,date,amount\na,2024-01-05 10:00,1\na,2024-01-05 10:00,2\na,2024-01-05 11:00,3\nb,2024-01-05 10:00,4\n";
    let loaded = read(&[("t.csv", table)]).unwrap();
    assert_eq!(
        shown(&loaded.lines),
        ["a 2024-01-05 0 ? 1 1", "a 2024-01-05 0 ? 1 2", "a 2024-01-05 1 ? 1 3", "b 2024-01-05 2 ? 1 4"]
    );
    assert!(!loaded.lines.known.quantity && !loaded.lines.known.product);
    assert_eq!(loaded.lines.lines[0].product, NO_KEY);
}

#[test]
fn a_missing_order_id_is_an_order_of_its_moment() {
    let table = "customer,order,date,amount\na,7,2024-01-05,1\na,,2024-01-05,2\na,,2024-01-05,3\na,,2024-01-06,4\n";
    let loaded = read(&[("t.csv", table)]).unwrap();
    assert_eq!(
        shown(&loaded.lines),
        ["a 2024-01-05 0 ? 1 1", "a 2024-01-05 1 ? 1 2", "a 2024-01-05 1 ? 1 3", "a 2024-01-06 2 ? 1 4"]
    );
}

#[test]
fn the_as_of_day_sets_later_rows_aside() {
    let options = ReadOptions { as_of: Day::parse_iso("2024-01-05"), ..ReadOptions::default() };
    let table = "customer,date,amount\na,2024-01-05 23:59,1\nb,2024-01-06,2\n";
    let loaded = read_with(&options, &[("t.csv", table)]).unwrap();
    assert_eq!(entries(&loaded.receipt.files[0]), ["kept 1 1", "after_as_of 1 2"]);
    assert_eq!(loaded.lines.as_of, Day::parse_iso("2024-01-05").unwrap());
    assert_eq!(loaded.lines.customers.ids, ["a"]);
}

#[test]
fn total_wins_over_quantity_times_price_and_differences_are_counted() {
    let table =
        "customer,date,qty,price,total\na,2024-01-05,2,1.50,3.00\nb,2024-01-05,2,1.50,2.70\nc,2024-01-05,2,1.50,\n";
    let loaded = read(&[("t.csv", table)]).unwrap();
    assert_eq!(shown(&loaded.lines), ["a 2024-01-05 0 ? 2 3", "b 2024-01-05 1 ? 2 2.7", "c 2024-01-05 2 ? 2 3"]);
    assert_eq!(notes(&loaded.receipt.files[0]), ["total_differs 1"]);
}

#[test]
fn one_customer_with_one_line() {
    let loaded = read(&[("t.csv", "customer,date,amount\na,2024-02-29,1.05\n")]).unwrap();
    assert_eq!(shown(&loaded.lines), ["a 2024-02-29 0 ? 1 1.05"]);
    assert_eq!(loaded.lines.as_of.to_string(), "2024-03-01");
}

#[test]
fn a_column_without_a_name_is_not_used() {
    let loaded = read(&[("t.csv", ",customer,date,amount\n0,a,2024-02-29,1.05\n1,b,2024-02-29,2\n")]).unwrap();
    assert_eq!(loaded.receipt.files[0].unused_columns, ["(column 1 without a name)"]);
}
