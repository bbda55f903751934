//! The receipt: what became of every input row and of its money.
//!
//! Each row of each file ends in exactly one outcome, so that per file `rows = kept + netted + set aside + unreadable`,
//! and the readable money of the transaction tables reconciles in the same way.

use crate::money::Amount;
use serde::Serialize;

/// The four ends of an input row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Used as it is.
    Kept,
    /// A return: its money and units are subtracted.
    Netted,
    /// Readable, but left out by a policy that `Reason` names.
    SetAside,
    /// Not understood: date, number, shape or encoding.
    Unreadable,
}

impl Outcome {
    /// The word in receipts and lists.
    pub fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Netted => "netted",
            Self::SetAside => "set aside",
            Self::Unreadable => "unreadable",
        }
    }
}

/// Which table a file (or sheet) was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TableKind {
    /// One row per customer.
    Customers,
    /// One row per order, whose lines stand in another table: customer, time, status.
    Orders,
    /// One row per transaction line; a flat table is this too.
    Transactions,
    /// One row per product.
    Products,
}

impl TableKind {
    /// The word used in flags, headings and errors.
    pub fn word(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Orders => "orders",
            Self::Transactions => "transactions",
            Self::Products => "products",
        }
    }
}

/// One line of the receipt: so many rows of a file had this outcome for this reason.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// What became of the rows.
    pub outcome: Outcome,
    /// A stable code such as `no_customer`, the same in `set_aside.csv`.
    pub reason: String,
    /// The reason in words, for people.
    pub words: String,
    /// The flag or setting that decides it, or decides otherwise, where there is one.
    pub flag: Option<String>,
    /// How many rows; 0 for money that was given back on rows of purchases, which are counted there.
    pub rows: u64,
    /// Their money, signed (returns are negative), over the rows whose amount could be read; zero for other tables.
    pub money: Amount,
    /// How many of the rows had no readable amount.
    pub rows_without_amount: u64,
}

/// A column that was given a role, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoleChoice {
    /// The role, for instance `customer`.
    pub role: String,
    /// The header of the column as the file has it.
    pub column: String,
    /// Why: an alias, its values, or `--map`.
    pub because: String,
}

/// What became of one file (or sheet of a workbook).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FileReceipt {
    /// File name without its folder, with the sheet in brackets when it came from a workbook.
    pub file: String,
    /// Which table it was taken for.
    pub table: TableKind,
    /// The known export that its columns tell, and how many of them: `Stripe charges: 12 of its 12 telling columns are there`.
    pub export: Option<String>,
    /// Size in bytes.
    pub bytes: u64,
    /// A 64-bit hash of the bytes, as 16 hexadecimal digits: two different files differ here.
    pub fingerprint: String,
    /// For instance `CSV, comma, UTF-8 with byte-order mark`.
    pub format: String,
    /// How dates were read and why, when the table has dates.
    pub dates: Option<String>,
    /// How numbers were read and why, when some are not written as programs do (`1234.56`).
    pub numbers: Option<String>,
    /// The columns in use.
    pub roles: Vec<RoleChoice>,
    /// Columns that no role needed.
    pub unused_columns: Vec<String>,
    /// Data rows found, the header not counted.
    pub rows: u64,
    /// All rows by outcome and reason, in the order of [`Outcome`], then reason.
    pub entries: Vec<Entry>,
    /// Things worth knowing that changed no row's outcome (repeated rows kept, totals that differ from quantity × price).
    pub notes: Vec<Note>,
}

/// A remark with its count.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Note {
    /// A stable code such as `repeated_row`.
    pub code: String,
    /// In words, without the count.
    pub words: String,
    /// How many rows it concerns.
    pub rows: u64,
}

/// The whole receipt.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Receipt {
    /// One per file or sheet, in the order: customers, orders, transactions, products; then by name.
    pub files: Vec<FileReceipt>,
    /// Customers of the customers table who have no transaction row that was kept or netted.
    pub customers_without_transactions: u64,
    /// Customers who occur in transactions but not in the customers table (0 when there is no such table).
    pub customers_unknown: u64,
    /// Transaction rows of those unknown customers: used like all others.
    pub rows_of_unknown_customers: u64,
    /// Transaction rows whose product is not in the products table: used, without a category.
    pub rows_of_unknown_products: u64,
    /// Ids of customers that went up in another one, because both have the same key (`--merge-by`).
    pub customers_merged: u64,
}

impl Receipt {
    /// Rows of all transaction files together.
    pub fn transaction_rows(&self) -> u64 {
        self.transactions().map(|file| file.rows).sum()
    }

    /// Rows and money of all transaction files with the given outcome.
    pub fn total(&self, outcome: Outcome) -> Total {
        self.transactions().map(|file| file.total(outcome)).fold(Total::default(), |sum, part| Total {
            rows: sum.rows + part.rows,
            // Money given back on rows of purchases has no rows of its own.
            money: if part.rows == 0 && part.money.minor == 0 {
                sum.money
            } else {
                Amount { minor: sum.money.minor + part.money.minor, ..part.money }
            },
        })
    }

    fn transactions(&self) -> impl Iterator<Item = &FileReceipt> {
        self.files.iter().filter(|file| file.table == TableKind::Transactions)
    }
}

/// Rows and money by outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Total {
    /// Rows.
    pub rows: u64,
    /// Signed money over the rows whose amount could be read.
    pub money: Amount,
}

impl FileReceipt {
    /// Rows and money with the given outcome.
    pub fn total(&self, outcome: Outcome) -> Total {
        self.entries.iter().filter(|entry| entry.outcome == outcome).fold(Total::default(), |sum, entry| Total {
            rows: sum.rows + entry.rows,
            money: Amount { minor: sum.money.minor + entry.money.minor, scale: entry.money.scale },
        })
    }
}

/// A row that was not kept, with its text, for `set_aside.csv` and `unreadable.csv`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RejectedRow {
    /// File name as in [`FileReceipt::file`].
    pub file: String,
    /// Line in the file (CSV: physical line on which the record starts; workbook: row number), from 1.
    pub line: u64,
    /// Set aside or unreadable.
    pub outcome: Outcome,
    /// The code of [`Entry::reason`].
    pub reason: String,
    /// The column and value that caused it, in words; may be empty.
    pub detail: String,
    /// The row as the file has it (a workbook's cells are joined by commas).
    pub raw: String,
}
