//! `shoal show` through the program.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use support::{Place, flat};

#[test]
fn one_customer_is_told_from_the_result_alone() {
    let place = Place::new();
    place.file("sales.csv", flat(80));
    place.works(&["run", "sales.csv"]);
    let ran = place.works(&["show", "C004"]);
    for wanted in ["Customer C004, as of 2024-12-23", "Why", "Beside all customers", "Visits: 6", "confidence"] {
        assert!(ran.out.contains(wanted), "{wanted} in {}", ran.out);
    }
    let told: serde_json::Value = serde_json::from_str(&place.works(&["show", "C004", "--json"]).out).unwrap();
    let assigned = place.read("shoal-out/assignments.csv");
    let line = assigned.lines().find(|line| line.starts_with("C004,")).unwrap();
    assert_eq!(line.split(',').nth(1), told["segment"]["id"].as_str());
    assert_eq!(told["visits"].as_array().unwrap().len(), 6);
    let revenue: f64 = told["visits"].as_array().unwrap().iter().map(|visit| visit["revenue"].as_f64().unwrap()).sum();
    let known = told["features"].as_array().unwrap().iter().find(|it| it["feature"]["name"] == "revenue").unwrap();
    assert!((known["value"].as_f64().unwrap() - revenue).abs() < 1e-6, "the visits add up to the feature");
    // From the tables named here, and for any number of threads.
    let again = place.works(&["show", "C004", "sales.csv", "--json", "--threads", "1"]);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&again.out).unwrap(), told);
}

#[test]
fn an_order_is_told_where_segments_are_of_orders() {
    let place = Place::new();
    place.file("sales.csv", flat(80));
    place.works(&["run", "sales.csv", "--unit", "order"]);
    let ran = place.works(&["show", "402"]);
    assert!(ran.out.contains("Order 402 of customer C004") && !ran.out.contains("Visits"), "{}", ran.out);
    place.fails(&["show", "C004"], 2, &["there is no order `C004`"]);
}

#[test]
fn who_cannot_be_told_is_said() {
    let place = Place::new();
    let returns = "InvoiceNo,CustomerID,InvoiceDate,Quantity,UnitPrice,StockCode\n";
    assert!(flat(40).starts_with(returns));
    place.file("sales.csv", flat(40) + "9999,Zed,2024-03-03,-5,10.00,P1\n9998,Zed,2024-03-01,1,10.00,P1\n");
    place.fails(&["show", "C001"], 2, &["shoal.toml"]);
    place.works(&["run", "sales.csv"]);
    place.fails(&["show", "c001"], 2, &["there is no customer `c001`", "there is `C001`"]);
    place.fails(&["show", "nobody"], 2, &["there is no customer `nobody`"]);
    place.fails(&["show", "Zed"], 2, &["customer `Zed` is in no segment: returns exceed purchases"]);
    place.fails(&["show", "C001", "none.csv"], 2, &["none.csv"]);
}

#[test]
fn a_key_that_looks_personal_may_be_written_as_the_report_shows_it() {
    let place = Place::new();
    place.file("sales.csv", flat(60).replace(",C", ",c@x.org.C"));
    place.works(&["run", "sales.csv"]);
    let run = place.json("shoal-out/run.json");
    let shown = run["segments"][0]["typical_members"][0].as_str().unwrap().to_owned();
    assert!(shown.starts_with('#'), "{shown}");
    let ran = place.works(&["show", &shown]);
    assert!(ran.out.contains("Visits: ") && ran.out.contains("@x.org"), "{}", ran.out);
}
