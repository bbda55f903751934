//! The E-step alone: where each row belongs, how far it lies, how sure that is, and how likely all rows are.
//!
//! Always in double precision, slab by slab straight from the points, so that nothing as large as the points is laid out for it.

use shoal_kernel::Points;
use shoal_kernel::lanes::{Aligned, STRANDS, Strip, Wide, WideArithmetic, run_wide};
use shoal_kernel::parallel::{ROWS, map_blocks};

use super::data::Frame;
use super::density::Density;
use super::expectation::Expectation;
use super::prepared::Prepared;
use super::statistics::add_strip;
use super::whitened::squared;

/// One number for each row of a slab.
type Slab = Aligned<f64, LENGTH>;

/// Rows of a slab.
const LENGTH: usize = 64;

/// The most probable component of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Placed {
    pub(super) cluster: u32,
    /// Its responsibility.
    pub(super) share: f64,
}

/// What is taken of an evaluated slab.
trait Take: Sync {
    type Item: Send + Clone;

    /// Adds to `out` what is wanted of the first `rows` lanes.
    fn take(shares: &[Slab], log_density: &Slab, rows: usize, out: &mut Vec<Self::Item>);
}

/// The most probable component of each row, the lowest number of equally probable ones, and its share.
pub(super) fn place(points: &Points, origin: &[f64], density: &Density) -> Vec<Placed> {
    each_piece::<MostProbable>(points, origin, density).0
}

/// The most probable component of each row, as [`place`], and the mean log-likelihood.
pub(super) fn labels(points: &Points, origin: &[f64], density: &Density) -> (Vec<u32>, f64) {
    each_piece::<Labels>(points, origin, density)
}

/// Mean logarithm of each density over the rows, in one pass: the same bits as [`labels`] gives.
pub(super) fn log_likelihoods(points: &Points, origin: &[f64], densities: &[&Density]) -> Vec<f64> {
    let frame = Frame::around(origin);
    let prepared: Vec<Prepared<f64>> = densities.iter().map(|density| Prepared::exact(density)).collect();
    let parts = map_blocks(points.rows(), |range| {
        let of_piece = |density: &Prepared<f64>| {
            let take = std::marker::PhantomData::<Nothing>;
            run_wide(Evaluate { points, frame: &frame, density, first: range.start, take }).1
        };
        prepared.iter().map(of_piece).collect::<Vec<f64>>()
    });
    let mut sums = vec![0.0; densities.len()];
    for part in parts {
        sums.iter_mut().zip(part).for_each(|(sum, value)| *sum += value);
    }
    sums.iter().map(|sum| sum / points.rows().max(1) as f64).collect()
}

/// Logarithm of the density of each row.
pub(super) fn log_densities(points: &Points, origin: &[f64], density: &Density) -> Vec<f64> {
    each_piece::<LogDensities>(points, origin, density).0
}

/// Responsibilities of each row: rows × clusters.
pub(super) fn responsibilities(points: &Points, origin: &[f64], density: &Density) -> Vec<f64> {
    each_piece::<Responsibilities>(points, origin, density).0
}

/// Mahalanobis' distance of each row to the component it was placed in.
pub(super) fn distances(points: &Points, origin: &[f64], density: &Density, placed: &[Placed]) -> Vec<f64> {
    let (frame, density) = (Frame::around(origin), Prepared::exact(density));
    let parts = map_blocks(points.rows(), |range| {
        let placed = &placed[range.clone()];
        run_wide(Distances { points, frame: &frame, density: &density, placed, first: range.start })
    });
    parts.concat()
}

/// Evaluates all slabs and takes from each what is wanted; that, and the mean log-density.
fn each_piece<T: Take>(points: &Points, origin: &[f64], density: &Density) -> (Vec<T::Item>, f64) {
    let (frame, density) = (Frame::around(origin), Prepared::exact(density));
    let parts = map_blocks(points.rows(), |range| {
        let take = std::marker::PhantomData::<T>;
        run_wide(Evaluate { points, frame: &frame, density: &density, first: range.start, take })
    });
    let mut taken = Vec::with_capacity(parts.iter().map(|part| part.0.len()).sum());
    let mut sum = 0.0;
    for (part, part_sum) in parts {
        taken.extend_from_slice(&part);
        sum += part_sum;
    }
    (taken, sum / points.rows().max(1) as f64)
}

struct Evaluate<'a, T> {
    points: &'a Points,
    frame: &'a Frame,
    density: &'a Prepared<f64>,
    first: usize,
    take: std::marker::PhantomData<T>,
}

