//! Attributes of customers as they were on a day.
//!
//! What a table of customers says has no date and is the same on every day. What the lines say (the region to which most orders went) is
//! what they said up to that day.

use crate::date::Day;
use crate::lines::{Attribute, Line, Lines, NO_KEY, most_frequent_code};
use std::borrow::Cow;

/// The codes of an attribute, one per customer of `lines`, by the lines up to `day`. Free where there are no later ones; else
/// `O(m log m)` for the m lines of each customer.
pub(super) fn codes_on<'a>(lines: &'a Lines, attribute: &'a Attribute, day: Day) -> Cow<'a, [u32]> {
    let is_later = |line: &Line| line.time.day() > day;
    let customers = 0..lines.customers.ids.len();
    let goes_on = |customer: usize| lines.of_customer(customer).last().is_some_and(is_later);
    let Some(column) = attribute.context.filter(|_| customers.clone().any(goes_on)) else {
        return Cow::from(&attribute.codes);
    };
    let code = |line: &Line| lines.contexts.code(line.context, column);
    let of_customer = |customer: usize| {
        let seen = lines.of_customer(customer).iter().take_while(|line| !is_later(line));
        let mut codes: Vec<u32> = seen.map(code).filter(|&code| code != NO_KEY).collect();
        codes.sort_unstable();
        most_frequent_code(codes.into_iter())
    };
    customers.map(of_customer).collect()
}
