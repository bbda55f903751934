//! `shoal features compute` for several days: every snapshot is what a run as of its day alone gives.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod support;

use support::{Place, Ran};

/// Two customers who move, one who came later, one who only gave back; two rows after all days.
const SHOP: &str = "order,customer,date,quantity,price,product,region\n\
    1,ann,2024-01-05,1,0.1,p1,South\n\
    2,ann,2024-02-11,3,0.1,p1,North\n\
    2,ann,2024-02-11,1,0.2,p3,North\n\
    3,bob,2024-02-29,2,10.05,p1,\n\
    4,cy,2024-02-29,-1,5,p3,South\n\
    5,dan,2024-04-02,1,50,p3,West\n\
    6,ann,2024-05-02,1,50,p3,West\n";

fn compute(place: &Place, rest: &[&str]) -> Ran {
    place.works(&[&["features", "compute", "shop.csv"], rest].concat())
}

/// What runs of their own give, one below the other: the header of the first, and the rows with their day.
fn alone(place: &Place, files: &[&str], days: &[&str], rest: &[&str]) -> String {
    let mut text = String::new();
    for day in days {
        let ran = place.shoal(&[&["-q", "features", "compute"], files, &["--as-of", day], rest].concat());
        if ran.code == 2 {
            assert!(ran.err.contains("no row of the transactions can be used"), "{}", ran.err);
            continue;
        }
        let mut lines = ran.out.lines();
        let header = lines.next().unwrap();
        if text.is_empty() {
            text = format!("as_of,{header}\n");
        }
        assert_eq!(text.lines().next(), Some(format!("as_of,{header}").as_str()));
        lines.for_each(|line| text.push_str(&format!("{day},{line}\n")));
    }
    text
}

