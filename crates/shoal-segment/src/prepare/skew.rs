//! From when on a feature is skewed, so that a few values far out would decide every distance.

/// Skewness (adjusted Fisher-Pearson) beyond which, on either side, a feature counts as clearly skewed; 1 is the usual border in
/// introductory texts, and an exponential distribution has 2.
pub const CLEARLY_SKEWED: f64 = 1.0;

/// Skewness beyond which, on either side, a power transform is worth a number that nobody can read; an exponential distribution has
/// 2.
pub(super) const STRONGLY_SKEWED: f64 = 2.0;
