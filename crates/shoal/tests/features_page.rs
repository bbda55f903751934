//! `docs/features.md` says what the program says of its features.
//!
//! After a change of a feature's words, write the page anew:
//! `SHOAL_WRITE_PAGES=1 cargo test -p shoal --test features_page`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use serde_json::Value;
use std::path::Path;
use support::Place;

const OPENING: &str = "# Features

What `shoal features list` prints, as a page; a test holds the two together. Each is a function of one customer's lines up to
the as-of day, or of one order's (`--unit order`); `--window 365d` lets it see no farther back. Values are checked against
pandas to 12 digits (`crates/shoal-segment/tests/features_reference.rs`).

A run computes and shows the features marked with ●, clusters those marked with ◆ unless `--features` names others, and adds
what is named. `shoal features list FILES` says which cannot be computed of given tables, and why.

Where a feature is not defined its value is missing, and its meaning says when. **To be clustered, a missing value is replaced by
the median of the base**: a feature that most customers do not have (a spread of gaps where most bought once) says little there.
Profiles and names count only those who have it.
";

const CLOSING: &str = "
## Several days together

    shoal features compute Sales.csv -o panel.parquet --as-of 2024-06-30,2024-09-30,2024-12-31
    shoal features compute Sales.csv -o panel.parquet --as-of 2024-12-31 --snapshots 12 --every 1m

give one table for both: a row per customer (or order) and day, the day in its first column `as_of`, from one reading of the files.
`--snapshots 12` counts back from the as-of day, which is the last of the twelve; `--every` takes days, weeks, months and years as
`--window` does (unless it is written, 1m), and from the last day of a month all are last days of months.

- **The rows of a day are those of a run as of that day alone**, to the last bit: no later line plays a part, the scores R, F and M compare
  the customers of that day, a window ends with it, and a region or channel that is taken from the lines is that of the lines up to it.
- Who had bought nothing by a day has no row of it. How many rows each day has, and who is in none for what reason, is told; a day
  without any row is no error.
- A line counts for every day from its own on. Lines after the last day are set aside, and the receipt says how many.
- What has no date is the same on every day: columns of customers' tables, and money that a row or an order says was given back
  later. What the reading settles from all lines together, it settles once from those up to the last day: columns with too many values to be
  properties, whether identical lines are copies, files that overlap.
- The table is made in memory, with 8 bytes per row and feature: 12 days of 1,000,000 customers take 8 GB with all features, and
  half a GB with the five that `--features` names.

## Not in this list

Columns of a customers' table are features too, numbers as they are and categories as one indicator per value
([how](../crates/shoal-segment/src/feature/given.rs)); `--customer-table scores.csv` adds those of any other table with one row per
customer.

