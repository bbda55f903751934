//! Raw tables in, canonical [`Lines`](shoal_segment::lines::Lines) and a [`Receipt`](shoal_segment::receipt::Receipt) out.
//!
//! A shop's exports come as one flat table or as customers, orders, transactions and products, as delimited text or workbooks, with
//! columns of any name in any order and with rows that nobody can use. [`load`] finds out which file is which table and which column
//! plays which role, reads every row, and says of each what became of it: *kept*, *netted* (a return), *set aside* (by a policy)
//! or *unreadable*. Nothing is lost silently: rows and money reconcile per file.
//!
//! The way through the crate, in the order in which it runs:
//!
//! 1. *Read* (`read`): each file becomes one or several grids of fields.
//! 2. *Recognise* (`recognise`): which grid is which table, and which column plays which role; the names are the table
//!    [`roles()`].
//! 3. *Settle* what holds for whole columns: how numbers are written (`value::numbers`), whether totals are those of orders
//!    (`recognise::order_total`), the order of dates and the decimals of numbers (`value::dates`, `judge::rules`).
//! 4. *Judge* (`judge`), by the cleaning [`Policy`]: customers and products first, then every row of the transactions; too many unreadable rows end the
//!    reading here.
//! 5. *Arrange* (`arrange`): lines in canonical order, without those that repeat.
//! 6. *Account* (`account`): the receipt and the rows that are not used.
//!
//! ```
//! use shoal_data::{ReadOptions, load, silent};
//!
//! let file = std::env::temp_dir().join("shoal-data-first-page.csv");
//! std::fs::write(&file, "customer,date,amount\nann,2024-01-05,12.50\n,2024-01-06,3\n")?;
//! let loaded = load(&[file], &ReadOptions::default(), &silent)?;
//! assert_eq!(loaded.lines.customers.ids, ["ann"]);
//! assert_eq!(loaded.rejected.all()?[0].reason, "no_customer");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`inspect()`] goes the same way and says what it sees. Beside that way stands [`numbers`]: any table of numbers as it is, for whoever wants to cluster rows and knows what they are.
//!
//! The way out, for tables that others read, is [`write`](mod@write).
//!
//! The crate fences in the libraries of file formats and knows nothing of features, methods and reports.

mod account;
mod coding;
mod error;
mod filter;
mod gather;
mod hint;
mod inspect;
mod judge;
mod load;
mod numbers;
mod options;
mod policy;
mod progress;
mod read;
mod recognise;
mod room;
mod shelf;
mod tables;
mod value;
pub mod write;

pub use account::rejected::Rejected;
pub use error::{Error, ErrorKind};
pub use inspect::{
    ColumnUse, InspectedColumn, InspectedFile, Inspection, Join, Special, SpecialKind, SpecialValue, inspect,
};
pub use judge::reason::{ReasonSpec, reasons};
pub use judge::strict::NotKept;
pub use judge::unreadable::{Example, ReasonCount, TooMany};
pub use load::{Loaded, Visit, load, load_customer_table, load_in_parts};
pub use numbers::{
    ChunkedNumbers, Missing, NotTaken, NumberOptions, NumericChunk, NumericTable, WeightColumn, numbers,
    numbers_in_chunks,
};
pub use options::{DateOrder, DecimalMark, ReadOptions, Zone};
pub use policy::{Back, Duplicates, Odd, Policy, RuleSpec, Services, Statuses, policy_rules};
pub use progress::{OnProgress, Progress, Stage, silent};
pub use read::guard::is_guarded;
pub use read::inputs::{shown, stem};
pub use recognise::role_override::RoleOverride;
pub use recognise::roles::{Need, Role, RoleSpec, roles};
pub use shelf::shelves::PARTS;
