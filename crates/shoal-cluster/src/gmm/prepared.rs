//! The density of a mixture in the precision and the frame of the slabs that it is evaluated on.

use shoal_kernel::lanes::Number;

use super::covariance::Covariance;
use super::data::Frame;
use super::density::Density;
use super::whitened::tiled;

/// Mean, whitening and constant of every component as they are multiplied with numbers in slabs.
pub(super) struct Prepared<N> {
    pub(super) columns: usize,
    means: Vec<N>,
    /// For each component its triangle, tiled, or its diagonal.
    whitening: Vec<N>,
    constants: Vec<N>,
    /// What was taken from all constants so that they are small.
    pub(super) offset: f64,
}

impl Prepared<f64> {
    /// To be evaluated as it is.
    pub(super) fn exact(density: &Density) -> Self {
        let Density { form, columns, .. } = *density;
        let Density { means, whitening, constants, .. } = density.clone();
        Self { columns, means, whitening: arranged(form, columns, &whitening), constants, offset: 0.0 }
    }
}

impl<N: Number> Prepared<N> {
    /// To be evaluated in this frame.
    pub(super) fn framed(density: &Density, frame: &Frame) -> Self {
        let Density { form, columns, ref whitening, ref constants, .. } = *density;
        let offset = constants.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let steepest = N::STEEPEST.wide();
        let units: Vec<f64> = form.pairs(columns).map(|(_, column)| frame.units[column]).collect();
        let entry = |(value, unit): (&f64, &f64)| N::of((value / unit).clamp(-steepest, steepest));
        let whitening: Vec<N> = whitening.iter().zip(units.iter().cycle()).map(entry).collect();
        Self {
            columns,
            means: centres_in(&density.means, frame),
            whitening: arranged(form, columns, &whitening),
            constants: constants.iter().map(|constant| N::of(constant - offset)).collect(),
            offset,
        }
    }
}

impl<N> Prepared<N> {
    pub(super) fn clusters(&self) -> usize {
        self.constants.len()
    }

    /// Mean, whitening and constant of every component.
    #[inline(always)]
    pub(super) fn components(&self) -> impl Iterator<Item = (&[N], &[N], &N)> {
        let width = self.whitening.len() / self.clusters();
        let parts = self.means.chunks_exact(self.columns).zip(self.whitening.chunks_exact(width));
        parts.zip(&self.constants).map(|((mean, whitening), constant)| (mean, whitening, constant))
    }
}

/// Whitening matrices as they are multiplied.
fn arranged<N: Number>(form: Covariance, columns: usize, whitening: &[N]) -> Vec<N> {
    if !form.is_triangle() {
        return whitening.to_vec();
    }
    whitening.chunks_exact(form.width(columns)).flat_map(|triangle| tiled(triangle, columns)).collect()
}

/// Differences from the origin as numbers in the frame, none of them so large that squares of differences have no end.
pub(super) fn centres_in<N: Number>(centres: &[f64], frame: &Frame) -> Vec<N> {
    let farthest = N::STEEPEST.wide();
    let place = |(centre, unit): (&f64, &f64)| N::of((centre * unit).clamp(-farthest, farthest));
    centres.iter().zip(frame.units.iter().cycle()).map(place).collect()
}
