//! What is counted of customers, orders and lines while they are put in order, shelf by shelf.

use crate::account::id_notes::IdMarks;
use crate::error::Error;
use crate::gather::piece::Piece;
use crate::gather::repeats::Repeat;
use crate::judge::customers::CustomersTable;
use crate::judge::orders::OrderFacts;
use crate::judge::products::ProductsTable;

/// Fewer customers than this may have nothing in common with a table by chance.
const FEW: u64 = 10;

/// What the customers of some shelves come to.
#[derive(Debug, Default)]
pub(crate) struct Census {
    /// Rows that repeat others.
    pub(crate) repeats: Vec<Repeat>,
    /// Whether ids of customers and of orders look rounded.
    pub(crate) id_marks: [IdMarks; 2],
    /// Lines in all.
    pub(crate) lines: u64,
    /// Customers of the customers table without a line.
    pub(crate) without_lines: u64,
    /// Customers with lines who are not in the customers table, and their rows.
    pub(crate) unknown: u64,
    pub(crate) rows_of_unknown: u64,
    /// Rows of products that are not in the products table.
    pub(crate) rows_of_unknown_products: u64,
    /// The numbers of the known orders that have lines.
    pub(crate) orders: Vec<u32>,
    /// The first customer who has lines, and the first of the table, and how many have both.
    first: [Option<String>; 2],
    in_common: u64,
}

/// What customers, orders and products are looked up in.
pub(crate) struct Registers<'a, 'b> {
    customers: &'b CustomersTable<'a>,
    orders: &'b OrderFacts<'a>,
    /// By product: whether the products table lacks it; empty where there is no such table.
    unknown_products: Vec<bool>,
    /// Without transactions nobody lacks any.
    has_transactions: bool,
}

impl<'a, 'b> Registers<'a, 'b> {
    /// `products` are those of all lines, sorted.
    pub(crate) fn new(
        customers: &'b CustomersTable<'a>,
        orders: &'b OrderFacts<'a>,
        table: &ProductsTable<'_>,
        products: &[String],
        has_transactions: bool,
    ) -> Self {
        Self { customers, orders, unknown_products: table.unknown(products), has_transactions }
    }

    /// Counts a piece, and takes its repeats.
    pub(crate) fn census(&self, piece: &mut Piece<'_>) -> Census {
        let marks = |ids: &[&[u8]]| IdMarks::of(ids.iter().copied());
        let is_unknown = |product: u32| self.unknown_products.get(product as usize).copied().unwrap_or(false);
        let mut census = Census {
            repeats: std::mem::take(&mut piece.repeats),
            id_marks: [marks(&piece.customers), marks(&piece.orders)],
            lines: piece.lines.len() as u64,
            rows_of_unknown_products: match self.unknown_products.is_empty() {
                true => 0,
                false => piece.rows(0..piece.lines.len()).filter(|line| is_unknown(line.product)).count() as u64,
            },
            orders: piece.orders.iter().filter_map(|id| self.orders.find(id)).collect(),
            ..Census::default()
        };
        if self.has_transactions && self.customers.ids.len() > 0 {
            let rows = piece.starts.windows(2).map(|ends| piece.rows(ends[0]..ends[1]).count() as u64);
            piece.customers.iter().zip(rows).for_each(|(id, rows)| self.look_up(id, rows, &mut census));
        }
        census
    }

    fn look_up(&self, id: &[u8], rows: u64, census: &mut Census) {
        let known = self.customers.ids.find(id).is_some();
        census.without_lines += u64::from(known && rows == 0);
        census.in_common += u64::from(known && rows > 0);
        if !known {
            census.unknown += u64::from(rows > 0);
            census.rows_of_unknown += rows;
        }
        for (first, _) in census.first.iter_mut().zip([rows > 0, known]).filter(|(first, is)| *is && first.is_none()) {
            *first = Some(String::from_utf8_lossy(id).into_owned());
        }
    }
}

impl Census {
    /// Both together.
    pub(crate) fn plus(mut self, mut other: Self) -> Self {
        self.repeats.append(&mut other.repeats);
        self.orders.append(&mut other.orders);
        let least = |at: usize| [&self.first[at], &other.first[at]].into_iter().flatten().min().cloned();
        Self {
            first: [least(0), least(1)],
            id_marks: [0, 1].map(|at| self.id_marks[at].plus(other.id_marks[at])),
            lines: self.lines + other.lines,
            without_lines: self.without_lines + other.without_lines,
            unknown: self.unknown + other.unknown,
            rows_of_unknown: self.rows_of_unknown + other.rows_of_unknown,
            rows_of_unknown_products: self.rows_of_unknown_products + other.rows_of_unknown_products,
            in_common: self.in_common + other.in_common,
            repeats: self.repeats,
            orders: self.orders,
        }
    }

    /// Two tables of at least ten customers each without a common one were joined by the wrong columns.
    pub(crate) fn check_in_common(&self, customers: &CustomersTable<'_>) -> Result<(), Error> {
        match &self.first {
            [Some(with_lines), Some(in_table)]
                if self.in_common == 0 && self.unknown >= FEW && customers.ids.len() as u64 >= FEW =>
            {
                Err(Error::NothingInCommon {
                    in_transactions: self.unknown as usize,
                    in_customers: customers.ids.len(),
                    transaction_id: with_lines.clone(),
                    customer_id: in_table.clone(),
                })
            }
            _ => Ok(()),
        }
    }
}
