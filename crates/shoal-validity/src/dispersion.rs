//! How the rows of each cluster lie about their mean: what inertia, Davies-Bouldin and Calinski-Harabasz are made of.
//!
//! Who wants more than one of them measures once ([`Dispersion::new`]) and asks the [`Dispersion`].
//!
//! Two passes, because a distance to a mean needs the mean: `means`, then `measure`. Every cluster's sums are taken over
//! differences from its own first row, so a cluster of equal rows has exactly that row as mean and a spread of exactly 0, however
//! far it lies from the origin. Rows are summed in blocks of 4096 and these in order, so that no sum has more than a few thousand
//! terms of one size and none stops growing, however many rows a cluster has.

use std::ops::Range;

use shoal_kernel::distance::squared;
use shoal_kernel::lanes::{Arithmetic, run};
use shoal_kernel::moments::add_difference;
use shoal_kernel::parallel::{map_blocks, sum_rows};
use shoal_kernel::{Labels, Points};

use crate::undefined::Undefined;

/// Rows beyond which a block's sums for all clusters are smaller than its rows.
const FEW_CLUSTERS: usize = 256;

/// Means of the clusters and spread about them. Where labels come from k-means at rest, the means are its centres; else
/// they are not.
#[derive(Clone, Debug, PartialEq)]
pub struct Dispersion {
    /// Mean of each cluster: `clusters` × `columns`, row after row.
    means: Vec<f64>,
    columns: usize,
    /// Rows of each cluster.
    sizes: Vec<usize>,
    /// Sum of squared distances to the mean, for each cluster.
    pub squares: Vec<f64>,
    /// Mean distance (Euclidean, not squared) to the mean, for each cluster.
    pub mean_distances: Vec<f64>,
}

impl Dispersion {
    /// Measures every cluster of `labels`. Two passes, time O(rows × columns).
    ///
    /// # Errors
    /// No rows, another number of labels than rows, or values too large to be squared.
    pub fn new(points: &Points, labels: &Labels) -> Result<Self, Undefined> {
        Undefined::check_rows(points, labels)?;
        let means = means(points, labels);
        let sums = sum_by_cluster(labels, 2, |range, sums| {
            run(Measure { part: Part::new(points, labels, range), means: &means, sums });
        });
        let squares = sums.iter().step_by(2).copied().collect();
        let distances = sums[1..].iter().step_by(2);
        let mean_distances = distances.zip(labels.sizes()).map(|(sum, &size)| sum / size as f64).collect();
        let sizes = labels.sizes().to_vec();
        let dispersion = Self { means, columns: points.columns(), sizes, squares, mean_distances };
        Undefined::finite(dispersion.inertia()).map(|_| dispersion)
    }

    /// Number of clusters.
    pub fn clusters(&self) -> usize {
        self.squares.len()
    }

    /// Number of rows of each cluster.
    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.sizes.iter().sum()
    }

    /// Mean of cluster `i`: one value per column.
    pub fn mean(&self, i: usize) -> &[f64] {
        &self.means[i * self.columns..(i + 1) * self.columns]
    }

    /// Sum of squared distances of all rows to the mean of their cluster.
    pub fn inertia(&self) -> f64 {
        self.squares.iter().sum()
    }

    /// Mean of all rows, from the means of the clusters.
    pub fn overall_mean(&self) -> Vec<f64> {
        let origin = self.mean(0);
        let mut sums = vec![0.0; origin.len()];
        for (cluster, &size) in self.sizes.iter().enumerate() {
            for ((sum, value), origin) in sums.iter_mut().zip(self.mean(cluster)).zip(origin) {
                *sum += (value - origin) * size as f64;
            }
        }
        sums.iter().zip(origin).map(|(sum, origin)| origin + sum / self.rows() as f64).collect()
    }
}

/// Sum of squared distances of all rows to the mean of their cluster, at least 0, in squared units of the points.
///
/// Means are those of the labels, so the value can be smaller than the inertia about a method's centres.
///
/// # Errors
/// No rows, another number of labels than rows, or values too large to be squared.
pub fn inertia(points: &Points, labels: &Labels) -> Result<f64, Undefined> {
    Dispersion::new(points, labels).map(|dispersion| dispersion.inertia())
}

/// Mean of each cluster: `clusters` × `columns`. One pass.
pub(crate) fn means(points: &Points, labels: &Labels) -> Vec<f64> {
    let columns = points.columns();
    let origins = first_rows(points, labels);
    let mut means = sum_by_cluster(labels, columns, |range, sums| {
        run(Sum { part: Part::new(points, labels, range), origins: &origins, sums });
    });
    for ((sums, origin), &size) in
        means.chunks_exact_mut(columns).zip(origins.chunks_exact(columns)).zip(labels.sizes())
    {
        sums.iter_mut().zip(origin).for_each(|(sum, origin)| *sum = origin + *sum / size as f64);
    }
    means
}

