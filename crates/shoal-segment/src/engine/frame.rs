//! From columns to the points that are clustered, there and back: every column on its scale, then principal components.
//!
//! Components are found from the scaled columns and replace them. What they leave out is lost on the way back: a centre that
//! comes back from them is the point of their plane that it stands for.

use super::scale::{self, Scale};
use super::wish::Wish;
use super::{bad_value, values_up_to};
use crate::error::Error;
use crate::prepare::Rotation;
use shoal_kernel::{Points, Square};

/// Largest magnitude of a value that components are found from: the squares of covariances stay numbers.
const LARGEST_ROTATED: f64 = 1e70;

/// What is done to the columns.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    /// One per column.
    pub(super) scales: Vec<Scale>,
    /// What replaces the scaled columns, when asked for.
    pub(super) rotation: Option<Rotation>,
}

impl Frame {
    /// Finds what `wish` asks for; the points along with it.
    pub(super) fn fit(columns: &[String], points: &Points, wish: &Wish) -> Result<(Self, Points), Error> {
        let scales = scale::fit(columns, points, wish.scale);
        let scaled = scale::apply(&scales, points)?;
        let Some(keep) = wish.pca else { return Ok((Self { scales, rotation: None }, scaled)) };
        values_up_to(LARGEST_ROTATED, columns, &scaled, " for --pca, after scaling")?;
        let rotation = Rotation::fit(&scaled, keep)?;
        let rotated = rotation.apply(&scaled)?;
        Ok((Self { scales, rotation: Some(rotation) }, rotated))
    }

    /// The points of rows in original units.
    pub(super) fn apply(&self, points: &Points) -> Result<Points, Error> {
        let scaled = scale::apply(&self.scales, points)?;
        let Some(rotation) = &self.rotation else { return Ok(scaled) };
        let rotated = rotation.apply(&scaled)?;
        match rotated.first_not_finite() {
            Some((row, column)) => {
                Err(bad_value(&self.names(), row, column, rotated.row(row)[column], " along the components"))
            }
            None => Ok(rotated),
        }
    }

    /// Names of the columns of the points.
    pub(super) fn names(&self) -> Vec<String> {
        match &self.rotation {
            Some(rotation) => (1..=rotation.components.len()).map(|number| format!("component {number}")).collect(),
            None => self.scales.iter().map(|scale| scale.column.clone()).collect(),
        }
    }

    /// A row of the points in original units.
    pub(super) fn back(&self, row: &[f64]) -> Vec<f64> {
        match &self.rotation {
            None => scale::back(&self.scales, row),
            Some(rotation) => {
                let scaled: Vec<f64> =
                    (0..self.scales.len()).map(|column| rotation.mean[column] + self.along(row, column)).collect();
                scale::back(&self.scales, &scaled)
            }
        }
    }

    /// What a row along the components adds to a scaled column.
    fn along(&self, row: &[f64], column: usize) -> f64 {
        let components = self.rotation.iter().flat_map(|rotation| &rotation.components);
        row.iter().zip(components).map(|(value, component)| value * component[column]).sum()
    }

    /// A covariance of the points in original units, row by row.
    pub(super) fn covariance_back(&self, covariance: &Square) -> Vec<Vec<f64>> {
        let columns = self.scales.len();
        let scaled = |i: usize, j: usize| match &self.rotation {
            None => covariance.get(i, j),
            Some(rotation) => {
                let kept = 0..rotation.components.len();
                let half: Vec<f64> = kept.map(|component| self.along(covariance.row(component), j)).collect();
                self.along(&half, i)
            }
        };
        let entry = |i: usize, j: usize| scaled(i, j) * self.scales[i].scale * self.scales[j].scale;
        (0..columns).map(|i| (0..columns).map(|j| entry(i, j)).collect()).collect()
    }

    /// Whether every number in it can be computed with; a stored one may have been changed by hand.
    pub(super) fn is_sound(&self) -> bool {
        let sound = |it: &Scale| it.scale > 0.0 && it.scale.is_finite() && it.centre.is_finite();
        self.scales.iter().all(sound) && self.rotation.as_ref().is_none_or(|it| it.is_sound(self.scales.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keep::Keep;
    use crate::spec::Scaling;

    fn frame(keep: Keep) -> (Frame, Points, Points) {
        let values = (0..30).flat_map(|i| {
            let x = f64::from(i);
            [x, 100.0 - 3.0 * x + f64::from(i % 4), f64::from(i * 7 % 11)]
        });
        let points = Points::new(values.collect(), 3).unwrap();
        let columns = ["a", "b", "c"].map(str::to_owned);
        let wish = Wish { pca: Some(keep), scale: Scaling::Standard, ..Wish::new("kmeans") };
        let (frame, rotated) = Frame::fit(&columns, &points, &wish).unwrap();
        (frame, points, rotated)
    }

    #[test]
    fn all_components_lead_back_to_where_it_began() {
        let (frame, points, rotated) = frame(Keep::Components(9));
        assert_eq!(frame.apply(&points).unwrap(), rotated);
        assert_eq!(frame.names(), ["component 1", "component 2", "component 3"]);
        for (row, expected) in rotated.iter().zip(points.iter()) {
            assert!(frame.back(row).iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12));
        }
        let expected = shoal_kernel::moments::covariance(&points, 1).unwrap();
        let back = frame.covariance_back(&shoal_kernel::moments::covariance(&rotated, 1).unwrap());
        for (i, row) in back.iter().enumerate() {
            assert!(row.iter().enumerate().all(|(j, value)| (value - expected.get(i, j)).abs() < 1e-10));
        }
    }

    #[test]
    fn a_mean_comes_back_as_it_is_seen_along_the_components() {
        let (frame, points, rotated) = frame(Keep::Components(1));
        assert_eq!(rotated.columns(), 1);
        let mean = frame.back(&shoal_kernel::moments::column_means(&rotated));
        let expected = shoal_kernel::moments::column_means(&points);
        assert!(mean.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "the mean of all is in every plane");
        assert!(
            frame.is_sound()
                && !Frame { rotation: None, scales: vec![Scale { column: "a".into(), centre: 0.0, scale: 0.0 }] }
                    .is_sound()
        );
    }
}
