//! What the purchases of one order add up to.

use crate::date::{Day, Moment};
use crate::lines::Line;

/// The purchases of one order of a history; its returns are not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purchase {
    /// The key of the order.
    pub order: u32,
    /// The moment of its first line.
    pub time: Moment,
    /// How many lines.
    pub lines: u32,
    /// Money paid, in the smallest unit.
    pub amount: i128,
    /// Money taken off, in the smallest unit.
    pub discount: i128,
    /// Units, in the smallest unit.
    pub quantity: i128,
}

impl Purchase {
    /// The day of its first line.
    pub fn day(&self) -> Day {
        self.time.day()
    }

    fn of(line: &Line) -> Self {
        Self {
            order: line.order,
            time: line.time,
            lines: 1,
            amount: i128::from(line.amount),
            discount: i128::from(line.discount),
            quantity: i128::from(line.quantity),
        }
    }

    /// Puts another part of the same order to this one.
    fn join(&mut self, other: &Self) {
        self.time = self.time.min(other.time);
        self.lines += other.lines;
        self.amount += other.amount;
        self.discount += other.discount;
        self.quantity += other.quantity;
    }
}

/// The orders of `purchases`, by their first moment and then by key; `pieces` is room to work in, `orders` where they go. Lines of an
/// order mostly follow each other, so that few pieces are left to be sorted. `O(m log m)`.
pub(super) fn per_order<'a>(
    purchases: impl Iterator<Item = &'a Line>,
    pieces: &mut Vec<Purchase>,
    orders: &mut Vec<Purchase>,
) {
    pieces.clear();
    for line in purchases {
        add(pieces, Purchase::of(line));
    }
    pieces.sort_unstable_by_key(|order| order.order);
    orders.clear();
    for &piece in pieces.iter() {
        add(orders, piece);
    }
    orders.sort_unstable_by_key(|order| (order.time, order.order));
}

/// Puts a piece to the last order when it belongs there.
fn add(orders: &mut Vec<Purchase>, piece: Purchase) {
    match orders.last_mut() {
        Some(last) if last.order == piece.order => last.join(&piece),
        _ => orders.push(piece),
    }
}
