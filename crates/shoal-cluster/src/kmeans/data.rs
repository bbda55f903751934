//! The points as every step of k-means wants them: checked, once more in single precision, with their spread and weights.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use shoal_kernel::singles::{Frame, Singles};
use shoal_kernel::{Points, Survey, quantile};

use super::summary::{Cells, SummedUp};
use super::weights::{Weights, check_weights, mean_variance};
use crate::error::ClusterError;

/// Largest magnitude of a value: its square can be summed over any number of rows and columns without overflow.
pub const LARGEST: f64 = 1e140;

/// Rows whose medians are the origin.
const LOOKED_AT: usize = 255;

/// Points ready for k-means.
pub(super) struct Data<'a> {
    /// The same for tables that differ in their weights alone.
    pub(super) layout: Arc<Layout<'a>>,
    /// Mean over the columns of their variance (divisor n): the unit of `tol`.
    pub(super) mean_variance: f64,
    /// How much each row counts; `None` when all count the same.
    pub(super) weights: Option<Weights>,
}

/// The rows, and how they lie in memory.
pub(super) struct Layout<'a> {
    pub(super) points: Cow<'a, Points>,
    /// Where sums and single precision have their zero: close to most rows, so that an offset or a few far rows cost no
    /// digits.
    pub(super) frame: Frame,
    pub(super) singles: Singles,
    /// All rows in cells, where they were asked for.
    cells: OnceLock<Cells>,
}

impl Layout<'_> {
    /// All rows in cells. Whoever asks in several tasks at once asks before them, so that no task waits for itself.
    pub(super) fn cells(&self) -> &Cells {
        self.cells.get_or_init(|| Cells::of(&self.points, (0..self.points.rows()).collect()))
    }
}

impl<'a> Data<'a> {
    /// Lays out points, and weights one per row.
    ///
    /// # Errors
    /// No rows, values that are not finite or too large, weights that are no weights.
    pub(super) fn checked(points: &'a Points, weights: Option<&[f64]>) -> Result<Self, ClusterError> {
        if points.rows() == 0 {
            return Err(ClusterError::NoRows);
        }
        let survey = Survey::around(points, medians(points));
        // The survey cannot say where; and values may be too large where their differences are not.
        let farthest = survey.origin().iter().fold(survey.reach(), |far, origin| far.max(origin.abs()));
        if !survey.is_sound() || farthest > LARGEST / 2.0 {
            check_values(points)?;
        }
        weights.map_or(Ok(()), |weights| check_weights(weights, points.rows()))?;
        Ok(Self::laid_out(Cow::Borrowed(points), survey, weights.map(Weights::new)))
    }

    /// The same rows with these weights, one per row.
    ///
    /// # Errors
    /// Weights that are no weights.
    pub(super) fn weighing(&self, weights: &[f64]) -> Result<Self, ClusterError> {
        check_weights(weights, self.rows())?;
        let weights = Weights::new(weights);
        let mean_variance = mean_variance(&self.layout.points, &weights);
        Ok(Self { layout: Arc::clone(&self.layout), mean_variance, weights: Some(weights) })
    }

    /// A table in the place of this one; its values lie between those of this one.
    pub(super) fn summed_up(&self, rows: SummedUp) -> Data<'static> {
        let weights = Weights::new(&rows.weights);
        // A cell has a value for each column.
        let points = Points::new(rows.values, self.columns()).unwrap_or_else(|_| self.layout.points.select(&[]));
        let survey = Survey::around(&points, medians(&points));
        Data::laid_out(Cow::Owned(points), survey, Some(weights))
    }

    /// The rows with these numbers, laid out on their own.
    pub(super) fn select(&self, rows: &[usize]) -> Data<'static> {
        let points = self.layout.points.select(rows);
        let weights = self.weights.as_ref().map(|weights| weights.select(rows));
        let survey = Survey::around(&points, medians(&points));
        Data::laid_out(Cow::Owned(points), survey, weights)
    }

    fn laid_out(points: Cow<'a, Points>, survey: Survey, weights: Option<Weights>) -> Self {
        let mean_variance = match &weights {
            Some(weights) => mean_variance(&points, weights),
            None => survey.variances(0).unwrap_or_default().iter().sum::<f64>() / points.columns() as f64,
        };
        let reach = survey.reach();
        let frame = Frame::with_reach(survey.into_origin(), reach);
        let layout = Layout { singles: Singles::new(&points, &frame), frame, points, cells: OnceLock::new() };
        Self { layout: Arc::new(layout), mean_variance, weights }
    }

    /// The numbers of the rows that count.
    pub(super) fn counting(&self) -> Vec<usize> {
        (0..self.rows()).filter(|&row| self.weight(row) > 0.0).collect()
    }

    /// How much `row` counts.
    #[inline]
    pub(super) fn weight(&self, row: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights.of(row))
    }

    /// Whether totals can be kept up to date by the rows that change; else they are taken afresh.
    pub(super) fn adds_exactly(&self) -> bool {
        self.weights.as_ref().is_none_or(|weights| weights.whole)
    }

    pub(super) fn rows(&self) -> usize {
        self.layout.points.rows()
    }

    pub(super) fn columns(&self) -> usize {
        self.layout.points.columns()
    }
}

/// The median of each column over a few rows, spread evenly.
fn medians(points: &Points) -> Vec<f64> {
    let count = points.rows().min(LOOKED_AT);
    let rows: Vec<usize> = (0..count).map(|i| (2 * i + 1) * points.rows() / (2 * count)).collect();
    let few = points.select(&rows);
    (0..points.columns()).map(|column| quantile::sorted(&few.column(column))[count / 2]).collect()
}

/// Refuses points without rows and values that are not finite or too large.
pub(crate) fn check_points(points: &Points) -> Result<(), ClusterError> {
    if points.rows() == 0 {
        return Err(ClusterError::NoRows);
    }
    check_values(points)
}

/// Refuses values that are not finite or too large.
pub(crate) fn check_values(points: &Points) -> Result<(), ClusterError> {
    // NaN is not smaller than anything, so it is refused too.
    let unusable = |value: f64| value.is_nan() || value.abs() > LARGEST;
    match points.first_where(unusable) {
        Some((row, column)) => Err(ClusterError::Value { row, column, value: points.row(row)[column] }),
        None => Ok(()),
    }
}
