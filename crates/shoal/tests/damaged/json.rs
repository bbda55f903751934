//! JSON that breaks off, has a line that is none, a key twice, or no rows.

use crate::case::{read, refused};
use crate::inputs::sales;

/// [`sales`] as one object per line.
fn lines() -> Vec<String> {
    let text = sales();
    let mut rows = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let names = rows.next().unwrap();
    let cell = |(name, cell): (&&str, &str)| {
        format!("\"{name}\":{}", if cell.parse::<f64>().is_ok() { cell.to_owned() } else { format!("\"{cell}\"") })
    };
    rows.map(|row| format!("{{{}}}", names.iter().zip(row).map(cell).collect::<Vec<_>>().join(","))).collect()
}

fn with(line: &str) -> String {
    format!("{}\n{line}\n", lines().join("\n"))
}

#[test]
fn one_object_per_line() {
    let bad = &[("kept", 60), ("bad_json", 1)];
    read("a broken line", bad).file("t.jsonl", with("{\"order\":1,\"customer\":")).says(&["t.jsonl,61,", "JSON lines"]);
    read("a key twice", bad)
        .file("t.jsonl", with("{\"order\":1,\"order\":2}"))
        .says(&["t.jsonl,61,", "one key comes twice"]);
    read("a line that is no object", bad).file("t.jsonl", with("[1,2]")).says(&["t.jsonl,61,"]);
    read("two objects on one line", bad)
        .file("t.jsonl", with(&[lines()[0].clone(), lines()[1].clone()].concat()))
        .says(&["t.jsonl,61,"]);
    read("blank lines", &[("kept", 60)]).file("t.jsonl", lines().join("\n\n\r\n")).says(&[]);
    let cut = lines().join("\n");
    read("cut in the middle", &[("kept", 59), ("bad_json", 1)])
        .file("t.jsonl", &cut[..cut.len() - 20])
        .says(&["t.jsonl,60,"]);
    let number = |price: &str| {
        with(&format!("{{\"order\":1,\"customer\":\"C05\",\"date\":\"2024-01-01\",\"quantity\":1,\"price\":{price}}}"))
    };
    read("NaN, which is no JSON", bad).file("t.jsonl", number("NaN")).says(&["t.jsonl,61,"]);
    read("1e400", &[("kept", 60), ("number_too_large", 1)]).file("t.jsonl", number("1e400")).says(&["t.jsonl,61,"]);
    read("null", &[("kept", 60), ("empty_value", 1)]).file("t.jsonl", number("null")).says(&["t.jsonl,61,"]);
    let deep = format!("{{\"order\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    read("a hundred thousand lists in one another", bad).file("t.jsonl", with(&deep)).says(&["t.jsonl,61,"]);
    let keys: String = (0..5000).map(|key| format!("{{\"k{key}\":1}}\n")).collect();
    refused("a key of its own in every row").file("t.jsonl", keys).says(&["more than 4096 different keys"]);
    let sparse: String = (0..200_000).map(|row| format!("{{\"k{}\":1}}\n", row % 4000)).collect();
    refused("thousands of keys over many rows")
        .file("t.jsonl", sparse)
        .says(&["`t.jsonl` has 4000 columns, and hardly one in 64 of its cells has a value", "keys that are data"]);
}

#[test]
fn lists_and_documents() {
    let list = format!("[\n{}\n]\n", lines().join(",\n"));
    read("a list", &[("kept", 60)]).file("t.json", &list).says(&["JSON"]);
    refused("a list cut in the middle").file("t.json", &list[..list.len() / 2]).says(&[
        "`t.json`, line 31",
        "breaks off",
        "fetch or export",
    ]);
    refused("a list with a broken object")
        .file("t.json", list.replacen("\"customer\":\"C05\"", "\"customer\"", 1))
        .says(&["`t.json`, line 7", "mend line 7"]);
    refused("a list of lists")
        .file("t.json", "[[\"customer\",\"date\"],[1,2]]")
        .says(&["a JSON list of something else", "one object per line"]);
    refused("a list of numbers").file("t.json", "[1,2,3]").says(&["a JSON list of something else"]);
    refused("an empty list").file("t.json", "[]").says(&["`t.json` is empty"]);
    refused("a list of empty objects").file("t.json", "[{},{}]").says(&["`t.json`"]);
    refused("rows inside an object")
        .file("t.json", format!("{{\"data\":{list}}}"))
        .says(&["`t.json` is JSON with its rows in a list inside an object", "jq .data"]);
    refused("a word").file("t.json", "null").says(&["`t.json`"]);
    refused("an error of a service")
        .file("t.json", "{\"error\":\"not allowed\",\"code\":403}\n")
        .says(&["`t.json`", "`code`, `error`"]);
    let nested = lines()
        .iter()
        .map(|line| line.replace("\"customer\":\"", "\"customer\":{\"id\":\"").replace("\",\"date\"", "\"},\"date\""))
        .collect::<Vec<_>>();
    read("objects in objects", &[("kept", 60)]).file("t.json", nested.join("\n")).says(&[]);
}
