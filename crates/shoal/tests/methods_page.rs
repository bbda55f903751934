//! `docs/methods.md` says what the program says of its methods.
//!
//! After a change of a method's card, write the page anew:
//! `SHOAL_WRITE_PAGES=1 cargo test -p shoal --test methods_page`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use serde_json::Value;
use std::path::Path;
use support::Place;

const OPENING: &str = "# Methods

What `shoal methods` lists, as a page; a test holds the two together. Ranges and defaults are those of the methods
themselves, as `shoal cluster` uses them. `shoal run` and `shoal compare` try more where nothing is given: every k of `-k`
(2 to 10); 100, 20 or 10 starts of k-means; every form of a mixture, of which the best by the index stays; up to 15 pairs of `eps` and
`min_samples` around the knee; every shipped table of RFM segments. `--set name=value` fixes a parameter.

Clusters that a run makes are named, profiled and scored in the same way whatever the method. *A new row* says where the model
puts customers whom it has not seen ([why](decisions/scoring-rules.md)), and
[remainder](decisions/remainder-and-fair-comparison.md) what becomes of those whom a method leaves out.

*n* rows, *d* columns, *k* clusters.
";

const RFM: &str = "
## RFM: `--method rfm`

**Finds** named segments by scores of 1 to 5 for recency, frequency and monetary value, fifths of the base each, by a table that
says which of the 125 combinations is which segment. For `shoal run` and `shoal compare`, with `--unit customer`.

**Number of clusters:** the table decides: `--rules TABLE`, else the shipped one with the best index. `shoal rules list` shows
the shipped ones, `shoal rules check TABLE` proves one's own and mends it ([how](decisions/rfm-tables.md)).

**A new row** is scored by the thresholds that the model keeps. **Cost:** time n × log n; memory n.
";

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_else(|| panic!("no {field} in {value}"))
}

fn page(methods: &[Value]) -> String {
    let mut page = OPENING.to_owned();
    for method in methods.iter().filter(|method| method["method"] != "rfm") {
        page.push_str(&section(method));
    }
    page + RFM
}

fn section(method: &Value) -> String {
    let (id, name) = (text(method, "method"), text(method, "name"));
    let mut out = format!("\n## {name}: `--method {id}`\n\n");
    out.push_str(&format!("**Finds** {}.\n\n", text(method, "finds")));
    let number = if method["takes_k"] == true { "as many as `-k` says" } else { "the method finds it" };
    let init = if method["takes_centres"] == true { "; `--init FILE` gives centres to start from" } else { "" };
    let weights = if method["takes_weights"] == true { "; `--weight COLUMN` counts rows by weight" } else { "" };
    let remainder = if method["leaves_out"] == true { " It may leave rows out (`--remainder`)." } else { "" };
    out.push_str(&format!("**Number of clusters:** {number}{init}{weights}.{remainder}\n\n"));
    out.push_str("| parameter | what it is | allowed | default |\n| --- | --- | --- | --- |\n");
    for parameter in method["parameters"].as_array().unwrap() {
        let cells = ["meaning", "allowed", "default"].map(|field| text(parameter, field));
        out.push_str(&format!("| `{}` | {} |\n", text(parameter, "name"), cells.join(" | ")));
    }
    let references: Vec<&str> =
        method["references"].as_array().unwrap().iter().map(|reference| reference.as_str().unwrap()).collect();
    out.push_str(&format!(
        "\n**A new row** goes {}.\n\n**Cost:** {}.\n\n**References:** {}.\n",
        text(method, "places"),
        text(method, "cost"),
        references.join("; ")
    ));
    out
}

#[test]
fn the_page_of_methods_is_what_the_program_says() {
    let listed = Place::new().works(&["methods", "--json"]).out;
    let methods: Vec<Value> = serde_json::from_str(&listed).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/methods.md");
    let wanted = page(&methods);
    if std::env::var_os("SHOAL_WRITE_PAGES").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap();
    let differ = found.lines().zip(wanted.lines()).position(|(found, wanted)| found != wanted);
    assert!(
        found == wanted,
        "docs/methods.md is not what `shoal methods` says, from line {}; write it anew with SHOAL_WRITE_PAGES=1",
        differ.unwrap_or(0) + 1
    );
}
