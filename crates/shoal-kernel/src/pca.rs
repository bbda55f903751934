//! Principal components: the directions in which points spread most.
//!
//! **What it finds.** A set of directions at right angles; the first one carries the largest variance the points have in any
//! direction, the second the largest of what is left, and so on. Two of them make a map of many columns.
//!
//! **When to use it, and when not.** To look at points of many columns in a plane, and to see which columns move together.
//! Not to find groups: a direction of little variance can be the one that separates them. Columns in different units must be
//! scaled first, or the one with the largest numbers is all it sees.
//!
//! **How it works.** 1. [`Scatter`]: means and covariances of the columns (`ddof = 1`), usually by one pass.
//! 2. [`symmetric`] eigenvectors of it, largest eigenvalue first. 3. `fix_sign`: a direction and its opposite are equally
//! good, so the entry of largest magnitude (the first such) is made positive. 4. [`Pca::project`]: differences from the mean
//! times the directions.
//!
//! **Cost.** O(rows × columns² + columns³); meant for at most a few dozen columns.
//!
//! **Randomness.** None.
//!
//! **Edges.** One row or equal rows: all variances are 0, the directions are the axes, and the shares of the variance are
//! `None`. Fewer rows than columns: the surplus directions have variance 0. Equal eigenvalues: the directions are one of many
//! equally good sets, always the same one.
//!
//! **Differences from scikit-learn.** All `columns` directions may be had, also with fewer rows; variances that come out
//! slightly negative by rounding are 0; constant data give `None` instead of NaN as share.
//!
//! **References.** Pearson (1901), doi:10.1080/14786440109462720; Jolliffe & Cadima (2016), doi:10.1098/rsta.2015.0202.

use crate::eigen::symmetric;
use crate::matrix::Square;
use crate::parallel::map_blocks;
use crate::points::Points;
use crate::scatter::Scatter;

/// Principal components of some points.
#[derive(Clone, Debug, PartialEq)]
pub struct Pca {
    mean: Vec<f64>,
    components: Vec<Vec<f64>>,
    explained_variance: Vec<f64>,
    total_variance: f64,
}

impl Pca {
    /// Finds the first `components` directions (at most as many as columns). `None` for no rows, and for values that are not
    /// finite or too large to be squared.
    pub fn fit(points: &Points, components: usize) -> Option<Self> {
        let columns = points.columns();
        let scatter = Scatter::new(points);
        let covariance = match points.rows() {
            0 => None,
            1 => points.first_not_finite().is_none().then(|| Square::zeros(columns)),
            _ => scatter.covariance(1),
        }?;
        let eigen = symmetric(&covariance);
        let count = components.min(columns);
        let components = (0..count).map(|i| fix_sign(eigen.vectors.row(i))).collect();
        let variances: Vec<f64> = eigen.values.iter().map(|value| value.max(0.0)).collect();
        Some(Self {
            mean: scatter.means(),
            components,
            explained_variance: variances[..count].to_vec(),
            total_variance: variances.iter().sum(),
        })
    }

    /// Mean of each column.
    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// The directions, largest variance first; each of length 1 with one entry (loading) per column.
    pub fn components(&self) -> &[Vec<f64>] {
        &self.components
    }

    /// Variance (divisor `rows - 1`) along each direction, descending, none negative.
    pub fn explained_variance(&self) -> &[f64] {
        &self.explained_variance
    }

    /// Share of the whole variance along each direction, 0 to 1; `None` when the points do not vary at all.
    pub fn explained_variance_ratio(&self) -> Option<Vec<f64>> {
        if self.total_variance <= 0.0 {
            return None;
        }
        Some(self.explained_variance.iter().map(|variance| variance / self.total_variance).collect())
    }

    /// Coordinates of `points` along the directions: as many rows, one column per direction. `None` when `points` has other
    /// columns than the points it was fitted on, or when there are no directions.
    pub fn project(&self, points: &Points) -> Option<Points> {
        if points.columns() != self.mean.len() || self.components.is_empty() {
            return None;
        }
        let parts = map_blocks(points.rows(), |range| {
            let mut out = Vec::with_capacity(range.len() * self.components.len());
            for row in range {
                let row = points.row(row);
                out.extend(self.components.iter().map(|direction| self.along(row, direction)));
            }
            out
        });
        Points::new(parts.concat(), self.components.len()).ok()
    }

    fn along(&self, row: &[f64], direction: &[f64]) -> f64 {
        row.iter().zip(&self.mean).zip(direction).map(|((value, mean), entry)| (value - mean) * entry).sum()
    }
}

/// Turns a direction so that its entry of largest magnitude (the first such) is positive.
fn fix_sign(direction: &[f64]) -> Vec<f64> {
    let largest = direction.iter().fold(0.0f64, |best, &entry| if entry.abs() > best.abs() { entry } else { best });
    let sign = 1.0f64.copysign(largest);
    direction.iter().map(|entry| entry * sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_one_direction() {
        let points = Points::new((0..50).flat_map(|i| [f64::from(i) + 1e6, -2.0 * f64::from(i)]).collect(), 2).unwrap();
        let pca = Pca::fit(&points, 2).unwrap();
        let ratio = pca.explained_variance_ratio().unwrap();
        assert!((ratio[0] - 1.0).abs() < 1e-14 && ratio[1] < 1e-14);
        assert!((pca.components()[0][1] - 2.0 / 5.0f64.sqrt()).abs() < 1e-14);
        let projected = pca.project(&points).unwrap();
        assert_eq!((projected.rows(), projected.columns()), (50, 2));
        assert!(projected.column(1).iter().all(|value| value.abs() < 1e-8));
    }

    #[test]
    fn points_without_spread() {
        for rows in [1, 4] {
            let points = Points::new([3.0, 5.0].repeat(rows), 2).unwrap();
            let pca = Pca::fit(&points, 5).unwrap();
            assert_eq!(pca.components(), [[1.0, 0.0], [0.0, 1.0]]);
            assert_eq!(pca.explained_variance(), [0.0, 0.0]);
            assert_eq!(pca.explained_variance_ratio(), None);
            assert!(pca.project(&points).unwrap().values().iter().all(|&value| value == 0.0));
        }
        assert!(Pca::fit(&Points::new(Vec::new(), 2).unwrap(), 2).is_none());
        assert!(Pca::fit(&Points::new(vec![1e200, -1e200], 1).unwrap(), 1).is_none());
        let pca = Pca::fit(&Points::new(vec![1.0, 2.0], 2).unwrap(), 2).unwrap();
        assert!(pca.project(&Points::new(vec![1.0], 1).unwrap()).is_none());
    }
}
