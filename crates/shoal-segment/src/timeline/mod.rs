//! What happened over time: revenue, orders and active customers per period, and who came back.
//!
//! # What it finds
//! For weeks, months, quarters and years at once, since only the end shows which of them fits: per period the net revenue, the orders that
//! began and the customers who bought; and the same of every cohort, the customers whose first purchase fell into one period.
//!
//! # How it works
//! 1. [`Timeline::of`] reads the lines of some customers, up to a day, customer after customer in parallel.
//! 2. [`Timeline::join`] adds those of other customers. All sums are integers, so neither order nor parting matters.
//! 3. [`Timeline::trend`] and [`Timeline::cohorts`] choose the period by how long the tables reach, and fill the gaps.
//!
//! A window and the unit of a run do not matter here: these are all customers and all their lines up to the as-of day, also of customers
//! who are in no segment. So the revenues add up to that of the lines.
//!
//! # Cost
//! `O(n)` for n lines, sorted by time within each customer, and `O(m log m)` for the m purchases of one with mixed orders. Memory: a few
//! numbers per period and per pair of periods that occur.
//!
//! # Edges
//! A customer with returns only is in no cohort; their returns are in the trend. Dates of all years from 1 to 9999 have their period.

mod calendar;
mod told;

use crate::date::Day;
use crate::history::{History, Room};
use crate::lines::{Kind, Line, Lines};
use crate::money::Scale;
use crate::segmentation::Grain;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Customers of one task.
const BLOCK: usize = 4096;

/// Sums of one period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sums {
    revenue_minor: i128,
    orders: u64,
    active: u64,
}

impl Sums {
    fn add(&mut self, other: Self) {
        self.revenue_minor += other.revenue_minor;
        self.orders += other.orders;
        self.active += other.active;
    }
}

/// What happened over time to some or all customers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Timeline {
    money_scale: Scale,
    as_of: Option<Day>,
    /// First and last day with a line.
    days: Option<(Day, Day)>,
    /// Per grain and period.
    periods: [BTreeMap<i32, Sums>; Grain::ALL.len()],
    /// Per grain, period of the first purchase and period.
    cohorts: [BTreeMap<(i32, i32), Sums>; Grain::ALL.len()],
}

impl Timeline {
    /// What the customers of `lines` did up to a day.
    pub fn of(lines: &Lines, as_of: Day) -> Self {
        let empty = || Self { money_scale: lines.money_scale, as_of: Some(as_of), ..Self::default() };
        let customers = lines.customers.ids.len();
        let of_block = |block: usize| {
            let (mut found, mut room) = (empty(), Room::default());
            for customer in block * BLOCK..((block + 1) * BLOCK).min(customers) {
                let all = lines.of_customer(customer);
                let seen = &all[..all.partition_point(|line| line.time.day() <= as_of)];
                if !seen.is_empty() {
                    let history = History::over(lines, seen, customer, as_of).in_room(room);
                    found.add(&history);
                    room = history.leave();
                }
            }
            found
        };
        let joined = |mut one: Self, other: Self| {
            one.join(other);
            one
        };
        (0..customers.div_ceil(BLOCK)).into_par_iter().map(of_block).reduce(empty, joined)
    }

    /// Takes in what other customers did.
    pub fn join(&mut self, other: Self) {
        if other.as_of.is_some() {
            (self.money_scale, self.as_of) = (other.money_scale, other.as_of);
        }
        self.days = match (self.days, other.days) {
            (Some(mine), Some(theirs)) => Some((mine.0.min(theirs.0), mine.1.max(theirs.1))),
            (mine, theirs) => mine.or(theirs),
        };
        for (mine, theirs) in self.periods.iter_mut().zip(other.periods) {
            theirs.into_iter().for_each(|(period, sums)| mine.entry(period).or_default().add(sums));
        }
        for (mine, theirs) in self.cohorts.iter_mut().zip(other.cohorts) {
            theirs.into_iter().for_each(|(place, sums)| mine.entry(place).or_default().add(sums));
        }
    }

    /// Adds one customer.
    fn add(&mut self, history: &History<'_>) {
        let (Some(first), Some(last)) = (history.lines.first(), history.lines.last()) else { return };
        let ends = (first.time.day(), last.time.day());
        self.days = Some(self.days.map_or(ends, |days| (days.0.min(ends.0), days.1.max(ends.1))));
        let orders: Vec<Day> = history.per_order().iter().map(|order| order.day()).collect();
        let began = history.first_purchase();
        for (at, grain) in Grain::ALL.into_iter().enumerate() {
            let cohort = began.map(|day| calendar::period(grain, day));
            for (period, sums) in of_customer(grain, history.lines, &orders) {
                self.periods[at].entry(period).or_default().add(sums);
                if let Some(cohort) = cohort.filter(|&cohort| cohort <= period) {
                    self.cohorts[at].entry((cohort, period)).or_default().add(sums);
                }
            }
        }
    }
}

/// What one customer did, per period; `orders` are the days on which their orders began.
fn of_customer(grain: Grain, lines: &[Line], orders: &[Day]) -> Vec<(i32, Sums)> {
    let mut found: Vec<(i32, Sums)> = Vec::new();
    for day in lines.chunk_by(|a, b| a.time.day() == b.time.day()) {
        let period = calendar::period(grain, day[0].time.day());
        if found.last().is_none_or(|(last, _)| *last != period) {
            found.push((period, Sums::default()));
        }
        let Some((_, sums)) = found.last_mut() else { continue };
        for line in day {
            let amount = i128::from(line.amount);
            match line.kind {
                Kind::Purchase => (sums.revenue_minor, sums.active) = (sums.revenue_minor + amount, 1),
                Kind::Return => sums.revenue_minor -= amount,
            }
        }
    }
    // Lines are in order of time, so periods ascend; an order began on the day of one of its lines.
    for &day in orders {
        let period = calendar::period(grain, day);
        if let Ok(at) = found.binary_search_by_key(&period, |(period, _)| *period) {
            found[at].1.orders += 1;
        }
    }
    found
}
