//! `distinct_categories`: over how many departments an order spreads.

use super::super::distinct_categories;
use super::Feature;

/// See the module's page.
pub(super) const FEATURE: Feature = Feature {
    meaning: "Number of different product categories purchased from in the order.",
    ..distinct_categories::FEATURE
};
