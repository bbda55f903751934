//! Discount: how much of what the customer buys is bought below its price.

use super::{Compute, Family, Feature, Measure, Need};
use crate::history::History;

/// `discount_share`: how much was taken off.
pub(super) const SHARE: Feature = Feature {
    name: "discount_share",
    label: "discount",
    meaning: "Money taken off the prices of purchases as a share of those prices (money paid plus money taken off); missing \
              when the prices are 0.",
    measure: Measure::Share,
    family: Family::Discount,
    adds_up: false,
    low: "full-price",
    high: "discount-buying",
    needs: &[Need::Discount],
    compute: Compute::History(share),
};

/// `discounted_orders_share`: how often.
pub(super) const ORDERS: Feature = Feature {
    name: "discounted_orders_share",
    label: "share of orders with a discount",
    meaning: "Share of the orders with a purchase in which money was taken off.",
    low: "rarely-discounted",
    high: "often-discounted",
    compute: Compute::History(orders),
    ..SHARE
};

fn share(history: &History<'_>) -> Option<f64> {
    let (taken, paid) = (history.discount(), history.purchased_amount());
    (taken + paid > 0.0).then(|| taken / (taken + paid))
}

fn orders(history: &History<'_>) -> Option<f64> {
    let orders = history.per_order();
    let discounted = orders.iter().filter(|order| order.discount > 0).count();
    (!orders.is_empty()).then(|| discounted as f64 / orders.len() as f64)
}
