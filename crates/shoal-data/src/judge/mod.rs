//! Every row of the transactions → a draft of a line, or the reason why it cannot be one.
//!
//! In this order, and the first that holds decides:
//!
//! 1. unreadable: the date, then the quantity, then the money;
//! 2. set aside: no customer, dated after the as-of day, quantity zero;
//! 3. netted: a negative quantity (a cancellation when the order's id is C and digits), or a negative amount, whose quantity then
//!    counts 0;
//! 4. kept.
//!
//! Rows that repeat the id of a line are found later, when all are known ([`crate::arrange::repeats`]).
//!
//! The chunks of all files are dealt to the threads in runs; each run numbers its own texts, and the numberings are joined
//! afterwards ([`crate::arrange::transactions`]), so nothing depends on the number of threads.

pub(crate) mod amount;
pub(crate) mod customers;
pub(crate) mod fates;
pub(crate) mod keyed;
pub(crate) mod products;
pub(crate) mod reason;
pub(crate) mod rules;
pub(crate) mod unreadable;

use crate::arrange::attributes::{MOST_LEVELS, Named};
use crate::judge::amount::{MoneyCells, MoneyForms, Oddities};
use crate::judge::customers::bad_date_words;
use crate::judge::fates::Fate;
use crate::judge::products::ProductsTable;
use crate::judge::reason::{Cause, Reason};
use crate::judge::rules::Rules;
use crate::recognise::order_total::OrderTotal;
use crate::recognise::roles::Role;
use crate::tables::{Place, Tables};
use crate::value::dictionary::Dictionary;
use crate::value::key::{clean, filled, is_cancellation, label, trim};
use crate::value::missing::{SAYS_NOTHING, is_missing};
use shoal_segment::date::Moment;
use shoal_segment::lines::NO_KEY;
use std::collections::BTreeSet;
use std::ops::Range;

/// A readable row. Its keys are those of its run until the numberings are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) time: Moment,
    /// At least 0.
    pub(crate) quantity: i64,
    /// Signed.
    pub(crate) amount: i64,
    pub(crate) customer: u32,
    pub(crate) order: u32,
    pub(crate) product: u32,
    pub(crate) category: u32,
    /// The unique id of the line.
    pub(crate) line: u32,
    pub(crate) place: Place,
    pub(crate) reason: Reason,
}

/// What one run of chunks came to.
#[derive(Default)]
pub(crate) struct Run<'a> {
    pub(crate) drafts: Vec<Draft>,
    pub(crate) unreadable: Vec<Fate>,
    pub(crate) customers: Dictionary<'a>,
    pub(crate) orders: Dictionary<'a>,
    pub(crate) products: Dictionary<'a>,
    pub(crate) categories: Dictionary<'a>,
    pub(crate) line_ids: Dictionary<'a>,
    /// Per attribute: its values, and one code per draft.
    pub(crate) attributes: Vec<(Dictionary<'a>, Vec<u32>)>,
    /// Per table.
    pub(crate) oddities: Vec<Oddities>,
}

/// Judges rows.
pub(crate) struct Judge<'a, 'b> {
    pub(crate) tables: &'b Tables<'a>,
    pub(crate) rules: Rules,
    pub(crate) products: &'b ProductsTable<'a>,
    pub(crate) attributes: &'b [Named],
}

/// The columns of one table.
struct Layout<'t> {
    table: usize,
    time: usize,
    customer: usize,
    order: Option<usize>,
    line: Option<usize>,
    product: Option<usize>,
    category: Option<usize>,
    quantity: Option<usize>,
    unit_price: Option<usize>,
    total: Option<usize>,
    forms: MoneyForms,
    /// Where totals stand once in their order: the orders without any.
    orders_without_total: Option<&'t BTreeSet<Vec<u8>>>,
    attributes: Vec<Option<usize>>,
}

