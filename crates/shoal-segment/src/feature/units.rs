//! `units`: how much the customer took, returns subtracted.

use super::{Compute, Family, Feature, Measure, Need};
use crate::history::History;

/// See the module's page.
pub(super) const FEATURE: Feature = Feature {
    name: "units",
    label: "units",
    meaning: "Units purchased minus units returned.",
    measure: Measure::Units,
    family: Family::Volume,
    adds_up: true,
    low: "low-volume",
    high: "high-volume",
    needs: &[Need::Quantity],
    compute: Compute::History(compute),
};

fn compute(history: &History<'_>) -> Option<f64> {
    Some(history.units())
}
