//! Lines for tests: from short rows, and from the made-up shop.

#![allow(dead_code, reason = "every test binary uses a part of this")]

use shoal_segment::date::{Day, Moment};
use shoal_segment::lines::{Attribute, Contexts, Customers, Kind, Known, Line, Lines, NO_KEY, Number};
use shoal_segment::money::Scale;
use shoal_segment::pipeline::{self, Job, Segmented};
use shoal_segment::receipt::Receipt;
use shoal_segment::shop::Shop;
use shoal_segment::spec::Spec;
use std::collections::BTreeSet;

/// A row: customer, order, day, units, amount in hundredths (negative: a return), product.
pub(crate) type Row = (u32, u32, i32, i64, i64, u32);

/// Lines of customers `C000`, `C001`, … as of day 1000.
pub(crate) fn lines(customers: usize, rows: &[Row]) -> Lines {
    let products = rows.iter().map(|row| row.5 + 1).max().unwrap_or(0);
    let line = |&(customer, order, day, quantity, amount, product): &Row| Line {
        customer,
        time: Day(day).start(),
        order,
        product,
        category: product % 3,
        context: NO_KEY,
        kind: if amount < 0 { Kind::Return } else { Kind::Purchase },
        quantity: quantity.abs(),
        amount: amount.abs(),
        discount: 0,
    };
    let mut lines = Lines {
        customers: Customers {
            ids: (0..customers).map(|c| format!("C{c:03}")).collect(),
            signup: vec![None; customers],
            attributes: vec![Attribute {
                name: "Region".into(),
                levels: vec!["East".into(), "West".into()],
                codes: (0..customers).map(|c| if c % 5 == 4 { NO_KEY } else { (c % 2) as u32 }).collect(),
                context: None,
            }],
            numbers: vec![Number {
                name: "Age 1-100".into(),
                values: (0..customers).map(|c| (c % 7 != 3).then_some((18 + c * 13 % 60) as f64)).collect(),
            }],
        },
        orders: (0..=rows.iter().map(|row| row.1).max().unwrap_or(0)).map(|o| format!("O{o:05}")).collect(),
        products: (0..products).map(|p| format!("P{p:03}")).collect(),
        categories: ["Books", "Home", "Toys"].map(String::from).into(),
        known: Known { transactions: true, quantity: true, product: true, category: true, discount: false },
        money_scale: Scale(2),
        quantity_scale: Scale(0),
        contexts: Contexts::default().into(),
        lines: rows.iter().map(line).collect(),
        starts: Vec::new(),
        as_of: Day(1000),
    };
    lines.index();
    lines
}

/// The lines of a made-up shop, as a reader of its tables would give them.
pub(crate) fn of_shop(shop: &Shop) -> Lines {
    let orders: BTreeSet<&str> = shop.lines.iter().map(|line| line.order.as_str()).collect();
    let orders: Vec<&str> = orders.into_iter().collect();
    let categories: BTreeSet<&str> = shop.products.iter().map(|product| product.category).collect();
    let categories: Vec<String> = categories.into_iter().map(String::from).collect();
    let category =
        |product: usize| categories.iter().position(|c| c == shop.products[product].category).unwrap() as u32;
    let line = |line: &shoal_segment::shop::Line| Line {
        customer: line.customer as u32,
        time: Moment(line.time.0),
        order: orders.binary_search(&line.order.as_str()).unwrap() as u32,
        product: line.product as u32,
        category: category(line.product),
        context: NO_KEY,
        kind: if line.quantity < 0 { Kind::Return } else { Kind::Purchase },
        quantity: line.quantity.abs(),
        amount: line.quantity.abs() * shop.products[line.product].price_minor,
        discount: 0,
    };
    let mut lines = Lines {
        customers: Customers {
            ids: shop.customers.iter().map(|customer| customer.id.clone()).collect(),
            signup: shop.customers.iter().map(|customer| Some(customer.signup)).collect(),
            attributes: Vec::new(),
            numbers: Vec::new(),
        },
        orders: orders.iter().map(|order| (*order).to_owned()).collect(),
        products: shop.products.iter().map(|product| product.id.clone()).collect(),
        lines: shop.lines.iter().map(line).collect(),
        as_of: shop.lines.iter().map(|line| line.time.day()).max().unwrap().next(),
        known: Known { transactions: true, quantity: true, product: true, category: true, discount: false },
        money_scale: Scale(2),
        quantity_scale: Scale(0),
        contexts: Contexts::default().into(),
        starts: Vec::new(),
        categories: categories.into(),
    };
    lines.index();
    lines
}

/// An empty receipt.
pub(crate) fn receipt() -> Receipt {
    Receipt {
        files: Vec::new(),
        customers_without_transactions: 0,
        customers_unknown: 0,
        rows_of_unknown_customers: 0,
        rows_of_unknown_products: 0,
        customers_merged: 0,
    }
}

/// Segments the customers of `lines`.
pub(crate) fn segment(lines: &Lines, spec: &Spec) -> Result<Segmented, shoal_segment::error::Error> {
    let receipt = receipt();
    pipeline::segment(&Job { lines, receipt: &receipt, spec, rules: None, own: &[], as_of_given: false }, &|_| ())
}

/// Customers `C000`, `C001`, … without transactions: two numbers, one of them with gaps, and two categories.
pub(crate) fn people(customers: usize) -> Lines {
    let attribute = |name: &str, levels: &[&str], code: &dyn Fn(usize) -> u32| Attribute {
        name: name.into(),
        levels: levels.iter().map(|level| (*level).to_string()).collect(),
        codes: (0..customers).map(code).collect(),
        context: None,
    };
    let number = |name: &str, value: &dyn Fn(usize) -> Option<f64>| Number {
        name: name.into(),
        values: (0..customers).map(value).collect(),
    };
    let old = |c: usize| c.is_multiple_of(3);
    let mut lines = Lines {
        customers: Customers {
            ids: (0..customers).map(|c| format!("C{c:03}")).collect(),
            signup: vec![None; customers],
            attributes: vec![
                attribute("Plan", &["free", "pro"], &|c| u32::from(old(c) || c % 10 == 1)),
                attribute("Region", &["Africa", "Asia", "Europe"], &|c| {
                    if c % 11 == 5 { NO_KEY } else { (c * 7 % 3) as u32 }
                }),
            ],
            numbers: vec![
                number("Age", &|c| (c % 9 != 4).then_some(if old(c) { 60.0 } else { 25.0 } + (c % 8) as f64)),
                number("Annual Income (k$)", &|c| Some(if old(c) { 80.0 } else { 30.0 } + (c * 5 % 13) as f64 * 1.25)),
            ],
        },
        orders: Vec::new(),
        products: [].into(),
        categories: [].into(),
        known: Known { transactions: false, ..Known::default() },
        money_scale: Scale(0),
        quantity_scale: Scale(0),
        contexts: Contexts::default().into(),
        lines: Vec::new(),
        starts: Vec::new(),
        as_of: Day(0),
    };
    lines.index();
    lines
}
