//! On PostgreSQL, through its own program `psql`; the server is the one that SHOAL_POSTGRES names.

use crate::compare::{Answer, query, same};
use crate::shop::{Shop, random};
use shoal_segment::feature::Unit;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

/// The script that loads a shop.
fn script(shop: &Shop) -> String {
    let mut out = String::from(
        "CREATE TEMPORARY TABLE shop_lines (customer TEXT, order_id TEXT, time TIMESTAMP, kind TEXT, amount NUMERIC,
             quantity NUMERIC, discount NUMERIC, product TEXT, category TEXT, channel TEXT);
         CREATE TEMPORARY TABLE shop_customers (customer TEXT, signup DATE);
         COPY shop_lines FROM STDIN;\n",
    );
    let or_null = |text: Option<String>| text.unwrap_or_else(|| "\\N".into());
    for row in &shop.rows {
        let kind = if row.returned { "return" } else { "purchase" };
        let (order, product) = (or_null(row.order.clone()), or_null(row.product.clone()));
        let (category, channel) = (or_null(row.category.clone()), or_null(row.channel.clone()));
        let (amount, quantity, discount) = (row.amount, row.quantity, row.discount);
        writeln!(
            out,
            "{}\t{order}\t{}\t{kind}\t{amount}e-2\t{quantity}e-3\t{discount}e-2\t{product}\t{category}\t{channel}",
            row.customer, row.time
        )
        .unwrap();
    }
    out.push_str("\\.\nCOPY shop_customers FROM STDIN;\n");
    for (customer, signup) in &shop.customers {
        writeln!(out, "{customer}\t{}", or_null(signup.map(|day| day.to_string()))).unwrap();
    }
    out.push_str("\\.\n");
    out
}

/// What the statement gives, asked of a session of its own.
fn answer(shop: &Shop, sql: &str) -> Answer {
    let server = std::env::var("SHOAL_POSTGRES").unwrap();
    let mut psql = Command::new("psql")
        .args([
            &server,
            "-qX",
            "-v",
            "ON_ERROR_STOP=1",
            "-P",
            "format=unaligned",
            "-P",
            "fieldsep=\t",
            "-P",
            "null=\\N",
        ])
        .args(["-P", "footer=off"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = psql.stdin.take().unwrap();
    let text = script(shop) + sql;
    let feeder = std::thread::spawn(move || input.write_all(text.as_bytes()).unwrap());
    let output = psql.wait_with_output().unwrap();
    feeder.join().unwrap();
    assert!(output.status.success(), "{sql}");
    let text = String::from_utf8(output.stdout).unwrap();
    let cells = |line: &str| -> Vec<String> { line.split('\t').map(String::from).collect() };
    let mut lines = text.lines();
    let names = cells(lines.next().unwrap());
    let or_none = |cell: String| (cell != "\\N").then_some(cell);
    Answer { names, rows: lines.map(|line| cells(line).into_iter().map(or_none).collect()).collect() }
}

#[test]
#[ignore = "needs a PostgreSQL server: .ci/postgres starts one"]
fn random_shops_on_postgresql() {
    for seed in 0..6 {
        let shop = random(seed, 150);
        for unit in Unit::ALL {
            same(&shop, unit, &answer(&shop, &query("postgres", unit, &shop, true)), &format!("seed {seed}, {unit}"));
        }
    }
}

#[test]
#[ignore = "needs a PostgreSQL server: .ci/postgres starts one"]
fn the_day_after_the_last_line_on_postgresql() {
    let shop = random(99, 80).without_later();
    for unit in Unit::ALL {
        same(&shop, unit, &answer(&shop, &query("postgres", unit, &shop, false)), unit.one());
    }
}
