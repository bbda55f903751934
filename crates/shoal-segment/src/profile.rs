//! Profiles: what a group of customers is like, in original units, beside the whole base.
//!
//! A **level** compares the group's median with the base. It is *high* when most customers have less (more than half of the
//! base, counted strictly) and the median stands in the upper third (ties count half), *low* the same the other way round,
//! and *moderate* otherwise. So a high level always means "more than most", also where many customers share one value, and a
//! reader can check it by counting. Quantiles are of type 7 (linear interpolation).
//!
//! A value of an attribute is **over-represented** when its share in the group exceeds the base's by at least a tenth of all, in at least ten
//! members, and by more than three standard errors of a share in a group of that size drawn from the base: well beyond what
//! the best of a handful of values reaches by chance. It is **under-represented** when it falls short by as much, where at least ten members
//! were to be expected.

use crate::lines::{Attribute, NO_KEY};
use crate::privacy;
use crate::segmentation::{CategoryProfile, CategoryShare, FeatureProfile, Level};
use crate::table::{Column, FeatureTable};
use rayon::prelude::*;
use shoal_kernel::quantile;

/// How many values of an attribute a profile shows.
const TOP: usize = 5;

/// A share is notable when it differs from the base's by at least this much …
const NOTABLE_DIFFERENCE: f64 = 0.10;
/// … in at least this many members (or as many that were to be expected) …
const NOTABLE_MEMBERS: f64 = 10.0;
/// … and by more than this many standard errors.
const NOTABLE_ERRORS: f64 = 3.0;

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

    /// Profiles the customers in `rows`, with level, rank and share against the base; one entry per column of the table.
    pub fn group(&self, table: &FeatureTable, rows: &[usize]) -> Vec<FeatureProfile> {
        table
            .columns
            .par_iter()
            .enumerate()
            .map(|(at, column)| {
                let values: Vec<f64> = rows.iter().filter_map(|&row| column.get(row)).collect();
                let mut profile = describe(column, &quantile::sorted(&values));
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
        total: adds_up.then_some(sum),
        share_of_total: None,
        level: None,
        rank: None,
    }
}

/// Profiles one attribute of the customers in `rows` against the base.
pub fn categories(attribute: &Attribute, rows: &[usize]) -> CategoryProfile {
    let base = count(attribute, attribute.codes.iter().copied());
    let group = count(attribute, rows.iter().map(|&row| attribute.codes[row]));
    let (base_known, known) = (base.iter().sum::<usize>(), group.iter().sum::<usize>());
    let share = |level: usize| CategoryShare {
        value: privacy::shown_value(&attribute.levels[level]),
        members: group[level],
        share: group[level] as f64 / known as f64,
        base_share: base[level] as f64 / base_known as f64,
    };
    let mut order: Vec<usize> = (0..attribute.levels.len()).filter(|&level| group[level] > 0).collect();
    order.sort_by_key(|&level| (std::cmp::Reverse(group[level]), level));
    let top = order.into_iter().take(TOP).map(share).collect();
    let all = if known == 0 { 0 } else { attribute.levels.len() };
    let notable = |direction: f64| {
        let mut found: Vec<CategoryShare> =
            (0..all).map(share).filter(|share| is_notable(share, known, direction)).collect();
        let excess = |share: &CategoryShare| direction * (share.share - share.base_share);
        found.sort_by(|a, b| excess(b).total_cmp(&excess(a)));
        found.truncate(TOP);
        found
    };
    CategoryProfile { attribute: attribute.name.clone(), known, top, over: notable(1.0), under: notable(-1.0) }
}

/// Whether a value is over-represented (`direction` 1) or under-represented (−1) among `known` members.
fn is_notable(share: &CategoryShare, known: usize, direction: f64) -> bool {
    let excess = direction * (share.share - share.base_share);
    let members = share.share.max(share.base_share) * known as f64;
    let error = (share.base_share * (1.0 - share.base_share) / known as f64).sqrt();
    members >= NOTABLE_MEMBERS && excess >= NOTABLE_DIFFERENCE && excess > NOTABLE_ERRORS * error
}

fn count(attribute: &Attribute, codes: impl Iterator<Item = u32>) -> Vec<usize> {
    let mut counts = vec![0; attribute.levels.len()];
    codes.filter(|&code| code != NO_KEY).for_each(|code| counts[code as usize] += 1);
    counts
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

    #[test]
    fn shares_of_an_attribute_count_only_known_values() {
        let region = Attribute {
            name: "Region".into(),
            levels: vec!["Asia".into(), "Europe".into()],
            codes: vec![0, 1, 1, NO_KEY],
            context: None,
        };
        let profile = categories(&region, &[1, 2, 3]);
        assert_eq!((profile.top.len(), profile.known), (1, 2));
        assert!(profile.over.is_empty() && profile.under.is_empty(), "two members show nothing");
        assert_eq!((profile.top[0].members, profile.top[0].share), (2, 1.0));
        assert!((profile.top[0].base_share - 2.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn shares_stand_out_in_both_directions() {
        // The base: half Asia, half Europe, a little Africa. The group: Europe only.
        let codes: Vec<u32> = (0..200).map(|i| if i % 20 == 0 { 2 } else { i % 2 }).collect();
        let levels = ["Asia", "Europe", "Africa"].map(String::from).to_vec();
        let region = Attribute { name: "Region".into(), levels, codes, context: None };
        let rows: Vec<usize> = (0..60).filter(|row| row % 2 == 1).collect();
        let profile = categories(&region, &rows);
        assert_eq!(profile.over.iter().map(|share| share.value.as_str()).collect::<Vec<_>>(), ["Europe"]);
        assert_eq!(profile.under.iter().map(|share| share.value.as_str()).collect::<Vec<_>>(), ["Asia"]);
        assert_eq!((profile.under[0].members, profile.under[0].share), (0, 0.0), "a value that nobody has is told");
        assert!(profile.top.iter().all(|share| share.members > 0));
    }
}
