//! `average_order_value`: what an order brings; with `orders` it makes up the revenue, but says something else.

use super::{Compute, Family, Feature, Measure};
use crate::history::History;

/// See the module's page.
pub(super) const FEATURE: Feature = Feature {
    name: "average_order_value",
    label: "revenue per order",
    meaning: "Revenue divided by orders; returns are subtracted from revenue.",
    measure: Measure::MoneyPerOrder,
    family: Family::Basket,
    adds_up: false,
    low: "small-order",
    high: "large-order",
    needs: &[],
    compute: Compute::History(compute),
};

fn compute(history: &History<'_>) -> Option<f64> {
    let orders = history.orders();
    (orders > 0).then(|| history.revenue() / orders as f64)
}
