//! Features of customers that say the same of an order.

use super::super::{discount, price, returns, variety};
use super::Feature;

/// `highest_unit_price`.
pub(super) const HIGHEST_PRICE: Feature = price::HIGHEST;

/// `discount_share`.
pub(super) const DISCOUNT: Feature = discount::SHARE;

/// `product_concentration`.
pub(super) const PRODUCTS: Feature = variety::PRODUCTS;

/// `category_concentration`.
pub(super) const CATEGORIES: Feature = variety::CATEGORIES;

/// `return_rate`.
pub(super) const RETURNS: Feature = returns::RATE;
