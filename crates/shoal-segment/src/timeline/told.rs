//! From sums of all kinds of periods to the trend and the cohorts that fit the span of the tables.

use super::{Sums, Timeline, calendar};
use crate::date::Day;
use crate::money::Amount;
use crate::segmentation::{Cohort, Cohorts, Grain, Period, Trend};

/// A trend is by weeks up to so many days, by months up to so many, by quarters up to so many; then by years.
const TREND_DAYS: [i32; 3] = [120, 3 * 366, 15 * 366];

/// Cohorts are by months up to so many days, by quarters up to so many; then by years.
const COHORT_DAYS: [i32; 2] = [2 * 366, 6 * 366];

/// Most cohorts that are listed, which are the latest.
const MOST_COHORTS: usize = 24;

/// The first and the last day that the tables cover.
#[derive(Debug, Clone, Copy)]
struct Covered {
    first: Day,
    last: Day,
}

impl Covered {
    fn days(self) -> i32 {
        self.last.0 - self.first.0 + 1
    }

    /// Whether only a part of a period is covered.
    fn only_part_of(self, grain: Grain, period: i32) -> bool {
        self.begins_in(grain, period) || self.ends_in(grain, period)
    }

    fn begins_in(self, grain: Grain, period: i32) -> bool {
        calendar::period(grain, self.first) == period && self.first > calendar::first_day(grain, period)
    }

    fn ends_in(self, grain: Grain, period: i32) -> bool {
        calendar::period(grain, self.last) == period && self.last.next() < calendar::first_day(grain, period + 1)
    }
}

impl Timeline {
    /// The days covered: from the first line to the last, or to the day before the as-of day where that is later.
    fn covered(&self) -> Option<Covered> {
        let (first, last) = self.days?;
        let before = self.as_of.map_or(last, |day| Day(day.0.saturating_sub(1)));
        Some(Covered { first, last: last.max(before) })
    }

    /// Revenue, orders and active customers per period, without gaps; `None` without a line.
    pub fn trend(&self) -> Option<Trend> {
        let covered = self.covered()?;
        let at = TREND_DAYS.iter().position(|&most| covered.days() <= most).unwrap_or(TREND_DAYS.len());
        let (grain, sums) = (Grain::ALL[at], &self.periods[at]);
        let (first, last) = (*sums.first_key_value()?.0, *sums.last_key_value()?.0);
        let period = |period: i32| {
            let Sums { revenue_minor, orders, active } = sums.get(&period).copied().unwrap_or_default();
            Period {
                name: calendar::name(grain, period),
                first_day: calendar::first_day(grain, period),
                revenue: self.amount(revenue_minor),
                orders,
                active_customers: active,
                incomplete: covered.only_part_of(grain, period),
            }
        };
        Some(Trend { grain, periods: (first..=last).map(period).collect() })
    }

    /// Who came back; `None` without a purchase.
    pub fn cohorts(&self) -> Option<Cohorts> {
        let covered = self.covered()?;
        let at = 1 + COHORT_DAYS.iter().position(|&most| covered.days() <= most).unwrap_or(COHORT_DAYS.len());
        let (grain, cells) = (Grain::ALL[at], &self.cohorts[at]);
        let last = *self.periods[at].last_key_value()?.0;
        let mut begun: Vec<i32> = cells.keys().map(|(cohort, _)| *cohort).collect();
        begun.dedup();
        let earlier = begun.len().saturating_sub(MOST_COHORTS);
        let first = *begun.first()?;
        Some(Cohorts {
            grain,
            cohorts: begun[earlier..].iter().map(|&cohort| self.cohort((at, grain), cohort, last)).collect(),
            earlier,
            last_incomplete: covered.ends_in(grain, last),
            first_incomplete: covered.begins_in(grain, first),
        })
    }

    fn cohort(&self, (at, grain): (usize, Grain), cohort: i32, last: i32) -> Cohort {
        let cell = |period: i32| self.cohorts[at].get(&(cohort, period)).copied().unwrap_or_default();
        let cells: Vec<Sums> = (cohort..=last).map(cell).collect();
        let customers = cells[0].active;
        Cohort {
            name: calendar::name(grain, cohort),
            customers,
            revenue: self.amount(cells.iter().map(|cell| cell.revenue_minor).sum()),
            active: cells.iter().map(|cell| cell.active).collect(),
            retention: cells.iter().map(|cell| cell.active as f64 / customers.max(1) as f64).collect(),
            revenues: cells.iter().map(|cell| self.amount(cell.revenue_minor)).collect(),
        }
    }

    fn amount(&self, minor: i128) -> Amount {
        Amount { minor, scale: self.money_scale }
    }
}
