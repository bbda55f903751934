//! The number of an own feature for a history.
//!
//! 1. `resolve`: names of values become keys of the lines at hand; a name that none has picks nothing.
//! 2. `picked`: the lines of the kind and time, and of these the ones that meet every condition.
//! 3. `value`: one number of them. Orders are in the order of their first picked line.

use super::filter::{self, Side};
use super::{Aggregate, Measure, Own, Per};
use crate::date::Day;
use crate::history::History;
use crate::lines::{Contexts, Kind, Line, Lines, NO_KEY};
use shoal_kernel::{moments, quantile};

/// A declaration with the keys of the lines at hand.
pub(crate) struct Resolved<'a> {
    own: &'a Own,
    contexts: &'a Contexts,
    products: Option<Vec<u32>>,
    categories: Option<Vec<u32>>,
    /// Columns of the contexts with their wanted codes.
    columns: Vec<(usize, Vec<u32>)>,
}

impl<'a> Resolved<'a> {
    /// Puts keys for names; `None` when the lines lack what the declaration needs.
    pub(crate) fn new(own: &'a Own, lines: &'a Lines) -> Option<Self> {
        if own.lacks(lines).is_some() {
            return None;
        }
        let column = |(name, values): (&String, &Vec<String>)| {
            let at = filter::column(lines, name)?;
            Some((at, keys(values, &lines.contexts.columns[at].levels)))
        };
        let listed = |values: &[String], levels: &[String]| (!values.is_empty()).then(|| keys(values, levels));
        Some(Self {
            own,
            contexts: &lines.contexts,
            products: listed(&own.filter.product, &lines.products),
            categories: listed(&own.filter.category, &lines.categories),
            columns: own.filter.columns.iter().map(column).collect::<Option<_>>()?,
        })
    }

    /// The number for one history. `O(m log m)` for its m lines.
    pub(crate) fn value(&self, history: &History<'_>) -> Option<f64> {
        let of_kind =
            || history.lines.iter().filter(|line| self.is_of_kind(line) && self.is_recent(line, history.as_of));
        let picked: Vec<&Line> = of_kind().filter(|line| self.picks(line)).collect();
        match self.own.aggregate {
            Aggregate::Sum | Aggregate::Count | Aggregate::Distinct => Some(self.total(&picked, history)),
            Aggregate::Share => {
                let all = self.total(&of_kind().collect::<Vec<_>>(), history);
                (all > 0.0).then(|| self.total(&picked, history) / all)
            }
            Aggregate::DaysSince => picked.last().map(|line| history.days_since(line.time.day())),
            Aggregate::DaysSinceFirst => picked.first().map(|line| history.days_since(line.time.day())),
            Aggregate::GapMean | Aggregate::GapMedian | Aggregate::GapSd | Aggregate::GapMax => {
                let days: Vec<Day> = orders(&picked).iter().map(|order| order[0].time.day()).collect();
                let gaps: Vec<f64> = days.windows(2).map(|pair| f64::from(pair[1].0 - pair[0].0)).collect();
                one_of(self.own.aggregate, &gaps)
            }
            _ => one_of(self.own.aggregate, &self.several(&picked, history)),
        }
    }

    fn is_of_kind(&self, line: &Line) -> bool {
        match self.own.filter.kind {
            Side::Purchase => line.kind == Kind::Purchase,
            Side::Return => line.kind == Kind::Return,
            Side::Net => true,
        }
    }

    fn is_recent(&self, line: &Line, as_of: Day) -> bool {
        let ago = i64::from(as_of.0) - i64::from(line.time.day().0);
        self.own.filter.last_days.is_none_or(|days| ago < i64::from(days))
    }

    fn picks(&self, line: &Line) -> bool {
        let filter = &self.own.filter;
        let among = |keys: &Option<Vec<u32>>, key: u32| keys.as_ref().is_none_or(|keys| keys.contains(&key));
        let day = line.time.day();
        among(&self.products, line.product)
            && among(&self.categories, line.category)
            && self.columns.iter().all(|(at, codes)| codes.contains(&self.contexts.code(line.context, *at)))
            && (filter.weekday.is_empty() || filter.weekday.iter().any(|weekday| *weekday as usize == day.weekday()))
            && (filter.month.is_empty() || filter.month.contains(&day.to_ymd().1))
    }