impl<'a> Judge<'a, '_> {
    /// Judges the rows of some chunks; `done` is told after each.
    pub(crate) fn run(&self, units: Range<usize>, done: impl Fn(u64)) -> Run<'a> {
        let mut run = Run { oddities: vec![Oddities::default(); self.tables.tables.len()], ..Run::default() };
        run.attributes.resize_with(self.attributes.len(), Default::default);
        run.drafts.reserve(units.clone().map(|unit| self.tables.chunk(unit).rows.len()).sum());
        for unit in units {
            let rows = self.tables.chunk(unit).rows.len();
            if let Some(layout) = self.layout(self.tables.units[unit].table) {
                for row in 0..rows {
                    self.row(&layout, Place { unit: unit as u32, row: row as u32 }, &mut run);
                }
            }
            done(rows as u64);
        }
        run
    }

    fn layout(&self, table: usize) -> Option<Layout<'_>> {
        let columns = &self.tables.tables[table].columns;
        let form = |role| columns.of(role).map(|column| self.tables.numbers.form(table, column)).unwrap_or_default();
        Some(Layout {
            table,
            time: columns.of(Role::Time)?,
            customer: columns.of(Role::Customer)?,
            order: columns.of(Role::Order),
            line: columns.of(Role::Line),
            product: columns.of(Role::Product),
            category: columns.of(Role::Category),
            quantity: columns.of(Role::Quantity),
            unit_price: columns.of(Role::UnitPrice),
            total: columns.of(Role::Total),
            forms: MoneyForms {
                quantity: form(Role::Quantity),
                total: form(Role::Total),
                unit_price: form(Role::UnitPrice),
            },
            orders_without_total: match &self.tables.tables[table].order_total {
                Some(OrderTotal::Once(without)) => Some(without),
                _ => None,
            },
            attributes: self.attributes.iter().map(|named| named.column(table)).collect(),
        })
    }

    fn row(&self, layout: &Layout<'_>, place: Place, run: &mut Run<'a>) {
        let key = |column: Option<usize>| column.and_then(|column| clean(self.tables.field(place, column)));
        let (order, product) = (key(layout.order), key(layout.product));
        let reading = amount::read(&self.cells(layout, place, order, product), self.rules.scales);
        let (time, quantity, amount) = match (self.time(layout, place), reading.quantity, reading.amount) {
            (Ok(time), Ok(quantity), Ok(amount)) => (time, quantity, amount),
            (Err(cause), _, _) | (_, Err(cause), _) | (_, _, Err(cause)) => {
                return run.unreadable.push(Fate::unreadable(place, cause, reading.amount.ok()));
            }
        };
        let customer = clean(self.tables.field(place, layout.customer));
        let reason = self.reason(customer, order, time, (quantity, amount));
        let oddities = &mut run.oddities[layout.table];
        *oddities = oddities.join(reading.oddities);
        oddities.with_order += u64::from(order.is_some());
        oddities.cancellation_kept += u64::from(reason == Reason::Kept && order.is_some_and(is_cancellation));
        let quantity = if reason == Reason::NegativeAmount { 0 } else { quantity.abs() };
        let mut draft = Draft {
            time,
            quantity,
            amount,
            customer: NO_KEY,
            order: NO_KEY,
            product: NO_KEY,
            category: NO_KEY,
            line: NO_KEY,
            place,
            reason,
        };
        if reason.is_used() || reason == Reason::ZeroQuantity {
            draft.customer = customer.map_or(NO_KEY, |customer| run.customers.number(customer));
        }
        if reason.is_used() {
            let category = layout.category.and_then(|column| label(self.tables.field(place, column)));
            draft.order = order.map_or(NO_KEY, |order| run.orders.number(order));
            draft.product = product.map_or(NO_KEY, |product| run.products.number(product));
            draft.category = category.map_or(NO_KEY, |category| run.categories.number(category));
            draft.line = key(layout.line).map_or(NO_KEY, |line| run.line_ids.number(line));
        }
        self.note_attributes(layout, place, reason, run);
        run.drafts.push(draft);
    }

    /// The cells of a row that bear on its money.
    fn cells(&self, layout: &Layout<'_>, place: Place, order: Option<&[u8]>, product: Option<&[u8]>) -> MoneyCells<'a> {
        let cell = |column: Option<usize>| column.map(|column| (column, self.tables.field(place, column)));
        let total = cell(layout.total);
        let elsewhere = |without: &BTreeSet<Vec<u8>>| {
            total.is_some_and(|(_, value)| filled(value).is_none())
                && order.is_some_and(|order| !without.contains(order))
        };
        MoneyCells {
            quantity: cell(layout.quantity),
            total,
            unit_price: cell(layout.unit_price),
            forms: layout.forms,
            list_price: product.and_then(|product| self.products.price(product)),
            product: layout.product,
            total_elsewhere: layout.orders_without_total.is_some_and(elsewhere),
        }
    }

    fn time(&self, layout: &Layout<'_>, place: Place) -> Result<Moment, Cause> {
        let column = layout.time as u32;
        let value = trim(self.tables.field(place, layout.time));
        if is_missing(value) {
            return Err(Cause { reason: Reason::EmptyValue, column, words: SAYS_NOTHING });
        }
        let read = self.rules.dates.read(value, self.tables.source(layout.table).grid.epoch());
        read.ok_or(Cause { reason: Reason::BadDate, column, words: bad_date_words(self.rules.dates) })
    }

    fn reason(
        &self,
        customer: Option<&[u8]>,
        order: Option<&[u8]>,
        time: Moment,
        (quantity, amount): (i64, i64),
    ) -> Reason {
        if customer.is_none() {
            return Reason::NoCustomer;
        }
        if self.rules.as_of.is_some_and(|as_of| time.day() > as_of) {
            return Reason::AfterAsOf;
        }
        match quantity {
            0 => Reason::ZeroQuantity,
            ..0 if order.is_some_and(is_cancellation) => Reason::Cancellation,
            ..0 => Reason::NegativeQuantity,
            _ if amount < 0 => Reason::NegativeAmount,
            _ => Reason::Kept,
        }
    }

    /// One code per draft and attribute; values stop being numbered when there are too many for an attribute.
    fn note_attributes(&self, layout: &Layout<'_>, place: Place, reason: Reason, run: &mut Run<'a>) {
        for ((levels, codes), column) in run.attributes.iter_mut().zip(&layout.attributes) {
            let value = column
                .filter(|_| reason.is_used() && levels.len() <= MOST_LEVELS)
                .and_then(|column| label(self.tables.field(place, column)));
            codes.push(value.map_or(NO_KEY, |value| levels.number(value)));
        }
    }
}
