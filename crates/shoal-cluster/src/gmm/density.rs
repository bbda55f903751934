//! The density of a mixture, ready to be evaluated: for each component its mean, the matrix that turns differences from it
//! into uncorrelated numbers of variance 1, and the constant part of its logarithm.

use std::f64::consts::TAU;

use shoal_kernel::Square;
use shoal_kernel::exponential::ln;

use super::covariance::{Covariance, diagonal_places};

/// Weighted normal densities of one form.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Density {
    pub(super) form: Covariance,
    pub(super) columns: usize,
    /// Share of each component, together 1.
    pub(super) weights: Vec<f64>,
    /// `clusters` × `columns`, as differences from the origin of the data.
    pub(super) means: Vec<f64>,
    /// For each component the inverse of the Cholesky factor of its covariance: its lower triangle row after row, or its
    /// diagonal.
    pub(super) whitening: Vec<f64>,
    /// What the logarithm of each weighted density is at its mean.
    pub(super) constants: Vec<f64>,
}

impl Density {
    /// A density with these parameters; `weights` need not add up to 1. Weights that do, but for rounding, are kept to the bit, so
    /// that a stored mixture comes back as it was.
    pub(super) fn new(form: Covariance, weights: &[f64], means: Vec<f64>, whitening: Vec<f64>) -> Self {
        let columns = means.len() / weights.len();
        let total: f64 = weights.iter().sum();
        let whole = (total - 1.0).abs() <= f64::EPSILON * weights.len() as f64;
        let weights: Vec<f64> = weights.iter().map(|weight| if whole { *weight } else { weight / total }).collect();
        let scale = 0.5 * columns as f64 * ln(TAU);
        let constant = |(weight, whitening): (&f64, &[f64])| {
            let determinant: f64 = diagonal_places(form, columns).map(|place| ln(whitening[place])).sum();
            // A share may be too small for a normal number; it then has the smallest.
            ln(weight.max(f64::MIN_POSITIVE)) + determinant - scale
        };
        let constants = weights.iter().zip(whitening.chunks_exact(form.width(columns))).map(constant).collect();
        Self { form, columns, weights, means, whitening, constants }
    }

    pub(super) fn clusters(&self) -> usize {
        self.weights.len()
    }
}

/// The numbers kept for a component written out as a matrix; `symmetric` fills the upper triangle too.
pub(super) fn unpacked(form: Covariance, kept: &[f64], columns: usize, symmetric: bool) -> Square {
    let mut matrix = Square::zeros(columns);
    for i in 0..columns {
        if !form.is_triangle() {
            matrix.set(i, i, kept[i]);
            continue;
        }
        for j in 0..=i {
            let value = kept[i * (i + 1) / 2 + j];
            matrix.set(i, j, value);
            if symmetric {
                matrix.set(j, i, value);
            }
        }
    }
    matrix
}

/// The numbers kept of a matrix: its lower triangle row after row, or its diagonal.
pub(super) fn packed(form: Covariance, matrix: &Square) -> Vec<f64> {
    if !form.is_triangle() {
        return matrix.diagonal();
    }
    (0..matrix.size()).flat_map(|i| matrix.row(i)[..=i].to_vec()).collect()
}
