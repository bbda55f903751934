//! RFM: segments by how recently, how often and for how much a customer bought.
//!
//! **What it finds.** Every customer gets three scores of 1 to 5, for recency, frequency and monetary value, by fifths of the
//! base; a [`Table`] says which of the 125 combinations is which segment. Every customer has exactly one segment, always: a
//! table that leaves a gap or claims a cell twice is refused, and mended by [`repair()`].
//!
//! **When to use it, and when not.** When segments must have names that people already know and rules that fit on a page, and
//! as the baseline that any clustering should beat. It looks at three features only and each by itself; its borders are
//! where fifths end, not where customers differ; and scores are relative, so a customer can change segments because others
//! did.
//!
//! **How it works.**
//! 1. `check`: refuses points that are not three finite columns: `recency_days`, `orders`, `revenue`, in original units.
//! 2. [`Thresholds::of`]: four values per measure at the fifths; they are kept, so that new customers are scored alike.
//! 3. [`Thresholds::scores`]: a score is one more than the number of thresholds strictly below the value (recency: five minus
//!    that number), so equal values share a score; the page of [`scores`] has the rule in full.
//! 4. `number`: segments that occur among the rows get the numbers from 0 in the order of the table, the others follow.
//!
//! **Cost.** Time O(n log n) for the sorting, then O(n); memory O(n).
//!
//! **Randomness.** None. The order of the rows does not matter either.
//!
//! **Edges.** One customer, or all equal: scores 5, 1, 1. Few different values: fewer scores occur ([`few_scores`] tells).
//! Values may be as large or small as numbers can be; only their order counts. −0 is 0. New customers beyond all thresholds
//! score 1 or 5. The distance of a row is that of its scores from the mean of the scores of its segment's cells, in units of
//! a score; there is no confidence, because a rule has none.
//!
//! **Differences from other implementations.** The R package rfm reads a table from top to bottom and calls the rest
//! *Others*; here overlaps and gaps are faults. pandas' `qcut` refuses equal borders, and dropping them (`duplicates="drop"`)
//! gives fewer classes and so moves the meaning of the upper scores; ranking first (`rank(method="first")`) and SQL's `NTILE`
//! tear equal customers apart by the order of the rows. Here equal values share a score and the best value still can be a 5.
//!
//! **References.** Bult & Wansbeek (1995), doi:10.1287/mksc.14.4.378; Fader, Hardie & Lee (2005),
//! doi:10.1509/jmkr.2005.42.4.415. The sources of the shipped tables stand in their files.
//!
//! ```
//! use shoal_kernel::Points;
//! use shoal_segment::rfm;
//!
//! let table = rfm::shipped("ten").unwrap().table().unwrap();
//! // Days since the last order, orders, revenue.
//! let points = Points::new(vec![3.0, 9.0, 900.0, 200.0, 1.0, 20.0, 40.0, 2.0, 70.0, 9.0, 4.0, 80.0, 90.0, 3.0, 75.0], 3);
//! let found = rfm::fit(&points.unwrap(), &table).unwrap();
//! assert_eq!(found.segment_of(0), Some("Champions"));
//! assert_eq!(found.segment_of(1), Some("Hibernating"));
//! ```

pub mod area;
pub mod cell;
pub mod check;
pub mod cover;
pub mod model;
mod reading;
pub mod repair;
pub mod scores;
pub mod shipped;
pub mod table;

pub use area::Area;
pub use cell::{Cell, CellSet};
pub use check::{Report, check};
pub use model::{RfmModel, restore_model};
pub use repair::{Repair, repair};
pub use scores::{FewScores, MEASURE_NAMES, Thresholds, few_scores};
pub use shipped::{SHIPPED, Shipped, shipped};
pub use table::{Segment, Table};

use cell::{CELLS, MEASURES};
use shoal_cluster::parameter::Default;
use shoal_cluster::{ClusterError, Fitted, Method, Parameter, Range, Reference, Settings, Trace};
use shoal_kernel::distinct::distinct_rows;
use shoal_kernel::{PartialLabels, Points};
use std::sync::Arc;

/// The card of RFM. Its points are raw: three columns in the order of [`MEASURE_NAMES`]. By the card only shipped tables can
/// be had; a table of one's own goes to [`fit`].
pub static METHOD: Method = Method {
    id: "rfm",
    name: "RFM",
    summary: "named segments by scores of recency, frequency and monetary value",
    parameters: &[RULES],
    evidence: &[],
    places: "by its scores, with the thresholds of the fit",
    leaves_out: false,
    fit_from: None,
    weighted: None,
    cost: "time n × log n, memory n",
    references: &[
        Reference { text: "Bult & Wansbeek (1995), Optimal selection for direct mail", doi: "10.1287/mksc.14.4.378" },
        Reference {
            text: "Fader, Hardie & Lee (2005), RFM and CLV: using iso-value curves for customer base analysis",
            doi: "10.1509/jmkr.2005.42.4.415",
        },
    ],
    fit: fit_shipped,
    sweep: None,
    sweep_together: None,
    grid,
    restore: model::restore,
};

