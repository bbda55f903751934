//! How much is in an order, beside its units: lines and products.

use super::{Compute, Feature, Measure, Need, units_per_order};
use crate::history::History;

/// `lines_per_order`: the width of orders where products are not known.
pub(super) const LINES: Feature = Feature {
    name: "lines_per_order",
    label: "lines per order",
    meaning: "Lines with a purchase divided by orders.",
    measure: Measure::LinesPerOrder,
    low: "few-line",
    high: "many-line",
    needs: &[],
    compute: Compute::History(lines),
    ..units_per_order::FEATURE
};

/// `products_per_order`: whether orders are for one thing or for many.
pub(super) const PRODUCTS: Feature = Feature {
    name: "products_per_order",
    label: "products per order",
    meaning: "Different products in an order, on average over the orders; lines without a product do not count.",
    measure: Measure::ProductsPerOrder,
    low: "single-product",
    high: "many-product",
    needs: &[Need::Product],
    compute: Compute::History(products),
    ..units_per_order::FEATURE
};

fn lines(history: &History<'_>) -> Option<f64> {
    let orders = history.orders();
    (orders > 0).then(|| history.purchases().count() as f64 / orders as f64)
}

fn products(history: &History<'_>) -> Option<f64> {
    let orders = history.orders();
    let pairs: u64 = history.per_product().iter().map(|part| u64::from(part.orders)).sum();
    (orders > 0).then(|| pairs as f64 / orders as f64)
}
