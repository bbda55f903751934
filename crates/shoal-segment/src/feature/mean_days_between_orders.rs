//! `mean_days_between_orders`: the customer's rhythm; unknown for a single order.

use super::{Compute, Family, Feature, Measure};
use crate::history::History;

/// See the module's page.
pub(super) const FEATURE: Feature = Feature {
    name: "mean_days_between_orders",
    label: "days between orders",
    meaning: "Days from first to last purchase divided by the number of orders minus one; missing for one order.",
    measure: Measure::Days,
    family: Family::Rhythm,
    adds_up: false,
    low: "quick-returning",
    high: "slow-returning",
    needs: &[],
    compute: Compute::History(compute),
};

pub(super) fn compute(history: &History<'_>) -> Option<f64> {
    let orders = history.orders();
    let (first, last) = (history.first_purchase()?, history.last_purchase()?);
    (orders > 1).then(|| f64::from(last.0 - first.0) / (orders - 1) as f64)
}
