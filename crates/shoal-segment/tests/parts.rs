//! A table that is put together from parts of the customers is the table of all of them.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod dirty_shop;

use dirty_shop::dirty_shop;
use proptest::prelude::*;
use shoal_segment::feature::Unit;
use shoal_segment::lines::{Customers, Line, Lines};
use shoal_segment::table::{Computed, Part, Pass, Wish};
use shoal_segment::window::Window;

/// The customers with one number, and their lines.
fn part(lines: &Lines, of: &[u8], part: u8) -> Lines {
    let mine: Vec<usize> = (0..lines.customers.ids.len()).filter(|&customer| of[customer % of.len()] == part).collect();
    let line = |(at, &customer): (usize, &usize)| {
        lines.of_customer(customer).iter().map(move |line| Line { customer: at as u32, ..*line })
    };
    let mut some = Lines {
        customers: Customers {
            ids: mine.iter().map(|&customer| lines.customers.ids[customer].clone()).collect(),
            signup: mine.iter().map(|&customer| lines.customers.signup[customer]).collect(),
            ..Customers::default()
        },
        lines: mine.iter().enumerate().flat_map(line).collect(),
        ..lines.clone()
    };
    some.index();
    some
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parts_make_the_whole(of in prop::collection::vec(0u8..4, 1..40), orders: bool, windowed: bool) {
        let lines = dirty_shop();
        let unit = if orders { Unit::Order } else { Unit::Customer };
        let wish = Wish { window: windowed.then_some(Window::Days(200)), ..Wish::all(unit) };
        let whole = Computed::of(&lines, &wish);
        let pass = Pass::new(&lines, &wish, lines.as_of);
        let joined = pass.table([2, 0, 3, 1].into_iter().fold(Part::default(), |mut all, number| {
            all.append(pass.part(&part(&lines, &of, number)));
            all
        }));
        prop_assert_eq!(&joined.table.fingerprint, &whole.table.fingerprint);
        prop_assert_eq!(&joined.table.orders, &whole.table.orders);
        prop_assert_eq!(&joined.table.revenue_minor, &whole.table.revenue_minor);
        prop_assert_eq!(&joined.table.attributes, &whole.table.attributes);
        prop_assert_eq!(joined.apart, whole.apart);
        prop_assert_eq!((joined.customers_known, joined.days), (whole.customers_known, whole.days));
    }
}
