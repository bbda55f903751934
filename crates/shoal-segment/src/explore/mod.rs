//! The base before anything is clustered: how every feature is distributed, who stands outside, how features relate.
//!
//! # What it finds
//! Location, spread, tails and histogram of every feature; outliers; features that hardly vary or say the same; relations of features
//! and categories; where members lie by two features.
//!
//! # How it works
//! 1. `distribution` describes one feature from its sorted values; everything is exact. Histograms of clearly skewed features have edges
//!    that are even in `sign(x) · ln(1 + |x|)`, so that their bulk can be seen.
//! 2. `outliers` are Tukey's: more than 1.5 interquartile ranges beyond the quartiles. On clearly skewed features the rule is applied on
//!    the scale of the histogram, since otherwise every log-normal feature is full of outliers.
//! 3. `relations` are Spearman's rank correlations, which skew and outliers do not bend, Pearson's beside them, the correlation ratio of
//!    a category and a feature, and Cramér's V of two categories. `order` puts related features together.
//! 4. `redundancy` names features that hardly vary, and groups of which one says it all.
//! 5. `density` counts members by two features, so that pictures need no sample.
//!
//! # Cost
//! `O(f n log n + f² n)` for n members and f features, in parallel by feature and by pair.
//!
//! # Edges
//! Missing values are left out, pair by pair. What is undefined (a feature that does not vary, one member, none) is `None`.
//!
//! # References
//! J. W. Tukey, *Exploratory Data Analysis*, Addison-Wesley 1977. The others stand with the functions.

mod density;
mod distribution;
mod order;
mod outliers;
mod redundancy;
mod relations;

pub(crate) use distribution::{absolute_deviation, even_histogram, five_numbers, runs};
pub(crate) use redundancy::{NEARLY_ALL, SAME, groups};
pub(crate) use relations::of_columns;

use crate::describe;
use crate::profile::Baseline;
use crate::segmentation::{CategoryCard, Exploration};
use crate::spec::Plan;
use crate::table::FeatureTable;
use crate::timeline::Timeline;
use rayon::prelude::*;

/// Describes every feature of the table, every pair of features, and what happened over time where a `timeline` is there.
///
/// Cost: `O(f n log n + f² n)` for n customers and f features, in parallel.
pub fn explore(table: &FeatureTable, baseline: &Baseline, plan: &Plan, timeline: Option<&Timeline>) -> Exploration {
    let features: Vec<_> = (0..table.columns.len())
        .into_par_iter()
        .map(|at| {
            let used = plan.features.iter().any(|feature| feature.name == table.columns[at].card.name);
            distribution::distribution(table, at, baseline.sorted(at), used)
        })
        .collect();
    let (spearman, pearson) = relations::of_features(table);
    let (trend, cohorts) = timeline.map_or((None, None), |timeline| (timeline.trend(), timeline.cohorts()));
    let mut found = Exploration {
        order: order::order(&spearman),
        categories: relations::categories(table).map(CategoryCard::of).collect(),
        correlation_ratios: relations::correlation_ratios(table),
        cramers_v: relations::cramers_v(table),
        near_constant: redundancy::near_constant(&features, table.unit.many()),
        redundant: redundancy::redundant(&features, &spearman),
        density: density::density(table, &features, plan),
        correlations: spearman,
        pearson,
        features,
        trend,
        cohorts,
        top_fifth_revenue_share: top_share(&table.revenue_minor, table.rows().div_ceil(5)),
        largest_member_share: top_share(&table.revenue_minor, 1),
        statements: Vec::new(),
    };
    found.statements = describe::exploration(table, &found);
    found
}

/// Share of the revenue that the given number of customers with the highest revenue brings.
fn top_share(revenue_minor: &[i128], customers: usize) -> Option<f64> {
    let mut revenue = revenue_minor.to_vec();
    revenue.sort_unstable_by(|a, b| b.cmp(a));
    let all: i128 = revenue.iter().sum();
    let top: i128 = revenue.iter().take(customers).sum();
    (all > 0).then(|| top as f64 / all as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_of_the_top_is_exact() {
        assert_eq!(top_share(&[50, 10, 10, 10, 20], 1), Some(0.5));
        assert_eq!(top_share(&[0, 0], 1), None);
        assert_eq!(top_share(&[], 0), None);
    }
}
