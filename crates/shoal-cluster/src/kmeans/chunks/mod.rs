//! k-means over rows that never are in memory at once: centres learned from batches, then exact passes over chunks that are
//! read again.
//!
//! **What it finds.** What k-means from one start finds: centres that are the means of the rows nearest to them. Sizes, inertia and labels are
//! exact, whatever the number of rows.
//!
//! **When to use it, and when not.** When the rows do not fit into memory but can be read several times: files, queries. When they fit,
//! [`fit`](super::fit) is better, for it tries many starts on all rows. A stream that cannot be read again is for
//! [`MiniBatch`](super::MiniBatch).
//!
//! **How it works.** The source is opened once for every pass.
//! 1. `learn`: one pass gives the start, the better of two. [`MiniBatch`](super::MiniBatch) learns from all rows in their order; chunks are cut
//!    anew into batches of `batch_rows` rows ([`BATCH`] by default), so that what is learned does not depend on where chunks end. And 65,536
//!    rows, drawn evenly from all, are clustered by [`fit`](super::fit) with all its starts; their inertia says which centres are better.
//!    So neither sorted rows nor rare groups spoil the start. [`fit_chunks_from`] leaves this step out.
//! 2. `settle`: exact passes, at least one and at most `max_iter`. In each, every row meets the same centres and goes to the nearest,
//!    found as everywhere in k-means (`screen`); then every centre moves to the mean of its rows. They rest when the squared
//!    moves of all centres together are at most `tol` times the mean variance of the columns. No labels are kept, so "no row
//!    has changed" cannot be noticed; with `tol` 0 passes go on until no centre moves at all. A centre without rows gets one
//!    of the rows farthest from their centres (64 such centres at most after one pass).
//! 3. `number`: numbers the clusters by their centres. A centre that no row is nearest to is dropped: each cluster's closest
//!    row of the last pass vouches for its centre; where one cannot, another pass counts.
//! 4. `hand_out`: the last pass gives every chunk with its labels to the caller, and counts sizes and inertia.
//!
//! **Cost.** Time O(n k d) per pass, and that of reading: 3 passes at least, 2 from given centres. Memory: the chunk at hand with 4 bytes a row, a
//! batch, the sample, and 64 times the centres; it does not grow with the number of rows. Chunks of 10,000 to 1,000,000 rows serve best: smaller ones
//! keep threads waiting.
//!
//! **Randomness.** The seed decides the start, in both ways. The same bits for any number of threads, any width of vectors,
//! and any cutting of the same rows into chunks: sums are taken over blocks of 4,096 rows counted from the first row of
//! the source.
//!
//! **Edges.** Up to 65,536 rows the start is the result of [`fit`](super::fit). Fewer rows than clusters: an error. Fewer different rows than clusters: fewer clusters. Chunks without rows are passed over. Counts are
//! whole numbers, exact above 2²⁴ and 2³² rows. A source that gives other rows, or the same in another order, in
//! a later pass is an error; so is a chunk with other columns or a value that is not finite, with its row counted from the first of the source.
//! Weights and a minimum size are not for chunks.
//!
//! **Differences from scikit-learn.** `MiniBatchKMeans.partial_fit` stops after step 1; there is no exact pass over chunks.
//!
//! **References.** See [`MiniBatch`](super::MiniBatch) and [`super`]; Vitter (1985), sampling with a reservoir, doi:10.1145/3147.3165.

mod meet;
mod notable;
mod source;
mod start;
mod tally;

use std::borrow::Borrow;

use shoal_kernel::Points;
use shoal_kernel::distance::squared;

use super::data::check_values;
use super::finish::{Numbering, numbered};
use super::model::KMeansModel;
use super::params::{Params, Plan, check_clusters};
use crate::error::ClusterError;
use meet::Meeting;
use notable::Notable;
use source::Source;
use start::learn;
use tally::Tally;

pub use start::BATCH;

