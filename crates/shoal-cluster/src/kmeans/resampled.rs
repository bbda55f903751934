//! The sweep for many resamples of the same rows: what stability is judged by.
//!
//! A resample only changes how often each row counts, so the rows are checked and laid out once, and starts of several
//! resamples meet each piece of them while it is near.

use shoal_kernel::Points;
use shoal_kernel::parallel::map_tasks;

use super::data::Data;
use super::lloyd::{FEW_ROWS, at_once};
use super::params::{Params, check_clusters};
use super::starts::attempts_for;
use super::sweep::{ascending, chosen, in_order};
use crate::error::ClusterError;
use crate::fitted::Fitted;
use crate::resamples::Resamples;

/// Resamples that are worked on at once where rows are few.
const TOGETHER: usize = 16;

/// The sweep over `ks` for each of the `resamples`, in their order: `take` gets a resample's number and its results, one per
/// entry of `ks`, each with a label for every row, drawn or not. Each result is, to the bit, that of
/// [`sweep_weighted`](super::sweep_weighted) with the resample's weights.
///
/// Memory: beside what the sweep needs, 12 bytes a row for each of the few resamples that are worked on at once.
///
/// # Errors
/// As [`sweep_weighted`](super::sweep_weighted); resamples of another number of rows; what `take` gives, at once.
pub fn sweep_resamples<E: From<ClusterError>>(
    points: &Points,
    resamples: &Resamples,
    ks: &[usize],
    params: &Params,
    mut take: impl FnMut(usize, Vec<Fitted>) -> Result<(), E>,
) -> Result<(), E> {
    let plan = params.plan()?;
    let data = Data::checked(points, None)?;
    for &k in ks {
        check_clusters(k, points.rows(), &plan)?;
    }
    plan.check_no_batches("for resamples")?;
    let ascending = ascending(ks);
    let together = if points.rows() <= FEW_ROWS { TOGETHER } else { (at_once(points.columns()) / 2).max(1) };
    let numbers: Vec<usize> = (0..resamples.count()).collect();
    for numbers in numbers.chunks(together) {
        let tables = map_tasks(numbers, |&number| data.weighing(&resamples.weights(number)));
        let tables = tables.into_iter().collect::<Result<Vec<Data>, ClusterError>>()?;
        let attempts = attempts_for(&tables, &ascending, &plan);
        for ((&number, data), tried) in numbers.iter().zip(&tables).zip(attempts) {
            let fitted = chosen(points, data, tried, &ascending, &plan)?;
            take(number, in_order(fitted, &ascending, ks))?;
        }
    }
    Ok(())
}
