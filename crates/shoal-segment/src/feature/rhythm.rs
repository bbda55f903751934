//! Rhythm beside `mean_days_between_orders`: what the gaps between orders are like, and whether the next order is overdue.
//!
//! A gap is the number of days between the first purchases of an order and of the next one. A customer with one order has none,
//! with two orders one, which has no spread.

use super::{Compute, Feature, Measure, mean_days_between_orders};
use crate::history::History;
use shoal_kernel::{moments, quantile};

/// `median_days_between_orders`: the usual gap, whatever one long pause was.
pub(super) const MEDIAN: Feature = Feature {
    name: "median_days_between_orders",
    label: "usual days between orders",
    meaning: "Median of the days between an order and the next; missing for one order.",
    compute: Compute::History(|history| quantile::median(&sorted(history))),
    ..mean_days_between_orders::FEATURE
};

/// `longest_days_between_orders`: the longest pause after which the customer came back.
pub(super) const LONGEST: Feature = Feature {
    name: "longest_days_between_orders",
    label: "longest pause in days",
    meaning: "Longest time in days between an order and the next; missing for one order.",
    low: "never-pausing",
    high: "long-pausing",
    compute: Compute::History(|history| sorted(history).last().copied()),
    ..mean_days_between_orders::FEATURE
};

/// `sd_days_between_orders`: how much the gaps differ.
pub(super) const SPREAD: Feature = Feature {
    name: "sd_days_between_orders",
    label: "spread of days between orders",
    meaning: "Standard deviation (n − 1) of the days between an order and the next; missing for fewer than three orders.",
    low: "steadily-returning",
    high: "unsteadily-returning",
    compute: Compute::History(spread),
    ..mean_days_between_orders::FEATURE
};

/// `gap_variation`: the same against the mean gap, so that slow and quick customers compare.
pub(super) const VARIATION: Feature = Feature {
    name: "gap_variation",
    label: "unevenness of days between orders",
    meaning: "Standard deviation (n − 1) of the days between orders divided by their mean: 0 for a clockwork, about 1 for \
              chance; missing for fewer than three orders and when all were on one day.",
    measure: Measure::Ratio,
    low: "regular",
    high: "irregular",
    compute: Compute::History(variation),
    ..mean_days_between_orders::FEATURE
};

/// `overdue_ratio`: how many of the customer's own gaps have gone by since the last purchase.
pub(super) const OVERDUE: Feature = Feature {
    name: "overdue_ratio",
    label: "overdue ratio",
    meaning: "Days since the last purchase divided by the customer's own mean days between orders: above 1 the next order is \
              late; missing for one order and when all were on one day.",
    measure: Measure::Ratio,
    low: "on-schedule",
    high: "overdue",
    compute: Compute::History(overdue),
    ..mean_days_between_orders::FEATURE
};

/// The gaps in order of time.
fn gaps(history: &History<'_>) -> Vec<f64> {
    history.per_order().windows(2).map(|pair| f64::from(pair[1].day().0 - pair[0].day().0)).collect()
}

/// The gaps, ascending.
fn sorted(history: &History<'_>) -> Vec<f64> {
    quantile::sorted(&gaps(history))
}

fn spread(history: &History<'_>) -> Option<f64> {
    moments::variance(&gaps(history), 1).map(f64::sqrt)
}

fn variation(history: &History<'_>) -> Option<f64> {
    let mean = moments::mean(&gaps(history)).filter(|&mean| mean > 0.0)?;
    Some(spread(history)? / mean)
}

fn overdue(history: &History<'_>) -> Option<f64> {
    let mean = mean_days_between_orders::compute(history).filter(|&mean| mean > 0.0)?;
    Some(history.days_since(history.last_purchase()?) / mean)
}
