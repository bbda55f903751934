//! Silhouette: how much nearer rows are to their own cluster than to the next one.
//!
//! **What it measures.** For each row, `a` is its mean distance to the other rows of its cluster and `b` the smallest mean
//! distance to the rows of another cluster. Its silhouette is `(b − a) / max(a, b)`: near 1 well inside, 0 on the border,
//! negative nearer to another cluster. The index is the mean over all rows.
//!
//! **When to use it, and when not.** To compare numbers of clusters, and to see which clusters ([`Silhouette::per_cluster`]) and rows
//! ([`silhouette_samples`]) are weak. Like
//! all indices of compactness it undervalues long or bent clusters. It looks at all pairs of rows, which is dear.
//!
//! **How it works.** Several labelings of the same points are judged in one call and share the distances.
//! 1. `Cells::new`: rows that are together in all labelings form a cell, and the rows are laid out cell by cell; the sum of
//!    distances from a row to a cluster is then a sum of sums over cells, for every labeling.
//! 2. `choose_rows`: up to `exact_up_to` rows, all of them. Above, an even sample in each cell: about `sample` rows in
//!    proportion to size, but at least 2 of each cell and about 20 of each cluster, so that no cluster is judged by luck.
//! 3. `of_chosen`: the distances from each chosen row to **all** rows, summed by cell. `a` and `b` of a chosen row are
//!    therefore exact; only which rows are looked at is sampled. Where all rows are chosen, `of_all` takes the distance of each
//!    pair once and adds it to the sums of both; with more than 64 cells it takes it twice instead of keeping that many sums for
//!    every row.
//! 4. `estimate`: each cell's mean, weighted by its rows. With a sample, the 95 % interval follows from the variances inside
//!    the cells (stratified sampling, with the correction for finite cells, normal approximation).
//!
//! One sample serves all labelings, because cells lie inside the clusters of each; so labelings are compared on the same
//! rows. Labelings that have too little in common, and so too many cells, are judged in two halves, each with its own cells.
//!
//! **Cost.** Time O(chosen rows × rows × columns), once for all labelings, half of it where all rows are chosen and there are
//! at most 64 cells. Memory O(rows × (columns + labelings + min(cells, 64))), and 64 × cells for each thread; never rows × rows.
//! Four rows at once meet eight others in the lanes of a vector; the roots take about as long as the differences do.
//!
//! **What a sample guarantees.** Over the draw of the sample, [`Silhouette::interval`] covers the exact mean in 95 of 100 samples,
//! as far as a mean of some hundred bounded values is normal; of 200 samples drawn in a test from groups of very different
//! size, 187 to 193 covered it. It is an interval for the mean of *these* rows, not for rows to come. Every row that is looked at has its exact
//! value, so the estimate is not biased by more than the uneven shares of the cells, which are weighed out.
//!
//! **Randomness.** The seed decides the sample; the same bits on any number of threads. None up to `exact_up_to` rows.
//!
//! **Edges.** A row alone in its cluster, and a row with `a = b = 0`, has silhouette 0. Undefined for one cluster and when
//! every row is alone. The approximation behind the interval is rough when nearly all rows of a cell are equal.
//!
//! **Differences from scikit-learn.** Equal where it is exact. `sample_size` there draws rows evenly and forgets all others,
//! which changes `a` and `b` and can lose small clusters; the sample here keeps them and says how far it may be off.
//!
//! **References.** Rousseeuw (1987), doi:10.1016/0377-0427(87)90125-7; Cochran (1977), Sampling Techniques, ch. 5.

mod cells;
mod estimate;
mod packed;
mod pairs;
mod sample;
mod sums;

use shoal_kernel::{Labels, Points};

use crate::undefined::Undefined;
use cells::Cells;
use estimate::estimate;
use packed::Packed;
use sample::choose_rows;
use sums::{of_all, of_chosen};

/// When to sample, and how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SilhouetteOptions {
    /// Rows up to which all rows are looked at; default 20,000.
    pub exact_up_to: usize,
    /// About how many rows are looked at above that; default 2,000.
    pub sample: usize,
    /// Decides the sample.
    pub seed: u64,
}

