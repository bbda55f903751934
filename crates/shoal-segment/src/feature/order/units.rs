//! `units`: how much an order moves, returns subtracted.

use super::super::units;
use super::Feature;

/// See the module's page.
pub(super) const FEATURE: Feature = Feature {
    meaning: "Units purchased minus units returned in the order.",
    low: "small",
    high: "large",
    ..units::FEATURE
};
