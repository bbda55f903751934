//! Tenure beside `tenure_days`: how long the customer was active, and how long they took to begin.

use super::{Compute, Family, Feature, Measure, Need, tenure_days};
use crate::history::History;

/// `lifespan_days`: the time over which purchases are spread.
pub(super) const LIFESPAN: Feature = Feature {
    name: "lifespan_days",
    label: "days from first to last order",
    meaning: "Days from the first to the last purchase; 0 for one order.",
    low: "short-lived",
    high: "long-lived",
    compute: Compute::History(lifespan),
    ..tenure_days::FEATURE
};

/// `days_to_first_order`: how soon somebody who signed up bought.
pub(super) const TO_FIRST_ORDER: Feature = Feature {
    name: "days_to_first_order",
    label: "days from sign-up to first order",
    meaning: "Days from sign-up to the first purchase, 0 when that came earlier; missing without a sign-up day.",
    measure: Measure::Days,
    family: Family::Tenure,
    adds_up: false,
    low: "quick-starting",
    high: "slow-starting",
    needs: &[Need::Signup],
    compute: Compute::History(to_first_order),
};

fn lifespan(history: &History<'_>) -> Option<f64> {
    Some(f64::from(history.last_purchase()?.0 - history.first_purchase()?.0))
}

fn to_first_order(history: &History<'_>) -> Option<f64> {
    Some(f64::from((history.first_purchase()?.0 - history.signup?.0).max(0)))
}
