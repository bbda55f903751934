//! `--customer-table`: the columns of another table, for the customers that are known.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use support::{Place, flat};

/// A table of scores for customers `C000` to `C059` and one whom nobody knows.
fn scores() -> String {
    let row = |c: usize| format!("C{c:03},{}.25,{}\n", c * 7 % 50, if c.is_multiple_of(3) { "gold" } else { "basic" });
    let rows: String = (0..60).map(row).collect();
    format!("CustomerID,Churn Risk,Tier\n{rows}Stranger,99,platinum\n")
}

#[test]
fn another_table_brings_its_columns_and_no_customers() {
    let place = Place::new();
    place.file("sales.csv", flat(80)).file("scores.csv", scores());
    let args = ["run", "sales.csv", "--customer-table", "scores.csv", "--features", "revenue,churn_risk,tier"];
    place.works(&args);
    let run = place.json("shoal-out/run.json");
    assert_eq!(run["base"]["customers_known"], 80);
    let text = place.read("shoal-out/run.json");
    assert!(text.contains("churn_risk") && text.contains("gold") && text.contains("not_among_customers"));
    assert!(!text.contains("platinum"), "nothing of a stranger is used");
    assert!(place.read("shoal-out/shoal.toml").contains("customer_tables = [\"scores.csv\"]"));
    place.works(&["run", "--config", "shoal-out/shoal.toml", "--out", "again", "-q"]);
    assert_eq!(place.read("again/run.json"), text);
    let model = ["score", "--model", "shoal-out/model.json", "sales.csv", "-q", "--customer-table", "scores.csv"];
    assert_eq!(place.works(&model).out, place.read("shoal-out/assignments.csv"));
    place.fails(&model[..5], 2, &["churn_risk"]);
}

#[test]
fn a_name_that_is_there_gets_the_name_of_its_table() {
    let place = Place::new();
    place.file("sales.csv", flat(80)).file("scores.csv", scores()).file("autumn.csv", scores());
    let tables = ["--customer-table", "scores.csv", "--customer-table", "autumn.csv"];
    place.works(&[&["run", "sales.csv", "--features", "churn_risk,scores_churn_risk"], tables.as_slice()].concat());
    let other = ["--customer-table", "autumn.csv", "--customer-table", "scores.csv", "--out", "other"];
    place.works(&[&["run", "sales.csv", "--features", "churn_risk,scores_churn_risk"], other.as_slice()].concat());
    assert_eq!(place.read("other/run.json"), place.read("shoal-out/run.json"), "their order says nothing");
}

#[test]
fn a_table_of_strangers_is_refused() {
    let place = Place::new();
    place.file("sales.csv", flat(40)).file("scores.csv", scores().replace("\nC", "\nX"));
    place.fails(&["run", "sales.csv", "--customer-table", "scores.csv"], 2, &["no customer of `scores.csv`", "`C000`"]);
    place.fails(&["run", "sales.csv", "--customer-table", "none.csv"], 2, &["none.csv"]);
}
