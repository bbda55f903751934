//! Rows that no labeling tells apart.

use shoal_kernel::Labels;

/// Largest table of pairs that is worth writing instead of sorting.
const TABLE: usize = 1 << 20;

/// The rows, put together in cells: two rows are in the same cell when all labelings put them together.
pub(super) struct Cells {
    order: Vec<usize>,
    starts: Vec<usize>,
    clusters: Vec<Vec<u32>>,
}

impl Cells {
    /// Cells of `labelings` of the same rows. `None` when there are several labelings and more than `room` cells.
    pub(super) fn new(labelings: &[&Labels], room: usize) -> Option<Self> {
        let rows = labelings.first().map_or(0, |labels| labels.rows());
        let mut of_row = vec![0u32; rows];
        let mut count = 1;
        for labels in labelings {
            count = split(&mut of_row, count, labels);
            if labelings.len() > 1 && count > room {
                return None;
            }
        }
        let mut starts = vec![0; count + 1];
        for &cell in &of_row {
            starts[cell as usize + 1] += 1;
        }
        for cell in 0..count {
            starts[cell + 1] += starts[cell];
        }
        let mut next = starts.clone();
        let mut order = vec![0; rows];
        for (row, &cell) in of_row.iter().enumerate() {
            order[next[cell as usize]] = row;
            next[cell as usize] += 1;
        }
        let cluster = |labels: &&Labels| (0..count).map(|cell| labels.as_slice()[order[starts[cell]]]).collect();
        let clusters = labelings.iter().map(cluster).collect();
        Some(Self { order, starts, clusters })
    }

    /// Number of cells.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The rows cell by cell, ascending in each. A *place* is a position in this list.
    pub(super) fn order(&self) -> &[usize] {
        &self.order
    }

    /// The places of `cell`.
    pub(super) fn places(&self, cell: usize) -> std::ops::Range<usize> {
        self.starts[cell]..self.starts[cell + 1]
    }

    /// Where each cell starts, and where the last one ends.
    pub(super) fn starts(&self) -> &[usize] {
        &self.starts
    }

    /// The cluster of each cell in labeling number `labeling`.
    pub(super) fn clusters(&self, labeling: usize) -> &[u32] {
        &self.clusters[labeling]
    }
}

/// Splits every cell by `labels`; the new number of cells, in the order of (cell, label).
fn split(of_row: &mut [u32], count: usize, labels: &Labels) -> usize {
    let clusters = labels.clusters();
    let key = |cell: u32, label: u32| cell as usize * clusters + label as usize;
    let pairs = of_row.iter_mut().zip(labels.as_slice());
    if count * clusters <= TABLE {
        let mut number = vec![u32::MAX; count * clusters];
        for (cell, &label) in of_row.iter().zip(labels.as_slice()) {
            number[key(*cell, label)] = 0;
        }
        let mut used = 0;
        for number in number.iter_mut().filter(|number| **number == 0) {
            *number = used;
            used += 1;
        }
        for (cell, &label) in of_row.iter_mut().zip(labels.as_slice()) {
            *cell = number[key(*cell, label)];
        }
        return used as usize;
    }
    let mut known: Vec<usize> = pairs.map(|(cell, &label)| key(*cell, label)).collect();
    known.sort_unstable();
    known.dedup();
    for (cell, &label) in of_row.iter_mut().zip(labels.as_slice()) {
        // Every key is among the known ones; at most one cell per row, so the number fits.
        *cell = known.partition_point(|&other| other < key(*cell, label)) as u32;
    }
    known.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_the_common_refinement() {
        let first = Labels::new(vec![0, 0, 1, 1, 0]).unwrap();
        let second = Labels::new(vec![0, 1, 1, 2, 0]).unwrap();
        let cells = Cells::new(&[&first, &second], 4).unwrap();
        assert_eq!(cells.len(), 4);
        assert_eq!(cells.order(), [0, 4, 1, 2, 3]);
        assert_eq!(cells.starts(), [0, 2, 3, 4, 5]);
        assert_eq!((cells.clusters(0), cells.clusters(1)), (&[0, 0, 1, 1][..], &[0, 1, 1, 2][..]));
        assert!(Cells::new(&[&first, &second], 3).is_none());
        assert_eq!(Cells::new(&[&second], 0).unwrap().len(), 3);
    }

    #[test]
    fn many_clusters_are_sorted_instead_of_tabled() {
        let many: Vec<u32> = (0..2000).collect();
        let (many, reversed) = (Labels::new(many.clone()).unwrap(), many.into_iter().rev().collect());
        let reversed = Labels::new(reversed).unwrap();
        let cells = Cells::new(&[&many, &reversed], 2000).unwrap();
        assert_eq!(cells.len(), 2000);
        assert_eq!(cells.order(), (0..2000).collect::<Vec<_>>());
    }
}
