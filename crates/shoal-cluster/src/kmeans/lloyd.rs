//! One start of k-means, from given centres to rest.

use shoal_kernel::blocks::BLOCK;
use shoal_kernel::distance::squared;

use super::data::Data;
use super::nearest::inertia;
use super::params::Plan;
use super::update::{NONE, Totals, assign, moved};

/// Where a start came to rest.
#[derive(Clone, Debug)]
pub(super) struct Rest {
    /// `clusters` × `columns`.
    pub(super) centres: Vec<f64>,
    pub(super) iterations: usize,
    pub(super) converged: bool,
    /// Over the rows it ran on.
    pub(super) inertia: f64,
}

/// Moves `centres` until no row changes its cluster, or the centres hardly move, or `max_iter` is reached.
pub(super) fn lloyd(data: &Data, mut centres: Vec<f64>, plan: &Plan) -> Rest {
    let columns = data.columns();
    let enough = plan.tol * data.mean_variance;
    let mut labels = vec![[NONE; BLOCK]; data.blocks.len()];
    let mut totals = Totals::zeros(centres.len() / columns, columns);
    let mut iterations = 0;
    let mut converged = false;
    while !converged && iterations < plan.max_iter {
        let changed = assign(data, &centres, &mut labels, &mut totals);
        let new = moved(data, &centres, &labels, &totals);
        let shift: f64 =
            centres.chunks_exact(columns).zip(new.chunks_exact(columns)).map(|(old, new)| squared(old, new)).sum();
        centres = new;
        iterations += 1;
        converged = changed == 0 || shift <= enough;
    }
    let inertia = inertia(data, &centres);
    Rest { centres, iterations, converged, inertia }
}
