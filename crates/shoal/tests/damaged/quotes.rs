//! Quotes that are bare, never closed, or closed too late.

use crate::case::{read, refused};
use crate::inputs::{sales, sales_and};

#[test]
fn quotes_in_fields() {
    read("a bare quote inside a field", &[("kept", 61)])
        .file("t.csv", sales_and("1,C5\" nails,2024-01-01,1,5\n"))
        .says(&[]);
    read("text behind a closing quote", &[("kept", 61)])
        .file("t.csv", sales_and("1,\"C\"05,2024-01-01,1,5\n"))
        .says(&[]);
    read("a line end in quotes", &[("kept", 61)]).file("t.csv", sales_and("1,\"C\n05\",2024-01-01,1,5\n")).says(&[]);
    read("apostrophes in place of quotes", &[("kept", 60), ("wrong_field_count", 1)])
        .file("t.csv", sales_and("1,'C, 05',2024-01-01,1,5\n"))
        .says(&["6 fields where the header has 5"]);
    let all = sales().lines().map(|line| format!("\"{}\"\n", line.replace(',', "\",\""))).collect::<String>();
    read("every field in quotes", &[("kept", 60)]).file("t.csv", &all).says(&[]);
    let whole = sales().lines().map(|line| format!("\"{line}\"\n")).collect::<String>();
    refused("every line in quotes as a whole")
        .file("t.csv", whole)
        .says(&["`t.csv` is a table of which each line is in quotes as a whole", "take the quotes"]);
}

#[test]
fn quotes_that_run_on() {
    refused("a quote that is never closed")
        .file("t.csv", sales_and("1,\"C05,2024-01-01,1,5\n2,C05,2024-01-01,1,5\n"))
        .says(&["`t.csv`", "row that starts on line 62 is never closed", "look at line 62"]);
    read("a quote that swallows lines", &[("kept", 60), ("wrong_field_count", 1)])
        .file("t.csv", sales_and("1,\"C05,2024-01-01,1,5\n2,C05,2024-01-01,1,5\n3,C\",2024-01-01,1,5,6,7\n"))
        .says(&["a quote runs on to line 64", "t.csv,62,"]);
    refused("a quote never closed in the header").file("t.csv", sales().replacen("customer", "\"customer", 1)).says(&[
        "`t.csv`",
        "line 1 is never closed",
        "look at line 1",
    ]);
    let rows = "1,\"C05,2024-01-01,1,5\n".repeat(200_001);
    refused("a quote in each of many rows")
        .file("t.csv", sales_and(&rows))
        .says(&["row that starts on line 200062 is never closed"]);
}
