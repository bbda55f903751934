//! Exports of WooCommerce orders, as its usual extensions write them: one row per line item, or one per order with the items packed
//! into columns `line_item_1`, `line_item_2` ….
//!
//! Guests have the customer 0 or none, and an e-mail address. The person is the e-mail address where every row has one, so that
//! nobody is two persons who bought as a guest first; else the customer's id, and for guests the address.

use crate::recognise::exports::{Export, Part};
use crate::recognise::roles::Role;
use shoal_segment::receipt::TableKind;

pub(super) static EXPORT: Export = Export { name: "WooCommerce", parts: &[LINES, ORDERS] };

const CUSTOMER: (Role, &[&str]) =
    (Role::Customer, &["billing_email", "customer_email", "customer_id", "customer_user"]);
const EMAIL: (Role, &[&str]) = (Role::Email, &["billing_email", "customer_email"]);
const ORDER: (Role, &[&str]) = (Role::Order, &["order_id", "order_number"]);
const TIME: (Role, &[&str]) = (Role::Time, &["order_date", "date"]);

const LINES: Part = Part {
    what: "orders, a row per item",
    telling: &[
        "order_id",
        "order_number",
        "order_date",
        "status",
        "customer_id",
        "customer_user",
        "billing_email",
        "order_total",
        "order_currency",
        "payment_method",
        "item_name",
        "item_sku",
        "item_quantity",
        "item_total",
    ],
    must: &["status", "billing_email", "order_total", "item_quantity", "item_total"],
    least: 8,
    table: Some(TableKind::Transactions),
    roles: &[
        ORDER,
        CUSTOMER,
        EMAIL,
        TIME,
        (Role::Product, &["item_sku", "item_product_id", "item_name"]),
        (Role::Quantity, &["item_quantity"]),
        (Role::Total, &["item_total"]),
    ],
    order_total: Some("order_total"),
    withheld: &["order_subtotal", "item_subtotal", "item_id", "order_key", "discount_total"],
    fills_down: true,
    ..Part::PLAIN
};

const ORDERS: Part = Part {
    what: "orders, a row each",
    telling: &[
        "order_id",
        "order_number",
        "order_date",
        "status",
        "customer_id",
        "customer_user",
        "billing_email",
        "order_total",
        "order_currency",
        "payment_method",
        "line_item_1",
    ],
    must: &["status", "billing_email", "order_total", "line_item_1"],
    least: 7,
    table: Some(TableKind::Transactions),
    roles: &[ORDER, CUSTOMER, EMAIL, TIME, (Role::Total, &["order_total"])],
    withheld: &["order_subtotal", "order_key"],
    ..Part::PLAIN
};
