//! What is done with orders of a kind: prices, packing and delivery, and what is shown at checkout. Orders have no past and no
//! future, so nothing here calls anybody back.

use super::Condition::{Is, IsNot};
use super::Level::{High, Low};
use super::Play;

/// The plays for orders, in order of urgency.
pub(super) const PLAYBOOK: &[Play] = &[
    Play {
        code: "handle_first",
        title: "Handle them first",
        action: "Reserve stock, ship these before others and confirm them by a person: they bring more money and hold more units than most.",
        when: &[Is("order_value", High), Is("units", High)],
    },
    Play {
        code: "volume_tiers",
        title: "Set discount tiers by volume",
        action: "Set price steps just above their usual number of units, so that a step is worth reaching: they hold more units than most.",
        when: &[Is("units", High)],
    },
    Play {
        code: "larger_packs",
        title: "Sell larger packs",
        action: "Offer cartons and a price per carton: they hold more units than most, of fewer products.",
        when: &[Is("units", High), Is("distinct_products", Low)],
    },
    Play {
        code: "secure_value",
        title: "Protect the value",
        action: "Check the payment, insure the delivery and let it be tracked: they bring more money than most.",
        when: &[Is("order_value", High)],
    },
    Play {
        code: "premium_service",
        title: "Add premium service",
        action: "Offer gift wrapping, express delivery or set-up at checkout: a unit in them costs more than in most.",
        when: &[Is("unit_price", High)],
    },
    Play {
        code: "free_delivery_threshold",
        title: "Set a free-delivery threshold",
        action: "Deliver free of charge from an amount a little above their usual value, and say at checkout what is missing to it: they bring less money than most.",
        when: &[Is("order_value", Low)],
    },
    Play {
        code: "bundles",
        title: "Offer bundles",
        action: "Offer sets and a second piece at a lower price on the product's page: they hold fewer units than most.",
        when: &[Is("units", Low)],
    },
    Play {
        code: "lean_handling",
        title: "Keep handling lean",
        action: "Pick such orders together and pack them by a fixed scheme, so that the work does not eat the margin: a unit in them costs less than in most.",
        when: &[Is("unit_price", Low), IsNot("order_value", High)],
    },
    Play {
        code: "ease_long_orders",
        title: "Make long orders easy",
        action: "Offer saved lists, quick entry by article number and one delivery for everything: they hold more products than most.",
        when: &[Is("distinct_products", High)],
    },
    Play {
        code: "show_related",
        title: "Show what goes with it",
        action: "Show matching goods from other categories in the basket: they draw on fewer categories than most.",
        when: &[Is("distinct_categories", Low)],
    },
];

/// Code, title and action where no play applies.
pub(super) const STEADY: (&str, &str, &str) =
    ("handle_as_usual", "Handle as usual", "Treat them like all orders: the usual prices, packing and delivery.");
