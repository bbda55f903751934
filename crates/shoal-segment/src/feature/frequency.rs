//! Frequency beside `orders`: orders against the time that there was for them, and how many days and months saw one.

use super::{Compute, Feature, Measure, orders};
use crate::history::History;

/// Days in a month on average: a year of 365.25 days in twelve parts.
const DAYS_PER_MONTH: f64 = 30.4375;

/// `orders_per_month`: frequency that does not grow with tenure.
pub(super) const PER_MONTH: Feature = Feature {
    name: "orders_per_month",
    label: "orders per month",
    meaning: "Orders divided by the months (of 30.4375 days, at least one) from the first purchase to the as-of day.",
    measure: Measure::OrdersPerMonth,
    adds_up: false,
    low: "rarely-ordering",
    high: "often-ordering",
    compute: Compute::History(per_month),
    ..orders::FEATURE
};

/// `active_months`: frequency that one busy month does not make.
pub(super) const ACTIVE_MONTHS: Feature = Feature {
    name: "active_months",
    label: "months with an order",
    meaning: "Number of calendar months with a purchase.",
    measure: Measure::Months,
    adds_up: false,
    low: "few-month",
    high: "many-month",
    compute: Compute::History(|history| Some(f64::from(history.calendar().active_months))),
    ..orders::FEATURE
};

/// `active_days`: several orders of one day count once.
pub(super) const ACTIVE_DAYS: Feature = Feature {
    name: "active_days",
    label: "days with an order",
    meaning: "Number of days with a purchase; several orders of one day count once.",
    measure: Measure::Days,
    adds_up: false,
    low: "few-day",
    high: "many-day",
    compute: Compute::History(|history| Some(f64::from(history.calendar().active_days))),
    ..orders::FEATURE
};

fn per_month(history: &History<'_>) -> Option<f64> {
    Some(history.orders() as f64 / months_known(history)?)
}

/// Months from the first purchase to the as-of day, at least one.
pub(super) fn months_known(history: &History<'_>) -> Option<f64> {
    let first = history.first_purchase()?;
    Some((history.days_since(first) / DAYS_PER_MONTH).max(1.0))
}
