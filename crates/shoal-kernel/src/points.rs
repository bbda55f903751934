//! A table of numbers: `rows` × `columns`, stored row after row.
//!
//! It is the one shape in which data reach the methods and the indices. The table is only checked for its shape; whether
//! every value is finite is asked by the methods ([`Points::first_not_finite`]), which can say what to do about it.

use std::error::Error;
use std::fmt;

/// Points in space: `rows` × `columns` of `f64`, row-major.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    values: Vec<f64>,
    rows: usize,
    columns: usize,
}

/// The values do not fill a whole number of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShapeError {
    /// How many values came.
    pub values: usize,
    /// How many columns were asked for.
    pub columns: usize,
}

impl fmt::Display for ShapeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { values, columns } = self;
        write!(
            out,
            "shape of points: {values} values for {columns} columns, allowed are whole rows of at least one column"
        )
    }
}

impl Error for ShapeError {}

impl Points {
    /// Takes `values`, row after row, as a table of `columns` columns (at least 1). No values make a table of 0 rows.
    ///
    /// # Errors
    /// [`ShapeError`] when `columns` is 0 or does not divide the number of values.
    pub fn new(values: Vec<f64>, columns: usize) -> Result<Self, ShapeError> {
        if columns == 0 || !values.len().is_multiple_of(columns) {
            return Err(ShapeError { values: values.len(), columns });
        }
        Ok(Self::whole(values, columns))
    }

    /// Takes values that are known to fill whole rows.
    pub(crate) fn whole(values: Vec<f64>, columns: usize) -> Self {
        let rows = values.len() / columns;
        Self { values, rows, columns }
    }

    /// Builds a table of `columns` columns from rows that are held elsewhere.
    ///
    /// # Errors
    /// [`ShapeError`] when `columns` is 0 or a row has another length (it then reports that row's length as `values`).
    pub fn from_rows<'a>(rows: impl IntoIterator<Item = &'a [f64]>, columns: usize) -> Result<Self, ShapeError> {
        let mut values = Vec::new();
        for row in rows {
            if row.len() != columns {
                return Err(ShapeError { values: row.len(), columns });
            }
            values.extend_from_slice(row);
        }
        Self::new(values, columns)
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns, at least 1.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Row `i` as a slice of `columns` values.
    ///
    /// # Panics
    /// When `i` is not below [`Points::rows`].
    #[inline]
    pub fn row(&self, i: usize) -> &[f64] {
        &self.values[i * self.columns..(i + 1) * self.columns]
    }

    /// All rows in order.
    pub fn iter(&self) -> std::slice::ChunksExact<'_, f64> {
        self.values.chunks_exact(self.columns)
    }

    /// All values, row after row: `rows * columns` of them.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The values of column `j`, copied: one per row.
    pub fn column(&self, j: usize) -> Vec<f64> {
        self.iter().map(|row| row[j]).collect()
    }

    /// The rows with the given numbers, in the given order; a number may repeat.
    ///
    /// # Panics
    /// When a number is not below [`Points::rows`].
    pub fn select(&self, rows: &[usize]) -> Self {
        let mut values = Vec::with_capacity(rows.len() * self.columns);
        for &row in rows {
            values.extend_from_slice(self.row(row));
        }
        Self { values, rows: rows.len(), columns: self.columns }
    }

    /// Row and column of the first NaN or infinite value in reading order, if there is one. One pass.
    pub fn first_not_finite(&self) -> Option<(usize, usize)> {
        self.first_where(|value| !value.is_finite())
    }

    /// Row and column of the first value in reading order that is as `wanted`, if there is one. One pass.
    pub fn first_where(&self, wanted: impl Fn(f64) -> bool) -> Option<(usize, usize)> {
        let at = self.values.iter().position(|&value| wanted(value))?;
        Some((at / self.columns, at % self.columns))
    }
}

impl<'a> IntoIterator for &'a Points {
    type Item = &'a [f64];
    type IntoIter = std::slice::ChunksExact<'a, f64>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shape_is_checked() {
        assert!(Points::new(vec![1.0; 6], 3).is_ok());
        assert_eq!(Points::new(Vec::new(), 3).unwrap().rows(), 0);
        for columns in [0, 4] {
            let error = Points::new(vec![1.0; 6], columns).unwrap_err();
            assert_eq!(error, ShapeError { values: 6, columns });
            assert!(error.to_string().starts_with("shape of points: 6 values for"));
        }
    }

    #[test]
    fn rows_columns_and_selection() {
        let points = Points::new((0..6).map(f64::from).collect(), 2).unwrap();
        assert_eq!(points.row(1), [2.0, 3.0]);
        assert_eq!(points.column(1), [1.0, 3.0, 5.0]);
        assert_eq!(points.select(&[2, 0, 2]).values(), [4.0, 5.0, 0.0, 1.0, 4.0, 5.0]);
        assert_eq!(points.iter().count(), 3);
        assert_eq!(Points::from_rows(points.iter(), 2).unwrap(), points);
        assert!(Points::from_rows(points.iter(), 3).is_err());
    }

    #[test]
    fn the_first_bad_value_is_found() {
        let mut values = vec![0.0; 6];
        values[3] = f64::NAN;
        values[5] = f64::INFINITY;
        assert_eq!(Points::new(values, 2).unwrap().first_not_finite(), Some((1, 1)));
        assert_eq!(Points::new(vec![0.0; 6], 2).unwrap().first_not_finite(), None);
    }
}
