//! The command line as written. Defaults live in the settings, not here: a flag that is not written is `None`.

use clap::{Args, Parser, Subcommand};
use shoal_app::settings::parse_share;
use shoal_app::spec::{ChooseBy, KRange, Keep, Scaling, Transform};
use std::path::PathBuf;

/// Customer segments from raw tables.
#[derive(Debug, Parser)]
#[command(name = "shoal", version, about, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 done, 2 the input must be mended, 70 a bug, 74 the disk or system refused.")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Say nothing on standard error but what failed; data still go to standard output
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,

    /// Print JSON on standard output
    #[arg(long, global = true)]
    pub(crate) json: bool,

    /// How many threads may work [default: one per core]; the result is the same for any number
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make segments from raw tables: report, lists and model
    Run(Box<RunArgs>),
    /// Make a made-up shop and run on it
    Demo(Box<DemoArgs>),
    /// Place new customers in the segments of an earlier run
    Score(ScoreArgs),
    /// List the roles that columns can play, and the names they are recognised by
    Roles,
    /// List the features that customers can be clustered by
    Features,
}

#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    /// The tables: customers, transactions and products in any order, or one flat table; CSV or xlsx
    #[arg(value_name = "FILE", required_unless_present = "config")]
    pub(crate) files: Vec<PathBuf>,

    /// Start from the settings of an earlier run; flags and files written here win
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Where the results go; an earlier result of Shoal there is replaced as a whole
    #[arg(long, value_name = "FOLDER", default_value = "shoal-out")]
    pub(crate) out: PathBuf,

    #[command(flatten)]
    pub(crate) input: InputArgs,

    #[command(flatten)]
    pub(crate) segment: SegmentArgs,
}

#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// How many customers the shop has
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = customers)]
    pub(crate) customers: usize,

    /// Where the shop's tables go
    #[arg(long, value_name = "FOLDER", default_value = "shoal-demo")]
    pub(crate) tables: PathBuf,

    /// Where the results go; an earlier result of Shoal there is replaced as a whole
    #[arg(long, value_name = "FOLDER", default_value = "shoal-out")]
    pub(crate) out: PathBuf,

    #[command(flatten)]
    pub(crate) segment: SegmentArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ScoreArgs {
    /// The model: `model.json` of an earlier run
    #[arg(long, value_name = "FILE")]
    pub(crate) model: PathBuf,

    /// The tables of the customers to place
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,

    /// Write the list to this file instead of standard output; an existing file is not replaced
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) input: InputArgs,
}

/// How tables are read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub(crate) struct InputArgs {
    /// Give a column a role, for instance transactions.customer=CustomerID (`shoal roles` lists the roles)
    #[arg(long, value_name = "TABLE.ROLE=COLUMN")]
    pub(crate) map: Vec<String>,

    /// The day for which features are computed, YYYY-MM-DD; later rows are set aside [default: the day after the last
    /// transaction]
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) as_of: Option<shoal_app::Day>,

    /// How dates such as 3/4/2024 are read: mdy or dmy [default: the data decide]
    #[arg(long, value_name = "ORDER", value_parser = ["mdy", "dmy"])]
    pub(crate) dates: Option<String>,

    /// Stop when a larger share of a file's rows is unreadable [default: 1%]
    #[arg(long, value_name = "SHARE", value_parser = parse_share, allow_hyphen_values = true)]
    pub(crate) max_unreadable: Option<f64>,
}

/// How customers are segmented.
#[derive(Debug, Args)]
#[command(next_help_heading = "Segmenting")]
pub(crate) struct SegmentArgs {
    /// The features to cluster, comma-separated (`shoal features` lists them), and columns of the customers table
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) features: Vec<String>,

    /// none, standard, robust or minmax [default: standard]
    #[arg(long, value_name = "HOW")]
    pub(crate) scale: Option<Scaling>,

    /// none, auto or log1p [default: auto]
    #[arg(long, value_name = "HOW")]
    pub(crate) transform: Option<Transform>,

    /// Cluster principal components of the features: so many, or as many as keep a share of the variance such as 90%
    #[arg(long, value_name = "N|SHARE", allow_hyphen_values = true)]
    pub(crate) pca: Option<Keep>,

    /// The method of clustering [default: kmeans]
    #[arg(long, value_name = "NAME")]
    pub(crate) method: Option<String>,

    /// Numbers of segments to try, for instance 2..10, or one number [default: 2..10]
    #[arg(short, value_name = "RANGE")]
    pub(crate) k: Option<KRange>,

    /// The index that chooses k: davies_bouldin, silhouette or calinski_harabasz [default: davies_bouldin]
    #[arg(long, value_name = "INDEX")]
    pub(crate) choose_by: Option<ChooseBy>,

    /// Smallest share of the customers in a segment [default: 2%]
    #[arg(long, value_name = "SHARE", value_parser = parse_share, allow_hyphen_values = true)]
    pub(crate) min_share: Option<f64>,

    /// Smallest number of customers in a segment [default: 10]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) min_size: Option<usize>,

    /// Random starts per number of segments [default: 100 up to 1,000 customers, 20 up to 5,000, else 10]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) starts: Option<usize>,

    /// Decides everything random [default: 0]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) seed: Option<u64>,

    /// The two features of the scatter figure, x and y [default: units,revenue]
    #[arg(long, value_name = "X,Y", value_delimiter = ',')]
    pub(crate) scatter: Vec<String>,
}

fn day(text: &str) -> Result<shoal_app::Day, String> {
    shoal_app::Day::parse_iso(text).ok_or_else(|| "a day is written YYYY-MM-DD, for instance 2024-12-31".into())
}

fn customers(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (1..=10_000_000).contains(number));
    number.ok_or_else(|| "allowed is 1 to 10000000".into())
}
