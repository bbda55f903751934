//! Dates that do not exist, that no calendar of ours has, or that lie far from all others.

use crate::case::{read, refused};
use crate::inputs::{sales, sales_and};

/// A row with a date.
fn on(date: &str) -> String {
    sales_and(&format!("1,C05,{date},1,5\n"))
}

#[test]
fn days_that_do_not_exist() {
    for (name, date) in [
        ("the 31st of February", "2024-02-31"),
        ("the 29th of February in a common year", "2023-02-29"),
        ("month 13", "2024-13-01"),
        ("day 0", "2024-01-00"),
        ("year, month and day 0", "0000-00-00"),
        ("a negative date", "-2024-01-01"),
        ("hour 25", "2024-01-01 25:00"),
        ("minute 61", "2024-01-01 10:61"),
        ("a word", "yesterday"),
        ("a number without meaning", "7"),
        ("two dates", "2024-01-01 2024-01-02"),
        ("a day longer than any number", "2024-01-99999999999999999999"),
        ("a year longer than any number", "99999999999999999999-01-01"),
    ] {
        let detail = format!("`{date}`");
        read(name, &[("kept", 60), ("bad_date", 1)]).file("t.csv", on(date)).says(&[
            "t.csv,62,",
            "column `date`",
            &detail,
        ]);
    }
    for (name, date) in [
        ("no date", ""),
        ("a word for none", "NaT"),
        ("another word for none", "NULL"),
        ("a formula's error", "#VALUE!"),
    ] {
        read(name, &[("kept", 60), ("empty_value", 1)]).file("t.csv", on(date)).says(&["t.csv,62,", "column `date`"]);
    }
}

#[test]
fn days_far_away() {
    read("year 1", &[("kept", 61)])
        .file("t.csv", on("0001-01-01"))
        .says(&["`0001-01-01` on line 62 lies 2022 years before"]);
    read("year 9999", &[("kept", 61)]).file("t.csv", on("9999-12-31")).says(&["9999-12-31", "--as-of"]);

    read("a year from now on", &[("kept", 61)]).file("t.csv", on("2199-01-01")).says(&["2199-01-01", "--as-of"]);
    read("after the as-of day", &[("kept", 60), ("after_as_of", 1)])
        .file("t.csv", on("2199-01-01"))
        .flags(&["--as-of", "2024-12-31"])
        .says(&["t.csv,62,"]);
    let all = sales().replace("2024-", "0001-");
    read("every date in year 1", &[("kept", 60)]).file("t.csv", all).says(&[]);
    let all = sales().replace("2024-", "9999-");
    read("every date in year 9999", &[("kept", 60)]).file("t.csv", all).says(&[]);
}

#[test]
fn orders_that_contradict_each_other() {
    let slashed = |date: &str| {
        sales()
            .lines()
            .map(|line| {
                if line.starts_with("order") {
                    format!("{line}\n")
                } else {
                    format!("{},{date},{}\n", &line[..8], &line[20..])
                }
            })
            .collect::<String>()
    };
    refused("day or month first").file("t.csv", slashed("3/4/2024")).says(&[
        "`3/4/2024` is 2024-03-04 as month/day/year",
        "--dates mdy",
        "--dates dmy",
    ]);
    let both = format!("{}{}", slashed("13/4/2024"), "1,C05,4/13/2024,1,5\n");
    read("a date of the other order", &[("kept", 60), ("bad_date", 1)])
        .file("t.csv", both)
        .says(&["t.csv,62,", "4/13/2024"]);
}
