//! Where the tree is cut into clusters.
//!
//! A cut undoes the highest merges. Merges at height 0, which are those of equal rows, are never undone.

use crate::error::ClusterError;
use crate::evidence::Linkage;

/// Most clusters that the largest gap may propose: more than that nobody reads from a tree.
pub const MOST_BY_GAP: usize = 50;

/// Gaps up to this part of the highest merge count as none.
const NO_GAP: f64 = 1e-9;

/// Where to cut.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cut {
    /// Into so many clusters, at least 1 and at most the number of rows; fewer when fewer rows are different.
    Clusters(usize),
    /// At this height: what merges at it or below stays together.
    Height(f64),
    /// Where the heights of two successive merges differ the most, among the cuts into 2 to [`MOST_BY_GAP`] clusters, each of
    /// which undoes at least one merge and leaves one above height 0; the fewest clusters of equally large gaps. Without any
    /// gap: one cluster.
    LargestGap,
}

/// How many merges, from the lowest on, `cut` leaves.
pub(super) fn merges_left(linkage: &Linkage, cut: Cut) -> usize {
    let merges = &linkage.merges;
    let of_equal_rows = merges.partition_point(|merge| merge.height <= 0.0);
    match cut {
        Cut::Clusters(clusters) => linkage.rows.saturating_sub(clusters).max(of_equal_rows).min(merges.len()),
        Cut::Height(height) => merges.partition_point(|merge| merge.height <= height).max(of_equal_rows),
        Cut::LargestGap => {
            let gap = |left: usize| merges[left].height - merges[left - 1].height;
            let fewest = (merges.len() + 1).saturating_sub(MOST_BY_GAP).max(of_equal_rows + 1);
            let mut largest = (merges.len(), NO_GAP * merges.last().map_or(0.0, |merge| merge.height));
            for left in (fewest..merges.len()).rev() {
                if gap(left) > largest.1 {
                    largest = (left, gap(left));
                }
            }
            largest.0
        }
    }
}

/// For each row the number of its cluster when the lowest `left` merges are done. Clusters are numbered by their lowest row.
pub(super) fn clusters_of_rows(linkage: &Linkage, left: usize) -> Vec<u32> {
    let mut top: Vec<usize> = (0..linkage.rows + left).collect();
    for (number, merge) in linkage.merges[..left].iter().enumerate().rev() {
        let made = linkage.rows + number;
        (top[merge.first], top[merge.second]) = (top[made], top[made]);
    }
    let mut numbers = vec![u32::MAX; linkage.rows + left];
    let mut next = 0;
    for &top in &top[..linkage.rows] {
        if numbers[top] == u32::MAX {
            numbers[top] = next;
            next += 1;
        }
    }
    top[..linkage.rows].iter().map(|&top| numbers[top]).collect()
}

/// The cluster of each row under `cut`, numbered from 0 by the lowest row. Time O(n).
///
/// # Errors
/// 0 clusters or more than rows; a height that is NaN or below 0.
pub fn cut(linkage: &Linkage, cut: Cut) -> Result<Vec<u32>, ClusterError> {
    super::params::check_cut(cut, linkage.rows)?;
    Ok(clusters_of_rows(linkage, merges_left(linkage, cut)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hierarchical::{Criterion, linkage};
    use shoal_kernel::Points;

    fn sizes(values: &[f64], cut: Cut) -> Vec<usize> {
        let linkage = linkage(&Points::new(values.to_vec(), 1).unwrap(), Criterion::Single).unwrap();
        let labels = clusters_of_rows(&linkage, merges_left(&linkage, cut));
        let mut sizes = vec![0; labels.iter().map(|&label| label as usize + 1).max().unwrap()];
        labels.iter().for_each(|&label| sizes[label as usize] += 1);
        sizes
    }

    #[test]
    fn by_number_and_by_height() {
        let values = [0.0, 0.0, 1.0, 3.0, 7.0];
        let table = [
            (Cut::Clusters(1), vec![5]),
            (Cut::Clusters(2), vec![4, 1]),
            (Cut::Clusters(3), vec![3, 1, 1]),
            (Cut::Clusters(5), vec![2, 1, 1, 1]),
            (Cut::Height(0.0), vec![2, 1, 1, 1]),
            (Cut::Height(0.99), vec![2, 1, 1, 1]),
            (Cut::Height(1.0), vec![3, 1, 1]),
            (Cut::Height(100.0), vec![5]),
        ];
        for (cut, expected) in table {
            assert_eq!(sizes(&values, cut), expected, "{cut:?}");
        }
    }

    #[test]
    fn by_the_largest_gap() {
        let table: [(&[f64], &[usize]); 7] = [
            (&[0.0, 1.0, 10.0, 11.0, 12.0], &[2, 3]),
            (&[0.0, 1.0, 10.0, 11.0, 20.0, 21.0], &[2, 2, 2]),
            (&[0.0, 1.0, 2.0, 3.0], &[4]),
            (&[0.1, 0.2, 0.3, 0.4], &[4]),
            (&[5.0, 5.0], &[2]),
            (&[5.0, 6.0, 6.0], &[3]),
            (&[5.0], &[1]),
        ];
        for (values, expected) in table {
            assert_eq!(sizes(values, Cut::LargestGap), expected, "{values:?}");
        }
        // Far outliers beyond what may be proposed.
        let values: Vec<f64> = (0..60).map(|i| f64::from(i) * 100.0).chain([0.5]).collect();
        assert_eq!(sizes(&values, Cut::LargestGap), [61]);
    }
}
