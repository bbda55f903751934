//! Value beside `revenue`: before returns, and against time.

use super::frequency::months_known;
use super::{Compute, Feature, Measure, revenue};
use crate::history::History;

/// `purchased_amount`: what was paid, whatever came back later.
pub(super) const PURCHASED: Feature = Feature {
    name: "purchased_amount",
    label: "money paid",
    meaning: "Money paid for purchases; returns are not subtracted.",
    low: "low-paying",
    high: "high-paying",
    compute: Compute::History(|history| Some(history.purchased_amount())),
    ..revenue::FEATURE
};

/// `revenue_per_month`: value that does not grow with tenure.
pub(super) const PER_MONTH: Feature = Feature {
    name: "revenue_per_month",
    label: "revenue per month",
    meaning: "Revenue divided by the months (of 30.4375 days, at least one) from the first purchase to the as-of day.",
    measure: Measure::MoneyPerMonth,
    adds_up: false,
    low: "low-revenue",
    high: "high-revenue",
    compute: Compute::History(per_month),
    ..revenue::FEATURE
};

fn per_month(history: &History<'_>) -> Option<f64> {
    Some(history.revenue() / months_known(history)?)
}
