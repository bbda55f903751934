//! What `inspect` says of tables, whether or not they can be read.

use crate::folder::{Folder, mapped};
use shoal_data::{ColumnUse, Inspection, ReadOptions, SpecialKind, inspect, silent};
use shoal_segment::receipt::TableKind;
use std::path::PathBuf;

fn look(options: &ReadOptions, files: &[(&str, &str)]) -> Inspection {
    let folder = Folder::new();
    let paths: Vec<PathBuf> = files.iter().map(|(name, text)| folder.write(name, text)).collect();
    inspect(&paths, options, &silent).unwrap()
}

const SHOPIFY: &str = include_str!("exports/shopify_orders_export.csv");

#[test]
fn an_export_with_everything_that_is_said_of_it() {
    let seen = look(&ReadOptions::default(), &[("orders.csv", SHOPIFY)]);
    let file = &seen.files[0];
    assert_eq!(file.table, Some(TableKind::Transactions));
    assert_eq!(file.export.as_deref(), Some("Shopify orders export: 16 of its 16 telling columns are there"));
    assert_eq!(
        (file.rows, file.dates.as_deref(), file.format.as_str()),
        (7, Some("year-month-day; the time as written, at UTC-05:00, -04:00"), "CSV, comma, UTF-8")
    );
    let column = |name: &str| file.columns.iter().find(|column| column.name == name).unwrap();
    let email = column("Email");
    let ColumnUse::Role { role, because, instead } = &email.used else { panic!("{email:?}") };
    assert_eq!((*role, because.as_str()), ("customer", "known export (Shopify orders export)"));
    assert_eq!(instead, "--map transactions.customer=COLUMN");
    assert!((email.filled - 4.0 / 7.0).abs() < 1e-12);
    assert_eq!(column("Created at").values, "dates");
    assert_eq!(column("Lineitem price").values, "numbers with up to 2 decimals");
    assert_eq!(column("Lineitem name").example.as_deref(), Some("Cup - blue"));
    assert!(seen.reading.is_ok());
    let all = format!("{:?}", seen.files);
    for personal in ["example.com", "Ann Example", "1 Example Road", "K1A0A1"] {
        assert!(!all.contains(personal), "{personal}");
    }
    let special: Vec<_> = seen.special.iter().map(|special| (special.kind, special.rows)).collect();
    assert!(special.contains(&(SpecialKind::Refund, 2)), "the refund of an order is said of each of its rows");
    let status = seen.special.iter().find(|special| special.column == "Financial Status").unwrap();
    let values: Vec<_> = status.values.iter().map(|it| (it.value.as_str(), it.rows, it.becomes)).collect();
    assert_eq!(values, [("paid", 4, "kept"), ("partially_refunded", 2, "kept"), ("voided", 1, "set aside")]);
}

#[test]
fn how_tables_join() {
    let orders = "id,customer_id,created_at\n1,7,2024-01-05\n2,8,2024-01-06\n3,9,2024-01-06\n";
    let items = "order_id,sku,price\n1,p,5\n1,q,5\n9,p,5\n";
    let people = "id,country\n7,DE\n8,FR\n";
    let seen =
        look(&ReadOptions::default(), &[("customers.csv", people), ("order_items.csv", items), ("orders.csv", orders)]);
    let joins: Vec<_> = seen.joins.iter().map(|join| (join.key, join.meet, join.keys, join.others)).collect();
    assert_eq!(joins, [("order", 1, 2, 3), ("customer", 2, 3, 2)]);
    let tables: Vec<_> = seen.files.iter().map(|file| file.table.map(TableKind::word)).collect();
    assert_eq!(tables, [Some("customers"), Some("transactions"), Some("orders")]);
    let receipt = seen.reading.unwrap();
    assert_eq!(receipt.files[2].entries.iter().map(|entry| entry.rows).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn what_is_missing_and_what_it_could_be() {
    let table = "who,bought on,paid on,amount\nann,2024-01-01,2024-01-02,1\n";
    let seen = look(&ReadOptions::default(), &[("t.csv", table)]);
    let error = seen.reading.unwrap_err();
    assert!(error.to_string().contains("no column for the date"), "{error}");
    let column = &seen.files[0].columns[1];
    assert_eq!(
        column.used,
        ColumnUse::Unused { because: None, could_be: vec!["--map \"transactions.time=bought on\"".to_owned()] }
    );
    assert_eq!(column.example.as_deref(), Some("2024-01-01"));
    let seen = look(&mapped(&["time=bought on", "customer=who"]), &[("t.csv", table)]);
    assert!(seen.reading.is_ok());
    assert!(seen.files[0].because.contains("--map"));
}

#[test]
fn services_cancellations_and_adjustments_are_counted() {
    let seen = look(&ReadOptions::default(), &[("Online Retail.csv", include_str!("exports/online_retail.csv"))]);
    let special: Vec<_> =
        seen.special.iter().map(|special| (special.kind.word(), special.rows, special.different)).collect();
    assert_eq!(special, [("service", 4, 4), ("cancellation", 1, 1), ("adjustment", 1, 1)]);
}

#[test]
fn a_file_that_is_not_needed_says_so() {
    let seen = look(
        &ReadOptions::default(),
        &[
            ("items.csv", include_str!("exports/olist_order_items_dataset.csv")),
            ("orders.csv", include_str!("exports/olist_orders_dataset.csv")),
            ("payments.csv", include_str!("exports/olist_order_payments_dataset.csv")),
        ],
    );
    assert_eq!(seen.files[2].table, None);
    assert!(seen.files[2].because.starts_with("`payments.csv` is not needed and was not used"));
    assert!(seen.reading.is_ok());
}
