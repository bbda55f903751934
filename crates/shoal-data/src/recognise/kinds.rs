//! Which file is which table.
//!
//! A single file is a table of transactions, unless `--map` or its columns ([`crate::recognise::customers`]) say that it is one of customers. Among several, told by the names of columns: with a customer and a date, money, product,
//! quantity or order it is *transactions*; with a customer otherwise *customers*; with a product and
//! neither customer nor order *products*; orders and their lines are told together ([`crate::recognise::orders`]). A column that
//! `--map` names for a table, and that only one file has, makes that file this table; else a known export
//! ([`crate::recognise::exports`]) says which table it is.

use crate::read::source::Source;
use crate::recognise::bare_id::names;
use crate::recognise::exports::Known;
use crate::recognise::orders;
use crate::recognise::roles::{Role, roles_of};
use shoal_segment::receipt::TableKind;

/// A role that the user gave to a column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pin {
    /// As written, without `--map`.
    pub(crate) written: String,
    pub(crate) table: TableKind,
    pub(crate) role: Role,
    pub(crate) column: String,
}

impl Pin {
    /// The pinned column in a table, by its exact name or else by its plain name.
    pub(crate) fn column_in(&self, source: &Source) -> Option<usize> {
        let header = &source.grid.header;
        let plain = crate::recognise::roles::plain(&self.column);
        let exact = header.iter().position(|name| *name == self.column);
        exact.or_else(|| {
            (!plain.is_empty())
                .then(|| header.iter().position(|name| crate::recognise::roles::plain(name) == plain))
                .flatten()
        })
    }
}

/// What each source was taken for; `None` for those that look like none of the tables.
pub(crate) fn kinds(sources: &[Source], known: &[Option<Known>], pins: &[Pin]) -> Vec<Option<TableKind>> {
    if let ([_], [known]) = (sources, known) {
        let people = !pins.is_empty() && pins.iter().all(|pin| pin.table == TableKind::Customers);
        let known =
            known.and_then(|known| known.part.table).filter(|&kind| kind == TableKind::Customers && pins.is_empty());
        return vec![Some(if people { TableKind::Customers } else { known.unwrap_or(TableKind::Transactions) })];
    }
    let pinned: Vec<Option<TableKind>> = (0..sources.len()).map(|source| pinned_kind(sources, source, pins)).collect();
    let alone = |source: usize| match (pinned[source], known[source]) {
        (Some(kind), _) => Some(kind),
        (None, Some(known)) => known.part.table,
        (None, None) => named_kind(&sources[source], pins),
    };
    let mut kinds: Vec<Option<TableKind>> = (0..sources.len()).map(alone).collect();
    let settled: Vec<bool> =
        pinned.iter().zip(known).map(|(pinned, known)| pinned.is_some() || known.is_some()).collect();
    orders::pair(sources, &mut kinds, &settled, pins);
    kinds
}

fn pinned_kind(sources: &[Source], source: usize, pins: &[Pin]) -> Option<TableKind> {
    let here_alone = |pin: &&Pin| {
        pin.column_in(&sources[source]).is_some()
            && sources.iter().enumerate().all(|(other, table)| other == source || pin.column_in(table).is_none())
    };
    let mut tables: Vec<TableKind> = pins.iter().filter(here_alone).map(|pin| pin.table).collect();
    tables.dedup();
    match tables.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// Whether a column has the name of a role.
pub(crate) fn has_name(source: &Source, table: TableKind, role: Role) -> bool {
    let mut specs = roles_of(table).filter(|spec| spec.role == role);
    let names = names(source);
    specs.any(|spec| names.iter().any(|name| spec.tier_of(name).is_some()))
}

/// A table of customers or products by its names alone, without anything of a purchase.
pub(crate) fn looks_like(source: &Source) -> Option<TableKind> {
    let has = |role| has_name(source, TableKind::Transactions, role);
    let purchase = has(Role::Order) || has(Role::Quantity) || has(Role::Total);
    match (has(Role::Customer), has(Role::Product)) {
        (true, false) if !purchase && !has(Role::UnitPrice) => Some(TableKind::Customers),
        (false, true) if !purchase && !has(Role::Time) => Some(TableKind::Products),
        _ => None,
    }
}

fn named_kind(source: &Source, pins: &[Pin]) -> Option<TableKind> {
    let has = |role: Role| {
        let named = has_name(source, TableKind::Transactions, role);
        let pinned =
            |pin: &Pin| pin.role == role && pin.table == TableKind::Transactions && pin.column_in(source).is_some();
        named || pins.iter().any(pinned)
    };
    let money = has(Role::Total) || has(Role::UnitPrice);
    let bought = has(Role::Order) || has(Role::Quantity) || has(Role::Product);
    match (has(Role::Customer), has(Role::Time)) {
        (true, true) if money || bought => Some(TableKind::Transactions),
        (true, false) if money && bought => Some(TableKind::Transactions),
        (true, _) => Some(TableKind::Customers),
        (false, true) if money && (has(Role::Order) || has(Role::Quantity)) => Some(TableKind::Transactions),
        (false, _) if has(Role::Product) && !has(Role::Order) => Some(TableKind::Products),
        (false, true) if money => Some(TableKind::Transactions),
        _ => None,
    }
}
