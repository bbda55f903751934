//! The scoring model: what is kept of a run so that new customers (or orders) get a segment by the same rule.
//!
//! It holds the recipe (with the numbers of the base it was fitted on), the method's arrays, and which cluster is which
//! segment. Scoring what it was fitted on gives the same segments again.

use crate::date::Day;
use crate::error::Error;
use crate::feature::Unit;
use crate::feature::own::Own;
use crate::method;
use crate::pipeline::{Group, Job};
use crate::prepare::Recipe;
use crate::rfm::cell::MEASURES;
use crate::rfm::scores::CUTS;
use crate::rfm::{self, Thresholds};
use crate::segmentation::Segmentation;
use crate::spec::Remainder;
use crate::sweep::Swept;
use crate::table::{FeatureTable, Wanted, Wish};
use crate::window::Window;
use serde::{Deserialize, Serialize};
use shoal_cluster::{Assigned, Model, Part, Parts};
use shoal_kernel::Points;

/// The version of the stored form; a reader refuses one that it does not know.
pub const FORMAT: u32 = 3;

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
    /// What it places: customers or orders.
    #[serde(default)]
    pub unit: Unit,
    /// The as-of day of the run; `None` without transactions.
    pub as_of: Option<Day>,
    /// Whether the user gave that day; then scoring keeps it unless told otherwise.
    pub as_of_given: bool,
    /// How far back from the as-of day features look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
    /// The borders of the scores R, F and M, where these are clustered; new customers are scored by them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thresholds: Option<[[f64; CUTS]; MEASURES]>,
    /// The features that the user declared.
    #[serde(default, rename = "feature", skip_serializing_if = "Vec::is_empty")]
    pub own: Vec<Own>,
    /// How features become points.
    pub recipe: Recipe,
    /// Id of the method.
    pub method: String,
    /// The method's arrays.
    pub arrays: Vec<StoredArray>,
    /// What becomes of customers whom the method leaves out.
    pub remainder: Remainder,
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
    /// The method's label; `None` for the segment *Unassigned*, of customers whom the method leaves out, and for *Outliers*.
    pub cluster: Option<usize>,
}

/// The id of the segment of customers whom the method leaves out.
pub const UNASSIGNED_ID: &str = "U";

/// Its name.
pub const UNASSIGNED: &str = "Unassigned";

/// The id of the segment of those who are set apart for values far outside.
pub const OUTLIERS_ID: &str = "O";

/// Its name.
pub const OUTLIERS: &str = "Outliers";

/// Where a row belongs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Member {
    /// Position among the segments.
    pub segment: usize,
    /// Distance to the segment, at least 0; what is measured is in the method's page (for k-means: to the centre, in prepared
    /// units).
    pub distance: f64,
    /// How clearly the customer belongs to the segment, 0 to 1, by the method's own measure; `None` with one segment only and
    /// in *Unassigned*.
    pub confidence: Option<f64>,
}

/// Fails when a model has a form that this program does not read.
pub fn check_format(format: u32) -> Result<(), Error> {
    if format == FORMAT {
        return Ok(());
    }
    Err(Error::input(
        format!("the model has format {format}; this program reads format {FORMAT}"),
        "make the model again with `shoal run`",
    ))
}

impl ScoringModel {
    /// Keeps what scoring needs of a run; `groups` are its clusters in the order of its segments.
    pub fn new(
        run: &Segmentation,
        groups: &[Group],
        swept: &Swept,
        (recipe, table): (Recipe, &FeatureTable),
        job: &Job<'_>,
    ) -> Self {
        let parts = swept.fitted.model.parts();
        let remainder = job.spec.remainder;
        let stored =
            |part: Part| StoredArray { name: part.name, rows: part.rows, columns: part.columns, values: part.values };
        let mut segments: Vec<StoredSegment> = run
            .segments
            .iter()
            .zip(groups)
            .map(|(segment, group)| StoredSegment {
                id: segment.id.clone(),
                name: segment.name.clone(),
                cluster: group.cluster,
            })
            .collect();
        // Segments that the method knows by name but that nobody was in.
        for cluster in swept.fitted.labels.clusters()..swept.fitted.model.clusters() {
            let (id, name) = (format!("S{}", cluster + 1), swept.names.get(cluster).cloned().unwrap_or_default());
            segments.push(StoredSegment { id, name, cluster: Some(cluster) });
        }
        let leaves_out = method::find(&parts.method).is_ok_and(|card| card.leaves_out);
        let recipe = swept.own.as_ref().map_or(recipe, |own| own.recipe.clone());
        let wanted = [
            (leaves_out && remainder == Remainder::Keep, UNASSIGNED_ID, UNASSIGNED),
            (recipe.can_set_apart(), OUTLIERS_ID, OUTLIERS),
        ];
        for (_, id, name) in wanted.into_iter().filter(|(wanted, ..)| *wanted) {
            if segments.iter().all(|segment| segment.id != id) {
                segments.push(StoredSegment { id: id.into(), name: name.into(), cluster: None });
            }
        }
        Self {
            format: FORMAT,
            shoal_version: run.shoal_version.clone(),
            fingerprint: run.fingerprint.clone(),
            unit: run.unit,
            as_of: run.as_of,
            as_of_given: job.as_of_given,
            window: job.spec.window,
            thresholds: table.thresholds.as_ref().map(|borders| *borders.values()),
            own: job.own.iter().map(Own::kept).collect(),
            recipe,
            method: parts.method,
            arrays: parts.arrays.into_iter().map(stored).collect(),
            remainder,
            segments,
        }
    }

