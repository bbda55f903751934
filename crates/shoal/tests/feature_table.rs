//! `shoal features compute`: the feature table as CSV, JSON lines and Parquet, with its receipt.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod support;

use serde_json::Value;
use support::{Place, flat};

/// Three customers; the sums of money of the first are ones that floating point does not add exactly; the last only gave back.
const SHOP: &str = "order,customer,date,quantity,price,product,category,region\n\
    1,ann,2024-01-01,1,0.1,p1,Books,North\n\
    1,ann,2024-01-01,1,0.2,p2,Toys,North\n\
    2,ann,2024-01-11,3,0.1,p1,Books,North\n\
    3,\"b, \"\"ob\"\"\",2024-02-01,2,1000000.05,p1,Books,\n\
    4,cy,2024-02-02,-1,5,p3,Toys,South\n";

/// Features and columns of the customers table.
const SOME: &str = "region,favourite_category,recency_days,tenure_days,orders,mean_days_between_orders,revenue,\
                    average_order_value,units,units_per_order,average_unit_price,distinct_products,distinct_categories";

#[test]
fn csv_on_standard_output() {
    let place = Place::new();
    let ran = place.file("shop.csv", SHOP).works(&["features", "compute", "shop.csv", "--features", SOME]);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(
        lines,
        [
            "customer_id,recency_days,tenure_days,orders,mean_days_between_orders,revenue,average_order_value,units,\
             units_per_order,average_unit_price,distinct_products,distinct_categories,region,favourite_category",
            "ann,23,33,2,10,0.6,0.3,5,2.5,0.12,2,2,North,Books",
            "\"b, \"\"ob\"\"\",2,2,1,,2000000.1,2000000.1,2,2,1000000.05,1,1,,Books",
        ]
    );
    let all = place.works(&["-q", "features", "compute", "shop.csv"]).out;
    let header: Vec<&str> = all.lines().next().unwrap().split(',').collect();
    assert!(header.len() > 60 && header.contains(&"r_score") && header.ends_with(&["region", "favourite_category"]));
    for words in ["kept", "2 customers, 14 columns as of 2024-02-03", "not in the table: 1 customer (no purchase up to"]
    {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
}

#[test]
fn some_features_as_json_lines_with_the_receipt() {
    let place = Place::new();
    place.file("shop.csv", SHOP);
    place.works(&[
        "features",
        "compute",
        "shop.csv",
        "-o",
        "t.jsonl",
        "--features",
        "revenue,region,mean_days_between_orders,orders",
        "--receipt",
        "receipt.json",
    ]);
    let rows: Vec<Value> = place.read("t.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(
        rows[0],
        serde_json::json!({ "customer_id": "ann", "orders": 2, "mean_days_between_orders": 10.0, "revenue": 0.6, "region": "North" })
    );
    assert_eq!((&rows[1]["mean_days_between_orders"], &rows[1]["region"]), (&Value::Null, &Value::Null));
    let file = &place.json("receipt.json")["files"][0];
    assert_eq!(file["rows"], 5);
    assert_eq!(file["entries"].as_array().unwrap().iter().map(|entry| entry["rows"].as_u64().unwrap()).sum::<u64>(), 5);
}

#[test]
fn orders_have_both_keys() {
    let place = Place::new();
    let ran = place.file("shop.csv", SHOP).works(&["-q", "features", "compute", "shop.csv", "--unit", "order"]);
    let mut lines = ran.out.lines();
    assert!(lines.next().unwrap().starts_with("order_id,customer_id,units,order_value,unit_price,"));
    assert!(lines.next().unwrap().starts_with("1,ann,2,0.3,0.15,"));
    assert_eq!(ran.err, "");
}

#[test]
fn parquet_is_the_same_for_any_number_of_threads() {
    let place = Place::new();
    place.file("shop.csv", flat(300));
    for threads in ["1", "2", "7"] {
        let name = format!("t{threads}.parquet");
        place.works(&["features", "compute", "shop.csv", "-o", &name, "--as-of", "2025-01-31", "--threads", threads]);
    }
    let bytes = |name: &str| std::fs::read(place.path(name)).unwrap();
    let first = bytes("t1.parquet");
    assert!(first.starts_with(b"PAR1") && first.ends_with(b"PAR1"));
    assert!(first == bytes("t2.parquet") && first == bytes("t7.parquet"));
    let holds = |text: &str| first.windows(text.len()).any(|part| part == text.as_bytes());
    for note in ["shoal.as_of", "2025-01-31", "shoal.fingerprint", "shoal.sources", "shop.csv", "money per order"] {
        assert!(holds(note), "{note}");
    }
}

#[test]
fn customers_without_transactions_have_their_own_columns() {
    let place = Place::new();
    let people = "Customer ID,Age,Plan\n1,20,pro\n2,,free\n3,61.5,pro\n";
    let ran = place.file("people.csv", people).works(&["features", "compute", "people.csv"]);
    assert_eq!(ran.out, "customer_id,age,plan\n1,20,pro\n2,,free\n3,61.5,pro\n");
    assert!(ran.err.contains("3 customers, 3 columns\n"), "{}", ran.err);
}

#[test]
fn nothing_is_replaced_or_half_written() {
    let place = Place::new();
    place.file("shop.csv", SHOP).file("there.csv", "mine");
    let compute = ["features", "compute", "shop.csv"];
    let fails = |rest: &[&str], words: &[&str]| place.fails(&[&compute, rest].concat(), 2, words);
    fails(&["-o", "there.csv"], &["there.csv", "not replaced"]);
    fails(&["-o", "new.csv", "--receipt", "there.csv"], &["there.csv", "not replaced"]);
    fails(&["-o", "new.csv", "--receipt", "new.csv"], &["one file"]);
    fails(&["-o", "new.xlsx"], &["new.xlsx", ".csv, .parquet or .jsonl"]);
    fails(&["-o", "new"], &["does not say its format"]);
    fails(&["-o", "new.csv", "--features", "revenu"], &["no feature `revenu`", "average_order_value"]);
    place.fails(&["features", "compute", "nowhere.csv", "-o", "new.csv"], 2, &["nowhere.csv"]);
    place.fails(&[&compute[..], &["-o", "no/folder/new.csv"]].concat(), 74, &["no/folder/new.csv"]);
    assert_eq!(place.read("there.csv"), "mine");
}

#[test]
fn sql_for_every_dialect() {
    let place = Place::new();
    for dialect in ["postgres", "duckdb", "sqlite", "bigquery", "spark"] {
        for unit in ["customer", "order"] {
            let sql =
                place.works(&["features", "sql", "--dialect", dialect, "--unit", unit, "--lines", "sales.lines"]).out;
            assert!(sql.starts_with(&format!("-- Features of {unit}s")) && sql.ends_with(";\n"), "{sql}");
            assert!(sql.contains("The as-of day: the day after the last line."), "{sql}");
        }
    }
    let asked = ["features", "sql", "--dialect", "sqlite", "--features", "tenure_days", "--customers", "people"];
    let sql = place.works(&[&asked[..], &["--as-of", "2024-12-31", "--window", "1y"]].concat()).out;
    assert!(
        sql.contains("JULIANDAY(DATE('2024-12-31'))") && sql.contains("'2023-12-31'") && sql.contains("signup"),
        "{sql}"
    );
    let sql = ["features", "sql", "--dialect", "duckdb"];
    place.fails(&[&sql[..], &["--features", "unit"]].concat(), 2, &["no feature `unit`", "units_per_order"]);
    place.fails(&[&sql[..], &["--without", "time"]].concat(), 2, &["cannot be without `time`", "quantity, discount"]);
    place.fails(&[&sql[..], &["--without", "product", "--features", "distinct_products"]].concat(), 2, &["no product"]);
    place.fails(&[&sql[..], &["--window", "3m"]].concat(), 2, &["--as-of"]);
}
