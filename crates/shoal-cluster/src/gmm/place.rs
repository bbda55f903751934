//! The E-step alone: where each row belongs, how far it lies, how sure that is, and how likely all rows are.

use shoal_kernel::Blocks;
use shoal_kernel::blocks::{BLOCK, Lanes};
use shoal_kernel::lanes::{Arithmetic, run};
use shoal_kernel::parallel::{ROWS, map_blocks};

use super::data::Data;
use super::density::Density;
use super::expectation::{Expectation, Strip, squared, subtract};
use super::statistics::{STRANDS, add_lanes};

/// The most probable component of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Placed {
    pub(super) cluster: u32,
    /// Its responsibility.
    pub(super) share: f64,
}

/// The most probable component of each row, the lowest number of equally probable ones, and the mean log-likelihood.
pub(super) fn place(blocks: &Blocks, density: &Density) -> (Vec<Placed>, f64) {
    let mut placed = Vec::with_capacity(blocks.rows());
    let mut sum = 0.0;
    for (part, part_sum) in each_piece(blocks, density, |step, rows, out| step.most_probable(rows, out)) {
        placed.extend_from_slice(&part);
        sum += part_sum;
    }
    (placed, sum / blocks.rows().max(1) as f64)
}

/// Mean logarithm of the density over the rows: the same bits as [`place`] gives.
pub(super) fn log_likelihood(data: &Data, density: &Density) -> f64 {
    let parts = each_piece(&data.blocks, density, |_, _, _: &mut Vec<()>| {});
    parts.into_iter().map(|part| part.1).sum::<f64>() / data.rows() as f64
}

/// Logarithm of the density of each row.
pub(super) fn log_densities(blocks: &Blocks, density: &Density) -> Vec<f64> {
    let parts = each_piece(blocks, density, |step, rows, out| out.extend_from_slice(&step.log_density.0[..rows]));
    parts.into_iter().flat_map(|part| part.0).collect()
}

/// Responsibilities of each row: rows × clusters.
pub(super) fn responsibilities(blocks: &Blocks, density: &Density) -> Vec<f64> {
    let parts = each_piece(blocks, density, |step, rows, out| {
        (0..rows).for_each(|lane| out.extend(step.shares.iter().map(|shares| shares.0[lane])));
    });
    parts.into_iter().flat_map(|part| part.0).collect()
}

/// Mahalanobis' distance of each row to the component it was placed in.
pub(super) fn distances(blocks: &Blocks, density: &Density, placed: &[Placed]) -> Vec<f64> {
    let parts = map_blocks(blocks.rows(), |range| {
        run(Distances { blocks, density, placed: &placed[range.clone()], first: range.start / BLOCK })
    });
    parts.concat()
}

/// Takes what is wanted from an evaluated block with that many rows.
type Write<T> = fn(&Expectation, usize, &mut Vec<T>);

/// Evaluates all blocks, with `write` taking from each what is wanted; for each piece of rows what was written and the sum of
/// the log-densities.
fn each_piece<T: Send>(blocks: &Blocks, density: &Density, write: Write<T>) -> Vec<(Vec<T>, f64)> {
    map_blocks(blocks.rows(), |range| run(Evaluate { blocks, density, first: range.start / BLOCK, write }))
}

struct Evaluate<'a, T> {
    blocks: &'a Blocks,
    density: &'a Density,
    first: usize,
    write: Write<T>,
}

impl<T> Arithmetic for Evaluate<'_, T> {
    type Output = (Vec<T>, f64);

    #[inline(always)]
    fn compute(self) -> (Vec<T>, f64) {
        let mut step = Expectation::new(self.density.clusters(), self.density.columns);
        let mut written = Vec::new();
        let mut sum = [0.0; STRANDS];
        for number in self.first..(self.first + ROWS / BLOCK).min(self.blocks.len()) {
            let block = self.blocks.block(number);
            step.evaluate(block, self.density);
            step.share();
            step.clear_from(block.rows());
            (self.write)(&step, block.rows(), &mut written);
            add_lanes(&step.log_density.0, &mut sum);
        }
        (written, sum.iter().sum())
    }
}

impl Expectation {
    /// Writes the component of largest responsibility of each of the first `rows` lanes.
    fn most_probable(&self, rows: usize, out: &mut Vec<Placed>) {
        let mut best: Lanes = [-1.0; BLOCK];
        let mut cluster: Lanes = [0.0; BLOCK];
        for (number, Strip(shares)) in self.shares.iter().enumerate() {
            for lane in 0..BLOCK {
                let better = shares[lane] > best[lane];
                best[lane] = if better { shares[lane] } else { best[lane] };
                cluster[lane] = if better { number as f64 } else { cluster[lane] };
            }
        }
        let lanes = best.iter().zip(cluster).take(rows);
        out.extend(lanes.map(|(&share, cluster)| Placed { cluster: cluster as u32, share }));
    }
}

struct Distances<'a> {
    blocks: &'a Blocks,
    density: &'a Density,
    placed: &'a [Placed],
    first: usize,
}

impl Arithmetic for Distances<'_> {
    type Output = Vec<f64>;

    #[inline(always)]
    fn compute(self) -> Vec<f64> {
        let mut differences = vec![Strip::ZERO; self.density.columns];
        let mut lengths = [0.0; BLOCK];
        let mut distances = vec![0.0; self.placed.len()];
        let pieces = self.placed.chunks(BLOCK).zip(distances.chunks_mut(BLOCK));
        for (number, (placed, distances)) in pieces.enumerate() {
            let block = self.blocks.block(self.first + number);
            for (cluster, (mean, whitening, _)) in self.density.components().enumerate() {
                if placed.iter().all(|row| row.cluster as usize != cluster) {
                    continue;
                }
                subtract(block, mean, &mut differences);
                squared(&differences, whitening, &mut lengths);
                for ((distance, row), length) in distances.iter_mut().zip(placed).zip(lengths) {
                    if row.cluster as usize == cluster {
                        *distance = f64::sqrt(length);
                    }
                }
            }
        }
        distances
    }
}
