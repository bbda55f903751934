//! Every row of the transactions → an entry on its customer's shelf, or the reason why it cannot be one.
//!
//! In this order, and the first that holds decides:
//!
//! 1. unreadable: the date, then the quantity, then the money, then what was given back;
//! 2. set aside: its order is not known (before its date is read); no customer; a customer of the lists; the condition on rows is not true;
//!    dated after the as-of day or before the first; a status that says so; a test; the currency; quantity zero; no money; a service;
//! 3. netted: a row that says it is a return, a negative quantity (a cancellation when the order's id is C and digits), or a negative amount,
//!    whose quantity then counts 0;
//! 4. kept.
//!
//! Which of these are set aside and which are used is the policy's ([`crate::policy`], settled in [`terms`]; the order stands in
//! [`decide`]). Money given back for a row makes a second entry at the same place, a return without units, and no row of its own.
//!
//! Rows that repeat others are found later, when a customer's rows are together ([`crate::gather`]).
//!
//! The chunks of all files are dealt to the threads in runs; each run numbers its own texts, and the numberings are joined
//! afterwards ([`crate::judge::harvest`]), so nothing depends on the number of threads.

pub(crate) mod amount;
pub(crate) mod contexts;
pub(crate) mod currencies;
pub(crate) mod customers;
pub(crate) mod day_tally;
pub(crate) mod decide;
pub(crate) mod fates;
pub(crate) mod harvest;
pub(crate) mod keyed;
pub(crate) mod last_moment;
pub(crate) mod merge;
pub(crate) mod orders;
pub(crate) mod persons;
pub(crate) mod product_run;
pub(crate) mod products;
pub(crate) mod reason;
pub(crate) mod row;
pub(crate) mod rules;
pub(crate) mod run;
pub(crate) mod states;
pub(crate) mod strict;
pub(crate) mod sums;
pub(crate) mod terms;
pub(crate) mod unreadable;

use crate::gather::overlap;
use crate::judge::amount::{MoneyCells, MoneyForms};
use crate::judge::contexts::ContextSource;
use crate::judge::customers::bad_date_words;
use crate::judge::decide::RowFacts;
use crate::judge::persons::Persons;
use crate::judge::products::ProductsTable;
use crate::judge::reason::{Cause, Reason};
use crate::judge::row::{Cell, Row, Rows};
use crate::judge::rules::Rules;
use crate::judge::run::Run;
use crate::judge::terms::Terms;
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
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

/// Judges rows.
#[derive(Clone, Copy)]
pub(crate) struct Judge<'a, 'b> {
    pub(crate) tables: &'b Tables<'a>,
    /// The same rows with what is known of their orders.
    pub(crate) rows: Rows<'a, 'b>,
    pub(crate) persons: &'b Persons,
    pub(crate) rules: Rules,
    pub(crate) products: &'b ProductsTable<'a>,
    /// The columns that become contexts.
    pub(crate) contexts: &'b [ContextSource],
    pub(crate) terms: &'b Terms<'a>,
    /// Ids of customers that look like tests by the customers table.
    pub(crate) tests: &'b HashSet<&'a [u8]>,
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

impl<'a: 'b, 'b> Judge<'a, 'b> {
    /// Judges the rows of some chunks; `done` is told after each.
    pub(crate) fn run(&self, units: Range<usize>, run: &mut Run<'_>, done: impl Fn(u64)) {
        for unit in units {
            let chunk = self.tables.look(unit);
            let tables = self.tables.seeing(unit, &chunk);
            let judge = Judge { tables: &tables, rows: Rows { tables: &tables, orders: self.rows.orders }, ..*self };
            judge.chunk(unit, run);
            done(chunk.rows.len() as u64);
        }
    }

    /// Judges the rows of the chunk that its tables look at.
    fn chunk(&self, unit: usize, run: &mut Run<'_>) {
        let layout = self.layout(self.tables.units[unit].table);
        for row in 0..self.tables.rows_of(unit) {
            self.row(&layout, Place { unit: unit as u32, row: row as u32 }, run);
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
        match self.facts(layout, place, run) {
            Err((cause, amount)) => {
                run.sums[layout.table].add(cause.reason, amount);
                run.fates.push(place, cause.reason, Some(cause));
            }
            Ok(facts) => {
                let reason = self.reason(&facts);
                self.book(layout, &facts, reason, run);
                let known = reason.is_used() || reason == Reason::ZeroQuantity;
                if let Some(customer) = facts.person.filter(|_| known) {
                    self.shelve(layout, &facts, (customer, reason), run);
                }
            }
        }
    }

    /// All that decides a row's fate, or what cannot be read and its money.
    fn facts(
        &self,
        layout: &Layout<'_>,
        place: Place,
        run: &mut Run<'_>,
    ) -> Result<RowFacts<'b>, (Cause, Option<i64>)> {
        let key = |column: Option<usize>| column.and_then(|column| clean(self.tables.field(place, column)));
        let (order, product) = (key(layout.order), key(layout.product));
        let row = self.rows.row(place);
        let cells = self.cells(layout, place, order, product);
        let mut reading = amount::read(&cells, self.rules.scales);
        let terms = self.terms.of_row(self.rows, row, &cells);
        let time = self.time(row, run);
        let beside = self.beside(row, terms, &mut reading);
        let (tender, beside) = self.convert(terms, time.ok(), &mut reading, beside);
        let net = reading.amount.ok().zip(beside.refund.ok()).map(|(amount, refund)| amount - refund);
        let unreadable = |cause: Cause| (cause, net);
        let (time, quantity) = (time.map_err(unreadable)?, reading.quantity.map_err(unreadable)?);
        let (amount, refund) = (reading.amount.map_err(unreadable)?, beside.refund.map_err(unreadable)?);
        let (own, person) = self.persons.of(self.rows, row);
        let is_test = terms.said.is_test
            || person
                .is_some_and(|person| self.tests.contains(person) || self.terms.is_test_of(self.rows, row, person));
        let code = product.map(|product| run.products.code(self.terms.services.as_ref(), product));
        Ok(RowFacts {
            row,
            own,
            person,
            order,
            product,
            code,
            time,
            quantity,
            amount,
            refund,
            refund_of_order: beside.of_order,
            discount: beside.discount,
            oddities: reading.oddities,
            said: terms.said,
            currency: terms.currency,
            tender,
            is_test,
            is_service: code.is_some_and(|code| run.products.is_service(code)),
        })
    }

