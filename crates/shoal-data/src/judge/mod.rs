//! Every row of the transactions → an entry on its customer's shelf, or the reason why it cannot be one.
//!
//! In this order, and the first that holds decides:
//!
//! 1. unreadable: the date, then the quantity, then the money;
//! 2. set aside: its order is not known (before its date is read), no customer, dated after the as-of day, quantity zero;
//! 3. netted: a negative quantity (a cancellation when the order's id is C and digits), or a negative amount, whose quantity then
//!    counts 0;
//! 4. kept.
//!
//! Rows that repeat others are found later, when a customer's rows are together ([`crate::gather`]).
//!
//! The chunks of all files are dealt to the threads in runs; each run numbers its own texts, and the numberings are joined
//! afterwards ([`crate::judge::harvest`]), so nothing depends on the number of threads.

pub(crate) mod amount;
pub(crate) mod contexts;
pub(crate) mod customers;
pub(crate) mod day_tally;
pub(crate) mod fates;
pub(crate) mod harvest;
pub(crate) mod keyed;
pub(crate) mod orders;
pub(crate) mod persons;
pub(crate) mod products;
pub(crate) mod reason;
pub(crate) mod row;
pub(crate) mod rules;
pub(crate) mod run;
pub(crate) mod sums;
pub(crate) mod unreadable;

use crate::gather::overlap;
use crate::judge::amount::{MoneyCells, MoneyForms};
use crate::judge::contexts::ContextSource;
use crate::judge::customers::bad_date_words;
use crate::judge::fates::Fate;
use crate::judge::persons::Persons;
use crate::judge::products::ProductsTable;
use crate::judge::reason::{Cause, Reason};
use crate::judge::row::{Cell, Row, Rows};
use crate::judge::rules::Rules;
use crate::judge::run::Run;
use crate::recognise::order_total::OrderTotal;
use crate::recognise::roles::{Role, plain};
use crate::shelf::entry::Entry;
use crate::tables::{Place, Tables};
use crate::value::date_form::DateForm;
use crate::value::dictionary::wide_hash;
use crate::value::key::{clean, filled, is_cancellation, label, trim};
use crate::value::missing::{SAYS_NOTHING, is_missing};
use shoal_segment::date::Moment;
use shoal_segment::lines::NO_KEY;
use std::collections::BTreeSet;
use std::ops::Range;

/// Judges rows.
pub(crate) struct Judge<'a, 'b> {
    pub(crate) tables: &'b Tables<'a>,
    /// The same rows with what is known of their orders.
    pub(crate) rows: Rows<'a, 'b>,
    pub(crate) persons: &'b Persons<'a>,
    pub(crate) rules: Rules,
    pub(crate) products: &'b ProductsTable<'a>,
    /// The columns that become contexts.
    pub(crate) contexts: &'b [ContextSource],
}

/// The columns of one table.
struct Layout<'t> {
    table: usize,
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
    contexts: Vec<Option<usize>>,
    /// The columns that no field of a line stands for, each with a hash of its name.
    rest: Vec<(usize, u64)>,
}

