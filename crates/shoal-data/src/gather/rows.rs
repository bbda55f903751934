//! The rows of a shelf, with keys for ids.

use crate::judge::reason::Reason;
use crate::shelf::entry::Entry;
use crate::tables::Place;
use crate::value::dictionary::{Dictionary, unify};
use shoal_segment::lines::{Kind, Line, NO_KEY};
use shoal_segment::receipt::Outcome;

/// For every run, what its own numbers of products, categories and contexts are among those of all runs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ranks {
    pub(crate) products: Vec<Vec<u32>>,
    pub(crate) categories: Vec<Vec<u32>>,
    pub(crate) contexts: Vec<Vec<u32>>,
}

/// A row that may become a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Row {
    /// The line; without an order id its order is [`NO_KEY`].
    pub(crate) line: Line,
    /// A hash of the columns that nothing uses.
    pub(crate) rest: u32,
    /// Where it stands. Nothing but the choice between identical rows depends on it.
    pub(crate) place: Place,
    pub(crate) reason: Reason,
    /// The number of the line's id on this shelf, or [`NO_KEY`].
    pub(crate) id: u32,
}

impl Row {
    /// Whether two rows are identical in every field.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        self.line == other.line && self.rest == other.rest
    }

    /// Its money, as it was booked.
    pub(crate) fn booked(&self) -> i64 {
        if self.line.kind == Kind::Purchase { self.line.amount } else { -self.line.amount }
    }
}

/// All rows of a shelf.
pub(crate) struct Rows<'b> {
    pub(crate) rows: Vec<Row>,
    /// Ids, sorted.
    pub(crate) customers: Vec<&'b [u8]>,
    pub(crate) orders: Vec<&'b [u8]>,
    /// How many different ids of lines.
    pub(crate) ids: usize,
}

/// The shelf holds something that is no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Damaged;

/// Reads the blocks of a shelf. A row that is on it without being used only makes its customer known. `known` are customers who are on it with or without rows; `category_of` gives the category of a product where
/// the row has none.
pub(crate) fn read<'b>(
    blocks: &'b [(u32, Vec<u8>)],
    known: &[&'b [u8]],
    ranks: &Ranks,
    category_of: &[u32],
) -> Result<Rows<'b>, Damaged> {
    let (mut customers, mut orders, mut ids) = (Dictionary::default(), Dictionary::default(), Dictionary::default());
    known.iter().for_each(|id| {
        customers.number(id);
    });
    let mut rows = Vec::new();
    for (run, bytes) in blocks {
        let run = *run as usize;
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            let entry = Entry::read(&mut rest).ok_or(Damaged)?;
            let customer = customers.number(entry.customer);
            if !entry.reason.is_used() {
                continue;
            }
            let product = rank(&ranks.products, run, entry.product)?;
            let category = match rank(&ranks.categories, run, entry.category)? {
                NO_KEY => category_of.get(product as usize).copied().unwrap_or(NO_KEY),
                category => category,
            };
            let line = Line {
                customer,
                time: entry.time,
                order: number(&mut orders, entry.order),
                product,
                category,
                context: rank(&ranks.contexts, run, entry.context)?,
                kind: if entry.reason.outcome() == Outcome::Kept { Kind::Purchase } else { Kind::Return },
                quantity: entry.quantity,
                amount: entry.amount.abs(),
                discount: entry.discount,
            };
            let id = number(&mut ids, entry.line);
            rows.push(Row { line, rest: entry.rest, place: entry.place, reason: entry.reason, id });
        }
    }
    let ids = ids.len();
    let (customers, orders) = (unify(vec![customers]), unify(vec![orders]));
    for row in &mut rows {
        row.line.customer = customers.ranks[0][row.line.customer as usize];
        if row.line.order != NO_KEY {
            row.line.order = orders.ranks[0][row.line.order as usize];
        }
    }
    Ok(Rows { rows, customers: customers.keys, orders: orders.keys, ids })
}

/// The number of an id, or [`NO_KEY`] where there is none.
fn number<'b>(ids: &mut Dictionary<'b>, id: &'b [u8]) -> u32 {
    if id.is_empty() { NO_KEY } else { ids.number(id) }
}

fn rank(ranks: &[Vec<u32>], run: usize, number: u32) -> Result<u32, Damaged> {
    if number == NO_KEY {
        return Ok(NO_KEY);
    }
    ranks.get(run).and_then(|ranks| ranks.get(number as usize)).copied().ok_or(Damaged)
}
