//! Whether single features fall into bands.
//!
//! Each feature that is clustered is asked for more than one peak ([`dip`]), in the form in which it is clustered (its logarithm,
//! where that was taken; values far outside stay where they are). Values that repeat are spread over their own steps first ([`spread_ties`]), so that whole numbers are
//! not taken for bands because they are whole. The level of 2.5 % holds for all features together (`holm`).

use std::collections::{BTreeMap, BTreeSet};

use shoal_kernel::parallel::map_tasks;
use shoal_kernel::quantile;
use shoal_validity::{DipNull, dip, spread_ties};

use super::holm::rejected;
use super::joint::LEVEL;
use crate::segmentation::Shape;

/// Samples of the uniform distribution that a dip is held against.
const SAMPLES: usize = 1_999;

/// Fewest values that are asked for bands.
const FEWEST: usize = 20;

/// What was found about one feature.
#[derive(Clone, Debug, PartialEq)]
pub struct Bands {
    /// The dip, 1 / (2n) to 1/4.
    pub dip: f64,
    /// How probable as large a dip is with one peak, at the most.
    pub p: f64,
    /// Whether it falls into bands, at 2.5 % for all features together.
    pub found: bool,
}

/// Asks each of `features` (its values in any order, those that are there, and the shape in which they are clustered); `None` where
/// there are too few values. Ranks have one peak whatever they are ranks of.
pub fn bands(features: &[(Vec<f64>, &Shape)], seed: u64) -> Vec<Option<Bands>> {
    let sizes: BTreeSet<usize> = features.iter().map(|(values, _)| values.len()).collect();
    let nulls: BTreeMap<usize, DipNull> =
        sizes.into_iter().map(|size| (size, DipNull::new(size, SAMPLES, seed))).collect();
    let mut found = map_tasks(features, |(values, shape)| {
        let null = nulls.get(&values.len()).filter(|_| values.len() >= FEWEST);
        null.map(|null| {
            let mut spread = spread_ties(&quantile::sorted(values));
            // The lowest value, spread to both sides, may come below what has a logarithm.
            let least = if **shape == Shape::Log1p { -0.5 } else { f64::MIN };
            spread.iter_mut().for_each(|value| *value = shape.apply(value.max(least)));
            let dip = dip(&spread);
            Bands { dip, p: null.probability(dip, values.len()), found: false }
        })
    });
    let p: Vec<f64> = found.iter().flatten().map(|bands| bands.p).collect();
    found.iter_mut().flatten().zip(rejected(&p, LEVEL)).for_each(|(bands, rejected)| bands.found = rejected);
    found
}
