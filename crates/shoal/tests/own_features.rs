//! Own features from the settings file to the results, and what is said when they cannot be.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use support::{Place, flat};

fn settings(product: &str) -> String {
    format!(
        "[input]\nfiles = [\"sales.csv\"]\n\n[[feature]]\nname = \"late_spend\"\nmeasure = \"amount\"\naggregate = \"sum\"\n\
         where = {{ last_days = 120, product = [\"P1\", \"{product}\"] }}\nunit = \"pounds\"\nhigh = \"late-spending\"\n\n\
         [segment]\nfeatures = [\"late_spend\", \"orders\"]\n"
    )
}

#[test]
fn a_declared_feature_goes_through_run_report_and_model() {
    let place = Place::new();
    place.file("sales.csv", flat(80)).file("my.toml", settings("P2"));
    place.works(&["run", "--config", "my.toml"]);
    let run = place.json("shoal-out/run.json");
    let profile = run["base"]["profile"].as_array().unwrap();
    assert!(profile.iter().any(|entry| entry["feature"] == "late_spend"));
    assert!(place.read("shoal-out/segments.csv").contains("late_spend"));
    assert!(place.read("shoal-out/report.html").contains("where product is P1 or P2, in the last 120 days."));
    let scored = place.works(&["score", "--model", "shoal-out/model.json", "sales.csv", "-q"]);
    assert_eq!(scored.out, place.read("shoal-out/assignments.csv"));
    place.works(&["run", "--config", "shoal-out/shoal.toml", "--out", "again", "-q"]);
    for file in ["run.json", "model.json", "shoal.toml"] {
        assert_eq!(place.read(&format!("again/{file}")), place.read(&format!("shoal-out/{file}")), "{file}");
    }
}

#[test]
fn what_cannot_be_is_told_with_the_line_of_the_settings() {
    let place = Place::new();
    place.file("sales.csv", flat(40)).file("my.toml", settings("Q7"));
    place.fails(
        &["run", "--config", "my.toml"],
        2,
        &["`late_spend` (my.toml, line 4)", "no product is called `Q7`", "P0, P1"],
    );
    place.file("my.toml", settings("P2").replace("last_days = 120", "Shop = [\"Rome\"]"));
    place.fails(&["run", "--config", "my.toml"], 2, &["my.toml, line 4", "a column `Shop`"]);
    // What means nothing is refused before the tables are looked for.
    place.file("my.toml", settings("P2").replace("\"sum\"", "\"distinct\"").replace("sales.csv", "nowhere.csv"));
    place.fails(&["run", "--config", "my.toml"], 2, &["line 4", "`distinct` of `amount` means nothing", "sum, share"]);
}
