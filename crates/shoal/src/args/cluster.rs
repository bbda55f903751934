//! The arguments of `cluster` as written.

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};
use shoal_app::cluster::Remainder;
use shoal_app::cluster::{Ks, MethodCard, SILHOUETTE_ROWS, Setting, choosers, methods};
use shoal_app::spec::{Keep, Scaling};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    after_help = "Rows and clusters are counted from 0. A row that the method leaves out is `unassigned` in the list and \
                        null in JSON.\nExit codes: 0 done, 2 the input must be mended, 70 a bug, 74 the disk or system refused."
)]
pub(crate) struct ClusterArgs {
    /// The table: a file, a workbook with one sheet, or sqlite:shop.db?table=NAME; the first row names the columns
    #[arg(value_name = "TABLE")]
    pub(crate) table: PathBuf,

    /// Fit nothing: place the rows in the clusters of this model (`model.json` of an earlier --out)
    #[arg(long, value_name = "FILE", conflicts_with_all = FITTING)]
    pub(crate) model: Option<PathBuf>,

    /// The columns to cluster by, comma-separated [default: every column whose cells are all numbers]
    #[arg(long, value_name = "NAMES", value_delimiter = ',', help_heading = "Reading")]
    pub(crate) columns: Vec<String>,

    /// A column that names the rows in the list of labels [default: the row's number]
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    pub(crate) id: Option<String>,

    /// A column that says how much each row counts, for methods that take weights: 0, or 1e-12 to 1e12; it is not clustered,
    /// and indices and sizes count every row once
    #[arg(long, value_name = "COLUMN", help_heading = "Reading")]
    pub(crate) weight: Option<String>,

    /// Rows with a missing cell: refuse the table, or drop the rows
    #[arg(long, value_name = "WHAT", value_parser = ["refuse", "drop"], default_value = "refuse", help_heading = "Reading")]
    pub(crate) missing: String,

    /// How columns are brought to one scale: none, standard (mean 0, deviation 1), robust (median 0, interquartile range 1) or
    /// minmax (0 to 1) [default: none; nothing is done unasked]
    #[arg(long, value_name = "HOW", help_heading = "Preparing")]
    pub(crate) scale: Option<Scaling>,

    /// Cluster principal components of the scaled columns: so many, or as many as keep a share of the variance such as 90%
    #[arg(long, value_name = "N|SHARE", allow_hyphen_values = true, help_heading = "Preparing")]
    pub(crate) pca: Option<Keep>,

    /// The method (`shoal methods` describes each, with what it takes and its parameters)
    #[arg(long, value_name = "NAME", value_parser = method_names(), default_value = "kmeans", help_heading = "Method")]
    pub(crate) method: String,

    /// Number of clusters, or a range to try, for instance 2..10 [default: the method's n_clusters]
    #[arg(short, value_name = "K", allow_negative_numbers = true, help_heading = "Method")]
    pub(crate) k: Option<Ks>,

    /// What chooses among several k, with everybody placed; bic and aic are for mixtures
    #[arg(long, value_name = "INDEX", value_parser = PossibleValuesParser::new(choosers()), default_value = "davies_bouldin", help_heading = "Method")]
    pub(crate) choose_by: String,

    /// Centres to start from, for methods that can: a table with the same columns in the same units as TABLE, one row per cluster
    #[arg(long, value_name = "FILE", help_heading = "Method")]
    pub(crate) init: Option<PathBuf>,

    /// Decides everything random
    #[arg(long, value_name = "N", default_value_t = 0, allow_negative_numbers = true, help_heading = "Method")]
    pub(crate) seed: u64,

    /// Any parameter of the method, for instance max_iter=500; may be written several times
    #[arg(long, value_name = "NAME=VALUE", help_heading = "Method")]
    pub(crate) set: Vec<Setting>,

    /// Starts, of which the best is kept; short for --set n_init=N
    #[arg(long, value_name = "N", allow_negative_numbers = true, help_heading = "Method")]
    pub(crate) starts: Option<String>,

    /// Form of the covariances of mixtures; short for --set covariance=FORM
    #[arg(long, value_name = "FORM", help_heading = "Method")]
    pub(crate) covariance: Option<String>,

    /// Radius of a neighbourhood for dbscan, in the units after --scale; short for --set eps=RADIUS
    #[arg(long, value_name = "RADIUS", allow_negative_numbers = true, help_heading = "Method")]
    pub(crate) eps: Option<String>,

    /// Rows that make a neighbourhood dense for dbscan; short for --set min_samples=N
    #[arg(long, value_name = "N", allow_negative_numbers = true, help_heading = "Method")]
    pub(crate) min_samples: Option<String>,

    /// Write labels.csv, model.json, indices.json and, for trees, linkage.csv to this folder instead of the list to standard
    /// output
    #[arg(long, help_heading = "Results", value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,

    /// For tables larger than memory: read TABLE once and look through it chunk by chunk; k-means, one k, scale none, standard or
    /// minmax; with --model any model. Rows beyond --memory go through temporary files; needs --out
    #[arg(long, requires = "out", conflicts_with_all = ["weight", "pca", "silhouette"], help_heading = "Results")]
    pub(crate) stream: bool,

    /// Rows that the method leaves out: keep them unassigned, or place each in the nearest cluster [default: keep; with --model as
    /// the model was made]
    #[arg(long, value_name = "POLICY", help_heading = "Results")]
    pub(crate) remainder: Option<Remainder>,

    #[arg(long, help_heading = "Results", help = silhouette_help())]
    pub(crate) silhouette: bool,
}

/// The flags that have no meaning when nothing is fitted.
const FITTING: [&str; 15] = [
    "columns",
    "weight",
    "method",
    "k",
    "choose_by",
    "init",
    "seed",
    "set",
    "covariance",
    "eps",
    "min_samples",
    "starts",
    "scale",
    "pca",
    "silhouette",
];

/// The methods; those that need customers are hidden, and refused later with that reason.
fn method_names() -> PossibleValuesParser {
    let value = |card: &MethodCard| PossibleValue::new(card.method).help(card.finds).hide(!card.takes_tables());
    PossibleValuesParser::new(methods().iter().map(value).collect::<Vec<_>>())
}

fn silhouette_help() -> String {
    format!("Also list the silhouette of every row; for up to {SILHOUETTE_ROWS} rows, because all pairs are looked at")
}
