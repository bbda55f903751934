//! Every recipe that comes with the program, from raw tables to its report in one command, and a user's own.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use serde_json::Value;
use support::Place;

const TABLES: [&str; 3] = ["shop/Customers.csv", "shop/Transactions.csv", "shop/Products.csv"];

/// A place with the three tables of a made-up shop, returns and dirty rows among them.
fn shop(customers: &str) -> Place {
    let place = Place::new();
    place.works(&[
        "demo",
        "--customers",
        customers,
        "--tables",
        "shop",
        "--out",
        "demo",
        "-k",
        "2",
        "--starts",
        "1",
        "-q",
    ]);
    place
}

/// `shoal run --recipe NAME FILES --out out`, with what holds for every recipe: the report is whole and has the segments,
/// and the model places the tables it was made from as the run did. Gives `run.json`.
fn cook(place: &Place, recipe: &str, flags: &[&str]) -> Value {
    place.works(&[&["run", "--recipe", recipe], &TABLES[..], &["--out", "out"], flags].concat());
    let run = place.json("out/run.json");
    let (page, text) = (place.read("out/report.html"), place.read("out/report.md"));
    assert!(page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"));
    for part in ["summary", "segments", "scatter", "plane", "sweep", "profiles", "numbers", "receipt", "decisions"] {
        assert!(page.contains(&format!("id=\"{part}-heading\"")), "{recipe}: no {part} in the page");
    }
    for part in
        ["Summary", "Segments", "Profiles", "How many segments", "The plane", "Decisions", "Features", "Receipt"]
    {
        assert!(text.contains(&format!("\n## {part}\n")), "{recipe}: no {part} in the text");
    }
    for segment in list(&run["segments"]) {
        let title = format!("### {} {}", word(&segment["id"]), word(&segment["name"]));
        assert!(text.contains(&title), "{recipe}: {title}");
        let advice = list(&segment["advice"]);
        assert!(!advice.is_empty(), "{recipe}: no advice for {title}");
        for play in advice {
            assert!(text.contains(word(&play["action"])) && text.contains(word(&play["reason"]["text"])), "{play}");
        }
    }
    let scored = place.works(&[&["score", "--model", "out/model.json", "-q"], &TABLES[..]].concat());
    assert_eq!(scored.out, place.read("out/assignments.csv"), "{recipe}: scoring gives the segments again");
    run
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("no list: {value}"))
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("no number: {value}"))
}

fn words<'a>(of: &'a Value, field: &str) -> Vec<&'a str> {
    list(of).iter().map(|value| word(&value[field])).collect()
}

/// The names of the two features of the scatter figure, x and y.
fn scatter(run: &Value) -> Vec<&str> {
    let features = &run["exploration"]["features"];
    let at = |place: &Value| word(&features[place.as_u64().unwrap() as usize]["card"]["name"]);
    list(&run["pictures"]["scatter"]).iter().map(at).collect()
}

/// What the decision about something says.
fn choice<'a>(run: &'a Value, about: &str) -> &'a str {
    let decision = list(&run["decisions"]).iter().find(|decision| decision["about"] == about);
    word(&decision.unwrap_or_else(|| panic!("no decision about {about}"))["choice"])
}

/// The column of a list, which has no cell with a comma before it but in quotes.
fn column(table: &str, name: &str) -> Vec<String> {
    let mut lines = table.lines();
    let at = cells(lines.next().unwrap()).iter().position(|header| header == name);
    let at = at.unwrap_or_else(|| panic!("no column {name}"));
    lines.map(|line| cells(line)[at].clone()).collect()
}

fn cells(line: &str) -> Vec<String> {
    let mut quoted = false;
    let mut cells = vec![String::new()];
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cells.last_mut().unwrap().push(other),
        }
    }
    cells
}

fn numbers(table: &str, name: &str) -> Vec<f64> {
    column(table, name).iter().map(|cell| cell.parse().unwrap_or_else(|_| panic!("{name}: {cell}"))).collect()
}

/// `segments.csv` has the size, the mean and the total of `feature` for each segment, and they agree with each other and
/// with the whole.
fn averages_and_totals(place: &Place, run: &Value, size: &str, feature: &str) {
    let table = place.read("out/segments.csv");
    let (sizes, means) = (numbers(&table, size), numbers(&table, &format!("{feature}_mean")));
    let totals = numbers(&table, &format!("{feature}_total"));
    assert_eq!(sizes.iter().sum::<f64>(), number(&run["base"]["members"]));
    for ((size, mean), total) in sizes.iter().zip(means).zip(&totals) {
        assert!((size * mean - total).abs() <= 1e-9 * total.abs(), "{feature}: {size} × {mean} is {total}");
    }
    let whole = list(&run["base"]["profile"]).iter().find(|profile| profile["feature"] == feature).unwrap();
    let (sum, whole) = (totals.iter().sum::<f64>(), number(&whole["total"]));
    assert!((sum - whole).abs() <= 1e-9 * whole, "{feature}: {sum} of {whole}");
}

