//! The command line as written. Defaults live in the settings, not here: a flag that is not written is `None`.

pub(crate) mod cluster;
pub(crate) mod feature_table;

use clap::{Args, Parser, Subcommand};
use shoal_app::settings::parse_share;
use shoal_app::settings::policy::Choice;
use shoal_app::spec::{
    ByFeature, ChooseBy, HoldOut, KRange, Keep, Methods, Missing, Outliers, ParameterValue, Remainder, Scaling, Select,
    SmallSegments, Transform, Weights,
};
use shoal_app::{Unit, Window};
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

    /// How much memory may be used, as 2GB or 512MiB [default: 2GB, or half of what is free where that is less]; beyond it rows go through a temporary file. The result
    /// is the same with any; the customers with their features must fit
    #[arg(long, global = true, value_name = "SIZE", value_parser = shoal_app::parse_memory)]
    pub(crate) memory: Option<u64>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make segments from raw tables: report, lists and model
    Run(Box<RunArgs>),
    /// Compare methods on the same tables, each at its best setting; nothing is written
    Compare(Box<CompareArgs>),
    /// Look at the tables before anything is clustered: distributions, outliers, relations, trend, who came back
    Explore(Box<ExploreArgs>),
    /// Make a made-up shop and run on it
    Demo(Box<DemoArgs>),
    /// Place new customers, or orders, in the segments of an earlier run
    Score(Box<ScoreArgs>),
    /// Tell of one customer, or order, of an earlier run: what they did, their segment, why, and what would move them
    Show(Box<ShowArgs>),
    /// Say what a run would make of tables: what each file and column was taken for, why, and which flag decides otherwise
    Inspect(InspectArgs),
    /// Cluster any table of numbers: labels, indices and model, nothing else
    Cluster(Box<cluster::ClusterArgs>),
    /// List the methods of clustering with their parameters
    Methods,
    /// List the recipes: settings that come with the program, each one command from raw tables to its report
    Recipes(RecipesArgs),
    /// Print the shipped playbook, which says what to do with which segment: to copy, edit and give to `--playbook`
    Playbook(PlaybookArgs),
    /// List the roles that columns can play, and the names they are recognised by
    Roles,
    /// List the rules of the cleaning policy with their defaults, and the flags that decide otherwise
    Policy,
    /// List the reasons for which rows are kept, netted, set aside or unreadable
    Reasons,
    /// Features of customers, or orders: the catalogue of what they can be clustered by
    Features(FeaturesArgs),
    /// List, show and check tables of RFM segments: names with boxes of scores, in a file such as `shoal rules show ten` prints
    Rules {
        #[command(subcommand)]
        command: RulesCommand,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// Check that a table puts every customer into exactly one segment, and show its smallest repair
    Check {
        /// The file of a table, or the name of a shipped one
        #[arg(value_name = "TABLE")]
        table: PathBuf,

        /// Write the mended table to this file; an existing file is not replaced
        #[arg(long, value_name = "FILE")]
        repair: Option<PathBuf>,
    },
    /// List the tables that come with the program
    List,
    /// Print the file of a table that comes with the program, to copy and edit
    Show {
        /// Its name
        #[arg(value_name = "NAME")]
        name: String,
    },
}

/// The tables, and the settings to start from.
#[derive(Debug, Args)]
pub(crate) struct SourceArgs {
    /// The tables: customers, orders, transactions and products in any order, or one flat table; files, folders, 'patterns*.csv',
    /// sqlite:shop.db?table=orders or "postgres://USER@HOST/DATABASE?query=SELECT …" (the page docs/inputs.md has them all)
    #[arg(value_name = "FILE", required_unless_present = "config")]
    pub(crate) files: Vec<PathBuf>,

    /// Start from the settings of an earlier run; flags and files written here win
    #[arg(long, value_name = "FILE", conflicts_with = "recipe")]
    pub(crate) config: Option<PathBuf>,

    /// Start from a recipe: a name (`shoal recipes` lists them) or a settings file; flags written here win
    #[arg(long, value_name = "RECIPE")]
    pub(crate) recipe: Option<PathBuf>,
}

/// What is a row, and how far back it looks.
#[derive(Debug, Args)]
pub(crate) struct RowArgs {
    /// What is a row: customer or order [default: customer]
    #[arg(long, value_name = "UNIT")]
    pub(crate) unit: Option<Unit>,

    /// How far back from the as-of day features look: days, weeks, months or years such as 365d, 52w, 12m, 1y [default: to the
    /// first transaction]
    #[arg(long, value_name = "LENGTH")]
    pub(crate) window: Option<Window>,
}