/// What a fit over chunks comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct FromChunks {
    /// The model, with the centres in the units of the rows.
    pub model: KMeansModel,
    /// Rows of each cluster, at least 1.
    pub sizes: Vec<u64>,
    /// Sum of the squared distances of all rows to the centre of their cluster.
    pub inertia: f64,
    /// Rows in all.
    pub rows: u64,
    /// How often the centres moved to the means of their rows.
    pub iterations: usize,
    /// How often the source was opened.
    pub passes: usize,
    /// Whether the centres came to rest before `max_iter`.
    pub converged: bool,
}

/// Fits `params.n_clusters` clusters to rows that are read chunk by chunk, in several passes.
///
/// `open` begins a pass and gives the chunks: anything that can be looked at as [`Points`] (rows × columns, finite), always the same
/// rows in the same order. In the last pass `take` gets the finished model, each chunk that has rows, and the cluster of each of its rows. Clusters are
/// numbered by their centres as in [`fit`](super::fit).
///
/// # Errors
/// What `open`, its chunks and `take` say, untouched. No rows, fewer rows than clusters, a value that is not finite, chunks of different
/// width, other rows in a later pass; a parameter outside its range, a `min_cluster_size` above 1.
///
/// ```
/// use shoal_cluster::ClusterError;
/// use shoal_cluster::kmeans::{Params, fit_chunks};
/// use shoal_kernel::Points;
///
/// let chunk = |number: u32| {
///     let shift = f64::from(number) / 10.0;
///     Ok::<Points, ClusterError>(Points::new(vec![shift, 5.0 + shift, 1.0 - shift], 1).unwrap())
/// };
/// let mut labels = Vec::new();
/// let fitted = fit_chunks(
///     || Ok((0..10).map(chunk)),
///     &Params::new(2, 1),
///     |_, _, chunk| {
///         labels.extend_from_slice(chunk);
///         Ok::<(), ClusterError>(())
///     },
/// )
/// .unwrap();
/// assert_eq!((fitted.rows, fitted.sizes), (30, vec![20, 10]));
/// assert_eq!(labels[..6], [0, 1, 0, 0, 1, 0]);
/// ```
pub fn fit_chunks<C, I, E>(
    open: impl FnMut() -> Result<I, E>,
    params: &Params,
    take: impl FnMut(&KMeansModel, &C, &[u32]) -> Result<(), E>,
) -> Result<FromChunks, E>
where
    C: Borrow<Points>,
    I: IntoIterator<Item = Result<C, E>>,
    E: From<ClusterError>,
{
    let plan = params.plan()?;
    plan.check_batches(None)?;
    let mut source = Source::new(open, None);
    let start = learn(&mut source, params, &plan)?;
    let rest = settle(&mut source, start, &plan)?;
    hand_out(source, rest, Numbering::ByCentre, take)
}

/// [`fit_chunks`] from given `centres` (clusters × columns, finite; `params.n_clusters` is not read): exact passes alone. Clusters
/// keep the order of `centres`; a centre that no row is nearest to at the end is dropped, and those after it move up.
///
/// # Errors
/// As [`fit_chunks`]; no centres, other columns than the rows, or a value in them that is not finite; `batch_rows` above 0.
pub fn fit_chunks_from<C, I, E>(
    open: impl FnMut() -> Result<I, E>,
    centres: &Points,
    params: &Params,
    take: impl FnMut(&KMeansModel, &C, &[u32]) -> Result<(), E>,
) -> Result<FromChunks, E>
where
    C: Borrow<Points>,
    I: IntoIterator<Item = Result<C, E>>,
    E: From<ClusterError>,
{
    let plan = params.plan()?;
    plan.check_batches(None)?;
    plan.check_no_batches("over chunks")?;
    check_clusters(centres.rows(), usize::MAX, &plan)?;
    check_values(centres)?;
    let mut source = Source::new(open, Some(centres.columns()));
    let rest = settle(&mut source, centres.clone(), &plan)?;
    hand_out(source, rest, Numbering::AsGiven, take)
}

/// Where the exact passes came to rest.
struct Rest {
    centres: Points,
    iterations: usize,
    converged: bool,
    /// Of the pass before the last move.
    notable: Notable,
}

