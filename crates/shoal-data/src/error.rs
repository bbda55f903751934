//! What can go wrong while tables are read, and how to mend it.
//!
//! Three kinds, because three different people mend them: the user's input (a wrong file, an undecidable date), ours (a bug) and
//! the world's (a disk that does not answer). A message says what is wrong with which file, column or row, what came and what
//! is allowed; [`Error::hint`] is the flag or the step that mends it.

use crate::judge::reason::shortened;
use crate::judge::strict::NotKept;
use crate::judge::unreadable::TooMany;
use std::path::PathBuf;

/// Who can mend an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The user: another file, another flag.
    Input,
    /// Us: this is a bug.
    Internal,
    /// The machine or the network: a read that failed.
    World,
}

impl ErrorKind {
    /// The exit code of a program that stops because of it: 2, 70 or 74.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Input => 2,
            Self::Internal => 70,
            Self::World => 74,
        }
    }
}

/// Why tables could not be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// `load` was called without a file.
    #[error("no file was given")]
    NoFiles,
    /// A path that leads nowhere.
    #[error("`{}` does not exist", path.display())]
    MissingFile {
        /// The path as given.
        path: PathBuf,
    },
    /// A link to something that is not there.
    #[error("`{}` is a link to `{}`, which does not exist", path.display(), target.display())]
    BrokenLink {
        /// The path as given.
        path: PathBuf,
        /// Where it leads.
        target: PathBuf,
    },
    /// A folder without a single table.
    #[error("the folder `{}` has no table right in it; it holds {holds}", path.display())]
    Folder {
        /// The path as given.
        path: PathBuf,
        /// The names of what is there.
        holds: String,
    },
    /// A pattern of file names that is not understood or that nothing fits.
    #[error("`{pattern}` gives no file: {reason}")]
    BadPattern {
        /// As given.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// An archive that is cut off or damaged.
    #[error("`{file}` cannot be unpacked: the {archive} archive is damaged: {reason}")]
    DamagedArchive {
        /// File name.
        file: String,
        /// Which kind of archive.
        archive: &'static str,
        /// What the unpacker said.
        reason: String,
        /// The command that finds the damage.
        test: &'static str,
    },
    /// An archive that holds far more than a table of its size would.
    #[error(
        "`{file}` is not unpacked: each byte of the {archive} archive gives more than {ratio}, which no usual table does"
    )]
    Swollen {
        /// File name.
        file: String,
        /// Which kind of archive.
        archive: &'static str,
        /// Bytes that are allowed for each one of the archive.
        ratio: u64,
    },
    /// One path twice: its rows would count twice.
    #[error("`{}` is given twice, so each of its rows would count twice", path.display())]
    SameFile {
        /// The path as given the second time.
        path: PathBuf,
    },
    /// The file for what does not fit into memory could not be written or read.
    #[error("what does not fit into memory could not be kept in a temporary file: {source}")]
    Spill {
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The operating system refused or failed.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// The path as given.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// Zero bytes, or nothing but blank lines.
    #[error("`{file}` is empty")]
    EmptyFile {
        /// File name.
        file: String,
    },
    /// A header and nothing below it.
    #[error("`{file}` has a header ({}) but no rows", quoted(columns))]
    NoRows {
        /// File name.
        file: String,
        /// The header.
        columns: Vec<String>,
    },
    /// Neither delimited text nor a workbook that can be read.
    #[error("`{file}` is {what}, which cannot be read")]
    NotATable {
        /// File name.
        file: String,
        /// What it looks like.
        what: String,
        /// What to do instead.
        hint: String,
    },
    /// A workbook that is damaged.
    #[error("`{file}` cannot be read as a workbook: {reason}")]
    BadWorkbook {
        /// File name.
        file: String,
        /// What the reader of workbooks said.
        reason: String,
    },
    /// JSON that breaks off, or is none from some line on.
    #[error("`{file}`, line {line}: {}", if *ends { "the JSON breaks off, the end of the file is missing" } else { "this is no JSON, so the rest of the file cannot be told apart" })]
    BrokenJson {
        /// File name.
        file: String,
        /// Physical line, from 1.
        line: u64,
        /// Whether it is sound up to the end of the file, and not whole.
        ends: bool,
    },
    /// A database that cannot be read, or not what was asked of it.
    #[error("`{name}`: {what}")]
    Database {
        /// The database, without a password.
        name: String,
        /// What is wrong.
        what: String,
        /// What to do.
        hint: String,
        /// Whether the connection or the disk is at fault.
        lost: bool,
    },
    /// A file of columns that is damaged.
    #[error("`{file}` cannot be read as {what}: {reason}")]
    BadColumns {
        /// File name.
        file: String,
        /// Which format.
        what: &'static str,
        /// What the reader of the format said.
        reason: String,
    },
    /// A quoted field that runs to the end of the file.
    #[error(
        "`{file}`: the quote opened in the row that starts on line {line} is never closed, so the rest of the file cannot be told apart"
    )]
    UnclosedQuote {
        /// File name.
        file: String,
        /// Physical line on which the row starts, from 1.
        line: u64,
    },
    /// More rows or longer rows than row numbers can count.
    #[error("`{file}` is too large: {what}")]
    TooLarge {
        /// File name.
        file: String,
        /// Which bound was passed.
        what: &'static str,
    },
    /// A table so wide that hardly a cell of it has a value.
    #[error("`{file}` has {columns} columns, and hardly one in {ratio} of its cells has a value")]
    Hollow {
        /// File name.
        file: String,
        /// How many columns.
        columns: usize,
        /// Cells for each value that are allowed.
        ratio: usize,
    },
    /// Several columns with one name.
    #[error("`{file}` has several columns with the same name: {}", quoted(columns))]
    DuplicateHeader {
        /// File name.
        file: String,
        /// The names that repeat.
        columns: Vec<String>,
    },
    /// `--map` that is not `role=column`.
    #[error("`--map {given}` is not understood: it is written [table.]role=column")]
    BadMap {
        /// As given.
        given: String,
    },
    /// `--map` with a role that does not exist.
    #[error("`--map {given}`: there is no role `{role}`{}; the roles are {}", of_table(table), allowed.join(", "))]
    UnknownRole {
        /// As given.
        given: String,
        /// The unknown role.
        role: String,
        /// The table in which it was looked for, when one was named.
        table: Option<String>,
        /// The roles that exist there.
        allowed: Vec<String>,
    },
    /// `--map` without a table where several tables have the role.
    #[error("`--map {given}`: several tables have the role `{role}`, say which one is meant")]
    WhichTable {
        /// As given.
        given: String,
        /// The role.
        role: String,
        /// The tables that were given and have it.
        tables: Vec<&'static str>,
    },
    /// `--map` with a column that no table has.
    #[error("`--map {given}`: no {table} table has a column `{column}`; {}", columns.join("; "))]
    UnknownColumn {
        /// As given.
        given: String,
        /// The table in which it was looked for.
        table: String,
        /// The unknown column.
        column: String,
        /// One sentence per file: its columns.
        columns: Vec<String>,
    },
    /// A file that is none of the tables.
    #[error(
        "`{file}` is not recognised as a table of customers, transactions or products: its columns are {}",
        quoted(columns)
    )]
    UnknownTable {
        /// File name.
        file: String,
        /// Its header.
        columns: Vec<String>,
    },
    /// Only customers or products were given.
    #[error("{}: {}", if found.len() == 1 { "no transactions table was given" } else { "there is no transactions table among the files" }, found.join("; "))]
    NoTransactions {
        /// One sentence per file: what it was taken for.
        found: Vec<String>,
    },
    /// A title where the header should be.
    #[error("the first row of `{file}` holds nothing but `{title}`, so it is no header")]
    TitleRow {
        /// File name.
        file: String,
        /// The only value of the first row.
        title: String,
    },
    /// A column with the right name and no value.
    #[error(
        "`{file}`: column `{column}` has the name of {what} but not a single value{}",
        if *sheet { " (formulas that were never calculated have none)" } else { "" }
    )]
    EmptyColumn {
        /// File name.
        file: String,
        /// Its header.
        column: String,
        /// The role in words.
        what: String,
        /// `transactions.total`, to be written after `--map`.
        flag: String,
        /// Whether it is a sheet of a workbook.
        sheet: bool,
    },
    /// Totals of whole orders, and nothing that would tell what each line cost.
    #[error(
        "`{file}`: column `{column}` repeats on every line of an order ({repeating} of {several} orders with several lines), so it is the total of the order; there is no unit price to use instead"
    )]
    RepeatedTotal {
        /// File name.
        file: String,
        /// The column.
        column: String,
        /// Orders with several lines that all have the same total.
        repeating: u64,
        /// Orders with several lines.
        several: u64,
    },
    /// A role without which a table cannot be used.
    #[error("`{file}` has no column for {what}: its columns are {}{}", quoted(columns), possible(candidates))]
    MissingRole {
        /// File name.
        file: String,
        /// The role in words.
        what: &'static str,
        /// `transactions.customer`, to be written after `--map`.
        flag: String,
        /// Its header.
        columns: Vec<String>,
        /// Columns whose values would fit.
        candidates: Vec<String>,
        /// Whether a table of products with prices would do as well.
        prices_would_do: bool,
    },
    /// Two columns that fit one role equally well.
    #[error("`{file}` has {} columns that could be {what}: {}", candidates.len(), quoted(candidates))]
    AmbiguousRole {
        /// File name.
        file: String,
        /// The role in words.
        what: String,
        /// `transactions.customer`, to be written after `--map`.
        flag: String,
        /// The columns.
        candidates: Vec<String>,
    },
    /// Slashed dates whose order the data cannot tell.
    #[error(
        "the dates of the {table} table can be read in several ways: `{example}` is {}{why}", readings.join(" and ")
    )]
    DateOrder {
        /// Which table.
        table: &'static str,
        /// One value.
        example: String,
        /// What it is in each order, in words.
        readings: Vec<String>,
        /// The flags that decide, in words.
        flags: Vec<String>,
        /// What the other values say.
        why: String,
    },
    /// More unreadable rows than allowed.
    #[error("{0}")]
    TooManyUnreadable(Box<TooMany>),
    /// Every row was set aside.
    #[error("no row of the transactions can be used: {reasons}")]
    NothingLeft {
        /// Rows per reason.
        reasons: String,
    },
    /// Two tables whose customer columns have nothing in common.
    #[error(
        "none of the {in_transactions} customers of the transactions is among the {in_customers} of the customers table (for instance `{transaction_id}` there and `{customer_id}` here)"
    )]
    NothingInCommon {
        /// Distinct customers in transactions.
        in_transactions: usize,
        /// Distinct customers in the customers table.
        in_customers: usize,
        /// The first customer in transactions.
        transaction_id: String,
        /// The first customer of the customers table.
        customer_id: String,
    },
    /// A condition on rows that is not understood, or does not fit the tables.
    #[error("`--where` is not understood: {what}\n{place}")]
    BadFilter {
        /// What is wrong.
        what: String,
        /// The condition, and below it a caret at the place.
        place: String,
    },
    /// A file of exchange rates that cannot be used.
    #[error("`{}` is no table of exchange rates: {}{what}", path.display(), if *line == 0 { "it ".to_owned() } else { format!("line {line} ") })]
    BadRates {
        /// The path as given.
        path: PathBuf,
        /// The line, from 1; 0 for the whole file.
        line: u64,
        /// What is wrong there.
        what: String,
    },
    /// Amounts in several currencies, which cannot be added.
    #[error("the amounts are in several currencies, whose sum would be no number: {}", counts.iter().map(|(currency, rows)| format!("{currency} ({rows} {})", if *rows == 1 { "row" } else { "rows" })).collect::<Vec<_>>().join(", "))]
    SeveralCurrencies {
        /// Each currency with its rows among those that would be used, most rows first.
        counts: Vec<(String, u64)>,
    },
    /// A currency without an exchange rate.
    #[error("the table of exchange rates has no rate for {}", currencies.join(", "))]
    LackingRates {
        /// The currencies without a rate.
        currencies: Vec<String>,
    },
    /// Currencies are to be told apart and no column tells them.
    #[error("`{option}`: no column of the transactions names a currency")]
    NoCurrencyColumn {
        /// The flag.
        option: &'static str,
    },
    /// A column to merge customers by that is nowhere.
    #[error("`--merge-by {column}`: no table has such a column; {}", columns.join("; "))]
    NoMergeColumn {
        /// As given.
        column: String,
        /// One sentence per file: its columns.
        columns: Vec<String>,
    },
    /// Rows that are not kept, where every row must be.
    #[error("{0}")]
    Strict(Box<NotKept>),
    /// An option outside its range.
    #[error("`{option}` is {given}, allowed is {allowed}")]
    BadOption {
        /// The flag.
        option: &'static str,
        /// What came.
        given: String,
        /// What is allowed.
        allowed: &'static str,
    },
    /// Columns that were named and are not in the table.
    #[error("`{file}` has no column {}; its columns are {}", quoted(lacking), quoted(columns))]
    LackingColumns {
        /// File name.
        file: String,
        /// The names that are not in the header.
        lacking: Vec<String>,
        /// The header.
        columns: Vec<String>,
    },
    /// A column that was named twice.
    #[error("column `{column}` is named twice, so it would count twice in every distance")]
    RepeatedColumn {
        /// The name.
        column: String,
    },
    /// A column of weights that is named among the columns.
    #[error("column `{column}` is named twice: as the weight of rows and as a column to cluster by")]
    WeightAmongColumns {
        /// The name.
        column: String,
    },
    /// A cell in a column of weights that is no weight.
    #[error(
        "`{file}`, line {line}, column `{column}`: the weight is `{value}`; allowed are 0 and numbers from {smallest:e} to {largest:e}"
    )]
    Weight {
        /// File name.
        file: String,
        /// Physical line, or row of the sheet, from 1.
        line: u64,
        /// The column.
        column: String,
        /// What stands there.
        value: String,
        /// The smallest weight beside 0.
        smallest: f64,
        /// The largest weight.
        largest: f64,
    },
    /// A table of numbers without a column of numbers.
    #[error("`{file}` has no column to cluster by: {}", reasons.join("; "))]
    NoNumericColumn {
        /// File name.
        file: String,
        /// Why each column is none.
        reasons: Vec<String>,
    },
    /// A cell in a column of numbers that is no number.
    #[error("`{file}`, line {line}, column `{column}`: `{value}` {why}")]
    NotANumber {
        /// File name.
        file: String,
        /// Physical line, or row of the sheet, from 1.
        line: u64,
        /// The column.
        column: String,
        /// What stands there.
        value: String,
        /// What is wrong with it, and what is read.
        why: &'static str,
    },
    /// A cell without a value where one is needed.
    #[error(
        "`{file}`, line {line}, column `{column}`: the cell is empty or says that there is no value; allowed are numbers"
    )]
    MissingCell {
        /// File name.
        file: String,
        /// Physical line, or row of the sheet, from 1.
        line: u64,
        /// The column.
        column: String,
    },
    /// Every row lacks a value.
    #[error("`{file}`: none of its {rows} rows has a value in each of the columns {}", quoted(columns))]
    NoCompleteRow {
        /// File name.
        file: String,
        /// Number of rows.
        rows: usize,
        /// The columns.
        columns: Vec<String>,
    },
    /// A row that cannot be cut into the columns of the header.
    #[error("`{file}`, line {line}: {what}")]
    BadRow {
        /// File name.
        file: String,
        /// Physical line, or row of the sheet, from 1.
        line: u64,
        /// What is wrong.
        what: String,
    },
    /// A workbook, a folder or a database with several tables where one is wanted.
    #[error("`{file}` holds {} tables with rows, and one is wanted: {}", sheets.len(), quoted(sheets))]
    SeveralSheets {
        /// File name.
        file: String,
        /// The sheets, with the file's name.
        sheets: Vec<String>,
    },
    /// Something that cannot happen happened.
    #[error("internal error: {0}")]
    Internal(&'static str),
}

impl Error {
    /// Who can mend it.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Read { .. } | Self::Spill { .. } | Self::Database { lost: true, .. } => ErrorKind::World,
            Self::Internal(_) => ErrorKind::Internal,
            _ => ErrorKind::Input,
        }
    }
}

/// So many names are told; the others are counted.
const TOLD: usize = 20;

/// Names in backquotes with commas: as many as a screen can show.
pub(crate) fn quoted(names: &[String]) -> String {
    told(names, |name| format!("`{name}`"))
}

/// Names with commas: as many as a screen can show.
pub(crate) fn listed(names: &[String]) -> String {
    told(names, |name| name)
}

fn told(names: &[String], written: impl Fn(String) -> String) -> String {
    let mut told: Vec<String> = names.iter().take(TOLD).map(|name| written(shortened(name))).collect();
    if names.len() > TOLD {
        told.push(format!("and {} more", names.len() - TOLD));
    }
    told.join(", ")
}

fn possible(candidates: &[String]) -> String {
    if candidates.is_empty() { String::new() } else { format!("; by its values it could be {}", quoted(candidates)) }
}

fn of_table(table: &Option<String>) -> String {
    table.as_ref().map_or_else(String::new, |table| format!(" in the {table} table"))
}