    /// All of the measure that some lines have.
    fn total(&self, lines: &[&Line], history: &History<'_>) -> f64 {
        let sum = |number: fn(&Line) -> i64| -> i128 {
            lines.iter().map(|line| signed(line, self.own.filter.kind, number)).sum()
        };
        match self.own.measure {
            Measure::Amount => history.money(sum(|line| line.amount)),
            Measure::Discount => history.money(sum(|line| line.discount)),
            Measure::Units => history.quantity(sum(|line| line.quantity)),
            Measure::Price => 0.0,
            Measure::Lines => lines.len() as f64,
            Measure::Orders => distinct(lines, |line| i64::from(line.order)),
            Measure::Days => distinct(lines, |line| i64::from(line.time.day().0)),
            Measure::Products => distinct_keys(lines, |line| line.product),
            Measure::Categories => distinct_keys(lines, |line| line.category),
        }
    }

    /// The measure of each order, or of each line, in order of time.
    fn several(&self, picked: &[&Line], history: &History<'_>) -> Vec<f64> {
        if self.own.measure == Measure::Price {
            let priced = picked.iter().filter(|line| line.quantity > 0);
            return priced
                .map(|line| history.money(line.amount.into()) / history.quantity(line.quantity.into()))
                .collect();
        }
        match self.own.per.unwrap_or_default() {
            Per::Line => picked.iter().map(|line| self.total(&[line], history)).collect(),
            Per::Order => orders(picked).iter().map(|order| self.total(order, history)).collect(),
        }
    }
}

/// The positions of `values` among `levels`; what is not there has none.
fn keys(values: &[String], levels: &[String]) -> Vec<u32> {
    values.iter().filter_map(|value| levels.iter().position(|level| level == value)).map(|at| at as u32).collect()
}

fn signed(line: &Line, side: Side, number: fn(&Line) -> i64) -> i128 {
    let subtracted = side == Side::Net && line.kind == Kind::Return;
    if subtracted { -i128::from(number(line)) } else { i128::from(number(line)) }
}

fn distinct(lines: &[&Line], key: impl Fn(&Line) -> i64) -> f64 {
    let mut keys: Vec<i64> = lines.iter().map(|line| key(line)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.len() as f64
}

fn distinct_keys(lines: &[&Line], key: impl Fn(&Line) -> u32) -> f64 {
    let known: Vec<&Line> = lines.iter().copied().filter(|line| key(line) != NO_KEY).collect();
    distinct(&known, |line| i64::from(key(line)))
}

/// The lines of each order, in order of time; the orders by their first line, then by key.
fn orders<'l>(lines: &[&'l Line]) -> Vec<Vec<&'l Line>> {
    let mut sorted = lines.to_vec();
    sorted.sort_by_key(|line| line.order);
    let mut orders: Vec<Vec<&Line>> = sorted.chunk_by(|a, b| a.order == b.order).map(<[_]>::to_vec).collect();
    orders.sort_by_key(|order| (order[0].time, order[0].order));
    orders
}

/// One number of several, which are in order of time.
fn one_of(aggregate: Aggregate, values: &[f64]) -> Option<f64> {
    match aggregate {
        Aggregate::Mean | Aggregate::GapMean => moments::mean(values),
        Aggregate::Median | Aggregate::GapMedian => quantile::median(&quantile::sorted(values)),
        Aggregate::Sd | Aggregate::GapSd => moments::variance(values, 1).map(f64::sqrt),
        Aggregate::Min => values.iter().copied().reduce(f64::min),
        Aggregate::Max | Aggregate::GapMax => values.iter().copied().reduce(f64::max),
        Aggregate::First => values.first().copied(),
        Aggregate::Last => values.last().copied(),
        _ => None,
    }
}
