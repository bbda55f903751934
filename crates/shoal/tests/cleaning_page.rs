//! `docs/cleaning.md` says what the program says of its cleaning policy.
//!
//! After a change of a rule or a reason, write the page anew:
//! `SHOAL_WRITE_PAGES=1 cargo test -p shoal --test cleaning_page`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use serde_json::Value;
use std::path::Path;
use support::Place;

const OPENING: &str = "# Cleaning

What becomes of rows that can be read and may not be meant. This is what `shoal policy` and `shoal reasons` list, as a page; a test holds
them together. A run writes the whole policy into its `shoal.toml`, under `[input.policy]`, and `shoal run --config shoal.toml` replays it.

Every row of every file ends in one of four ways: *kept*, *netted* (its money is subtracted), *set aside* by a rule, or *unreadable*. Per file,
rows in = kept + netted + set aside + unreadable, and the money likewise, exactly, in the decimals of the table. Money in counts the amount of
each row less what its refund column gives back; an unreadable row counts with its money where that can be read, and the others are counted apart.
A refund on the row of a purchase has no row of its own: it is booked with 0 rows. One that is set aside keeps that
reason where its row turns out to repeat another. Where it is said of a whole order (by a table of orders, or by
an export that fills in an order once), it is booked once, at the row that says most of the order, of equals at the one with the smallest
content, and it names no product; the same holds for discounts. Only unreadable rows count against `--max-unreadable`;
`--strict` makes an error of any row that is not kept, returns included.

## Rules

";

const REASONS: &str = "
## Reasons

The first that holds decides, in the order: unreadable; no order; no customer; lists of customers; the condition; the window; the status; tests; the
currency; quantity and money; products that are none. Repeated rows are settled when all rows are known.

";

const CONDITIONS: &str = "
## Conditions

`--where` takes a condition over the columns of the transactions, named as the header has them, apart from case and punctuation; a name with
spaces stands in double quotes, a text in single quotes.

    country = 'United Kingdom' and quantity < 1000 and status in ('paid', 'shipped')
    not (\"Order Date\" between 2023-01-01 and 2023-06-30 or remark like 'gift%')

There are `=`, `!=`, `<`, `<=`, `>`, `>=`, `in`, `between`, `like` (`%` any text, `_` one character), `is null`, `and`, `or`, `not` and brackets. A column is
compared as it is read: numbers exactly, dates as days, everything else as text, letter by letter. As in SQL, nothing is true of a missing
value but `is null`. A column that only the table of orders has is asked of the row's order. What is wrong is said before a row is read, with its place in the condition.
";

fn table(rows: &[Value], columns: &[&str]) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let cell = |row: &Value, column: &str| row[column].as_str().unwrap_or_else(|| panic!("no {column}")).to_owned();
    let rules = columns.iter().map(|_| "---".to_owned()).collect();
    let mut out = line(columns.iter().map(|&column| column.to_owned()).collect()) + &line(rules);
    for row in rows {
        let cells = columns.iter().enumerate().map(|(at, column)| match (at, cell(row, column)) {
            (0, name) => format!("`{name}`"),
            (_, text) => text,
        });
        out.push_str(&line(cells.collect()));
    }
    out
}

fn listed(command: &str) -> Vec<Value> {
    serde_json::from_str(&Place::new().works(&[command, "--json"]).out).unwrap()
}

#[test]
fn the_page_of_cleaning_is_what_the_program_says() {
    let rules = table(&listed("policy"), &["rule", "default", "choices", "meaning", "decided by"]);
    let reasons = table(&listed("reasons"), &["reason", "outcome", "meaning", "decided by"]);
    let wanted = [OPENING, &rules, REASONS, &reasons, CONDITIONS].concat();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/cleaning.md");
    if std::env::var_os("SHOAL_WRITE_PAGES").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap();
    let differ = found.lines().zip(wanted.lines()).position(|(found, wanted)| found != wanted);
    assert!(
        found == wanted,
        "docs/cleaning.md is not what the program says, from line {}; write it anew with SHOAL_WRITE_PAGES=1",
        differ.unwrap_or(0) + 1
    );
}
