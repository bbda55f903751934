//! Rows that are not plain purchases of products: what states they are in, refunds, currencies, services, cancellations. Counted as the
//! rows say it or their orders do; what becomes of them stands in the receipt.

use crate::judge::orders;
use crate::judge::row::{Row, Rows};
use crate::options::ReadOptions;
use crate::recognise::Table;
use crate::recognise::exports::{is_adjustment, is_service_code};
use crate::recognise::profiles::Profiles;
use crate::recognise::roles::Role;
use crate::tables::{Place, Tables};
use crate::value::dates::DateFacts;
use crate::value::key::{clean, is_cancellation, label, trim};
use crate::value::number::parse;
use crate::value::numbers::NumberFacts;
use shoal_segment::privacy;
use shoal_segment::receipt::TableKind;
use std::collections::BTreeMap;

/// So many values are told one by one.
const TOLD: usize = 12;

/// What makes rows special.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpecialKind {
    /// A column says what became of the order.
    Status,
    /// Money was given back.
    Refund,
    /// The currency.
    Currency,
    /// The product is a service: postage, fees, vouchers.
    Service,
    /// The order's id is that of a cancellation.
    Cancellation,
    /// The order's id is that of an adjustment.
    Adjustment,
}

impl SpecialKind {
    /// A stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Refund => "refund",
            Self::Currency => "currency",
            Self::Service => "service",
            Self::Cancellation => "cancellation",
            Self::Adjustment => "adjustment",
        }
    }
}

/// Special rows of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Special {
    /// What makes them special.
    pub kind: SpecialKind,
    /// The column that says so.
    pub column: String,
    /// Values and how many rows of the transactions have them, the most frequent first; at most twelve.
    pub values: Vec<(String, u64)>,
    /// Different values.
    pub different: u64,
    /// Rows with any of them.
    pub rows: u64,
}

type Counts<'a> = BTreeMap<(SpecialKind, String), BTreeMap<&'a [u8], u64>>;

/// Counts them; nothing when the dates cannot be decided.
pub(super) fn special(
    profiles: &mut Profiles<'_>,
    (found, numbers): (&[Table], &NumberFacts),
    options: &ReadOptions,
) -> Vec<Special> {
    let Ok(dates) = DateFacts::settle(profiles, found, (options.dates, options.timezone)) else { return Vec::new() };
    let tables = Tables::new(profiles.sources, found, numbers);
    let orders = orders::read(&tables, dates.form(TableKind::Orders));
    let rows = Rows { tables: &tables, orders: &orders };
    let mut counts = Counts::new();
    for unit in tables.units_of(TableKind::Transactions) {
        for row in 0..tables.chunk(unit).rows.len() {
            count(rows, rows.row(Place { unit: unit as u32, row: row as u32 }), &mut counts);
        }
    }
    counts.into_iter().map(|((kind, column), values)| told(kind, column, values)).collect()
}

fn count<'a>(rows: Rows<'a, '_>, row: Row, counts: &mut Counts<'a>) {
    let mut add = |kind, (table, column): (usize, usize), value: &'a [u8]| {
        let name = rows.tables.source(table).grid.column_name(column);
        *counts.entry((kind, name)).or_default().entry(value).or_default() += 1;
    };
    for cell in rows.cells(row, Role::Status) {
        if let Some(value) = label(cell.value) {
            add(SpecialKind::Status, cell.from, value);
        }
    }
    if let Some(cell) = rows.cell(row, Role::Refunded)
        && parse(trim(cell.value), rows.tables.numbers.form(cell.from.0, cell.from.1))
            .is_ok_and(|number| number.units != 0)
    {
        add(SpecialKind::Refund, cell.from, b"not 0");
    }
    if let Some((cell, value)) = rows.cell(row, Role::Currency).and_then(|cell| Some((cell, label(cell.value)?))) {
        add(SpecialKind::Currency, cell.from, value);
    }
    if let Some((cell, code)) = rows.cell(row, Role::Product).and_then(|cell| Some((cell, clean(cell.value)?)))
        && is_service_code(code)
    {
        add(SpecialKind::Service, cell.from, code);
    }
    if let Some((cell, order)) = rows.cell(row, Role::Order).and_then(|cell| Some((cell, clean(cell.value)?))) {
        if is_cancellation(order) {
            add(SpecialKind::Cancellation, cell.from, b"C and digits");
        } else if is_adjustment(order)
            && rows.tables.tables[row.table].export.is_some_and(|known| known.has_adjustments())
        {
            add(SpecialKind::Adjustment, cell.from, b"A and digits");
        }
    }
}

fn told(kind: SpecialKind, column: String, values: BTreeMap<&[u8], u64>) -> Special {
    let (different, rows) = (values.len() as u64, values.values().sum());
    let shown = |(value, count): (&[u8], u64)| (privacy::shown_value(&String::from_utf8_lossy(value)), count);
    let mut values: Vec<(String, u64)> = values.into_iter().map(shown).collect();
    values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    values.truncate(TOLD);
    Special { kind, column, values, different, rows }
}
