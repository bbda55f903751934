//! Orders in one table and their lines in another, as the databases of shops keep them.
//!
//! Lines are told by an order with a product, a quantity or money, and by what they lack: the customer or the date. Orders
//! are told by an order, a customer and a date, and by having nothing of a single line. Only both together make such a pair; each
//! alone stays what it is by its own names.

use crate::read::source::Source;
use crate::recognise::kinds::{Pin, has_name};
use crate::recognise::roles::Role;
use shoal_segment::receipt::TableKind;

/// What a role is asked of.
struct Named<'a> {
    sources: &'a [Source],
    pins: &'a [Pin],
}

impl Named<'_> {
    /// Whether a source has a column of the role, by its name or by `--map`.
    fn has(&self, source: usize, kind: TableKind, role: Role) -> bool {
        let table = &self.sources[source];
        let pinned = |pin: &Pin| pin.role == role && pin.table == kind && pin.column_in(table).is_some();
        has_name(table, kind, role) || self.pins.iter().any(pinned)
    }

    fn is_lines(&self, source: usize) -> bool {
        let has = |role| self.has(source, TableKind::Transactions, role);
        let of_line = has(Role::Product) || has(Role::Quantity) || has(Role::UnitPrice);
        has(Role::Order) && (of_line || has(Role::Total)) && !(has(Role::Customer) && has(Role::Time))
    }

    fn is_orders(&self, source: usize) -> bool {
        let has = |role| self.has(source, TableKind::Orders, role);
        let of_line = [Role::Product, Role::Quantity, Role::UnitPrice, Role::Line];
        has(Role::Order)
            && has(Role::Customer)
            && has(Role::Time)
            && !of_line.iter().any(|&role| self.has(source, TableKind::Transactions, role))
    }
}

/// Makes pairs of what the names say of every source alone. `settled` are those that are told otherwise: by `--map` or a known
/// export.
pub(crate) fn pair(sources: &[Source], kinds: &mut [Option<TableKind>], settled: &[bool], pins: &[Pin]) {
    let named = Named { sources, pins };
    let all = 0..sources.len();
    let is = |source: usize, kind: TableKind, fits: bool| match settled[source] {
        true => kinds[source] == Some(kind),
        false => fits && kinds[source] != Some(TableKind::Products),
    };
    let lines: Vec<usize> =
        all.clone().filter(|&source| is(source, TableKind::Transactions, true) && named.is_lines(source)).collect();
    let orders: Vec<usize> = all
        .filter(|source| !lines.contains(source) && is(*source, TableKind::Orders, named.is_orders(*source)))
        .collect();
    if lines.is_empty() || orders.is_empty() {
        return;
    }
    for source in lines {
        kinds[source] = Some(TableKind::Transactions);
    }
    for source in orders {
        kinds[source] = Some(TableKind::Orders);
    }
}