/// Which shipped table is used.
const RULES: Parameter = Parameter {
    name: "rules",
    meaning: "the table of segments",
    range: Range::Words(shipped::NAMES),
    default: Default::Word("ten"),
};

/// Every shipped table, when none is named.
fn grid(_: &Points, settings: &Settings) -> Result<Vec<Settings>, ClusterError> {
    METHOD.check_names(settings)?;
    Ok(match settings.get(RULES.name) {
        Some(_) => vec![settings.clone()],
        None => shipped::NAMES.iter().map(|name| settings.clone().with(RULES.name, *name)).collect(),
    })
}

/// The table that `settings` name.
pub(crate) fn table_of(settings: &Settings) -> Result<Table, crate::error::Error> {
    let bug = crate::error::Error::bug;
    RULES.word(settings).map_err(bug).and_then(shipped).and_then(Shipped::table)
}

fn fit_shipped(points: &Points, settings: &Settings) -> Result<Fitted, ClusterError> {
    METHOD.check_names(settings)?;
    let name = RULES.word(settings)?;
    let table = shipped(name).and_then(Shipped::table).map_err(|error| ClusterError::Parameter {
        name: RULES.name.to_owned(),
        came: error.message,
        allowed: RULES.range.to_string(),
    })?;
    Ok(fit(points, &table)?.fitted)
}

/// What RFM finds.
#[derive(Debug, Clone)]
pub struct Found {
    /// Labels, model and trace, as every method gives them. The model has all segments of the table, also those that do not
    /// occur among the rows.
    pub fitted: Fitted,
    /// The same model, by its own type.
    pub model: Arc<RfmModel>,
    /// The name of every segment of the table, in the order of the cluster numbers: first those that occur among the rows.
    pub segment_names: Vec<String>,
    /// The scores of every row: recency, frequency, monetary value, each 1 to 5.
    pub scores: Vec<[u8; MEASURES]>,
}

impl Found {
    /// The name of the segment of a row; `None` when there is no such row.
    pub fn segment_of(&self, row: usize) -> Option<&str> {
        let cluster = self.fitted.labels.as_slice().get(row).copied().flatten()?;
        self.segment_names.get(cluster as usize).map(String::as_str)
    }
}

/// Scores `points` and gives every row its segment of `table`.
///
/// `points` are rows × 3 raw columns: days since the last order, orders, revenue; finite, not scaled.
///
/// # Errors
/// No rows, other columns, a value that is not finite; a table that is no partition of the cells ([`check()`] tells why).
pub fn fit(points: &Points, table: &Table) -> Result<Found, ClusterError> {
    let owners = table.owners().ok_or_else(|| ClusterError::Parameter {
        name: RULES.name.to_owned(),
        came: "a table of segments with overlaps, gaps or empty segments".to_owned(),
        allowed: "every combination of scores in exactly one segment (`shoal rules check`)".to_owned(),
    })?;
    model::check(points)?;
    let thresholds = Thresholds::of(points).ok_or(ClusterError::NoRows)?;
    let scores = thresholds.scores(points);
    let cells: Vec<usize> = scores.iter().map(|scores| Cell::new(*scores).map_or(0, Cell::index)).collect();
    let order = number(&cells, &owners, table.segments.len());
    let place = |owner: usize| order.iter().position(|&segment| segment == owner).unwrap_or(0) as u32;
    let segment_of: [u32; CELLS] = owners.map(place);
    let labels = PartialLabels::new(cells.iter().map(|&cell| Some(segment_of[cell])).collect());
    let (Ok(labels), Some(model)) = (labels, RfmModel::new(thresholds, segment_of)) else {
        return Err(ClusterError::NoRows);
    };
    let model = Arc::new(model);
    let segment_names = order.iter().map(|&segment| table.segments[segment].name.clone()).collect();
    let fitted = Fitted { labels, model: Arc::clone(&model) as _, trace: trace(points), evidence: Vec::new() };
    Ok(Found { fitted, model, segment_names, scores })
}

/// The segments of the table in the order of their cluster numbers: those that occur first.
fn number(cells: &[usize], owners: &[usize; CELLS], segments: usize) -> Vec<usize> {
    let mut occurs = vec![false; segments];
    cells.iter().for_each(|&cell| occurs[owners[cell]] = true);
    let mut order: Vec<usize> = (0..segments).collect();
    order.sort_by_key(|&segment| !occurs[segment]);
    order
}

fn trace(points: &Points) -> Trace {
    Trace {
        n_clusters: None,
        distinct_rows: Some(distinct_rows(points)),
        iterations: 0,
        converged: true,
        loss: None,
        starts: Vec::new(),
        chosen: 0,
        remarks: Vec::new(),
    }
}
