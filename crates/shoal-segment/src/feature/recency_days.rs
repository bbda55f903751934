//! `recency_days`: how long ago the customer bought last; the strongest single sign of whether they are still with us.

use super::{Compute, Family, Feature, Measure};
use crate::history::History;

/// See the module's page.
pub(super) const FEATURE: Feature = Feature {
    name: "recency_days",
    label: "days since last order",
    meaning: "Days from the last purchase to the as-of day; returns do not count.",
    measure: Measure::Days,
    family: Family::Recency,
    adds_up: false,
    low: "recent",
    high: "lapsed",
    needs: &[],
    compute: Compute::History(compute),
};

fn compute(history: &History<'_>) -> Option<f64> {
    history.last_purchase().map(|day| history.days_since(day))
}
