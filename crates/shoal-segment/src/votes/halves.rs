//! The prediction strength of every k, over several splits of the members in two.

use super::estimate;
use super::fitter::Fitter;
use crate::refit::nearest;
use crate::segmentation::Estimate;
use shoal_kernel::parallel::map_tasks;
use shoal_kernel::random::mix;
use shoal_kernel::{Points, Stream};
use shoal_validity::prediction_strength;

/// Sets the splits' streams apart from all others.
const PURPOSE: u64 = 0x6861_6C76;

/// The prediction strength for k = 2 to `largest`, as far as it is defined: each half foretells the other.
pub(super) fn prediction_strengths(
    fitter: &Fitter,
    points: &Points,
    largest: usize,
    splits: usize,
) -> Vec<(usize, Estimate)> {
    let numbers: Vec<u64> = (0..splits as u64).collect();
    let all = map_tasks(&numbers, |&number| split(fitter, points, largest, number));
    let of_k = |k: usize| {
        let values = all.iter().flatten().flat_map(|split| split[k - 1].iter().copied());
        Some((k, estimate(&values.collect::<Vec<f64>>())?))
    };
    (2..=largest).filter_map(of_k).collect()
}

/// For each k from 1 the strengths of one split, in both directions.
fn split(fitter: &Fitter, points: &Points, largest: usize, number: u64) -> Option<Vec<Vec<f64>>> {
    let mut order: Vec<usize> = (0..points.rows()).collect();
    Stream::new(fitter.seed(), mix(PURPOSE).wrapping_add(number)).shuffle(&mut order);
    let (one, other) = order.split_at(points.rows() / 2);
    let halves = [points.select(one), points.select(other)];
    let fits = [fitter.fits(&halves[0], largest)?, fitter.fits(&halves[1], largest)?];
    let strength = |k: usize, judge: usize, judged: usize| {
        let foretold = nearest(&fits[judge][k - 1], &halves[judged])?;
        let clustered = fits[judged][k - 1].everybody(&halves[judged]).ok()??;
        (clustered.clusters() == k).then_some(())?;
        prediction_strength(&clustered, &foretold).ok()
    };
    let both = |k: usize| [strength(k, 0, 1), strength(k, 1, 0)].into_iter().flatten().collect();
    Some((1..=largest).map(both).collect())
}
