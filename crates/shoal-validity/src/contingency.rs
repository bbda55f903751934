//! How often each cluster of one labeling meets each cluster of another.

use shoal_kernel::Labels;

use crate::undefined::Undefined;

/// Counts of rows for each pair of clusters that meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contingency {
    rows: usize,
    first_sizes: Vec<usize>,
    second_sizes: Vec<usize>,
    cells: Vec<(u32, u32, usize)>,
}

impl Contingency {
    /// Counts the pairs of two labelings of the same rows. Time O(rows log rows), whatever the numbers of clusters.
    ///
    /// # Errors
    /// Labelings of different numbers of rows.
    pub fn new(first: &Labels, second: &Labels) -> Result<Self, Undefined> {
        if first.rows() != second.rows() {
            return Err(Undefined::RowsDiffer { first: first.rows(), second: second.rows() });
        }
        let mut pairs: Vec<(u32, u32)> =
            first.as_slice().iter().copied().zip(second.as_slice().iter().copied()).collect();
        pairs.sort_unstable();
        let cells = pairs.chunk_by(|a, b| a == b).map(|same| (same[0].0, same[0].1, same.len())).collect();
        Ok(Self {
            rows: first.rows(),
            first_sizes: first.sizes().to_vec(),
            second_sizes: second.sizes().to_vec(),
            cells,
        })
    }

    /// Number of rows counted.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Sizes of the clusters of the first labeling.
    pub fn first_sizes(&self) -> &[usize] {
        &self.first_sizes
    }

    /// Sizes of the clusters of the second labeling.
    pub fn second_sizes(&self) -> &[usize] {
        &self.second_sizes
    }

    /// The pairs that meet, with their number of rows: (cluster of the first, cluster of the second, rows), ascending.
    pub fn cells(&self) -> &[(u32, u32, usize)] {
        &self.cells
    }

    /// Number of rows in cluster `first` of the first labeling and `second` of the second; 0 when they do not meet.
    pub fn count(&self, first: u32, second: u32) -> usize {
        let found = self.cells.binary_search_by(|cell| (cell.0, cell.1).cmp(&(first, second)));
        found.map_or(0, |at| self.cells[at].2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_counted() {
        let first = Labels::new(vec![0, 0, 1, 1, 1]).unwrap();
        let second = Labels::new(vec![0, 1, 1, 1, 0]).unwrap();
        let contingency = Contingency::new(&first, &second).unwrap();
        assert_eq!(contingency.cells(), [(0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 2)]);
        assert_eq!((contingency.count(1, 1), contingency.count(7, 0), contingency.rows()), (2, 0, 5));
        assert_eq!((contingency.first_sizes(), contingency.second_sizes()), (&[2, 3][..], &[2, 3][..]));
        assert!(Contingency::new(&first, &Labels::new(vec![0]).unwrap()).is_err());
    }
}
