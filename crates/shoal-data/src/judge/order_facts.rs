//! What one line of an order says for all of them: its status, its currency, and that money was given back.
//!
//! Some exports write the fields of an order on its first line only. A row that has nothing in any column of statuses takes the gravest
//! status of its order, and a row without a currency that of its order (of several the alphabetically first), wherever these lines stand. A
//! refund stands once, so a status that says *refunded* gives back the whole row only where no line of the order has an amount given back.
//!
//! Cost: one pass over tables that have such columns and orders; memory for orders about which something is to be said.

use crate::judge::currencies::Currencies;
use crate::judge::states::States;
use crate::policy::statuses::Verdict;
use crate::recognise::roles::Role;
use crate::tables::{Place, Tables};
use crate::value::key::{clean, trim};
use crate::value::number::parse;
use shoal_segment::receipt::TableKind;
use std::collections::HashMap;

/// What is known of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Fact {
    /// The gravest status.
    pub(crate) verdict: Verdict,
    /// The first currency.
    pub(crate) currency: Option<u32>,
    /// Whether an amount given back stands on a line.
    pub(crate) refunded: bool,
}

/// The facts of all orders.
#[derive(Default)]
pub(crate) struct OrderFacts<'a>(HashMap<&'a [u8], Fact>);

impl<'a> OrderFacts<'a> {
    /// Looks at all rows of the transactions.
    pub(crate) fn of(tables: &Tables<'a>, states: &[States<'a>], currencies: Option<&Currencies<'a>>) -> Self {
        let mut facts = Self::default();
        for unit in tables.units_of(TableKind::Transactions) {
            let table = tables.units[unit].table;
            let columns = &tables.tables[table].columns;
            let currency = currencies.filter(|_| columns.of(Role::Currency).is_some());
            let says = columns.of(Role::Status).is_some() || columns.of(Role::Refunded).is_some() || currency.is_some();
            let Some(order) = columns.of(Role::Order).filter(|_| says) else { continue };
            for row in 0..tables.chunk(unit).rows.len() {
                let place = Place { unit: unit as u32, row: row as u32 };
                let Some(order) = clean(tables.field(place, order)) else { continue };
                let refunded = tables
                    .role(place, Role::Refunded)
                    .is_some_and(|cell| parse(trim(cell)).is_ok_and(|number| number.units != 0));
                let currency = currency.and_then(|currencies| currencies.written(tables, place));
                let fact = Fact { verdict: states[table].said(tables, place).verdict, currency, refunded };
                facts.add(order, fact);
            }
        }
        facts
    }

    fn add(&mut self, order: &'a [u8], fact: Fact) {
        if fact.verdict <= Verdict::Kept && fact.currency.is_none() && !fact.refunded {
            return;
        }
        let known = self.0.entry(order).or_default();
        known.verdict = known.verdict.max(fact.verdict);
        known.refunded |= fact.refunded;
        known.currency = match (known.currency, fact.currency) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }

    /// What is known of an order.
    pub(crate) fn get(&self, order: Option<&[u8]>) -> Fact {
        order.and_then(|order| self.0.get(order)).copied().unwrap_or_default()
    }
}
