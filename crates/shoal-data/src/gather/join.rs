//! The lines of all pieces as one, customers sorted by id.

use rayon::prelude::*;
use shoal_segment::lines::{Attribute, Customers, Line, Lines, Number};

/// Where a customer is: the piece, and the position there.
type CustomerAt = (u32, u32);

/// Joins the pieces, which have `header` in common.
pub(crate) fn join(header: &Lines, mut pieces: Vec<Lines>) -> Lines {
    let orders = name_orders(&mut pieces);
    let order = sorted(&pieces);
    let mut starts = Vec::with_capacity(order.len() + 1);
    let mut lines = Vec::with_capacity(pieces.iter().map(|piece| piece.lines.len()).sum());
    for (rank, &(piece, customer)) in order.iter().enumerate() {
        starts.push(lines.len());
        let history = pieces[piece as usize].of_customer(customer as usize).iter();
        lines.extend(history.map(|line| Line { customer: rank as u32, ..*line }));
    }
    starts.push(lines.len());
    pieces.iter_mut().for_each(|piece| piece.lines = Vec::new());
    Lines { customers: customers(header, &mut pieces, &order), orders, lines, starts, ..header.clone() }
}

/// All customers in the order of their ids.
fn sorted(pieces: &[Lines]) -> Vec<CustomerAt> {
    let of_piece = |(at, piece): (usize, &Lines)| (0..piece.customers.ids.len()).map(move |id| (at as u32, id as u32));
    let mut all: Vec<CustomerAt> = pieces.iter().enumerate().flat_map(of_piece).collect();
    all.par_sort_unstable_by_key(|&(piece, id)| &pieces[piece as usize].customers.ids[id as usize]);
    all
}

fn customers(header: &Lines, pieces: &mut [Lines], order: &[CustomerAt]) -> Customers {
    let attribute = |(at, attribute): (usize, &Attribute)| Attribute {
        codes: gather(order, |piece| &pieces[piece].customers.attributes[at].codes),
        ..attribute.clone()
    };
    let number = |(at, number): (usize, &Number)| Number {
        values: gather(order, |piece| &pieces[piece].customers.numbers[at].values),
        name: number.name.clone(),
    };
    let attributes = header.customers.attributes.iter().enumerate().map(attribute).collect();
    let numbers = header.customers.numbers.iter().enumerate().map(number).collect();
    let signup = gather(order, |piece| &pieces[piece].customers.signup);
    let mut id = |&(piece, id): &CustomerAt| std::mem::take(&mut pieces[piece as usize].customers.ids[id as usize]);
    Customers { ids: order.iter().map(&mut id).collect(), signup, attributes, numbers }
}

fn gather<'p, T: Copy + 'p>(order: &[CustomerAt], of_piece: impl Fn(usize) -> &'p Vec<T>) -> Vec<T> {
    order.iter().map(|&(piece, customer)| of_piece(piece as usize)[customer as usize]).collect()
}

/// Gives the orders of all pieces keys that do not meet: the ranks of their ids, then those without. Returns the ids, sorted.
fn name_orders(pieces: &mut [Lines]) -> Vec<String> {
    let mut all: Vec<String> = pieces.iter().flat_map(|piece| piece.orders.iter().cloned()).collect();
    all.par_sort_unstable();
    all.dedup();
    let mut next = all.len() as u32;
    for piece in pieces {
        let rank = |id: &String| all.binary_search(id).unwrap_or_default() as u32;
        let ranks: Vec<u32> = piece.orders.par_iter().map(rank).collect();
        let mut after = next;
        for line in &mut piece.lines {
            line.order = match ranks.get(line.order as usize) {
                Some(&rank) => rank,
                None => next + (line.order - ranks.len() as u32),
            };
            after = after.max(line.order + 1);
        }
        next = after;
    }
    all
}
