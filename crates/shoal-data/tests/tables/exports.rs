//! The exports of known programs, without flags: headers as the programs write them, people and goods made up.

use crate::folder::{Folder, entries, failure, file, notes, read, read_with, roles, shown, with_order_ids};
use shoal_data::{Loaded, Policy, ReadOptions, load, silent};
use std::path::PathBuf;

/// Loads fixtures of this folder.
fn fixtures(names: &[&str]) -> Loaded {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/tables/exports");
    let files: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).collect();
    load(&files, &with_order_ids(), &silent).unwrap()
}

/// Name of the export, as the receipt has it.
fn export<'a>(loaded: &'a Loaded, name: &str) -> &'a str {
    file(&loaded.receipt, name).export.as_deref().unwrap_or("none")
}

const OLIST: [&str; 9] = [
    "olist_customers_dataset.csv",
    "olist_geolocation_dataset.csv",
    "olist_order_items_dataset.csv",
    "olist_order_payments_dataset.csv",
    "olist_order_reviews_dataset.csv",
    "olist_orders_dataset.csv",
    "olist_products_dataset.csv",
    "olist_sellers_dataset.csv",
    "product_category_name_translation.csv",
];

#[test]
fn shopify() {
    let name = "shopify_orders_export.csv";
    let loaded = fixtures(&[name]);
    assert_eq!(export(&loaded, name), "Shopify orders export: 16 of its 16 telling columns are there");
    let receipt = file(&loaded.receipt, name);
    assert_eq!(
        entries(receipt),
        ["kept 6 59.75", "refunded 0 -12.5", "status_cancelled 1 12.5"],
        "the money of a line is quantity × price, also below an order's first row"
    );
    assert_eq!(
        shown(&loaded.lines),
        [
            "ann@example.com 2024-01-05 0 Cup - blue 2 25",
            "ann@example.com 2024-01-05 0 Ink 1 7.25",
            "ann@example.com 2024-01-05 0 Pen 1 3",
            "ann@example.com 2024-05-20 2 Pen 1 3",
            "bob@example.com 2024-02-11 1 Cup - red 1 12.5",
            "bob@example.com 2024-02-11 1 Pen 3 9",
            "bob@example.com 2024-02-11 1 ? -0 -12.5",
        ]
    );
    assert!(notes(receipt).contains(&"order_total 7".to_owned()));
    for role in ["status=Financial Status", "refunded=Refunded Amount", "currency=Currency"] {
        assert!(roles(receipt).contains(&role.to_owned()), "{role}");
    }
}

#[test]
fn the_rows_of_an_order_may_stand_anywhere() {
    let text = include_str!("exports/shopify_orders_export.csv");
    let mut rows: Vec<&str> = text.lines().collect();
    let header = rows.remove(0);
    let whole = read(&[("orders.csv", text)]).unwrap();
    rows.reverse();
    let turned = read(&[("orders.csv", &format!("{header}\n{}\n", rows.join("\n")))]).unwrap();
    assert_eq!(turned.lines, whole.lines);
    let part = |rows: &[&str]| format!("{header}\n{}\n", rows.join("\n"));
    let spread = read(&[("1.csv", &part(&rows[..3])), ("2.csv", &part(&rows[3..]))]).unwrap();
    assert_eq!(spread.lines, whole.lines, "also in several files");
}

#[test]
fn olist_with_everything_in_its_folder() {
    let loaded = fixtures(&OLIST);
    let person = |number: u32| format!("e{number:031}");
    let expected = [(1, "2017-10-02"), (1, "2018-08-08"), (2, "2018-07-24"), (2, "2018-07-24")];
    let expected: Vec<String> = expected.iter().map(|(number, day)| format!("{} {day}", person(*number))).collect();
    let found: Vec<String> = shown(&loaded.lines).iter().map(|line| line[..43].to_owned()).collect();
    assert_eq!(found, expected, "the person is the customer, not the id of the order");
    assert_eq!(loaded.lines.customers.ids, [person(1), person(2), person(3)]);
    let items = file(&loaded.receipt, "olist_order_items_dataset.csv");
    assert_eq!(entries(items), ["kept 4 297.38", "status_cancelled 1 45"]);
    let ignored = items.notes.iter().filter(|note| note.code == "file_ignored");
    let ignored: Vec<&str> = ignored.map(|note| note.words.as_str()).collect();
    assert_eq!(ignored.len(), 5);
    assert_eq!(
        ignored[1],
        "`olist_order_payments_dataset.csv` is not needed and was not used: Olist payments: 5 of its 5 telling columns are there"
    );
    let orders = file(&loaded.receipt, "olist_orders_dataset.csv");
    assert!(notes(orders).contains(&"orders_without_lines 2".to_owned()));
    assert_eq!(entries(file(&loaded.receipt, "olist_customers_dataset.csv")), ["kept 5 0"]);
    assert_eq!(*loaded.lines.categories, ["artes", "perfumaria"]);
    assert_eq!((loaded.receipt.customers_unknown, loaded.receipt.customers_without_transactions), (0, 1));
}

