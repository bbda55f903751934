//! What a column of totals looks like within orders of several lines.
//!
//! 1. Of a large table a sample of orders is looked at: those whose hash says so, so that the sample depends on the orders alone.
//! 2. The rows of these orders are gathered, chunks at the same time, and sorted by order.
//! 3. Each order of several different lines casts its votes:
//!    - *level*: its totals are one value, on one line or on all that have any (the order's), or they differ (the lines').
//!    - *sum*: the value is nearer to the sum of quantity × unit price than, on average, to those of its lines, or the reverse.
//!
//! Orders without any total say nothing, nor do copies of one row.
//!
//! Cost: a hash per row, and about 32,000 rows in detail.

use crate::read::grid::{Chunk, Grid};
use crate::value::dictionary::hash;
use crate::value::key::{clean, filled};
use crate::value::number::{Decimal, parse, rescale};
use crate::value::number_form::NumberForm;
use crate::value::numbering::Numbering;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// About so many rows are looked at in detail.
const DETAILED: u64 = 32_768;
/// Decimals in which totals are compared with products.
const FINE: u8 = 9;

/// The columns of one table that bear on its totals.
#[derive(Clone, Copy)]
pub(crate) struct TotalColumns<'a> {
    pub(crate) grid: &'a Grid,
    pub(crate) order: usize,
    pub(crate) total: usize,
    pub(crate) quantity: Option<usize>,
    pub(crate) unit_price: Option<usize>,
    /// How total, quantity and unit price are read.
    pub(crate) forms: [NumberForm; 3],
}

/// The votes of the orders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct OrderTally {
    /// Orders with several different lines and at least one total.
    pub(crate) several: u64,
    /// Of these: one line has a total.
    pub(crate) once: u64,
    /// Of these: several lines have a total, all the same.
    pub(crate) repeated: u64,
    /// Of both: quantity and price of every line are known.
    pub(crate) priced: u64,
    /// Of both: the total is nearer to the sum.
    pub(crate) like_order: u64,
    /// Of both: the total is nearer to the lines.
    pub(crate) like_line: u64,
    /// The most orders with one and the same total.
    pub(crate) most_frequent: u64,
}

/// A row, as far as its order's total is concerned. Money is positive.
struct Seen {
    order: Vec<u8>,
    total: Total,
    product: Option<i128>,
    content: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Total {
    Empty,
    Unreadable,
    Is(i128),
}

impl OrderTally {
    /// Looks at the orders of tables whose totals are one column.
    pub(crate) fn of(tables: &[TotalColumns<'_>]) -> Self {
        let rows: u64 = tables.iter().map(|table| table.grid.row_count()).sum();
        let mask = rows.div_ceil(DETAILED).next_power_of_two() as u32 - 1;
        let of_table = |table: &TotalColumns<'_>| table.grid.map(|chunk| table.seen(chunk, mask));
        let mut seen: Vec<Seen> = tables.iter().flat_map(of_table).flatten().collect();
        seen.par_sort_unstable_by(|a, b| a.order.cmp(&b.order));
        let mut tally = Self::default();
        let mut values: BTreeMap<i128, u64> = BTreeMap::new();
        for lines in seen.chunk_by(|a, b| a.order == b.order) {
            if let Some(value) = tally.add(lines) {
                *values.entry(value).or_default() += 1;
            }
        }
        tally.most_frequent = values.values().copied().max().unwrap_or(0);
        tally
    }

    /// Adds an order; its total when it has one alone.
    fn add(&mut self, lines: &[Seen]) -> Option<i128> {
        let filled = lines.iter().filter(|line| line.total != Total::Empty).count();
        if filled == 0 || lines.iter().all(|line| line.content == lines[0].content) {
            return None;
        }
        self.several += 1;
        let mut totals = lines.iter().map(|line| line.total).filter(|&total| total != Total::Empty);
        let Some(Total::Is(total)) = totals.next() else { return None };
        if totals.any(|other| other != Total::Is(total)) {
            return None;
        }
        if filled == 1 {
            self.once += 1;
        } else {
            self.repeated += 1;
        }
        let products: Option<Vec<i128>> = lines.iter().map(|line| line.product).collect();
        if let Some(products) = products {
            self.priced += 1;
            let sum = products.iter().fold(0i128, |sum, &product| sum.saturating_add(product));
            let with_total = lines.iter().zip(&products).filter(|(line, _)| line.total != Total::Empty);
            let of_lines = with_total.fold(0i128, |gap, (_, product)| gap.saturating_add((total - product).abs()));
            let of_order = (total - sum).saturating_abs().saturating_mul(filled as i128);
            self.like_order += u64::from(of_order < of_lines);
            self.like_line += u64::from(of_order > of_lines);
        }
        Some(total)
    }
}

impl TotalColumns<'_> {
    /// The rows of a chunk whose order is in the sample.
    fn seen(&self, chunk: &Chunk, mask: u32) -> Vec<Seen> {
        let number = |row: usize, column: usize, form: NumberForm| {
            filled(self.grid.field(chunk, row, column)).map(|value| parse(value, form).ok())
        };
        let [of_total, of_quantity, of_price] = self.forms;
        let mut seen = Vec::new();
        for row in 0..chunk.rows.len() {
            let Some(order) = clean(self.grid.field(chunk, row, self.order)) else { continue };
            if hash(order) >> 7 & mask != 0 {
                continue;
            }
            let quantity = self.quantity.map_or(Some(ONE), |column| number(row, column, of_quantity).flatten());
            let price = self.unit_price.and_then(|column| number(row, column, of_price).flatten());
            seen.push(Seen {
                order: order.to_vec(),
                total: total(number(row, self.total, of_total)),
                product: quantity.zip(price).map(|(quantity, price)| product(quantity, price)),
                content: self.content(chunk, row),
            });
        }
        seen
    }

