//! The visits of a shelf in the order of their customers, moments and orders.
//!
//! 1. [`read`]: the visits of all blocks, without their rows; customers are numbered, and ranked as bytes.
//! 2. [`by_customer`]: each customer's visits are moved to one place.
//! 3. [`number_orders`]: the orders of a customer are ranked as bytes. Nobody needs to compare those of two customers.
//! 4. A customer's visits are sorted by moment and order.
//!
//! There is a visit for every order that stands together in its file, so a quarter of the rows or so is sorted, and rows are moved once.
//! Files are mostly in order of time, and so are then the visits of a customer, which costs a comparison each.

use crate::shelf::visit::{Damaged, Items, Visits};
use crate::value::dictionary::{Dictionary, unify};
use shoal_segment::date::Moment;
use shoal_segment::lines::NO_KEY;

/// A visit with keys for ids.
#[derive(Clone, Copy)]
pub(super) struct Visit<'b> {
    /// Position in [`Ordered::customers`].
    pub(super) customer: u32,
    /// Position in [`Ordered::orders`], or [`NO_KEY`].
    pub(super) order: u32,
    pub(super) time: Moment,
    /// The run that wrote it.
    pub(super) run: u32,
    pub(super) items: Items<'b>,
    order_id: &'b [u8],
}

impl Visit<'_> {
    /// Whether the rows of both belong together.
    pub(super) fn meets(&self, other: &Self) -> bool {
        (self.time, self.order, self.customer) == (other.time, other.order, other.customer)
    }
}

/// The visits of a shelf.
pub(super) struct Ordered<'b> {
    pub(super) visits: Vec<Visit<'b>>,
    /// Ids, sorted.
    pub(super) customers: Vec<&'b [u8]>,
    /// The ids of the orders of each customer, sorted; customer after customer.
    pub(super) orders: Vec<&'b [u8]>,
}

/// Reads the visits of a shelf and puts them in order. `known` are customers who are on it with or without visits.
pub(super) fn ordered<'b>(blocks: &'b [(u32, Vec<u8>)], known: &[&'b [u8]]) -> Result<Ordered<'b>, Damaged> {
    let (visits, customers) = read(blocks, known)?;
    let mut visits = by_customer(&visits, customers.len());
    let mut orders = Vec::new();
    for of_customer in visits.chunk_by_mut(|a, b| a.customer == b.customer) {
        number_orders(of_customer, &mut orders);
        of_customer.sort_unstable_by_key(|visit| (visit.time, visit.order));
    }
    Ok(Ordered { visits, customers, orders })
}

/// The visits in the order in which they lie there, and the customers, sorted.
fn read<'b>(blocks: &'b [(u32, Vec<u8>)], known: &[&'b [u8]]) -> Result<(Vec<Visit<'b>>, Vec<&'b [u8]>), Damaged> {
    let mut customers: Dictionary<'b> = known.iter().copied().collect();
    let mut visits: Vec<Visit<'b>> = Vec::new();
    for (run, block) in blocks {
        let mut customer = NO_KEY;
        for visit in Visits::new(block) {
            let visit = visit?;
            if !visit.is_again {
                customer = customers.number(visit.customer);
            }
            if visit.is_used {
                let (time, items, order_id) = (visit.time, visit.items, visit.order);
                visits.push(Visit { customer, order: NO_KEY, time, run: *run, items, order_id });
            }
        }
    }
    let customers = unify(vec![customers]);
    let ranks = &customers.ranks[0];
    for visit in &mut visits {
        visit.customer = *ranks.get(visit.customer as usize).ok_or(Damaged)?;
    }
    Ok((visits, customers.keys))
}

/// The visits customer by customer, otherwise as they lie there.
fn by_customer<'b>(visits: &[Visit<'b>], customers: usize) -> Vec<Visit<'b>> {
    let Some(&any) = visits.first() else { return Vec::new() };
    let mut next = vec![0u32; customers + 1];
    visits.iter().for_each(|visit| next[visit.customer as usize + 1] += 1);
    (0..customers).for_each(|customer| next[customer + 1] += next[customer]);
    let mut sorted = vec![any; visits.len()];
    for visit in visits {
        let at = &mut next[visit.customer as usize];
        sorted[*at as usize] = *visit;
        *at += 1;
    }
    sorted
}

/// Gives each order of a customer its place among `orders`, behind those that are there.
fn number_orders<'b>(visits: &mut [Visit<'b>], orders: &mut Vec<&'b [u8]>) {
    visits.sort_unstable_by_key(|visit| visit.order_id);
    let mut last: &[u8] = &[];
    for visit in visits.iter_mut().filter(|visit| !visit.order_id.is_empty()) {
        if visit.order_id != last {
            orders.push(visit.order_id);
            last = visit.order_id;
        }
        visit.order = orders.len() as u32 - 1;
    }
}
