//! From the tree to what is handed out: labels, means, model.

use std::sync::Arc;

use shoal_kernel::{Labels, Points};

use super::criterion::Criterion;
use super::cut::{Cut, clusters_of_rows, merges_left};
use super::model::{HierarchicalModel, Known};
use super::params::check_cut;
use super::rows::{DifferentRows, lexical, squarable};
use super::tree::{check_rows, grow};
use crate::error::ClusterError;
use crate::evidence::{Evidence, Linkage};
use crate::fitted::{Fitted, Remark, Trace};

/// A whole tree with what every cut of it needs.
pub(super) struct Grown {
    criterion: Criterion,
    rows: DifferentRows,
    known: Arc<Known>,
    linkage: Arc<Linkage>,
}

impl Grown {
    /// Grows the tree of checked `points`.
    pub(super) fn new(points: &Points, criterion: Criterion) -> Result<Self, ClusterError> {
        let points = squarable(points);
        let rows = DifferentRows::new(&points);
        check_rows(criterion, rows.len())?;
        let linkage = Arc::new(grow(&rows, criterion));
        let known = Arc::new(Known::new(points.select(&rows.first)));
        Ok(Self { criterion, rows, known, linkage })
    }

    /// The clusters under `cut`, numbered by their means.
    pub(super) fn cut(&self, cut: Cut) -> Result<Fitted, ClusterError> {
        check_cut(cut, self.rows.of.len())?;
        let clusters = clusters_of_rows(&self.linkage, merges_left(&self.linkage, cut));
        let clusters: Vec<u32> = self.rows.first.iter().map(|&row| clusters[row]).collect();
        let (clusters, means) = by_mean(&self.rows, &clusters)?;
        // Every cluster has a row, so the numbers have no gap.
        let labels = Labels::renumbered(&self.rows.of.iter().map(|&kind| clusters[kind]).collect::<Vec<_>>());
        let found = labels.clusters();
        let asked = if let Cut::Clusters(asked) = cut { Some(asked) } else { None };
        let remark = asked.filter(|&asked| found < asked).map(|asked| Remark::FewerClusters { asked, found });
        let trace = Trace {
            n_clusters: asked,
            distinct_rows: Some(self.rows.len()),
            iterations: 0,
            converged: true,
            loss: None,
            starts: Vec::new(),
            chosen: 0,
            remarks: remark.into_iter().collect(),
        };
        let model = HierarchicalModel::new(self.criterion, Arc::clone(&self.known), clusters, means.clone());
        Ok(Fitted {
            labels: labels.into(),
            model: Arc::new(model),
            trace,
            evidence: vec![Evidence::Centres(means), Evidence::Tree(Arc::clone(&self.linkage))],
        })
    }
}

/// Numbers the clusters of the different rows by their means, smallest first coordinate first; the new numbers and the means.
fn by_mean(rows: &DifferentRows, clusters: &[u32]) -> Result<(Vec<u32>, Points), ClusterError> {
    let columns = rows.moved.columns();
    let count = clusters.iter().map(|&cluster| cluster as usize + 1).max().unwrap_or(0);
    let mut sums = vec![vec![0.0; columns]; count];
    let mut sizes = vec![0.0; count];
    for ((row, &size), &cluster) in rows.moved.iter().zip(&rows.sizes).zip(clusters) {
        sizes[cluster as usize] += size as f64;
        for (sum, value) in sums[cluster as usize].iter_mut().zip(row) {
            *sum += value * size as f64;
        }
    }
    for (mean, size) in sums.iter_mut().zip(&sizes) {
        mean.iter_mut().zip(&rows.origin).for_each(|(value, origin)| *value = origin + *value / size + 0.0);
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&a, &b| lexical(&sums[a], &sums[b]));
    let mut new = vec![0; count];
    for (number, &cluster) in (0..).zip(&order) {
        new[cluster] = number;
    }
    let means = Points::from_rows(order.iter().map(|&cluster| &sums[cluster][..]), columns);
    // Means are whole rows.
    let means = means.map_err(|_| ClusterError::NoRows)?;
    Ok((clusters.iter().map(|&cluster| new[cluster as usize]).collect(), means))
}