#[test]
fn several_days_are_one_table() {
    let place = Place::new();
    place.file("shop.csv", SHOP);
    let features = ["--features", "revenue,region,recency_days,orders"];
    let ran =
        compute(&place, &[&["--as-of", "2024-03-31,2024-02-29", "--as-of", "2024-01-31"], &features[..]].concat());
    assert_eq!(
        ran.out,
        "as_of,customer_id,recency_days,orders,revenue,region\n\
         2024-01-31,ann,26,1,0.1,South\n\
         2024-02-29,ann,18,2,0.6,North\n\
         2024-02-29,bob,0,1,20.1,\n\
         2024-03-31,ann,49,2,0.6,North\n\
         2024-03-31,bob,31,1,20.1,\n"
    );
    for words in [
        "3 snapshots of customers, 2024-01-31 to 2024-03-31: 5 rows, 6 columns\n",
        "dated after the as-of day",
        "counts in every snapshot from its own day on; what is dated after 2024-03-31 counts in none",
        " 2024-01-31           1                                            2\n",
    ] {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
    assert!(!ran.err.contains("empty"), "{}", ran.err);
    let one = compute(&place, &[&["--as-of", "2024-03-31"], &features[..]].concat());
    assert!(one.out.starts_with("customer_id,") && one.err.contains("2 customers, 5 columns as of 2024-03-31"));
}

#[test]
fn days_are_counted_back_from_the_as_of_day() {
    let place = Place::new();
    place.file("shop.csv", SHOP);
    let days = |rest: &[&str]| {
        let out = compute(&place, &[&["-q", "--features", "orders"], rest].concat()).out;
        let mut days: Vec<String> = out.lines().skip(1).map(|line| line[..10].to_owned()).collect();
        days.dedup();
        days
    };
    let month_ends = ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"];
    assert_eq!(days(&["--snapshots", "4", "--as-of", "2024-04-30"]), month_ends);
    assert_eq!(
        days(&["--snapshots", "3", "--every", "2w", "--as-of", "2024-02-20"]),
        ["2024-01-23", "2024-02-06", "2024-02-20"]
    );
    let by_default = compute(&place, &["--snapshots", "2", "--every", "1m", "--features", "orders"]);
    assert!(by_default.err.contains("2 snapshots of customers, 2024-04-03 to 2024-05-03"), "{}", by_default.err);
    assert!(compute(&place, &["--snapshots", "1", "-q"]).out.starts_with("as_of,customer_id,"), "a series of one");
}

#[test]
fn what_is_empty_is_told() {
    let place = Place::new();
    place.file("shop.csv", SHOP);
    let ran = compute(&place, &["--as-of", "2024-02-01", "--snapshots", "9", "--every", "1w", "--features", "orders"]);
    assert_eq!(ran.out.lines().count(), 1 + 4);
    assert!(ran.err.contains("5 snapshots are empty (2023-12-07, 2023-12-14, 2023-12-21, 2023-12-28, 2024-01-04): no"));
    let ran = compute(&place, &["--as-of", "2024-02-01", "--snapshots", "90", "--every", "1d", "--unit", "order"]);
    assert!(ran.err.contains("62 snapshots are empty (2023-11-04, 2023-11-05,"), "{}", ran.err);
    assert!(ran.err.contains("2023-11-09 and 56 more)") && ran.err.contains('…'), "{}", ran.err);
}

#[test]
fn days_that_cannot_be_meant_are_refused() {
    let place = Place::new();
    place.file("shop.csv", SHOP).file("people.csv", "Customer ID,Age,Plan\n1,20,pro\n2,,free\n3,61.5,pro\n");
    let fails = |rest: &[&str], words: &[&str]| {
        place.fails(&[&["features", "compute", "shop.csv", "-o", "t.csv"], rest].concat(), 2, words);
    };
    fails(&["--as-of", "2024-01-31,2024-02-29,2024-01-31"], &["2024-01-31 twice", "each day once"]);
    fails(&["--as-of", "2024-01-31,2024-02-30"], &["2024-02-30", "YYYY-MM-DD"]);
    fails(
        &["--as-of", "2024-01-31,2024-02-29", "--snapshots", "3"],
        &["back from one day", "write the last day alone"],
    );
    fails(&["--snapshots", "0"], &["0 is not in 1..=3660"]);
    fails(&["--snapshots", "4000"], &["4000 is not in 1..=3660"]);
    fails(&["--snapshots", "3000", "--every", "1y"], &["before the year 1", "--every"]);
    fails(&["--snapshots", "3", "--every", "month"], &["`month` is not a length of time", "12m"]);
    fails(&["--every", "1m"], &["--snapshots <N>"]);
    fails(&["--as-of", "2023-01-31,2023-02-28"], &["dated after the as-of day", "--as-of"]);
    place.fails(&["features", "compute", "people.csv", "--snapshots", "3"], 2, &["no transactions", "--snapshots"]);
    place.fails(
        &["run", "shop.csv", "--as-of", "2024-01-31,2024-02-29"],
        2,
        &["several are for `shoal features compute`"],
    );
}

#[test]
fn every_format_has_the_days() {
    let place = Place::new();
    place.file("shop.csv", SHOP);
    let days = ["--as-of", "2024-02-29", "--snapshots", "2", "--features", "orders"];
    for name in ["t.jsonl", "t.parquet", "again.parquet"] {
        compute(&place, &[&["-o", name, "--receipt", &format!("{name}.json")], &days[..]].concat());
    }
    let rows = place.read("t.jsonl");
    assert_eq!(rows.lines().next(), Some("{\"as_of\":\"2024-01-31\",\"customer_id\":\"ann\",\"orders\":1}"));
    let bytes = std::fs::read(place.path("t.parquet")).unwrap();
    let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(holds("2024-01-31,2024-02-29"), "the days stand beside the columns");
    assert!(bytes == std::fs::read(place.path("again.parquet")).unwrap());
    // What was written can be read: one row per customer and day, the day a date.
    let read = place.works(&["inspect", "t.parquet", "--json"]).out;
    assert!(read.contains("as_of") && read.contains("customer_id"), "{read}");
    let rows = |name: &str| place.json(name)["files"][0]["entries"].to_string();
    assert!(rows("t.parquet.json").contains("after_as_of"));
}

#[test]
fn a_column_called_as_of_keeps_its_values() {
    let place = Place::new();
    let people = "Customer,as of,Age\nann,spring,20\nbob,autumn,\ncy,spring,30\ndan,spring,40\n";
    place.file("shop.csv", SHOP).file("people.csv", people);
    let args = ["--customer-table", "people.csv", "--features", "as_of,age", "--as-of", "2024-01-31,2024-02-29", "-q"];
    let out = compute(&place, &args).out;
    assert_eq!(out.lines().nth(1), Some("2024-01-31,ann,20,spring"));
    assert_eq!(out.lines().next(), Some("as_of,customer_id,age,given_as_of"));
}

/// A random shop: rows whose customers change region and channel, some of them returns.
fn random_shop(seed: u64) -> String {
    let mut state = seed;
    let mut below = |bound: u64| {
        // Knuth's MMIX generator; the high bits are the good ones.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % bound
    };
    let mut text = String::from("order,line,customer,date,quantity,price,product,category,region,channel\n");
    for line in 0..40 + 20 * (seed % 6) {
        let (order, customer, product) = (below(20), below(15), below(9));
        let (month, day, cents) = (1 + below(12), 1 + below(28), 10 + below(90));
        let quantity = [1, 2, 3, 5, -1][below(5) as usize];
        let region = ["North", "South", "", "West"][below(4) as usize];
        let channel = ["web", "store", "app"][below(3) as usize];
        text.push_str(&format!(
            "{order}-{customer},{line},C{customer},2024-{month:02}-{day:02},{quantity},{product}.{cents},P{product},G{},{region},{channel}\n",
            product % 3
        ));
    }
    text
}

#[test]
fn each_day_is_a_run_of_its_own() {
    let person = |c: usize| format!("C{c},2023-{:02}-11,{}\n", 1 + c % 12, ["pro", "free"][c % 2]);
    let people: String = (0..12).map(person).collect();
    let days = ["2023-12-31", "2024-01-20", "2024-03-31", "2024-07-03", "2024-11-30", "2024-12-25"];
    let files = ["shop.csv", "people.csv"];
    for (seed, threads) in (0..6).zip(["1", "2", "7"].into_iter().cycle()) {
        let place = Place::new();
        place.file("shop.csv", random_shop(seed)).file("people.csv", format!("customer_id,signup_date,plan\n{people}"));
        for rest in [&[][..], &["--window", "3m"], &["--unit", "order"], &["--unit", "order", "--window", "50d"]] {
            let expected = alone(&place, &files, &days, rest);
            assert!(expected.lines().count() > 15, "shop {seed} says something");
            let days = ["--as-of", &days.join(","), "--threads", threads];
            let ran = place.works(&[&["-q", "features", "compute"], &files[..], &days[..], rest].concat());
            assert_eq!(ran.out, expected, "shop {seed}, {rest:?}");
        }
    }
}
