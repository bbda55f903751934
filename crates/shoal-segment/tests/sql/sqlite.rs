//! On SQLite.

use crate::compare::{Answer, query, same, same_as, windowed};
use crate::shop::{Row, Shop, random};
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::Value;
use rusqlite::{Connection, params};
use shoal_segment::date::{Day, Moment};
use shoal_segment::feature::Unit;
use shoal_segment::table::Wish;
use std::collections::BTreeMap;

fn loaded(shop: &Shop) -> Connection {
    let base = Connection::open_in_memory().unwrap();
    // The program `sqlite3` has the mathematical functions; the library that is built here leaves them out.
    let square_root = |call: &Context<'_>| call.get::<Option<f64>>(0).map(|number| number.map(f64::sqrt));
    base.create_scalar_function("SQRT", 1, FunctionFlags::SQLITE_DETERMINISTIC, square_root).unwrap();
    base.execute_batch(
        "CREATE TABLE shop_lines (customer TEXT, order_id TEXT, time TEXT, kind TEXT, amount REAL, quantity REAL, discount REAL,
                                  product TEXT, category TEXT, channel TEXT);
         CREATE TABLE shop_customers (customer TEXT, signup TEXT);
         BEGIN;",
    )
    .unwrap();
    let mut insert = base.prepare("INSERT INTO shop_lines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").unwrap();
    for row in &shop.rows {
        let kind = if row.returned { "return" } else { "purchase" };
        let (amount, quantity) = (row.amount as f64 / 100.0, row.quantity as f64 / 1000.0);
        let (time, discount) = (row.time.to_string(), row.discount as f64 / 100.0);
        insert
            .execute(params![
                row.customer,
                row.order,
                time,
                kind,
                amount,
                quantity,
                discount,
                row.product,
                row.category,
                row.channel
            ])
            .unwrap();
    }
    for (customer, signup) in &shop.customers {
        let signup = signup.map(|day| day.to_string());
        base.execute("INSERT INTO shop_customers VALUES (?, ?)", params![customer, signup]).unwrap();
    }
    drop(insert);
    base
}

fn answer(base: &Connection, sql: &str) -> Answer {
    let mut statement = base.prepare(sql).unwrap_or_else(|error| panic!("{error}\n{sql}"));
    let names: Vec<String> = statement.column_names().map(String::from).collect();
    let cell = |value: Value| match value {
        Value::Null => None,
        Value::Integer(number) => Some(number.to_string()),
        Value::Real(number) => Some(number.to_string()),
        Value::Text(text) => Some(text),
        Value::Blob(_) => panic!("a blob"),
    };
    let rows = statement
        .query_map([], |row| (0..names.len()).map(|at| row.get::<_, Value>(at).map(cell)).collect())
        .unwrap()
        .collect::<Result<Vec<Vec<Option<String>>>, _>>()
        .unwrap();
    Answer { names, rows }
}

fn holds(shop: &Shop, name: &str) {
    let base = loaded(shop);
    for unit in Unit::ALL {
        same(shop, unit, &answer(&base, &query("sqlite", unit, shop, true)), &format!("{name}, {unit}"));
    }
}

#[test]
fn random_shops() {
    for seed in 0..12 {
        holds(&random(seed, 150), &format!("seed {seed}"));
    }
}

#[test]
fn the_day_after_the_last_line() {
    let shop = random(99, 80).without_later();
    let base = loaded(&shop);
    for unit in Unit::ALL {
        same(&shop, unit, &answer(&base, &query("sqlite", unit, &shop, false)), unit.one());
    }
}

#[test]
fn windows() {
    for (seed, window) in [(7, "200d"), (8, "1m"), (9, "1d")] {
        let shop = random(seed, 150);
        let base = loaded(&shop);
        let window = window.parse().ok();
        for unit in Unit::ALL {
            let wish = Wish { window, ..Wish::all(unit) };
            same_as(&shop, &wish, &answer(&base, &windowed("sqlite", unit, &shop, (true, window))), unit.one());
        }
    }
}

fn row(customer: &str, order: Option<&str>, day: i32, amount: i64) -> Row {
    Row {
        customer: customer.into(),
        order: order.map(String::from),
        time: Moment(Day(day).start().0),
        returned: amount < 0,
        amount: amount.abs(),
        quantity: 1000,
        discount: 0,
        product: None,
        category: None,
        channel: None,
    }
}

fn shop(rows: Vec<Row>) -> Shop {
    let customers: BTreeMap<String, Option<Day>> = rows.iter().map(|row| (row.customer.clone(), None)).collect();
    Shop { rows, customers, as_of: Day(20_000) }
}

#[test]
fn single_cases() {
    let one = || row("a", Some("1"), 19_990, 100);
    let cases: Vec<(&str, Vec<Row>)> = vec![
        ("one line", vec![one()]),
        ("one line on the as-of day", vec![row("a", Some("1"), 20_000, 5)]),
        ("a line after the as-of day", vec![one(), row("a", Some("2"), 20_001, 100)]),
        ("nothing paid", vec![row("a", Some("1"), 19_990, 0), row("a", Some("2"), 19_000, 0)]),
        ("orders of one day", vec![one(), row("a", Some("2"), 19_990, 300), row("a", Some("0"), 19_990, 200)]),
        ("no order ids", vec![row("a", None, 19_990, 1), row("a", None, 19_990, 2), row("a", None, 19_991, 3)]),
        ("an id of two", vec![one(), row("b", Some("1"), 19_990, 300), row("b", Some("1"), 19_000, 300)]),
        ("a return that exceeds", vec![one(), row("b", Some("1"), 19_990, 300), row("b", Some("2"), 19_991, -301)]),
        (
            "a return of all, in cents",
            vec![
                one(),
                row("a", Some("1"), 19_990, 20),
                row("a", Some("2"), 19_991, -30),
                row("a", Some("2"), 19_991, -90),
            ],
        ),
        ("only returns beside", vec![one(), row("b", Some("9"), 19_990, -5)]),
        (
            "days long ago",
            vec![row("a", Some("1"), -700_000, 1), row("a", Some("2"), -40, 3), row("a", Some("3"), 19_820, 4)],
        ),
        (
            "180 days",
            vec![row("a", Some("1"), 19_820, 700), row("b", Some("2"), 19_821, 700), row("b", Some("3"), 19_911, 1)],
        ),
    ];
    for (name, rows) in cases {
        holds(&shop(rows), name);
    }
}

#[test]
fn equal_values_share_a_score() {
    let rows = (0..23).flat_map(|at| {
        let id = format!("c{at}");
        (0..=at % 3).map(move |order| row(&id, Some(&format!("{order}")), 19_900 + at % 4, 100 * i64::from(at % 5)))
    });
    holds(&shop(rows.collect()), "ties");
}
