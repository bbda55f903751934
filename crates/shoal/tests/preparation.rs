//! Preparation by hand, from flags and from a settings file, and scoring by what was kept of it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use serde_json::Value;
use support::Place;

/// Customers with a skewed feature, one that says the same, one that hardly varies, one with gaps, and one wild value.
fn customers() -> String {
    let mut text = String::from("CustomerID,Age,Income,Income EUR,Complaints,Score,Level\n");
    for c in 0..240 {
        let age = 20 + c * 37 % 50;
        let spend = (f64::from(c * 13 % 240) / 40.0).exp() * 10.0;
        let score = if c % 8 == 5 { String::new() } else { (c * 29 % 97).to_string() };
        let level = if c == 77 { 5_000 } else { 50 + c * 17 % 31 };
        text.push_str(&format!(
            "C{c:03},{age},{spend:.2},{:.2},{},{score},{level}\n",
            spend * 0.9,
            if c % 30 == 9 { 1 + c / 30 } else { 0 }
        ));
    }
    text
}

/// Runs with flags, scores the same files, and gives `run.json`.
fn scored_again(place: &Place, flags: &[&str]) -> Value {
    place.works(&[&["run", "c.csv", "--out", "out"], flags].concat());
    let scored = place.works(&["score", "--model", "out/model.json", "c.csv"]);
    assert_eq!(scored.out, place.read("out/assignments.csv"), "{flags:?}");
    place.json("out/run.json")
}

fn decided<'a>(run: &'a Value, about: &str) -> (&'a str, &'a str) {
    let decisions = run["decisions"].as_array().unwrap();
    let found = decisions.iter().find(|decision| decision["about"] == about).unwrap_or_else(|| panic!("no {about}"));
    (found["choice"].as_str().unwrap(), found["reason"]["text"].as_str().unwrap())
}

#[test]
fn by_evidence() {
    let place = Place::new();
    place.file("c.csv", customers());
    let run = scored_again(&place, &[]);
    let (left_out, why) = decided(&run, "left out");
    assert_eq!(left_out, "complaints, income_eur");
    assert!(why.contains("income_eur says what income says"), "{why}");
    assert_eq!(run["left_out"][0]["reason"]["kind"], "near_constant");
    assert!(decided(&run, "transform").0.contains("ln(1 + x) of income"), "{:?}", decided(&run, "transform"));
    assert_eq!(decided(&run, "outliers").0, "drawn in to the limit: level");
    let names: Vec<&str> =
        run["preparation"].as_array().unwrap().iter().map(|column| column["feature"].as_str().unwrap()).collect();
    assert_eq!(names, ["age", "income", "level", "score"]);
    let report = place.read("out/report.html");
    assert!(report.contains("before and after preparation") && report.contains("drawn in to the limit"));
    assert!(place.read("out/report.md").contains("## Preparation"));
}

#[test]
fn by_hand_and_again_from_the_settings() {
    let place = Place::new();
    place.file("c.csv", customers());
    let flags = [
        "--select=none",
        "--transform=none,Income=rank,income_eur=yeo_johnson",
        "--scale=robust,level=minmax",
        "--weight=age=2,Score=0.5",
        "--outliers=keep",
        "--missing=indicator",
    ];
    let run = scored_again(&place, &flags);
    let steps = run["recipe"].as_array().unwrap();
    let of = |feature: &str| steps.iter().find(|step| step["feature"] == feature).unwrap();
    assert_eq!(steps.len(), 7, "six numbers and where one is missing");
    assert_eq!((&of("income")["shape"]["kind"], &of("age")["shape"]["kind"]), (&"rank".into(), &"none".into()));
    assert_eq!((&of("age")["weight"], &of("score")["weight"]), (&2.0.into(), &0.5.into()));
    assert_eq!((&of("level")["centre"], &steps[6]["kind"]), (&50.0.into(), &"missing".into()));
    place.works(&["run", "--config", "out/shoal.toml", "--out", "again"]);
    assert_eq!(place.read("again/run.json"), place.read("out/run.json"));
    place.fails(&["run", "c.csv", "--missing", "refuse"], 2, &["`score` for 30 of 240 customers", "--missing median"]);
    place.fails(&["run", "c.csv", "--weight", "incom=2"], 2, &["`incom`", "nearest names are income"]);
    place.file("s.toml", "[segment]\nweight = \"age=0\"\n");
    place.fails(&["run", "c.csv", "--config", "s.toml"], 2, &["weight is `0`", "left out of --features"]);
}

#[test]
fn whoever_is_far_outside_is_set_apart_and_so_are_new_customers() {
    let place = Place::new();
    place.file("c.csv", customers());
    for flags in [&["--outliers", "apart"][..], &["--outliers", "apart", "--method", "kmeans,dbscan", "--pca", "2"]] {
        let run = scored_again(&place, flags);
        let segments = run["segments"].as_array().unwrap();
        let last = segments.last().unwrap();
        assert_eq!((&last["id"], &last["name"], &last["members"]), (&"O".into(), &"Outliers".into(), &1.into()));
        let summary = run["summary"].to_string();
        assert!(summary.contains("1 is set apart as outliers") || segments.len() == 1, "{summary}");
        let all: u64 = segments.iter().map(|segment| segment["members"].as_u64().unwrap()).sum();
        assert_eq!(all, 240);
        let row = place.read("out/assignments.csv").lines().find(|line| line.starts_with("C077,")).unwrap().to_owned();
        assert!(row.contains(",O,Outliers,"), "{row}");
    }
    let text = customers();
    let new = text.lines().map(|line| match line.strip_prefix("C005,") {
        Some(_) => "N005,30,40,36,0,50,9000\n".to_owned(),
        None => format!("{line}\n"),
    });
    place.file("new.csv", new.collect::<String>());
    let run = scored_again(&place, &["--outliers", "apart"]);
    assert_eq!(run["decisions"].as_array().unwrap().iter().filter(|made| made["choice"] == "set apart").count(), 1);
    let scored = place.works(&["score", "--model", "out/model.json", "new.csv"]);
    let outliers = scored.out.lines().filter(|line| line.contains(",O,Outliers,")).map(|line| &line[..4]);
    assert_eq!(outliers.collect::<Vec<_>>(), ["C077", "N005"]);
    assert!(scored.err.contains("2 customers set apart as outliers"), "{}", scored.err);
    place.fails(&["run", "c.csv", "--outliers", "apart", "--method", "rfm"], 2, &["RFM places everybody by rank"]);
    place.works(&["compare", "c.csv", "--outliers", "apart", "--method", "kmeans,ward"]);
}
