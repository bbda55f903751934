//! Steps 1 and 2: how long the history is, how often customers order, and where it is cut.

use super::HoldOut;
use crate::date::Day;
use crate::lines::{Kind, Lines};
use serde::Serialize;
use shoal_kernel::quantile;

/// Lengths of the part that is held out, in days, among which is chosen.
const LENGTHS: [usize; 6] = [14, 30, 60, 90, 180, 365];
/// The length where nothing speaks for another: a quarter of a year.
const USUAL: usize = 90;
/// The part of the history that is held out at most: what segments are made of is at least three times as long.
const MOST_OF_HISTORY: usize = 4;
/// Customers that are needed up to the cut.
pub(super) const CUSTOMERS_NEEDED: usize = 100;
/// Of these, customers who are needed to have bought after it.
pub(super) const BUYERS_NEEDED: usize = 30;

/// The history and where it is cut.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Period {
    /// The first day with a line.
    pub first: Day,
    /// The last day with a line, up to the as-of day of the run.
    pub until: Day,
    /// How many days that are, both included.
    pub history_days: usize,
    /// The median number of days between two days on which a customer bought; `None` where nobody bought on two days.
    pub median_gap: Option<f64>,
    /// How many days at the end are held out; `None` where the history is too short for any.
    pub days: Option<usize>,
    /// The last day that the segments know.
    pub as_of: Option<Day>,
    /// Whether a user set the length.
    pub given: bool,
    /// Customers who can be segmented on that day.
    pub customers: usize,
    /// Of these, customers who bought after it.
    pub retained: usize,
    /// How many customers are needed.
    pub customers_needed: usize,
    /// How many who bought after it are needed.
    pub retained_needed: usize,
}

impl Period {
    /// The history of `lines`, cut as `wanted`; `None` without a line. Nobody is counted yet. Time O(n + g log g) for g gaps.
    pub(super) fn of(lines: &Lines, wanted: HoldOut) -> Option<Self> {
        let days = || lines.lines.iter().map(|line| line.time.day()).filter(|&day| day <= lines.as_of);
        let (first, until) = (days().min()?, days().max()?);
        let history_days = (i64::from(until.0) - i64::from(first.0) + 1) as usize;
        let median_gap = median_gap(lines);
        let cut = |day: Day| (day >= first && day < until).then(|| (until.0 - day.0) as usize);
        let days = match wanted {
            HoldOut::Last(window) => cut(window.start(until)),
            _ => length(history_days, median_gap.unwrap_or(0.0)),
        };
        Some(Self {
            first,
            until,
            history_days,
            median_gap,
            days,
            as_of: days.map(|days| Day(until.0 - days as i32)),
            given: matches!(wanted, HoldOut::Last(_)),
            customers: 0,
            retained: 0,
            customers_needed: CUSTOMERS_NEEDED,
            retained_needed: BUYERS_NEEDED,
        })
    }
}

/// How many days are held out: a quarter of a year, more where the typical customer orders less often than that, less where that would be
/// more than a fourth of the history; never less than the median gap.
fn length(history_days: usize, median_gap: f64) -> Option<usize> {
    let covers = |length: &usize| *length as f64 >= median_gap;
    let wanted = LENGTHS.into_iter().filter(|length| *length >= USUAL).find(covers)?;
    let allowed = |length: &usize| *length <= wanted && *length <= history_days / MOST_OF_HISTORY;
    LENGTHS.into_iter().rev().filter(allowed).find(covers)
}

/// The median of the days between neighbouring days on which a customer bought.
fn median_gap(lines: &Lines) -> Option<f64> {
    let mut gaps = Vec::new();
    for customer in 0..lines.customers.ids.len() {
        let bought = lines.of_customer(customer).iter().filter(|line| line.kind == Kind::Purchase);
        let mut last = None;
        for day in bought.map(|line| line.time.day()).filter(|&day| day <= lines.as_of) {
            gaps.extend(last.filter(|&last| last != day).map(|last: Day| f64::from(day.0 - last.0)));
            last = Some(day);
        }
    }
    quantile::median(&quantile::sorted(&gaps))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_of_a_year_unless_history_or_gaps_say_otherwise() {
        for (history, gap, days) in [
            (365, 40.0, Some(90)),
            (730, 20.0, Some(90)),
            (1500, 120.0, Some(180)),
            (1500, 250.0, Some(365)),
            (1500, 400.0, None),
            (730, 250.0, None),
            (200, 7.0, Some(30)),
            (300, 7.0, Some(60)),
            (200, 45.0, None),
            (60, 0.0, Some(14)),
            (55, 0.0, None),
        ] {
            assert_eq!(length(history, gap), days, "{history} days, gap {gap}");
        }
    }
}
