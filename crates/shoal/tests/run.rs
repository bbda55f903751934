//! `shoal run` and `shoal score` through the program.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use support::{Place, contents, flat};

#[test]
fn a_flat_table_gives_a_whole_output_folder() {
    let place = Place::new();
    place.file("sales.csv", flat(80));
    let ran = place.works(&["run", "sales.csv"]);
    let names: Vec<String> = contents(&place.path("shoal-out")).into_iter().map(|(name, _)| name).collect();
    for wanted in [
        "report.html",
        "report.md",
        "run.json",
        "assignments.csv",
        "certainty.csv",
        "segments.csv",
        "apart.csv",
        "set_aside.csv",
        "unreadable.csv",
        "model.json",
        "shoal.toml",
    ] {
        assert!(names.iter().any(|name| name == wanted), "{wanted} in {names:?}");
        assert!(ran.err.contains(wanted), "{wanted} is told of");
    }
    let run = place.json("shoal-out/run.json");
    assert_eq!(run["base"]["members"], 80);
    assert_eq!(place.read("shoal-out/assignments.csv").lines().count(), 81);
    certainty_is_that_of_the_segments(&run, &place.read("shoal-out/certainty.csv"));
    for segment in run["segments"].as_array().unwrap() {
        let name = segment["name"].as_str().unwrap();
        assert!(ran.out.contains(name), "{name} in {}", ran.out);
        assert!(place.read("shoal-out/report.md").contains(name));
    }
}

/// The list of single customers and the verdict's table say the same.
fn certainty_is_that_of_the_segments(run: &serde_json::Value, list: &str) {
    let rows: Vec<Vec<&str>> = list.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows[0], ["customer_id", "segment_id", "stays", "certainty"]);
    let told = run["verdict"]["stability"]["segments"].as_array().unwrap();
    assert_eq!(rows.len(), 81);
    for (segment, told) in run["segments"].as_array().unwrap().iter().zip(told) {
        let own: Vec<&Vec<&str>> = rows.iter().filter(|row| row[1] == segment["id"]).collect();
        let core = own.iter().filter(|row| row[3] == "core").count() as f64 / own.len() as f64;
        assert!((core - told["core"].as_f64().unwrap()).abs() < 1e-12, "{segment}");
        assert!(own.iter().all(|row| (row[3] == "core") == (row[2].parse::<f64>().unwrap() >= 0.9)));
    }
}

#[test]
fn json_on_standard_output_is_run_json_and_quiet_is_quiet() {
    let place = Place::new();
    place.file("sales.csv", flat(60));
    let ran = place.works(&["run", "sales.csv", "--json", "-q"]);
    assert_eq!(ran.err, "");
    assert_eq!(ran.out, place.read("shoal-out/run.json"));
}

#[test]
fn settings_of_a_run_give_the_same_bytes() {
    let place = Place::new();
    place.file("sales.csv", flat(90));
    place.works(&[
        "run",
        "sales.csv",
        "--out",
        "first",
        "-k",
        "2..6",
        "--features",
        "orders,revenue",
        "--scale",
        "robust",
        "--transform",
        "log1p",
        "--choose-by",
        "silhouette",
        "--min-size",
        "5",
        "--min-share",
        "1%",
        "--seed",
        "42",
        "--starts",
        "3",
        "--as-of",
        "2024-12-31",
        "--scatter",
        "orders,revenue",
        "--map",
        "transactions.customer=CustomerID",
        "--max-unreadable",
        "2%",
    ]);
    place.works(&["run", "--config", "first/shoal.toml", "--out", "second"]);
    assert_eq!(contents(&place.path("first")), contents(&place.path("second")));
    place.works(&["run", "--config", "first/shoal.toml", "--out", "third", "--seed", "43"]);
    assert!(place.read("third/shoal.toml").contains("seed = 43"), "a flag wins over the settings");
}

