//! The last step, when asked for: the prepared columns are replaced by their first principal components.
//!
//! Columns that say nearly the same thing (revenue and units) count once instead of twice, and directions in which customers hardly
//! differ are left out. The components keep their scale: the first one, in which customers differ most, counts most.
//! A component and its opposite are equally good; the one whose weight of largest magnitude is positive is taken
//! ([`shoal_kernel::pca`]).
//!
//! When nothing varies there is no share to reach, and every customer stands at 0.

use crate::error::Error;
use crate::keep::Keep;
use crate::segmentation::{Component, Components};
use serde::{Deserialize, Serialize};
use shoal_kernel::Points;
use shoal_kernel::parallel::map_blocks;
use shoal_kernel::pca::Pca;

/// Principal components as they were found on the base.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rotation {
    /// Subtracted: the mean of every prepared column.
    pub mean: Vec<f64>,
    /// The components kept, largest variance first; per component one weight per prepared column.
    pub components: Vec<Vec<f64>>,
    /// Share of the variance of each component kept; `None` when nothing varies.
    pub shares: Option<Vec<f64>>,
}

impl Rotation {
    /// Finds the components of `points` that are to be kept; [`Points`] are bounded, so that their squares can be added up.
    pub(crate) fn fit(points: &Points, keep: Keep) -> Result<Self, Error> {
        let columns = points.columns();
        let pca = Pca::fit(points, columns).ok_or_else(|| Error::bug("no customer to find components of"))?;
        let shares = pca.explained_variance_ratio();
        let kept = keep.of(shares.as_deref(), columns);
        Ok(Self {
            mean: pca.mean().to_vec(),
            components: pca.components()[..kept].to_vec(),
            shares: shares.map(|shares| shares[..kept].to_vec()),
        })
    }

    /// Where `points` stand along the components.
    pub(crate) fn apply(&self, points: &Points) -> Result<Points, Error> {
        let parts = map_blocks(points.rows(), |rows| {
            let mut out = Vec::with_capacity(rows.len() * self.components.len());
            for row in rows {
                out.extend(self.components.iter().map(|component| self.along(points.row(row), component)));
            }
            out
        });
        Points::new(parts.concat(), self.components.len()).map_err(Error::bug)
    }

    /// The components as a reader sees them; `keep` is what was asked for.
    pub(crate) fn shown(&self, keep: Keep) -> Components {
        let share = |at: usize| self.shares.as_ref().map(|shares| shares[at]);
        let each = self.components.iter().enumerate();
        Components {
            wish: keep.to_string(),
            asked: if let Keep::Components(count) = keep { Some(count) } else { None },
            of: self.mean.len(),
            kept: self.components.len(),
            explained: self.shares.as_ref().map(|shares| shares.iter().sum::<f64>().min(1.0)),
            each: each.map(|(at, weights)| Component { share: share(at), weights: weights.clone() }).collect(),
        }
    }

    fn along(&self, row: &[f64], component: &[f64]) -> f64 {
        row.iter().zip(&self.mean).zip(component).map(|((value, mean), weight)| (value - mean) * weight).sum()
    }

    /// Whether it fits so many prepared columns and has nothing but finite numbers.
    pub(crate) fn is_sound(&self, columns: usize) -> bool {
        let sound = |row: &[f64]| row.len() == columns && row.iter().all(|value| value.is_finite());
        sound(&self.mean) && !self.components.is_empty() && self.components.iter().all(|row| sound(row))
    }
}
