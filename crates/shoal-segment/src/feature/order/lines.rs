//! `lines`: how many lines the order has; the width of an order where products are not known.

use super::super::{Compute, Family, Measure};
use super::Feature;
use crate::history::History;

/// See the module's page.
pub(super) const FEATURE: Feature = Feature {
    name: "lines",
    label: "order lines",
    meaning: "Lines of the order with a purchase.",
    measure: Measure::Lines,
    family: Family::Fill,
    adds_up: true,
    low: "few-line",
    high: "many-line",
    needs: &[],
    compute: Compute::History(compute),
};

fn compute(history: &History<'_>) -> Option<f64> {
    Some(history.purchases().count() as f64)
}
