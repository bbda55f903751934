//! One cloud with the covariance of a table.

use shoal_kernel::{Points, Stream, moments};

use super::factor::{Factor, row_major};

/// Draws tables of a normal distribution with the columns' means, variances and correlations.
#[derive(Clone, Debug)]
pub struct GaussianNull {
    rows: usize,
    means: Vec<f64>,
    deviations: Vec<f64>,
    factor: Factor,
}

impl GaussianNull {
    /// The null for `points` (rows × columns, at least 2 rows, finite); `None` where a covariance is not defined.
    pub fn new(points: &Points) -> Option<Self> {
        let covariance = moments::covariance(points, 1)?;
        let sound = covariance.diagonal().iter().all(|variance| variance.is_finite());
        let deviations = moments::column_variances(points, 0)?.into_iter().map(f64::sqrt).collect();
        let (rows, means) = (points.rows(), moments::column_means(points));
        sound.then(|| Self { rows, means, deviations, factor: Factor::of(&covariance) })
    }

    /// A table of as many rows. Each column has exactly the mean and the variance that it has in the given one.
    pub fn draw(&self, stream: &mut Stream) -> Option<Points> {
        let mut columns = self.factor.draw(self.rows, stream);
        for ((column, mean), deviation) in columns.iter_mut().zip(&self.means).zip(&self.deviations) {
            let (centre, spread) = (moments::mean(column)?, moments::variance(column, 0)?.sqrt());
            let scale = if spread > 0.0 { deviation / spread } else { 0.0 };
            column.iter_mut().for_each(|value| *value = mean + (*value - centre) * scale);
        }
        Points::new(row_major(&columns), columns.len()).ok()
    }
}
