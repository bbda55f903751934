//! Several numbers of clusters at once, each helped by the one before.
//!
//! Beside the seeded starts, every number of clusters but the smallest gets a start from the result with fewer clusters and
//! one more centre. That start begins no worse than the smaller result ended, and k-means never makes it worse; so inertia
//! does not rise with the number of clusters, which seeded starts alone do not promise.

use std::sync::Arc;

use shoal_kernel::Points;
use shoal_kernel::distinct::distinct_rows;

use super::data::Data;
use super::finish::{Finished, Numbering, finish};
use super::minibatch::fit_in_batches;
use super::minimum::{Kept, Minimum};
use super::model::KMeansModel;
use super::params::{Params, Plan, check_clusters};
use super::starts::{Attempt, attempts, best, from_smaller};
use crate::error::ClusterError;
use crate::evidence::Evidence;
use crate::fitted::{Fitted, Remark, Trace};

/// Fits every number of clusters in `ks`; one result per entry, in its order. `params.n_clusters` is not read.
///
/// Inertia never rises with the number of clusters, unless they have a minimum size or learn in batches. `sweep` with a single number is the same as [`fit`](super::fit).
/// Clusters are numbered by their centres: smallest first coordinate first, then the second, and so on.
///
/// # Errors
/// No rows, a value that is not finite (with row and column), a parameter outside its range, more clusters than rows, a minimum
/// size that cannot be had.
pub fn sweep(points: &Points, ks: &[usize], params: &Params) -> Result<Vec<Fitted>, ClusterError> {
    sweep_rows(points, None, ks, params)
}

/// [`sweep`] with a weight for each row: 0, or from 10⁻¹² to 10¹², at least one above 0.
///
/// A whole number as weight is the same as that many copies of the row. Rows of weight 0 move no centre and get a label.
///
/// # Errors
/// As [`sweep`]; weights that are not one for each row, outside their range, or all 0.
pub fn sweep_weighted(
    points: &Points,
    weights: &[f64],
    ks: &[usize],
    params: &Params,
) -> Result<Vec<Fitted>, ClusterError> {
    sweep_rows(points, Some(weights), ks, params)
}

fn sweep_rows(
    points: &Points,
    weights: Option<&[f64]>,
    ks: &[usize],
    params: &Params,
) -> Result<Vec<Fitted>, ClusterError> {
    let plan = params.plan()?;
    let data = Data::checked(points, weights)?;
    for &k in ks {
        check_clusters(k, points.rows(), &plan)?;
    }
    if plan.batch_rows > 0 {
        plan.check_batches(weights)?;
        let fit = |&k: &usize| fit_in_batches(points, plan.batch_rows, &Params { n_clusters: k, ..params.clone() });
        return ks.iter().map(fit).collect();
    }
    let ascending = ascending(ks);
    let tried = attempts(&data, &ascending, &plan);
    let fitted = chosen(points, &data, tried, &ascending, &plan)?;
    Ok(in_order(fitted, &ascending, ks))
}

/// The numbers of clusters in ascending order, each once.
pub(super) fn ascending(ks: &[usize]) -> Vec<usize> {
    let mut ascending = ks.to_vec();
    ascending.sort_unstable();
    ascending.dedup();
    ascending
}

/// One result for each of `ks`, of those for the numbers in ascending order.
pub(super) fn in_order(fitted: Vec<Fitted>, ascending: &[usize], ks: &[usize]) -> Vec<Fitted> {
    let place = |k: &usize| ascending.binary_search(k).unwrap_or(0);
    ks.iter().map(|k| fitted[place(k)].clone()).collect()
}

/// The best of the attempts for each of `ks` (ascending), finished; never with more inertia than with fewer clusters.
pub(super) fn chosen(
    points: &Points,
    data: &Data,
    mut tried: Vec<Vec<Attempt>>,
    ks: &[usize],
    plan: &Plan,
) -> Result<Vec<Fitted>, ClusterError> {
    let minimum = Minimum::new(points, plan);
    let mut fitted: Vec<Fitted> = Vec::with_capacity(ks.len());
    for (&k, tried) in ks.iter().zip(&mut tried) {
        if let Some(smaller) =
            fitted.last().filter(|smaller| is_better(smaller, tried, data.rows())).and_then(Fitted::centres)
        {
            tried.push(from_smaller(data, smaller.values(), k, plan));
        }
        let (kept, chosen) = match &minimum {
            Some(minimum) => minimum.take_on(data, tried, k, plan)?,
            None => {
                let chosen = best(tried, data.rows());
                (finish(data, &tried[chosen].rest, Numbering::ByCentre)?.into(), chosen)
            }
        };
        fitted.push(hand_out(points, kept, tried, chosen, k));
    }
    Ok(fitted)
}

/// Whether a result with fewer clusters has less inertia than all attempts with more.
fn is_better(smaller: &Fitted, tried: &[Attempt], rows: usize) -> bool {
    smaller.trace.loss.is_some_and(|loss| loss < tried[best(tried, rows)].rest.inertia)
}

/// Puts everything together.
pub(super) fn hand_out(points: &Points, kept: Kept, tried: &[Attempt], chosen: usize, n_clusters: usize) -> Fitted {
    let Kept { finished: Finished { labels, centres, inertia }, offsets, moved } = kept;
    let found = labels.clusters();
    let fewer = (found < n_clusters).then_some(Remark::FewerClusters { asked: n_clusters, found });
    let moved = (moved > 0).then_some(Remark::Moved { rows: moved });
    let trace = Trace {
        n_clusters: Some(n_clusters),
        distinct_rows: (found < n_clusters).then(|| distinct_rows(points)),
        iterations: tried[chosen].start.iterations,
        converged: tried[chosen].start.converged,
        loss: Some(inertia),
        starts: tried.iter().map(|attempt| attempt.start).collect(),
        chosen,
        remarks: fewer.into_iter().chain(moved).collect(),
    };
    Fitted {
        labels: labels.into(),
        model: Arc::new(KMeansModel::new(centres.clone(), offsets)),
        trace,
        evidence: vec![Evidence::Centres(centres)],
    }
}
