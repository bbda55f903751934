//! `orders`: how often the customer bought.

use super::{Compute, Family, Feature, Measure};
use crate::history::History;

/// See the module's page.
pub(super) const FEATURE: Feature = Feature {
    name: "orders",
    label: "orders",
    meaning: "Number of distinct orders with a purchase; returns do not count.",
    measure: Measure::Orders,
    family: Family::Frequency,
    adds_up: true,
    low: "infrequent",
    high: "frequent",
    needs: &[],
    compute: Compute::History(compute),
};

fn compute(history: &History<'_>) -> Option<f64> {
    Some(history.orders() as f64)
}
