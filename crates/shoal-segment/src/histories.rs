//! The histories that become rows of a feature table: one per customer, or one per order of a customer.
//!
//! Customers: the lines are sorted so already. Orders: a sorted copy is made, since the lines of an order may be apart in time;
//! rows are in the order of the order ids, then of the customers. When two customers share an order id, each has a row of
//! their own with their part of it: nobody's money is put on another's account.

use crate::date::Day;
use crate::feature::Unit;
use crate::history::History;
use crate::lines::{Kind, Line, Lines};
use crate::window::Window;
use rayon::slice::ParallelSliceMut;
use std::borrow::Cow;

/// All histories over which features are computed.
pub struct Histories<'a> {
    lines: &'a Lines,
    unit: Unit,
    sorted: Cow<'a, [Line]>,
    /// `sorted[starts[i]..starts[i + 1]]` is history `i`.
    starts: Cow<'a, [usize]>,
    /// The day for which histories are told: later lines are not in them.
    as_of: Day,
    /// The last day that is not in them any more.
    after: Option<Day>,
}

impl<'a> Histories<'a> {
    /// Groups the lines by `unit`.
    ///
    /// Free for customers, also those without a line; `O(n log n)` and a copy of the n lines for orders.
    pub fn new(lines: &'a Lines, unit: Unit) -> Self {
        let (sorted, starts) = match unit {
            Unit::Customer => (Cow::from(&lines.lines), Cow::from(&lines.starts)),
            Unit::Order => {
                let mut sorted = lines.lines.clone();
                sorted.par_sort_unstable_by_key(|line| (line.order, *line));
                let starts = starts_of_orders(&sorted);
                (Cow::from(sorted), Cow::from(starts))
            }
        };
        Self { lines, unit, sorted, starts, as_of: lines.as_of, after: None }
    }

    /// The same histories as they were on another day, and only as far back as a window reaches. Nothing is sorted again: a
    /// history is in order of time, so what is seen of it is a slice of it.
    pub fn seen(&self, as_of: Day, window: Option<Window>) -> Histories<'_> {
        Histories {
            lines: self.lines,
            unit: self.unit,
            sorted: Cow::from(&*self.sorted),
            starts: Cow::from(&*self.starts),
            as_of,
            after: window.map(|window| window.start(as_of)),
        }
    }

    /// The day for which histories are told.
    pub fn as_of(&self) -> Day {
        self.as_of
    }

    /// Whether it was there on the as-of day: an order is from its first line on, a customer always.
    pub fn has_begun(&self, at: usize) -> bool {
        self.unit == Unit::Customer || self.sorted[self.starts[at]].time.day() <= self.as_of
    }

    /// Whether a purchase up to the as-of day lies before the window.
    pub fn has_purchase_before_window(&self, at: usize) -> bool {
        let after =
            |after: Day| self.whole(at).iter().any(|line| line.kind == Kind::Purchase && line.time.day() <= after);
        self.after.is_some_and(after)
    }

    /// How many histories there are.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The history number `at`.
    pub fn get(&self, at: usize) -> History<'_> {
        let whole = self.whole(at);
        let ended = whole.last().is_none_or(|line| line.time.day() <= self.as_of);
        let until = if ended { whole.len() } else { whole.partition_point(|line| line.time.day() <= self.as_of) };
        let from = self.after.map_or(0, |after| whole.partition_point(|line| line.time.day() <= after));
        History::over(self.lines, &whole[from.min(until)..until], self.customer(at), self.as_of)
    }

    fn whole(&self, at: usize) -> &[Line] {
        &self.sorted[self.starts[at]..self.starts[at + 1]]
    }

    /// Whose history it is: the position in `lines.customers`.
    pub fn customer(&self, at: usize) -> usize {
        match self.unit {
            Unit::Customer => at,
            Unit::Order => self.sorted[self.starts[at]].customer as usize,
        }
    }

    /// Whether it has an id of its own; an order may be without.
    pub fn has_id(&self, at: usize) -> bool {
        self.unit == Unit::Customer || (self.sorted[self.starts[at]].order as usize) < self.lines.orders.len()
    }

    /// Which order it is, where histories are orders: the id as given, else whose order it was and when.
    pub fn order(&self, at: usize) -> Option<String> {
        (self.unit == Unit::Order).then(|| {
            let line = &self.sorted[self.starts[at]];
            let made_up = || format!("{} {}", self.lines.customers.ids[line.customer as usize], line.time);
            self.lines.orders.get(line.order as usize).cloned().unwrap_or_else(made_up)
        })
    }
}

/// Where order or customer change among lines sorted by both, and the end.
fn starts_of_orders(sorted: &[Line]) -> Vec<usize> {
    let mut starts = vec![0];
    let groups = sorted.chunk_by(|a, b| (a.order, a.customer) == (b.order, b.customer));
    starts.extend(groups.scan(0, |end, group| {
        *end += group.len();
        Some(*end)
    }));
    starts
}
