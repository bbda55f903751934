//! The command lines of `shoal features compute` and `shoal features sql`.

use super::ReadingArgs;
use clap::Args;
use shoal_app::feature_table::{Dialect, MOST_SNAPSHOTS};
use shoal_app::{Unit, Window};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct ComputeArgs {
    /// The tables: customers, orders, transactions and products in any order, or one flat table; files, folders, 'patterns*.csv',
    /// sqlite:shop.db?table=orders or "postgres://USER@HOST/DATABASE?query=SELECT …"
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,

    /// Write the table to this file: .csv, .parquet or .jsonl; an existing file is not replaced
    #[arg(short, long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// Write the account of every row and its money to this file as JSON; an existing file is not replaced
    #[arg(long, value_name = "FILE")]
    pub(crate) receipt: Option<PathBuf>,

    /// A row is: customer or order
    #[arg(long, value_name = "UNIT", default_value_t = Unit::Customer)]
    pub(crate) unit: Unit,

    /// Only these features and columns of the customers table, comma-separated [default: all]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) features: Vec<String>,

    /// How far back from each as-of day features look: days, weeks, months or years such as 365d, 52w, 12m, 1y [default: to the
    /// first transaction]
    #[arg(long, value_name = "LENGTH")]
    pub(crate) window: Option<Window>,

    #[command(flatten)]
    pub(crate) days: DaysArgs,

    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// For which days.
#[derive(Debug, Args)]
#[command(next_help_heading = "Days")]
pub(crate) struct DaysArgs {
    /// The day for which features are computed, YYYY-MM-DD, or several with commas: one table with a row per customer and day and the
    /// day in the column as_of. A row of the files counts for every day from its own on; rows after the last day are set aside
    /// [default: the day after the last transaction]
    #[arg(long, value_name = "DAYS", value_delimiter = ',', value_parser = super::day)]
    pub(crate) as_of: Vec<shoal_app::Day>,

    /// So many days, counted back from the as-of day, which is the last of them
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_SNAPSHOTS)))]
    pub(crate) snapshots: Option<u32>,

    /// How far the snapshots are apart: 7d, 4w, 1m, 3m, 1y; from the last day of a month by months they are all last days of months
    /// [default: 1m]
    #[arg(long, value_name = "LENGTH", requires = "snapshots")]
    pub(crate) every: Option<Window>,
}

/// The table of lines has the columns customer, order_id (may be missing in a line), time, kind (purchase or return), amount, quantity,
/// discount (each 0 or more), product, category and channel; the statement begins with the place where other names can be written.
#[derive(Debug, Args)]
pub(crate) struct SqlArgs {
    /// The database: postgres, duckdb, sqlite, bigquery or spark
    #[arg(long, value_name = "DIALECT")]
    pub(crate) dialect: Dialect,

    /// A row is: customer or order
    #[arg(long, value_name = "UNIT", default_value_t = Unit::Customer)]
    pub(crate) unit: Unit,

    /// Only these features, comma-separated (`shoal features` lists them) [default: all]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) features: Vec<String>,

    /// The day for which features are computed, YYYY-MM-DD [default: the day after the last line]
    #[arg(long, value_name = "DAY", value_parser = super::day)]
    pub(crate) as_of: Option<shoal_app::Day>,

    /// How far back from the as-of day features look: 365d, 52w, 12m, 1y [default: to the first line]
    #[arg(long, value_name = "LENGTH")]
    pub(crate) window: Option<Window>,

    /// The table of lines, with its schema where it has one
    #[arg(long, value_name = "TABLE", default_value = "lines_table")]
    pub(crate) lines: String,

    /// The table of customers, with the columns customer and signup, where there is one
    #[arg(long, value_name = "TABLE")]
    pub(crate) customers: Option<String>,

    /// Columns that the table of lines does not have: quantity, discount, product, category, channel
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    pub(crate) without: Vec<String>,
}
