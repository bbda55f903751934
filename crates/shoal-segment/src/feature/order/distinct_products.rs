//! `distinct_products`: how many different things are in an order.

use super::super::distinct_products;
use super::Feature;

/// See the module's page.
pub(super) const FEATURE: Feature = Feature {
    meaning: "Number of different products purchased in the order.",
    low: "few-product",
    high: "many-product",
    ..distinct_products::FEATURE
};
