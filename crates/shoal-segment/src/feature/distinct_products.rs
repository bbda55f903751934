//! `distinct_products`: how wide the customer's choice is.

use super::{Compute, Family, Feature, Measure, Need};
use crate::history::History;

/// See the module's page.
pub(super) const FEATURE: Feature = Feature {
    name: "distinct_products",
    label: "different products",
    meaning: "Number of different products purchased.",
    measure: Measure::Products,
    family: Family::Variety,
    adds_up: false,
    low: "narrow-range",
    high: "wide-range",
    needs: &[Need::Product],
    compute: Compute::History(compute),
};

fn compute(history: &History<'_>) -> Option<f64> {
    Some(history.products() as f64)
}
