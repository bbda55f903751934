//! The model of DBSCAN: its core rows with their clusters, and the few border rows that the rule for new rows would place
//! elsewhere.

use std::collections::BTreeMap;
use std::sync::Arc;

use shoal_kernel::parallel::map_blocks;
use shoal_kernel::tree::Neighbour;
use shoal_kernel::{Points, Tree};

use super::{METHOD, params};
use crate::error::ClusterError;
use crate::kmeans::check_values;
use crate::model::{Assigned, Model, Part, Parts};

const CORE_POINTS: &str = "core_points";
const CORE_CLUSTERS: &str = "core_clusters";
const EPS: &str = "eps";
const MIN_SAMPLES: &str = "min_samples";
const BORDER_POINTS: &str = "border_points";
const BORDER_CLUSTERS: &str = "border_clusters";

/// Assigns each row to the cluster of its nearest core row, if that is within `eps`.
#[derive(Clone, Debug)]
pub struct DbscanModel {
    /// The different core rows, numbered by ascending cluster.
    core: Tree,
    /// Their clusters, ascending.
    clusters: Vec<u32>,
    eps: f64,
    min_samples: usize,
    /// Fitted border rows whose cluster is not that of their nearest core row.
    border: BTreeMap<Vec<Ordered>, u32>,
}

/// A number as a key: equal numbers (0 and −0 among them) are equal keys.
#[derive(Clone, Copy, Debug)]
struct Ordered(f64);

impl Ord for Ordered {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        // Adding 0 turns −0 into 0.
        (self.0 + 0.0).total_cmp(&(other.0 + 0.0))
    }
}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ordered {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ordered {}

fn key(row: &[f64]) -> Vec<Ordered> {
    row.iter().copied().map(Ordered).collect()
}

impl DbscanModel {
    /// A model with the core rows in `core` and the cluster of each; `clusters` run from 0 without a gap. No border rows yet.
    pub(super) fn new(core: Tree, clusters: &[u32], eps: f64, min_samples: usize) -> Self {
        let mut order: Vec<usize> = (0..clusters.len()).collect();
        order.sort_by_key(|&row| clusters[row]);
        let mut numbers = vec![0; order.len()];
        order.iter().enumerate().for_each(|(number, &row)| numbers[row] = number);
        let clusters = order.iter().map(|&row| clusters[row]).collect();
        Self { core: core.renumbered(&numbers), clusters, eps, min_samples, border: BTreeMap::new() }
    }

    /// Remembers those of the border `rows` of `points` that belong to another cluster than their nearest core row.
    pub(super) fn remember(&mut self, points: &Points, rows: &[(usize, u32)]) {
        let model = &*self;
        let parts = map_blocks(rows.len(), |range| {
            let elsewhere = |(row, cluster): &&(usize, u32)| {
                model.core.nearest(points.row(*row)).is_some_and(|nearest| model.clusters[nearest.row] != *cluster)
            };
            rows[range].iter().filter(elsewhere).copied().collect::<Vec<_>>()
        });
        self.border = parts.concat().into_iter().map(|(row, cluster)| (key(points.row(row)), cluster)).collect();
    }

    /// The different core rows, in ascending order of their clusters: rows × columns, in the units of the points.
    pub fn core_points(&self) -> Points {
        self.core.points()
    }

    /// The cluster of each core row, ascending.
    pub fn core_clusters(&self) -> &[u32] {
        &self.clusters
    }

    /// The radius of a neighbourhood.
    pub fn eps(&self) -> f64 {
        self.eps
    }

    /// Rows that a dense neighbourhood has.
    pub fn min_samples(&self) -> usize {
        self.min_samples
    }

    fn assign_row(&self, row: &[f64]) -> Assigned {
        let Some(nearest) = self.core.nearest(row) else {
            return Assigned { cluster: None, nearest: None, distance: 0.0, confidence: None };
        };
        let cluster = self.clusters[nearest.row];
        if nearest.squared > self.squared_eps() {
            let distance = nearest.squared.sqrt();
            return Assigned { cluster: None, nearest: Some(cluster), distance, confidence: Some(0.0) };
        }
        let remembered = if self.border.is_empty() { None } else { self.border.get(&key(row)).copied() };
        match remembered {
            Some(cluster) => self.placed(cluster, self.nearest_of(cluster, row).unwrap_or(nearest)),
            None => self.placed(cluster, nearest),
        }
    }

    /// A row in a cluster whose nearest core row is `nearest`.
    fn placed(&self, cluster: u32, nearest: Neighbour) -> Assigned {
        let distance = nearest.squared.sqrt();
        let share = if self.eps > 0.0 { distance / self.eps } else { 0.0 };
        let confidence = Some((1.0 - share).clamp(0.0, 1.0));
        Assigned { cluster: Some(cluster), nearest: Some(cluster), distance, confidence }
    }

    /// The nearest core row of a cluster that reaches `row`.
    fn nearest_of(&self, cluster: u32, row: &[f64]) -> Option<Neighbour> {
        let count = self.core.count_within(row, self.squared_eps(), usize::MAX);
        self.core.k_nearest(row, count).into_iter().find(|near| self.clusters[near.row] == cluster)
    }

    fn squared_eps(&self) -> f64 {
        self.eps * self.eps
    }
}

impl Model for DbscanModel {
    fn method(&self) -> &'static str {
        METHOD.id
    }

    fn clusters(&self) -> usize {
        self.clusters.last().map_or(0, |&last| last as usize + 1)
    }

    fn columns(&self) -> usize {
        self.core.columns()
    }

    fn assign(&self, points: &Points) -> Result<Vec<Assigned>, ClusterError> {
        if points.columns() != self.columns() {
            return Err(ClusterError::Columns { came: points.columns(), expected: self.columns() });
        }
        check_values(points)?;
        let parts =
            map_blocks(points.rows(), |rows| rows.map(|row| self.assign_row(points.row(row))).collect::<Vec<_>>());
        Ok(parts.concat())
    }

    fn parts(&self) -> Parts {
        let (columns, core) = (self.columns(), self.core_points());
        let part = |name: &str, columns: usize, values: Vec<f64>| Part {
            name: name.to_owned(),
            rows: values.len() / columns,
            columns,
            values,
        };
        let border_points = self.border.keys().flatten().map(|value| value.0).collect();
        let arrays = vec![
            part(CORE_POINTS, columns, core.values().to_vec()),
            part(CORE_CLUSTERS, 1, self.clusters.iter().copied().map(f64::from).collect()),
            part(EPS, 1, vec![self.eps]),
            part(MIN_SAMPLES, 1, vec![self.min_samples as f64]),
            part(BORDER_POINTS, columns, border_points),
            part(BORDER_CLUSTERS, 1, self.border.values().copied().map(f64::from).collect()),
        ];
        Parts { method: self.method().to_owned(), arrays }
    }
}

