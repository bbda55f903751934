//! The different rows of a table, moved to where arithmetic is exact.
//!
//! Equal rows merge at height 0 whatever the criterion, so the methods work on the different rows alone, each with the
//! number of rows behind it. Two steps make "different" mean that the squared distance is above 0: values too small to be
//! squared count as 0, and a column far from 0 is moved towards it. The move subtracts the value nearest to 0 only where all
//! values of the column lie within a factor of two of it; such a difference is exact, so no distance changes by a bit, and
//! means of close rows far from 0 keep their digits.

use shoal_kernel::Points;

/// Smallest magnitude of a value that does not count as 0: neighbouring numbers above it differ by enough to be squared.
const SMALLEST: f64 = 1e-140;

/// The different rows of a table.
pub(super) struct DifferentRows {
    /// Their values, minus `origin`, in the order of their first occurrence.
    pub(super) moved: Points,
    /// What was subtracted from each column.
    pub(super) origin: Vec<f64>,
    /// How many rows of the table stand behind each.
    pub(super) sizes: Vec<usize>,
    /// For each of them the first row of the table that has its values; ascending.
    pub(super) first: Vec<usize>,
    /// For each row of the table the number of its different row.
    pub(super) of: Vec<usize>,
}

/// `points` with 0 for every value too small to be squared.
pub(super) fn squarable(points: &Points) -> Points {
    let mut values = points.values().to_vec();
    for value in &mut values {
        if value.abs() < SMALLEST {
            *value = 0.0;
        }
    }
    // The shape is that of the points.
    Points::new(values, points.columns()).unwrap_or_else(|_| points.clone())
}

impl DifferentRows {
    /// Finds the different rows of `points`, which are [`squarable`]. Time O(n d log n).
    pub(super) fn new(points: &Points) -> Self {
        let mut order: Vec<usize> = (0..points.rows()).collect();
        order.sort_by(|&a, &b| lexical(points.row(a), points.row(b)));
        // The sort is stable: the first row of each group is the lowest one.
        let mut groups: Vec<&[usize]> = order.chunk_by(|&a, &b| points.row(a) == points.row(b)).collect();
        groups.sort_unstable_by_key(|group| group[0]);
        let mut of = vec![0; points.rows()];
        for (number, group) in groups.iter().enumerate() {
            group.iter().for_each(|&row| of[row] = number);
        }
        let first: Vec<usize> = groups.iter().map(|group| group[0]).collect();
        let sizes = groups.iter().map(|group| group.len()).collect();
        let (moved, origin) = moved(points.select(&first));
        Self { moved, origin, sizes, first, of }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.first.len()
    }
}

/// First column first; values are not NaN, and there is no −0 among them.
pub(super) fn lexical(a: &[f64], b: &[f64]) -> std::cmp::Ordering {
    a.iter().zip(b).map(|(x, y)| x.total_cmp(y)).find(|order| order.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
}

/// Subtracts the origin of each column; both.
fn moved(points: Points) -> (Points, Vec<f64>) {
    let origin: Vec<f64> = (0..points.columns()).map(|column| origin(&points, column)).collect();
    let values = points.iter().flat_map(|row| row.iter().zip(&origin).map(|(value, origin)| value - origin)).collect();
    // The shape is that of the points.
    let shifted = Points::new(values, points.columns()).unwrap_or(points);
    (shifted, origin)
}

/// The value nearest to 0 when all are within a factor of two of it, else 0.
fn origin(points: &Points, column: usize) -> f64 {
    let values = || points.iter().map(|row| row[column]);
    let low = values().fold(f64::INFINITY, f64::min);
    let high = values().fold(f64::NEG_INFINITY, f64::max);
    if low > 0.0 && high <= 2.0 * low {
        low
    } else if high < 0.0 && low >= 2.0 * high {
        high
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_rows_are_one_and_keep_their_first_place() {
        let points = Points::new(vec![3.0, -0.0, 1e-200, 3.0, 0.0, -5.0], 1).unwrap();
        let rows = DifferentRows::new(&squarable(&points));
        assert_eq!(rows.moved.values(), [3.0, 0.0, -5.0]);
        assert_eq!((rows.first, rows.sizes, rows.of), (vec![0, 1, 5], vec![2, 3, 1], vec![0, 1, 1, 0, 1, 2]));
        assert_eq!(rows.origin, [0.0]);
    }

    #[test]
    fn a_column_is_moved_only_where_that_is_exact() {
        let points = Points::new(vec![1e9 + 0.5, -7.0, 1.0, 1.9e9, -14.0, 2.5], 3).unwrap();
        let rows = DifferentRows::new(&points);
        assert_eq!(rows.origin, [1e9 + 0.5, -7.0, 0.0]);
        assert_eq!(rows.moved.values(), [0.0, 0.0, 1.0, 1.9e9 - 1e9 - 0.5, -7.0, 2.5]);
    }
}
