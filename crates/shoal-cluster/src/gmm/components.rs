//! The parameters of a mixture, and the M-step that finds them from sums over the rows.

use std::cmp::Ordering;

use shoal_kernel::cholesky::{factor, inverse};
use shoal_kernel::{Points, Square};

use super::covariance::{Covariance, diagonal_places};
use super::density::{Density, packed, unpacked};
use super::statistics::Statistics;

/// Added to every sum of responsibilities, so that a component without rows has a weight.
const ALMOST_NONE: f64 = 10.0 * f64::EPSILON;

/// Smallest variance that is told from none, whatever the regularisation.
const SMALLEST_VARIANCE: f64 = 1e-300;

/// Squared moves of a mean, in variances, from which its component's second moments are gathered again about the new mean.
const FAR: f64 = 1e4;

/// Times that variances are widened, by ten times more each time, until a covariance has a sure Cholesky factor.
const WIDENINGS: i32 = 18;

/// A mixture's parameters.
#[derive(Clone, Debug)]
pub(super) struct Components {
    pub(super) density: Density,
    /// Covariance of every component: its lower triangle row after row, or its diagonal.
    covariances: Vec<f64>,
}

impl Components {
    /// The M-step: weights, means and covariances from the statistics.
    pub(super) fn maximise(statistics: &Statistics, reg_covar: f64) -> Self {
        let Statistics { form, columns, ref centres, .. } = *statistics;
        let mut weights = Vec::new();
        let mut means = Vec::with_capacity(centres.len());
        let mut covariances = Vec::new();
        for ((sum, moments, products), centre) in statistics.components().zip(centres.chunks_exact(columns)) {
            let weight = sum + ALMOST_NONE;
            let move_of_mean: Vec<f64> = moments.iter().map(|moment| moment / weight).collect();
            means.extend(centre.iter().zip(&move_of_mean).map(|(centre, difference)| centre + difference));
            covariances.extend(scatter(form, products, &move_of_mean, 2.0 * weight - sum));
            weights.push(weight);
        }
        divide(form, columns, &weights, &mut covariances);
        Self::regularised(form, &weights, means, covariances, reg_covar)
    }

    /// Components with these parameters, after `reg_covar` is added to the variances.
    pub(super) fn regularised(
        form: Covariance,
        weights: &[f64],
        means: Vec<f64>,
        mut covariances: Vec<f64>,
        reg_covar: f64,
    ) -> Self {
        let columns = means.len() / weights.len();
        let mut whitening = Vec::with_capacity(covariances.len());
        for covariance in covariances.chunks_exact_mut(form.width(columns)) {
            for place in diagonal_places(form, columns) {
                covariance[place] = covariance[place].max(0.0) + reg_covar.max(SMALLEST_VARIANCE);
            }
            whitening.extend(whiten(form, columns, covariance));
        }
        Self { density: Density::new(form, weights, means, whitening), covariances }
    }

    /// Whether a mean lies so far from where its component's `statistics` were taken (at `centres`) that digits were lost.
    pub(super) fn moved_far(&self, centres: &[f64]) -> bool {
        let Density { form, columns, ref means, .. } = self.density;
        let covariances = self.covariances.chunks_exact(form.width(columns));
        means.chunks_exact(columns).zip(centres.chunks_exact(columns)).zip(covariances).any(
            |((new, old), covariance)| {
                let variances = diagonal_places(form, columns).map(|place| covariance[place]);
                new.iter()
                    .zip(old)
                    .zip(variances)
                    .any(|((new, old), variance)| (new - old) * (new - old) > FAR * variance)
            },
        )
    }

    /// The components with these numbers, in this order; their weights are scaled to 1 again.
    pub(super) fn select(&self, numbers: &[usize]) -> Self {
        let Density { form, columns, ref weights, ref means, ref whitening, .. } = self.density;
        let rows = |values: &[f64], width: usize| -> Vec<f64> {
            numbers.iter().flat_map(|&number| values[number * width..(number + 1) * width].to_vec()).collect()
        };
        let (weights, width) = (rows(weights, 1), form.width(columns));
        Self {
            density: Density::new(form, &weights, rows(means, columns), rows(whitening, width)),
            covariances: rows(&self.covariances, width),
        }
    }

