//! What is known of the rows of some of the customers: what a table is put together from.

use super::Apart;
use super::attributes::codes_on;
use super::scan::Scan;
use crate::date::Day;
use crate::explain::Visit;
use crate::future::Sample;
use crate::histories::Histories;
use crate::ids::Ids;
use crate::lines::{Attribute, Lines};
use crate::timeline::Timeline;

/// The rows of some of the customers on a day; without their lines.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// Who the rows are, in the order of histories.
    pub(super) keys: RowKeys,
    /// Per number that is read: one value per row, NaN where it is not defined.
    pub(super) values: Vec<Vec<f64>>,
    /// Net revenue of each row.
    pub(super) revenue_minor: Vec<i128>,
    /// The category on which most of each row was spent; empty without categories.
    pub(super) favourites: Vec<u32>,
    /// Per attribute of customers: the code of each row's customer.
    pub(super) attributes: Vec<Vec<u32>>,
    /// Per number of customers: the value of each row's customer, NaN where it is missing.
    pub(super) given: Vec<Vec<f64>>,
    /// Customers or orders that are no rows.
    pub(super) apart: Vec<Apart>,
    pub(super) customers_known: usize,
    /// The first and the last day with a line.
    pub(super) days: Option<(Day, Day)>,
    /// What happened over time; empty where that is not wanted.
    pub(super) timeline: Timeline,
    /// Customers with all their lines, where some are kept.
    pub(super) sample: Sample,
    /// The visits of the customer who was asked for, if they are in the part.
    pub(super) visits: Vec<Visit>,
}

/// Who rows are.
#[derive(Debug, Clone, Default)]
pub(super) struct RowKeys {
    pub(super) customers: Ids,
    /// Where rows are orders: their ids, made up where they have none.
    pub(super) orders: Option<Ids>,
    /// Where rows are orders: whether the id is made up, of its customer and its time.
    made_up: Vec<bool>,
}

impl RowKeys {
    /// Who the rows of histories are.
    fn of(lines: &Lines, histories: &Histories<'_>, rows: &[usize]) -> Self {
        let mut keys = Self::default();
        for &row in rows {
            let order = histories.order(row);
            let order = order.as_ref().map(|order| (order.as_str(), !histories.has_id(row)));
            keys.add(&lines.customers.ids[histories.customer(row)], order);
        }
        keys
    }

    /// Adds a row: its customer, its order, and whether the order's id is made up.
    pub(super) fn add(&mut self, customer: &str, order: Option<(&str, bool)>) {
        self.customers.push(customer);
        if let Some((order, made_up)) = order {
            self.orders.get_or_insert_default().push(order);
            self.made_up.push(made_up);
        }
    }

    /// Takes in those of other rows.
    fn join(&mut self, others: Self) {
        self.customers.append(&others.customers);
        if let Some(orders) = others.orders {
            self.orders.get_or_insert_default().append(&orders);
        }
        self.made_up.extend(others.made_up);
    }

    /// How many rows.
    pub(super) fn len(&self) -> usize {
        self.customers.len()
    }

    /// What rows are called by: orders, or customers.
    pub(super) fn id(&self, row: usize) -> &str {
        &self.orders.as_ref().unwrap_or(&self.customers)[row]
    }

    /// Whether it is an order without an id of its own.
    pub(super) fn has_no_id(&self, row: usize) -> bool {
        self.made_up.get(row).is_some_and(|made_up| *made_up)
    }

    /// What rows are in order by: orders with an id by it, then those without; then by customer.
    pub(super) fn get(&self, row: usize) -> (bool, &str, &str) {
        (self.has_no_id(row), self.id(row), &self.customers[row])
    }
}

impl Part {
    /// What was found in the `histories` of `lines`; `days` are those of the lines in them.
    pub(super) fn new(lines: &Lines, histories: &Histories<'_>, found: Scan, days: Option<(Day, Day)>) -> Self {
        let customers = &lines.customers;
        let attribute = |attribute: &Attribute| {
            let codes = codes_on(lines, attribute, histories.as_of());
            found.rows.iter().map(|&row| codes[histories.customer(row)]).collect()
        };
        let of_rows = |of: &dyn Fn(usize) -> f64| found.rows.iter().map(|&row| of(histories.customer(row))).collect();
        Self {
            keys: RowKeys::of(lines, histories, &found.rows),
            attributes: customers.attributes.iter().map(attribute).collect(),
            given: customers
                .numbers
                .iter()
                .map(|number| of_rows(&|customer| number.values[customer].unwrap_or(f64::NAN)))
                .collect(),
            values: found.values,
            revenue_minor: found.revenue_minor,
            favourites: found.favourites,
            apart: found.apart,
            customers_known: customers.ids.len(),
            days,
            timeline: Timeline::default(),
            sample: Sample::default(),
            visits: Vec::new(),
        }
    }

    /// An empty part in which so many parts of about this one's size have room, so that lists need not move while they grow. Room that
    /// is not to be had is only looked for later.
    pub fn room_for(&self, parts: usize) -> Self {
        let some = |count: usize| count.saturating_mul(parts).saturating_add(count.saturating_mul(parts) / 8);
        let rows = some(self.keys.len());
        let ids = |ids: &Ids| Ids::with_room(rows, some(ids.bytes()));
        Self {
            keys: RowKeys {
                customers: ids(&self.keys.customers),
                orders: self.keys.orders.as_ref().map(ids),
                made_up: Vec::new(),
            },
            values: empty_each(&self.values, rows),
            attributes: empty_each(&self.attributes, rows),
            given: empty_each(&self.given, rows),
            revenue_minor: empty(rows),
            favourites: empty(some(self.favourites.len())),
            ..Self::default()
        }
    }

    /// Takes in the rows of other customers, of the same day and the same pass. In which order parts come together says nothing. So the
    /// lists of all customers grow in one piece of memory each, and what a part leaves behind is used for the next one.
    pub fn join(&mut self, other: Self) {
        self.keys.join(other.keys);
        append_each(&mut self.values, other.values);
        self.revenue_minor.extend(other.revenue_minor);
        self.favourites.extend(other.favourites);
        append_each(&mut self.attributes, other.attributes);
        append_each(&mut self.given, other.given);
        self.apart.extend(other.apart);
        self.customers_known += other.customers_known;
        self.sample.join(other.sample);
        self.visits.extend(other.visits);
        self.days = match (self.days, other.days) {
            (Some(mine), Some(theirs)) => Some((mine.0.min(theirs.0), mine.1.max(theirs.1))),
            (mine, theirs) => mine.or(theirs),
        };
        self.timeline.join(other.timeline);
    }
}

/// A list with room for so many where it is to be had: a part that is far larger than the others asks for more than there is.
fn empty<T>(count: usize) -> Vec<T> {
    let mut list = Vec::new();
    let _ = list.try_reserve_exact(count);
    list
}

/// As many lists, with room for so many rows each.
fn empty_each<T>(lists: &[Vec<T>], rows: usize) -> Vec<Vec<T>> {
    lists.iter().map(|_| empty(rows)).collect()
}

/// Column by column.
fn append_each<T>(columns: &mut [Vec<T>], others: Vec<Vec<T>>) {
    columns.iter_mut().zip(others).for_each(|(column, other)| column.extend(other));
}
