//! One pass over points before anything is computed with them: are they usable, where do they lie, how far do they spread?
//!
//! All sums are of differences from an origin that lies among the rows, so an offset costs no digits. A variance is what is
//! left of a mean square after the squared mean is taken away; that loses as many digits as the mean lies standard deviations
//! from the origin, squared, and an origin among the rows lies few of them away. Where it does not, the survey looks once more
//! from the mean.

use crate::lanes::{Arithmetic, run};
use crate::parallel::map_blocks;
use crate::points::Points;

/// Squared distance of mean and origin, in variances, above which a second pass is taken: it would cost three digits.
pub(crate) const FAR: f64 = 1e3;

/// About how many rows an origin is taken from.
const GLANCE: usize = 64;

/// About how many sums are added to in turns.
const STRANDS: usize = 64;

/// An origin among the rows: the mean of some of them, evenly spread, each column of equal values exactly that value. Zeros for
/// no rows. Time O(columns).
pub(crate) fn middle(points: &Points) -> Vec<f64> {
    if points.rows() == 0 {
        return vec![0.0; points.columns()];
    }
    let step = points.rows().div_ceil(GLANCE);
    let share = 1.0 / points.rows().div_ceil(step) as f64;
    let mut origin = points.row(0).to_vec();
    for row in (step..points.rows()).step_by(step) {
        for ((origin, value), first) in origin.iter_mut().zip(points.row(row)).zip(points.row(0)) {
            *origin += (value - first) * share;
        }
    }
    origin
}

/// What one pass finds out about each column.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    origin: Vec<f64>,
    rows: usize,
    /// For each column the sum of the differences from the origin.
    sums: Vec<f64>,
    /// For each column the sum of their squares.
    squares: Vec<f64>,
    /// Largest magnitude of a difference.
    reach: f64,
}

impl Survey {
    /// Looks at all rows from the mean of a few of them. One pass, rarely two.
    pub fn new(points: &Points) -> Self {
        Self::around(points, middle(points))
    }

    /// Looks at all rows from `origin`, one number per column, which should lie among them. One pass, or two where it does
    /// not.
    pub fn around(points: &Points, origin: Vec<f64>) -> Self {
        let first = Self::look(points, origin);
        let (n, means) = (first.rows as f64, first.means());
        let far = (0..means.len()).any(|column| {
            let (sum, squares) = (first.sums[column], first.squares[column]);
            sum * sum / n > FAR * (squares - sum * sum / n)
        });
        if far && first.is_sound() { Self::look(points, means) } else { first }
    }

    fn look(points: &Points, origin: Vec<f64>) -> Self {
        let columns = points.columns();
        let parts = map_blocks(points.rows(), |range| {
            let values = &points.values()[range.start * columns..range.end * columns];
            run(Look { values, origin: &origin })
        });
        let mut all =
            Self { rows: points.rows(), sums: vec![0.0; columns], squares: vec![0.0; columns], reach: 0.0, origin };
        for part in parts {
            for column in 0..columns {
                all.sums[column] += part.sums[column];
                all.squares[column] += part.squares[column];
                all.reach = all.reach.max(part.reach[column]);
            }
        }
        all
    }

    /// Whether every value is finite and small enough to be squared and summed. Where not, no other answer means anything.
    pub fn is_sound(&self) -> bool {
        self.squares.iter().all(|sum| sum.is_finite())
    }

    /// Largest magnitude of a difference from the origin.
    pub fn reach(&self) -> f64 {
        self.reach
    }

    /// From where it was looked: one number per column.
    pub fn origin(&self) -> &[f64] {
        &self.origin
    }

    /// Gives the origin away.
    pub fn into_origin(self) -> Vec<f64> {
        self.origin
    }

    /// Mean of each column; the origin for no rows.
    pub fn means(&self) -> Vec<f64> {
        let n = self.rows.max(1) as f64;
        self.origin.iter().zip(&self.sums).map(|(origin, sum)| origin + sum / n).collect()
    }

