//! `average_unit_price`: whether the customer buys dear or cheap things.

use super::{Compute, Family, Feature, Measure, Need};
use crate::history::History;

/// See the module's page.
pub(super) const FEATURE: Feature = Feature {
    name: "average_unit_price",
    label: "price per unit",
    meaning: "Money paid for purchases divided by units purchased; returns do not count.",
    measure: Measure::MoneyPerUnit,
    family: Family::Price,
    adds_up: false,
    low: "low-price",
    high: "premium-price",
    needs: &[Need::Quantity],
    compute: Compute::History(compute),
};

fn compute(history: &History<'_>) -> Option<f64> {
    let units = history.purchased_units();
    (units > 0.0).then(|| history.purchased_amount() / units)
}
