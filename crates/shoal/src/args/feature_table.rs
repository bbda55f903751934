//! The command line of `shoal features compute`.

use super::InputArgs;
use clap::Args;
use shoal_app::Unit;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct ComputeArgs {
    /// The tables: customers, transactions and products in any order, or one flat table; CSV or xlsx
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

    #[command(flatten)]
    pub(crate) input: InputArgs,
}
