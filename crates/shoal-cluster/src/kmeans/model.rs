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
            cluster: row.cluster,
            distance: row.squared.sqrt(),
            next_distance: (self.clusters() > 1).then(|| row.next_squared.sqrt()),
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