    /// What the feature table must have to be scored; fails when the borders of scores were changed to what none can be.
    pub fn wish(&self) -> Result<Wish, Error> {
        let borders = |values| {
            let hint = "score with a model.json as a run wrote it";
            Thresholds::new(values).ok_or_else(|| {
                Error::input("the model's borders of R, F and M are not four ascending numbers each", hint)
            })
        };
        Ok(Wish {
            features: Wanted::Only(self.recipe.steps.iter().map(|step| step.feature().to_owned()).collect()),
            own: self.own.clone(),
            window: self.window,
            thresholds: self.thresholds.map(borders).transpose()?,
            ..Wish::usual(self.unit)
        })
    }

    /// The method and its arrays, as methods read them.
    fn parts(&self) -> Parts {
        let part = |array: &StoredArray| Part {
            name: array.name.clone(),
            rows: array.rows,
            columns: array.columns,
            values: array.values.clone(),
        };
        Parts { method: self.method.clone(), arrays: self.arrays.iter().map(part).collect() }
    }

    /// The scores of every row of `table` for recency, frequency and monetary value, 1 to 5; `None` for a model that is not RFM.
    ///
    /// # Errors
    /// As [`ScoringModel::score`].
    pub fn rfm_scores(&self, table: &FeatureTable) -> Result<Option<Vec<[u8; 3]>>, Error> {
        if self.method != rfm::METHOD.id {
            return Ok(None);
        }
        let model = rfm::restore_model(&self.parts()).map_err(Error::bug)?;
        model.scores(&self.recipe.apply(table)?).map(Some).map_err(Error::bug)
    }

    /// The segment of every row of `table`, in its order.
    ///
    /// Fails when the table lacks a feature of the recipe, or the stored model is damaged.
    pub fn score(&self, table: &FeatureTable) -> Result<Vec<Member>, Error> {
        check_format(self.format)?;
        let damaged =
            |why: String| Error::input(format!("the model is damaged: {why}"), "make the model again with `shoal run`");
        let parts = self.parts();
        let model = method::restore(&parts).map_err(|error| damaged(error.to_string()))?;
        let clusters: Vec<Option<usize>> = self.segments.iter().map(|segment| segment.cluster).collect();
        let outliers = self.segments.iter().position(|segment| segment.id == OUTLIERS_ID && segment.cluster.is_none());
        let places = Places::new((&clusters, outliers), model.clusters(), self.remainder).map_err(damaged)?;
        if places.of_cluster.contains(&None) {
            return Err(damaged("a cluster has no segment".into()));
        }
        if !self.recipe.is_sound() {
            return Err(damaged("a scale in the recipe is not a positive number, or a component does not fit".into()));
        }
        if model.columns() != self.recipe.columns() {
            return Err(damaged("recipe and arrays do not fit together".into()));
        }
        let mut members = places.place(model.as_ref(), &self.recipe.apply(table)?)?;
        if self.recipe.can_set_apart() {
            let segment =
                outliers.ok_or_else(|| damaged("nobody could be set apart: there is no such segment".into()))?;
            for (member, _) in members.iter_mut().zip(self.recipe.set_apart(table)?).filter(|(_, apart)| *apart) {
                *member = Member { segment, distance: member.distance, confidence: None };
            }
        }
        Ok(members)
    }
}

/// The members of a fresh fit; `groups` are its clusters in the order of the segments.
pub(crate) fn members(
    groups: &[Group],
    model: &dyn Model,
    points: &Points,
    remainder: Remainder,
) -> Result<Vec<Member>, Error> {
    let clusters: Vec<Option<usize>> = groups.iter().map(|group| group.cluster).collect();
    Places::new((&clusters, None), model.clusters(), remainder).map_err(Error::bug)?.place(model, points)
}

/// Which segment each cluster is.
struct Places {
    of_cluster: Vec<Option<usize>>,
    unassigned: Option<usize>,
}

impl Places {
    /// From the cluster of each segment, and which one is of those who are set apart. Fails when a segment has a cluster that the model does not have.
    fn new(
        (clusters, outliers): (&[Option<usize>], Option<usize>),
        count: usize,
        remainder: Remainder,
    ) -> Result<Self, String> {
        let mut of_cluster = vec![None; count];
        for (at, cluster) in clusters.iter().enumerate() {
            if let Some(cluster) = *cluster {
                let place = of_cluster.get_mut(cluster).ok_or_else(|| format!("there is no cluster {cluster}"))?;
                *place = Some(at);
            }
        }
        let left_out = (0..clusters.len()).find(|&at| clusters[at].is_none() && Some(at) != outliers);
        let unassigned = left_out.filter(|_| remainder == Remainder::Keep);
        Ok(Self { of_cluster, unassigned })
    }

    fn place(&self, model: &dyn Model, points: &Points) -> Result<Vec<Member>, Error> {
        let assigned = model.assign(points).map_err(Error::bug)?;
        assigned.iter().map(|row| self.member(row)).collect()
    }

    fn member(&self, row: &Assigned) -> Result<Member, Error> {
        let own = |cluster: Option<u32>| self.of_cluster.get(cluster? as usize).copied().flatten();
        match (row.cluster, self.unassigned) {
            (None, Some(segment)) => Ok(Member { segment, distance: row.distance, confidence: None }),
            _ => {
                let segment = own(row.nearest).ok_or_else(|| Error::bug("a cluster has no segment"))?;
                Ok(Member { segment, distance: row.distance, confidence: row.confidence })
            }
        }
    }
}