    /// A hash of all fields of a row.
    fn content(&self, chunk: &Chunk, row: usize) -> u32 {
        let fields = (0..self.grid.width()).map(|column| hash(self.grid.field(chunk, row, column)));
        fields.fold(0, |content: u32, field| content.rotate_left(5).wrapping_mul(31) ^ field)
    }

    /// The orders in whose rows no total is.
    pub(crate) fn orders_without_total(tables: &[Self]) -> BTreeSet<Vec<u8>> {
        let mut orders = Numbering::default();
        let mut have_total: Vec<bool> = Vec::new();
        for (table, slot) in tables.iter().flat_map(|table| table.grid.slots.iter().map(move |slot| (table, slot))) {
            let chunk = slot.look();
            for row in 0..chunk.rows.len() {
                let Some(order) = clean(table.grid.field(&chunk, row, table.order)) else { continue };
                let order = orders.number(order) as usize;
                have_total.resize(orders.len(), false);
                have_total[order] |= filled(table.grid.field(&chunk, row, table.total)).is_some();
            }
        }
        let without = orders.texts().zip(have_total).filter(|(_, has_total)| !has_total);
        without.map(|(order, _)| order.to_vec()).collect()
    }
}

const ONE: Decimal = Decimal { units: 1, decimals: 0 };

/// What a cell says; the outer option is for cells that say nothing, the inner one for what is no number.
fn total(number: Option<Option<Decimal>>) -> Total {
    match number {
        None => Total::Empty,
        Some(Some(number)) => Total::Is(rescale(i128::from(number.units), number.decimals, FINE).0.abs()),
        Some(None) => Total::Unreadable,
    }
}

fn product(quantity: Decimal, price: Decimal) -> i128 {
    let units = i128::from(quantity.units) * i128::from(price.units);
    rescale(units, quantity.decimals + price.decimals, FINE).0.abs()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::delimited;

    fn tally(rows: &str) -> OrderTally {
        let (grid, _) = delimited::read("t.csv", format!("o,q,p,t\n{rows}").into_bytes()).unwrap();
        OrderTally::of(&[TotalColumns {
            grid: &grid,
            order: 0,
            total: 3,
            quantity: Some(1),
            unit_price: Some(2),
            forms: [NumberForm::default(); 3],
        }])
    }

    #[test]
    fn votes_of_orders() {
        for (rows, expected) in [
            ("1,2,3,6\n1,1,4,4\n", (1, 0, 0, 0, 0)),
            ("1,2,3,10\n1,1,4,10\n", (1, 0, 1, 1, 0)),
            ("1,2,3,11.50\n1,1,4,11.5\n", (1, 0, 1, 1, 0)),
            ("1,2,3,10\n1,1,4,\n", (1, 1, 0, 1, 0)),
            ("1,2,3,6\n1,1,4,\n", (1, 1, 0, 0, 1)),
            ("1,1,10,9\n1,2,5,9\n", (1, 0, 1, 0, 1)),
            ("1,2,3,6\n1,2,3,6\n", (0, 0, 0, 0, 0)),
            ("1,2,3,6\n2,1,4,4\n", (0, 0, 0, 0, 0)),
            ("1,2,3,\n1,1,4,\n", (0, 0, 0, 0, 0)),
            ("1,2,3,x\n1,1,4,\n", (1, 0, 0, 0, 0)),
            ("1,2,x,10\n1,1,4,10\n", (1, 0, 1, 0, 0)),
            ("1,-2,3,-10\n1,-1,4,-10\n", (1, 0, 1, 1, 0)),
        ] {
            let OrderTally { several, once, repeated, like_order, like_line, .. } = tally(rows);
            assert_eq!((several, once, repeated, like_order, like_line), expected, "{rows}");
        }
    }
}
