//! `unit_price`: whether an order is made of dear or cheap things.

use super::super::average_unit_price;
use super::Feature;

/// See the module's page.
pub(super) const FEATURE: Feature = Feature {
    name: "unit_price",
    meaning: "Money paid for the order's purchases divided by units purchased; returns do not count.",
    ..average_unit_price::FEATURE
};
