//! A few dirty rows, as every real export has them: guests without a customer id, repeated rows, numbers that are words.

use super::tables::{fields, row};
use shoal_segment::shop::{Line, Shop};

/// Every so many lines one is soiled.
const EVERY: usize = 150;

/// The dirty row that follows line number `at`, if one does.
///
/// Three of four are readable (no customer, no customer, repeated), so that unreadable rows stay well under one percent.
pub(super) fn after(at: usize, shop: &Shop, line: &Line, seed: u64) -> Option<String> {
    if at % EVERY != EVERY - 1 {
        return None;
    }
    let customer = shop.customers[line.customer].id.as_str();
    let guest = format!("G{:08}", at);
    Some(match (at / EVERY + seed as usize) % 4 {
        0 | 1 => fields(&guest, "", shop, line, &line.quantity.abs().to_string()),
        2 => row(shop, line),
        _ => fields(&guest, customer, shop, line, "two"),
    })
}
