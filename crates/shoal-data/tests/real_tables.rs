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
        [("kept", 29_295, 602_976_581), ("cancellation", 648, -22_943_730), ("no_customer", 10_057, 126_889_570)]
    );
    assert_eq!(file.total(Outcome::SetAside).rows, loaded.rejected.len() as u64);
    assert_eq!((file.notes.len(), file.notes[0].code.as_str(), file.notes[0].rows), (1, "repeated_row", 28));
    assert_eq!((loaded.lines.customers.ids.len(), loaded.lines.money_scale.0), (3_621, 3));
    assert_eq!(loaded.lines.as_of.to_string(), "2011-12-10");
}
