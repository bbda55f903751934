//! The tables of Olist, a marketplace in Brazil: orders, their lines, customers and more.
//!
//! `customer_id` is a new one for every order; the person is `customer_unique_id` in the table of customers. Payments, reviews,
//! sellers, places and the translation of categories are not needed. A row of the lines is one unit.

use crate::recognise::exports::{Export, Part};
use crate::recognise::roles::Role;
use shoal_segment::receipt::TableKind;

pub(super) static EXPORT: Export = Export {
    name: "Olist",
    parts: &[ORDERS, ITEMS, CUSTOMERS, PRODUCTS, PAYMENTS, REVIEWS, SELLERS, PLACES, TRANSLATION],
};

const ORDERS: Part = Part {
    what: "orders",
    telling: &[
        "order_id",
        "customer_id",
        "order_status",
        "order_purchase_timestamp",
        "order_approved_at",
        "order_delivered_carrier_date",
        "order_delivered_customer_date",
        "order_estimated_delivery_date",
    ],
    must: &["order_id", "customer_id", "order_purchase_timestamp"],
    least: 5,
    table: Some(TableKind::Orders),
    roles: &[
        (Role::Order, &["order_id"]),
        (Role::Customer, &["customer_id"]),
        (Role::Time, &["order_purchase_timestamp"]),
    ],
    ..Part::PLAIN
};

const ITEMS: Part = Part {
    what: "order items",
    telling: &["order_id", "order_item_id", "product_id", "seller_id", "shipping_limit_date", "price", "freight_value"],
    must: &["order_id", "price", "freight_value"],
    least: 5,
    table: Some(TableKind::Transactions),
    roles: &[(Role::Order, &["order_id"]), (Role::Product, &["product_id"]), (Role::UnitPrice, &["price"])],
    withheld: &["order_item_id", "shipping_limit_date", "freight_value"],
    ..Part::PLAIN
};

const CUSTOMERS: Part = Part {
    what: "customers",
    telling: &["customer_id", "customer_unique_id", "customer_zip_code_prefix", "customer_city", "customer_state"],
    must: &["customer_id", "customer_unique_id"],
    least: 3,
    table: Some(TableKind::Customers),
    roles: &[(Role::Customer, &["customer_unique_id"]), (Role::Alias, &["customer_id"])],
    ..Part::PLAIN
};

const PRODUCTS: Part = Part {
    what: "products",
    telling: &[
        "product_id",
        "product_category_name",
        "product_name_lenght",
        "product_description_lenght",
        "product_photos_qty",
        "product_weight_g",
    ],
    must: &["product_id", "product_category_name"],
    least: 4,
    table: Some(TableKind::Products),
    ..Part::PLAIN
};

const PAYMENTS: Part = Part {
    what: "payments",
    telling: &["order_id", "payment_sequential", "payment_type", "payment_installments", "payment_value"],
    must: &["order_id", "payment_value"],
    least: 4,
    ..Part::PLAIN
};

const REVIEWS: Part = Part {
    what: "reviews",
    telling: &["review_id", "order_id", "review_score", "review_comment_message", "review_creation_date"],
    must: &["review_id", "order_id"],
    least: 4,
    ..Part::PLAIN
};

const SELLERS: Part = Part {
    what: "sellers",
    telling: &["seller_id", "seller_zip_code_prefix", "seller_city", "seller_state"],
    must: &["seller_id"],
    least: 3,
    ..Part::PLAIN
};

const PLACES: Part = Part {
    what: "places",
    telling: &[
        "geolocation_zip_code_prefix",
        "geolocation_lat",
        "geolocation_lng",
        "geolocation_city",
        "geolocation_state",
    ],
    must: &["geolocation_zip_code_prefix"],
    least: 3,
    ..Part::PLAIN
};

const TRANSLATION: Part = Part {
    what: "translation of categories",
    telling: &["product_category_name", "product_category_name_english"],
    must: &["product_category_name", "product_category_name_english"],
    least: 2,
    ..Part::PLAIN
};
