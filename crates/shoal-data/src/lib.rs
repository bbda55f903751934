//! Raw tables in, canonical [`Lines`](shoal_segment::lines::Lines) and a [`Receipt`](shoal_segment::receipt::Receipt) out.
//!
//! A shop's exports come as one flat table or as customers, transactions and products, as delimited text or workbooks, with
//! columns of any name in any order and with rows that nobody can use. [`load`] finds out which file is which table and which column
//! plays which role, reads every row, and says of each what became of it: *kept*, *netted* (a return), *set aside* (by a policy)
//! or *unreadable*. Nothing is lost silently: rows and money reconcile per file.
//!
//! The way through the crate, in the order in which it runs:
//!
//! 1. *Open*: each file becomes one or several grids of fields (`source`; text by `encoding`, `separator` and `records`; `workbook`).
//! 2. *Recognise*: which grid is which table, and which column plays which role (`recognise`, `kinds`, `columns`, `by_values`; the
//!    names are the table [`roles`]).
//! 3. *Settle* what holds for whole columns: the order of dates and the decimals of numbers (`dates`, `rules`).
//! 4. *Judge*: customers and products first, then every row of the transactions (`keyed`, `judge`, `amount`); too many unreadable
//!    rows end the reading here.
//! 5. *Arrange*: lines in canonical order, without those that repeat (`transactions`, `arrange`, `repeats`).
//! 6. *Account*: the receipt and the rows that are not used (`ledger`, `receipts`).
//!
//! ```
//! use shoal_data::{ReadOptions, load, silent};
//!
//! let file = std::env::temp_dir().join("shoal-data-first-page.csv");
//! std::fs::write(&file, "customer,date,amount\nann,2024-01-05,12.50\n,2024-01-06,3\n")?;
//! let loaded = load(&[file], &ReadOptions::default(), &silent)?;
//! assert_eq!(loaded.lines.customers.ids, ["ann"]);
//! assert_eq!(loaded.rejected[0].reason, "no_customer");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The crate fences in the readers of file formats and knows nothing of features, methods and reports.

mod amount;
mod arrange;
mod assemble;
mod attributes;
mod by_values;
mod columns;
mod customers;
mod date_order;
mod date_tally;
mod dates;
mod delimited;
mod dictionary;
mod encoding;
mod error;
mod fates;
mod fingerprint;
mod grid;
mod judge;
mod key;
mod keyed;
mod kinds;
mod ledger;
mod load;
mod moment;
mod number;
mod number_tally;
mod options;
mod products;
mod profiles;
mod progress;
mod reason;
mod receipts;
mod recognise;
mod records;
mod repeats;
mod role_override;
mod roles;
mod rules;
mod separator;
mod source;
mod tables;
mod transactions;
mod unreadable;
mod workbook;

pub use error::{Error, ErrorKind};
pub use load::{Loaded, load};
pub use options::{DateOrder, ReadOptions};
pub use progress::{OnProgress, Progress, Stage, silent};
pub use role_override::RoleOverride;
pub use roles::{Need, Role, RoleSpec, roles};
pub use unreadable::{Example, ReasonCount, TooMany};
