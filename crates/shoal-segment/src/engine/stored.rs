//! What is kept of a fit so that other rows can be placed: columns, scales and the method's arrays.

use super::frame::Frame;
use super::place::{Placed, placed};
use super::refused;
use super::scale::Scale;
use super::wish::Wish;
use crate::error::Error;
use crate::model::StoredArray;
use crate::prepare::Rotation;
use crate::spec::Remainder;
use crate::spec::Scaling;
use serde::{Deserialize, Serialize};
use shoal_cluster::{Model, Part, Parts, catalog};
use shoal_kernel::Points;
use std::sync::Arc;

/// The version of the stored form; a reader refuses one that it does not know.
const FORMAT: u32 = 1;

/// A stored model; `model.json` of the bare engine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoredModel {
    /// Version of this form.
    pub format: u32,
    /// The program's version that made it.
    pub shoal_version: String,
    /// Id of the method.
    pub method: String,
    /// How columns were brought to one scale.
    pub scale: Scaling,
    /// The columns with what is subtracted and divided by.
    pub columns: Vec<Scale>,
    /// The principal components of the scaled columns, where these were clustered in their place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rotation: Option<Rotation>,
    /// What becomes of rows that the method leaves out, unless scoring says otherwise.
    pub remainder: Remainder,
    /// The method's arrays, in the scaled units, or along the components.
    pub arrays: Vec<StoredArray>,
}

impl StoredModel {
    pub(super) fn new(model: &dyn Model, wish: &Wish, frame: &Frame) -> Self {
        let stored =
            |part: Part| StoredArray { name: part.name, rows: part.rows, columns: part.columns, values: part.values };
        let parts = model.parts();
        Self {
            format: FORMAT,
            shoal_version: env!("CARGO_PKG_VERSION").to_owned(),
            method: parts.method,
            scale: wish.scale,
            remainder: wish.remainder,
            columns: frame.scales.clone(),
            rotation: frame.rotation.clone(),
            arrays: parts.arrays.into_iter().map(stored).collect(),
        }
    }

    /// The names of the columns that rows must have.
    pub fn names(&self) -> Vec<String> {
        self.columns.iter().map(|scale| scale.column.clone()).collect()
    }

    /// Places the rows of `points`, whose columns are those of [`StoredModel::names`] in their order and in original units.
    ///
    /// # Errors
    /// A damaged model; a value that is not finite or too large, with row and column.
    pub fn score(&self, points: &Points, remainder: Remainder) -> Result<Vec<Placed>, Error> {
        let frame = Frame { scales: self.columns.clone(), rotation: self.rotation.clone() };
        let model = self.restored(&frame)?;
        let assigned = model.assign(&frame.apply(points)?).map_err(|error| refused(error, &frame.names()))?;
        Ok(assigned.into_iter().map(|row| placed(row, remainder)).collect())
    }

    fn restored(&self, frame: &Frame) -> Result<Arc<dyn Model>, Error> {
        let damaged = |why: &str| {
            Error::input(
                format!("the model is damaged: {why}"),
                "make it again with `shoal cluster TABLE --out FOLDER`",
            )
        };
        if self.format != FORMAT {
            return Err(damaged(&format!("it has format {}, and this program reads format {FORMAT}", self.format)));
        }
        if !frame.is_sound() {
            return Err(damaged("a scale is not a positive number, or its components do not fit its columns"));
        }
        let part = |array: &StoredArray| Part {
            name: array.name.clone(),
            rows: array.rows,
            columns: array.columns,
            values: array.values.clone(),
        };
        let parts = Parts { method: self.method.clone(), arrays: self.arrays.iter().map(part).collect() };
        let model = catalog::restore(&parts).map_err(|error| damaged(&error.to_string()))?;
        if model.columns() != frame.names().len() {
            return Err(damaged("its columns and its arrays do not fit together"));
        }
        Ok(model)
    }
}
