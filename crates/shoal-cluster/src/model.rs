//! What is kept of a fit: something that assigns new rows and can be written down as named arrays of numbers.

use std::fmt;

use shoal_kernel::Points;

use crate::error::ClusterError;
use crate::kmeans::LARGEST;

/// Where a row belongs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assigned {
    /// The cluster, from 0; `None` for a row that the method leaves out.
    pub cluster: Option<u32>,
    /// The cluster to place the row in when nobody may be left out: `cluster` where there is one; `None` only when the model
    /// has no cluster at all.
    pub nearest: Option<u32>,
    /// Distance to `nearest`, at least 0, in the units of the points; what is measured is in the method's page. 0 without clusters.
    pub distance: f64,
    /// How clearly the row belongs to `nearest`, 0 to 1, by the method's own measure; `None` when there is no other cluster.
    pub confidence: Option<f64>,
}

/// Assigns new rows to the clusters of a fit.
///
/// Every model gives the rows it was fitted on the labels of the fit.
pub trait Model: fmt::Debug + Send + Sync {
    /// Id of the method that made it.
    fn method(&self) -> &'static str;

    /// Number of clusters.
    fn clusters(&self) -> usize;

    /// Number of columns that points must have.
    fn columns(&self) -> usize;

    /// The cluster of each row, one entry per row, by the method's rule; equally good clusters go to the lowest number.
    ///
    /// # Errors
    /// Points with another number of columns; a value that is not finite, with its row and column.
    fn assign(&self, points: &Points) -> Result<Vec<Assigned>, ClusterError>;

    /// The model as named arrays, enough to build it again with [`crate::catalog::restore`].
    fn parts(&self) -> Parts;
}

/// A model written down: the method's id and its arrays.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// Id of the method.
    pub method: String,
    /// The arrays, in the method's own order.
    pub arrays: Vec<Part>,
}

/// Largest magnitude of a coordinate that is kept: no value of a row is above a tenth of it.
const FARTHEST: f64 = 10.0 * LARGEST;

/// One named array of `rows` × `columns` numbers, row after row.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its name, as in the field (`cluster_centers` …).
    pub name: String,
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
    /// The numbers: `rows * columns` of them.
    pub values: Vec<f64>,
}

impl Parts {
    /// The array called `name` as points.
    ///
    /// # Errors
    /// When there is no such array, its shape does not fit its numbers, it has no rows, or a number is not finite.
    pub fn points(&self, name: &str) -> Result<Points, ClusterError> {
        with_rows(name, self.table(name)?)
    }

    /// The array called `name` as places among rows: points whose distances to rows can be squared and summed. It may have no
    /// rows.
    ///
    /// # Errors
    /// As [`Parts::table`]; a number above 10¹⁴¹ in magnitude, which no row comes near.
    pub fn places(&self, name: &str) -> Result<Points, ClusterError> {
        let points = self.table(name)?;
        match points.first_where(|value| value.abs() > FARTHEST) {
            Some((row, column)) => {
                let came = format!("{} in row {row}, column {column}", points.row(row)[column]);
                let allowed = format!("numbers up to {FARTHEST:e} in magnitude");
                Err(ClusterError::Part { name: name.to_owned(), came, allowed })
            }
            None => Ok(points),
        }
    }

    /// The array called `name`, which may have no rows.
    ///
    /// # Errors
    /// As [`Parts::points`], but for the rows.
    pub fn table(&self, name: &str) -> Result<Points, ClusterError> {
        let wrong = |came: String, allowed: &str| ClusterError::Part {
            name: name.to_owned(),
            came,
            allowed: allowed.to_owned(),
        };
        let part = self
            .arrays
            .iter()
            .find(|part| part.name == name)
            .ok_or_else(|| wrong("missing".to_owned(), "one such array"))?;
        let points = Points::new(part.values.clone(), part.columns)
            .ok()
            .filter(|points| points.rows() == part.rows)
            .ok_or_else(|| {
                let came = format!("{} numbers for {} × {}", part.values.len(), part.rows, part.columns);
                wrong(came, "rows × columns numbers")
            })?;
        match points.first_not_finite() {
            Some((row, column)) => {
                Err(wrong(format!("{} in row {row}, column {column}", points.row(row)[column]), "finite numbers"))
            }
            None => Ok(points),
        }
    }
}

/// Points that have at least one row.
pub(crate) fn with_rows(name: &str, points: Points) -> Result<Points, ClusterError> {
    if points.rows() == 0 {
        let (came, allowed) = ("no rows".to_owned(), "at least one".to_owned());
        return Err(ClusterError::Part { name: name.to_owned(), came, allowed });
    }
    Ok(points)
}
