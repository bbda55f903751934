//! The cleaning policy through the command line: flags, settings that replay, errors.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use support::{Place, contents, flat};

fn dirty() -> String {
    flat(60)
        + "9001,C001,2024-05-01,-1,3.10,P1\n9002,C002,2024-05-01,1,0,P1\n9003,test@example.com,2024-05-01,1,5,P1\n9004,C004,2023-01-01,1,5,P1\n"
}

const FLAGS: [&str; 10] = [
    "--policy",
    "returns=set_aside",
    "--exclude-tests",
    "--from",
    "2024-01-01",
    "--where",
    "Quantity < 3",
    "--exclude",
    "out.txt",
    "--policy=zero_prices=set_aside",
];

#[test]
fn settings_hold_the_whole_policy_and_replay() {
    let place = Place::new();
    place.file("t.csv", dirty()).file("out.txt", "C003\n");
    let mut args = vec!["run", "t.csv", "--out", "one"];
    args.extend(FLAGS);
    let ran = place.works(&args);
    for flag in ["--policy returns=net", "--exclude FILE", "--where CONDITION", "--from DAY", "--policy tests=keep"] {
        assert!(place.read("one/report.md").replace('\\', "").contains(flag), "{flag}");
        assert!(ran.err.contains(flag) || ran.out.contains(flag), "{flag}: {}", ran.err);
    }
    let settings = place.read("one/shoal.toml");
    for line in [
        "returns = \"set_aside\"",
        "refunds = \"net\"",
        "where = \"Quantity < 3\"",
        "[input.policy.statuses]",
        "strict = false",
    ] {
        assert!(settings.contains(line), "{line} is not in {settings}");
    }
    place.works(&["run", "--config", "one/shoal.toml", "--out", "two"]);
    assert_eq!(contents(&place.path("one")), contents(&place.path("two")));
    let entries = &place.json("one/run.json")["receipt"]["files"][0]["entries"];
    let reasons: Vec<&str> =
        entries.as_array().unwrap().iter().map(|entry| entry["reason"].as_str().unwrap()).collect();
    let expected =
        ["kept", "before_window", "excluded_customer", "filtered", "return_set_aside", "test_customer", "zero_price"];
    assert_eq!(reasons, expected);
    assert_eq!(entries[4]["flag"], "--policy returns=net");
}

#[test]
fn mistakes_are_told_where_they_are() {
    let place = Place::new();
    place
        .file("t.csv", dirty())
        .file("two.csv", "customer,date,amount,currency\na,2024-01-01,1,EUR\nb,2024-01-01,1,USD\n");
    let run = |more: &[&'static str]| [&["run", "t.csv"], more].concat();
    place.fails(
        &run(&["--where", "Quantty < 3"]),
        2,
        &["no column `Quantty`", "\n    Quantty < 3\n    ^\n", "CustomerID"],
    );
    place.fails(&run(&["--policy", "returns=drop"]), 2, &["allowed is net or set_aside"]);
    place.fails(&run(&["--exclude", "none.txt"]), 2, &["`none.txt` does not exist"]);
    place.fails(&run(&["--strict"]), 2, &["1 of", "negative_quantity", "line ", "--strict"]);
    place.fails(&run(&["--merge-by", "email"]), 2, &["--merge-by email", "InvoiceNo"]);
    place.fails(
        &["run", "two.csv"],
        2,
        &["several currencies", "EUR (1 row), USD (1 row)", "--currency EUR", "--rates FILE"],
    );
}
