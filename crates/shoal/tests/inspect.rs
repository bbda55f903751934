//! `shoal inspect` through the program, and runs on what it recognises.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use serde_json::Value;
use support::{Place, flat};

/// Orders and their lines as a database keeps them: customers buy again after so many days as their number says.
fn shop() -> (String, String, String) {
    let mut orders = "id,customer_id,status,created_at\n".to_owned();
    let mut items = "id,order_id,product_id,quantity,price\n".to_owned();
    let mut people = "id,email,country\n".to_owned();
    let (mut order, mut line) = (0, 0);
    for customer in 0..60u32 {
        people.push_str(&format!("{customer},person{customer}@example.com,{}\n", ["DE", "FR"][customer as usize % 2]));
        for visit in 0..1 + customer % 5 {
            order += 1;
            let day = 1 + (customer * 7 + visit * 40) % 330;
            orders.push_str(&format!(
                "{order},{customer},paid,2024-{:02}-{:02} 10:00:00\n",
                1 + day / 30,
                1 + day % 28
            ));
            for item in 0..1 + customer % 3 {
                line += 1;
                items.push_str(&format!("{line},{order},p{item},{},{}.50\n", 1 + item, 3 + customer % 20));
            }
        }
    }
    (orders, items, people)
}

#[test]
fn orders_and_their_lines_are_understood_and_run() {
    let place = Place::new();
    let (orders, items, people) = shop();
    place.file("orders.csv", orders).file("order_items.csv", items).file("customers.csv", people);
    let files = ["customers.csv", "order_items.csv", "orders.csv"];
    let seen = place.works(&[&["inspect"], &files[..]].concat());
    for words in [
        "orders.csv: orders",
        "order_items.csv: transactions",
        "it has an order, a customer and a date, and another file has the lines of orders",
        "order: 180 of 180 in transactions are among the 180 in orders",
        "customer: 60 of 60 in orders are among the 60 in customers",
        "another column for a role: --map orders.ROLE=COLUMN",
        "A run on these tables would start.",
    ] {
        assert!(seen.out.contains(words), "`{words}` is not in {}", seen.out);
    }
    assert!(!seen.out.contains("@example.com"));
    assert_eq!(place.listing().len(), 3, "nothing is written");
    place.works(&[&["run"], &files[..]].concat());
    assert_eq!(place.json("shoal-out/run.json")["base"]["members"], 60);
}

#[test]
fn json_says_it_all() {
    let place = Place::new();
    place.file("sales.csv", flat(30));
    let seen: Value = serde_json::from_str(&place.works(&["inspect", "sales.csv", "--json", "-q"]).out).unwrap();
    assert_eq!(seen["would_start"], true);
    assert_eq!(seen["files"][0]["table"], "transactions");
    let columns = seen["files"][0]["columns"].as_array().unwrap();
    assert!(columns.iter().any(|column| column["role"] == "customer" && column["instead"].is_string()));
    assert!(seen["receipt"]["files"][0]["rows"].as_u64().unwrap() > 0);
}

#[test]
fn a_run_that_would_not_start_is_exit_code_2_with_what_is_known() {
    let place = Place::new();
    place.file("odd.csv", "who,bought on,paid on,amount\nann,2024-01-01,2024-01-02,1\n");
    let seen = place.shoal(&["inspect", "odd.csv"]);
    assert_eq!(seen.code, 2);
    assert!(seen.out.contains("could be --map \"transactions.time=bought on\""), "{}", seen.out);
    assert!(seen.out.contains("A run on these tables would not start."));
    assert!(seen.err.contains("has no column for the date") && seen.err.contains("hint: "), "{}", seen.err);
    let json = place.shoal(&["inspect", "odd.csv", "--json"]);
    let seen: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((json.code, &seen["would_start"]), (2, &Value::Bool(false)));
    assert!(seen["stops_because"]["hint"].as_str().unwrap().contains("--map"));
    place.works(&["inspect", "odd.csv", "--map", "time=bought on", "--map", "customer=who"]);
    place.fails(&["inspect", "missing.csv"], 2, &["does not exist"]);
}