#[test]
fn what_nobody_knows_is_still_an_error() {
    let orders = include_str!("exports/olist_orders_dataset.csv");
    let items = include_str!("exports/olist_order_items_dataset.csv");
    let (message, _) = crate::folder::failure(read(&[
        ("orders.csv", orders),
        ("items.csv", items),
        ("x.csv", "colour,size\nred,1\n"),
    ]));
    assert!(message.contains("`x.csv` is not recognised"), "{message}");
}

#[test]
fn stripe() {
    let name = "stripe_charges.csv";
    let loaded = fixtures(&[name]);
    assert_eq!(export(&loaded, name), "Stripe charges: 14 of its 15 telling columns are there");
    assert_eq!(
        shown(&loaded.lines),
        [
            "cus_Ann 2024-03-01 0 ? 1 20",
            "cus_Bob 2024-03-04 1 ? 1 46.1",
            "cus_Bob 2024-03-04 1 ? -0 -9.22",
            "cus_Bob 2024-04-12 2 ? 1 13.95",
            "cus_Cid 2024-04-20 3 ? 1 7",
        ],
        "in one currency; a charge without the id belongs to the customer with its address"
    );
    let receipt = file(&loaded.receipt, name);
    assert_eq!(entries(receipt), ["kept 4 87.05", "refunded 0 -9.22", "no_customer 1 13.9", "status_failed 1 30"]);
    for role in ["total=Converted Amount", "refunded=Converted Amount Refunded", "currency=Converted Currency"] {
        assert!(roles(receipt).contains(&role.to_owned()), "{role}");
    }
    let plain: String = include_str!("exports/stripe_charges.csv").replace("Converted ", "Other ");
    let (message, _) = failure(read(&[("charges.csv", &plain)]));
    assert!(message.contains("several currencies"), "{message}");
    let policy = Policy { currency: Some("eur".to_owned()), ..Policy::default() };
    let loaded = read_with(&ReadOptions { policy, ..ReadOptions::default() }, &[("charges.csv", &plain)]).unwrap();
    assert!(roles(&loaded.receipt.files[0]).contains(&"total=Amount".to_owned()));
}

#[test]
fn woocommerce_by_items() {
    let name = "woocommerce_orders.csv";
    let loaded = fixtures(&[name]);
    assert_eq!(export(&loaded, name), "WooCommerce orders, a row per item: 13 of its 14 telling columns are there");
    assert_eq!(
        shown(&loaded.lines),
        [
            "ann@example.com 2024-01-03 0 cup 2 20",
            "ann@example.com 2024-01-03 0 pen 1 2.5",
            "ann@example.com 2024-02-01 2 ink 1 6",
            "ann@example.com 2024-02-01 2 ink -0 -6",
            "bob@example.com 2024-01-09 1 cup 1 10",
        ],
        "every row has an address, so that it is the person"
    );
}

#[test]
fn woocommerce_by_orders_with_guests() {
    let name = "woocommerce_order_rows.csv";
    let loaded = fixtures(&[name]);
    assert_eq!(export(&loaded, name), "WooCommerce orders, a row each: 11 of its 11 telling columns are there");
    assert_eq!(
        shown(&loaded.lines),
        ["7 2024-01-03 0 ? 1 27.4", "7 2024-02-01 1 ? 1 10.9", "bob@example.com 2024-02-05 2 ? 1 10.9"],
        "an address that a customer has is that customer, also as a guest"
    );
    assert_eq!(entries(file(&loaded.receipt, name)), ["kept 3 49.2", "no_customer 1 14.9"]);
}

