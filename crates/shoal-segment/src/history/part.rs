//! What was purchased of one product, of one category, through one channel.

use crate::lines::{Line, NO_KEY};

/// The purchases of a history that have one key in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The key of the product, category or channel.
    pub key: u32,
    /// Money paid, in the smallest unit.
    pub amount: i128,
    /// In how many orders.
    pub orders: u32,
}

/// The parts of `purchases` by key; lines without a key are in none. `O(m log m)`.
pub(super) fn parts<'a>(purchases: impl Iterator<Item = &'a Line>, key: impl Fn(&Line) -> u32) -> Vec<Part> {
    let mut found: Vec<(u32, u32, i64)> =
        purchases.map(|line| (key(line), line.order, line.amount)).filter(|&(key, ..)| key != NO_KEY).collect();
    found.sort_unstable();
    let part = |lines: &[(u32, u32, i64)]| Part {
        key: lines[0].0,
        amount: lines.iter().map(|line| i128::from(line.2)).sum(),
        orders: lines.chunk_by(|a, b| a.1 == b.1).count() as u32,
    };
    found.chunk_by(|a, b| a.0 == b.0).map(part).collect()
}

/// The part for which most was paid; the first of several.
pub(super) fn largest(parts: &[Part]) -> Option<&Part> {
    parts.iter().reduce(|best, next| if next.amount > best.amount { next } else { best })
}