#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    #[command(flatten)]
    pub(crate) source: SourceArgs,

    /// Where the results go; an earlier result of Shoal there is replaced as a whole
    #[arg(long, value_name = "FOLDER", default_value = "shoal-out")]
    pub(crate) out: PathBuf,

    #[command(flatten)]
    pub(crate) input: InputArgs,

    #[command(flatten)]
    pub(crate) segment: SegmentArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RecipesArgs {
    /// Print the file of this recipe, to copy and edit, in place of the list
    #[arg(long, value_name = "NAME")]
    pub(crate) show: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct PlaybookArgs {
    /// Check this playbook in place of printing the shipped one
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,

    /// For segments of: customer or order
    #[arg(long, value_name = "UNIT", default_value_t = Unit::Customer)]
    pub(crate) unit: Unit,
}

#[derive(Debug, Args)]
pub(crate) struct CompareArgs {
    #[command(flatten)]
    pub(crate) source: SourceArgs,

    #[command(flatten)]
    pub(crate) input: InputArgs,

    #[command(flatten)]
    pub(crate) segment: SegmentArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ExploreArgs {
    #[command(flatten)]
    pub(crate) source: SourceArgs,

    /// Write explore.html and explore.json to this folder; an earlier result of Shoal there is replaced as a whole [default: nothing is
    /// written]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) row: RowArgs,

    /// Features beside the usual ones, comma-separated (`shoal features` lists them); the first five are drawn in pairs
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) features: Vec<String>,

    #[command(flatten)]
    pub(crate) input: InputArgs,
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

    /// The tables of the customers or orders to place
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,

    /// Write the list to this file instead of standard output; an existing file is not replaced
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) input: InputArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// The customer's id, or the order's where segments are of orders; as in the tables, or as the report shows it
    #[arg(value_name = "ID")]
    pub(crate) id: String,

    /// The tables [default: those of the run]
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// The folder with the results of the run
    #[arg(long, value_name = "FOLDER", default_value = "shoal-out")]
    pub(crate) result: PathBuf,

    #[command(flatten)]
    pub(crate) input: InputArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 a run would start, 2 it would not.")]
pub(crate) struct InspectArgs {
    /// The tables: customers, orders, transactions and products in any order, or one flat table; files, folders, 'patterns*.csv',
    /// sqlite:shop.db?table=orders or "postgres://USER@HOST/DATABASE?query=SELECT …"
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) input: InputArgs,
}

/// How tables are read, and for which day.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub(crate) struct InputArgs {
    /// The day for which features are computed, YYYY-MM-DD; later rows are set aside [default: the day after the last
    /// transaction]
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) as_of: Option<shoal_app::Day>,

    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// How tables are read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub(crate) struct ReadingArgs {
    /// Give a column a role, for instance transactions.customer=CustomerID (`shoal roles` lists the roles)
    #[arg(long, value_name = "TABLE.ROLE=COLUMN")]
    pub(crate) map: Vec<String>,

    /// Another table with one row per customer (scores, answers): its columns become features and categories of the customers that
    /// the other tables know; may be written several times
    #[arg(long, value_name = "FILE")]
    pub(crate) customer_table: Vec<PathBuf>,

    /// How dates such as 3/4/2024 or 24-03-04 are read: mdy, dmy or ymd [default: the data decide]
    #[arg(long, value_name = "ORDER", value_parser = ["mdy", "dmy", "ymd"])]
    pub(crate) dates: Option<String>,

    /// Bring dates that have a time zone to this one, for instance +02:00 [default: the time as written]
    #[arg(long, value_name = "±HH:MM", allow_hyphen_values = true)]
    pub(crate) timezone: Option<String>,

    /// Which mark is the decimal mark of numbers such as 1.234 or 1,234: point or comma [default: the data decide]
    #[arg(long, value_name = "MARK", value_parser = ["point", "comma"])]
    pub(crate) decimal: Option<String>,

    /// Stop when a larger share of a file's rows is unreadable [default: 1%]
    #[arg(long, value_name = "SHARE", value_parser = parse_share, allow_hyphen_values = true)]
    pub(crate) max_unreadable: Option<f64>,

    #[command(flatten)]
    pub(crate) cleaning: CleaningArgs,
}

/// What becomes of rows that can be read and may not be meant.
#[derive(Debug, Args)]
#[command(next_help_heading = "Cleaning")]
pub(crate) struct CleaningArgs {
    /// A rule of the cleaning policy, for instance returns=set_aside (`shoal policy` lists the rules)
    #[arg(long, value_name = "RULE=CHOICE")]
    pub(crate) policy: Vec<Choice>,

