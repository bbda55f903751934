//! The model of the hierarchical methods: the rows that were fitted, each with its cluster.

use std::sync::Arc;

use shoal_kernel::Points;
use shoal_kernel::distance::euclidean;
use shoal_kernel::parallel::map_blocks;
use shoal_kernel::tree::Tree;

use super::criterion::Criterion;
use super::rows::squarable;
use crate::error::ClusterError;
use crate::kmeans::check_values;
use crate::model::{Assigned, Model, Part, Parts, with_rows};

/// Name of the array with the different rows that were fitted.
const ROWS: &str = "rows";
/// Name of the array with the cluster of each of them.
const CLUSTERS: &str = "row_clusters";
/// Name of the array with the mean of each cluster.
const MEANS: &str = "cluster_means";

/// Places each row with the nearest of the rows that were fitted.
#[derive(Clone, Debug)]
pub struct HierarchicalModel {
    criterion: Criterion,
    known: Arc<Known>,
    clusters: Vec<u32>,
    means: Points,
}

/// The different rows that were fitted, and a tree to find the nearest.
#[derive(Debug)]
pub(super) struct Known {
    rows: Points,
    tree: Tree,
}

impl Known {
    pub(super) fn new(rows: Points) -> Self {
        Self { tree: Tree::new(&rows), rows }
    }
}

impl HierarchicalModel {
    /// A model of the rows `known`, which are different, with the cluster of each and the mean of each cluster.
    pub(super) fn new(criterion: Criterion, known: Arc<Known>, clusters: Vec<u32>, means: Points) -> Self {
        Self { criterion, known, clusters, means }
    }

    /// The mean of each cluster: `clusters` × `columns`, in the units of the points.
    pub fn means(&self) -> &Points {
        &self.means
    }

    fn place(&self, row: &[f64]) -> Assigned {
        let nearest = self.known.tree.nearest(row).map_or(0, |neighbour| neighbour.row);
        let cluster = self.clusters[nearest];
        let own = euclidean(row, self.means.row(cluster as usize));
        let others = self.means.iter().enumerate().filter(|&(other, _)| other != cluster as usize);
        let next = others.map(|(_, mean)| euclidean(row, mean)).reduce(f64::min);
        Assigned {
            cluster: Some(cluster),
            nearest: Some(cluster),
            distance: own,
            confidence: next.map(|next| if next > own { 1.0 - own / next } else { 0.0 }),
        }
    }
}

impl Model for HierarchicalModel {
    fn method(&self) -> &'static str {
        self.criterion.id()
    }

    fn clusters(&self) -> usize {
        self.means.rows()
    }

    fn columns(&self) -> usize {
        self.means.columns()
    }

    fn assign(&self, points: &Points) -> Result<Vec<Assigned>, ClusterError> {
        if points.columns() != self.columns() {
            return Err(ClusterError::Columns { came: points.columns(), expected: self.columns() });
        }
        check_values(points)?;
        let points = squarable(points);
        let parts = map_blocks(points.rows(), |range| range.map(|row| self.place(points.row(row))).collect::<Vec<_>>());
        Ok(parts.concat())
    }

    fn parts(&self) -> Parts {
        let whole = |name: &str, points: &Points| Part {
            name: name.to_owned(),
            rows: points.rows(),
            columns: points.columns(),
            values: points.values().to_vec(),
        };
        let clusters = Part {
            name: CLUSTERS.to_owned(),
            rows: self.clusters.len(),
            columns: 1,
            values: self.clusters.iter().copied().map(f64::from).collect(),
        };
        let arrays = vec![whole(ROWS, &self.known.rows), clusters, whole(MEANS, &self.means)];
        Parts { method: self.method().to_owned(), arrays }
    }
}

/// Builds the model again.
pub(super) fn restore(criterion: Criterion, parts: &Parts) -> Result<Arc<dyn Model>, ClusterError> {
    let places = |name| with_rows(name, parts.places(name)?);
    let (rows, means) = (places(ROWS)?, places(MEANS)?);
    let clusters = parts.points(CLUSTERS)?;
    let wrong =
        |name: &str, came: String, allowed: String| Err(ClusterError::Part { name: name.to_owned(), came, allowed });
    if means.columns() != rows.columns() {
        let allowed = format!("{}, as in `{ROWS}`", rows.columns());
        return wrong(MEANS, format!("{} columns", means.columns()), allowed);
    }
    if (clusters.rows(), clusters.columns()) != (rows.rows(), 1) {
        let came = format!("{} × {}", clusters.rows(), clusters.columns());
        return wrong(CLUSTERS, came, format!("{} × 1, one for each of `{ROWS}`", rows.rows()));
    }
    let is_cluster = |value: f64| value.fract() == 0.0 && (0.0..means.rows() as f64).contains(&value);
    if let Some(&value) = clusters.values().iter().find(|&&value| !is_cluster(value)) {
        return wrong(CLUSTERS, value.to_string(), format!("whole numbers from 0, below {}", means.rows()));
    }
    let clusters = clusters.values().iter().map(|&value| value as u32).collect();
    Ok(Arc::new(HierarchicalModel::new(criterion, Arc::new(Known::new(rows)), clusters, means)))
}
