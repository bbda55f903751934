//! Several numbers of components at once, started from one sweep of k-means.

use shoal_kernel::distinct::distinct_rows;
use shoal_kernel::parallel::map_tasks;
use shoal_kernel::random::mix;
use shoal_kernel::{Labels, Points};

use super::climb::{Rest, climb};
use super::data::Data;
use super::finish::finish;
use super::given::from_labels;
use super::params::{Params, Plan, check_clusters};
use crate::error::ClusterError;
use crate::fitted::{Fitted, Origin, Start};
use crate::kmeans;
use crate::kmeans::data::check_points;

/// Fits every number of components in `ks`; one result per entry, in its order. `params.n_clusters` is not read.
///
/// All numbers share the sweeps of k-means that their starts come from. Where k-means was helped by its result with fewer
/// clusters, the result without that help is a start too; so a sweep is never worse than single fits, and `sweep` with a
/// single number is the same as [`fit`](super::fit).
///
/// # Errors
/// No rows, a value that is not finite (with row and column), a parameter outside its range, more components than rows.
pub fn sweep(points: &Points, ks: &[usize], params: &Params) -> Result<Vec<Fitted>, ClusterError> {
    let plan = params.plan()?;
    check_points(points)?;
    for &k in ks {
        check_clusters(k, points.rows())?;
    }
    let mut ascending = ks.to_vec();
    ascending.sort_unstable();
    ascending.dedup();
    let data = Data::new(points);
    let distinct = distinct_rows(points);
    let starts = labels_to_start_from(points, &ascending, &plan)?;
    // The largest first, so that no thread is left with one at the end.
    let tasks: Vec<&Labels> = starts.iter().flatten().rev().collect();
    let mut rests = map_tasks(&tasks, |&labels| climb(&data, from_labels(&data, labels, &plan), &plan));
    let mut fitted = Vec::with_capacity(ascending.len());
    for (&k, starts) in ascending.iter().zip(&starts) {
        let mut tried = rests.split_off(rests.len() - starts.len());
        tried.reverse();
        fitted.push(best_of(&data, tried, k, distinct)?);
    }
    let place = |k: &usize| ascending.binary_search(k).unwrap_or(0);
    Ok(ks.iter().map(|k| fitted[place(k)].clone()).collect())
}

/// For each of `ks` (ascending) the results of k-means that the mixture starts from, all different in origin.
fn labels_to_start_from(points: &Points, ks: &[usize], plan: &Plan) -> Result<Vec<Vec<Labels>>, ClusterError> {
    let mut starts = vec![Vec::new(); ks.len()];
    for number in 0..plan.n_init as u64 {
        let seed = if number == 0 { plan.seed } else { mix(plan.seed ^ mix(number)) };
        let params = |k| kmeans::Params::new(k, seed);
        for (starts, fitted) in starts.iter_mut().zip(kmeans::sweep(points, ks, &params(1))?) {
            if fitted.trace.starts[fitted.trace.chosen].origin == Origin::Smaller {
                let alone = kmeans::fit(points, &params(fitted.trace.n_clusters.unwrap_or(1)))?;
                starts.extend(alone.labels.complete());
            }
            starts.extend(fitted.labels.complete());
        }
    }
    Ok(starts)
}

/// The most likely of the results for one number of components; the first of equally good ones.
fn best_of(data: &Data, tried: Vec<Rest>, k: usize, distinct: usize) -> Result<Fitted, ClusterError> {
    let starts = tried.iter().map(|rest| start(rest, Origin::KMeans, data.rows())).collect();
    let better = |best: (usize, Rest), next: (usize, Rest)| {
        if next.1.log_likelihood > best.1.log_likelihood { next } else { best }
    };
    let (chosen, rest) = tried.into_iter().enumerate().reduce(better).ok_or(ClusterError::NoRows)?;
    let components = rest.components.select(&rest.components.by_mean());
    finish(data, components).hand_out(data, distinct, k, (starts, chosen))
}

/// What is told of a start.
pub(super) fn start(rest: &Rest, origin: Origin, rows: usize) -> Start {
    let Rest { iterations, converged, log_likelihood, .. } = *rest;
    Start { origin, rows, iterations, converged, loss: -log_likelihood }
}
