//! `order_value`: what an order brings, returns subtracted.

use super::super::revenue;
use super::Feature;

/// See the module's page.
pub(super) const FEATURE: Feature = Feature {
    name: "order_value",
    label: "order value",
    meaning: "Money from the order's purchases minus money given back on it.",
    low: "low-value",
    high: "high-value",
    ..revenue::FEATURE
};
