//! Even values over the box that a table fills.

use shoal_kernel::pca::Pca;
use shoal_kernel::{Points, Stream};

/// Draws tables of even values over the smallest box along the principal components that holds every row.
#[derive(Clone, Debug)]
pub struct BoxNull {
    rows: usize,
    mean: Vec<f64>,
    directions: Vec<Vec<f64>>,
    /// From where to where, along each direction.
    sides: Vec<(f64, f64)>,
}

impl BoxNull {
    /// The null for `points` (rows × columns, at least 1 row, finite); `None` where their covariance is not defined.
    pub fn new(points: &Points) -> Option<Self> {
        let pca = Pca::fit(points, points.columns())?;
        let along = pca.project(points)?;
        let mut sides = vec![(f64::INFINITY, f64::NEG_INFINITY); along.columns()];
        for row in along.iter() {
            for (side, &value) in sides.iter_mut().zip(row) {
                *side = (side.0.min(value), side.1.max(value));
            }
        }
        Some(Self { rows: points.rows(), mean: pca.mean().to_vec(), directions: pca.components().to_vec(), sides })
    }

    /// A table of as many rows.
    pub fn draw(&self, stream: &mut Stream) -> Option<Points> {
        let mut values = Vec::with_capacity(self.rows * self.mean.len());
        for _ in 0..self.rows {
            let first = values.len();
            values.extend_from_slice(&self.mean);
            for (direction, &(from, to)) in self.directions.iter().zip(&self.sides) {
                let along = from + (to - from) * stream.uniform();
                values[first..].iter_mut().zip(direction).for_each(|(value, part)| *value += along * part);
            }
        }
        Points::new(values, self.mean.len()).ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    #[test]
    fn it_fills_the_box_and_no_more() {
        // A line: the box is as long as it and has no other side.
        let line =
            Points::new((0..100).flat_map(|at| [f64::from(at), 5.0 + 2.0 * f64::from(at)]).collect(), 2).unwrap();
        let drawn = BoxNull::new(&line).unwrap().draw(&mut Stream::new(1, 1)).unwrap();
        assert_eq!(drawn.rows(), 100);
        for row in drawn.iter() {
            assert!(row[0] > -1e-9 && row[0] < 99.0 + 1e-9 && (row[1] - 5.0 - 2.0 * row[0]).abs() < 1e-9, "{row:?}");
        }
        let firsts = drawn.column(0);
        assert!(firsts.iter().any(|&value| value < 10.0) && firsts.iter().any(|&value| value > 90.0));
    }

    #[test]
    fn a_single_point_is_drawn_again_and_again() {
        let points = Points::new(vec![3.0, 4.0], 2).unwrap();
        let drawn = BoxNull::new(&points).unwrap().draw(&mut Stream::new(1, 1)).unwrap();
        assert_eq!(drawn.row(0), [3.0, 4.0]);
    }
}
