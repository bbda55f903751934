//! `units_per_order`: how full an order is.

use super::{Compute, Family, Feature, Measure, Need};
use crate::history::History;

/// See the module's page.
pub(super) const FEATURE: Feature = Feature {
    name: "units_per_order",
    label: "units per order",
    meaning: "Units, returns subtracted, divided by orders.",
    measure: Measure::UnitsPerOrder,
    family: Family::Fill,
    adds_up: false,
    low: "few-item",
    high: "bulk-buying",
    needs: &[Need::Quantity],
    compute: Compute::History(compute),
};

fn compute(history: &History<'_>) -> Option<f64> {
    let orders = history.orders();
    (orders > 0).then(|| history.units() / orders as f64)
}
