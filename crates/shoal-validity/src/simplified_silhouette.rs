//! Simplified silhouette: how much nearer rows are to the mean of their own cluster than to the next mean.
//!
//! **What it measures.** For each row, `a` is its distance to the mean of its cluster and `b` the distance to the nearest mean of
//! another cluster. Its value is `(b − a) / max(a, b)`, and the index is the mean over all rows: near 1 where clusters are
//! tight and far apart, 0 where rows lie halfway between two means, negative where they are nearer to another one.
//!
//! **When to use it, and when not.** In place of the [`silhouette`](crate::silhouette()) when there are too many rows for all
//! pairs and an estimate from a sample will not do: it looks at every row. It judges clusters by their means, so it favours
//! round clusters more than the silhouette does, and its values are higher; compare them only with one another.
//!
//! **How it works.** 1. The mean of each cluster, in one pass. 2. `Values`: in a second one, the distances of 256 rows
//! at a time to every mean.
//!
//! **Cost.** O(rows × clusters × columns). **Randomness.** None; the same bits on any number of threads.
//!
//! **Edges.** A row alone in its cluster, and a row with `a = b = 0`, has the value 0. Undefined for one cluster and when every
//! row is alone.
//!
//! **Differences from scikit-learn.** It has no such index. Others give a row that is alone in its cluster the value 1, since
//! it is its own mean; here it is 0 as in the silhouette, or cutting single rows off would be rewarded.
//!
//! **References.** Hruschka, de Castro & Campello (2004), doi:10.1109/ICDM.2004.10073; Vendramin, Campello & Hruschka (2010),
//! doi:10.1002/sam.10080.

use shoal_kernel::blocks::{BLOCK, Block};
use shoal_kernel::distance::squared_to_block;
use shoal_kernel::lanes::{Arithmetic, run};
use shoal_kernel::parallel::sum_rows;
use shoal_kernel::{Blocks, Labels, Points};

use crate::dispersion::means;
use crate::undefined::Undefined;

/// The simplified silhouette: −1 to 1, higher is better, no unit.
///
/// # Errors
/// Where it is undefined; see the page.
pub fn simplified_silhouette(points: &Points, labels: &Labels) -> Result<f64, Undefined> {
    Undefined::check_clusters(points, labels)?;
    let means = means(points, labels);
    if !means.iter().all(|value| value.is_finite()) {
        return Err(Undefined::NotFinite);
    }
    let sum = sum_rows(labels.rows(), 1, |range, sum| {
        let order: Vec<usize> = range.clone().collect();
        let blocks = Blocks::in_order(points, &order);
        for (number, labels_of) in labels.as_slice()[range].chunks(BLOCK).enumerate() {
            let values = run(Values { block: blocks.block(number), labels: labels_of, means: &means });
            for (value, &label) in values.iter().zip(labels_of) {
                sum[0] += if labels.sizes()[label as usize] == 1 { 0.0 } else { *value };
            }
        }
    });
    Undefined::finite(sum[0] / labels.rows() as f64)
}

/// The values of the rows of a block; those after its last row mean nothing.
struct Values<'a> {
    block: Block<'a>,
    labels: &'a [u32],
    /// `clusters` × `columns`.
    means: &'a [f64],
}

impl Arithmetic for Values<'_> {
    type Output = [f64; BLOCK];

    #[inline(always)]
    fn compute(self) -> [f64; BLOCK] {
        let mut labels = [u32::MAX; BLOCK];
        labels[..self.labels.len()].copy_from_slice(self.labels);
        let (mut own, mut next, mut squares) = ([0.0; BLOCK], [f64::INFINITY; BLOCK], [0.0; BLOCK]);
        for (cluster, mean) in self.means.chunks_exact(self.block.columns().len()).enumerate() {
            squared_to_block(self.block, mean, &mut squares);
            for lane in 0..BLOCK {
                let (square, inside) = (squares[lane], labels[lane] == cluster as u32);
                own[lane] = if inside { square } else { own[lane] };
                next[lane] = if !inside && square < next[lane] { square } else { next[lane] };
            }
        }
        for lane in 0..BLOCK {
            let (a, b) = (own[lane].sqrt(), next[lane].sqrt());
            let larger = if a > b { a } else { b };
            squares[lane] = if larger == 0.0 { 0.0 } else { (b - a) / larger };
        }
        squares
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(values: &[f64], labels: &[u32]) -> Result<f64, Undefined> {
        let points = Points::new(values.to_vec(), 1).unwrap();
        simplified_silhouette(&points, &Labels::new(labels.to_vec()).unwrap())
    }

    #[test]
    fn known_and_undefined_values() {
        // Own mean 1 away, the other 9 or 11.
        let expected = (8.0 / 9.0 + 10.0 / 11.0) / 2.0;
        assert!((index(&[-1.0, 1.0, 9.0, 11.0], &[0, 0, 1, 1]).unwrap() - expected).abs() < 1e-15);
        // The row on its own counts as 0.
        assert!((index(&[-1.0, 1.0, 10.0], &[0, 0, 1]).unwrap() - (10.0 / 11.0 + 8.0 / 9.0) / 3.0).abs() < 1e-15);
        assert_eq!(index(&[0.0, 1.0], &[0, 0]), Err(Undefined::OneCluster));
        assert_eq!(index(&[0.0, 1.0], &[0, 1]), Err(Undefined::EveryRowAlone));
        assert_eq!(index(&[0.1; 4], &[0, 1, 0, 1]), Ok(0.0));
        assert_eq!(index(&[1e200, -1e200, 3.0], &[0, 0, 1]), Err(Undefined::NotFinite));
    }
}
