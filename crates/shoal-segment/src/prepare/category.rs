//! A category as columns that a distance can compare: one indicator per value.
//!
//! The indicator of a value is 1 for its customers and 0 for the others. With `standard` and `robust` scaling its share p among
//! the customers whose value is known is subtracted, and all indicators of the category are divided by √Σ p (1 − p). The sum of their
//! variances is then 1, so that the category as a whole weighs as much as one standardised number, however many values it has;
//! scaled one by one, a category of ten values would weigh as much as ten numbers, and its rarest value most of all. With
//! `none` and `minmax` the indicators stay 0 and 1.
//!
//! A customer whose value is missing, or unknown to the recipe, has 0 in every indicator after all this: with scaling that is the
//! base as a whole, drawn to no value; without it is the row of zeros that `pandas.get_dummies` gives. Both pull less than a
//! known value does.

use crate::lines::{Attribute, NO_KEY};
use crate::segmentation::{PreparedCategory, PreparedLevel};
use crate::spec::Scaling;

/// Fits the step of one attribute of a table.
pub(super) fn fit(name: &str, attribute: &Attribute, scaling: Scaling, weight: f64) -> PreparedCategory {
    let mut counts = vec![0usize; attribute.levels.len()];
    attribute.codes.iter().filter(|&&code| code != NO_KEY).for_each(|&code| counts[code as usize] += 1);
    let known: usize = counts.iter().sum();
    let plain = matches!(scaling, Scaling::None | Scaling::MinMax);
    let level = |(value, &count): (&String, &usize)| {
        let share = count as f64 / known as f64;
        PreparedLevel { value: value.clone(), share, centre: if plain { 0.0 } else { share } }
    };
    let levels: Vec<PreparedLevel> =
        attribute.levels.iter().zip(&counts).filter(|(_, count)| **count > 0).map(level).collect();
    let variance: f64 = levels.iter().map(|level| level.share * (1.0 - level.share)).sum();
    PreparedCategory {
        feature: name.into(),
        label: attribute.name.clone(),
        imputed: attribute.codes.len() - known,
        scale: if plain || variance <= 0.0 { 1.0 } else { variance.sqrt() },
        weight,
        levels,
    }
}

/// An attribute's codes as places among the levels of a step; `None` where the step does not know the value.
pub(super) fn places(step: &PreparedCategory, attribute: &Attribute) -> Vec<Option<usize>> {
    let place = |value: &String| step.levels.iter().position(|level| level.value == *value);
    attribute.levels.iter().map(place).collect()
}

/// The indicators of one customer; `out` has as many places as the step has levels.
pub(super) fn write(step: &PreparedCategory, place: Option<usize>, out: &mut [f64]) {
    let Some(place) = place else { return out.fill(0.0) };
    let weight = step.weight.sqrt();
    for (at, (value, level)) in out.iter_mut().zip(&step.levels).enumerate() {
        *value = (f64::from(u8::from(at == place)) - level.centre) / step.scale * weight;
    }
}
