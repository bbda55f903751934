//! Several numbers of components and several forms at once, started from one sweep of k-means.

use shoal_kernel::Points;
use shoal_kernel::moments::column_means;
use shoal_kernel::parallel::map_tasks;

use super::climb::Slope;
use super::covariance::Covariance;
use super::data::Layouts;
use super::finish::finish;
use super::params::{Params, Plan, Precision, check_clusters};
use super::starts::{Attempt, Tried, attempts, best};
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
    let mut fitted = sweep_forms(points, ks, &[(params.covariance, params.precision)], params)?;
    fitted.pop().ok_or(ClusterError::NoRows)
}

/// Fits every number of components in `ks` in every form and precision of `forms`: for each form what [`sweep`] gives for it, to the
/// bit, in the order of `forms`. `params.n_clusters`, `covariance` and `precision` are not read.
///
/// Forms share the check of the points, their layout (one for each precision), every run of k-means that starts come from, and, above
/// 16,384 rows, each pass over the rows.
///
/// # Errors
/// As [`sweep`].
pub fn sweep_forms(
    points: &Points,
    ks: &[usize],
    forms: &[(Covariance, Precision)],
    params: &Params,
) -> Result<Vec<Vec<Fitted>>, ClusterError> {
    let plan = params.plan()?;
    check_points(points)?;
    for &k in ks {
        check_clusters(k, points.rows())?;
    }
    let mut ascending = ks.to_vec();
    ascending.sort_unstable();
    ascending.dedup();
    let of_form = |&(covariance, precision)| Plan { covariance, precision, ..plan.clone() };
    let plans: Vec<Plan> = forms.iter().map(of_form).collect();
    let layouts = Layouts::around(points, &column_means(points), &plans);
    let slopes = layouts.slopes(&plans);
    let tried = attempts(&slopes, &ascending)?;
    let of_form = |(&slope, tried): (&Slope<'_>, &Tried)| {
        let fitted = hand_out(slope, tried, &ascending)?;
        let place = |k: &usize| ascending.binary_search(k).unwrap_or(0);
        Ok(ks.iter().map(|k| fitted[place(k)].clone()).collect())
    };
    slopes.iter().zip(&tried).map(of_form).collect()
}

/// For each of `params` what [`sweep`] gives for it. Those that follow each other and differ in nothing but form and precision are fitted
/// together.
pub(super) fn sweep_all(points: &Points, ks: &[usize], params: &[Params]) -> Result<Vec<Vec<Fitted>>, ClusterError> {
    let without_form = |params: &Params| {
        let (covariance, precision) = (Covariance::Full, Precision::Double);
        Params { covariance, precision, ..params.clone() }
    };
    let groups = params.chunk_by(|a, b| without_form(a) == without_form(b));
    let fitted = groups.map(|group| {
        let forms: Vec<(Covariance, Precision)> =
            group.iter().map(|params| (params.covariance, params.precision)).collect();
        sweep_forms(points, ks, &forms, &group[0])
    });
    Ok(fitted.collect::<Result<Vec<_>, _>>()?.concat())
}

/// The result of the best attempt for each number of components.
fn hand_out(slope: Slope<'_>, tried: &[Vec<Attempt>], ks: &[usize]) -> Result<Vec<Fitted>, ClusterError> {
    let tasks: Vec<(usize, &Vec<Attempt>)> = ks.iter().copied().zip(tried).collect();
    let of_k = |&(k, tried): &(usize, &Vec<Attempt>)| {
        let data = slope.data;
        let chosen = best(tried, data.rows());
        let starts = tried.iter().map(|attempt| attempt.start).collect();
        let components = &tried.get(chosen).ok_or(ClusterError::NoRows)?.rest.components;
        finish(data, components.select(&components.by_mean())).hand_out(data, k, (starts, chosen))
    };
    map_tasks(&tasks, of_k).into_iter().collect()
}
