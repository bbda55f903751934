//! The scores R, F and M: in which fifth of the base a customer is, by recency, orders and revenue.
//!
//! They are functions of the whole table, not of one history, and come last: [`crate::rfm::scores`] says how ties are treated. A
//! model keeps the thresholds, so that new customers are scored by those of the base that it was made from.

use super::{Compute, Family, Feature, Measure};

/// `r_score`: by recency.
pub(super) const RECENCY: Feature = Feature {
    name: "r_score",
    label: "R score",
    meaning: "Fifth of the base by days since the last purchase: 5 for the fewest days, 1 for the most; equal values share one.",
    measure: Measure::Score,
    family: Family::Score,
    adds_up: false,
    low: "low-R",
    high: "high-R",
    needs: &[],
    compute: Compute::Score(0),
};

/// `f_score`: by orders.
pub(super) const FREQUENCY: Feature = Feature {
    name: "f_score",
    label: "F score",
    meaning: "Fifth of the base by number of orders: 1 for the fewest, 5 for the most; equal values share one.",
    low: "low-F",
    high: "high-F",
    compute: Compute::Score(1),
    ..RECENCY
};

/// `m_score`: by revenue.
pub(super) const MONETARY: Feature = Feature {
    name: "m_score",
    label: "M score",
    meaning: "Fifth of the base by revenue: 1 for the least, 5 for the most; equal values share one.",
    low: "low-M",
    high: "high-M",
    compute: Compute::Score(2),
    ..RECENCY
};