impl<'a> Judge<'a, '_> {
    /// Judges the rows of some chunks; `done` is told after each.
    pub(crate) fn run(&self, units: Range<usize>, run: &mut Run<'_>, done: impl Fn(u64)) {
        for unit in units {
            let rows = self.tables.chunk(unit).rows.len();
            let layout = self.layout(self.tables.units[unit].table);
            for row in 0..rows {
                self.row(&layout, Place { unit: unit as u32, row: row as u32 }, run);
            }
            done(rows as u64);
        }
    }

    fn layout(&self, table: usize) -> Layout<'_> {
        let columns = &self.tables.tables[table].columns;
        let form = |role| columns.of(role).map(|column| self.tables.numbers.form(table, column)).unwrap_or_default();
        Layout {
            table,
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
            contexts: self.contexts.iter().map(|source| source.named.column(table)).collect(),
            rest: self.rest(table),
        }
    }

    /// The columns that no field of a line stands for.
    fn rest(&self, table: usize) -> Vec<(usize, u64)> {
        let columns = &self.tables.tables[table].columns;
        let money = if columns.of(Role::Total).is_some() { Role::Total } else { Role::UnitPrice };
        let stands = [Role::Customer, Role::Order, Role::Time, Role::Product, Role::Category, Role::Quantity, money];
        let header = &self.tables.source(table).grid.header;
        let free = |column: &usize| columns.role_of(*column).is_none_or(|role| !stands.contains(&role));
        let members = overlap::candidates(self.tables);
        let shared = if members.contains(&table) { Some(self.tables.shared_columns(&members)) } else { None };
        let compared = |column: &usize| {
            shared.as_ref().is_none_or(|shared| shared.contains(self.tables.content_name(table, *column)))
        };
        (0..header.len())
            .filter(compared)
            .filter(free)
            .map(|column| (column, wide_hash(plain(&header[column]).as_bytes())))
            .collect()
    }

    fn row(&self, layout: &Layout<'_>, place: Place, run: &mut Run<'_>) {
        let key = |column: Option<usize>| column.and_then(|column| clean(self.tables.field(place, column)));
        let (order, product) = (key(layout.order), key(layout.product));
        let reading = amount::read(&self.cells(layout, place, order, product), self.rules.scales);
        let row = self.rows.row(place);
        let (time, quantity, amount) = match (self.time(row), reading.quantity, reading.amount) {
            (Ok(time), Ok(quantity), Ok(amount)) => (time, quantity, amount),
            (Err(cause), _, _) | (_, Err(cause), _) | (_, _, Err(cause)) => {
                run.sums[layout.table].add(cause.reason, reading.amount.ok());
                return run.fates.push(Fate::unreadable(place, cause, reading.amount.ok()));
            }
        };
        let customer = self.persons.of(self.rows, row);
        let reason = match self.rows.lacks_order(row) {
            true => Reason::NoOrder,
            false => self.reason(customer, order, time, (quantity, amount)),
        };
        run.sums[layout.table].add(reason, Some(amount));
        let oddities = &mut run.oddities[layout.table];
        *oddities = oddities.join(reading.oddities);
        oddities.with_order += u64::from(order.is_some());
        oddities.cancellation_kept += u64::from(reason == Reason::Kept && order.is_some_and(is_cancellation));
        if reason.is_used() {
            run.days.add(time.day(), place);
            if let Some(days) = run.days_of.get_mut(&layout.table) {
                days.add(time.day(), place);
            }
            run.with_order += u64::from(order.is_some());
            order.into_iter().for_each(|order| run.orders.add(order));
        } else {
            run.fates.push(Fate { place, reason, amount: Some(amount), cause: None });
        }
        if let Some(customer) = customer.filter(|_| reason.is_used() || reason == Reason::ZeroQuantity) {
            let quantity = if reason == Reason::NegativeAmount { 0 } else { quantity.abs() };
            let entry = Entry {
                customer,
                order: order.unwrap_or_default(),
                line: key(layout.line).unwrap_or_default(),
                time,
                product: product.map_or(NO_KEY, |product| run.products.number(product)),
                category: self.category(layout, place, run),
                context: self.context(layout, row, run),
                quantity,
                amount,
                discount: 0,
                reason,
                rest: self.hash_of_rest(layout, place),
                place,
            };
            run.writer.add(&entry);
        }
    }

    fn category(&self, layout: &Layout<'_>, place: Place, run: &mut Run<'_>) -> u32 {
        let category = layout.category.and_then(|column| label(self.tables.field(place, column)));
        category.map_or(NO_KEY, |category| run.categories.number(category))
    }

    fn context(&self, layout: &Layout<'_>, row: Row, run: &mut Run<'_>) -> u32 {
        if layout.contexts.is_empty() {
            return NO_KEY;
        }
        let value = |(column, source): (&Option<usize>, &ContextSource)| match column {
            Some(column) => label(self.tables.field(row.place, *column)),
            None => self.rows.of_order(row, &source.named.name).and_then(label),
        };
        run.contexts.number(layout.contexts.iter().zip(self.contexts).map(value))
    }

    /// A hash of the values that no field of a line stands for; it does not depend on the order of the columns.
    fn hash_of_rest(&self, layout: &Layout<'_>, place: Place) -> u32 {
        let value = |&(column, name): &(usize, u64)| (trim(self.tables.field(place, column)), name);
        let filled = layout.rest.iter().map(value).filter(|(value, _)| !value.is_empty());
        let sum =
            filled.fold(0u64, |sum, (value, name)| sum.wrapping_add((wide_hash(value) ^ name).wrapping_mul(name | 1)));
        (sum >> 32) as u32 ^ sum as u32
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

    /// When it was bought; any moment where the order is not known, because the row is not used then.
    fn time(&self, row: Row) -> Result<Moment, Cause> {
        if self.rows.lacks_order(row) {
            return Ok(Moment(0));
        }
        time(self.tables, self.rows.cell(row, Role::Time), self.rules.dates)
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
}

/// Reads the date of a row of the transactions or the orders.
pub(crate) fn time(tables: &Tables<'_>, cell: Option<Cell<'_>>, form: DateForm) -> Result<Moment, Cause> {
    let Some(Cell { value, column, from: (table, _), .. }) = cell else {
        return Err(Cause { reason: Reason::EmptyValue, column: 0, words: "" });
    };
    let (value, column) = (trim(value), column as u32);
    if is_missing(value) {
        return Err(Cause { reason: Reason::EmptyValue, column, words: SAYS_NOTHING });
    }
    let read = form.read(value, tables.source(table).grid.epoch());
    read.ok_or(Cause { reason: Reason::BadDate, column, words: bad_date_words(form) })
}
