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
        discount: false,
    }
}

/// Puts everything together.
pub(crate) fn assemble(assembly: &Assembly<'_, '_>, arranged: Arranged) -> (Lines, CrossCounts) {
    let Assembly { judged, customers, .. } = assembly;
    let count = judged.customers.len();
    let mut signup = vec![None; count];
    for (&rank, &day) in judged.table_customers.iter().zip(&customers.signup) {
        signup[rank as usize] = day;
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
        if let Some(levels) = levels {
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
        contexts: Contexts::default(),
        known: assembly.known,
        money_scale: Scale(assembly.rules.scales.money),
        quantity_scale: Scale(assembly.rules.scales.quantity),
        lines: arranged.placed.into_iter().map(|placed| placed.line).collect(),
        starts: arranged.starts,
        as_of: assembly.rules.as_of.unwrap_or(Day(last.0).next()),
    };
    (lines, counts)
}

/// An attribute of the customers table, for all customers.
fn by_rank(attribute: &Attribute, judged: &Transactions<'_>) -> Attribute {
    let mut codes = vec![NO_KEY; judged.customers.len()];
    for (&rank, &code) in judged.table_customers.iter().zip(&attribute.codes) {
        codes[rank as usize] = code;
    }
    Attribute { name: attribute.name.clone(), levels: attribute.levels.clone(), codes }
}

/// A number of the customers table, for all customers.
fn number_by_rank(number: &Number, judged: &Transactions<'_>) -> Number {
    let mut values = vec![None; judged.customers.len()];
    for (&rank, &value) in judged.table_customers.iter().zip(&number.values) {
        values[rank as usize] = value;
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
    for (customer, &known) in in_table.iter().enumerate() {
        let rows = (arranged.starts[customer + 1] - arranged.starts[customer]) as u64;
        counts.without_transactions += u64::from(known && rows == 0);
        counts.unknown += u64::from(!known && rows > 0);
        counts.rows_of_unknown += if known { 0 } else { rows };
    }
    counts
}