    /// Variance of each column with divisor `rows - ddof`; `None` when there are not more than `ddof` rows or one of them is not
    /// finite.
    pub fn variances(&self, ddof: usize) -> Option<Vec<f64>> {
        let divisor = self.rows.checked_sub(ddof).filter(|&divisor| divisor > 0)?;
        let n = self.rows as f64;
        let variance = |(sum, squares): (&f64, &f64)| ((squares - sum * sum / n).max(0.0)) / divisor as f64;
        self.is_sound().then(|| self.sums.iter().zip(&self.squares).map(variance).collect())
    }
}

/// Sums over one block of rows.
struct Part {
    sums: Vec<f64>,
    squares: Vec<f64>,
    reach: Vec<f64>,
}

struct Look<'a> {
    values: &'a [f64],
    origin: &'a [f64],
}

impl Arithmetic for Look<'_> {
    type Output = Part;

    #[inline(always)]
    fn compute(self) -> Part {
        let columns = self.origin.len();
        // Several rows at once, so that a sum need not wait for itself.
        let width = columns * (STRANDS / columns).max(1);
        let origin: Vec<f64> = self.origin.iter().copied().cycle().take(width).collect();
        let mut wide = Part { sums: vec![0.0; width], squares: vec![0.0; width], reach: vec![0.0; width] };
        for values in self.values.chunks(width) {
            let (sums, squares) = (&mut wide.sums[..values.len()], &mut wide.squares[..values.len()]);
            let (reach, origin) = (&mut wide.reach[..values.len()], &origin[..values.len()]);
            for i in 0..values.len() {
                let difference = values[i] - origin[i];
                sums[i] += difference;
                squares[i] += difference * difference;
                let magnitude = difference.abs();
                reach[i] = if magnitude > reach[i] { magnitude } else { reach[i] };
            }
        }
        let column = |values: &[f64], at: usize, add: fn(f64, f64) -> f64| {
            values.iter().skip(at).step_by(columns).fold(0.0, |all, &value| add(all, value))
        };
        Part {
            sums: (0..columns).map(|at| column(&wide.sums, at, |all, value| all + value)).collect(),
            squares: (0..columns).map(|at| column(&wide.squares, at, |all, value| all + value)).collect(),
            reach: (0..columns).map(|at| column(&wide.reach, at, f64::max)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moments::{column_means, column_variances};

    #[test]
    fn it_agrees_with_the_moments_from_any_origin() {
        let values: Vec<f64> = (0..30_000).map(|i| f64::from(i * 7919 % 1009) + 1e6 * f64::from(i % 3)).collect();
        let points = Points::new(values, 3).unwrap();
        for origin in [points.row(17).to_vec(), vec![0.0; 3], vec![1e12, -5.0, 3e9]] {
            let survey = Survey::around(&points, origin);
            for (found, expected) in survey.means().iter().zip(column_means(&points)) {
                assert!((found - expected).abs() <= 1e-9 * expected);
            }
            let variances = survey.variances(1).unwrap();
            for (found, expected) in variances.iter().zip(column_variances(&points, 1).unwrap()) {
                assert!((found / expected - 1.0).abs() < 1e-12, "{found} {expected}");
            }
            assert!(
                points
                    .iter()
                    .flatten()
                    .zip(survey.origin().iter().cycle())
                    .all(|(x, o)| (x - o).abs() <= survey.reach())
            );
        }
    }

    #[test]
    fn equal_rows_have_no_variance_and_values_that_are_no_numbers_are_noticed() {
        let equal = Points::new(vec![0.1; 300], 3).unwrap();
        let survey = Survey::around(&equal, vec![0.1; 3]);
        assert_eq!((survey.variances(0).unwrap(), survey.is_sound()), (vec![0.0; 3], true));
        assert!(Survey::around(&equal, vec![7e5; 3]).variances(0).unwrap().iter().all(|&variance| variance < 1e-30));
        for bad in [f64::NAN, f64::INFINITY, 1e200] {
            let mut values = vec![0.1; 300];
            values[77] = bad;
            let survey = Survey::around(&Points::new(values, 3).unwrap(), vec![0.1; 3]);
            assert!(!survey.is_sound() && survey.variances(0).is_none());
        }
        let none = Survey::around(&Points::new(Vec::new(), 2).unwrap(), vec![1.0, 2.0]);
        assert_eq!((none.means(), none.variances(0), none.variances(1)), (vec![1.0, 2.0], None, None));
    }
}