    /// The numbers of the components in the order of their means: smallest first coordinate first, then the second …
    pub(super) fn by_mean(&self) -> Vec<usize> {
        let means: Vec<&[f64]> = self.density.means.chunks_exact(self.density.columns).collect();
        let mut order: Vec<usize> = (0..means.len()).collect();
        order.sort_by(|&a, &b| {
            let orders = means[a].iter().zip(means[b]).map(|(x, y)| x.total_cmp(y));
            orders.fold(Ordering::Equal, Ordering::then)
        });
        order
    }

    /// The covariances written out, one per component.
    pub(super) fn matrices(&self) -> Vec<Square> {
        let Density { form, columns, .. } = self.density;
        self.covariances.chunks_exact(form.width(columns)).map(|kept| unpacked(form, kept, columns, true)).collect()
    }
}

/// Second moments about the new mean, from those about the old one; `times` is twice the weight minus the responsibilities.
fn scatter(form: Covariance, products: &[f64], move_of_mean: &[f64], times: f64) -> Vec<f64> {
    let pairs = form.pairs(move_of_mean.len());
    products.iter().zip(pairs).map(|(sum, (i, j))| sum - times * move_of_mean[i] * move_of_mean[j]).collect()
}

/// Turns scatter into covariances of the given form.
fn divide(form: Covariance, columns: usize, weights: &[f64], scatter: &mut [f64]) {
    let width = form.width(columns);
    if form == Covariance::Tied {
        let total: f64 = weights.iter().sum();
        let pooled: Vec<f64> =
            (0..width).map(|at| scatter.iter().skip(at).step_by(width).sum::<f64>() / total).collect();
        scatter.chunks_exact_mut(width).for_each(|scatter| scatter.copy_from_slice(&pooled));
        return;
    }
    for (scatter, weight) in scatter.chunks_exact_mut(width).zip(weights) {
        scatter.iter_mut().for_each(|value| *value /= weight);
        if form == Covariance::Spherical {
            let mean = scatter.iter().sum::<f64>() / columns as f64;
            scatter.fill(mean);
        }
    }
}

/// The inverse of the Cholesky factor. A covariance that has none as far as rounding can tell is widened until it has one.
fn whiten(form: Covariance, columns: usize, covariance: &mut [f64]) -> Vec<f64> {
    if !form.is_triangle() {
        return covariance.iter().map(|variance| 1.0 / variance.sqrt()).collect();
    }
    for step in 0..WIDENINGS {
        let matrix = unpacked(form, covariance, columns, true);
        if let Some(lower) = factor(&matrix).filter(|lower| is_sure(&matrix, lower)) {
            return packed(form, &inverse(&lower));
        }
        let times = 1.0 + f64::EPSILON * 10f64.powi(step);
        diagonal_places(form, columns).for_each(|place| covariance[place] *= times);
    }
    // Widened that often and still without a factor: the columns count as uncorrelated.
    let mut whitening = vec![0.0; covariance.len()];
    let mut variances = vec![0.0; covariance.len()];
    for place in diagonal_places(form, columns) {
        whitening[place] = 1.0 / covariance[place].sqrt();
        variances[place] = covariance[place];
    }
    covariance.copy_from_slice(&variances);
    whitening
}

/// Whether what each column has of its own, beside those before it, is more than rounding left over.
fn is_sure(matrix: &Square, lower: &Square) -> bool {
    let least = 4.0 * f64::EPSILON * matrix.size() as f64;
    (0..matrix.size()).all(|i| lower.get(i, i) * lower.get(i, i) > least * matrix.get(i, i))
}

/// What of a full covariance a form can hold: all, the diagonal, or its mean.
pub(super) fn reduced(form: Covariance, matrix: &Square) -> Vec<f64> {
    let mut kept = packed(form, matrix);
    if form == Covariance::Spherical {
        let mean = kept.iter().sum::<f64>() / kept.len() as f64;
        kept.fill(mean);
    }
    kept
}

/// The means as points around `origin`.
pub(super) fn means_around(density: &Density, origin: &[f64]) -> Vec<f64> {
    density.means.chunks_exact(origin.len()).flat_map(|mean| mean.iter().zip(origin).map(|(a, b)| a + b)).collect()
}

impl Components {
    /// The means in the units of the points, around `origin`.
    pub(super) fn means(&self, origin: &[f64]) -> Option<Points> {
        Points::new(means_around(&self.density, origin), origin.len()).ok()
    }
}
