//! k-means: the clusters whose rows lie closest to their own mean.
//!
//! **What it finds.** A given number of centres such that the sum of squared distances of all rows to their nearest centre
//! (the *inertia*) is small. A row belongs to its nearest centre, so clusters are the cells between straight borders, and
//! each centre is the mean of its cluster.
//!
//! **When to use it, and when not.** As the first method to try on scaled numeric columns, and whenever groups should be
//! compact, explainable by a typical member, and cheap to assign. It cuts long or bent groups in pieces, prefers clusters of
//! similar extent, and lets a few extreme rows claim a cluster of their own: transform skewed columns first. It always finds
//! as many clusters as asked for, whether or not the rows have any structure.
//!
//! **How it works.**
//! 1. `Data::checked`: refuses values that are not finite, and lays the rows out once more in single precision.
//! 2. `draw_centres`: greedy k-means++. The first centre is a random row, each further one the best of 2 + ⌊ln k⌋ rows drawn in
//!    proportion to their squared distance from the centres so far.
//! 3. `lloyd`: a `pass` gives every row the nearest centre, ties to the lowest number; `moved` puts every centre on the mean
//!    of its rows; again and again until no row changes, or the squared moves of all centres together are at most `tol`
//!    times the mean variance of the columns. `relocate`: a centre without rows gets the row farthest from its own centre.
//! 4. `attempts`: steps 2 and 3 for each of `n_init` starts, up to 2,048 rows on all of them, above on a `summary`: the means and
//!    weights of 2,048 cells of rows. In a sweep each number of clusters also starts from the best result with fewer clusters
//!    and the best of the worst-served row and rows drawn as in step 2. The best eight different ones are taken on to all rows, or
//!    above 16,384 rows to an even sample of as many; `swapped` betters the best of them by putting one centre elsewhere, `from_larger`
//!    by leaving a centre of the best result with more clusters out;
//!    and the best (above 16,384 rows the best two) are taken on to all rows, until the centres move a hundredth of what `tol`
//!    allows.
//! 5. `sweep`: where inertia would rise with the number of clusters all the same, one more start comes from the result with
//!    fewer. Many starts share each pass over the rows.
//! 6. `finish`: numbers the clusters by their centres, assigns every row once more, so that labels and centres match.
//!
//! **How a pass is short.** The nearest centre is found in single precision (`screen`), 64 rows at a time; every row for which
//! that could be wrong is decided again in `f64`, so labels are those of plain `f64` arithmetic. Sums are `f64`, kept up to date by
//! the rows that change. While the centres move little, only rows are looked at whose label is not certain any more (`piece`);
//! [`Start::touched`](crate::Start) tells how many that were.
//!
//! Beside this plain way:
//! - Weights ([`fit_weighted`], [`sweep_weighted`], [`fit_weighted_from`]): every sum counts each row by its weight, and rows are
//!   drawn in proportion to weights too. A whole number as weight is the same as that many copies of the row.
//! - Resamples ([`sweep_resamples`]): the sweep again for every resample of the rows, as weights. The rows are laid out once, and the
//!   starts of several resamples share each pass over them.
//! - Given centres ([`fit_from`]): step 3 from there, once.
//! - A minimum size (`min_cluster_size`): where the best result has a cluster that is too small, the best few are taken on with
//!   a rule that pushes borders away from such clusters, by an offset for each cluster that is kept in the model. A row goes
//!   to the cluster with the smallest squared distance less offset, at scoring too. Steps, cost, edges: `minimum/mod.rs`.
//! - Batches ([`MiniBatch`], [`fit_in_batches`], `batch_rows`): each row is seen once.
//! - Chunks ([`fit_chunks`], [`fit_chunks_from`]): centres learned from batches, then passes of step 3 over rows that are read again
//!   each time and never are in memory at once. Steps, cost, edges: `chunks/mod.rs`.
//!
//! **Cost.** Time O(n k d) per iteration at the most, 10 to 60 iterations per start as a rule; memory: half of the points once
//! more, and for each start under way 2 to 8 bytes a row.
//!
//! **Randomness.** The seed decides the sample and the drawn centres, one stream of numbers for each purpose, number of
//! clusters and start. The same seed gives the same bits with any number of threads and any width of vectors.
//!
//! **Edges.** k = 1: the mean. k = n: every row alone, if all differ. k > n: an error. k above the number of different rows:
//! one cluster for each different row, fewer than asked for; [`Trace::distinct_rows`](crate::Trace) tells. Clusters are never
//! empty: a centre that no row is nearest to at the end (possible with `max_iter` reached early, or with given centres) is
//! dropped. A constant column changes nothing. Values over 10¹⁴⁰ in magnitude are refused because their squares would
//! overflow. Rows whose difference is too small to be squared count as equal.
//!
//! **Differences from scikit-learn.** From the same start: the same labels, and centres, inertia and iterations equal up to
//! rounding. Inertia is always taken from differences, so close rows far from the origin keep their digits. Seeded starts draw
//! other random numbers (and with weights `tol` is measured by the weighted variance, so that weights equal repetition), and
//! `n_init` is 10 by default. With several empty clusters at once the farthest rows are taken in the
//! order of their distance. An empty cluster that stays empty waits on the mean of the largest cluster and is dropped at the
//! end; scikit-learn keeps its centre and warns. Above 2,048 rows, starts are searched on a summary as described; the chosen one
//! goes on farther than `tol` asks for. From given centres ([`fit_from`]) `tol` is what it is.
//!
//! **References.** Lloyd (1982), doi:10.1109/TIT.1982.1056489; Hamerly (2010), bounds on what can change,
//! doi:10.1137/1.9781611972801.12; Fränti (2018), swaps, doi:10.1186/s40537-018-0122-y; Arthur & Vassilvitskii (2007), k-means++, SODA '07, 1027–1035;
//! Celebi, Kingravi & Vela (2013), starts compared, the greedy one among them, doi:10.1016/j.eswa.2012.07.021; Capó, Pérez &
//! Lozano (2017), starts on a reduced set, doi:10.1016/j.knosys.2016.06.031; Bradley, Bennett & Demiriz (2000), Constrained
//! k-means clustering, MSR-TR-2000-65; Aurenhammer, Hoffmann & Aronov (1998), minimum sizes by offsets, doi:10.1007/PL00009187;
//! Sculley (2010), batches, doi:10.1145/1772690.1772862.
//!
//! ```
//! use shoal_cluster::kmeans::{Params, sweep};
//! use shoal_kernel::Points;
//!
//! let points = Points::new(vec![0.0, 0.0, 0.2, 0.0, 5.0, 5.0, 5.2, 5.0, 9.0, 0.0, 9.2, 0.0], 2).unwrap();
//! let fitted = sweep(&points, &[2, 3], &Params::default()).unwrap();
//! assert_eq!(fitted[1].labels.complete().unwrap().as_slice(), [0, 0, 1, 1, 2, 2]);
//! assert!(fitted[1].trace.loss <= fitted[0].trace.loss);
//! ```

