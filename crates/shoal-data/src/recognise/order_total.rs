//! Totals of whole orders in a table of lines: counted once per line, they would count several times.
//!
//! A column that became the total by its name or its values (not by `--map`, which is obeyed) is held against the orders, over
//! all tables whose total has this name. It belongs to the order when in at least 95 % of the orders with several lines its values
//! are one ([`crate::recognise::order_tally`]), and
//!
//! - with unit prices (for at least half of these orders), more of these totals are near the sum of quantity × unit price than near
//!   the lines';
//! - without, the name does not speak of lines or items, and either it speaks of orders, or enough orders agree: two with the
//!   total on one line only, three (not most of them with one and the same amount) with the total on every line.
//!
//! Then a table with unit prices uses quantity × unit price in all its rows. Without unit prices a total that stands once in its
//! order is used where it stands, and the order's other lines count 0; a total that repeats is an error.

use crate::error::Error;
use crate::recognise::Table;
use crate::recognise::order_tally::{OrderTally, TotalColumns};
use crate::recognise::profiles::Profiles;
use crate::recognise::roles::{Role, plain};
use crate::value::numbers::NumberFacts;
use shoal_segment::receipt::TableKind;
use std::collections::{BTreeMap, BTreeSet};

/// The share of orders (in percent) whose total must be one value.
const NEARLY_EVERY: u64 = 95;

/// How a column of orders' totals is dealt with.
pub(crate) enum OrderTotal {
    /// Quantity × unit price is used instead of this column.
    Replaced(usize),
    /// The total is used where it stands; other lines of the order count 0, except those of orders without any.
    Once(BTreeSet<Vec<u8>>),
}

/// Whose totals a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Line,
    OrderOnce,
    OrderRepeated,
}

/// Looks at the totals of all transactions, and takes the role away from those of orders.
pub(crate) fn settle(profiles: &Profiles<'_>, tables: &mut [Table], numbers: &NumberFacts) -> Result<(), Error> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (position, table) in tables.iter().enumerate().filter(|(_, table)| table.kind == TableKind::Transactions) {
        if let Some(total) = table.columns.found(Role::Total).filter(|_| table.columns.of(Role::Order).is_some()) {
            let name = plain(&profiles.sources[table.source].grid.header[total]);
            groups.entry(name).or_default().push(position);
        }
    }
    for (name, members) in groups {
        let columns: Vec<TotalColumns<'_>> =
            members.iter().filter_map(|&position| columns(profiles, tables, position, numbers)).collect();
        let tally = OrderTally::of(&columns);
        let priced = columns.iter().any(|columns| columns.unit_price.is_some());
        let level = level(&tally, priced, &name);
        if level == Level::Line {
            continue;
        }
        let unpriced = columns.iter().any(|columns| columns.unit_price.is_none());
        let without_total = if unpriced && level == Level::OrderOnce {
            TotalColumns::orders_without_total(&columns)
        } else {
            BTreeSet::new()
        };
        for (&position, columns) in members.iter().zip(&columns) {
            let table = &mut tables[position];
            table.order_total = Some(if columns.unit_price.is_some() {
                table.columns.release(Role::Total);
                OrderTotal::Replaced(columns.total)
            } else if level == Level::OrderOnce {
                OrderTotal::Once(without_total.clone())
            } else {
                let source = &profiles.sources[table.source];
                return Err(repeated(&source.name, source.grid.column_name(columns.total), &tally));
            });
        }
    }
    Ok(())
}

fn columns<'a>(
    profiles: &Profiles<'a>,
    tables: &[Table],
    position: usize,
    numbers: &NumberFacts,
) -> Option<TotalColumns<'a>> {
    let table = &tables[position];
    let form = |role| table.columns.of(role).map(|column| numbers.form(position, column)).unwrap_or_default();
    Some(TotalColumns {
        forms: [form(Role::Total), form(Role::Quantity), form(Role::UnitPrice)],
        grid: &profiles.sources[table.source].grid,
        order: table.columns.of(Role::Order)?,
        total: table.columns.of(Role::Total)?,
        quantity: table.columns.of(Role::Quantity),
        unit_price: table.columns.of(Role::UnitPrice),
    })
}

fn level(tally: &OrderTally, priced: bool, name: &str) -> Level {
    let of_line = ["line", "item", "extended"].iter().any(|word| name.contains(word));
    let of_order = name.contains("order") && !of_line;
    let agreeing = tally.once + tally.repeated;
    if agreeing == 0 || agreeing * 100 < tally.several * NEARLY_EVERY {
        return Level::Line;
    }
    let level = if tally.once > tally.repeated { Level::OrderOnce } else { Level::OrderRepeated };
    let of_orders = if priced {
        tally.priced * 2 >= agreeing && tally.like_order > tally.like_line
    } else {
        let enough = match level {
            Level::OrderOnce => agreeing >= 2,
            _ => agreeing >= 3 && tally.most_frequent * 2 <= agreeing,
        };
        of_order || enough && !of_line
    };
    if of_orders { level } else { Level::Line }
}

fn repeated(file: &str, column: String, tally: &OrderTally) -> Error {
    Error::RepeatedTotal {
        file: file.to_owned(),
        column,
        repeating: tally.once + tally.repeated,
        several: tally.several,
    }
}