/// Builds the model again.
pub(super) fn restore(parts: &Parts) -> Result<Arc<dyn Model>, ClusterError> {
    let core = parts.places(CORE_POINTS)?;
    let clusters = cluster_numbers(parts, CORE_CLUSTERS, core.rows())?;
    let follows = |pair: &[u32]| pair[1] == pair[0] || pair[1] == pair[0] + 1;
    if clusters.first().is_some_and(|&first| first != 0) || !clusters.windows(2).all(follows) {
        return Err(wrong(CORE_CLUSTERS, "numbers out of order".to_owned(), "0, 1, 2 … ascending without a gap"));
    }
    let eps = single(parts, EPS)?;
    params::EPS.check_number(eps).map_err(|error| wrong(EPS, eps.to_string(), &error.to_string()))?;
    let min_samples = single(parts, MIN_SAMPLES)?;
    params::MIN_SAMPLES
        .check_number(min_samples)
        .map_err(|error| wrong(MIN_SAMPLES, min_samples.to_string(), &error.to_string()))?;
    let border = parts.places(BORDER_POINTS)?;
    let border_clusters = cluster_numbers(parts, BORDER_CLUSTERS, border.rows())?;
    let last = clusters.last().copied();
    if border.columns() != core.columns() || border_clusters.iter().any(|&cluster| Some(cluster) > last) {
        let came = format!("{} columns, clusters up to {:?}", border.columns(), border_clusters.iter().max());
        return Err(wrong(BORDER_POINTS, came, "the columns and clusters of the core points"));
    }
    Ok(Arc::new(DbscanModel {
        core: Tree::new(&core),
        clusters,
        eps,
        min_samples: min_samples as usize,
        border: border.iter().map(key).zip(border_clusters).collect(),
    }))
}

/// A column of `rows` cluster numbers.
fn cluster_numbers(parts: &Parts, name: &str, rows: usize) -> Result<Vec<u32>, ClusterError> {
    let table = parts.table(name)?;
    if table.columns() != 1 || table.rows() != rows {
        let came = format!("{} × {} numbers", table.rows(), table.columns());
        return Err(wrong(name, came, &format!("{rows} × 1, one for each point")));
    }
    let number = |&value: &f64| {
        let whole = value.fract() == 0.0 && (0.0..f64::from(u32::MAX)).contains(&value);
        if whole { Ok(value as u32) } else { Err(wrong(name, value.to_string(), "whole numbers from 0")) }
    };
    table.values().iter().map(number).collect()
}

/// An array of one number.
fn single(parts: &Parts, name: &str) -> Result<f64, ClusterError> {
    match parts.table(name)?.values() {
        [value] => Ok(*value),
        values => Err(wrong(name, format!("{} numbers", values.len()), "one number")),
    }
}

fn wrong(name: &str, came: String, allowed: &str) -> ClusterError {
    ClusterError::Part { name: name.to_owned(), came, allowed: allowed.to_owned() }
}