mod active;
mod chunks;
mod curve;
pub(crate) mod data;
mod finish;
mod lloyd;
mod minibatch;
mod minimum;
mod model;
mod nearest;
mod params;
mod piece;
mod predict;
mod resampled;
mod screen;
mod seeding;
mod starts;
mod summary;
mod swap;
mod sweep;
mod totals;
mod weights;

use shoal_kernel::Points;

use crate::error::ClusterError;
use crate::evidence::EvidenceKind;
use crate::fitted::{Fitted, Origin};
use crate::method::{Method, Reference, Weighted};
use crate::settings::Settings;
use data::Data;
pub(crate) use data::{check_points, check_values};
use finish::{Numbering, finish};
use lloyd::{Begin, lloyd};
use minimum::Minimum;
use params::check_clusters;
use starts::Attempt;

pub use chunks::{BATCH, FromChunks, fit_chunks, fit_chunks_from};
pub use curve::inertia_curve;
pub use data::LARGEST;
pub use minibatch::{Learned, MiniBatch, fit_in_batches};
pub use model::KMeansModel;
pub use params::Params;
pub use resampled::sweep_resamples;
pub use sweep::{sweep, sweep_weighted};
pub use weights::{LARGEST_WEIGHT, SMALLEST_WEIGHT};

/// The card of k-means.
pub static METHOD: Method = Method {
    id: "kmeans",
    name: "k-means",
    summary: "compact clusters around their means, as many as asked for",
    parameters: params::PARAMETERS,
    evidence: &[EvidenceKind::Centres],
    places: "with the nearest centre; where clusters have a minimum size, with the smallest squared distance less the \
             cluster's offset",
    leaves_out: false,
    cost: "time n × k × d per iteration, 10 to 40 iterations for each of the starts; memory n × d",
    references: &[
        Reference { text: "Lloyd (1982), Least squares quantization in PCM", doi: "10.1109/TIT.1982.1056489" },
        Reference {
            text: "Celebi, Kingravi & Vela (2013), A comparative study of efficient initialization methods for the k-means \
                   clustering algorithm",
            doi: "10.1016/j.eswa.2012.07.021",
        },
        Reference {
            text: "Aurenhammer, Hoffmann & Aronov (1998), Minkowski-type theorems and least-squares clustering",
            doi: "10.1007/PL00009187",
        },
        Reference { text: "Sculley (2010), Web-scale k-means clustering", doi: "10.1145/1772690.1772862" },
    ],
    fit: |points, settings| fit(points, &read(settings)?),
    sweep: Some(|points, ks, settings| sweep(points, ks, &read(settings)?)),
    sweep_together: None,
    fit_from: Some(|points, centres, settings| fit_from(points, centres, &read(settings)?)),
    weighted: Some(Weighted {
        fit: |points, weights, settings| fit_weighted(points, weights, &read(settings)?),
        sweep: Some(|points, weights, ks, settings| sweep_weighted(points, weights, ks, &read(settings)?)),
        fit_from: Some(|points, weights, centres, settings| {
            fit_weighted_from(points, weights, centres, &read(settings)?)
        }),
    }),
    grid: |_, settings| Ok(vec![settings.clone()]),
    restore: model::restore,
};

