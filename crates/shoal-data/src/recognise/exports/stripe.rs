//! Stripe's export of charges (payments): one row per charge.
//!
//! The `Converted …` columns are in the account's one currency and are preferred where every row has them. The person is the
//! e-mail address where every row has one, because many shops make a new customer for every purchase; else the customer's id, and the
//! address where that is empty. Failed and uncaptured charges are rows like others here; what is done with them is a
//! matter of policy.

use crate::recognise::exports::{Export, Part};
use crate::recognise::roles::Role;
use shoal_segment::receipt::TableKind;

pub(super) static EXPORT: Export = Export {
    name: "Stripe",
    parts: &[Part {
        what: "charges",
        telling: &[
            "id",
            "Created date (UTC)",
            "Created (UTC)",
            "Amount",
            "Amount Refunded",
            "Currency",
            "Captured",
            "Converted Amount",
            "Converted Amount Refunded",
            "Converted Currency",
            "Fee",
            "Description",
            "Status",
            "Customer ID",
            "Customer Email",
        ],
        must: &["id", "Amount", "Amount Refunded", "Currency"],
        least: 8,
        table: Some(TableKind::Transactions),
        roles: &[
            (Role::Order, &["id"]),
            (Role::Time, &["Created date (UTC)", "Created (UTC)"]),
            (Role::Customer, &["Customer Email", "Customer ID"]),
            (Role::Email, &["Customer Email"]),
            (Role::Total, &["Converted Amount", "Amount"]),
            (Role::Refunded, &["Converted Amount Refunded", "Amount Refunded"]),
            (Role::Currency, &["Converted Currency", "Currency"]),
        ],
        withheld: &["Fee", "Description", "Transfer"],
        ..Part::PLAIN
    }],
};