#[test]
fn neither_threads_nor_the_order_of_rows_columns_or_files_change_the_answer() {
    let place = Place::new();
    let table = flat(120);
    let (header, rows) = table.split_once('\n').unwrap();
    let mut turned: Vec<&str> = rows.lines().collect();
    turned.reverse();
    let (one, two) = turned.split_at(turned.len() / 3);
    let other_columns = |rows: &[&str]| -> String {
        let swap = |line: &str| {
            let mut cells: Vec<&str> = line.split(',').collect();
            cells.rotate_left(2);
            cells.join(",") + "\n"
        };
        std::iter::once(&header).chain(rows).map(|line| swap(line)).collect()
    };
    place.file("sales.csv", &table);
    place.file("a.csv", other_columns(one)).file("b.csv", format!("{header}\n{}\n", two.join("\n")));
    place.works(&["run", "sales.csv", "--out", "plain"]);
    place.works(&["run", "sales.csv", "--out", "single", "--threads", "1"]);
    place.works(&["run", "b.csv", "a.csv", "--out", "turned", "--threads", "5"]);
    assert_eq!(contents(&place.path("plain")), contents(&place.path("single")));
    for name in ["assignments.csv", "segments.csv", "model.json"] {
        assert_eq!(place.read(&format!("plain/{name}")), place.read(&format!("turned/{name}")), "{name}");
    }
}

#[test]
fn three_tables_give_regions_and_categories() {
    let place = Place::new();
    place.works(&["demo", "--customers", "150", "-q"]);
    let run = place.json("shoal-out/run.json");
    let attributes: Vec<&str> = run["segments"][0]["categories"]
        .as_array()
        .unwrap()
        .iter()
        .map(|category| category["attribute"].as_str().unwrap())
        .collect();
    assert_eq!(attributes, ["Region", "favourite category"]);
}

#[test]
fn scoring_the_training_tables_gives_the_training_segments() {
    let place = Place::new();
    place.works(&["demo", "--customers", "300", "-q"]);
    let tables = ["shoal-demo/Customers.csv", "shoal-demo/Transactions.csv", "shoal-demo/Products.csv"];
    let score = |more: &[&str]| {
        let args: Vec<&str> =
            ["score", "--model", "shoal-out/model.json"].iter().chain(&tables).chain(more).copied().collect();
        place.works(&args)
    };
    assert_eq!(score(&["-q"]).out, place.read("shoal-out/assignments.csv"));
    score(&["--out", "scores.csv"]);
    assert_eq!(place.read("scores.csv"), place.read("shoal-out/assignments.csv"));
    let json: serde_json::Value = serde_json::from_str(&score(&["--json", "-q"]).out).unwrap();
    assert_eq!(json["customers"].as_array().unwrap().len(), place.read("scores.csv").lines().count() - 1);
}

#[test]
fn orders_are_segmented_listed_and_scored_as_orders() {
    let place = Place::new();
    place.file("sales.csv", flat(40));
    let ran = place.works(&["run", "sales.csv", "--unit", "order"]);
    assert!(ran.out.contains("orders") && !ran.out.contains("customer"), "{}", ran.out);
    let run = place.json("shoal-out/run.json");
    let list = place.read("shoal-out/assignments.csv");
    assert_eq!(run["unit"], "order");
    assert_eq!((run["base"]["members"].as_u64(), run["base"]["distinct_customers"].as_u64()), (Some(179), Some(40)));
    assert!(list.starts_with("order_id,customer_id,segment_id,"), "{list}");
    assert_eq!(list.lines().count(), 180);
    assert!(place.read("shoal-out/segments.csv").starts_with("segment_id,segment_name,orders,"));
    assert!(place.read("shoal-out/apart.csv").starts_with("order_id,customer_id,reason,"));
    assert!(place.read("shoal-out/shoal.toml").contains("unit = \"order\""));

    let score = |more: &[&str]| {
        let args: Vec<&str> =
            ["score", "--model", "shoal-out/model.json", "sales.csv"].iter().chain(more).copied().collect();
        place.works(&args)
    };
    let scored = score(&[]);
    assert_eq!(scored.out, list);
    assert!(scored.err.contains("179 orders placed as of"), "{}", scored.err);
    let json: serde_json::Value = serde_json::from_str(&score(&["--json", "-q"]).out).unwrap();
    assert_eq!(json["orders"].as_array().unwrap().len(), 179);
    assert!(json.get("customers").is_none());

    place.works(&["run", "--config", "shoal-out/shoal.toml", "--out", "again", "-q"]);
    assert_eq!(contents(&place.path("again")), contents(&place.path("shoal-out")));
    place.works(&["run", "sales.csv", "--out", "customers", "-q"]);
    let revenue = |folder: &str| place.json(&format!("{folder}/run.json"))["base"]["revenue"].clone();
    assert_eq!(revenue("customers"), revenue("shoal-out"), "no returns: the orders bring what the customers bring");
}

