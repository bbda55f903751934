//! The different rows of a table: how many there are, and which rows are equal.
//!
//! Their number bounds the number of clusters that can be told apart, and whatever depends on a row's values alone needs to
//! be found only once for each. Rows are compared by a hash first; rows of equal hash are then compared by value, so nothing
//! is left to chance.

use rayon::prelude::*;

use crate::parallel::map_blocks;
use crate::points::Points;
use crate::random::mix;

/// Number of different rows; 0 and −0 are the same value. Values must not be NaN. Time O(rows × (columns + log rows)).
pub fn distinct_rows(points: &Points) -> usize {
    let mut count = 0;
    each_with_first(points, |row, first| count += usize::from(row == first));
    count
}

/// The different rows of a table and where each of them stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distinct {
    /// The lowest row of each group of equal rows, ascending.
    pub firsts: Vec<usize>,
    /// For each row of the table the number of its group, from 0: `firsts[of[row]]` is the lowest row equal to `row`.
    pub of: Vec<usize>,
}

impl Distinct {
    /// Groups equal rows; 0 and −0 are the same value. Values must not be NaN. Time O(rows × (columns + log rows)).
    pub fn of(points: &Points) -> Self {
        // First the lowest equal row of each row, then the number of its group: a lowest row comes before its equals.
        let mut of = vec![0; points.rows()];
        each_with_first(points, |row, first| of[row] = first);
        let mut firsts = Vec::new();
        for row in 0..of.len() {
            if of[row] == row {
                of[row] = firsts.len();
                firsts.push(row);
            } else {
                of[row] = of[of[row]];
            }
        }
        Self { firsts, of }
    }

    /// How many rows each group has.
    pub fn counts(&self) -> Vec<usize> {
        let mut counts = vec![0; self.firsts.len()];
        self.of.iter().for_each(|&group| counts[group] += 1);
        counts
    }
}

/// Tells each row with the lowest row equal to it, in no particular order.
fn each_with_first(points: &Points, mut tell: impl FnMut(usize, usize)) {
    let hashes = map_blocks(points.rows(), |range| range.map(|row| (hash(points.row(row)), row)).collect::<Vec<_>>());
    let mut hashes = hashes.concat();
    hashes.par_sort_unstable();
    for same in hashes.chunk_by(|a, b| a.0 == b.0) {
        match same {
            [(_, row)] => tell(*row, *row),
            _ => each_among(points, same, &mut tell),
        }
    }
}

fn hash(row: &[f64]) -> u64 {
    // Adding 0 turns −0 into 0.
    row.iter().fold(0, |hash: u64, value| mix(hash.rotate_left(5) ^ (value + 0.0).to_bits()))
}

/// The same among rows of equal hash, which come in ascending order.
fn each_among(points: &Points, rows: &[(u64, usize)], tell: &mut impl FnMut(usize, usize)) {
    let mut found: Vec<usize> = Vec::with_capacity(1);
    for &(_, row) in rows {
        let equal = found.iter().copied().find(|&first| points.row(first) == points.row(row));
        let first = equal.unwrap_or_else(|| {
            found.push(row);
            row
        });
        tell(row, first);
    }
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

    #[test]
    fn groups_are_numbered_by_their_lowest_rows() {
        let points = Points::new(vec![4.0, 0.0, 4.0, -0.0, 1.0, 4.0], 1).unwrap();
        let distinct = Distinct::of(&points);
        assert_eq!((&distinct.firsts[..], &distinct.of[..]), (&[0, 1, 4][..], &[0, 1, 0, 1, 2, 0][..]));
        assert_eq!(distinct.counts(), [3, 2, 1]);
        let none = Distinct::of(&Points::new(Vec::new(), 1).unwrap());
        assert_eq!((none.firsts.len(), none.of.len(), none.counts().len()), (0, 0, 0));
    }
}
