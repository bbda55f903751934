//! The stability of every k: how well clusters are found again in resamples, beside tables without structure.

use super::estimate;
use super::fitter::Fitter;
use crate::segmentation::FoundAgain;
use shoal_cluster::Resamples;
use shoal_kernel::random::mix;
use shoal_kernel::{Labels, Points, Stream};
use shoal_validity::{CopulaNull, adjusted_rand_index};

/// Sets the tables' streams apart from all others.
const PURPOSE: u64 = 0x616C_696B;

/// Tables without structure; they share the resamples.
const TABLES: usize = 4;

/// The stability for k = 2 to `largest`, as far as it is defined.
pub(super) fn found_again(
    fitter: &Fitter,
    points: &Points,
    largest: usize,
    resamples: usize,
) -> Vec<(usize, FoundAgain)> {
    let own = agreements(fitter, points, largest, &Resamples::new(points.rows(), resamples, fitter.seed()));
    let without = without_structure(fitter, points, largest, resamples.div_ceil(TABLES));
    let of_k = |(at, values): (usize, Vec<f64>)| {
        let rand = estimate(&values)?;
        let without_structure = without.as_ref().and_then(|tables| estimate(&tables[at])).map(|mean| mean.value);
        Some((at + 2, FoundAgain { rand, without_structure, beyond: beyond(rand.value, without_structure) }))
    };
    own.unwrap_or_default().into_iter().enumerate().filter_map(of_k).collect()
}

/// How much of the way from the value without structure to 1 a stability goes: 1 where clusters are always found again, 0 where they
/// are as they would be without structure.
fn beyond(rand: f64, without_structure: Option<f64>) -> f64 {
    let from = without_structure.unwrap_or(0.0).min(1.0);
    if from < 1.0 { (rand - from) / (1.0 - from) } else { 0.0 }
}

/// For each k from 2 the agreement of every refit with the fit.
fn agreements(fitter: &Fitter, points: &Points, largest: usize, resamples: &Resamples) -> Option<Vec<Vec<f64>>> {
    let fits = fitter.fits(points, largest)?;
    let own: Vec<Option<Labels>> = fits.iter().map(|fitted| fitted.everybody(points).ok()?).collect();
    let mut all = vec![Vec::new(); largest - 1];
    fitter.again(points, largest, resamples, |again| {
        for ((all, own), again) in all.iter_mut().zip(&own[1..]).zip(&again[1..]) {
            let agreement = own.as_ref().zip(again.as_ref()).map(|(own, again)| adjusted_rand_index(own, again));
            all.extend(agreement.and_then(Result::ok));
        }
    });
    Some(all)
}

/// The same on tables with the same columns and correlations.
fn without_structure(fitter: &Fitter, points: &Points, largest: usize, resamples: usize) -> Option<Vec<Vec<f64>>> {
    let null = CopulaNull::new(points, fitter.seed())?;
    let mut all = vec![Vec::new(); largest - 1];
    for number in 0..TABLES as u64 {
        let table = null.draw(&mut Stream::new(fitter.seed(), mix(PURPOSE).wrapping_add(number)))?;
        let resamples = Resamples::new(table.rows(), resamples, fitter.seed().wrapping_add(1 + number));
        let of_table = agreements(fitter, &table, largest, &resamples)?;
        all.iter_mut().zip(of_table).for_each(|(all, values)| all.extend(values));
    }
    Some(all)
}
