//! From components at rest to labels, model and evidence: order, and no empty cluster.

use std::sync::Arc;

use shoal_kernel::Labels;
use shoal_kernel::distinct::distinct_rows;

use super::components::Components;
use super::covariance::Covariance;
use super::data::Data;
use super::density::Density;
use super::model::GmmModel;
use super::place;
use crate::error::ClusterError;
use crate::evidence::{Evidence, Mixture};
use crate::fitted::{Fitted, Remark, Start, Trace};

/// A mixture as it is handed out.
pub(super) struct Finished {
    labels: Labels,
    components: Components,
    log_likelihood: f64,
    /// Mean log-likelihood before components without rows were dropped.
    pub(super) undropped: f64,
}

/// Places every row and drops components that are nobody's most probable one; the others keep their order.
pub(super) fn finish(data: &Data<'_>, mut components: Components) -> Finished {
    let mut undropped = None;
    loop {
        let (labels, log_likelihood) = place::labels(data.points, data.origin(), &components.density);
        let undropped = *undropped.get_or_insert(log_likelihood);
        let used = used(&labels, components.density.clusters());
        if used.len() == components.density.clusters() {
            return Finished { labels: Labels::renumbered(&labels), components, log_likelihood, undropped };
        }
        components = components.select(&used);
    }
}

/// The numbers of the components that have rows, ascending.
fn used(labels: &[u32], clusters: usize) -> Vec<usize> {
    let mut used = vec![false; clusters];
    labels.iter().for_each(|&label| used[label as usize] = true);
    (0..clusters).filter(|&number| used[number]).collect()
}

impl Finished {
    /// Puts everything together; `starts` were tried, and the one with number `chosen` ended here.
    pub(super) fn hand_out(
        self,
        data: &Data<'_>,
        n_clusters: usize,
        (starts, chosen): (Vec<Start>, usize),
    ) -> Result<Fitted, ClusterError> {
        let Self { labels, components, log_likelihood, .. } = self;
        // Every component has finite coordinates and there is at least one row.
        let means = components.means(data.origin()).ok_or(ClusterError::NoRows)?;
        let trace = Trace {
            n_clusters: Some(n_clusters),
            distinct_rows: (means.rows() < n_clusters).then(|| distinct_rows(data.points)),
            iterations: starts[chosen].iterations,
            converged: starts[chosen].converged,
            loss: Some(-log_likelihood),
            starts,
            chosen,
            remarks: remarks(&components.density, data.rows(), n_clusters),
        };
        let Density { form, columns, ref weights, .. } = components.density;
        let parameters = form.parameters(weights.len(), columns);
        let deviance = -2.0 * log_likelihood * data.rows() as f64;
        let mixture = Mixture {
            covariance: form.name(),
            weights: weights.clone(),
            means: means.clone(),
            covariances: components.matrices(),
            log_likelihood,
            bic: deviance + parameters as f64 * (data.rows() as f64).ln(),
            aic: deviance + 2.0 * parameters as f64,
            parameters,
        };
        Ok(Fitted {
            labels: labels.into(),
            model: Arc::new(GmmModel::new(data.origin().to_vec(), components.density)),
            trace,
            evidence: vec![Evidence::Centres(means), Evidence::Mixture(mixture)],
        })
    }
}

/// What a reader should know: fewer clusters than asked for, components with too few rows.
fn remarks(density: &Density, rows: usize, n_clusters: usize) -> Vec<Remark> {
    let found = density.clusters();
    let fewer = (found < n_clusters).then_some(Remark::FewerClusters { asked: n_clusters, found });
    let needed = Covariance::rows_needed(density.form, density.columns);
    let counts = density.weights.iter().map(|weight| weight * rows as f64);
    // Ten roundings of a weight are no row.
    let starved = counts.enumerate().filter(|&(_, count)| count < needed - 1e-9);
    fewer.into_iter().chain(starved.map(|(component, rows)| Remark::Starved { component, rows })).collect()
}
