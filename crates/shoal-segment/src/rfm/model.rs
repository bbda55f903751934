//! The model of RFM: thresholds, and the segment of every cell.

use crate::rfm::METHOD;
use crate::rfm::cell::{CELLS, Cell, MEASURES};
use crate::rfm::scores::{CUTS, Thresholds};
use shoal_cluster::{Assigned, ClusterError, Model, Part, Parts};
use shoal_kernel::Points;
use shoal_kernel::parallel::map_blocks;
use std::sync::Arc;

/// Name of the array of thresholds: 3 × 4.
const THRESHOLDS: &str = "thresholds";
/// Name of the array of segments: 125 × 1, the cluster of each cell in the order of [`Cell::index`].
const SEGMENT_OF: &str = "cells";

/// Scores rows and looks their segment up.
#[derive(Debug, Clone, PartialEq)]
pub struct RfmModel {
    thresholds: Thresholds,
    segment_of: [u32; CELLS],
    centres: Vec<[f64; MEASURES]>,
}

impl RfmModel {
    /// A model with these thresholds and the cluster of every cell, numbers from 0 without a gap; else `None`.
    pub(super) fn new(thresholds: Thresholds, segment_of: [u32; CELLS]) -> Option<Self> {
        let clusters = segment_of.iter().max().map_or(0, |&largest| largest as usize + 1);
        let centres = (0..clusters).map(|cluster| centre(&segment_of, cluster)).collect::<Option<_>>()?;
        Some(Self { thresholds, segment_of, centres })
    }

    /// The thresholds of the scores.
    pub fn thresholds(&self) -> &Thresholds {
        &self.thresholds
    }

    /// The scores of every row (recency, frequency, monetary value, each 1 to 5), in the order of `points`: rows × 3 raw
    /// columns `recency_days`, `orders`, `revenue`.
    ///
    /// # Errors
    /// As [`Model::assign`].
    pub fn scores(&self, points: &Points) -> Result<Vec<[u8; MEASURES]>, ClusterError> {
        check(points)?;
        Ok(self.thresholds.scores(points))
    }

    /// The cluster of a cell, and how far the cell is from the middle of the cluster's cells.
    fn place(&self, cell: Cell) -> (u32, f64) {
        let cluster = self.segment_of[cell.index()];
        let centre = self.centres.get(cluster as usize).copied().unwrap_or_default();
        let squares = cell.scores().into_iter().zip(centre).map(|(score, centre)| (f64::from(score) - centre).powi(2));
        (cluster, squares.sum::<f64>().sqrt())
    }
}

/// The mean of the scores of a cluster's cells; `None` when it has none.
fn centre(segment_of: &[u32; CELLS], cluster: usize) -> Option<[f64; MEASURES]> {
    let mut sums = [0.0; MEASURES];
    let mut count = 0.0;
    for cell in Cell::all().filter(|cell| segment_of[cell.index()] as usize == cluster) {
        sums.iter_mut().zip(cell.scores()).for_each(|(sum, score)| *sum += f64::from(score));
        count += 1.0;
    }
    (count > 0.0).then(|| sums.map(|sum| sum / count))
}

/// Refuses points that are not three finite columns.
pub(super) fn check(points: &Points) -> Result<(), ClusterError> {
    if points.columns() != MEASURES {
        return Err(ClusterError::Columns { came: points.columns(), expected: MEASURES });
    }
    match points.first_not_finite() {
        Some((row, column)) => Err(ClusterError::Value { row, column, value: points.row(row)[column] }),
        None => Ok(()),
    }
}

/// Builds the model again.
///
/// # Errors
/// Arrays that are missing, of another shape, not finite; thresholds that do not ascend; cells whose segments are not whole
/// numbers from 0 without a gap.
pub fn restore_model(parts: &Parts) -> Result<RfmModel, ClusterError> {
    let wrong = |name: &str, came: String, allowed: &str| ClusterError::Part {
        name: name.to_owned(),
        came,
        allowed: allowed.to_owned(),
    };
    let array = |name: &str, rows: usize, columns: usize| {
        let points = parts.points(name)?;
        let came = format!("{} × {}", points.rows(), points.columns());
        let fits = (points.rows(), points.columns()) == (rows, columns);
        if fits { Ok(points) } else { Err(wrong(name, came, &format!("{rows} × {columns}"))) }
    };
    let cuts = array(THRESHOLDS, MEASURES, CUTS)?;
    let values = std::array::from_fn(|measure| std::array::from_fn(|cut| cuts.row(measure)[cut]));
    let thresholds = Thresholds::new(values)
        .ok_or_else(|| wrong(THRESHOLDS, "a falling row".to_owned(), "ascending values in every row"))?;
    let cells = array(SEGMENT_OF, CELLS, 1)?;
    let whole = |value: &f64| value.fract() == 0.0 && (0.0..CELLS as f64).contains(value);
    let gap = || wrong(SEGMENT_OF, "other numbers".to_owned(), "whole numbers from 0 without a gap");
    if !cells.values().iter().all(whole) {
        return Err(gap());
    }
    RfmModel::new(thresholds, std::array::from_fn(|cell| cells.values()[cell] as u32)).ok_or_else(gap)
}

/// Builds the model again, as the card has it; see [`restore_model`].
pub(super) fn restore(parts: &Parts) -> Result<Arc<dyn Model>, ClusterError> {
    Ok(Arc::new(restore_model(parts)?))
}

impl Model for RfmModel {
    fn method(&self) -> &'static str {
        METHOD.id
    }

    fn clusters(&self) -> usize {
        self.centres.len()
    }

    fn columns(&self) -> usize {
        MEASURES
    }

    fn assign(&self, points: &Points) -> Result<Vec<Assigned>, ClusterError> {
        check(points)?;
        let places: Vec<(u32, f64)> = Cell::all().map(|cell| self.place(cell)).collect();
        let assigned = |row: usize| {
            // Scores are 1 to 5 whatever the row, so there always is a cell.
            let cell = Cell::new(self.thresholds.scores_of(points.row(row))).map_or(0, Cell::index);
            let (cluster, distance) = places[cell];
            Assigned { cluster: Some(cluster), nearest: Some(cluster), distance, confidence: None }
        };
        Ok(map_blocks(points.rows(), |rows| rows.map(assigned).collect::<Vec<_>>()).concat())
    }

    fn parts(&self) -> Parts {
        let part = |name: &str, rows: usize, columns: usize, values: Vec<f64>| Part {
            name: name.to_owned(),
            rows,
            columns,
            values,
        };
        let cells = self.segment_of.iter().map(|&segment| f64::from(segment)).collect();
        let arrays = vec![
            part(THRESHOLDS, MEASURES, CUTS, self.thresholds.values().concat()),
            part(SEGMENT_OF, CELLS, 1, cells),
        ];
        Parts { method: self.method().to_owned(), arrays }
    }
}
