//! Bad input through the program: a clear error or a defined result, never a panic, never half an output.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use support::{Place, flat};

const HEADER: &str = "InvoiceNo,CustomerID,InvoiceDate,Quantity,UnitPrice\n";

fn with(content: impl AsRef<[u8]>) -> Place {
    let place = Place::new();
    place.file("t.csv", content);
    place
}

/// `flat(100)` with some lines changed.
fn spoiled(every: usize, spoil: impl Fn(&str) -> String) -> String {
    let lines = flat(100);
    let lines =
        lines.lines().enumerate().map(|(at, line)| if at % every == every - 1 { spoil(line) } else { line.into() });
    lines.map(|line| line + "\n").collect()
}

#[test]
fn files_that_hold_nothing() {
    Place::new().fails(&["run", "no.csv"], 2, &["no.csv", "does not exist"]);
    with("").fails(&["run", "t.csv"], 2, &["t.csv", "empty"]);
    with(HEADER).fails(&["run", "t.csv"], 2, &["t.csv", "no rows"]);
    with("\n\n\n").fails(&["run", "t.csv"], 2, &["t.csv", "empty"]);
    Place::new().fails(&["run", "."], 2, &["folder", "no table"]);
}

#[test]
fn columns_that_cannot_be_understood() {
    with("a,b,c\n1,2,3\n").fails(&["run", "t.csv"], 2, &["hint:", "--map"]);
    let unnamed = flat(30).replace("CustomerID", "Whom").replace("StockCode", "What");
    with(unnamed).fails(&["run", "t.csv"], 2, &["customer", "--map", "Whom", "What"]);
    with("CustomerID,CustomerID,InvoiceDate,Quantity,UnitPrice\n1,1,2024-01-01,1,1\n").fails(
        &["run", "t.csv"],
        2,
        &["CustomerID"],
    );
    with(flat(30)).fails(&["run", "t.csv", "--map", "transactions.customer=Nobody"], 2, &["Nobody", "CustomerID"]);
    with(flat(30)).fails(&["run", "t.csv", "--map", "transactions.buyer=CustomerID"], 2, &["buyer", "customer"]);
    with(flat(30)).fails(&["run", "t.csv", "--map", "nonsense"], 2, &["nonsense"]);
}

#[test]
fn dates_that_the_data_cannot_decide() {
    let ambiguous = format!("{HEADER}1,A,3/4/2024,1,5\n2,B,5/6/2024,1,6\n");
    with(&ambiguous).fails(&["run", "t.csv"], 2, &["--dates mdy", "--dates dmy"]);
    with(&ambiguous).works(&["run", "t.csv", "--dates", "mdy"]);
}

#[test]
fn few_or_equal_customers() {
    let one = with(format!("{HEADER}1,A,2024-01-02,1,5\n"));
    one.works(&["run", "t.csv"]);
    assert_eq!(one.json("shoal-out/run.json")["segments"].as_array().unwrap().len(), 1);
    let equal: String = (0..40).map(|i| format!("{i},C{i},2024-01-02,1,5\n")).collect();
    let equal = with(format!("{HEADER}{equal}"));
    equal.works(&["run", "t.csv"]);
    assert_eq!(equal.json("shoal-out/run.json")["segments"].as_array().unwrap().len(), 1);
    let three: String = (0..3).map(|i| format!("{i},C{i},2024-01-0{},{},5\n", i + 1, i + 1)).collect();
    with(format!("{HEADER}{three}")).fails(&["run", "t.csv", "-k", "4"], 2, &["only 3 customers", "-k"]);
    let single = with(flat(40));
    single.works(&["run", "t.csv", "-k", "1"]);
    assert_eq!(single.json("shoal-out/run.json")["sweep"]["rows"][0]["silhouette"], serde_json::Value::Null);
}

#[test]
fn a_few_unreadable_rows_are_listed_and_many_stop_the_run() {
    let few = with(spoiled(200, |line| line.replace(",2024", ",someday 2024")));
    few.works(&["run", "t.csv"]);
    assert!(few.read("shoal-out/unreadable.csv").contains("someday"));
    let run = few.json("shoal-out/run.json");
    let entries = run["receipt"]["files"][0]["entries"].as_array().unwrap();
    assert!(entries.iter().any(|entry| entry["outcome"] == "unreadable" && entry["reason"] == "bad_date"));
    let many = with(spoiled(5, |line| line.replace(",2024", ",someday 2024")));
    many.fails(&["run", "t.csv"], 2, &["--max-unreadable", "someday"]);
    many.works(&["run", "t.csv", "--max-unreadable", "30%"]);
}

