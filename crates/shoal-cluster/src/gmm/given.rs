//! Where a mixture may start when the caller says where: labels, or whole parameters.

use std::borrow::Cow;

use shoal_kernel::{Labels, Points, Square};

use super::climb::{Begin, Slope};
use super::components::{Components, reduced};
use super::covariance::Covariance;
use super::params::check_clusters;
use crate::error::ClusterError;
use crate::kmeans::KMeansModel;
use crate::kmeans::data::{check_points, check_values};
use crate::model::Model;

/// A start that the caller gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// One cluster number per row: the components start as the weights, means and covariances of these clusters.
    Labels(Labels),
    /// The components themselves.
    Parameters {
        /// One per component, above 0; they are divided by their sum.
        weights: Vec<f64>,
        /// Components × columns, in the units of the points.
        means: Points,
        /// One per component, columns × columns, symmetric and positive definite; `reg_covar` is not added. What the form of the
        /// mixture cannot hold is left out: off the diagonal (`diag`), the differences of the variances (`spherical`), of the
        /// components (`tied`: their mean by weight).
        covariances: Vec<Square>,
    },
}

impl Given {
    /// Every row in the cluster of its nearest centre (clusters × columns), the lowest number of equally near ones. Centres
    /// without a row are dropped.
    ///
    /// # Errors
    /// No centre, more than rows, centres with other columns than the points, a value that is not finite.
    pub fn nearest(points: &Points, centres: &Points) -> Result<Self, ClusterError> {
        check_points(points)?;
        check_clusters(centres.rows(), points.rows())?;
        check_values(centres)?;
        let nearest = KMeansModel::new(centres.clone(), Vec::new()).assign(points)?;
        let nearest: Vec<u32> = nearest.iter().filter_map(|row| row.cluster).collect();
        Ok(Self::Labels(Labels::renumbered(&nearest)))
    }

    /// Components to start with.
    pub(super) fn clusters(&self) -> usize {
        match self {
            Self::Labels(labels) => labels.clusters(),
            Self::Parameters { weights, .. } => weights.len(),
        }
    }

    /// Refuses what does not fit points of `rows` × `columns`.
    pub(super) fn check(&self, rows: usize, columns: usize) -> Result<(), ClusterError> {
        check_clusters(self.clusters(), rows)?;
        match self {
            Self::Labels(labels) if labels.rows() != rows => {
                Err(wrong("labels", format!("{} labels", labels.rows()), format!("one per row, {rows}")))
            }
            Self::Labels(_) => Ok(()),
            Self::Parameters { weights, means, covariances } => {
                check_values(means)?;
                if means.columns() != columns {
                    return Err(ClusterError::Columns { came: columns, expected: means.columns() });
                }
                check_parameters(weights, means, covariances)
            }
        }
    }

    /// Where the climb begins.
    pub(super) fn begin(&self, slope: Slope<'_>) -> Begin<'_> {
        let form = slope.plan.covariance;
        match self {
            Self::Labels(labels) => Begin::Labels(labels),
            Self::Parameters { weights, means, covariances } => {
                let origin = slope.data.origin();
                let differences = means.iter().flat_map(|mean| mean.iter().zip(origin).map(|(a, b)| a - b)).collect();
                let mut kept: Vec<Vec<f64>> = covariances.iter().map(|matrix| reduced(form, matrix)).collect();
                if form == Covariance::Tied {
                    pool(weights, &mut kept);
                }
                let components = Components::regularised(form, weights, differences, kept.concat(), 0.0);
                Begin::Components(Cow::Owned(components))
            }
        }
    }
}

/// Replaces all by their mean by weight.
fn pool(weights: &[f64], kept: &mut [Vec<f64>]) {
    let total: f64 = weights.iter().sum();
    let mut mean = vec![0.0; kept.first().map_or(0, Vec::len)];
    for (weight, kept) in weights.iter().zip(kept.iter()) {
        mean.iter_mut().zip(kept).for_each(|(mean, value)| *mean += weight / total * value);
    }
    kept.iter_mut().for_each(|kept| kept.copy_from_slice(&mean));
}

fn check_parameters(weights: &[f64], means: &Points, covariances: &[Square]) -> Result<(), ClusterError> {
    let columns = means.columns();
    if means.rows() != weights.len() || covariances.len() != weights.len() {
        let came = format!("{} weights, {} means, {} covariances", weights.len(), means.rows(), covariances.len());
        return Err(wrong("components", came, "one of each per component".to_owned()));
    }
    if let Some(weight) = weights.iter().find(|&&weight| !(1e-100..=1e100).contains(&weight)) {
        return Err(wrong("weights", weight.to_string(), "numbers above 0".to_owned()));
    }
    for (number, matrix) in covariances.iter().enumerate() {
        let sound = matrix.size() == columns && symmetric(matrix) && shoal_kernel::cholesky::factor(matrix).is_some();
        if !sound {
            let allowed = format!("symmetric positive definite matrices of {columns} × {columns} up to 1e290");
            return Err(wrong("covariances", format!("another matrix for component {number}"), allowed));
        }
    }
    Ok(())
}

/// Whether both triangles are the same up to rounding, and nothing in them is too large.
fn symmetric(matrix: &Square) -> bool {
    let same = |a: f64, b: f64| (a - b).abs() <= 1e-8 * a.abs().max(b.abs());
    let sound = |i: usize, j: usize| matrix.get(i, j).abs() <= 1e290 && same(matrix.get(i, j), matrix.get(j, i));
    (0..matrix.size()).all(|i| (0..=i).all(|j| sound(i, j)))
}

fn wrong(name: &str, came: String, allowed: String) -> ClusterError {
    ClusterError::Parameter { name: name.to_owned(), came, allowed }
}
