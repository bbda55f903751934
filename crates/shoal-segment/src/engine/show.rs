//! What the method shows, in original units where that makes sense.

use super::frame::Frame;
use super::place::Placed;
use super::weights::Weights;
use serde::Serialize;
use shoal_cluster::Fitted;
use shoal_cluster::evidence::{KDistances, Linkage, Mixture};
use shoal_kernel::Points;

/// Heights of a tree that are shown; all of them are in the linkage table.
const TOP: usize = 20;

/// One cluster as it is in the table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClusterMean {
    /// Its number.
    pub cluster: usize,
    /// Rows in it.
    pub size: usize,
    /// Share of all rows, 0 to 1.
    pub share: f64,
    /// Sum of the weights of its rows; `None` when all count the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// Mean of each column over its rows, each counted once, in original units.
    pub mean: Vec<f64>,
}

/// What the method shows; only what it has.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Shown {
    /// One centre per cluster, in original units; under --pca as far as the kept components tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub centres: Option<Vec<Vec<f64>>>,
    /// The mixture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mixture: Option<MixtureShown>,
    /// The curve from which a radius is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub k_distances: Option<CurveShown>,
    /// The tree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tree: Option<TreeShown>,
}

/// A mixture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MixtureShown {
    /// Form of the covariances.
    pub covariance: &'static str,
    /// Share of each component.
    pub weights: Vec<f64>,
    /// Their means, in original units.
    pub means: Vec<Vec<f64>>,
    /// Their covariances, in original units: one matrix per component, row by row.
    pub covariances: Vec<Vec<Vec<f64>>>,
    /// Mean logarithm of the density over the rows, in the scaled units.
    pub log_likelihood: f64,
    /// Bayesian information criterion, in the scaled units.
    pub bic: f64,
    /// Akaike's information criterion, in the scaled units.
    pub aic: f64,
    /// Free parameters.
    pub free_parameters: usize,
}

/// Distances of rows to their neighbours, in the scaled units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CurveShown {
    /// Which neighbour.
    pub min_samples: usize,
    /// The radius that was used.
    pub eps: f64,
    /// Whether it was read from the curve.
    pub proposed: bool,
    /// Rows behind the curve.
    pub rows: usize,
    /// The curve, ascending, thinned out evenly.
    pub distances: Vec<f64>,
}

/// The top of a tree.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TreeShown {
    /// Rows at its feet.
    pub rows: usize,
    /// Heights of the last merges in the scaled units, highest first: between the first and the second lies the cut into 2
    /// clusters, and so on.
    pub top_heights: Vec<f64>,
}

/// Size and mean of every cluster.
pub(super) fn means(points: &Points, rows: &[Placed], clusters: usize, weights: Option<&Weights>) -> Vec<ClusterMean> {
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); clusters];
    for (at, row) in rows.iter().enumerate() {
        if let Some(cluster) = row.cluster {
            members[cluster as usize].push(at);
        }
    }
    let mean = |rows: &Vec<usize>| shoal_kernel::moments::column_means(&points.select(rows));
    let one = |(cluster, rows): (usize, &Vec<usize>)| ClusterMean {
        cluster,
        size: rows.len(),
        share: rows.len() as f64 / points.rows() as f64,
        weight: weights.map(|weights| rows.iter().map(|&row| weights.values[row]).sum()),
        mean: mean(rows),
    };
    members.iter().enumerate().map(one).collect()
}

/// The evidence of a fit.
pub(super) fn shown(fitted: &Fitted, frame: &Frame) -> Shown {
    Shown {
        centres: fitted.centres().map(|centres| rows_back(centres, frame)),
        mixture: fitted.mixture().map(|mixture| of_mixture(mixture, frame)),
        k_distances: fitted.k_distances().map(of_curve),
        tree: fitted.tree().map(|tree| of_tree(tree)),
    }
}

/// The merges as a table.
pub(super) fn merges(fitted: &Fitted) -> Option<Vec<(usize, usize, f64, usize)>> {
    let tree = fitted.tree()?;
    Some(tree.merges.iter().map(|merge| (merge.first, merge.second, merge.height, merge.size)).collect())
}

fn rows_back(points: &Points, frame: &Frame) -> Vec<Vec<f64>> {
    points.iter().map(|row| frame.back(row)).collect()
}

fn of_mixture(mixture: &Mixture, frame: &Frame) -> MixtureShown {
    MixtureShown {
        covariance: mixture.covariance,
        weights: mixture.weights.clone(),
        means: rows_back(&mixture.means, frame),
        covariances: mixture.covariances.iter().map(|it| frame.covariance_back(it)).collect(),
        log_likelihood: mixture.log_likelihood,
        bic: mixture.bic,
        aic: mixture.aic,
        free_parameters: mixture.parameters,
    }
}

fn of_curve(curve: &KDistances) -> CurveShown {
    CurveShown {
        min_samples: curve.min_samples,
        eps: curve.eps,
        proposed: curve.proposed,
        rows: curve.rows,
        distances: curve.distances.clone(),
    }
}

fn of_tree(tree: &Linkage) -> TreeShown {
    TreeShown { rows: tree.rows, top_heights: tree.merges.iter().rev().take(TOP).map(|merge| merge.height).collect() }
}
