//! The scoring model: what is kept of a run so that new customers get a segment by the same rule.
//!
//! It holds the recipe (with the numbers of the base it was fitted on), the method's arrays, and which cluster is which
//! segment. Scoring the customers that it was fitted on gives their segments again.

use crate::date::Day;
use crate::error::Error;
use crate::pipeline::Group;
use crate::prepare::Recipe;
use crate::segmentation::Segmentation;
use crate::table::FeatureTable;
use serde::{Deserialize, Serialize};
use shoal_cluster::{Assigned, Fitted, Model, Part, Parts, catalog};
use shoal_kernel::Points;

/// The version of the stored form; a reader refuses one that it does not know.
const FORMAT: u32 = 2;

/// Everything that scoring needs; stored as `model.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoringModel {
    /// Version of this form.
    pub format: u32,
    /// The program's version that made it.
    pub shoal_version: String,
    /// What it was fitted on.
    pub fingerprint: String,
    /// The as-of day of the run; `None` without transactions.
    pub as_of: Option<Day>,
    /// Whether the user gave that day; then scoring keeps it unless told otherwise.
    pub as_of_given: bool,
    /// How features become points.
    pub recipe: Recipe,
    /// Id of the method.
    pub method: String,
    /// The method's arrays.
    pub arrays: Vec<StoredArray>,
    /// The segments, in order; `cluster` is the method's label.
    pub segments: Vec<StoredSegment>,
}

/// A named array of the method, row after row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoredArray {
    /// Its name.
    pub name: String,
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// `rows * columns` numbers.
    pub values: Vec<f64>,
}

/// A segment as scoring needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoredSegment {
    /// Lasting id.
    pub id: String,
    /// Name.
    pub name: String,
    /// The method's label.
    pub cluster: usize,
}

/// Where a customer belongs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Member {
    /// Position among the segments.
    pub segment: usize,
    /// Distance to the segment's centre, in prepared units.
    pub distance: f64,
    /// One minus the distance to the own centre over the distance to the next: 0 on the border, 1 at the centre; `None`
    /// with one segment only.
    pub confidence: Option<f64>,
}

impl ScoringModel {
    /// Keeps what scoring needs of a run; `groups` are its clusters in the order of its segments.
    pub fn new(run: &Segmentation, groups: &[Group], fitted: &Fitted, recipe: Recipe, as_of_given: bool) -> Self {
        let parts = fitted.model.parts();
        let stored =
            |part: Part| StoredArray { name: part.name, rows: part.rows, columns: part.columns, values: part.values };
        let segments = run.segments.iter().zip(groups).map(|(segment, group)| StoredSegment {
            id: segment.id.clone(),
            name: segment.name.clone(),
            cluster: group.cluster,
        });
        Self {
            format: FORMAT,
            shoal_version: run.shoal_version.clone(),
            fingerprint: run.fingerprint.clone(),
            as_of: run.as_of,
            as_of_given,
            recipe,
            method: parts.method,
            arrays: parts.arrays.into_iter().map(stored).collect(),
            segments: segments.collect(),
        }
    }

    /// The segment of every customer of `table`, in its order.
    ///
    /// Fails when the table lacks a feature of the recipe, or the stored model is damaged.
    pub fn score(&self, table: &FeatureTable) -> Result<Vec<Member>, Error> {
        if self.format != FORMAT {
            return Err(Error::input(
                format!("the model has format {}; this program reads format {FORMAT}", self.format),
                "make the model again with `shoal run`",
            ));
        }
        let damaged =
            |why: String| Error::input(format!("the model is damaged: {why}"), "make the model again with `shoal run`");
        let part = |array: &StoredArray| Part {
            name: array.name.clone(),
            rows: array.rows,
            columns: array.columns,
            values: array.values.clone(),
        };
        let parts = Parts { method: self.method.clone(), arrays: self.arrays.iter().map(part).collect() };
        let model = catalog::restore(&parts).map_err(|error| damaged(error.to_string()))?;
        let mut segment_of = vec![None; model.clusters()];
        for (at, segment) in self.segments.iter().enumerate() {
            *segment_of
                .get_mut(segment.cluster)
                .ok_or_else(|| damaged(format!("there is no cluster {}", segment.cluster)))? = Some(at);
        }
        let segment_of: Vec<usize> =
            segment_of.into_iter().collect::<Option<_>>().ok_or_else(|| damaged("a cluster has no segment".into()))?;
        if !self.recipe.is_sound() {
            return Err(damaged("a scale in the recipe is not a positive number, or a component does not fit".into()));
        }
        if model.columns() != self.recipe.columns() {
            return Err(damaged("recipe and arrays do not fit together".into()));
        }
        place(model.as_ref(), &segment_of, &self.recipe.apply(table)?)
    }
}

/// The members of a fresh fit; `groups` are its clusters in the order of the segments.
pub(crate) fn members(groups: &[Group], fitted: &Fitted, points: &Points) -> Result<Vec<Member>, Error> {
    let mut segment_of = vec![0; groups.len()];
    groups.iter().enumerate().for_each(|(at, group)| segment_of[group.cluster] = at);
    place(fitted.model.as_ref(), &segment_of, points)
}

fn place(model: &dyn Model, segment_of: &[usize], points: &Points) -> Result<Vec<Member>, Error> {
    let assigned = model.assign(points).map_err(Error::bug)?;
    Ok(assigned.iter().map(|row| member(row, segment_of)).collect())
}

fn member(row: &Assigned, segment_of: &[usize]) -> Member {
    Member {
        segment: row.nearest.map_or(0, |cluster| segment_of[cluster as usize]),
        distance: row.distance,
        confidence: row.confidence,
    }
}
