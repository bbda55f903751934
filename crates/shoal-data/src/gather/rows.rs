//! The rows of a shelf in order, with keys for ids.

use crate::gather::visits::{self, Ordered, Visit};
use crate::judge::reason::Reason;
use crate::shelf::entry::Item;
use crate::shelf::visit::Damaged;
use crate::tables::Place;
use crate::value::dictionary::Dictionary;
use shoal_segment::lines::{Kind, Line, NO_KEY};
use shoal_segment::receipt::Outcome;

/// For every run, what its own numbers of products, categories and contexts are among those of all runs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ranks {
    pub(crate) products: Vec<Vec<u32>>,
    pub(crate) categories: Vec<Vec<u32>>,
    pub(crate) contexts: Vec<Vec<u32>>,
}

/// Those of one run.
#[derive(Clone, Copy)]
struct RanksOfRun<'r> {
    products: &'r [u32],
    categories: &'r [u32],
    contexts: &'r [u32],
}

impl Ranks {
    fn of_run(&self, run: u32) -> RanksOfRun<'_> {
        fn of(ranks: &[Vec<u32>], run: u32) -> &[u32] {
            ranks.get(run as usize).map_or(&[], Vec::as_slice)
        }
        RanksOfRun {
            products: of(&self.products, run),
            categories: of(&self.categories, run),
            contexts: of(&self.contexts, run),
        }
    }
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
    /// Sorted.
    pub(crate) rows: Vec<Row>,
    /// Ids, sorted; a line's `customer` is the position here.
    pub(crate) customers: Vec<&'b [u8]>,
    /// The ids of the orders of each customer, sorted; a line's `order` is the position here.
    pub(crate) orders: Vec<&'b [u8]>,
    /// How many different ids of lines.
    pub(crate) ids: usize,
}

/// Reads the blocks of a shelf and puts its rows in order. A row that is on it without being used only makes its customer known. `known`
/// are customers who are on it with or without rows; `category_of` gives the category of a product where the row has none.
pub(crate) fn read<'b>(
    blocks: &'b [(u32, Vec<u8>)],
    known: &[&'b [u8]],
    ranks: &Ranks,
    category_of: &[u32],
) -> Result<Rows<'b>, Damaged> {
    let Ordered { visits, customers, orders } = visits::ordered(blocks, known)?;
    let mut ids = Dictionary::default();
    let mut rows: Vec<Row> = Vec::new();
    let mut order = Order::default();
    for together in visits.chunk_by(Visit::meets) {
        let start = rows.len();
        for visit in together {
            let ranks = ranks.of_run(visit.run);
            for item in visit.items {
                rows.push(row(visit, &item?, (ranks, category_of), &mut ids)?);
            }
        }
        order.sort(&mut rows[start..]);
    }
    Ok(Rows { rows, customers, orders, ids: ids.len() })
}

/// Room for sorting rows that have customer, moment and order in common.
#[derive(Default)]
struct Order {
    /// Product, and place among the rows.
    keys: Vec<u64>,
    unsorted: Vec<Row>,
}

impl Order {
    /// Sorts rows. Their next field is the product, and mostly they differ in it: sorting these alone takes a fifth of the time.
    fn sort(&mut self, rows: &mut [Row]) {
        if rows.len() < 2 {
            return;
        }
        let key = |(place, row): (usize, &Row)| u64::from(row.line.product) << 32 | place as u64;
        self.keys.clear();
        self.keys.extend(rows.iter().enumerate().map(key));
        if !self.keys.is_sorted() {
            self.keys.sort_unstable();
            self.unsorted.clear();
            self.unsorted.extend_from_slice(rows);
            for (row, &key) in rows.iter_mut().zip(&self.keys) {
                *row = self.unsorted[key as u32 as usize];
            }
        }
        for alike in rows.chunk_by_mut(|a, b| a.line.product == b.line.product).filter(|alike| alike.len() > 1) {
            alike.sort_unstable();
        }
    }
}

#[inline]
fn row<'b>(
    visit: &Visit<'b>,
    item: &Item<'b>,
    (ranks, category_of): (RanksOfRun<'_>, &[u32]),
    ids: &mut Dictionary<'b>,
) -> Result<Row, Damaged> {
    let product = rank(ranks.products, item.product)?;
    let category = match rank(ranks.categories, item.category)? {
        NO_KEY => category_of.get(product as usize).copied().unwrap_or(NO_KEY),
        category => category,
    };
    let line = Line {
        customer: visit.customer,
        time: visit.time,
        order: visit.order,
        product,
        category,
        context: rank(ranks.contexts, item.context)?,
        kind: if item.reason.outcome() == Outcome::Kept { Kind::Purchase } else { Kind::Return },
        quantity: item.quantity,
        amount: item.amount.abs(),
        discount: item.discount,
    };
    let place = Place { unit: visit.items.unit, row: item.row };
    let id = if item.line.is_empty() { NO_KEY } else { ids.number(item.line) };
    Ok(Row { line, rest: item.rest, place, reason: item.reason, id })
}

fn rank(ranks: &[u32], number: u32) -> Result<u32, Damaged> {
    if number == NO_KEY { Ok(NO_KEY) } else { ranks.get(number as usize).copied().ok_or(Damaged) }
}