fn read(settings: &Settings) -> Result<Params, ClusterError> {
    METHOD.check_names(settings)?;
    Params::read(settings)
}

/// Fits `params.n_clusters` clusters to `points` (rows × columns, finite).
///
/// Clusters are numbered by their centres: smallest first coordinate first, then the second, and so on.
///
/// # Errors
/// No rows, a value that is not finite (with row and column), a parameter outside its range, more clusters than rows.
pub fn fit(points: &Points, params: &Params) -> Result<Fitted, ClusterError> {
    let mut fitted = sweep(points, &[params.n_clusters], params)?;
    fitted.pop().ok_or(ClusterError::NoRows)
}

/// Fits from given `centres` (clusters × columns, finite; `params.n_clusters` is not read): one start over all rows.
///
/// Clusters keep the order of `centres`; a centre that no row is nearest to at the end is dropped, and those after it move up.
///
/// # Errors
/// As [`fit`]; centres with other columns than the points, none, or a value in them that is not finite.
pub fn fit_from(points: &Points, centres: &Points, params: &Params) -> Result<Fitted, ClusterError> {
    fit_rows_from(points, None, centres, params)
}

/// [`fit`] with a weight for each row; see [`sweep_weighted`].
///
/// # Errors
/// As [`fit`]; weights that are not one for each row, outside their range, or all 0.
pub fn fit_weighted(points: &Points, weights: &[f64], params: &Params) -> Result<Fitted, ClusterError> {
    let mut fitted = sweep_weighted(points, weights, &[params.n_clusters], params)?;
    fitted.pop().ok_or(ClusterError::NoRows)
}

/// [`fit_from`] with a weight for each row; see [`sweep_weighted`].
///
/// # Errors
/// As [`fit_from`]; weights that are not one for each row, outside their range, or all 0.
pub fn fit_weighted_from(
    points: &Points,
    weights: &[f64],
    centres: &Points,
    params: &Params,
) -> Result<Fitted, ClusterError> {
    fit_rows_from(points, Some(weights), centres, params)
}

fn fit_rows_from(
    points: &Points,
    weights: Option<&[f64]>,
    centres: &Points,
    params: &Params,
) -> Result<Fitted, ClusterError> {
    let plan = params.plan()?;
    plan.check_no_batches("from given centres")?;
    let data = Data::checked(points, weights)?;
    check_clusters(centres.rows(), points.rows(), &plan)?;
    check_values(centres)?;
    if centres.columns() != points.columns() {
        return Err(ClusterError::Columns { came: points.columns(), expected: centres.columns() });
    }
    let (kept, rest) = match Minimum::new(points, &plan) {
        Some(minimum) => minimum.settle_given(&data, centres, &plan)?,
        None => {
            let rest = lloyd(Begin::new(&data, centres.values().to_vec()), &plan);
            (finish(&data, &rest, Numbering::AsGiven)?.into(), rest)
        }
    };
    let tried = [Attempt::new(Origin::Given, data.rows(), rest)];
    Ok(sweep::hand_out(points, kept, &tried, 0, centres.rows()))
}
