//! Drafts that are used → lines in canonical order.
//!
//! 1. The lines of each customer are counted and moved to their place (one pass each).
//! 2. Blocks of customers are sorted at the same time, each customer's lines by all their fields.
//! 3. Lines without an order id get one: those of a customer at the same moment share it. These keys follow those of the ids.
//!
//! The result is that of [`shoal_segment::lines::Lines::index`], which sorts all lines at once; this way is faster because the sorted
//! pieces are small.

pub(crate) mod assemble;
pub(crate) mod attributes;
pub(crate) mod contexts;
pub(crate) mod lonely;
pub(crate) mod merge;
pub(crate) mod repeats;
pub(crate) mod services;
pub(crate) mod transactions;

use crate::judge::Draft;
use rayon::prelude::*;
use shoal_segment::date::Moment;
use shoal_segment::lines::{Kind, Line, NO_KEY};
use shoal_segment::receipt::Outcome;

/// Customers per block.
const BLOCK: usize = 1024;

/// A line and the draft it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Placed {
    pub(crate) line: Line,
    /// Position among the drafts.
    pub(crate) draft: u32,
}

/// All lines in order.
pub(crate) struct Arranged {
    pub(crate) placed: Vec<Placed>,
    /// Where each customer's lines start; one more than customers.
    pub(crate) starts: Vec<usize>,
}

/// Puts the used drafts in order. `category_of` gives the category of a product where the row has none.
pub(crate) fn arrange(drafts: &[Draft], customers: usize, orders: usize, category_of: &[u32]) -> Arranged {
    let starts = starts(drafts, customers);
    let mut next = starts.clone();
    let mut placed = vec![EMPTY; starts[customers]];
    for (draft, row) in drafts.iter().enumerate().filter(|(_, row)| row.reason.is_used()) {
        let at = &mut next[row.customer as usize];
        placed[*at] = Placed { line: line(row, category_of), draft: draft as u32 };
        *at += 1;
    }
    let blocks = by_blocks(&mut placed, &starts);
    blocks.into_par_iter().for_each(|(first, block)| {
        let base = starts[first];
        let last = (first + BLOCK).min(customers);
        for customer in first..last {
            block[starts[customer] - base..starts[customer + 1] - base].sort_unstable_by_key(|placed| placed.line);
        }
    });
    name_orders(&mut placed, orders);
    Arranged { placed, starts }
}

const EMPTY: Placed = Placed {
    line: Line {
        customer: 0,
        time: Moment(0),
        order: 0,
        product: 0,
        category: 0,
        context: NO_KEY,
        kind: Kind::Purchase,
        quantity: 0,
        amount: 0,
        discount: 0,
    },
    draft: 0,
};

fn starts(drafts: &[Draft], customers: usize) -> Vec<usize> {
    let mut starts = vec![0usize; customers + 1];
    for row in drafts.iter().filter(|row| row.reason.is_used()) {
        starts[row.customer as usize + 1] += 1;
    }
    for customer in 0..customers {
        starts[customer + 1] += starts[customer];
    }
    starts
}

fn line(row: &Draft, category_of: &[u32]) -> Line {
    let of_product = || category_of.get(row.product as usize).copied().unwrap_or(NO_KEY);
    Line {
        customer: row.customer,
        time: row.time,
        order: row.order,
        product: row.product,
        category: if row.category == NO_KEY { of_product() } else { row.category },
        context: row.context,
        kind: if row.reason.outcome() == Outcome::Kept { Kind::Purchase } else { Kind::Return },
        quantity: row.quantity,
        amount: row.amount.abs(),
        discount: row.discount,
    }
}

/// The lines of every [`BLOCK`] customers: the first customer and their lines.
fn by_blocks<'a>(placed: &'a mut [Placed], starts: &[usize]) -> Vec<(usize, &'a mut [Placed])> {
    let customers = starts.len() - 1;
    let mut blocks = Vec::with_capacity(customers.div_ceil(BLOCK));
    let mut rest = placed;
    for first in (0..customers).step_by(BLOCK) {
        let length = starts[(first + BLOCK).min(customers)] - starts[first];
        let (block, after) = rest.split_at_mut(length);
        blocks.push((first, block));
        rest = after;
    }
    blocks
}

/// Without an id, the lines of a customer at the same moment are one order. Such lines are the last of their moment.
fn name_orders(placed: &mut [Placed], orders: usize) {
    let mut next = orders as u32;
    let mut previous = None;
    for Placed { line, .. } in placed.iter_mut().filter(|placed| placed.line.order == NO_KEY) {
        let here = (line.customer, line.time);
        if previous.is_some_and(|previous| previous != here) {
            next += 1;
        }
        line.order = next;
        previous = Some(here);
    }
}

impl Arranged {
    /// The lines that are rows of their own: all but money given back on rows of purchases.
    pub(crate) fn rows<'r>(&'r self, drafts: &'r [Draft]) -> impl Iterator<Item = &'r Placed> {
        self.placed.iter().filter(|placed| !drafts[placed.draft as usize].is_refund)
    }

    /// Takes out the lines of some drafts.
    pub(crate) fn without(self, drafts: &[Draft]) -> Self {
        let customers = self.starts.len() - 1;
        let placed: Vec<Placed> =
            self.placed.into_iter().filter(|placed| drafts[placed.draft as usize].reason.is_used()).collect();
        Self { placed, starts: starts(drafts, customers) }
    }
}