#[test]
fn cdnow() {
    let text = "column_1,column_2,column_3,column_4\n00001,19970101,1,11.77\n00002,19970112,1,12.00\n00002,19970112,5,77.00\n00003,19970102,2,0.00\n";
    let loaded = read(&[("CDNOW_master.txt", text)]).unwrap();
    assert_eq!(export(&loaded, "CDNOW_master.txt"), "CDNOW purchases: 4 of its 4 telling columns are there");
    assert_eq!(
        shown(&loaded.lines),
        [
            "00001 1997-01-01 0 ? 1 11.77",
            "00002 1997-01-12 1 ? 1 12",
            "00002 1997-01-12 1 ? 5 77",
            "00003 1997-01-02 2 ? 2 0"
        ]
    );
}

/// Rows of Online Retail II: so many invoices from a day of December 2010 on, one in ten bought twice in one invoice.
fn invoices(days: std::ops::Range<u32>) -> Vec<[String; 8]> {
    let row = |day: u32, line: u32| {
        [
            format!("{}", 536_000 + day),
            format!("2{:04}", line * 7),
            "A MADE-UP THING".to_owned(),
            (line + 1).to_string(),
            format!("2010-12-{day:02} 10:{line:02}:00"),
            "1.25".to_owned(),
            format!("{}.0", 13_000 + day % 4),
            "United Kingdom".to_owned(),
        ]
    };
    let rows = days.flat_map(|day| (0..5).map(move |line| (day, line)));
    let mut rows: Vec<_> = rows.map(|(day, line)| row(day, line)).collect();
    let repeated = rows.iter().step_by(10).cloned().collect::<Vec<_>>();
    rows.extend(repeated);
    rows
}

fn workbook(sheets: &[(&str, Vec<[String; 8]>)]) -> Vec<u8> {
    let header = ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID", "Country"];
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        sheet.write_row(0, 0, header).unwrap();
        for (number, row) in rows.iter().enumerate() {
            sheet.write_row(number as u32 + 1, 0, row).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn two_sheets_that_overlap_count_once() {
    let folder = Folder::new();
    let book = workbook(&[("Year 2009-2010", invoices(1..10)), ("Year 2010-2011", invoices(4..20))]);
    let both = load(&[folder.write("online_retail_II.xlsx", book)], &ReadOptions::default(), &silent).unwrap();
    let one =
        load(&[folder.write("one.xlsx", workbook(&[("All", invoices(1..20))]))], &ReadOptions::default(), &silent);
    let mut whole: Vec<String> = shown(&one.unwrap().lines);
    let mut found: Vec<String> = shown(&both.lines);
    whole.sort();
    found.sort();
    // Which rows are bought twice depends on where the first day is, so that only rows without repeats are compared.
    whole.dedup();
    found.dedup();
    assert_eq!(found, whole);
    let entries: Vec<Vec<String>> = both.receipt.files.iter().map(entries).collect();
    let dropped: u64 = both
        .receipt
        .files
        .iter()
        .flat_map(|file| &file.entries)
        .filter(|entry| entry.reason == "in_overlap")
        .map(|entry| entry.rows)
        .sum();
    assert_eq!(dropped, 30, "{entries:?}");
    assert!(
        both.receipt.files[0].export.as_deref().unwrap().starts_with("Online Retail II lines of invoices: 8 of its 8")
    );
}

#[test]
fn a_table_that_was_cut_in_two_does_not_overlap() {
    let folder = Folder::new();
    let rows = invoices(1..20);
    let (even, odd): (Vec<_>, Vec<_>) = rows.into_iter().enumerate().partition(|(number, _)| number % 2 == 0);
    let rows = |part: Vec<(usize, [String; 8])>| part.into_iter().map(|(_, row)| row).collect();
    let book = workbook(&[("a", rows(even)), ("b", rows(odd))]);
    let loaded = load(&[folder.write("book.xlsx", book)], &ReadOptions::default(), &silent).unwrap();
    assert_eq!(loaded.lines.lines.len(), 105);
}

#[test]
fn the_first_online_retail() {
    let text = include_str!("exports/online_retail.csv");
    let loaded = read(&[("Online Retail.csv", text)]).unwrap();
    let receipt = &loaded.receipt.files[0];
    assert_eq!(
        receipt.export.as_deref(),
        Some("Online Retail lines of invoices: 8 of its 8 telling columns are there")
    );
    assert_eq!(
        entries(receipt),
        ["kept 3 76.89", "service 1 17.75", "service_negative 1 -27.5", "no_customer 3 -11019.24"]
    );
    assert_eq!(loaded.lines.customers.ids, ["12583", "17850"], "ids as floats are mended");
}
