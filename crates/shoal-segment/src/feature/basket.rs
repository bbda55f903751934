//! What single orders are worth, beside their mean: the usual, the largest, the first, the last, and how much they differ.
//!
//! The value of an order is the money paid for its purchases; returns are not subtracted, because few tables tell of which order
//! they are.

use super::{Compute, Feature, Measure, average_order_value};
use crate::history::{History, Purchase};
use shoal_kernel::{moments, quantile};

/// `median_order_value`: the usual order, whatever one large one was.
pub(super) const MEDIAN: Feature = Feature {
    name: "median_order_value",
    label: "usual order value",
    meaning: "Median of the money paid per order; returns do not count.",
    compute: Compute::History(|history| quantile::median(&sorted(history))),
    ..average_order_value::FEATURE
};

/// `largest_order_value`: what the customer can spend at once.
pub(super) const LARGEST: Feature = Feature {
    name: "largest_order_value",
    label: "largest order value",
    meaning: "The most that was paid for one order; returns do not count.",
    low: "small-topped",
    high: "large-topped",
    compute: Compute::History(|history| sorted(history).last().copied()),
    ..average_order_value::FEATURE
};

/// `first_order_value`: how the customer began.
pub(super) const FIRST: Feature = Feature {
    name: "first_order_value",
    label: "first order value",
    meaning: "Money paid for the first order; returns do not count.",
    low: "small-starting",
    high: "large-starting",
    compute: Compute::History(|history| history.per_order().first().map(|order| value(history, order))),
    ..average_order_value::FEATURE
};

/// `last_order_value`: where the customer is now.
pub(super) const LAST: Feature = Feature {
    name: "last_order_value",
    label: "last order value",
    meaning: "Money paid for the last order (the one that began last); returns do not count.",
    low: "small-last-order",
    high: "large-last-order",
    compute: Compute::History(|history| history.per_order().last().map(|order| value(history, order))),
    ..average_order_value::FEATURE
};

/// `order_value_variation`: how much the orders differ.
pub(super) const VARIATION: Feature = Feature {
    name: "order_value_variation",
    label: "unevenness of order values",
    meaning: "Standard deviation (n − 1) of the money paid per order divided by its mean; missing for one order and when \
              nothing was paid.",
    measure: Measure::Ratio,
    low: "even-order",
    high: "uneven-order",
    compute: Compute::History(variation),
    ..average_order_value::FEATURE
};

fn value(history: &History<'_>, order: &Purchase) -> f64 {
    history.money(order.amount)
}

fn values(history: &History<'_>) -> Vec<f64> {
    history.per_order().iter().map(|order| value(history, order)).collect()
}

fn sorted(history: &History<'_>) -> Vec<f64> {
    quantile::sorted(&values(history))
}

fn variation(history: &History<'_>) -> Option<f64> {
    let values = values(history);
    let mean = moments::mean(&values).filter(|&mean| mean > 0.0)?;
    Some(moments::variance(&values, 1)?.sqrt() / mean)
}
