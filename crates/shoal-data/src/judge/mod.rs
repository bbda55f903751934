//! Every row of the transactions → a draft of a line, or the reason why it cannot be one.
//!
//! In this order, and the first that holds decides:
//!
//! 1. unreadable: the date, then the quantity, then the money;
//! 2. set aside: no customer; a customer of the lists; the condition on rows is not true; dated after the as-of day or before the first; a
//!    status that says so; a test; the currency; quantity zero; no money;
//! 3. netted: a row that says it is a return, a negative quantity (a cancellation when the order's id is C and digits), or a negative amount,
//!    whose quantity then counts 0;
//! 4. kept.
//!
//! Which of these are set aside and which are used is the policy's ([`crate::policy`], settled in [`terms`]). Money given back later makes a
//! second draft of the same row, a return without units; whatever becomes of the row becomes of it.
//!
//! Rows that repeat the id of a line, and products that are none, are found later, when all are known ([`crate::arrange::repeats`],
//! [`crate::arrange::services`]).
//!
//! The chunks of all files are dealt to the threads in runs; each run numbers its own texts, and the numberings are joined
//! afterwards ([`crate::arrange::transactions`]), so nothing depends on the number of threads.

pub(crate) mod amount;
pub(crate) mod currencies;
pub(crate) mod customers;
pub(crate) mod fates;
pub(crate) mod keyed;
pub(crate) mod order_facts;
pub(crate) mod products;
pub(crate) mod reason;
pub(crate) mod rules;
pub(crate) mod states;
pub(crate) mod strict;
pub(crate) mod terms;
pub(crate) mod unreadable;

use crate::arrange::attributes::{MOST_LEVELS, Named};
use crate::arrange::merge::MergeKeys;
use crate::judge::amount::{MoneyCells, Oddities, Reading};
use crate::judge::currencies::Tender;
use crate::judge::customers::bad_date_words;
use crate::judge::fates::Fate;
use crate::judge::products::ProductsTable;
use crate::judge::reason::{Cause, Reason};
use crate::judge::rules::Rules;
use crate::judge::terms::{RowTerms, Terms, against, against_tender, back, odd};
use crate::policy::choices::Odd;
use crate::policy::rates::converted;
use crate::recognise::order_total::OrderTotal;
use crate::recognise::roles::Role;
use crate::tables::{Place, Tables};
use crate::value::dictionary::Dictionary;
use crate::value::key::{clean, is_cancellation, label, trim};
use crate::value::moment::{Written, parse};
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
    /// What else is known of the line; set when all rows are judged.
    pub(crate) context: u32,
    /// Taken off the price, at least 0.
    pub(crate) discount: i64,
    /// Whether this is what was given back for the row before it, and no row of its own.
    pub(crate) is_refund: bool,
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
    /// Used rows by currency.
    pub(crate) currencies: Vec<u64>,
    /// What makes customers one.
    pub(crate) merge: MergeKeys,
}

/// Judges rows.
pub(crate) struct Judge<'a, 'b> {
    pub(crate) tables: &'b Tables<'a>,
    pub(crate) rules: Rules,
    pub(crate) products: &'b ProductsTable<'a>,
    pub(crate) attributes: &'b [Named],
    pub(crate) terms: &'b Terms<'a>,
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
    refunded: Option<usize>,
    discount: Option<usize>,
    merge: Option<usize>,
    /// Where totals stand once in their order: the orders without any.
    orders_without_total: Option<&'t BTreeSet<Vec<u8>>>,
    attributes: Vec<Option<usize>>,
}

/// What decides the fate of a readable row.
pub(crate) struct RowFacts<'r> {
    pub(crate) customer: Option<&'r [u8]>,
    pub(crate) order: Option<&'r [u8]>,
    pub(crate) time: Moment,
    pub(crate) quantity: i64,
    pub(crate) amount: i64,
    /// It has no money, and none stands elsewhere in its order.
    pub(crate) is_free: bool,
    pub(crate) terms: RowTerms,
    pub(crate) is_test: bool,
}

/// A draft without anything.
const NOTHING: Draft = Draft {
    time: Moment(0),
    quantity: 0,
    amount: 0,
    customer: NO_KEY,
    order: NO_KEY,
    product: NO_KEY,
    category: NO_KEY,
    line: NO_KEY,
    context: NO_KEY,
    discount: 0,
    is_refund: false,
    place: Place { unit: 0, row: 0 },
    reason: Reason::Kept,
};

