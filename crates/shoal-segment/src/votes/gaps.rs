//! The gap of every k, against even values over the box of the principal components.

use super::fitter::Fitter;
use crate::segmentation::Estimate;
use shoal_kernel::parallel::map_tasks;
use shoal_kernel::random::mix;
use shoal_kernel::{Points, Stream};
use shoal_validity::{BoxNull, gap};

/// Sets the references' streams apart from all others.
const PURPOSE: u64 = 0x6761_7073;

/// The gap for k = 1 to `largest`, as far as it is defined.
pub(super) fn gaps(fitter: &Fitter, points: &Points, largest: usize, references: usize) -> Vec<(usize, Estimate)> {
    measured(fitter, points, largest, references).unwrap_or_default()
}

fn measured(fitter: &Fitter, points: &Points, largest: usize, references: usize) -> Option<Vec<(usize, Estimate)>> {
    let own = fitter.inertias(points, largest, 0)?;
    let null = BoxNull::new(points)?;
    let numbers: Vec<u64> = (1..=references as u64).collect();
    let drawn = map_tasks(&numbers, |&number| {
        let table = null.draw(&mut Stream::new(fitter.seed(), mix(PURPOSE).wrapping_add(number)))?;
        fitter.inertias(&table, largest, number)
    });
    let drawn: Vec<Vec<f64>> = drawn.into_iter().collect::<Option<_>>()?;
    let of_k = |(at, &inertia): (usize, &f64)| {
        let references: Vec<f64> = drawn.iter().filter_map(|table| table.get(at).copied()).collect();
        gap(inertia, &references).map(|gap| (at + 1, Estimate { value: gap.gap, error: gap.error }))
    };
    Some(own.iter().enumerate().filter_map(of_k).collect())
}
