//! One cluster number per row, or none: what a method gives that may leave rows out.
//!
//! The clusters run from 0 without a gap, as in [`Labels`]. Indices and profiles want every row in a cluster; whoever calls
//! them decides what becomes of the rows that are left out, and says so: they are placed, or not counted.

use crate::labels::{GapError, Labels};

/// Cluster numbers of rows, some of which may have none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartialLabels {
    values: Vec<Option<u32>>,
    sizes: Vec<usize>,
    left_out: usize,
}

impl PartialLabels {
    /// Takes numbers that run from 0 without a gap; `None` is a row that is left out.
    ///
    /// # Errors
    /// [`GapError`] with the lowest missing number.
    pub fn new(values: Vec<Option<u32>>) -> Result<Self, GapError> {
        let placed = Labels::new(values.iter().copied().flatten().collect())?;
        let left_out = values.len() - placed.rows();
        Ok(Self { values, sizes: placed.sizes().to_vec(), left_out })
    }

    /// Takes any numbers and closes the gaps: the numbers that occur become 0, 1, 2 … in their own order; `None` stays.
    pub fn renumbered(values: &[Option<u32>]) -> Self {
        let placed = Labels::renumbered(&values.iter().copied().flatten().collect::<Vec<_>>());
        let mut numbers = placed.as_slice().iter().copied();
        let values: Vec<Option<u32>> = values.iter().map(|value| value.and_then(|_| numbers.next())).collect();
        Self { sizes: placed.sizes().to_vec(), left_out: values.len() - placed.rows(), values }
    }

    /// Number of rows, placed or not.
    pub fn rows(&self) -> usize {
        self.values.len()
    }

    /// Number of clusters; 0 when every row is left out.
    pub fn clusters(&self) -> usize {
        self.sizes.len()
    }

    /// Rows in each cluster: one count per cluster, none of them 0.
    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// How many rows are in no cluster.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// The cluster of each row.
    pub fn as_slice(&self) -> &[Option<u32>] {
        &self.values
    }

    /// The rows that are in a cluster, ascending, and their labels.
    pub fn placed(&self) -> (Vec<usize>, Labels) {
        let rows = (0..self.rows()).filter(|&row| self.values[row].is_some()).collect();
        let labels: Vec<u32> = self.values.iter().copied().flatten().collect();
        (rows, Labels::renumbered(&labels))
    }

    /// The labels, when no row is left out.
    pub fn complete(&self) -> Option<Labels> {
        (self.left_out == 0).then(|| self.placed().1)
    }
}

impl From<Labels> for PartialLabels {
    fn from(labels: Labels) -> Self {
        Self {
            values: labels.as_slice().iter().copied().map(Some).collect(),
            sizes: labels.sizes().to_vec(),
            left_out: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_without_a_cluster_are_counted_and_left_out() {
        let labels = PartialLabels::new(vec![Some(1), None, Some(0), Some(1)]).unwrap();
        assert_eq!((labels.rows(), labels.clusters(), labels.left_out()), (4, 2, 1));
        assert_eq!(labels.sizes(), [1, 2]);
        let (rows, placed) = labels.placed();
        assert_eq!((rows, placed.as_slice()), (vec![0, 2, 3], &[1, 0, 1][..]));
        assert!(labels.complete().is_none());
        assert!(PartialLabels::new(vec![None, Some(1)]).is_err());
        assert_eq!(PartialLabels::renumbered(&[Some(7), None, Some(2), Some(7)]), labels);
    }

    #[test]
    fn nothing_and_everything() {
        let none = PartialLabels::new(vec![None, None]).unwrap();
        assert_eq!((none.clusters(), none.left_out(), none.placed().1.rows()), (0, 2, 0));
        let all = Labels::new(vec![0, 1, 0]).unwrap();
        assert_eq!(PartialLabels::from(all.clone()).complete(), Some(all));
    }
}