#[test]
fn value_and_volume() {
    let place = shop("300");
    let run = cook(&place, "value-volume", &[]);
    assert_eq!(words(&run["recipe"], "feature"), ["revenue", "units"]);
    assert_eq!((word(&run["unit"]), word(&run["sweep"]["method"])), ("customer", "kmeans"));
    assert_eq!(list(&run["segments"]).len(), 5);
    assert_eq!(scatter(&run), ["units", "revenue"]);
    assert!(place.read("out/report.html").contains(">revenue against units</title>"));
    averages_and_totals(&place, &run, "customers", "revenue");
    assert_eq!(list(&cook(&place, "value-volume", &["-k", "3"])["segments"]).len(), 3, "a flag wins");
}

#[test]
fn behaviour() {
    let place = shop("300");
    let run = cook(&place, "behaviour", &[]);
    let mut features = words(&run["recipe"], "feature");
    features.sort_unstable();
    assert_eq!(features, ["orders", "revenue", "tenure_days", "units"]);
    let sweep = &run["sweep"];
    assert_eq!(word(&sweep["chosen_by"]), "davies_bouldin");
    let tried: Vec<u64> = list(&sweep["rows"]).iter().map(|row| row["k"].as_u64().unwrap()).collect();
    assert_eq!(tried, (2..=10).collect::<Vec<u64>>());
    let eligible = list(&sweep["rows"]).iter().filter(|row| row["eligible"] == true);
    let by_index = |row: &&Value| number(&row["indices"]["davies_bouldin"]);
    let best = eligible.min_by(|a, b| by_index(a).total_cmp(&by_index(b))).unwrap();
    assert_eq!(best["k"], sweep["k"]);
    assert_eq!(list(&run["segments"]).len() as u64, sweep["k"].as_u64().unwrap());
    averages_and_totals(&place, &run, "customers", "units");
    let table = place.read("out/segments.csv");
    let listed = |feature: &str| numbers(&table, &format!("{feature}_mean")).len();
    assert!(features.iter().all(|feature| listed(feature) == list(&run["segments"]).len()));
}

#[test]
fn loyalty() {
    let place = shop("300");
    let run = cook(&place, "loyalty", &[]);
    assert_eq!(list(&run["segments"]).len(), 4);
    assert_eq!(choice(&run, "scale"), "standard");
    let plane = &run["pictures"]["plane"];
    assert_eq!((list(&plane["centres"]).len(), list(&plane["explained"]).len()), (4, 2));
    assert_eq!(list(&plane["loadings"]).len(), list(&run["recipe"]).len());
    assert_eq!(list(&plane["points"]).len(), list(&run["pictures"]["segment"]).len());
    let plays: Vec<&str> =
        list(&run["segments"]).iter().flat_map(|segment| words(&segment["advice"], "code")).collect();
    assert!(
        plays.contains(&"retain_best") && plays.contains(&"low_cost_reactivation"),
        "keeping and bringing back: {plays:?}"
    );
    assert!(place.read("out/report.html").contains("Customers in the plane of the first two principal components"));
}

#[test]
fn structure() {
    let place = shop("300");
    let run = cook(&place, "structure", &[]);
    let compared = list(&run["comparison"]["rows"]);
    assert_eq!(words(&run["comparison"]["rows"], "method"), ["kmeans", "ward"]);
    for row in compared {
        for index in ["silhouette", "davies_bouldin", "calinski_harabasz", "inertia"] {
            assert!(row["best"]["indices"][index].is_f64(), "{index} in {row}");
        }
        for agreement in ["adjusted_rand", "adjusted_mutual_information"] {
            assert!(number(&row["agreement"][agreement]) <= 1.0 + 1e-12, "{agreement} in {row}");
        }
    }
    let tree = list(&run["exhibits"]).iter().find(|exhibit| exhibit["method"] == "ward").unwrap();
    let leaves = list(&tree["shown"]["tree"]["leaves"]);
    let members: u64 = leaves.iter().map(|leaf| leaf["members"].as_u64().unwrap()).sum();
    assert_eq!(members, run["base"]["members"].as_u64().unwrap(), "every customer hangs from a leaf");
    assert!(tree["shown"]["tree"]["cut"].is_f64());
    let explored = &run["exploration"];
    assert_eq!(list(&explored["features"]).len(), list(&explored["correlations"]).len());
    let (page, text) = (place.read("out/report.html"), place.read("out/report.md"));
    for part in ["methods", "exhibits", "distributions", "pairs", "correlations", "features"] {
        assert!(page.contains(&format!("id=\"{part}-heading\"")), "no {part}");
    }
    assert!(page.contains("Ward: the tree") && text.contains("### Ward: the tree"));
    assert!(text.contains("\n## Methods compared\n"));
}

