//! Rows that are not plain purchases of products: what states they are in, refunds, currencies, services, cancellations. Counted as the
//! rows say it or their orders do, with what the cleaning policy does with them; what becomes of every row stands in the receipt.

use crate::judge::orders;
use crate::judge::product_run::ProductRun;
use crate::judge::row::{Row, Rows};
use crate::judge::states::becomes;
use crate::judge::terms::Terms;
use crate::options::ReadOptions;
use crate::policy::Services;
use crate::policy::choices::Back;
use crate::recognise::Table;
use crate::recognise::exports::is_adjustment;
use crate::recognise::profiles::Profiles;
use crate::recognise::roles::Role;
use crate::tables::Tables;
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
    /// The most frequent values first; at most twelve.
    pub values: Vec<SpecialValue>,
    /// Different values.
    pub different: u64,
    /// Rows with any of them.
    pub rows: u64,
}

/// What makes rows special, and what is done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecialValue {
    /// As it stands.
    pub value: String,
    /// How many rows of the transactions have it.
    pub rows: u64,
    /// What the policy makes of them, as far as this value decides it.
    pub becomes: &'static str,
}

/// What is counted, and where it stands: a kind, a table and a column.
type At = (SpecialKind, (usize, usize));

type Counts = BTreeMap<At, BTreeMap<Vec<u8>, u64>>;

/// Counts rows.
struct Counting<'t, 'p> {
    terms: &'t Terms<'p>,
    products: ProductRun,
    counts: Counts,
}

/// Counts them; nothing when the dates cannot be decided, or the policy does not fit the tables.
pub(super) fn special(
    profiles: &mut Profiles<'_>,
    (found, numbers): (&[Table], &NumberFacts),
    options: &ReadOptions,
) -> Vec<Special> {
    let Ok(dates) = DateFacts::settle(profiles, found, (options.dates, options.timezone)) else { return Vec::new() };
    let tables = Tables::new(profiles.sources, found, numbers);
    let orders = orders::read(&tables, dates.form(TableKind::Orders));
    let rows = Rows { tables: &tables, orders: &orders };
    let form = dates.form(TableKind::Transactions);
    let Ok(terms) = Terms::settle(&options.policy, profiles, &tables, form) else { return Vec::new() };
    let mut counting = Counting { terms: &terms, products: ProductRun::default(), counts: Counts::new() };
    rows.each_transaction(|_| true, |rows, row| counting.count(rows, row));
    by_name(&tables, counting.counts).into_iter().map(|(at, values)| told(&tables, &terms, at, values)).collect()
}

/// Columns of one name are one, over all tables.
fn by_name(tables: &Tables<'_>, counts: Counts) -> Counts {
    let mut first: BTreeMap<(SpecialKind, String), (usize, usize)> = BTreeMap::new();
    let mut joined = Counts::new();
    for ((kind, at), values) in counts {
        let name = tables.source(at.0).grid.column_name(at.1);
        let known = joined.entry((kind, *first.entry((kind, name)).or_insert(at))).or_default();
        values.into_iter().for_each(|(value, rows)| *known.entry(value).or_default() += rows);
    }
    joined
}

impl Counting<'_, '_> {
    fn add(&mut self, kind: SpecialKind, at: (usize, usize), value: &[u8]) {
        let values = self.counts.entry((kind, at)).or_default();
        match values.get_mut(value) {
            Some(rows) => *rows += 1,
            None => _ = values.insert(value.to_vec(), 1),
        }
    }

    fn count(&mut self, rows: Rows<'_, '_>, row: Row) {
        for cell in rows.cells(row, Role::Status) {
            if let Some(value) = label(cell.value) {
                self.add(SpecialKind::Status, cell.from, value);
            }
        }
        if let Some(cell) = rows.cell(row, Role::Refunded)
            && parse(trim(cell.value), rows.tables.numbers.form(cell.from.0, cell.from.1))
                .is_ok_and(|number| number.units != 0)
        {
            self.add(SpecialKind::Refund, cell.from, b"not 0");
        }
        if let Some((cell, value)) = rows.cell(row, Role::Currency).and_then(|cell| Some((cell, label(cell.value)?))) {
            self.add(SpecialKind::Currency, cell.from, value);
        }
        if let Some((cell, code)) = rows.cell(row, Role::Product).and_then(|cell| Some((cell, clean(cell.value)?)))
            && let place = self.products.code(self.terms.services.as_ref(), code)
            && self.products.is_service(place)
        {
            self.add(SpecialKind::Service, cell.from, code);
        }
        if let Some((cell, order)) = rows.cell(row, Role::Order).and_then(|cell| Some((cell, clean(cell.value)?))) {
            if is_cancellation(order) {
                self.add(SpecialKind::Cancellation, cell.from, b"C and digits");
            } else if is_adjustment(order)
                && rows.tables.tables[row.table].export.is_some_and(|known| known.is_online_retail())
            {
                self.add(SpecialKind::Adjustment, cell.from, b"A and digits");
            }
        }
    }
}

fn told(tables: &Tables<'_>, terms: &Terms<'_>, (kind, at): At, values: BTreeMap<Vec<u8>, u64>) -> Special {
    let column = tables.source(at.0).grid.column_name(at.1);
    let (different, rows) = (values.len() as u64, values.values().sum());
    let shown = |(value, rows): (Vec<u8>, u64)| SpecialValue {
        value: privacy::shown_value(&String::from_utf8_lossy(&value)),
        rows,
        becomes: what_becomes(terms, (kind, at), &value),
    };
    let mut values: Vec<SpecialValue> = values.into_iter().map(shown).collect();
    values.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.value.cmp(&b.value)));
    values.truncate(TOLD);
    Special { kind, column, values, different, rows }
}

fn what_becomes(terms: &Terms<'_>, (kind, at): At, value: &[u8]) -> &'static str {
    let back = |rule: Back| if rule == Back::Net { "subtracted" } else { "set aside" };
    match kind {
        SpecialKind::Status => becomes(terms, at, value),
        SpecialKind::Refund => back(terms.policy.refunds),
        SpecialKind::Currency => terms.currencies.as_ref().map_or("as it is", |known| known.becomes(value)),
        SpecialKind::Service if terms.policy.services == Services::SetAside => "set aside",
        SpecialKind::Service => "money and no product",
        SpecialKind::Cancellation => back(terms.policy.returns),
        SpecialKind::Adjustment => "as its quantity and money say",
    }
}
