//! The rule by which rows are placed: the smallest squared distance less the cluster's offset.

use shoal_kernel::Points;
use shoal_kernel::distance::squared;
use shoal_kernel::parallel::map_blocks;

/// Where the rule puts a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::kmeans) struct Placed {
    pub(in crate::kmeans) cluster: u32,
    /// Squared distance to its centre.
    pub(in crate::kmeans) squared: f64,
    /// What the rule compares, made at least 0 by the largest offset: of the own cluster.
    pub(in crate::kmeans) own: f64,
    /// The same of the next best cluster; infinite when there is none.
    pub(in crate::kmeans) next: f64,
}

/// The cluster with the smallest `squared` distance less offset; the lowest of equal ones.
pub(super) fn cluster(squared: &[f64], offsets: &[f64]) -> usize {
    let mut best = (0, f64::INFINITY);
    for (number, (squared, offset)) in squared.iter().zip(offsets).enumerate() {
        let value = squared - offset;
        if value < best.1 {
            best = (number, value);
        }
    }
    best.0
}

/// Places every row of `points` by the rule. Time O(rows × clusters × columns).
pub(in crate::kmeans) fn place(points: &Points, centres: &Points, offsets: &[f64]) -> Vec<Placed> {
    let largest = offsets.iter().copied().fold(0.0, f64::max);
    let parts = map_blocks(points.rows(), |range| {
        let mut distances = Vec::with_capacity(centres.rows());
        let mut placed = Vec::with_capacity(range.len());
        for row in range {
            distances.clear();
            distances.extend(centres.iter().map(|centre| squared(points.row(row), centre)));
            let own = cluster(&distances, offsets);
            let lifted = |number: usize| distances[number] + (largest - offsets[number]);
            let others = (0..distances.len()).filter(|&number| number != own);
            placed.push(Placed {
                cluster: own as u32,
                squared: distances[own],
                own: lifted(own),
                next: others.map(lifted).fold(f64::INFINITY, f64::min),
            });
        }
        placed
    });
    parts.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_push_the_borders() {
        let points = Points::new(vec![0.0, 4.0, 6.0, 10.0], 1).unwrap();
        let centres = Points::new(vec![0.0, 10.0], 1).unwrap();
        let clusters = |offsets: &[f64]| -> Vec<u32> {
            place(&points, &centres, offsets).iter().map(|placed| placed.cluster).collect()
        };
        assert_eq!(clusters(&[0.0, 0.0]), [0, 0, 1, 1]);
        assert_eq!(clusters(&[20.0, 0.0]), [0, 0, 0, 1]);
        assert_eq!(clusters(&[0.0, 20.5]), [0, 1, 1, 1]);
        let placed = place(&points, &centres, &[0.0, 20.0]);
        assert_eq!((placed[1].cluster, placed[1].own, placed[1].next), (0, 36.0, 36.0));
    }
}
