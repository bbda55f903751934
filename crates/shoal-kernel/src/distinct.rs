//! How many different rows a table has.
//!
//! It bounds the number of clusters that can be told apart. Rows are compared by a hash first; rows of equal hash are then
//! compared by value, so the count is exact.

use rayon::prelude::*;

use crate::parallel::map_blocks;
use crate::points::Points;
use crate::random::mix;

/// Number of different rows; 0 and −0 are the same value. Values must not be NaN. Time O(rows × (columns + log rows)).
pub fn distinct_rows(points: &Points) -> usize {
    let hashes = map_blocks(points.rows(), |range| range.map(|row| (hash(points.row(row)), row)).collect::<Vec<_>>());
    let mut hashes = hashes.concat();
    hashes.par_sort_unstable();
    hashes.chunk_by(|a, b| a.0 == b.0).map(|same| distinct_among(points, same)).sum()
}

fn hash(row: &[f64]) -> u64 {
    // Adding 0 turns −0 into 0.
    row.iter().fold(0, |hash: u64, value| mix(hash.rotate_left(5) ^ (value + 0.0).to_bits()))
}

fn distinct_among(points: &Points, rows: &[(u64, usize)]) -> usize {
    let mut found: Vec<&[f64]> = Vec::with_capacity(1);
    for &(_, row) in rows {
        let row = points.row(row);
        if !found.contains(&row) {
            found.push(row);
        }
    }
    found.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_rows_count_once() {
        let table: [(&[f64], usize); 5] = [
            (&[], 0),
            (&[1.0, 2.0], 1),
            (&[1.0, 2.0, 2.0, 1.0, 1.0, 2.0], 2),
            (&[0.0, 1.0, -0.0, 1.0], 1),
            (&[1.0, 1.0, 1.0, 1.0, 1.0, 1.0 + f64::EPSILON], 2),
        ];
        for (values, expected) in table {
            assert_eq!(distinct_rows(&Points::new(values.to_vec(), 2).unwrap()), expected, "{values:?}");
        }
        let values: Vec<f64> = (0..40_000).map(|i| f64::from(i % 700)).collect();
        assert_eq!(distinct_rows(&Points::new(values, 1).unwrap()), 700);
    }
}
