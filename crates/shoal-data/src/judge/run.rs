//! What one run of judged rows came to.
//!
//! A run has numberings and accounts of its own, so that runs work at the same time without waiting for each other; they are joined at the
//! end ([`crate::judge::harvest`]).

use crate::judge::amount::Oddities;
use crate::judge::contexts::{ContextRun, ContextSource};
use crate::judge::day_tally::DayTally;
use crate::judge::fates::Fates;
use crate::judge::last_moment::LastMoment;
use crate::judge::product_run::ProductRun;
use crate::judge::sums::Sums;
use crate::shelf::shelves::{Shelves, Writer};
use crate::value::distinct_count::DistinctCount;
use crate::value::numbering::Numbering;
use std::collections::BTreeMap;

/// A run.
pub(crate) struct Run<'s> {
    /// Puts readable rows on the shelves.
    pub(crate) writer: Writer<'s>,
    /// The rows that are not used.
    pub(crate) fates: Fates,
    /// Per table.
    pub(crate) sums: Vec<Sums>,
    pub(crate) oddities: Vec<Oddities>,
    pub(crate) products: ProductRun,
    pub(crate) categories: Numbering,
    pub(crate) contexts: ContextRun,
    /// When the row before was bought.
    pub(crate) moment: LastMoment,
    /// Used rows by currency.
    pub(crate) currencies: Vec<u64>,
    /// Ids of orders, and how many of the used rows have one.
    pub(crate) orders: DistinctCount,
    pub(crate) with_order: u64,
    last_order: Vec<u8>,
    pub(crate) days: DayTally,
    /// The same of tables that may overlap.
    pub(crate) days_of: BTreeMap<usize, DayTally>,
}

impl Run<'_> {
    /// Counts a used row of an order. Lines of one order stand one below the other, so most say nothing new.
    pub(crate) fn count_order(&mut self, order: &[u8]) {
        self.with_order += 1;
        if self.last_order != order {
            self.last_order.clear();
            self.last_order.extend_from_slice(order);
            self.orders.add(order);
        }
    }

    /// Counts a used row in a currency.
    pub(crate) fn count_currency(&mut self, currency: u32) {
        let currency = currency as usize;
        self.currencies.resize(self.currencies.len().max(currency + 1), 0);
        self.currencies[currency] += 1;
    }
}

impl<'s> Run<'s> {
    /// A run of that number, over so many tables and columns of contexts; the days of some tables are counted apart.
    pub(crate) fn new(
        shelves: &'s Shelves,
        number: u32,
        (tables, contexts): (usize, &[ContextSource]),
        overlapping: &[usize],
    ) -> Self {
        Self {
            writer: Writer::new(shelves, number),
            fates: Fates::default(),
            sums: vec![Sums::default(); tables],
            oddities: vec![Oddities::default(); tables],
            products: ProductRun::default(),
            categories: Numbering::default(),
            contexts: ContextRun::new(contexts),
            moment: LastMoment::default(),
            currencies: Vec::new(),
            orders: DistinctCount::default(),
            with_order: 0,
            last_order: Vec::new(),
            days: DayTally::default(),
            days_of: overlapping.iter().map(|&table| (table, DayTally::default())).collect(),
        }
    }
}
