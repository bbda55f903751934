//! Whether a feature is clearly right-skewed, so that a few large values would otherwise decide every distance.

use crate::spec::Transform;
use shoal_kernel::moments;

/// Skewness (adjusted Fisher-Pearson) above which a feature counts as clearly right-skewed; 1 is the usual border in
/// introductory texts, and an exponential distribution has 2.
pub const CLEARLY_SKEWED: f64 = 1.0;

/// Whether `ln(1 + x)` is to be taken of the given values.
pub(super) fn wants_log(values: &[f64], transform: Transform) -> bool {
    let negative = values.iter().any(|&value| value < 0.0);
    match transform {
        Transform::None => false,
        Transform::Log1p => true,
        Transform::Auto => !negative && moments::skewness(values).is_some_and(|skewness| skewness > CLEARLY_SKEWED),
    }
}