/// One pass in which every row meets `centres`; `each` gets every chunk with the labels of its rows.
fn meet<F, C, I, E>(
    source: &mut Source<F>,
    centres: &Points,
    mut each: impl FnMut(C, Vec<u32>) -> Result<(), E>,
) -> Result<(Tally, Notable), E>
where
    F: FnMut() -> Result<I, E>,
    C: Borrow<Points>,
    I: IntoIterator<Item = Result<C, E>>,
    E: From<ClusterError>,
{
    let mut meeting = Meeting::new(centres);
    source.pass(|from, chunk: C| {
        let labels = meeting.meet(from, chunk.borrow());
        each(chunk, labels)
    })?;
    if source.rows() < centres.rows() as u64 {
        let (n_clusters, rows) = (centres.rows(), source.rows() as usize);
        return Err(ClusterError::MoreClustersThanRows { n_clusters, rows }.into());
    }
    Ok(meeting.end())
}

/// Exact passes until the centres rest.
fn settle<F, C, I, E>(source: &mut Source<F>, mut centres: Points, plan: &Plan) -> Result<Rest, E>
where
    F: FnMut() -> Result<I, E>,
    C: Borrow<Points>,
    I: IntoIterator<Item = Result<C, E>>,
    E: From<ClusterError>,
{
    let mut iterations = 0;
    loop {
        let (tally, notable) = meet(source, &centres, |_, _| Ok(()))?;
        let allowed = plan.tol * tally.mean_variance(&centres);
        let new = tally.moved(&centres, &notable.farthest);
        let moves: f64 = new.chunks_exact(centres.columns()).zip(&centres).map(|(new, old)| squared(new, old)).sum();
        centres = as_points(new, &centres)?;
        iterations += 1;
        let converged = moves <= allowed;
        if converged || iterations == plan.max_iter {
            return Ok(Rest { centres, iterations, converged, notable });
        }
    }
}

/// Numbers the centres and drops those that no row is nearest to.
fn number<F, C, I, E>(source: &mut Source<F>, rest: &Rest, numbering: Numbering) -> Result<Points, E>
where
    F: FnMut() -> Result<I, E>,
    C: Borrow<Points>,
    I: IntoIterator<Item = Result<C, E>>,
    E: From<ClusterError>,
{
    let ordered = numbered(rest.centres.values(), rest.centres.columns(), numbering).concat();
    let centres = as_points(ordered, &rest.centres)?;
    if rest.notable.vouches_for(&centres) {
        return Ok(centres);
    }
    let (tally, _) = meet(source, &centres, |_, _| Ok(()))?;
    let used: Vec<usize> = (0..centres.rows()).filter(|&cluster| tally.counts[cluster] > 0).collect();
    Ok(centres.select(&used))
}

/// The last pass.
fn hand_out<F, C, I, E>(
    mut source: Source<F>,
    rest: Rest,
    numbering: Numbering,
    mut take: impl FnMut(&KMeansModel, &C, &[u32]) -> Result<(), E>,
) -> Result<FromChunks, E>
where
    F: FnMut() -> Result<I, E>,
    C: Borrow<Points>,
    I: IntoIterator<Item = Result<C, E>>,
    E: From<ClusterError>,
{
    let centres = number(&mut source, &rest, numbering)?;
    let model = KMeansModel::new(centres.clone(), Vec::new());
    let (tally, _) = meet(&mut source, &centres, |chunk, labels| take(&model, &chunk, &labels))?;
    let Rest { iterations, converged, .. } = rest;
    Ok(FromChunks {
        model,
        sizes: tally.counts,
        inertia: tally.inertia,
        rows: source.rows(),
        iterations,
        passes: source.passes,
        converged,
    })
}

/// Centres in the place of others, of the same width.
fn as_points(values: Vec<f64>, like: &Points) -> Result<Points, ClusterError> {
    Points::new(values, like.columns()).map_err(|_| ClusterError::NoRows)
}
