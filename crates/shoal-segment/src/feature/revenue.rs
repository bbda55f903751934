//! `revenue`: what the customer brought, returns subtracted.

use super::{Compute, Family, Feature, Measure};
use crate::history::History;

/// See the module's page.
pub(super) const FEATURE: Feature = Feature {
    name: "revenue",
    label: "revenue",
    meaning: "Money from purchases minus money given back.",
    measure: Measure::Money,
    family: Family::Value,
    adds_up: true,
    low: "low-spending",
    high: "high-spending",
    needs: &[],
    compute: Compute::History(compute),
};

fn compute(history: &History<'_>) -> Option<f64> {
    Some(history.revenue())
}
