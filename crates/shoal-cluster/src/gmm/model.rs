//! The model of the mixture: assigns rows, and tells how probable each component is for them.

use std::sync::Arc;

use shoal_kernel::Points;

use super::METHOD;
use super::components::means_around;
use super::covariance::Covariance;
use super::density::Density;
use super::place::{distances, log_densities, place, responsibilities};
use super::stored;
use crate::error::ClusterError;
use crate::kmeans::data::check_values;
use crate::model::{Assigned, Model, Parts};

/// Assigns each row to its most probable component.
#[derive(Clone, Debug, PartialEq)]
pub struct GmmModel {
    pub(super) origin: Vec<f64>,
    pub(super) density: Density,
}

impl GmmModel {
    pub(super) fn new(origin: Vec<f64>, density: Density) -> Self {
        Self { origin, density }
    }

    /// Builds a model again from what [`Model::parts`] gave.
    ///
    /// # Errors
    /// Arrays that are missing, do not fit each other, or hold numbers that no mixture has.
    pub fn from_parts(parts: &Parts) -> Result<Self, ClusterError> {
        stored::read(parts)
    }

    /// Form of the covariances.
    pub fn covariance(&self) -> Covariance {
        self.density.form
    }

    /// Share of each component, together 1.
    pub fn weights(&self) -> &[f64] {
        &self.density.weights
    }

    /// The means: components × columns, row after row, in the units of the points.
    pub fn means(&self) -> Vec<f64> {
        means_around(&self.density, &self.origin)
    }

    /// The probability of each component for each row: rows × components, each row adding up to 1 but for rounding.
    ///
    /// # Errors
    /// As [`Model::assign`].
    pub fn responsibilities(&self, points: &Points) -> Result<Points, ClusterError> {
        self.check(points)?;
        let shares = responsibilities(points, &self.origin, &self.density);
        // One number for each row and component, and there is a component.
        Points::new(shares, self.clusters()).map_err(|_| ClusterError::NoRows)
    }

    /// Natural logarithm of the density of the mixture at each row, in the units of the points.
    ///
    /// # Errors
    /// As [`Model::assign`].
    pub fn log_density(&self, points: &Points) -> Result<Vec<f64>, ClusterError> {
        self.check(points)?;
        Ok(log_densities(points, &self.origin, &self.density))
    }

    fn check(&self, points: &Points) -> Result<(), ClusterError> {
        if points.columns() != self.columns() {
            return Err(ClusterError::Columns { came: points.columns(), expected: self.columns() });
        }
        check_values(points)
    }
}

/// Builds the model again.
pub(super) fn restore(parts: &Parts) -> Result<Arc<dyn Model>, ClusterError> {
    Ok(Arc::new(GmmModel::from_parts(parts)?))
}

impl Model for GmmModel {
    fn method(&self) -> &'static str {
        METHOD.id
    }

    fn clusters(&self) -> usize {
        self.density.clusters()
    }

    fn columns(&self) -> usize {
        self.density.columns
    }

    fn assign(&self, points: &Points) -> Result<Vec<Assigned>, ClusterError> {
        self.check(points)?;
        let placed = place(points, &self.origin, &self.density);
        let distances = distances(points, &self.origin, &self.density, &placed);
        let assigned = placed.into_iter().zip(distances).map(|(row, distance)| Assigned {
            cluster: Some(row.cluster),
            nearest: Some(row.cluster),
            distance,
            confidence: (self.clusters() > 1).then_some(row.share),
        });
        Ok(assigned.collect())
    }

    fn parts(&self) -> Parts {
        stored::write(self)
    }
}
