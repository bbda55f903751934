//! Price level beside `average_unit_price`: the dearest thing.

use super::{Compute, Feature, average_unit_price};
use crate::history::History;

/// `highest_unit_price`: what the customer is ready to pay for one thing.
pub(super) const HIGHEST: Feature = Feature {
    name: "highest_unit_price",
    label: "highest price per unit",
    meaning: "The highest money per unit of a purchased line; lines without units do not count.",
    low: "never-premium",
    high: "premium-trying",
    compute: Compute::History(highest),
    ..average_unit_price::FEATURE
};

fn highest(history: &History<'_>) -> Option<f64> {
    let priced = history.purchases().filter(|line| line.quantity > 0);
    priced.map(|line| history.money(line.amount.into()) / history.quantity(line.quantity.into())).reduce(f64::max)
}