**Own features** are declared in the settings file, one `[[feature]]` each, and checked before anything runs:

    [[feature]]
    name = \"web_books\"
    measure = \"amount\"
    aggregate = \"sum\"
    where = { category = [\"Books\"], channel = [\"web\"], last_days = 90 }

| measure | aggregates |
| --- | --- |
| `amount`, `units`, `discount` | `sum`, `share`; `mean`, `median`, `sd`, `min`, `max`, `first`, `last` of orders, or of lines with `per = \"line\"` |
| `price` | `mean`, `median`, `sd`, `min`, `max`, `first`, `last` of lines |
| `lines` | `count`, `share`; `mean`, `median`, `sd`, `min`, `max`, `first`, `last` of orders |
| `orders` | `count`, `share`, `days_since`, `days_since_first`, `gap_mean`, `gap_median`, `gap_sd`, `gap_max` |
| `days` | `count`, `share` |
| `products`, `categories` | `distinct`, `share`; `mean`, `median`, `sd`, `min`, `max`, `first`, `last` of orders |

`where` takes `kind` (`purchase`, `return`, or `net` for a sum of purchases minus returns), `last_days`, `weekday`, `month`,
`product`, `category`, `channel` and any other column of the transactions with few values; a list means any of its values. `share` is
the part of what all lines of the same kind and time have. `label`, `meaning`, `unit`, `low` and `high` are the words for people.
";

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_else(|| panic!("no {field} in {value}"))
}

fn section(title: &str, features: &[Value]) -> String {
    let mut out = format!("\n## {title}\n");
    let mut family = "";
    for feature in features {
        if text(feature, "family") != family {
            family = text(feature, "family");
            out.push_str(&format!(
                "\n### {family}\n\n| feature | meaning | unit | low … high | needs |\n| --- | --- | --- | --- | --- |\n"
            ));
        }
        let mark = match text(feature, "in a run") {
            always if always.starts_with("clustered") => " ◆",
            always if always.starts_with("computed") => " ●",
            _ => "",
        };
        let [name, meaning, unit, low, high, needs] =
            ["feature", "meaning", "unit", "low", "high", "needs"].map(|field| text(feature, field));
        out.push_str(&format!("| `{name}`{mark} | {meaning} | {unit} | {low} … {high} | {needs} |\n"));
    }
    out
}

#[test]
fn the_page_of_features_is_what_the_program_says() {
    let listed = |unit: &str| -> Vec<Value> {
        serde_json::from_str(&Place::new().works(&["features", "list", "--unit", unit, "--json"]).out).unwrap()
    };
    let wanted = format!(
        "{OPENING}{}{}{CLOSING}",
        section("Of a customer", &listed("customer")),
        section("Of an order", &listed("order"))
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/features.md");
    if std::env::var_os("SHOAL_WRITE_PAGES").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap();
    let differ = found.lines().zip(wanted.lines()).position(|(found, wanted)| found != wanted);
    assert!(
        found == wanted,
        "docs/features.md is not what `shoal features list` says, from line {}; write it anew with SHOAL_WRITE_PAGES=1",
        differ.unwrap_or(0) + 1
    );
}

#[test]
fn given_tables_say_what_is_left_out_and_why() {
    let place = Place::new();
    place.file("sales.csv", support::flat(40));
    let listed = place.works(&["features", "list", "sales.csv"]).out;
    for wanted in ["Recency\n", "\nSeason\n", "the tables do not have a discount per line", "recency_days"] {
        assert!(listed.contains(wanted), "{wanted}: {listed}");
    }
    let json: Vec<Value> =
        serde_json::from_str(&place.works(&["features", "list", "sales.csv", "--json"]).out).unwrap();
    let left_out = |name: &str| {
        let feature = json.iter().find(|feature| feature["feature"] == name).unwrap();
        text(feature, "left out").to_owned()
    };
    assert_eq!(left_out("revenue"), "");
    assert_eq!(left_out("days_to_first_order"), "the tables do not have a sign-up day of customers");
    let bare = place.works(&["features"]).out;
    assert_eq!(bare, place.works(&["features", "list"]).out);
    assert!(!bare.contains("left out"), "without tables nothing is");
    place.fails(&["features", "list", "nothing.csv"], 2, &["nothing.csv"]);
}

#[test]
fn a_run_takes_features_that_most_do_not_have() {
    let place = Place::new();
    place.file("sales.csv", support::flat(40));
    let features = "recency_days,gap_variation,overdue_ratio,spend_change,f_score,share_weekend";
    place.works(&["run", "sales.csv", "--features", features, "--window", "6m"]);
    let run = place.json("shoal-out/run.json");
    let names: Vec<&str> =
        run["base"]["profile"].as_array().unwrap().iter().map(|feature| text(feature, "feature")).collect();
    for name in features.split(',') {
        assert!(names.contains(&name), "{name} is in {names:?}");
    }
    assert!(!names.contains(&"share_q1"), "what nobody asked for is not in the report");
    assert!(place.read("shoal-out/shoal.toml").contains("window = \"6m\""));
    let scored = place.works(&["score", "--model", "shoal-out/model.json", "sales.csv", "-q"]);
    assert_eq!(scored.out, place.read("shoal-out/assignments.csv"));
    place.works(&["run", "--config", "shoal-out/shoal.toml", "--out", "again", "-q"]);
    assert_eq!(place.read("again/run.json"), place.read("shoal-out/run.json"));
    place.fails(&["run", "sales.csv", "--window", "0d"], 2, &["0d", "365d"]);
    place.fails(&["run", "sales.csv", "--features", "discount_share"], 2, &["a discount per line"]);
}
