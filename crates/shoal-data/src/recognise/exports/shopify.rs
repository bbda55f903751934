//! Shopify's export of orders: one row per line item.
//!
//! What belongs to the order (customer, status, totals, refunds) stands on the order's first row and is empty below, `Name` is the
//! number of the order ([`crate::recognise::line_items`]), and the person is the e-mail address. `Total`, `Subtotal`, `Taxes` and `Shipping` are the order's: the
//! money of a row is quantity × `Lineitem price`.

use crate::recognise::exports::{Export, Part};
use crate::recognise::roles::Role;
use shoal_segment::receipt::TableKind;

pub(super) static EXPORT: Export = Export {
    name: "Shopify",
    parts: &[Part {
        what: "orders export",
        telling: &[
            "Name",
            "Email",
            "Financial Status",
            "Paid at",
            "Fulfillment Status",
            "Accepts Marketing",
            "Currency",
            "Total",
            "Discount Amount",
            "Created at",
            "Lineitem quantity",
            "Lineitem name",
            "Lineitem price",
            "Lineitem sku",
            "Cancelled at",
            "Refunded Amount",
        ],
        must: &["Name", "Email", "Created at", "Lineitem quantity", "Lineitem price"],
        least: 8,
        table: Some(TableKind::Transactions),
        roles: &[
            (Role::Customer, &["Email"]),
            (Role::Time, &["Created at"]),
            (Role::Product, &["Lineitem sku", "Lineitem name"]),
            (Role::Quantity, &["Lineitem quantity"]),
            (Role::UnitPrice, &["Lineitem price"]),
        ],
        order_total: Some("Total"),
        withheld: &["Subtotal", "Id"],
        fills_down: true,
        ..Part::PLAIN
    }],
};
