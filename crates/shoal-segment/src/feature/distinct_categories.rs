//! `distinct_categories`: over how many departments the customer's choice spreads.

use super::{Compute, Family, Feature, Measure, Need};
use crate::history::History;

/// See the module's page.
pub(super) const FEATURE: Feature = Feature {
    name: "distinct_categories",
    label: "different categories",
    meaning: "Number of different product categories purchased from.",
    measure: Measure::Categories,
    family: Family::Variety,
    adds_up: false,
    low: "few-category",
    high: "many-category",
    needs: &[Need::Category],
    compute: Compute::History(compute),
};

fn compute(history: &History<'_>) -> Option<f64> {
    Some(history.per_category().len() as f64)
}
