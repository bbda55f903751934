//! The bare engine: any table of numbers, one method, every index; no customers, no names, no advice.
//!
//! Whoever comes here knows what the rows are and which method they want. Nothing is done unasked: no column is transformed,
//! scaled only on demand, no size of a cluster is enforced. What is told is what was done: every parameter in effect, every
//! index with its value or the reason why it has none, once with everybody placed and once without the rows that the method
//! leaves out.
//!
//! 1. `Frame::fit`: centre and scale of every column, then principal components, as wished.
//! 2. `fit_all`: the method at one setting, from given centres, or for a range of k; each row by its weight, where it has one.
//! 3. `judge_all`: every index for every fit.
//! 4. `choose`: one of them, with the reason.
//! 5. `place_all`: cluster, distance and confidence of every row under the remainder policy; on demand the silhouette of each.
//!
//! [`cluster_chunks`] does the same for k-means over rows that never are in memory at once.
//!
//! [`StoredModel`] is what is kept for scoring other rows; [`methods`] says what there is to choose from.
//!
//! ```
//! use shoal_segment::engine::{Ks, Points, Wish, cluster};
//!
//! let points = Points::new(vec![0.0, 1.0, 0.0, 2.0, 9.0, 1.0, 9.0, 2.0], 2).unwrap();
//! let wish = Wish { k: Some(Ks { min: 2, max: 2 }), ..Wish::new("kmeans") };
//! let found = cluster(&["x".to_owned(), "y".to_owned()], &points, &wish, &|_| {}).unwrap();
//! assert_eq!(found.account.clusters[1].mean, [9.0, 1.5]);
//! assert_eq!(found.rows[3].cluster, Some(1));
//! ```
//!
//! Cost: that of the method and of the silhouette (see their pages); beside that, one pass over the rows.

mod cards;
mod choose;
mod fit;
mod frame;
mod judge;
mod parameters;
mod place;
mod scale;
mod show;
mod silhouettes;
mod spread;
mod stored;
mod streamed;
mod weights;
mod wish;

pub use crate::spec::Remainder;
pub use cards::{MethodCard, ParameterCard, choosers, indices, methods};
pub use choose::Choice;
pub use judge::{Judged, Tried};
pub use parameters::{InEffect, Written};
pub use place::Placed;
pub use scale::Scale;
pub use shoal_kernel::Points;
pub use show::{ClusterMean, CurveShown, MixtureShown, Shown, TreeShown};
pub use silhouettes::SILHOUETTE_ROWS;
pub use stored::StoredModel;
pub use streamed::{Streamed, cluster_chunks};
pub use weights::{WEIGHTS, Weighted, Weights};
pub use wish::{Ks, Setting, Wish};

use crate::error::Error;
use crate::segmentation::Components;
use frame::Frame;
use serde::Serialize;
use shoal_cluster::{ClusterError, Fitted};

/// Everything that came out, except the files.
#[derive(Debug, Clone)]
pub struct Clustered {
    /// What was done and what it is worth.
    pub account: Account,
    /// Where each row belongs.
    pub rows: Vec<Placed>,
    /// The silhouette of each row where it belongs, −1 to 1, when asked for; `None` for a row in no cluster, and for all where
    /// it is undefined.
    pub silhouettes: Option<Vec<Option<f64>>>,
    /// Enough to place other rows.
    pub model: StoredModel,
    /// The merges, where the method makes a tree: first, second, height, size, as in SciPy's linkage matrix.
    pub merges: Option<Vec<(usize, usize, f64, usize)>>,
}

/// What was done, and what it is worth; plain data.
#[derive(Debug, Clone, Serialize)]
pub struct Account {
    /// Id of the method.
    pub method: String,
    /// Decides everything random.
    pub seed: u64,
    /// Every parameter with the value it had.
    pub parameters: Vec<InEffect>,
    /// How columns were brought to one scale.
    pub scale: crate::spec::Scaling,
    /// What was subtracted from and divided by in each column.
    pub columns: Vec<Scale>,
    /// The principal components that were clustered in place of the scaled columns, when asked for; their weights are in the
    /// order of the columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub components: Option<Components>,
    /// The weights of rows, when there are some.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weights: Option<Weighted>,
    /// Which fit was chosen, and why.
    pub choice: Choice,
    /// Every fit with its indices.
    pub tried: Vec<Tried>,
    /// Iterations of the chosen fit; 0 for methods that do not iterate.
    pub iterations: usize,
    /// Whether it came to rest.
    pub converged: bool,
    /// What the method made small, in the scaled units, each row by its weight; `None` where it makes nothing small.
    pub loss: Option<f64>,
    /// What a reader should know about the chosen fit.
    pub remarks: Vec<String>,
    /// What becomes of rows that the method leaves out.
    pub remainder: Remainder,
    /// How many rows it leaves out.
    pub left_out: usize,
    /// The clusters under that policy: size, share and mean in original units.
    pub clusters: Vec<ClusterMean>,
    /// What the method shows beside its labels.
    pub evidence: Shown,
}

