//! Several numbers of components at once, started from one sweep of k-means.

use shoal_kernel::Points;

use super::data::Data;
use super::finish::finish;
use super::params::{Params, check_clusters};
use super::starts::{Attempt, attempts, best};
use crate::error::ClusterError;
use crate::fitted::Fitted;
use crate::kmeans::data::check_points;

/// Fits every number of components in `ks`; one result per entry, in its order. `params.n_clusters` is not read.
///
/// All numbers share the sweep of k-means that their first starts come from. Where k-means was helped by its result with fewer
/// clusters, the result without that help is a start too; so up to 2,048 rows a sweep is never worse than single fits. `sweep` with a
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
    let data = Data::new(points, plan.precision);
    let tried = attempts(points, &data, &ascending, &plan)?;
    let results = ascending.iter().zip(&tried).map(|(&k, tried)| hand_out(&data, tried, k));
    let fitted: Vec<Fitted> = results.collect::<Result<_, _>>()?;
    let place = |k: &usize| ascending.binary_search(k).unwrap_or(0);
    Ok(ks.iter().map(|k| fitted[place(k)].clone()).collect())
}

/// The result of the best attempt for one number of components.
fn hand_out(data: &Data<'_>, tried: &[Attempt], k: usize) -> Result<Fitted, ClusterError> {
    let chosen = best(tried, data.rows());
    let starts = tried.iter().map(|attempt| attempt.start).collect();
    let components = &tried.get(chosen).ok_or(ClusterError::NoRows)?.rest.components;
    finish(data, components.select(&components.by_mean())).hand_out(data, k, (starts, chosen))
}
