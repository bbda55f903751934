//! Returns: how much and how often something comes back.

use super::{Compute, Family, Feature, Measure};
use crate::history::History;

/// `return_rate`: by money.
pub(super) const RATE: Feature = Feature {
    name: "return_rate",
    label: "return rate",
    meaning: "Money given back divided by money paid for purchases; missing when nothing was paid.",
    measure: Measure::Share,
    family: Family::Returns,
    adds_up: false,
    low: "keeping",
    high: "returning-goods",
    needs: &[],
    compute: Compute::History(rate),
};

/// `returns_per_order`: by orders.
pub(super) const PER_ORDER: Feature = Feature {
    name: "returns_per_order",
    label: "returns per order",
    meaning: "Number of distinct orders (or credit notes) with a return divided by the number with a purchase.",
    measure: Measure::Ratio,
    low: "seldom-returning-goods",
    high: "often-returning-goods",
    compute: Compute::History(per_order),
    ..RATE
};

fn rate(history: &History<'_>) -> Option<f64> {
    let paid = history.purchased_amount();
    (paid > 0.0).then(|| history.returned_amount() / paid)
}

fn per_order(history: &History<'_>) -> Option<f64> {
    let mut returns: Vec<u32> = history.returns().map(|line| line.order).collect();
    returns.sort_unstable();
    returns.dedup();
    let orders = history.orders();
    (orders > 0).then(|| returns.len() as f64 / orders as f64)
}