impl<T: Take> WideArithmetic for Evaluate<'_, T> {
    type Output = (Vec<T::Item>, f64);

    #[inline(always)]
    fn compute<W: Wide>(self) -> (Vec<T::Item>, f64) {
        let mut step: Expectation<W::Double> = Expectation::new(self.density.clusters());
        let mut slab = vec![Slab::ZERO; self.density.columns];
        let mut taken = Vec::new();
        let mut sum = [0.0; STRANDS];
        for rows in piece(self.points, self.first).chunks(LENGTH * self.density.columns) {
            let count = rows.len() / self.density.columns;
            self.frame.fill(rows, &mut slab);
            step.evaluate(&slab, self.density);
            step.share();
            step.clear_from(count);
            T::take(&step.shares, &step.log_density, count, &mut taken);
            add_strip::<W::Double>(&step.log_density, &mut sum);
        }
        (taken, sum.iter().sum())
    }
}

/// The values of the rows of one piece.
fn piece(points: &Points, first: usize) -> &[f64] {
    let values = &points.values()[first * points.columns()..];
    &values[..values.len().min(ROWS * points.columns())]
}

/// The component of largest share of each lane, the lowest of equally large ones, and its share.
#[inline(always)]
fn most_probable(shares: &[Slab]) -> ([f64; LENGTH], [f64; LENGTH]) {
    let (mut best, mut cluster) = ([-1.0; LENGTH], [0.0; LENGTH]);
    for (number, Aligned(shares)) in shares.iter().enumerate() {
        let number = number as f64;
        for lane in 0..LENGTH {
            let better = shares[lane] > best[lane];
            best[lane] = if better { shares[lane] } else { best[lane] };
            cluster[lane] = if better { number } else { cluster[lane] };
        }
    }
    (cluster, best)
}

struct MostProbable;

impl Take for MostProbable {
    type Item = Placed;

    #[inline(always)]
    fn take(shares: &[Slab], _: &Slab, rows: usize, out: &mut Vec<Placed>) {
        let (cluster, best) = most_probable(shares);
        let lanes = cluster.into_iter().zip(best).take(rows);
        out.extend(lanes.map(|(cluster, share)| Placed { cluster: cluster as u32, share }));
    }
}

struct Labels;

impl Take for Labels {
    type Item = u32;

    #[inline(always)]
    fn take(shares: &[Slab], _: &Slab, rows: usize, out: &mut Vec<u32>) {
        let (cluster, _) = most_probable(shares);
        out.extend_from_slice(&cluster.map(|cluster| cluster as u32)[..rows]);
    }
}

struct LogDensities;

impl Take for LogDensities {
    type Item = f64;

    #[inline(always)]
    fn take(_: &[Slab], log_density: &Slab, rows: usize, out: &mut Vec<f64>) {
        out.extend_from_slice(&log_density.0[..rows]);
    }
}

struct Responsibilities;

impl Take for Responsibilities {
    type Item = f64;

    #[inline(always)]
    fn take(shares: &[Slab], _: &Slab, rows: usize, out: &mut Vec<f64>) {
        (0..rows).for_each(|lane| out.extend(shares.iter().map(|shares| shares.0[lane])));
    }
}

struct Nothing;

impl Take for Nothing {
    type Item = ();

    #[inline(always)]
    fn take(_: &[Slab], _: &Slab, _: usize, _: &mut Vec<()>) {}
}

struct Distances<'a> {
    points: &'a Points,
    frame: &'a Frame,
    density: &'a Prepared<f64>,
    placed: &'a [Placed],
    first: usize,
}

impl WideArithmetic for Distances<'_> {
    type Output = Vec<f64>;

    #[inline(always)]
    fn compute<W: Wide>(self) -> Vec<f64> {
        let columns = self.density.columns;
        let mut slab = vec![Slab::ZERO; columns];
        let mut lengths = Slab::ZERO;
        let mut distances = vec![0.0; self.placed.len()];
        let rows = piece(self.points, self.first).chunks(LENGTH * columns);
        for (rows, (placed, distances)) in rows.zip(self.placed.chunks(LENGTH).zip(distances.chunks_mut(LENGTH))) {
            self.frame.fill(rows, &mut slab);
            for (cluster, (mean, whitening, _)) in self.density.components().enumerate() {
                if placed.iter().all(|row| row.cluster as usize != cluster) {
                    continue;
                }
                squared::<W::Double>(&slab, mean, whitening, &mut lengths);
                for ((distance, row), length) in distances.iter_mut().zip(placed).zip(lengths.0) {
                    if row.cluster as usize == cluster {
                        *distance = f64::sqrt(length);
                    }
                }
            }
        }
        distances
    }
}