impl Default for SilhouetteOptions {
    fn default() -> Self {
        Self { exact_up_to: 20_000, sample: 2_000, seed: 0 }
    }
}

/// The silhouette of a labeling.
#[derive(Clone, Debug, PartialEq)]
pub struct Silhouette {
    /// Mean over all rows, −1 to 1; an estimate when not `exact`.
    pub mean: f64,
    /// Mean over the rows of each cluster, −1 to 1; one per cluster.
    pub per_cluster: Vec<f64>,
    /// How many rows were looked at.
    pub evaluated: usize,
    /// Whether these were all.
    pub exact: bool,
    /// The interval that covers the exact mean in 95 of 100 samples; `None` when exact.
    pub interval: Option<(f64, f64)>,
}

/// Judges several labelings of the same points (rows × columns, finite): one result per labeling, in their order.
///
/// See the page for what a sample does to the result. Cost: O(evaluated rows × rows × columns) for all labelings together.
///
/// # Errors
/// For each labeling on its own: no rows, another number of labels than rows, one cluster, every row alone, values too large.
pub fn silhouette(
    points: &Points,
    labelings: &[&Labels],
    options: &SilhouetteOptions,
) -> Vec<Result<Silhouette, Undefined>> {
    let checked: Vec<Result<(), Undefined>> =
        labelings.iter().map(|labels| Undefined::check_clusters(points, labels)).collect();
    let sound: Vec<&Labels> =
        labelings.iter().zip(&checked).filter(|(_, check)| check.is_ok()).map(|(labels, _)| *labels).collect();
    let mut judged = judge(points, &sound, options).into_iter();
    let results = checked.into_iter().map(|check| check.and_then(|()| judged.next().unwrap_or(Err(Undefined::NoRows))));
    results.collect()
}

/// The silhouette of every row, −1 to 1, in the order of the rows; 0 for a row alone in its cluster. Always exact, whatever the
/// number of rows: time O(rows² × columns), memory O(rows × columns).
///
/// # Errors
/// No rows, another number of labels than rows, one cluster, every row alone, values too large.
pub fn silhouette_samples(points: &Points, labels: &Labels) -> Result<Vec<f64>, Undefined> {
    Undefined::check_clusters(points, labels)?;
    let labelings = [labels];
    // A single labeling always has cells: its clusters.
    let cells = Cells::new(&labelings, points.rows()).ok_or(Undefined::NoRows)?;
    let packed = Packed::new(points, cells.order(), cells.starts());
    let values = of_all(&packed, &cells, &labelings);
    let mut samples = vec![0.0; points.rows()];
    for (value, &row) in values.into_iter().zip(cells.order()) {
        samples[row] = Undefined::finite(value)?;
    }
    Ok(samples)
}

/// Judges labelings that are defined.
fn judge(points: &Points, labelings: &[&Labels], options: &SilhouetteOptions) -> Vec<Result<Silhouette, Undefined>> {
    if labelings.is_empty() {
        return Vec::new();
    }
    let exact = points.rows() <= options.exact_up_to;
    let room = if exact { points.rows() / 16 } else { options.sample / 4 };
    let Some(cells) = Cells::new(labelings, room) else {
        let (first, second) = labelings.split_at(labelings.len() / 2);
        let mut judged = judge(points, first, options);
        judged.extend(judge(points, second, options));
        return judged;
    };
    let all = Packed::new(points, cells.order(), cells.starts());
    let chosen = choose_rows(&cells, labelings, if exact { points.rows() } else { options.sample }, options.seed);
    let values = if chosen.places.len() == points.rows() {
        of_all(&all, &cells, labelings)
    } else {
        let order: Vec<usize> = chosen.places.iter().map(|&place| cells.order()[place]).collect();
        of_chosen(&Packed::new(points, &order, &chosen.starts), &all, &cells, labelings)
    };
    let estimates = (0..labelings.len()).map(|at| estimate(&cells, labelings[at], at, &chosen, &values));
    estimates.collect()
}
