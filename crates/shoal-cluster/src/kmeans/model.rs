//! The model of k-means: its centres.

use std::sync::Arc;

use shoal_kernel::{Blocks, Points};

use super::METHOD;
use super::data::check_values;
use super::nearest::two_nearest;
use crate::error::ClusterError;
use crate::model::{Assigned, Model, Part, Parts};

/// Name of the array that holds the centres.
const CENTRES: &str = "cluster_centers";

/// Assigns each row to the nearest of its centres.
#[derive(Clone, Debug, PartialEq)]
pub struct KMeansModel {
    centres: Points,
}

impl KMeansModel {
    /// A model with these centres: `clusters` × `columns`, finite.
    pub(super) fn new(centres: Points) -> Self {
        Self { centres }
    }

    /// The centres: `clusters` × `columns`, in the units of the points.
    pub fn centres(&self) -> &Points {
        &self.centres
    }
}

/// 1 at the own centre, 0 on the border with the next one: one minus the ratio of the distances.
fn clearness(own: f64, next: f64) -> f64 {
    if next > 0.0 { 1.0 - own / next } else { 0.0 }
}

/// Builds the model again.
pub(super) fn restore(parts: &Parts) -> Result<Arc<dyn Model>, ClusterError> {
    Ok(Arc::new(KMeansModel::new(parts.points(CENTRES)?)))
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
        check_values(points)?;
        let (found, _) = two_nearest(&Blocks::new(points), self.centres.values());
        let assigned = found.into_iter().map(|row| Assigned {
            cluster: Some(row.cluster),
            nearest: Some(row.cluster),
            distance: row.squared.sqrt(),
            confidence: (self.clusters() > 1).then(|| clearness(row.squared.sqrt(), row.next_squared.sqrt())),
        });
        Ok(assigned.collect())
    }

    fn parts(&self) -> Parts {
        let centres = Part {
            name: CENTRES.to_owned(),
            rows: self.centres.rows(),
            columns: self.centres.columns(),
            values: self.centres.values().to_vec(),
        };
        Parts { method: self.method().to_owned(), arrays: vec![centres] }
    }
}
