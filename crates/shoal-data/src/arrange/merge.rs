//! Customers who share a key, such as an e-mail address, are one: `--merge-by`.
//!
//! 1. Every used row, and every row of the customers table, joins its customer to its key. A key is compared as it stands, an address (with an
//!    at sign) without case; an empty one joins nobody.
//! 2. Customers joined by keys, directly or over others, are one (union-find, the smallest rank as root), with the smallest id.
//! 3. The other ids go, and the ranks of those that stay close up.
//!
//! Cost: time and memory linear in the distinct pairs of customer and key, times a logarithm.

use crate::arrange::transactions::Transactions;
use crate::error::Error;
use crate::policy::Policy;
use crate::recognise::roles::plain;
use crate::tables::{Place, Tables};
use crate::value::key::clean;
use shoal_segment::lines::NO_KEY;
use shoal_segment::receipt::TableKind;
use std::collections::{BTreeMap, BTreeSet};

/// Keys and the customers that have them; customers are numbers of a run, then ranks.
#[derive(Debug, Clone, Default)]
pub(crate) struct MergeKeys(BTreeMap<Vec<u8>, BTreeSet<u32>>);

impl MergeKeys {
    /// A customer has a key.
    pub(crate) fn add(&mut self, key: &[u8], customer: u32) {
        let key = if key.contains(&b'@') { key.to_ascii_lowercase() } else { key.to_vec() };
        self.0.entry(key).or_default().insert(customer);
    }

    /// Those of another part, whose numbers have these ranks.
    pub(crate) fn take(&mut self, part: Self, ranks: &[u32]) {
        for (key, customers) in part.0 {
            let ranked = customers.into_iter().filter(|&customer| customer != NO_KEY);
            self.0.entry(key).or_default().extend(ranked.map(|customer| ranks[customer as usize]));
        }
    }
}

/// Some table must have the column.
pub(crate) fn check(tables: &Tables<'_>, policy: &Policy) -> Result<(), Error> {
    let Some(column) = &policy.merge_by else { return Ok(()) };
    let able = |&table: &usize| tables.tables[table].kind != TableKind::Products;
    let here = || (0..tables.tables.len()).filter(able);
    if here().any(|table| tables.column_named(table, column).is_some()) {
        return Ok(());
    }
    let columns = |table: usize| {
        let source = tables.source(table);
        format!("`{}` has {}", source.name, source.grid.column_names().join(", "))
    };
    Err(Error::NoMergeColumn { column: column.clone(), columns: here().map(columns).collect() })
}

/// The position of a column by its name, apart from case and punctuation.
pub(crate) fn named(header: &[String], name: &str) -> Option<usize> {
    header.iter().position(|column| plain(column) == plain(name))
}

/// Makes customers one; returns how many ids went. `rows` are those of the customers table in use, in the order of
/// `judged.table_customers`.
pub(crate) fn settle(tables: &Tables<'_>, policy: &Policy, rows: &[Place], judged: &mut Transactions<'_>) -> u64 {
    let Some(column) = &policy.merge_by else { return 0 };
    let mut keys = std::mem::take(&mut judged.merge);
    for (&place, &rank) in rows.iter().zip(&judged.table_customers) {
        let column = tables.column_named(tables.table_of(place), column);
        if let Some(key) = column.and_then(|column| clean(tables.field(place, column))) {
            keys.add(key, rank);
        }
    }
    let mut roots: Vec<u32> = (0..judged.customers.len() as u32).collect();
    for customers in keys.0.values() {
        let mut customers = customers.iter();
        let Some(&first) = customers.next() else { continue };
        customers.for_each(|&other| join(&mut roots, first, other));
    }
    let mut ranks = vec![0u32; roots.len()];
    let mut kept = Vec::with_capacity(roots.len());
    for customer in 0..roots.len() as u32 {
        let root = root(&mut roots, customer);
        if root == customer {
            ranks[customer as usize] = kept.len() as u32;
            kept.push(judged.customers[customer as usize]);
        } else {
            // The root is smaller, so its rank is known.
            ranks[customer as usize] = ranks[root as usize];
        }
    }
    let gone = (roots.len() - kept.len()) as u64;
    judged.customers = kept;
    let known = judged.drafts.iter_mut().map(|draft| &mut draft.customer).chain(&mut judged.table_customers);
    known.filter(|customer| **customer != NO_KEY).for_each(|customer| *customer = ranks[*customer as usize]);
    gone
}

fn root(roots: &mut [u32], customer: u32) -> u32 {
    let mut at = customer;
    while roots[at as usize] != at {
        roots[at as usize] = roots[roots[at as usize] as usize];
        at = roots[at as usize];
    }
    at
}

fn join(roots: &mut [u32], one: u32, other: u32) {
    let (one, other) = (root(roots, one), root(roots, other));
    roots[one.max(other) as usize] = one.min(other);
}