#[test]
fn baskets() {
    let place = shop("150");
    let run = cook(&place, "baskets", &[]);
    assert_eq!(word(&run["unit"]), "order");
    assert_eq!(words(&run["comparison"]["rows"], "method"), ["gmm", "dbscan", "kmeans"]);
    let mut features = words(&run["recipe"], "feature");
    features.sort_unstable();
    assert_eq!(features, ["order_value", "units"]);
    let text = place.read("out/report.md");
    let shown = |level: &str| text.lines().any(|line| line.starts_with("| units |") && line.contains(level));
    let valued = |level: &str| text.lines().any(|line| line.starts_with("| order value |") && line.contains(level));
    for level in ["low", "moderate", "high"] {
        assert!(shown(level) || valued(level), "{level} in the profiles");
        let has = |segment: &Value| list(&segment["profile"]).iter().any(|profile| profile["level"] == level);
        assert!(list(&run["segments"]).iter().any(has), "{level} in run.json");
    }
    for feature in ["units", "order_value"] {
        averages_and_totals(&place, &run, "orders", feature);
    }
    let listed = place.read("out/assignments.csv");
    let mut keys: Vec<(String, String)> =
        column(&listed, "order_id").into_iter().zip(column(&listed, "customer_id")).collect();
    let rows = keys.len();
    keys.sort();
    keys.dedup();
    assert_eq!((keys.len(), rows as u64), (rows, run["base"]["members"].as_u64().unwrap()), "one row per order");
    assert!(text.starts_with("# Order segments\n") && text.contains(" orders with a revenue of "), "counted as orders");
    assert!(!text.contains(" of the customers"), "orders are not told as customers");
}

#[test]
fn the_list_of_recipes_has_every_one() {
    let place = Place::new();
    let (text, json) = (place.works(&["recipes"]).out, place.works(&["recipes", "--json"]).out);
    let rows: Value = serde_json::from_str(&json).unwrap();
    let names = words(&rows, "recipe");
    assert_eq!(names, ["value-volume", "behaviour", "loyalty", "structure", "baskets"]);
    for name in names {
        assert!(text.lines().any(|line| line == name), "{text}");
        let shown = place.works(&["recipes", "--show", name]).out;
        assert!(shown.starts_with("[recipe]\n") && shown.contains("\n[segment]\n"), "{shown}");
    }
}

#[test]
fn a_recipe_of_ones_own_is_the_same_file() {
    let place = shop("200");
    let shown = place.works(&["recipes", "--show", "loyalty"]).out;
    let mine = shown.replace("title = \"Loyalty\"", "title = \"Club\"").replace("k = \"4\"", "k = \"3\"");
    assert_ne!(mine, shown.replace("k = \"4\"", "k = \"3\""), "the title stood there");
    place.file("club.toml", &mine);
    let run = cook(&place, "club.toml", &[]);
    assert_eq!(list(&run["segments"]).len(), 3);
    let settings = place.read("out/shoal.toml");
    assert!(settings.contains("title = \"Club\""), "{settings}");
    let by_own = place.read("out/assignments.csv");
    cook(&place, "loyalty", &["-k", "3"]);
    assert_eq!(place.read("out/assignments.csv"), by_own, "a flag and an edited line say the same");
}

#[test]
fn a_recipe_that_is_none_is_told_with_a_way_on() {
    let place = shop("40");
    let run = |recipe| [&["run", "--recipe", recipe], &TABLES[..], &["--out", "out"]].concat();
    let known = "value-volume, behaviour, loyalty, structure, baskets";
    place.fails(&run("loyalti"), 2, &["no recipe `loyalti`", known, "hint: `shoal recipes`"]);
    place.fails(&run("club.toml"), 2, &["no recipe `club.toml`", "a settings file of your own is written as a path"]);
    place.fails(&["recipes", "--show", "club"], 2, &["no recipe `club`", known]);
    place.file("club.toml", "[recipe]\ntitle = \"Club\"\n\n[segment]\nfeature = [\"revenue\"]\n");
    place.fails(&run("club.toml"), 2, &["`club.toml` is not a settings file", "unknown field `feature`", "line 5"]);
    place.file("club.toml", "[segment]\nfeatures = [\"revenues\"]\n");
    place.fails(&run("club.toml"), 2, &["no feature `revenues`", "revenue"]);
    place.file("Transactions.csv", "CustomerID,Date,Revenue\nA,2024-01-02,3.5\nB,2024-01-03,4\n");
    place.fails(&["run", "--recipe", "value-volume", "Transactions.csv"], 2, &["`units`"]);
    place.fails(&["run", "--recipe", "baskets", "Transactions.csv"], 2, &["`units`"]);
}
