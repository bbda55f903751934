//! One cluster number per row, from 0 to `clusters` − 1 without a gap.
//!
//! That every number occurs is part of the type: a cluster without members cannot be written, so nobody above has to ask.

use std::error::Error;
use std::fmt;

/// Cluster numbers: one per row, each of `0..clusters` occurring at least once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    values: Vec<u32>,
    sizes: Vec<usize>,
}

/// A number between 0 and the largest one has no row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GapError {
    /// The lowest number without a row.
    pub missing: u32,
    /// The largest number that came.
    pub largest: u32,
}

impl fmt::Display for GapError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { missing, largest } = self;
        write!(out, "labels: no row has {missing} though {largest} occurs, allowed are numbers from 0 without a gap")
    }
}

impl Error for GapError {}

/// For each number below `room` how many smaller ones occur among `values`.
fn places(values: &[u32], room: usize) -> Vec<u32> {
    let mut places = vec![0; room];
    values.iter().for_each(|&value| places[value as usize] = 1);
    let mut smaller = 0;
    for place in &mut places {
        let occurs = *place;
        *place = smaller;
        smaller += occurs;
    }
    places
}

impl Labels {
    /// Takes numbers that already run from 0 without a gap.
    ///
    /// # Errors
    /// [`GapError`] with the lowest missing number.
    pub fn new(values: Vec<u32>) -> Result<Self, GapError> {
        let largest = values.iter().copied().max().unwrap_or(0);
        if largest as usize >= values.len() && !values.is_empty() {
            // More numbers than rows: one of them is missing; find it without room for them all.
            let mut seen = values.clone();
            seen.sort_unstable();
            seen.dedup();
            let missing = seen.iter().zip(0..).find(|(value, at)| **value != *at).map_or(0, |(_, at)| at);
            return Err(GapError { missing, largest });
        }
        let clusters = if values.is_empty() { 0 } else { largest as usize + 1 };
        let sizes = count(&values, clusters);
        match sizes.iter().zip(0..).find(|(size, _)| **size == 0) {
            Some((_, missing)) => Err(GapError { missing, largest }),
            None => Ok(Self { values, sizes }),
        }
    }

    /// Takes any numbers and closes the gaps: the numbers that occur become 0, 1, 2 … in their own order. Time O(rows) where no number
    /// is larger than the number of rows, else O(rows × log rows).
    pub fn renumbered(values: &[u32]) -> Self {
        let room = values.iter().max().map_or(0, |&largest| largest as usize + 1);
        let renumbered: Vec<u32> = if room <= values.len() + 1 {
            let places = places(values, room);
            values.iter().map(|&value| places[value as usize]).collect()
        } else {
            let mut known = values.to_vec();
            known.sort_unstable();
            known.dedup();
            let place = |value| known.binary_search(value).map_or(0, |at| u32::try_from(at).unwrap_or(u32::MAX));
            values.iter().map(place).collect()
        };
        let clusters = renumbered.iter().max().map_or(0, |&largest| largest as usize + 1);
        let sizes = count(&renumbered, clusters);
        Self { values: renumbered, sizes }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.values.len()
    }

    /// Number of clusters; 0 only when there are no rows.
    pub fn clusters(&self) -> usize {
        self.sizes.len()
    }

    /// Rows in each cluster: one count per cluster, none of them 0.
    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// The cluster of each row.
    pub fn as_slice(&self) -> &[u32] {
        &self.values
    }

    /// The rows of each cluster, ascending: one list per cluster. Time and memory O(rows).
    pub fn members(&self) -> Vec<Vec<usize>> {
        let mut members: Vec<Vec<usize>> = self.sizes.iter().map(|&size| Vec::with_capacity(size)).collect();
        for (row, &label) in self.values.iter().enumerate() {
            members[label as usize].push(row);
        }
        members
    }
}

fn count(values: &[u32], clusters: usize) -> Vec<usize> {
    let mut sizes = vec![0; clusters];
    for &value in values {
        sizes[value as usize] += 1;
    }
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_refused_or_closed() {
        let table: [(&[u32], u32); 4] = [(&[1, 1], 0), (&[0, 2], 1), (&[0, 1, 3, 0], 2), (&[0, 4_000_000_000], 1)];
        for (values, missing) in table {
            let error = Labels::new(values.to_vec()).unwrap_err();
            assert_eq!(error.missing, missing, "{values:?}");
            assert!(error.to_string().contains("without a gap"));
        }
        assert_eq!(Labels::renumbered(&[7, 3, 7, 4_000_000_000]).as_slice(), [1, 0, 1, 2]);
        assert_eq!(Labels::renumbered(&[4, 2, 4, 0, 2]).as_slice(), [2, 1, 2, 0, 1]);
    }

    #[test]
    fn sizes_and_members() {
        let labels = Labels::new(vec![1, 0, 1, 2]).unwrap();
        assert_eq!((labels.rows(), labels.clusters()), (4, 3));
        assert_eq!(labels.sizes(), [1, 2, 1]);
        assert_eq!(labels.members(), [vec![1], vec![0, 2], vec![3]]);
        let none = Labels::new(Vec::new()).unwrap();
        assert_eq!((none.rows(), none.clusters()), (0, 0));
        assert_eq!(Labels::renumbered(&[]), none);
    }
}
