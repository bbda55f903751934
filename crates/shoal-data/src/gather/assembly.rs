//! The lines of some customers and what is known of them → [`Lines`].

use crate::gather::attributes::{MOST_LEVELS, most_frequent};
use crate::gather::piece::Piece;
use crate::judge::contexts::ContextSource;
use crate::judge::customers::CustomersTable;
use crate::judge::harvest::Harvest;
use crate::judge::products::ProductsTable;
use crate::judge::row::Rows;
use crate::judge::rules::Rules;
use crate::recognise::roles::{Role, plain};
use crate::value::dictionary::strings;
use shoal_segment::date::Day;
use shoal_segment::lines::{Attribute, Customers, Known, Lines, NO_KEY, Number};
use shoal_segment::money::Scale;
use shoal_segment::receipt::TableKind;

/// What all lines have in common, and what is known of their customers.
pub(crate) struct Assembly<'a, 'b> {
    /// Lines without a line or a customer.
    pub(crate) header: Lines,
    customers: &'b CustomersTable<'a>,
    /// The columns of contexts that are attributes of customers too.
    of_lines: Vec<&'b ContextSource>,
    /// Whether ids of orders are kept.
    order_ids: bool,
}

impl<'a, 'b> Assembly<'a, 'b> {
    /// Takes from all that was judged what all lines have in common.
    pub(crate) fn new(
        (rows, rules): (Rows<'_, '_>, Rules),
        (customers, products): (&'b CustomersTable<'a>, &ProductsTable<'_>),
        contexts: &'b [ContextSource],
        harvest: &Harvest,
        order_ids: bool,
    ) -> Self {
        let last = harvest.days.last().map_or(Day(0), |(day, _)| day);
        let header = Lines {
            customers: Customers::default(),
            orders: Vec::new(),
            products: harvest.products.clone().into(),
            categories: harvest.categories.clone().into(),
            contexts: harvest.contexts.clone().into(),
            known: known(rows, products),
            money_scale: Scale(rules.scales.money),
            quantity_scale: Scale(rules.scales.quantity),
            lines: Vec::new(),
            starts: vec![0],
            as_of: rules.as_of.unwrap_or(last.next()),
        };
        let of_lines = attributes_of_lines(contexts, customers);
        let mut assembly = Self { header, customers, of_lines, order_ids };
        assembly.header.customers = assembly.customers(Vec::new(), &assembly.header);
        assembly
    }

    /// The lines of a piece.
    pub(crate) fn lines(&self, mut piece: Piece<'_>) -> Lines {
        if self.order_ids {
            piece.rank_orders();
        }
        let ids = strings(&piece.customers);
        let mut lines = Lines {
            orders: if self.order_ids { strings(&piece.orders) } else { Vec::new() },
            lines: piece.lines,
            starts: piece.starts,
            ..self.header.clone()
        };
        lines.customers = self.customers(ids, &lines);
        lines
    }

    /// What is known of some customers, who have `lines`.
    fn customers(&self, ids: Vec<String>, lines: &Lines) -> Customers {
        let table = self.customers;
        let places: Vec<Option<u32>> = ids.iter().map(|id| table.ids.find(id.as_bytes())).collect();
        let place = |customer: usize| places[customer].map(|place| place as usize);
        let count = ids.len();
        let of_table = table.attributes.iter().filter(|attribute| attribute.levels.len() <= MOST_LEVELS);
        let of_table = of_table.map(|attribute| Attribute {
            name: attribute.name.clone(),
            levels: attribute.levels.clone(),
            codes: (0..count).map(|customer| place(customer).map_or(NO_KEY, |at| attribute.codes[at])).collect(),
            context: None,
        });
        let of_lines = self.of_lines.iter().filter_map(|source| of_lines(source, lines, count));
        let mut attributes: Vec<Attribute> = of_table.chain(of_lines).collect();
        attributes.sort_by(|a, b| a.name.cmp(&b.name));
        let number = |number: &Number| Number {
            name: number.name.clone(),
            values: (0..count).map(|customer| place(customer).and_then(|at| number.values[at])).collect(),
        };
        Customers {
            signup: (0..count).map(|customer| table.signup[place(customer)?]).collect(),
            numbers: table.numbers.iter().map(number).collect(),
            attributes,
            ids,
        }
    }
}

/// An attribute of the lines: the most frequent value of each customer's lines.
fn of_lines(source: &ContextSource, lines: &Lines, customers: usize) -> Option<Attribute> {
    let column = lines.contexts.column(&source.name)?;
    let codes = lines.lines.iter().map(|line| (line.customer, lines.contexts.code(line.context, column)));
    let with_value = codes.filter(|&(_, code)| code != NO_KEY).collect();
    let levels = lines.contexts.columns[column].levels.clone();
    let attribute = most_frequent(source.named.name.clone(), levels, with_value, customers);
    Some(Attribute { context: Some(column), ..attribute })
}

/// Which optional information every table of transactions has.
fn known(rows: Rows<'_, '_>, products: &ProductsTable<'_>) -> Known {
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

/// The columns of transactions that are attributes of customers: those that the customers table does not have.
fn attributes_of_lines<'b>(columns: &'b [ContextSource], customers: &CustomersTable<'_>) -> Vec<&'b ContextSource> {
    let known: Vec<String> = customers
        .attributes
        .iter()
        .map(|attribute| plain(&attribute.name))
        .chain(customers.numbers.iter().map(|number| plain(&number.name)))
        .collect();
    let is_new = |source: &&ContextSource| source.is_attribute && !known.contains(&plain(&source.named.name));
    columns.iter().filter(is_new).collect()
}
