//! The figures: every grouping held against every outcome.

use super::LEVEL;
use super::answer::{Explained, GroupingAfter, RandomAfter, SegmentAfter, Tested};
use super::explained::{Shares, by_chance, products, shares};
use super::grouping::Grouping;
use super::outcome::{CODES, COUNT, Outcomes};
use super::paired::{Difference, RESAMPLES};
use super::permutation::{PERMUTATIONS, p, permuted};
use crate::money::{Amount, Scale};
use crate::table::FeatureTable;
use shoal_kernel::{Labels, quantile};

/// What is weighed.
pub(super) struct Weighed<'a> {
    pub(super) table: &'a FeatureTable,
    pub(super) outcomes: &'a Outcomes,
    pub(super) scale: Scale,
    pub(super) seed: u64,
}

/// How high the random segments that stay below are counted.
const HIGH: f64 = 0.95;

impl Weighed<'_> {
    /// All figures of `groupings`, of which the first are the segments called `names`; what the tables had is left open.
    pub(super) fn tested(&self, groupings: &[Grouping], names: &[String]) -> Tested {
        let outcomes = self.outcomes;
        let labels: Vec<&Labels> = groupings.iter().map(|grouping| &grouping.labels).collect();
        let random = permuted(&labels, outcomes, PERMUTATIONS, self.seed);
        let found: Vec<Shares> = labels.iter().map(|labels| shares(labels, outcomes, |row| row)).collect();
        let squares: Vec<f64> = outcomes.scaled.iter().map(|row| row[0] * row[0]).collect();
        let own = products(labels[0], outcomes, 0);
        let of_grouping = |(at, grouping): (usize, &Grouping)| GroupingAfter {
            id: grouping.id.into(),
            name: grouping.name.into(),
            groups: grouping.labels.clusters(),
            explained: (0..COUNT)
                .map(|outcome| {
                    let random = |order: usize| random[order][at].between[outcome];
                    self.explained(&grouping.labels, outcome, found[at].between[outcome], &random)
                })
                .collect(),
            difference: (at > 0)
                .then(|| Difference::of(&own, &products(&grouping.labels, outcomes, 0), &squares, self.seed))
                .flatten(),
        };
        let (segments, best) = self.segments(labels[0], names, found[0].best.0);
        Tested {
            customers_in_tables: 0,
            customers_looked_at: 0,
            customers: self.table.rows(),
            retention: outcomes.retention(),
            revenue: Amount { minor: outcomes.after.iter().map(|after| after.net_minor).sum(), scale: self.scale },
            orders: outcomes.after.iter().map(|after| after.orders).sum(),
            columns_of_today: Vec::new(),
            permutations: PERMUTATIONS,
            resamples: RESAMPLES,
            level: LEVEL,
            groupings: groupings.iter().enumerate().map(of_grouping).collect(),
            random: self.random(&random),
            segments,
            best,
        }
    }

    fn explained(&self, labels: &Labels, outcome: usize, share: f64, random: &dyn Fn(usize) -> f64) -> Explained {
        let varies = self.outcomes.varies[outcome];
        let adjusted = || products(labels, self.outcomes, outcome).iter().sum();
        Explained {
            outcome: CODES[outcome].into(),
            share: varies.then_some(share.clamp(0.0, 1.0)),
            by_chance: by_chance(labels.clusters(), labels.rows()),
            adjusted: varies.then(adjusted),
            p: varies.then(|| p(share, (0..PERMUTATIONS).map(random))),
        }
    }

    fn random(&self, random: &[Vec<Shares>]) -> RandomAfter {
        let own: Vec<f64> = random.iter().map(|groupings| groupings[0].between[0]).collect();
        let lifts: f64 = random.iter().map(|groupings| self.lift(groupings[0].best.1)).sum();
        RandomAfter {
            high: quantile::quantile(&quantile::sorted(&own), HIGH).unwrap_or(0.0),
            lift: (self.outcomes.retention() > 0.0).then(|| lifts / random.len() as f64),
        }
    }

    /// The retention of a group over that of all, from how far its mean exceeds that of all.
    fn lift(&self, excess: f64) -> f64 {
        1.0 + excess * self.outcomes.retained_scale / self.outcomes.retention()
    }

    /// The segments by what each of their customers had brought before, and the place of group number `best` among them.
    fn segments(&self, labels: &Labels, names: &[String], best: usize) -> (Vec<SegmentAfter>, usize) {
        let mut segments: Vec<(usize, SegmentAfter)> = labels
            .members()
            .iter()
            .enumerate()
            .map(|(group, rows)| (group, self.segment(names.get(group).cloned().unwrap_or_default(), rows)))
            .collect();
        segments.sort_by(|a, b| b.1.revenue_before.total_cmp(&a.1.revenue_before).then(a.0.cmp(&b.0)));
        let best = segments.iter().position(|(group, _)| *group == best).unwrap_or(0);
        (segments.into_iter().map(|(_, segment)| segment).collect(), best)
    }

    fn segment(&self, name: String, rows: &[usize]) -> SegmentAfter {
        let after = &self.outcomes.after;
        let members = rows.len();
        let mean = |sum: f64| sum / members as f64;
        let retention = mean(rows.iter().filter(|&&row| after[row].orders > 0).count() as f64);
        let (own, all) = (
            rows.iter().map(|&row| after[row].net_minor).sum::<i128>(),
            after.iter().map(|after| after.net_minor).sum::<i128>(),
        );
        let of_all = self.outcomes.retention();
        SegmentAfter {
            name,
            members,
            share: members as f64 / after.len() as f64,
            revenue_before: mean(self.scale.to_f64(rows.iter().map(|&row| self.table.revenue_minor[row]).sum())),
            retention,
            lift: (of_all > 0.0).then(|| retention / of_all),
            revenue: mean(self.scale.to_f64(own)),
            revenue_share: (all > 0).then(|| own as f64 / all as f64),
            orders: mean(rows.iter().map(|&row| after[row].orders).sum::<usize>() as f64),
        }
    }
}
