//! `tenure_days`: how long the customer has been known.

use super::{Compute, Family, Feature, Measure};
use crate::history::History;

/// See the module's page.
pub(super) const FEATURE: Feature = Feature {
    name: "tenure_days",
    label: "days since joining",
    meaning: "Days from the earlier of sign-up and first purchase to the as-of day.",
    measure: Measure::Days,
    family: Family::Tenure,
    adds_up: false,
    low: "newer",
    high: "long-standing",
    needs: &[],
    compute: Compute::History(compute),
};

fn compute(history: &History<'_>) -> Option<f64> {
    let first = history.first_purchase();
    first.into_iter().chain(history.signup).min().map(|day| history.days_since(day))
}
