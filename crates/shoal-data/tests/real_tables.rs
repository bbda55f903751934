//! The shop tables that are kept beside the project and never committed. Ignored unless asked for:
//!
//! ```text
//! SHOAL_SHARED_DATA=../shared/data cargo test --release -p shoal-data --test real_tables -- --ignored
//! ```

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use shoal_data::{Loaded, ReadOptions, load, silent};
use shoal_segment::receipt::{FileReceipt, Outcome};
use std::path::PathBuf;

fn tables(names: &[&str]) -> Loaded {
    let folder = std::env::var("SHOAL_SHARED_DATA").expect("SHOAL_SHARED_DATA names the folder with the tables");
    let files: Vec<PathBuf> = names.iter().map(|name| PathBuf::from(&folder).join(name)).collect();
    load(&files, &ReadOptions::default(), &silent).unwrap()
}

fn accounts(file: &FileReceipt) -> Vec<(&str, u64, i128)> {
    file.entries.iter().map(|entry| (entry.reason.as_str(), entry.rows, entry.money.minor)).collect()
}

#[test]
#[ignore = "needs the real tables: set SHOAL_SHARED_DATA"]
fn the_ecommerce_tables() {
    let loaded = tables(&["ecommerce/Customers.csv", "ecommerce/Transactions.csv", "ecommerce/Products.csv"]);
    let files = &loaded.receipt.files;
    assert_eq!(accounts(&files[0]), [("kept", 200, 0)]);
    assert_eq!(accounts(&files[1]), [("kept", 1000, 68_999_556)]);
    assert_eq!(accounts(&files[2]), [("kept", 100, 0)]);
    assert!(files.iter().all(|file| file.notes.is_empty()));
    assert_eq!((loaded.receipt.customers_without_transactions, loaded.receipt.customers_unknown), (1, 0));
    let lines = &loaded.lines;
    assert_eq!((lines.customers.ids.len(), lines.products.len(), lines.categories.len()), (200, 100, 4));
    assert_eq!(lines.as_of.to_string(), "2024-12-29");
    assert_eq!(lines.customers.attributes[0].levels, ["Asia", "Europe", "North America", "South America"]);
}

/// The counts and sums were also made by a separate program that reads the sheet's XML.
#[test]
#[ignore = "needs the real tables: set SHOAL_SHARED_DATA"]
fn the_online_retail_table() {
    let loaded = tables(&["online-retail/Online Retail (40k lines).xlsx"]);
    let file = &loaded.receipt.files[0];
    assert_eq!(
        accounts(file),
        [
            ("kept", 29_183, 593_596_990),
            ("service", 112, 9_379_591),
            ("cancellation", 624, -17_434_970),
            ("service_negative", 24, -5_508_760),
            ("no_customer", 10_057, 126_889_570),
        ]
    );
    let total = |outcome| (file.total(outcome).rows, file.total(outcome).money.minor);
    assert_eq!(total(Outcome::Kept), (29_295, 602_976_581), "services keep their money");
    assert_eq!(total(Outcome::Netted), (648, -22_943_730));
    assert_eq!(file.total(Outcome::SetAside).rows, loaded.rejected.len() as u64);
    let notes: Vec<(&str, u64)> = file.notes.iter().map(|note| (note.code.as_str(), note.rows)).collect();
    assert_eq!(notes, [("free_row", 3), ("repeated_row", 28)]);
    assert_eq!((loaded.lines.customers.ids.len(), loaded.lines.money_scale.0), (3_621, 3));
    assert_eq!(loaded.lines.as_of.to_string(), "2011-12-10");
}
