//! The files that come in: tables of numbers, and stored models.

use super::Input;
use crate::error::Error;
use crate::progress::{self, Watch};
use shoal_data::{NumberOptions, NumericTable, WeightColumn};
use shoal_segment::engine::{Points, StoredModel, WEIGHTS, Weights};
use std::path::Path;

/// A table and its numbers as points.
pub(super) struct Rows {
    /// The table; its numbers are in `points`.
    pub(super) table: NumericTable,
    /// Rows × columns.
    pub(super) points: Points,
}

impl Rows {
    /// Reads a table.
    pub(super) fn read(input: &Input, watch: Watch<'_>) -> Result<Self, Error> {
        Self::of(&input.table, &options(input), watch)
    }

    /// The weights of the rows.
    pub(super) fn weights(&self, input: &Input) -> Option<Weights> {
        let (column, values) = input.weight.as_ref().zip(self.table.weights.as_ref())?;
        Some(Weights { column: column.clone(), values: values.clone() })
    }

    fn of(path: &Path, options: &NumberOptions, watch: Watch<'_>) -> Result<Self, Error> {
        let mut table = shoal_data::numbers(path, options, &progress::of_reading(watch))?;
        let values = std::mem::take(&mut table.values);
        let points = Points::new(values, table.columns.len()).map_err(Error::bug)?;
        Ok(Self { table, points })
    }
}

/// What is read of a table.
pub(super) fn options(input: &Input) -> NumberOptions {
    let weight = |column: &String| {
        let (smallest, largest) = WEIGHTS;
        WeightColumn { column: column.clone(), smallest, largest }
    };
    NumberOptions {
        columns: input.columns.clone(),
        id: input.id.clone(),
        weight: input.weight.as_ref().map(weight),
        missing: input.missing,
    }
}

/// Reads centres with these columns.
pub(super) fn centres(columns: &[String], path: &Path, watch: Watch<'_>) -> Result<Rows, Error> {
    Rows::of(path, &NumberOptions { columns: columns.to_vec(), ..NumberOptions::default() }, watch)
}

/// Reads a stored model.
pub(super) fn model(path: &Path) -> Result<StoredModel, Error> {
    let hint = "`shoal cluster TABLE --out FOLDER` writes its model as model.json into that folder";
    let text = std::fs::read(path).map_err(|error| Error::unopened("model", path, &error, hint))?;
    serde_json::from_slice(&text)
        .map_err(|error| Error::input(format!("`{}` is not a model of `shoal cluster`: {error}", path.display()), hint))
}
