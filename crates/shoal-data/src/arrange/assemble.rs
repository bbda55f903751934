//! The arranged lines, the customers and what is known of them → [`Lines`].

use crate::arrange::Arranged;
use crate::arrange::attributes::{MOST_LEVELS, Named, most_frequent};
use crate::arrange::transactions::{Levels, Transactions};
use crate::judge::customers::CustomersTable;
use crate::judge::products::ProductsTable;
use crate::judge::rules::Rules;
use crate::recognise::roles::Role;
use crate::tables::Tables;
use crate::value::dictionary::strings;
use shoal_segment::date::{Day, Moment};
use shoal_segment::lines::{Attribute, Contexts, Customers, Known, Lines, NO_KEY, Number};
use shoal_segment::money::Scale;
use shoal_segment::receipt::TableKind;

/// What the lines are made of.
pub(crate) struct Assembly<'a, 'b> {
    pub(crate) judged: &'b Transactions<'a>,
    pub(crate) customers: &'b CustomersTable<'a>,
    pub(crate) attributes: &'b [Named],
    pub(crate) known: Known,
    pub(crate) contexts: &'b Contexts,
    pub(crate) rules: Rules,
    /// Whether the ids of orders are kept.
    pub(crate) order_ids: bool,
}

/// Customers in one table and not in the other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct CrossCounts {
    pub(crate) without_transactions: u64,
    pub(crate) unknown: u64,
    pub(crate) rows_of_unknown: u64,
}

/// Which optional information every table of transactions has.
pub(crate) fn known(tables: &Tables<'_>, products: &ProductsTable<'_>) -> Known {
    let all_have = |role: Role| {
        tables.of_kind(TableKind::Transactions).all(|table| tables.tables[table].columns.of(role).is_some())
    };
    if tables.of_kind(TableKind::Transactions).next().is_none() {
        return Known { transactions: false, ..Known::default() };
    }
    let product = all_have(Role::Product);
    Known {
        transactions: true,
        quantity: all_have(Role::Quantity),
        product,
        category: all_have(Role::Category) || product && products.has_categories,
        discount: all_have(Role::Discount),
    }
}

/// Puts everything together.
pub(crate) fn assemble(assembly: &Assembly<'_, '_>, arranged: Arranged) -> (Lines, CrossCounts) {
    let Assembly { judged, customers, .. } = assembly;
    let count = judged.customers.len();
    let mut signup: Vec<Option<Day>> = vec![None; count];
    for (&rank, &day) in judged.table_customers.iter().zip(&customers.signup) {
        // Of customers that were made one the first day counts.
        signup[rank as usize] = signup[rank as usize].into_iter().chain(day).min();
    }
    let last = arranged.placed.iter().map(|placed| placed.line.time).max().unwrap_or(Moment(0)).day();
    let counts = if assembly.known.transactions { cross_counts(judged, &arranged) } else { CrossCounts::default() };
    let mut attributes: Vec<Attribute> = customers
        .attributes
        .iter()
        .filter(|attribute| attribute.levels.len() <= MOST_LEVELS)
        .map(|attribute| by_rank(attribute, judged))
        .collect();
    for (named, levels) in assembly.attributes.iter().zip(&judged.attributes) {
        if let Some(levels) = levels.as_ref().filter(|_| named.of_customers) {
            attributes.push(of_lines(&named.name, levels, judged, &arranged));
        }
    }
    attributes.sort_by(|a, b| a.name.cmp(&b.name));
    let numbers = customers.numbers.iter().map(|number| number_by_rank(number, judged)).collect();
    let lines = Lines {
        customers: Customers { ids: strings(&judged.customers), signup, attributes, numbers },
        orders: if assembly.order_ids { strings(&judged.orders) } else { Vec::new() },
        products: strings(&judged.products),
        categories: strings(&judged.categories),
        contexts: assembly.contexts.clone(),
        known: assembly.known,
        money_scale: Scale(assembly.rules.scales.money),
        quantity_scale: Scale(assembly.rules.scales.quantity),
        lines: arranged.placed.into_iter().map(|placed| placed.line).collect(),
        starts: arranged.starts,
        as_of: assembly.rules.as_of.unwrap_or(Day(last.0).next()),
    };
    (lines, counts)
}

/// The customer of each row of the customers table and the row, by id: of customers that were made one, the first that has a value gives it.
fn rows_by_id<'t>(judged: &'t Transactions<'_>) -> impl Iterator<Item = (usize, usize)> + use<'t> {
    let row = |&at: &u32| (judged.table_customers[at as usize] as usize, at as usize);
    judged.table_by_id.iter().map(row)
}

/// An attribute of the customers table, for all customers.
fn by_rank(attribute: &Attribute, judged: &Transactions<'_>) -> Attribute {
    let mut codes = vec![NO_KEY; judged.customers.len()];
    for (rank, at) in rows_by_id(judged) {
        if codes[rank] == NO_KEY {
            codes[rank] = attribute.codes[at];
        }
    }
    Attribute { name: attribute.name.clone(), levels: attribute.levels.clone(), codes }
}

/// A number of the customers table, for all customers.
fn number_by_rank(number: &Number, judged: &Transactions<'_>) -> Number {
    let mut values = vec![None; judged.customers.len()];
    for (rank, at) in rows_by_id(judged) {
        values[rank] = values[rank].or(number.values[at]);
    }
    Number { name: number.name.clone(), values }
}

/// An attribute of the lines: the most frequent value of each customer's lines.
fn of_lines(name: &str, (levels, codes): &Levels<'_>, judged: &Transactions<'_>, arranged: &Arranged) -> Attribute {
    let with_value = arranged
        .placed
        .iter()
        .map(|placed| (placed.line.customer, codes[placed.draft as usize]))
        .filter(|&(_, code)| code != NO_KEY);
    most_frequent(name.to_owned(), strings(levels), with_value.collect(), judged.customers.len())
}

fn cross_counts(judged: &Transactions<'_>, arranged: &Arranged) -> CrossCounts {
    let mut counts = CrossCounts::default();
    if judged.table_customers.is_empty() {
        return counts;
    }
    let mut in_table = vec![false; judged.customers.len()];
    judged.table_customers.iter().for_each(|&rank| in_table[rank as usize] = true);
    let mut rows_of = vec![0u64; judged.customers.len()];
    arranged.rows(&judged.drafts).for_each(|placed| rows_of[placed.line.customer as usize] += 1);
    for (&rows, &known) in rows_of.iter().zip(&in_table) {
        counts.without_transactions += u64::from(known && rows == 0);
        counts.unknown += u64::from(!known && rows > 0);
        counts.rows_of_unknown += if known { 0 } else { rows };
    }
    counts
}
