//! One start of the mixture, from given parameters to rest: expectation and maximisation in turns.

use super::components::Components;
use super::data::Data;
use super::params::Plan;
use super::place::log_likelihood;
use super::statistics::{Source, gather};

/// Where a start came to rest.
#[derive(Clone, Debug)]
pub(super) struct Rest {
    pub(super) components: Components,
    pub(super) iterations: usize,
    pub(super) converged: bool,
    /// Mean over the rows, under these components.
    pub(super) log_likelihood: f64,
}

/// Climbs as [`ascend`] does, and finds how likely the rows are at rest.
pub(super) fn climb(data: &Data<'_>, components: Components, plan: &Plan) -> Rest {
    let rest = ascend(data, components, plan);
    let log_likelihood = log_likelihood(data.points, data.origin(), &rest.components.density);
    Rest { log_likelihood, ..rest }
}

/// Iterates until the mean log-likelihood changes by less than `tol`, or `max_iter` is reached. The log-likelihood is that of
/// the components before the last iteration.
pub(super) fn ascend(data: &Data<'_>, mut components: Components, plan: &Plan) -> Rest {
    let mut log_likelihood = f64::NEG_INFINITY;
    let mut iterations = 0;
    let mut converged = false;
    while !converged && iterations < plan.max_iter {
        let density = components.density;
        let bound;
        (bound, components) = maximise(data, Source::Density(&density), &density.means, plan);
        iterations += 1;
        converged = (bound - log_likelihood).abs() < plan.tol;
        log_likelihood = bound;
    }
    Rest { components, iterations, converged, log_likelihood }
}

/// One pass over the rows: the mean log-likelihood under `source` and the components that fit its responsibilities best.
/// Statistics are taken about `centres`, and once more about the new means if these lie far from there.
pub(super) fn maximise(data: &Data<'_>, source: Source<'_>, centres: &[f64], plan: &Plan) -> (f64, Components) {
    let (bound, statistics) = gather(data, plan.covariance, source, centres);
    let components = Components::maximise(&statistics, plan.reg_covar);
    if !components.moved_far(&statistics.centres) {
        return (bound, components);
    }
    let (_, statistics) = gather(data, plan.covariance, source, &components.density.means);
    (bound, Components::maximise(&statistics, plan.reg_covar))
}
