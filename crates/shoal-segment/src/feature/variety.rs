//! Variety beside counts: whether the money goes to one thing or is spread, and whether products are bought again.
//!
//! Concentration is the index of Herfindahl: the sum of the squared shares of the money paid, 1 when all went to one and 1/n when
//! n got the same. Lines without a product (a category) do not count.

use super::{Compute, Feature, Measure, Need, distinct_products};
use crate::history::{History, Part};

/// `product_concentration`: whether the money goes to one product.
pub(super) const PRODUCTS: Feature = Feature {
    name: "product_concentration",
    label: "concentration on products",
    meaning: "Sum of the squared shares of the money paid per product (Herfindahl): 1 when all went to one product; missing \
              when nothing was paid.",
    measure: Measure::Concentration,
    low: "wide-choosing",
    high: "one-product",
    compute: Compute::History(|history| concentration(history.per_product())),
    ..distinct_products::FEATURE
};

/// `category_concentration`: whether the money goes to one category.
pub(super) const CATEGORIES: Feature = Feature {
    name: "category_concentration",
    label: "concentration on categories",
    meaning: "Sum of the squared shares of the money paid per category (Herfindahl): 1 when all went to one category; \
              missing when nothing was paid.",
    low: "cross-category",
    high: "one-category",
    needs: &[Need::Category],
    compute: Compute::History(|history| concentration(history.per_category())),
    ..PRODUCTS
};

/// `favourite_category_share`: how much the favourite category gets.
pub(super) const FAVOURITE: Feature = Feature {
    name: "favourite_category_share",
    label: "share of the favourite category",
    meaning: "Share of the money paid that went to the category that got most; missing when nothing was paid.",
    measure: Measure::Share,
    compute: Compute::History(|history| largest_share(history.per_category())),
    ..CATEGORIES
};

/// `repeat_product_share`: whether products are bought again.
pub(super) const REPEAT: Feature = Feature {
    name: "repeat_product_share",
    label: "share of products bought again",
    meaning: "Share of the different products that were purchased in more than one order; missing without a product.",
    measure: Measure::Share,
    low: "always-new-product",
    high: "same-product",
    compute: Compute::History(repeat),
    ..distinct_products::FEATURE
};

fn concentration(parts: &[Part]) -> Option<f64> {
    let total: i128 = parts.iter().map(|part| part.amount).sum();
    let square = |part: &Part| (part.amount as f64 / total as f64).powi(2);
    (total > 0).then(|| parts.iter().map(square).sum())
}

/// The share of the largest part; `None` when nothing was paid.
pub(super) fn largest_share(parts: &[Part]) -> Option<f64> {
    let total: i128 = parts.iter().map(|part| part.amount).sum();
    let largest = parts.iter().map(|part| part.amount).max()?;
    (total > 0).then(|| largest as f64 / total as f64)
}

fn repeat(history: &History<'_>) -> Option<f64> {
    let products = history.per_product();
    let again = products.iter().filter(|part| part.orders > 1).count();
    (!products.is_empty()).then(|| again as f64 / products.len() as f64)
}