    /// Accounts for a readable row.
    fn book(&self, layout: &Layout<'_>, facts: &RowFacts<'_>, reason: Reason, run: &mut Run<'_>) {
        let place = facts.row.place;
        let oddities = &mut run.oddities[layout.table];
        *oddities = oddities.join(facts.oddities);
        oddities.with_order += u64::from(facts.order.is_some());
        oddities.cancellation_kept += u64::from(reason == Reason::Kept && facts.order.is_some_and(is_cancellation));
        oddities.free += u64::from(reason == Reason::Kept && facts.is_free());
        oddities.tests += u64::from(facts.is_test && reason.is_used());
        if !reason.is_used() {
            let amount = Some(facts.amount - facts.refund);
            run.sums[layout.table].add(reason, amount);
            return run.fates.push(place, reason, None);
        }
        run.sums[layout.table].add(reason, Some(facts.amount));
        if facts.refund > 0 {
            run.sums[layout.table].add(self.reason_of_refund(), Some(-facts.refund));
        }
        if self.terms.policy.strict {
            run.fates.push(place, reason, None);
        }
        run.days.add(facts.time.day(), place);
        if let Some(days) = run.days_of.get_mut(&layout.table) {
            days.add(facts.time.day(), place);
        }
        facts.currency.into_iter().for_each(|currency| run.count_currency(currency));
        facts.order.into_iter().for_each(|order| run.count_order(order));
    }

    /// Puts a row on its customer's shelf, and what was given back for it.
    fn shelve(
        &self,
        layout: &Layout<'_>,
        facts: &RowFacts<'_>,
        (customer, reason): (&[u8], Reason),
        run: &mut Run<'_>,
    ) {
        let place = facts.row.place;
        let line = layout.line.and_then(|column| clean(self.tables.field(place, column)));
        let code = facts.code.filter(|_| !facts.is_service);
        let given_back = matches!(reason, Reason::NegativeAmount | Reason::ServiceNegative) && facts.quantity > 0;
        let entry = Entry {
            customer,
            order: facts.order.unwrap_or_default(),
            line: line.unwrap_or_default(),
            time: facts.time,
            product: code.map_or(NO_KEY, |code| run.products.number(code)),
            category: if facts.is_service { NO_KEY } else { self.category(layout, place, run) },
            context: self.context(layout, facts.row, run),
            quantity: if given_back || facts.is_service { 0 } else { facts.quantity.abs() },
            amount: facts.amount,
            discount: facts.discount,
            reason,
            rest: self.hash_of_rest(layout, place),
            place,
        };
        run.writer.add(&entry);
        if facts.refund > 0 && reason.is_used() && self.reason_of_refund().is_used() {
            run.writer.add(&refund(&entry, facts));
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
            list_currency: product.and_then(|product| self.products.currency(product)),
            product: layout.product,
            total_elsewhere: layout.orders_without_total.is_some_and(elsewhere),
        }
    }

    /// When it was bought; any moment where the order is not known, because the row is not used then.
    fn time(&self, row: Row, run: &mut Run<'_>) -> Result<Moment, Cause> {
        if self.rows.lacks_order(row) {
            return Ok(Moment(0));
        }
        let cell = self.rows.cell(row, Role::Time);
        let read = || time(self.tables, cell, self.rules.dates);
        cell.map_or_else(read, |cell| run.moment.or_read(cell.from, cell.value, read))
    }
}

/// What was given back for a row, as a return without units. More than the row's money, or what is said of the whole order, is not for its
/// product alone. Two refunds are the same where their rows are.
fn refund<'e>(row: &Entry<'e>, facts: &RowFacts<'_>) -> Entry<'e> {
    let of_row = [row.amount.to_le_bytes(), row.quantity.to_le_bytes()].concat();
    let names = if facts.refund_of_order || facts.refund > row.amount { NO_KEY } else { row.product };
    let rest = row.rest ^ wide_hash(&[&of_row, facts.product.unwrap_or_default()].concat()) as u32;
    let category = if names == NO_KEY { NO_KEY } else { row.category };
    Entry {
        product: names,
        category,
        quantity: 0,
        amount: -facts.refund,
        discount: 0,
        reason: Reason::Refunded,
        rest,
        ..*row
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
