//! The lines of all customers and what is known of them → [`Lines`].

use crate::gather::attributes::{MOST_LEVELS, most_frequent};
use crate::gather::joined::Joined;
use crate::judge::contexts::ContextSource;
use crate::judge::customers::CustomersTable;
use crate::judge::products::ProductsTable;
use crate::judge::row::Rows;
use crate::judge::rules::Rules;
use crate::recognise::roles::{Role, plain};
use shoal_segment::date::{Day, Moment};
use shoal_segment::lines::{Attribute, Contexts, Customers, Known, Lines, NO_KEY, Number};
use shoal_segment::money::Scale;
use shoal_segment::receipt::TableKind;

/// What the lines are made of, beside themselves.
pub(crate) struct Assembly<'a, 'b> {
    pub(crate) customers: &'b CustomersTable<'a>,
    pub(crate) known: Known,
    pub(crate) rules: Rules,
    /// Sorted.
    pub(crate) products: Vec<String>,
    pub(crate) categories: Vec<String>,
    pub(crate) contexts: Contexts,
    /// The columns of contexts that are attributes of customers too.
    pub(crate) attributes: Vec<ContextSource>,
}

/// Customers in one table and not in the other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct CrossCounts {
    pub(crate) without_transactions: u64,
    pub(crate) unknown: u64,
    pub(crate) rows_of_unknown: u64,
}

/// Which optional information every table of transactions has.
pub(crate) fn known(rows: Rows<'_, '_>, products: &ProductsTable<'_>) -> Known {
    let tables = rows.tables;
    let all_have = |role: Role| tables.of_kind(TableKind::Transactions).all(|table| rows.have(table, role));
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

impl Assembly<'_, '_> {
    /// Puts everything together.
    pub(crate) fn assemble(self, joined: Joined) -> (Lines, CrossCounts) {
        let places: Vec<Option<u32>> =
            joined.customers.iter().map(|id| self.customers.ids.find(id.as_bytes())).collect();
        let place = |customer: usize| places[customer].map(|place| place as usize);
        let count = places.len();
        let signup = (0..count).map(|customer| self.customers.signup[place(customer)?]).collect();
        let mut attributes: Vec<Attribute> = self
            .customers
            .attributes
            .iter()
            .filter(|attribute| attribute.levels.len() <= MOST_LEVELS)
            .map(|attribute| Attribute {
                codes: (0..count).map(|customer| place(customer).map_or(NO_KEY, |at| attribute.codes[at])).collect(),
                ..attribute.clone()
            })
            .collect();
        attributes.extend(self.of_lines(&joined));
        attributes.sort_by(|a, b| a.name.cmp(&b.name));
        let number = |number: &Number| Number {
            name: number.name.clone(),
            values: (0..count).map(|customer| place(customer).and_then(|at| number.values[at])).collect(),
        };
        let numbers = self.customers.numbers.iter().map(number).collect();
        let last = joined.lines.iter().map(|line| line.time).max().unwrap_or(Moment(0)).day();
        let counts = if self.known.transactions { self.cross_counts(&joined, &places) } else { CrossCounts::default() };
        let lines = Lines {
            customers: Customers { ids: joined.customers, signup, attributes, numbers },
            orders: joined.orders,
            products: self.products,
            categories: self.categories,
            contexts: self.contexts,
            known: self.known,
            money_scale: Scale(self.rules.scales.money),
            quantity_scale: Scale(self.rules.scales.quantity),
            lines: joined.lines,
            starts: joined.starts,
            as_of: self.rules.as_of.unwrap_or(Day(last.0).next()),
        };
        (lines, counts)
    }

    /// The attributes of the lines: the most frequent value of each customer's lines.
    fn of_lines(&self, joined: &Joined) -> Vec<Attribute> {
        let of_column = |source: &ContextSource| {
            let column = self.contexts.column(&source.name)?;
            let codes = joined.lines.iter().map(|line| (line.customer, self.contexts.code(line.context, column)));
            let with_value = codes.filter(|&(_, code)| code != NO_KEY).collect();
            let levels = self.contexts.columns[column].levels.clone();
            Some(most_frequent(source.named.name.clone(), levels, with_value, joined.customers.len()))
        };
        self.attributes.iter().filter_map(of_column).collect()
    }

    fn cross_counts(&self, joined: &Joined, places: &[Option<u32>]) -> CrossCounts {
        let mut counts = CrossCounts::default();
        if self.customers.ids.len() == 0 {
            return counts;
        }
        let mut rows_of = vec![0u64; places.len()];
        joined.rows().for_each(|line| rows_of[line.customer as usize] += 1);
        for (place, rows) in places.iter().zip(rows_of) {
            counts.without_transactions += u64::from(place.is_some() && rows == 0);
            counts.unknown += u64::from(place.is_none() && rows > 0);
            counts.rows_of_unknown += if place.is_some() { 0 } else { rows };
        }
        counts
    }
}

/// The columns of transactions that are attributes of customers: those that the customers table does not have.
pub(crate) fn attributes_of_lines(columns: Vec<ContextSource>, customers: &CustomersTable<'_>) -> Vec<ContextSource> {
    let known: Vec<String> = customers
        .attributes
        .iter()
        .map(|attribute| plain(&attribute.name))
        .chain(customers.numbers.iter().map(|number| plain(&number.name)))
        .collect();
    let is_new = |source: &ContextSource| source.is_attribute && !known.contains(&plain(&source.named.name));
    columns.into_iter().filter(is_new).collect()
}
