//! Features of a single order. Where the history of one order gives the same number as a customer's, the function is that of
//! the customer's feature, and only the words are others.

mod distinct_categories;
mod distinct_products;
mod lines;
mod order_value;
mod others;
mod unit_price;
mod units;

use super::Feature;

/// Every feature of an order, in the order in which tables, reports and points have them.
pub const ORDER: &[Feature] = &[
    units::FEATURE,
    order_value::FEATURE,
    unit_price::FEATURE,
    lines::FEATURE,
    distinct_products::FEATURE,
    distinct_categories::FEATURE,
    others::HIGHEST_PRICE,
    others::DISCOUNT,
    others::PRODUCTS,
    others::CATEGORIES,
    others::RETURNS,
];

/// What a run over orders computes whether it is asked for or not.
pub(super) const USUAL: &[&str] =
    &["units", "order_value", "unit_price", "lines", "distinct_products", "distinct_categories"];

/// What is clustered unless `--features` says otherwise, as far as the tables have it: how much, for how much.
pub(super) const DEFAULT: &[&str] = &["units", "order_value"];