#[test]
fn text_nan_and_infinity_where_a_number_should_be() {
    for word in ["two", "NaN", "inf", "-inf", "1e999", ""] {
        let place = with(spoiled(150, |line| {
            let mut cells: Vec<&str> = line.split(',').collect();
            cells[3] = word;
            cells.join(",")
        }));
        place.works(&["run", "t.csv", "-q"]);
        let listed = place.read("shoal-out/unreadable.csv").lines().count();
        assert!(listed > 1, "`{word}` is unreadable");
        assert!(!place.read("shoal-out/report.html").contains("NaN"));
    }
}

#[test]
fn a_column_of_one_value_separates_nobody() {
    let place = with(flat(60).replace(",2,", ",1,").replace(",3,", ",1,"));
    place.works(&["run", "t.csv", "--features", "units_per_order,revenue"]);
    let run = place.json("shoal-out/run.json");
    assert!(run["decisions"].as_array().unwrap().iter().any(|d| d["about"] == "features that do not vary"));
}

#[test]
fn bytes_that_are_not_utf8_are_read_as_windows_1252() {
    let mut bytes = flat(40).replace("StockCode", "StockCode,Country").replace("\nx", "").into_bytes();
    let text: Vec<u8> = bytes
        .split(|&byte| byte == b'\n')
        .enumerate()
        .filter(|(_, line)| !line.is_empty())
        .flat_map(|(at, line)| {
            let country: &[u8] = if at == 0 { b"" } else { b",\xd6sterreich" };
            [line, country, b"\r\n"].concat()
        })
        .collect();
    bytes.clear();
    let place = with(text);
    place.works(&["run", "t.csv"]);
    assert!(place.read("shoal-out/report.html").contains("Österreich"));
}

#[test]
fn ragged_lines_and_quotes_over_line_ends() {
    let ragged = with(spoiled(150, |line| format!("{line},one too many")));
    ragged.works(&["run", "t.csv"]);
    assert!(ragged.read("shoal-out/unreadable.csv").contains("wrong_field_count"));
    let quoted = with(flat(40).replace(",P3", ",\"P\n3\""));
    quoted.works(&["run", "t.csv"]);
    assert_eq!(quoted.json("shoal-out/run.json")["base"]["members"], 40);
    let open = with(format!("{HEADER}1,A,2024-01-02,1,5\n2,\"B,2024-01-02,1,5\n"));
    open.fails(&["run", "t.csv"], 2, &["quote", "line 3"]);
}

#[test]
fn wishes_that_cannot_be_met() {
    let place = with(flat(40));
    place.fails(&["run", "t.csv", "--features", "age"], 2, &["age", "recency_days"]);
    place.fails(&["run", "t.csv", "--features", "distinct_categories"], 2, &["category"]);
    place.fails(&["run", "t.csv", "--method", "magic"], 2, &["magic", "kmeans"]);
    place.fails(&["run", "t.csv", "--scatter", "revenue"], 2, &["scatter", "two"]);
    place.fails(&["run", "t.csv", "--config", "no.toml"], 2, &["no.toml"]);
    place.file("bad.toml", "[segment]\nsede = 1\n");
    place.fails(&["run", "--config", "bad.toml"], 2, &["sede", "line 2"]);
    for wrong in [
        ["-k", "0"],
        ["-k", "9..3"],
        ["--scale", "huge"],
        ["--as-of", "tomorrow"],
        ["--min-share", "2"],
        ["--threads", "0"],
    ] {
        let ran = place.shoal(&["run", "t.csv", wrong[0], wrong[1]]);
        assert_eq!(ran.code, 2, "{wrong:?}: {}", ran.err);
        assert!(ran.err.contains(wrong[1]), "{}", ran.err);
    }
}

#[test]
fn a_model_that_is_none() {
    let place = with(flat(40));
    place.fails(
        &["score", "--model", "no.json", "t.csv"],
        2,
        &["no.json", "shoal-out"].map(|w| if w == "shoal-out" { "model.json" } else { w }),
    );
    place.file("not.json", "{\"format\": 1}");
    place.fails(&["score", "--model", "not.json", "t.csv"], 2, &["not a model"]);
    place.file(
        "old.json",
        "{\"format\": 2, \"shoal_version\": \"0.1.0\", \"recipe\": {\"steps\": [{\"log1p\": true}]}}",
    );
    let wanted = ["the model has format 2; this program reads format 3", "make the model again"];
    place.fails(&["score", "--model", "old.json", "t.csv"], 2, &wanted);
}
