//! A history: the slice of lines that belongs to one customer or to one order, and the questions that features ask of it.
//!
//! Everything here is a function of the slice, so it is exact, independent of the order of the input rows and of other
//! histories, and costs at most `O(m log m)` for its m lines.

use crate::date::Day;
use crate::lines::{Kind, Line, Lines, NO_KEY};
use crate::money::Scale;

/// The lines of one customer or order, oldest first, with what is needed to read them.
#[derive(Debug, Clone, Copy)]
pub struct History<'a> {
    /// The lines in canonical order.
    pub lines: &'a [Line],
    /// Sign-up day, where known.
    pub signup: Option<Day>,
    /// The day for which features are computed.
    pub as_of: Day,
    money: Scale,
    quantity: Scale,
}

impl<'a> History<'a> {
    /// The history of customer number `customer` of `lines`.
    pub fn of(lines: &'a Lines, customer: usize) -> Self {
        Self::over(lines, lines.of_customer(customer), customer)
    }

    /// The history that consists of `part`, which are lines of customer number `customer` of `lines`.
    pub fn over(lines: &Lines, part: &'a [Line], customer: usize) -> Self {
        Self {
            lines: part,
            signup: lines.customers.signup.get(customer).copied().flatten(),
            as_of: lines.as_of,
            money: lines.money_scale,
            quantity: lines.quantity_scale,
        }
    }

    /// The purchase lines.
    pub fn purchases(&self) -> impl DoubleEndedIterator<Item = &'a Line> + Clone + use<'a> {
        self.lines.iter().filter(|line| line.kind == Kind::Purchase)
    }

    /// Day of the first purchase.
    pub fn first_purchase(&self) -> Option<Day> {
        self.purchases().next().map(|line| line.time.day())
    }

    /// Day of the last purchase.
    pub fn last_purchase(&self) -> Option<Day> {
        self.purchases().next_back().map(|line| line.time.day())
    }

    /// Days from `day` to the as-of day.
    pub fn days_since(&self, day: Day) -> f64 {
        f64::from(self.as_of.0 - day.0)
    }

    /// Number of distinct orders with a purchase.
    pub fn orders(&self) -> usize {
        self.distinct(|line| line.order)
    }

    /// Number of distinct keys among the purchases; lines without a key do not count.
    pub fn distinct(&self, key: impl Fn(&Line) -> u32) -> usize {
        let mut keys: Vec<u32> = self.purchases().map(key).filter(|&key| key != NO_KEY).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.len()
    }

    /// Purchases minus returns, in the smallest unit of money.
    pub fn net_minor(&self) -> i128 {
        self.net(|line| line.amount)
    }

    /// Purchases minus returns, in money.
    pub fn revenue(&self) -> f64 {
        self.money.to_f64(self.net_minor())
    }

    /// Units bought minus units returned.
    pub fn units(&self) -> f64 {
        self.quantity.to_f64(self.net(|line| line.quantity))
    }

    /// Money paid for purchases, returns not subtracted.
    pub fn purchased_amount(&self) -> f64 {
        self.money.to_f64(self.purchases().map(|line| i128::from(line.amount)).sum())
    }

    /// Units purchased, returns not subtracted.
    pub fn purchased_units(&self) -> f64 {
        self.quantity.to_f64(self.purchases().map(|line| i128::from(line.quantity)).sum())
    }

    /// The category on which the customer spent most (ties: alphabetically first), or [`NO_KEY`].
    pub fn favourite_category(&self) -> u32 {
        let mut spent: Vec<(u32, i64)> =
            self.purchases().filter(|line| line.category != NO_KEY).map(|line| (line.category, line.amount)).collect();
        spent.sort_unstable();
        spent
            .chunk_by(|a, b| a.0 == b.0)
            .map(|group| (group.iter().map(|entry| i128::from(entry.1)).sum::<i128>(), group[0].0))
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
            .map_or(NO_KEY, |(_, category)| category)
    }

    fn net(&self, number: impl Fn(&Line) -> i64) -> i128 {
        self.lines
            .iter()
            .map(|line| match line.kind {
                Kind::Purchase => i128::from(number(line)),
                Kind::Return => -i128::from(number(line)),
            })
            .sum()
    }
}
