//! The E-step for one block of rows: the density of every component, and the share of each in every row.
//!
//! Differences from the mean come first and are then whitened, so that neither an offset nor a badly conditioned covariance
//! costs digits. Shares are formed from logarithms relative to the largest one: a row so far out that every density vanishes
//! still has sound shares.

use shoal_kernel::blocks::{BLOCK, Block, Lanes};
use shoal_kernel::exponential::{exp, ln};

use super::density::Density;

/// Lanes that are taken together from difference to squared distance, so that sums stay in registers.
const CHUNK: usize = 16;

/// Largest squared distance that is told from larger ones; it keeps every sum over rows finite.
const FARTHEST: f64 = 1e290;

/// Lanes that begin where a line of the cache begins, so that no vector lies across two lines.
#[derive(Clone, Copy)]
#[repr(align(64))]
pub(super) struct Strip(pub(super) Lanes);

impl Strip {
    pub(super) const ZERO: Self = Self([0.0; BLOCK]);
}

/// What one block of rows needs.
pub(super) struct Expectation {
    /// Differences from the mean at hand: one per column.
    pub(super) differences: Vec<Strip>,
    /// Per component: logarithm of the weighted density, and after [`Expectation::share`] the responsibility.
    pub(super) shares: Vec<Strip>,
    /// Largest of the logarithms.
    largest: Strip,
    /// Logarithm of the density of the whole mixture.
    pub(super) log_density: Strip,
}

impl Expectation {
    pub(super) fn new(clusters: usize, columns: usize) -> Self {
        Self {
            differences: vec![Strip::ZERO; columns],
            shares: vec![Strip::ZERO; clusters],
            largest: Strip::ZERO,
            log_density: Strip::ZERO,
        }
    }

    /// Writes the logarithm of each component's weighted density into `shares`.
    #[inline(always)]
    pub(super) fn evaluate(&mut self, block: Block<'_>, density: &Density) {
        self.largest.0.fill(f64::NEG_INFINITY);
        for (Strip(logs), (mean, whitening, constant)) in self.shares.iter_mut().zip(density.components()) {
            subtract(block, mean, &mut self.differences);
            squared(&self.differences, whitening, logs);
            for (log, largest) in logs.iter_mut().zip(&mut self.largest.0) {
                *log = constant - 0.5 * *log;
                *largest = if *log > *largest { *log } else { *largest };
            }
        }
    }

    /// Turns the logarithms in `shares` into responsibilities.
    #[inline(always)]
    pub(super) fn share(&mut self) {
        let Strip(largest) = &self.largest;
        let Strip(mut total) = Strip::ZERO;
        for Strip(shares) in &mut self.shares {
            for lane in 0..BLOCK {
                let share = exp(shares[lane] - largest[lane]);
                shares[lane] = share;
                total[lane] += share;
            }
        }
        for lane in 0..BLOCK {
            self.log_density.0[lane] = largest[lane] + ln(total[lane]);
            total[lane] = 1.0 / total[lane];
        }
        for Strip(shares) in &mut self.shares {
            for lane in 0..BLOCK {
                shares[lane] *= total[lane];
            }
        }
    }

    /// Takes the lanes from `rows` on out of all sums: they repeat the last row.
    #[inline(always)]
    pub(super) fn clear_from(&mut self, rows: usize) {
        if rows < BLOCK {
            self.log_density.0[rows..].fill(0.0);
            self.shares.iter_mut().for_each(|shares| shares.0[rows..].fill(0.0));
        }
    }
}

/// Differences of the rows of a block from `mean`.
#[inline(always)]
pub(super) fn subtract(block: Block<'_>, mean: &[f64], differences: &mut [Strip]) {
    for ((column, &mean), differences) in block.columns().iter().zip(mean).zip(differences) {
        let Strip(differences) = differences;
        for lane in 0..BLOCK {
            differences[lane] = column[lane] - mean;
        }
    }
}

/// Squared lengths of the whitened differences. With more numbers than columns `whitening` is a lower triangle, row after row;
/// else it is a diagonal.
#[inline(always)]
pub(super) fn squared(differences: &[Strip], whitening: &[f64], out: &mut Lanes) {
    if whitening.len() > differences.len() {
        squared_by_triangle(differences, whitening, out);
    } else {
        squared_by_diagonal(differences, whitening, out);
    }
}

#[inline(always)]
fn squared_by_triangle(differences: &[Strip], whitening: &[f64], out: &mut Lanes) {
    for (number, out) in out.as_chunks_mut::<CHUNK>().0.iter_mut().enumerate() {
        let mut squared = [0.0; CHUNK];
        let mut rest = whitening;
        for i in 1..=differences.len() {
            let (row, below) = rest.split_at(i);
            rest = below;
            let mut whitened = [0.0; CHUNK];
            for (&entry, differences) in row.iter().zip(differences) {
                let differences = &differences.0.as_chunks::<CHUNK>().0[number];
                for lane in 0..CHUNK {
                    whitened[lane] += entry * differences[lane];
                }
            }
            for lane in 0..CHUNK {
                squared[lane] += whitened[lane] * whitened[lane];
            }
        }
        *out = capped(squared);
    }
}

#[inline(always)]
fn squared_by_diagonal(differences: &[Strip], whitening: &[f64], out: &mut Lanes) {
    for (number, out) in out.as_chunks_mut::<CHUNK>().0.iter_mut().enumerate() {
        let mut squared = [0.0; CHUNK];
        for (&entry, differences) in whitening.iter().zip(differences) {
            let differences = &differences.0.as_chunks::<CHUNK>().0[number];
            for lane in 0..CHUNK {
                let whitened = entry * differences[lane];
                squared[lane] += whitened * whitened;
            }
        }
        *out = capped(squared);
    }
}

#[inline(always)]
fn capped(mut squared: [f64; CHUNK]) -> [f64; CHUNK] {
    for value in &mut squared {
        *value = if *value < FARTHEST { *value } else { FARTHEST };
    }
    squared
}