/// The first row of each cluster: `clusters` × `columns`.
fn first_rows(points: &Points, labels: &Labels) -> Vec<f64> {
    let columns = points.columns();
    let mut rows = vec![0.0; labels.clusters() * columns];
    let mut seen = vec![false; labels.clusters()];
    let mut left = labels.clusters();
    for (row, &label) in labels.as_slice().iter().enumerate() {
        if !std::mem::replace(&mut seen[label as usize], true) {
            rows[label as usize * columns..][..columns].copy_from_slice(points.row(row));
            left -= 1;
            if left == 0 {
                break;
            }
        }
    }
    rows
}

/// Sums `width` numbers for each cluster, rows in parallel unless the clusters are so many that their sums would outweigh the
/// rows.
fn sum_by_cluster(labels: &Labels, width: usize, add: impl Fn(Range<usize>, &mut [f64]) + Sync) -> Vec<f64> {
    if labels.clusters() <= FEW_CLUSTERS {
        return sum_rows(labels.rows(), labels.clusters() * width, add);
    }
    let mut sums = vec![0.0; labels.clusters() * width];
    add(0..labels.rows(), &mut sums);
    sums
}

/// Some neighbouring rows and their labels.
#[derive(Clone, Copy)]
struct Part<'a> {
    /// Row after row.
    values: &'a [f64],
    labels: &'a [u32],
    columns: usize,
}

impl<'a> Part<'a> {
    fn new(points: &'a Points, labels: &'a Labels, range: Range<usize>) -> Self {
        let columns = points.columns();
        let values = &points.values()[range.start * columns..range.end * columns];
        Self { values, labels: &labels.as_slice()[range], columns }
    }

    /// Each row with its cluster and where the cluster begins in `clusters` × `columns` numbers.
    #[inline(always)]
    fn rows(self) -> impl Iterator<Item = (&'a [f64], usize, Range<usize>)> {
        let columns = self.columns;
        self.values.chunks_exact(columns).zip(self.labels).map(move |(row, &label)| {
            let cluster = label as usize;
            (row, cluster, cluster * columns..cluster * columns + columns)
        })
    }
}

/// Adds the rows' differences from the origin of their cluster to its sums.
struct Sum<'a> {
    part: Part<'a>,
    origins: &'a [f64],
    sums: &'a mut [f64],
}

impl Arithmetic for Sum<'_> {
    type Output = ();

    #[inline(always)]
    fn compute(self) {
        for (row, _, at) in self.part.rows() {
            add_difference(row, &self.origins[at.clone()], 1.0, &mut self.sums[at]);
        }
    }
}

/// Adds the rows' squared and plain distances from the mean of their cluster to its two sums.
struct Measure<'a> {
    part: Part<'a>,
    means: &'a [f64],
    sums: &'a mut [f64],
}

impl Arithmetic for Measure<'_> {
    type Output = ();

    #[inline(always)]
    fn compute(self) {
        for (row, cluster, at) in self.part.rows() {
            let square = squared(row, &self.means[at]);
            self.sums[2 * cluster] += square;
            self.sums[2 * cluster + 1] += square.sqrt();
        }
    }
}

/// Sum of `value` over the clusters in order, clusters in parallel.
pub(crate) fn sum_over_clusters(clusters: usize, value: impl Fn(usize) -> f64 + Sync) -> f64 {
    map_blocks(clusters, |range| range.map(&value).sum::<f64>()).into_iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spread_about_the_means() {
        let points = Points::new(vec![0.0, 0.0, 0.0, 2.0, 9.0, 9.0], 2).unwrap();
        let labels = Labels::new(vec![0, 0, 1]).unwrap();
        let dispersion = Dispersion::new(&points, &labels).unwrap();
        assert_eq!((dispersion.mean(0), dispersion.mean(1)), (&[0.0, 1.0][..], &[9.0, 9.0][..]));
        assert_eq!((&dispersion.squares[..], &dispersion.mean_distances[..]), (&[2.0, 0.0][..], &[1.0, 0.0][..]));
        assert_eq!(inertia(&points, &labels), Ok(2.0));
        assert_eq!(dispersion.overall_mean(), [3.0, 11.0 / 3.0]);
        assert_eq!((dispersion.sizes(), dispersion.rows()), (&[2, 1][..], 3));
    }

    #[test]
    fn equal_rows_have_no_spread_at_all() {
        let points = Points::new([0.1, 1e9 + 0.3].repeat(999), 2).unwrap();
        let labels = Labels::new(vec![0; 999]).unwrap();
        assert_eq!(inertia(&points, &labels), Ok(0.0));
    }

    #[test]
    fn what_cannot_be_matched_is_undefined() {
        let points = Points::new(vec![1.0], 1).unwrap();
        let none = Points::new(Vec::new(), 1).unwrap();
        let labels = Labels::new(Vec::new()).unwrap();
        assert_eq!(inertia(&none, &labels), Err(Undefined::NoRows));
        assert_eq!(inertia(&points, &labels), Err(Undefined::RowsDiffer { first: 1, second: 0 }));
        let far = Points::new(vec![1e200, -1e200], 1).unwrap();
        assert_eq!(inertia(&far, &Labels::new(vec![0, 0]).unwrap()), Err(Undefined::NotFinite));
    }
}
