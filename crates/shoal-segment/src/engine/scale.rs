//! Centre and scale of every column: there and back.

use super::{bad_value, check_columns, check_values};
use crate::error::Error;
use crate::prepare::centre_and_scale;
use crate::spec::Scaling;
use serde::{Deserialize, Serialize};
use shoal_kernel::Points;

/// What is done to one column: `(x − centre) / scale`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// Name of the column.
    pub column: String,
    /// Subtracted.
    pub centre: f64,
    /// Divided by after that; positive, 1 for a column that does not vary.
    pub scale: f64,
}

/// Fits the scale of every column to its values.
pub(super) fn fit(columns: &[String], points: &Points, scaling: Scaling) -> Vec<Scale> {
    let one = |(place, column): (usize, &String)| {
        let (centre, scale) = match scaling {
            Scaling::None => (0.0, 1.0),
            _ => {
                let mut values = points.column(place);
                values.sort_unstable_by(f64::total_cmp);
                centre_and_scale(&values, scaling)
            }
        };
        Scale { column: column.clone(), centre, scale }
    };
    columns.iter().enumerate().map(one).collect()
}

/// The scaled points; the same values to the bit where nothing is done.
pub(super) fn apply(scales: &[Scale], points: &Points) -> Result<Points, Error> {
    let names: Vec<String> = scales.iter().map(|scale| scale.column.clone()).collect();
    check_columns(&names, points)?;
    check_values(&names, points)?;
    if scales.iter().all(|scale| scale.centre == 0.0 && scale.scale == 1.0) {
        return Ok(points.clone());
    }
    let mut values = points.values().to_vec();
    for row in values.chunks_exact_mut(points.columns()) {
        row.iter_mut().zip(scales).for_each(|(x, it)| *x = (*x - it.centre) / it.scale);
    }
    let scaled = Points::new(values, points.columns()).map_err(Error::bug)?;
    match scaled.first_not_finite() {
        Some((row, column)) => Err(bad_value(&names, row, column, scaled.row(row)[column], " after scaling")),
        None => Ok(scaled),
    }
}

/// A row in original units.
pub(super) fn back(scales: &[Scale], row: &[f64]) -> Vec<f64> {
    row.iter().zip(scales).map(|(x, it)| x * it.scale + it.centre).collect()
}
