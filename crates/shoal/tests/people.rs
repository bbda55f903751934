//! Columns of the customers' table as features, customers without transactions, and principal components: runs whose
//! model scores the same customers into the same segments, whatever the order of rows and columns.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod support;

use support::Place;

/// Two kinds of customers: young with low incomes, old with high ones; every third age is missing somewhere.
fn rows(customers: usize) -> Vec<[String; 6]> {
    let row = |c: usize| {
        let old = c.is_multiple_of(3);
        let age = if c % 17 == 4 { String::new() } else { ((if old { 58 } else { 24 }) + c % 9).to_string() };
        let income = format!("{}.5", if old { 80 } else { 30 } + c * 5 % 13);
        let region = if c % 19 == 7 { "" } else { ["Africa", "Asia", "Europe"][if old { 2 } else { c % 2 }] };
        let plan = if old || c % 10 == 1 { "pro" } else { "free" };
        [format!("C{c:03}"), format!("Person {c}"), age, income, region.into(), plan.into()]
    };
    (0..customers).map(row).collect()
}

const HEADER: [&str; 6] = ["CustomerID", "CustomerName", "Age", "Annual Income (k$)", "Region", "Plan"];

fn table(rows: &[[String; 6]], columns: &[usize]) -> String {
    let line = |cells: Vec<&str>| cells.join(",") + "\r\n";
    let mut text = String::from("\u{feff}") + &line(columns.iter().map(|&column| HEADER[column]).collect());
    rows.iter().for_each(|row| text += &line(columns.iter().map(|&column| row[column].as_str()).collect()));
    text
}

fn customers(count: usize) -> String {
    table(&rows(count), &[0, 1, 2, 3, 4, 5])
}

/// Runs, scores the same files with the model, and expects the lists to be equal.
fn runs_and_scores(place: &Place, files: &[&str], flags: &[&str]) -> serde_json::Value {
    place.works(&[&["run"], files, &["--out", "out"], flags].concat());
    let scored = place.works(&[&["score", "--model", "out/model.json"], files].concat());
    assert_eq!(scored.out, place.read("out/assignments.csv"), "{flags:?}");
    place.json("out/run.json")
}

#[test]
fn customers_alone_are_segmented_and_scored() {
    let place = Place::new();
    place.file("c.csv", customers(90));
    let run = runs_and_scores(&place, &["c.csv"], &[]);
    let used: Vec<&str> =
        run["recipe"].as_array().unwrap().iter().map(|step| step["feature"].as_str().unwrap()).collect();
    assert_eq!(used, ["age", "annual_income_k"]);
    assert!(run["as_of"].is_null() && run["base"]["revenue"].is_null() && run["base"]["orders"].is_null());
    assert_eq!(run["base"]["members"], 90);
    assert_eq!(run["segments"].as_array().unwrap().len(), 2);
    assert!(run["segments"][0]["name"].as_str().unwrap().contains("with lower "), "{}", run["segments"][0]["name"]);
    assert!(!place.read("out/segments.csv").contains("revenue"));
    let report = place.read("out/report.md");
    for absent in ["revenue", "Revenue", " orders", "As of", "as of"] {
        assert!(!report.contains(absent), "`{absent}` in {report}");
    }
    assert!(!place.works(&["run", "c.csv"]).out.contains("revenue"));
}

#[test]
fn new_customers_with_an_unknown_value_and_a_missing_column() {
    let place = Place::new();
    place
        .file("c.csv", customers(90))
        .file("new.csv", "customerid,REGION,plan\nN1,Atlantis,pro\nN2,Europe,free\nN3,,\n");
    runs_and_scores(&place, &["c.csv"], &["--features", "region,Plan"]);
    let scored = place.works(&[
        "score",
        "--model",
        "out/model.json",
        "new.csv",
        "--map",
        "customers.attribute=plan",
        "--map",
        "customers.attribute=REGION",
        "--map",
        "customers.customer=customerid",
    ]);
    assert_eq!(scored.out.lines().count(), 4, "{}", scored.out);
    place.file("old.csv", "CustomerID,Age\nN1,30\nN2,40\n");
    place.fails(&["score", "--model", "out/model.json", "old.csv"], 2, &["`plan` cannot be computed"]);
}

#[test]
fn categories_beside_features_of_purchases() {
    let place = Place::new();
    place.file("c.csv", customers(90)).file("t.csv", support::flat(80));
    let files = ["c.csv", "t.csv"];
    let run = runs_and_scores(&place, &files, &["--features", "revenue,Region,age"]);
    let kinds: Vec<&str> =
        run["recipe"].as_array().unwrap().iter().map(|step| step["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["number", "number", "category"]);
    assert_eq!(run["recipe"][2]["levels"].as_array().unwrap().len(), 3);
    assert_eq!(run["pictures"]["plane"]["loadings"].as_array().unwrap().len(), 5);
    assert!(place.read("out/report.html").contains("Region = Europe"));
    place.fails(
        &["run", "c.csv", "t.csv", "--features", "shoe_size"],
        2,
        &["no feature `shoe_size`", "region", "annual_income_k"],
    );
    place.fails(&["run", "c.csv", "t.csv", "--scatter", "age,Region"], 2, &["`Region` is a category"]);
}

#[test]
fn principal_components_are_kept_and_replayed() {
    let place = Place::new();
    place.file("c.csv", customers(90)).file("t.csv", support::flat(80));
    let files = ["c.csv", "t.csv"];
    for (pca, kept) in [("2", Some(2)), ("90%", None), ("40", Some(7)), ("100%", None)] {
        let flags = ["--features", "revenue,units,age,annual income (k$),Region", "--pca", pca];
        let run = runs_and_scores(&place, &files, &flags);
        let components = &run["components"];
        let each = components["each"].as_array().unwrap();
        assert_eq!(components["of"], 7);
        assert!(kept.is_none_or(|kept| each.len() == kept), "{pca}");
        assert!(components["explained"].as_f64().unwrap() > if pca == "90%" { 0.9 } else { 0.5 });
        let report = place.read("out/report.md");
        assert!(report.contains("## Components") && report.contains("principal components"), "{report}");
        assert!(place.read("out/shoal.toml").contains(&format!("pca = \"{pca}\"")));
        let first = place.read("out/run.json");
        place.works(&["run", "--config", "out/shoal.toml", "--out", "again"]);
        assert_eq!(first, place.read("again/run.json"));
    }
    place.fails(&["run", "c.csv", "--pca", "0"], 2, &["pca is `0`", "90%"]);
}

#[test]
fn the_order_of_rows_and_columns_changes_nothing() {
    let place = Place::new();
    let mut turned = rows(90);
    place.file("c.csv", table(&turned, &[0, 1, 2, 3, 4, 5]));
    turned.reverse();
    turned.rotate_left(31);
    place.file("d.csv", table(&turned, &[4, 3, 5, 0, 2, 1]));
    let flags = ["--features", "Age,Region,Annual Income (k$),plan", "--pca", "80%"];
    for (file, out, threads) in [("c.csv", "a", "1"), ("d.csv", "b", "7")] {
        place.works(&[&["run", file, "--out", out, "--threads", threads][..], &flags].concat());
    }
    assert_eq!(place.read("a/assignments.csv"), place.read("b/assignments.csv"));
    let (mut one, mut other) = (place.json("a/run.json"), place.json("b/run.json"));
    one["receipt"].take();
    other["receipt"].take();
    assert_eq!(one, other);
}
