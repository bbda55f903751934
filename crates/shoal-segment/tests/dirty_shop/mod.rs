//! The small dirty shop of `reference/features.json` as lines.

#![allow(dead_code, reason = "every test binary uses a part of this")]

use serde_json::Value;
use shoal_segment::date::{Day, Moment};
use shoal_segment::lines::{CHANNEL, ContextColumn, Contexts, Customers, Kind, Known, Line, Lines, NO_KEY};
use shoal_segment::money::Scale;
use std::sync::Arc;

/// The shop and what pandas made of it.
pub(crate) fn document() -> Value {
    serde_json::from_str(include_str!("../reference/features.json")).unwrap()
}

/// The shop: customers and orders `00000`, `00001`, …; channels app, store and web.
pub(crate) fn dirty_shop() -> Lines {
    let document = document();
    let signup = document["signup"].as_array().unwrap();
    let names = |count: usize| (0..count).map(|at| format!("{at:05}")).collect::<Vec<_>>();
    let rows = document["lines"].as_array().unwrap();
    let orders = rows.iter().map(|row| row[1].as_u64().unwrap()).max().unwrap() as usize + 1;
    let mut lines = Lines {
        customers: Customers {
            ids: names(signup.len()),
            signup: signup.iter().map(|day| day.as_i64().map(|day| Day(day as i32))).collect(),
            ..Customers::default()
        },
        orders: names(orders),
        products: names(12).into(),
        categories: ["Books", "Home", "Pets", "Toys"].map(String::from).into(),
        contexts: Arc::new(Contexts {
            columns: vec![ContextColumn {
                name: CHANNEL.into(),
                levels: ["app", "store", "web"].map(String::from).to_vec(),
            }],
            codes: vec![0, 1, 2],
        }),
        known: Known { transactions: true, quantity: true, product: true, category: true, discount: true },
        money_scale: Scale(2),
        quantity_scale: Scale(1),
        lines: rows.iter().map(line).collect(),
        starts: Vec::new(),
        as_of: Day(document["as_of"].as_i64().unwrap() as i32),
    };
    lines.index();
    lines
}

fn line(row: &Value) -> Line {
    let number = |at: usize| row[at].as_i64();
    let key = |at: usize| number(at).map_or(NO_KEY, |key| key as u32);
    Line {
        customer: key(0),
        order: key(1),
        time: Moment(number(2).unwrap()),
        product: key(3),
        category: key(4),
        context: key(5),
        kind: if number(6) == Some(1) { Kind::Return } else { Kind::Purchase },
        quantity: number(7).unwrap(),
        amount: number(8).unwrap(),
        discount: number(9).unwrap(),
    }
}
