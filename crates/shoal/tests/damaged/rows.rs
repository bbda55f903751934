//! Rows of a wrong width, of several kinds of line ends, without values, without end.

use crate::case::{read, refused};
use crate::inputs::{HEADER, sales, sales_and};

#[test]
fn widths() {
    read("rows too short and too long", &[("kept", 60), ("wrong_field_count", 2)])
        .file("t.csv", sales_and("1,C05,2024-01-01\n1,C05,2024-01-01,1,5,6\n"))
        .says(&["3 fields where the header has 5", "6 fields where the header has 5", "t.csv,62,", "t.csv,63,"]);
    refused("too many of them for the bound").file("t.csv", sales_and(&"1,C05,2024-01-01\n".repeat(5))).says(&[
        "5 of 65 rows (7.69 %) cannot be read",
        "line 62: 3 fields",
        "--max-unreadable 8%",
    ]);
    let trailing = sales().lines().map(|line| format!("{line},\n")).collect::<String>();
    read("a separator behind every line", &[("kept", 60)]).file("t.csv", trailing).says(&[]);
    let rows = sales().replacen('\n', ",\n", 61).replacen(",\n", "\n", 1);
    read("a separator behind every row, none behind the header", &[("kept", 60)]).file("t.csv", rows).says(&[]);
    read("two of them behind one row", &[("kept", 60), ("wrong_field_count", 1)])
        .file("t.csv", sales_and("1,C05,2024-01-01,1,5, ,\n"))
        .says(&[]);
    read("a line below that sums up", &[("kept", 60), ("empty_value", 1)])
        .file("t.csv", sales_and("Total,,,120,780\n"))
        .says(&["t.csv,62,"]);
}

#[test]
fn line_ends() {
    let mixed = |ends: [&str; 3]| {
        sales().lines().enumerate().map(|(at, line)| format!("{line}{}", ends[at % 3])).collect::<String>()
    };
    read("LF, CRLF and CR in one file", &[("kept", 60)]).file("t.csv", mixed(["\n", "\r\n", "\r"])).says(&[]);
    read("CRCRLF", &[("kept", 60)]).file("t.csv", mixed(["\r\r\n"; 3])).says(&[]);
    read("blank lines between rows", &[("kept", 60)]).file("t.csv", mixed(["\n", "\n\n", "\r\n \r\n"])).says(&[]);
    read("rows of separators alone", &[("kept", 60)])
        .file("t.csv", sales_and(",,,,\n, , ,,\n"))
        .says(&["rows without any value, not counted as rows"]);
    read("no line end at the end", &[("kept", 60)]).file("t.csv", sales().trim_end()).says(&[]);
}

#[test]
fn nothing_or_next_to_nothing() {
    refused("an empty file").file("t.csv", "").says(&["`t.csv` is empty", "export the table again"]);
    refused("blank lines alone").file("t.csv", "\n \r\n\t\n\n").says(&["`t.csv` is empty"]);
    refused("a header alone").file("t.csv", HEADER).says(&["`t.csv` has a header (`order`, ", "but no rows"]);
    refused("a header above blank rows").file("t.csv", format!("{HEADER}\n,,,,\n\n")).says(&["but no rows"]);
    refused("one word").file("t.csv", "hello").says(&["`t.csv`"]);
    refused("an empty file among others").file("a.csv", sales()).file("b.csv", "").says(&["`b.csv` is empty"]);
}

#[test]
fn endless_lines() {
    let long = "x".repeat(10 << 20);
    refused("one line of ten megabytes").file("t.csv", &long).says(&["`t.csv`"]);
    refused("ten megabytes of separators").file("t.csv", ",".repeat(10 << 20)).says(&["`t.csv`"]);
    refused("ten megabytes of fields in one line").file("t.csv", "1,2,".repeat(5 << 19)).says(&["`t.csv`"]);
    read("a field of ten megabytes", &[("kept", 60), ("bad_date", 1)])
        .file("t.csv", sales_and(&format!("1,C05,{long},1,5\n")))
        .says(&["xxx…` is not a date"]);
    read("an id of ten megabytes", &[("kept", 61)])
        .file("t.csv", sales_and(&format!("1,{long},2024-01-01,1,5\n")))
        .says(&[]);
    let fields = "1,".repeat(5 << 20);
    read("a row of five million fields", &[("kept", 60), ("wrong_field_count", 1)])
        .file("t.csv", sales_and(&format!("{fields}1\n")))
        .says(&["5242881 fields where the header has 5"]);
}