/// Clusters the rows of `points` (rows × columns in original units) whose columns have the given names.
///
/// The same for any number of threads. `stage` hears what is being done.
///
/// # Errors
/// A value that is not finite or too large, with row and column; a method, parameter or range that is not allowed; given
/// centres that do not fit.
pub fn cluster(columns: &[String], points: &Points, wish: &Wish, stage: &dyn Fn(&str)) -> Result<Clustered, Error> {
    let method = cards::card(&wish.method)?;
    let plan = fit::plan(method, wish, columns)?;
    check_columns(columns, points)?;
    check_values(columns, points)?;
    silhouettes::check(wish, points.rows())?;
    if points.rows() == 0 {
        return Err(refused(ClusterError::NoRows, columns));
    }
    let (frame, framed) = Frame::fit(columns, points, wish)?;
    stage("fitting");
    let fits = fit::fit_all(&plan, &frame, &framed)?;
    stage("judging");
    let tried = judge::judge_all(&framed, &fits, wish.seed)?;
    let choice = choose::choose(&tried, wish, &fits)?;
    let fitted = &fits[choice.at].fitted;
    let rows = place::of_fit(fitted, &framed, wish.remainder)?;
    let silhouettes = wish.silhouette.then(|| silhouettes::of_rows(&framed, &rows)).transpose()?;
    let account = Account {
        method: method.id.to_owned(),
        seed: wish.seed,
        parameters: parameters::in_effect(&plan, fitted),
        scale: wish.scale,
        columns: frame.scales.clone(),
        components: frame.rotation.as_ref().zip(wish.pca).map(|(rotation, keep)| rotation.shown(keep)),
        weights: wish.weights.as_ref().map(Weights::told),
        choice,
        iterations: fitted.trace.iterations,
        converged: fitted.trace.converged,
        loss: fitted.trace.loss,
        remarks: remarks(fitted, silhouettes.as_ref().and_then(|found| found.as_ref().err())),
        remainder: wish.remainder,
        left_out: fitted.labels.left_out(),
        clusters: show::means(points, &rows, fitted.labels.clusters(), wish.weights.as_ref()),
        evidence: show::shown(fitted, &frame),
        tried,
    };
    Ok(Clustered {
        silhouettes: silhouettes.map(|found| found.unwrap_or_else(|_| vec![None; rows.len()])),
        rows,
        model: StoredModel::new(fitted.model.as_ref(), wish, &frame),
        merges: show::merges(fitted),
        account,
    })
}

/// Refuses rows of another width than there are names.
fn check_columns(columns: &[String], points: &Points) -> Result<(), Error> {
    let (came, allowed) = (points.columns(), columns.len());
    if came == allowed {
        return Ok(());
    }
    let message = format!("columns: {came}, allowed is {allowed}, one for each of `{}`", columns.join("`, `"));
    Err(Error::input(message, "give rows and centres the columns that are clustered, in their order"))
}

/// Refuses values that no method can square and sum, naming the column.
fn check_values(columns: &[String], points: &Points) -> Result<(), Error> {
    values_up_to(shoal_cluster::kmeans::LARGEST, columns, points, "")
}

/// Refuses values that are not finite or of larger magnitude; `when` says at which step.
fn values_up_to(largest: f64, columns: &[String], points: &Points, when: &str) -> Result<(), Error> {
    match points.first_where(|value| value.is_nan() || value.abs() > largest) {
        Some((row, column)) => Err(beyond(largest, columns, (row, column, points.row(row)[column]), when)),
        None => Ok(()),
    }
}

fn bad_value(columns: &[String], row: usize, column: usize, value: f64, when: &str) -> Error {
    beyond(shoal_cluster::kmeans::LARGEST, columns, (row, column, value), when)
}

fn beyond(largest: f64, columns: &[String], (row, column, value): (usize, usize, f64), when: &str) -> Error {
    let name = columns.get(column).map_or("?", String::as_str);
    Error::input(
        format!(
            "row {row} (the first is 0), column `{name}`{when}: {value:?}; allowed are finite numbers up to {largest:e} in magnitude"
        ),
        "mend the value, or name the columns to use without this one",
    )
}

/// The remark on a fit that was stopped.
fn restless(iterations: usize) -> String {
    format!("the chosen start did not come to rest within {iterations} iterations (--set max_iter=N)")
}

/// What the method remarks, that it did not come to rest, and why there is no silhouette of rows.
fn remarks(fitted: &Fitted, no_silhouette: Option<&String>) -> Vec<String> {
    let mut remarks: Vec<String> = fitted.trace.remarks.iter().map(ToString::to_string).collect();
    if !fitted.trace.converged {
        remarks.push(restless(fitted.trace.iterations));
    }
    remarks.extend(no_silhouette.map(|why| format!("the silhouette of rows is undefined: {why}")));
    remarks
}

/// A refusal of the method in the words of this crate.
fn refused(error: ClusterError, columns: &[String]) -> Error {
    match error {
        ClusterError::Value { row, column, value } => bad_value(columns, row, column, value, " after scaling"),
        ClusterError::MoreClustersThanRows { rows, .. } => {
            Error::input(error.to_string(), format!("write a smaller k, for instance -k {}", rows.min(2)))
        }
        ClusterError::NoWeight => Error::input(error.to_string(), "name another column with --weight, or none"),
        ClusterError::NoRows => Error::input(error.to_string(), "give a table with rows"),
        _ => Error::input(error.to_string(), "`shoal methods` lists every method with its parameters and their ranges"),
    }
}
