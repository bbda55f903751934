//! The model of k-means: its centres, and their offsets where clusters have a minimum size.

use std::sync::Arc;

use shoal_kernel::Points;

use super::METHOD;
use super::data::{check_points, check_values};
use super::minimum::place;
use super::nearest::two_nearest;
use super::params::check_number;
use super::predict::predict;
use crate::error::ClusterError;
use crate::model::{Assigned, Model, Part, Parts, with_rows};

/// Name of the array that holds the centres.
const CENTRES: &str = "cluster_centers";

/// Name of the array that holds the offsets: clusters × 1. It is there when one of them is above 0.
const OFFSETS: &str = "offsets";

/// Assigns each row to the nearest of its centres, or with offsets to the cluster of smallest squared distance less offset.
#[derive(Clone, Debug, PartialEq)]
pub struct KMeansModel {
    centres: Points,
    /// One per cluster, at least 0; empty when all are 0.
    offsets: Vec<f64>,
}

impl KMeansModel {
    /// A model with these centres (`clusters` × `columns`, finite) and offsets (one per cluster, at least 0).
    pub(crate) fn new(centres: Points, offsets: Vec<f64>) -> Self {
        let needed = offsets.iter().any(|&offset| offset > 0.0);
        Self { centres, offsets: if needed { offsets } else { Vec::new() } }
    }

    /// A model that gives each row to the nearest of these centres (at least one and at most 65,535, finite).
    ///
    /// # Errors
    /// No centres or too many, or a value in them that is not finite or too large.
    pub fn of(centres: Points) -> Result<Self, ClusterError> {
        check_points(&centres)?;
        check_number(centres.rows())?;
        Ok(Self::new(centres, Vec::new()))
    }

    /// The cluster of each row of `points`, and nothing else: what [`Model::assign`] says, many times faster.
    ///
    /// # Errors
    /// Points with other columns; a value that is not finite, or too large to be squared, with its row and column.
    pub fn predict(&self, points: &Points) -> Result<Vec<u32>, ClusterError> {
        if points.columns() != self.centres.columns() {
            return Err(ClusterError::Columns { came: points.columns(), expected: self.centres.columns() });
        }
        if self.offsets.is_empty() {
            return predict(points, &self.centres);
        }
        check_values(points)?;
        Ok(place(points, &self.centres, &self.offsets).into_iter().map(|row| row.cluster).collect())
    }

    /// The centres: `clusters` × `columns`, in the units of the points.
    pub fn centres(&self) -> &Points {
        &self.centres
    }

    /// What is taken off the squared distance to each centre so that clusters have their minimum size: one per cluster, at
    /// least 0, in squared units of the points. Empty when rows simply go to the nearest centre.
    pub fn offsets(&self) -> &[f64] {
        &self.offsets
    }

    fn assign_with_offsets(&self, points: &Points) -> Vec<Assigned> {
        let assigned = place(points, &self.centres, &self.offsets).into_iter().map(|row| Assigned {
            cluster: Some(row.cluster),
            nearest: Some(row.cluster),
            distance: row.squared.sqrt(),
            confidence: (self.clusters() > 1).then(|| clearness(row.own.sqrt(), row.next.sqrt()).max(0.0)),
        });
        assigned.collect()
    }
}

/// 1 at the own centre, 0 on the border with the next one: one minus the ratio of the distances.
fn clearness(own: f64, next: f64) -> f64 {
    if next > 0.0 { 1.0 - own / next } else { 0.0 }
}

/// Builds the model again.
pub(super) fn restore(parts: &Parts) -> Result<Arc<dyn Model>, ClusterError> {
    let centres = with_rows(CENTRES, parts.places(CENTRES)?)?;
    check_number(centres.rows())?;
    let offsets = match parts.arrays.iter().any(|part| part.name == OFFSETS) {
        true => checked_offsets(&parts.points(OFFSETS)?, centres.rows())?,
        false => Vec::new(),
    };
    Ok(Arc::new(KMeansModel::new(centres, offsets)))
}

fn checked_offsets(offsets: &Points, clusters: usize) -> Result<Vec<f64>, ClusterError> {
    let sound =
        (offsets.rows(), offsets.columns()) == (clusters, 1) && offsets.values().iter().all(|&value| value >= 0.0);
    if sound {
        return Ok(offsets.values().to_vec());
    }
    Err(ClusterError::Part {
        name: OFFSETS.to_owned(),
        came: format!("{} × {} numbers {:?}", offsets.rows(), offsets.columns(), offsets.values()),
        allowed: format!("{clusters} × 1 numbers of at least 0"),
    })
}

impl Model for KMeansModel {
    fn method(&self) -> &'static str {
        METHOD.id
    }

    fn clusters(&self) -> usize {
        self.centres.rows()
    }

    fn columns(&self) -> usize {
        self.centres.columns()
    }

    fn assign(&self, points: &Points) -> Result<Vec<Assigned>, ClusterError> {
        if points.columns() != self.columns() {
            return Err(ClusterError::Columns { came: points.columns(), expected: self.columns() });
        }
        if !self.offsets.is_empty() {
            check_values(points)?;
            return Ok(self.assign_with_offsets(points));
        }
        let several = self.clusters() > 1;
        two_nearest(points, &self.centres, |row| {
            let distance = row.squared.sqrt();
            Assigned {
                cluster: Some(row.cluster),
                nearest: Some(row.cluster),
                distance,
                confidence: several.then(|| clearness(distance, row.next_squared.sqrt())),
            }
        })
    }

    fn parts(&self) -> Parts {
        let centres = Part {
            name: CENTRES.to_owned(),
            rows: self.centres.rows(),
            columns: self.centres.columns(),
            values: self.centres.values().to_vec(),
        };
        let offsets = (!self.offsets.is_empty()).then(|| Part {
            name: OFFSETS.to_owned(),
            rows: self.clusters(),
            columns: 1,
            values: self.offsets.clone(),
        });
        Parts { method: self.method().to_owned(), arrays: std::iter::once(centres).chain(offsets).collect() }
    }
}