    /// Use only rows of the transactions of which this is true, for instance "country = 'United Kingdom' and quantity < 1000":
    /// = != < <= > >=, in (…), between … and …, like, is null, and, or, not, brackets; a column with spaces in double quotes
    #[arg(long = "where", value_name = "CONDITION")]
    pub(crate) filter: Option<String>,

    /// Leave out the customers whose ids are in this file, one per line
    #[arg(long, value_name = "FILE")]
    pub(crate) exclude: Option<PathBuf>,

    /// Use only the customers whose ids are in this file, one per line
    #[arg(long, value_name = "FILE")]
    pub(crate) only: Option<PathBuf>,

    /// Leave out rows that look like tests or purchases of staff, by id, address, tag or flag [default: they are told]
    #[arg(long)]
    pub(crate) exclude_tests: bool,

    /// Leave out rows before this day, YYYY-MM-DD
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) from: Option<shoal_app::Day>,

    /// Use only amounts in this currency [default: several currencies are refused]
    #[arg(long, value_name = "CODE", conflicts_with = "rates")]
    pub(crate) currency: Option<String>,

    /// Convert amounts by the exchange rates in this file: lines of currency,rate[,first day]; the currency with rate 1 is that
    /// of the run
    #[arg(long, value_name = "FILE")]
    pub(crate) rates: Option<PathBuf>,

    /// Customers who share the value of this column, such as an e-mail address, are one
    #[arg(long, value_name = "COLUMN")]
    pub(crate) merge_by: Option<String>,

    /// Stop when any row of any file is not kept: netted, set aside or unreadable
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct FeaturesArgs {
    /// Nothing written is `list`.
    #[command(subcommand)]
    pub(crate) command: Option<FeaturesCommand>,

    /// Of what: customer or order
    #[arg(long, value_name = "UNIT", default_value_t = Unit::Customer)]
    pub(crate) unit: Unit,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FeaturesCommand {
    /// Print the catalogue in families; with tables, also what cannot be computed of them and why
    List(FeaturesListArgs),
    /// Compute the features and write the table, one row per customer or order: CSV on standard output, or a file
    Compute(feature_table::ComputeArgs),
    /// Print a SQL statement that computes the features in a database
    Sql(feature_table::SqlArgs),
}

#[derive(Debug, Args)]
pub(crate) struct FeaturesListArgs {
    /// Tables to hold the catalogue against
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// Of what: customer or order
    #[arg(long, value_name = "UNIT", default_value_t = Unit::Customer)]
    pub(crate) unit: Unit,

    #[command(flatten)]
    pub(crate) input: InputArgs,
}

/// How customers or orders are segmented.
#[derive(Debug, Args)]
#[command(next_help_heading = "Segmenting")]
pub(crate) struct SegmentArgs {
    #[command(flatten)]
    pub(crate) row: RowArgs,

    /// The features to cluster, comma-separated (`shoal features` lists them), and columns of the customers table
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) features: Vec<String>,

    /// Whether features are left out that hardly vary or say what another one says: auto or none; only where none are named
    /// [default: auto]
    #[arg(long, value_name = "HOW")]
    pub(crate) select: Option<Select>,

    /// How values are bent: none, auto (as their skewness asks for), log1p, asinh, yeo_johnson or rank; and by name for some, as
    /// auto,revenue=asinh,units=none [default: auto]
    #[arg(long, value_name = "HOW[,NAME=HOW]")]
    pub(crate) transform: Option<ByFeature<Transform>>,

    /// What becomes of values far outside after that: keep, winsorize (drawn in to the limit), apart (who has one is the segment
    /// Outliers), or auto (drawn in where a few hold much of a feature's variance) [default: auto]
    #[arg(long, value_name = "HOW")]
    pub(crate) outliers: Option<Outliers>,

    /// What stands in for missing values: median, indicator (the median, and a column that says where it was put in) or refuse
    /// [default: median]
    #[arg(long, value_name = "HOW")]
    pub(crate) missing: Option<Missing>,

    /// How features are brought to one scale: none, standard, robust or minmax; and by name for some, as standard,revenue=robust
    /// [default: standard]
    #[arg(long, value_name = "HOW[,NAME=HOW]")]
    pub(crate) scale: Option<ByFeature<Scaling>>,

    /// How much features count: squared distances along them are multiplied by this, above 0 and at most 1000, as
    /// revenue=2,recency_days=0.5; what is not to count at all is left out of --features [default: 1 each]
    #[arg(long, value_name = "NAME=NUMBER")]
    pub(crate) weight: Option<Weights>,

    /// Cluster principal components of the features: so many, or as many as keep a share of the variance such as 90%
    #[arg(long, value_name = "N|SHARE", allow_hyphen_values = true)]
    pub(crate) pca: Option<Keep>,

    /// The method of clustering, or several with commas, which are compared and the best taken (`shoal methods` lists them)
    /// [default: kmeans; for compare every method]
    #[arg(long, value_name = "NAMES")]
    pub(crate) method: Option<Methods>,

    /// A parameter of the methods, for instance covariance=diag or eps=0.5 (`shoal methods` lists them)
    #[arg(long, value_name = "NAME=VALUE", value_parser = parameter)]
    pub(crate) set: Vec<(String, ParameterValue)>,

    /// Form of the covariances of mixtures: full, tied, diag or spherical [default: for each k the one with the best index]
    #[arg(long, value_name = "FORM")]
    pub(crate) covariance: Option<String>,

    /// The radius of DBSCAN, in prepared units [default: from the distances to neighbours]
    #[arg(long, value_name = "RADIUS", allow_negative_numbers = true)]
    pub(crate) eps: Option<f64>,

    /// How many members within the radius make a place dense for DBSCAN [default: from the data]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) min_samples: Option<f64>,

    /// The table of segments for RFM: a file of one's own (`shoal rules` lists the shipped ones) [default: the shipped one with
    /// the best index]
    #[arg(long, value_name = "TABLE")]
    pub(crate) rules: Option<PathBuf>,

    /// What to do with which segment: a file such as `shoal playbook` prints [default: the shipped one]
    #[arg(long, value_name = "FILE")]
    pub(crate) playbook: Option<PathBuf>,

    /// What becomes of whom a method leaves out: keep (they are the segment Unassigned) or nearest [default: keep]
    #[arg(long, value_name = "POLICY")]
    pub(crate) remainder: Option<Remainder>,

    /// Numbers of segments to try, for instance 2..10, or one number [default: 2..10]
    #[arg(short, value_name = "RANGE")]
    pub(crate) k: Option<KRange>,

    /// What chooses among them: consensus (most votes of all criteria), silhouette, davies_bouldin, calinski_harabasz, gap,
    /// prediction_strength, stability, or bic for mixtures [default: consensus]
    #[arg(long, value_name = "RULE")]
    pub(crate) choose_by: Option<ChooseBy>,

    /// Smallest share of the customers (or orders) in a segment [default: 2%]
    #[arg(long, value_name = "SHARE", value_parser = parse_share, allow_hyphen_values = true)]
    pub(crate) min_share: Option<f64>,

    /// Smallest number of customers (or orders) in a segment [default: 10]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) min_size: Option<usize>,

    /// What becomes of a number of segments that leaves one too small: disqualify, or fill (the small ones are filled with
    /// their nearest neighbours, at fit and at scoring; k-means can) [default: disqualify]
    #[arg(long, value_name = "POLICY")]
    pub(crate) small_segments: Option<SmallSegments>,

    /// Random starts per number of segments [default: 100 up to 1,000 rows, 20 up to 5,000, else 10]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) starts: Option<usize>,

    /// Decides everything random [default: 0]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) seed: Option<u64>,

    /// How much of the end of the history segments are held against, made again without it: a length such as 90d, auto, or none to
    /// leave that out [default: auto]
    #[arg(long, value_name = "LENGTH")]
    pub(crate) hold_out: Option<HoldOut>,

    /// The two features of the scatter figure, x and y [default: units,revenue; for orders
    /// units,order_value]
    #[arg(long, value_name = "X,Y", value_delimiter = ',')]
    pub(crate) scatter: Vec<String>,
}

fn day(text: &str) -> Result<shoal_app::Day, String> {
    let several = if text.contains(',') { "; several are for `shoal features compute`" } else { "" };
    let wrong = || format!("a day is written YYYY-MM-DD, for instance 2024-12-31{several}");
    shoal_app::Day::parse_iso(text.trim()).ok_or_else(wrong)
}

fn parameter(text: &str) -> Result<(String, ParameterValue), String> {
    let (name, value) = text.split_once('=').ok_or("a parameter is written NAME=VALUE, for instance eps=0.5")?;
    Ok((name.trim().to_owned(), ParameterValue::written(value.trim())))
}

fn customers(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (1..=10_000_000).contains(number));
    number.ok_or_else(|| "allowed is 1 to 10000000".into())
}