impl<'a> Judge<'a, '_> {
    /// Judges the rows of some chunks; `done` is told after each.
    pub(crate) fn run(&self, units: Range<usize>, done: impl Fn(u64)) -> Run<'a> {
        let currencies = self.terms.currencies.as_ref().map_or(0, |currencies| currencies.len());
        let mut run = Run {
            oddities: vec![Oddities::default(); self.tables.tables.len()],
            currencies: vec![0; currencies],
            ..Run::default()
        };
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
            refunded: columns.of(Role::Refunded),
            discount: columns.of(Role::Discount),
            merge: self.terms.policy.merge_by.as_deref().and_then(|name| self.tables.column_named(table, name)),
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
        let time = self.time(layout, place);
        let terms = self.terms.of_row(self.tables, place, order);
        let mut reading = amount::read(&self.cells(layout, place, order, product), self.rules.scales);
        self.apply(terms, time.ok(), &mut reading, layout);
        let (time, quantity, amount, refund) = match (time, reading.quantity, reading.amount, reading.refund) {
            (Ok(time), Ok(quantity), Ok(amount), Ok(refund)) => (time, quantity, amount, refund),
            (Err(cause), ..) | (_, Err(cause), ..) | (.., Err(cause), _) | (.., Err(cause)) => {
                return run.unreadable.push(Fate::unreadable(place, cause, reading.net()));
            }
        };
        let customer = clean(self.tables.field(place, layout.customer));
        let is_test =
            customer.is_some_and(|customer| terms.said.is_test || self.terms.is_test(self.tables, place, customer));
        let is_free = amount == 0 && reading.oddities.total_elsewhere == 0;
        let facts = RowFacts { customer, order, time, quantity, amount, is_free, terms, is_test };
        let reason = self.reason(place, &facts);
        let oddities = &mut run.oddities[layout.table];
        *oddities = oddities.join(reading.oddities);
        oddities.note_row(&facts, reason);
        let is_used = reason.is_used();
        let given_back = reason == Reason::NegativeAmount;
        let mut draft = Draft {
            time,
            quantity: if given_back { 0 } else { quantity.abs() },
            amount: if is_used { amount } else { amount - refund },
            discount: reading.discount,
            place,
            reason,
            ..NOTHING
        };
        if is_used || reason == Reason::ZeroQuantity {
            draft.customer = customer.map_or(NO_KEY, |customer| run.customers.number(customer));
        }
        if is_used {
            let category = layout.category.and_then(|column| label(self.tables.field(place, column)));
            draft.order = order.map_or(NO_KEY, |order| run.orders.number(order));
            draft.product = product.map_or(NO_KEY, |product| run.products.number(product));
            draft.category = category.map_or(NO_KEY, |category| run.categories.number(category));
            draft.line = key(layout.line).map_or(NO_KEY, |line| run.line_ids.number(line));
            terms.currency.into_iter().for_each(|currency| run.currencies[currency as usize] += 1);
            let merge = key(layout.merge);
            merge.into_iter().for_each(|key| run.merge.add(key, draft.customer));
        }
        self.note_attributes(layout, place, reason, run);
        run.drafts.push(draft);
        if is_used && refund > 0 {
            self.note_attributes(layout, place, reason, run);
            run.drafts.push(self.refund(draft, refund));
        }
    }

    /// What states and currency make of a row's amounts.
    fn apply(&self, terms: RowTerms, time: Option<Moment>, reading: &mut Reading, layout: &Layout<'_>) {
        if terms.said.is_return {
            reading.amount = reading.amount.map(|amount| -amount.abs());
        }
        if terms.refunded_whole
            && let (Ok(amount @ 1..), Ok(0)) = (reading.amount, reading.refund)
        {
            reading.refund = Ok(amount);
        }
        let Some(Tender::Times(rate)) = time.map(|time| self.terms.tender(terms, time)) else { return };
        let column = layout.total.or(layout.unit_price).unwrap_or(layout.customer) as u32;
        let too_large = Cause { reason: Reason::NumberTooLarge, column, words: "is too large after conversion" };
        let times = |amount: Result<i64, Cause>| amount.and_then(|amount| converted(amount, rate).ok_or(too_large));
        reading.amount = times(reading.amount);
        reading.refund = times(reading.refund);
        reading.discount = times(Ok(reading.discount)).unwrap_or(0);
    }

    /// What was given back for a row, as a return without units. More than the row's money is not for its product alone.
    fn refund(&self, row: Draft, refund: i64) -> Draft {
        let reason = back(self.terms.policy.refunds, Reason::Refunded, Reason::RefundSetAside);
        let draft = Draft { quantity: 0, amount: -refund, discount: 0, line: NO_KEY, reason, is_refund: true, ..row };
        if refund > row.amount { Draft { product: NO_KEY, category: NO_KEY, ..draft } } else { draft }
    }

    /// The cells of a row that bear on its money.
    fn cells(&self, layout: &Layout<'_>, place: Place, order: Option<&[u8]>, product: Option<&[u8]>) -> MoneyCells<'a> {
        let cell = |column: Option<usize>| column.map(|column| (column, self.tables.field(place, column)));
        let total = cell(layout.total);
        let elsewhere = |without: &BTreeSet<Vec<u8>>| {
            total.is_some_and(|(_, value)| trim(value).is_empty())
                && order.is_some_and(|order| !without.contains(order))
        };
        MoneyCells {
            quantity: cell(layout.quantity),
            total,
            unit_price: cell(layout.unit_price),
            list_price: product.and_then(|product| self.products.price(product)),
            product: layout.product,
            total_elsewhere: layout.orders_without_total.is_some_and(elsewhere),
            refunded: cell(layout.refunded),
            discount: cell(layout.discount),
        }
    }

    fn time(&self, layout: &Layout<'_>, place: Place) -> Result<Moment, Cause> {
        let column = layout.time as u32;
        let value = trim(self.tables.field(place, layout.time));
        if value.is_empty() {
            return Err(Cause { reason: Reason::EmptyValue, column, words: "" });
        }
        let read = match parse(value, self.tables.source(layout.table).grid.epoch()) {
            Some(Written::Plain(moment) | Written::Serial(moment)) => Some(moment),
            Some(Written::Slashed(slashed)) => slashed.read(self.rules.order),
            None => None,
        };
        read.ok_or(Cause { reason: Reason::BadDate, column, words: bad_date_words(self.rules.order) })
    }

    fn reason(&self, place: Place, row: &RowFacts<'_>) -> Reason {
        let policy = self.terms.policy;
        let returned = |netted| back(policy.returns, netted, Reason::ReturnSetAside);
        self.set_aside(place, row).unwrap_or_else(|| match row.quantity {
            0 if policy.zero_quantities == Odd::SetAside => Reason::ZeroQuantity,
            ..0 if row.order.is_some_and(is_cancellation) => returned(Reason::Cancellation),
            ..0 => returned(Reason::NegativeQuantity),
            _ if row.terms.said.is_return => returned(Reason::Returned),
            _ if row.amount < 0 => back(policy.negative_prices, Reason::NegativeAmount, Reason::NegativePrice),
            _ if row.is_free => odd(policy.zero_prices, Reason::ZeroPrice),
            _ => Reason::Kept,
        })
    }

    /// Why a row is left out whatever its quantity and money are, if so.
    fn set_aside(&self, place: Place, row: &RowFacts<'_>) -> Option<Reason> {
        let terms = self.terms;
        let Some(customer) = row.customer else { return Some(Reason::NoCustomer) };
        if let Some(reason) = terms.listed(customer) {
            return Some(reason);
        }
        if !terms.passes(self.tables, place) {
            return Some(Reason::Filtered);
        }
        let day = row.time.day();
        if self.rules.as_of.is_some_and(|as_of| day > as_of) {
            return Some(Reason::AfterAsOf);
        }
        if terms.policy.from.is_some_and(|from| day < from) {
            return Some(Reason::BeforeWindow);
        }
        let is_test = row.is_test && terms.policy.tests == Odd::SetAside;
        against(row.terms.said.verdict)
            .or_else(|| is_test.then_some(Reason::TestCustomer))
            .or_else(|| against_tender(terms.tender(row.terms, row.time)))
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
