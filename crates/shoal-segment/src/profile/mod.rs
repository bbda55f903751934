//! Profiles: what a group of customers is like, in original units, beside the whole base.
//!
//! A **level** compares the group's median with the base. It is *high* when most customers have less (more than half of the
//! base, counted strictly) and the median stands in the upper third (ties count half), *low* the same the other way round,
//! and *moderate* otherwise. So a high level always means "more than most", also where many customers share one value, and a
//! reader can check it by counting. Quantiles are of type 7 (linear interpolation).
//!
//! Three parts: this one has medians, totals and levels; [`effect`] how strongly a feature sets a group apart; [`categories`]
//! attributes in words.

mod categories;
mod effect;

pub use categories::categories;
pub(crate) use effect::CLEAR;
pub use effect::{effect, strongest};

use crate::segmentation::{FeatureProfile, Level};
use crate::table::{Column, FeatureTable};
use rayon::prelude::*;
use shoal_kernel::{moments, quantile};

/// The base, sorted once per feature, against which groups are profiled.
pub struct Baseline {
    /// Ascending values of every column.
    sorted: Vec<Vec<f64>>,
    /// The base's own profile, without levels.
    pub profile: Vec<FeatureProfile>,
}

impl Baseline {
    /// Profiles all customers of the table.
    pub fn new(table: &FeatureTable) -> Self {
        let sorted: Vec<Vec<f64>> = table.columns.par_iter().map(Column::sorted).collect();
        let profile = table.columns.iter().zip(&sorted).map(|(column, sorted)| describe(column, sorted)).collect();
        Self { sorted, profile }
    }

    /// Profiles the customers in `rows`, with level, rank, share and effect against the base; one entry per column of the table.
    pub fn group(&self, table: &FeatureTable, rows: &[usize]) -> Vec<FeatureProfile> {
        table
            .columns
            .par_iter()
            .enumerate()
            .map(|(at, column)| {
                let values: Vec<f64> = rows.iter().filter_map(|&row| column.get(row)).collect();
                let sorted = quantile::sorted(&values);
                let mut profile = describe(column, &sorted);
                profile.effect = effect(&self.sorted[at], &sorted);
                profile.on_that_side = profile.effect.map(|effect| (1.0 + effect.abs()) / 2.0);
                profile.level = profile.median.and_then(|median| level(&self.sorted[at], median));
                profile.rank = profile.median.and_then(|median| quantile::mid_rank(&self.sorted[at], median));
                let total = self.profile[at].total.filter(|&total| total > 0.0);
                profile.share_of_total = profile.total.zip(total).map(|(part, whole)| part / whole);
                profile
            })
            .collect()
    }

    /// The ascending values of one column of the base.
    pub fn sorted(&self, column: usize) -> &[f64] {
        &self.sorted[column]
    }
}

/// The level of a value against the ascending values of the base; `None` for an empty base.
pub fn level(base: &[f64], value: f64) -> Option<Level> {
    let below = base.partition_point(|&other| other < value);
    let above = base.len() - base.partition_point(|&other| other <= value);
    // Twice the rank: those below count two, those equal one, of 2n.
    let rank = base.len() + below - above;
    match base.len() {
        0 => None,
        n if 2 * below > n && 3 * rank > 4 * n => Some(Level::High),
        n if 2 * above > n && 3 * rank < 2 * n => Some(Level::Low),
        _ => Some(Level::Moderate),
    }
}

/// Whether the typical member of a group of `customers` is away for longer than their usual gap between orders. Where fewer
/// than half have such a gap, because they ordered once, any absence is.
pub fn overdue(profile: &[FeatureProfile], customers: usize) -> bool {
    let of = |name: &str| profile.iter().find(|entry| entry.feature == name);
    let gap =
        of("mean_days_between_orders").filter(|entry| 2 * entry.known >= customers).and_then(|entry| entry.median);
    let away = of("recency_days").and_then(|entry| entry.median);
    away.zip(gap).is_none_or(|(away, gap)| away > gap)
}

fn describe(column: &Column, sorted: &[f64]) -> FeatureProfile {
    let at = |p| quantile::quantile(sorted, p);
    // Summed in ascending order: the same for any order of customers.
    let sum: f64 = sorted.iter().sum();
    let adds_up = column.card.adds_up && !sorted.is_empty();
    FeatureProfile {
        feature: column.card.name.clone(),
        known: sorted.len(),
        mean: (!sorted.is_empty()).then(|| sum / sorted.len() as f64),
        median: at(0.5),
        quartiles: at(0.25).zip(at(0.75)),
        deviation: moments::variance(sorted, 1).map(f64::sqrt),
        total: adds_up.then_some(sum),
        share_of_total: None,
        level: None,
        rank: None,
        effect: None,
        on_that_side: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_by_thirds() {
        let base: Vec<f64> = (0..=9).map(f64::from).collect();
        for (value, expected) in
            [(0.0, Level::Low), (2.0, Level::Low), (3.0, Level::Moderate), (6.0, Level::Moderate), (7.0, Level::High)]
        {
            assert_eq!(level(&base, value), Some(expected), "{value}");
        }
        let ones = [1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0];
        assert_eq!(level(&ones, 1.0), Some(Level::Low), "the least value is low when most have more");
        let tops = [1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0, 4.0];
        assert_eq!(level(&tops, 4.0), Some(Level::High), "the greatest value is high when most have less");
        assert_eq!(level(&[1.0, 2.0, 2.0, 2.0], 2.0), Some(Level::Moderate), "not more than most");
        assert_eq!(level(&[], 1.0), None);
        assert_eq!(level(&[1.0; 9], 1.0), Some(Level::Moderate), "where all are equal nobody is high or low");
    }
}