#[test]
fn units_are_customer_and_order() {
    let place = Place::new();
    place.file("sales.csv", flat(40));
    place.fails(&["run", "sales.csv", "--unit", "basket"], 2, &["basket", "customer, order"]);
    place.fails(
        &["run", "sales.csv", "--unit", "order", "--features", "recency_days"],
        2,
        &["recency_days", "order_value"],
    );
    let features = place.works(&["features", "--unit", "order"]).out;
    assert!(features.contains("order_value") && !features.contains("recency_days"), "{features}");
}

#[test]
fn scoring_replaces_no_file() {
    let place = Place::new();
    place.file("sales.csv", flat(80));
    place.works(&["run", "sales.csv", "-q"]);
    let before = (place.read("sales.csv"), place.read("shoal-out/model.json"));
    let args = |out| ["score", "--model", "shoal-out/model.json", "sales.csv", "--out", out];
    place.fails(&args("sales.csv"), 2, &["sales.csv", "not replaced", "--out"]);
    place.fails(&args("shoal-out/model.json"), 2, &["model.json", "not replaced"]);
    place.fails(&args("shoal-out"), 2, &["shoal-out", "not replaced"]);
    assert_eq!((place.read("sales.csv"), place.read("shoal-out/model.json")), before);
    place.works(&args("scores.csv"));
    place.fails(&args("scores.csv"), 2, &["scores.csv", "not replaced", "standard output"]);
}

#[test]
fn a_given_as_of_day_is_kept_by_scoring() {
    let place = Place::new();
    place.file("sales.csv", flat(80));
    place.works(&["run", "sales.csv", "--as-of", "2024-09-30"]);
    let run = place.json("shoal-out/run.json");
    assert_eq!(run["as_of"], "2024-09-30");
    assert!(place.read("shoal-out/set_aside.csv").contains("after_as_of"));
    let scored = place.works(&["score", "--model", "shoal-out/model.json", "sales.csv", "-q"]);
    assert_eq!(scored.out, place.read("shoal-out/assignments.csv"));
}

#[test]
fn new_customers_are_placed_by_the_rule_of_the_old_ones() {
    let place = Place::new();
    place.file("sales.csv", flat(80));
    place.works(&["run", "sales.csv", "-k", "2"]);
    // The same customers again under other names, beside nobody else.
    place.file("new.csv", flat(80).replace(",C0", ",N0").lines().take(60).collect::<Vec<_>>().join("\n"));
    let scored = place.works(&["score", "--model", "shoal-out/model.json", "new.csv", "-q"]);
    let old = place.read("shoal-out/assignments.csv").replace("C0", "N0");
    let complete: Vec<&str> = scored.out.lines().skip(1).collect();
    let same = complete.iter().filter(|row| old.contains(**row)).count();
    assert!(
        complete.len() > 5 && same + 1 >= complete.len(),
        "all but the cut-off last one: {same} of {}",
        complete.len()
    );
}

#[test]
fn keys_that_look_personal_stay_out_of_the_report_and_in_the_lists() {
    let place = Place::new();
    place.file("sales.csv", flat(60).replace(",C0", ",buyer+0").replace(",2024", "@example.com,2024"));
    place.works(&["run", "sales.csv"]);
    assert!(place.read("shoal-out/assignments.csv").contains("@example.com"));
    for shared in ["report.html", "report.md", "run.json", "segments.csv", "model.json"] {
        assert!(!place.read(&format!("shoal-out/{shared}")).contains("@example.com"), "{shared}");
    }
}

#[test]
fn lists_of_roles_and_features_are_printed() {
    let place = Place::new();
    let roles = place.works(&["roles"]).out;
    assert!(roles.contains("customer") && roles.contains("invoice_no"), "{roles}");
    let features = place.works(&["features"]).out;
    assert!(features.contains("recency_days") && features.contains("days"), "{features}");
    let json: serde_json::Value = serde_json::from_str(&place.works(&["features", "--json"]).out).unwrap();
    assert_eq!(json[0]["feature"], "recency_days");
}

#[test]
fn a_reader_who_goes_away_is_no_error() {
    let place = Place::new();
    place.file("sales.csv", flat(60));
    let mut child =
        place.command(&["run", "sales.csv", "--json", "-q"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
