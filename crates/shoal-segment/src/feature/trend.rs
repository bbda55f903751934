//! Trend: the last 90 days, against the 90 days before them and against the customer's own rate before them.
//!
//! The last 90 days are those after the day 90 days before the as-of day, up to the as-of day; the 90 days before them likewise. Money
//! is what was paid for purchases: a return says nothing about when interest fades. An order is of the day of its first
//! purchase. Who first bought less than 180 days ago has no time before to compare with: missing, not a growth.

use super::{Compute, Family, Feature, Measure};
use crate::date::Day;
use crate::history::History;

/// Days on either side.
const DAYS: i32 = 90;

/// `spend_last_90_days`: what the customer pays now.
pub(super) const SPEND: Feature = Feature {
    name: "spend_last_90_days",
    label: "money paid in the last 90 days",
    meaning: "Money paid for purchases in the 90 days up to the as-of day; returns do not count.",
    measure: Measure::Money,
    family: Family::Trend,
    adds_up: true,
    low: "now-quiet",
    high: "now-spending",
    needs: &[],
    compute: Compute::History(|history| Some(spent(history, DAYS, 0))),
};

/// `orders_last_90_days`: how often the customer buys now.
pub(super) const ORDERS: Feature = Feature {
    name: "orders_last_90_days",
    label: "orders in the last 90 days",
    meaning: "Number of distinct orders with a purchase that began in the 90 days up to the as-of day.",
    measure: Measure::Orders,
    high: "now-ordering",
    compute: Compute::History(|history| Some(ordered(history, DAYS, 0))),
    ..SPEND
};

/// `spend_change`: the last 90 days against the 90 before, in money.
pub(super) const SPEND_CHANGE: Feature = Feature {
    name: "spend_change",
    label: "change of money paid",
    meaning: "Money paid in the last 90 days minus that of the 90 days before, divided by the sum of both: −1 stopped, 0 as \
              before, 1 came back; missing for a first purchase less than 180 days ago and without purchases in the 180 days.",
    measure: Measure::Change,
    adds_up: false,
    low: "declining",
    high: "growing",
    compute: Compute::History(|history| change(history, spent)),
    ..SPEND
};

/// `orders_change`: the same in orders.
pub(super) const ORDERS_CHANGE: Feature = Feature {
    name: "orders_change",
    label: "change of orders",
    meaning: "Orders of the last 90 days minus those of the 90 days before, divided by the sum of both: −1 stopped, 0 as \
              before, 1 came back; missing for a first purchase less than 180 days ago and without orders in the 180 days.",
    low: "slowing",
    high: "quickening",
    compute: Compute::History(|history| change(history, ordered)),
    ..SPEND_CHANGE
};

/// `spend_pace`: the last 90 days against all of the time before, in money.
pub(super) const SPEND_PACE: Feature = Feature {
    name: "spend_pace",
    label: "pace of spending",
    meaning: "Money paid per day in the last 90 days divided by that per day from the first purchase until then: 1 is the own \
              usual pace, 0 has stopped; missing for a first purchase less than 180 days ago.",
    measure: Measure::Ratio,
    low: "below-own-pace",
    high: "above-own-pace",
    compute: Compute::History(|history| pace(history, spent)),
    ..SPEND_CHANGE
};

/// `orders_pace`: the same in orders.
pub(super) const ORDERS_PACE: Feature = Feature {
    name: "orders_pace",
    label: "pace of ordering",
    meaning: "Orders per day in the last 90 days divided by those per day from the first purchase until then: 1 is the own \
              usual pace, 0 has stopped; missing for a first purchase less than 180 days ago.",
    low: "below-own-order-pace",
    high: "above-own-order-pace",
    compute: Compute::History(|history| pace(history, ordered)),
    ..SPEND_PACE
};

/// Whether `day` is among the days after `from` days ago up to `to` days ago.
fn within(history: &History<'_>, day: Day, from: i32, to: i32) -> bool {
    let ago = history.as_of.0 - day.0;
    to <= ago && ago < from
}

fn spent(history: &History<'_>, from: i32, to: i32) -> f64 {
    let inside = history.purchases().filter(|line| within(history, line.time.day(), from, to));
    history.money(inside.map(|line| i128::from(line.amount)).sum())
}

fn ordered(history: &History<'_>, from: i32, to: i32) -> f64 {
    history.per_order().iter().filter(|order| within(history, order.day(), from, to)).count() as f64
}

/// Days since the first purchase, where there are enough to compare.
fn known_days(history: &History<'_>) -> Option<i32> {
    let days = history.as_of.0 - history.first_purchase()?.0;
    (days >= 2 * DAYS).then_some(days)
}

fn change(history: &History<'_>, amount: fn(&History<'_>, i32, i32) -> f64) -> Option<f64> {
    known_days(history)?;
    let (now, before) = (amount(history, DAYS, 0), amount(history, 2 * DAYS, DAYS));
    (now + before > 0.0).then(|| (now - before) / (now + before))
}

fn pace(history: &History<'_>, amount: fn(&History<'_>, i32, i32) -> f64) -> Option<f64> {
    let days = known_days(history)?;
    let (now, before) = (amount(history, DAYS, 0), amount(history, days + 1, DAYS));
    let (now, before) = (now / f64::from(DAYS), before / f64::from(days - DAYS));
    (before > 0.0).then(|| now / before)
}
