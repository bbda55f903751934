//! On random dirty tables and random policies: a slow classifier, which knows the rules and nothing of the program, says what becomes of every
//! row and adds the money in whole units of the finest decimal. Rows and money must agree by reason, and add up.

use crate::folder::{Folder, lenient};
use proptest::prelude::*;
use shoal_data::{Back, Duplicates, Loaded, Odd, Policy, ReadOptions, Services, load, silent};
use shoal_segment::date::Day;
use shoal_segment::lines::Kind;
use shoal_segment::receipt::Outcome;
use std::collections::BTreeMap;

const HEADER: &str = "order,customer,sku,date,quantity,price,status,refunded_amount,currency";

/// A row by what its cells are, as positions in the tables below.
type Cells = [usize; 9];

const VALUES: [&[&str]; 9] = [
    &["1", "2", "C3", ""],
    &["a", "b", "test@x.org", ""],
    &["10001", "10002", "POST", ""],
    &["2024-01-05", "2024-02-05", "2024-03-05 10:00", "soon", ""],
    &["1", "2", "-1", "0", "x", ""],
    &["1.5", "2", "0", "-4", "0.125", "y", ""],
    &["paid", "cancelled", "refunded", "payment failed", "on hold", "odd word"],
    &["0", "1.25", "-3", "", "z"],
    &["EUR", "USD"],
];

fn row() -> impl Strategy<Value = Cells> {
    // The first values are the usual ones: without them hardly a row would be kept.
    let cell = |column: usize| prop_oneof![3 => 0..2usize.min(VALUES[column].len()), 1 => 0..VALUES[column].len()];
    [cell(0), cell(1), cell(2), cell(3), cell(4), cell(5), cell(6), cell(7), cell(8)]
}

fn text(row: &Cells) -> String {
    row.iter().zip(VALUES).map(|(&at, values)| values[at]).collect::<Vec<_>>().join(",")
}

fn policy() -> impl Strategy<Value = Policy> {
    let back = || proptest::sample::select(vec![Back::Net, Back::SetAside]);
    let odd = || proptest::sample::select(vec![Odd::Keep, Odd::SetAside]);
    let services = proptest::sample::select(vec![Services::Money, Services::Keep, Services::SetAside]);
    let filter = proptest::option::of(Just("sku is not null and price < 2".to_owned()));
    let from = proptest::option::of(Just(Day::parse_iso("2024-01-10").unwrap()));
    ((back(), back(), back()), (odd(), odd(), odd()), any::<bool>(), services, filter, from).prop_map(
        |(
            (returns, refunds, negative_prices),
            (zero_prices, zero_quantities, tests),
            copies,
            services,
            filter,
            from,
        )| {
            Policy {
                returns,
                refunds,
                negative_prices,
                zero_prices,
                zero_quantities,
                tests,
                duplicates: if copies { Duplicates::SetAside } else { Duplicates::Keep },
                services,
                filter,
                from,
                currency: Some("EUR".to_owned()),
                ..Policy::default()
            }
        },
    )
}

/// Thousandths, read by hand.
fn thousandths(text: &str) -> Option<i64> {
    let (minus, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    if digits.is_empty() {
        return None;
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all: String = format!("{whole}{fraction:0<3}");
    all.parse::<i64>().ok().map(|units| minus * units)
}

/// The money of a row and what was given back, in thousandths; `None` where either cannot be read.
fn money(row: &[&str]) -> Option<(i64, i64)> {
    let price = thousandths(row[5])?;
    let quantity: i64 = row[4].parse().ok()?;
    let amount = if quantity < 0 { -(quantity * price).abs() } else { quantity * price };
    let refund = if row[7].is_empty() { 0 } else { thousandths(row[7])?.abs() };
    Some((amount, refund))
}

type Sums = BTreeMap<&'static str, (u64, i64, u64)>;

fn book(sums: &mut Sums, reason: &'static str, rows: u64, money: Option<i64>) {
    let sum = sums.entry(reason).or_default();
    *sum = (sum.0 + rows, sum.1 + money.unwrap_or(0), sum.2 + u64::from(money.is_none()));
}

/// Why a readable row ends as it does, besides copies; `None` for unreadable.
fn reason(row: &[&str], policy: &Policy, amount: i64) -> &'static str {
    let service = row[2] == "POST";
    let quantity: i64 = row[4].parse().unwrap();
    let back = |rule: Back, netted, aside| if rule == Back::Net { netted } else { aside };
    let found = match () {
        () if row[1].is_empty() => "no_customer",
        () if policy.filter.is_some() && (row[2].is_empty() || thousandths(row[5]).unwrap() >= 2_000) => "filtered",
        () if policy.from.is_some() && row[3] < "2024-01-10" => "before_window",
        () if row[6] == "cancelled" => "status_cancelled",
        () if row[6] == "payment failed" => "status_failed",
        () if row[6] == "on hold" => "status_pending",
        () if policy.tests == Odd::SetAside && row[1].starts_with("test@") => "test_customer",
        () if row[8] == "USD" => "other_currency",
        () if quantity == 0 && policy.zero_quantities == Odd::SetAside => "zero_quantity",
        () if quantity < 0 && row[0] == "C3" => back(policy.returns, "cancellation", "return_set_aside"),
        () if quantity < 0 => back(policy.returns, "negative_quantity", "return_set_aside"),
        () if amount < 0 => back(policy.negative_prices, "negative_amount", "negative_price"),
        () if amount == 0 && policy.zero_prices == Odd::SetAside => "zero_price",
        () => "kept",
    };
    let used = ["kept", "cancellation", "negative_quantity", "negative_amount"].contains(&found);
    match policy.services {
        Services::SetAside if service && used => "service_set_aside",
        Services::Money if service && found == "kept" => "service",
        Services::Money if service && used => "service_negative",
        _ => found,
    }
}

fn slowly(rows: &[String], policy: &Policy) -> Sums {
    let mut sums = Sums::new();
    let split: Vec<Vec<&str>> = rows.iter().map(|row| row.split(',').collect()).collect();
    let mut seen: Vec<&str> = Vec::new();
    for (row, text) in split.iter().zip(rows) {
        let money = money(row).map(|(amount, refund)| {
            let whole = row[6] == "refunded" && amount > 0 && refund == 0;
            (amount, if whole { amount } else { refund })
        });
        let net = money.map(|(amount, refund)| amount - refund);
        let bad = |cell: &str, word: &str| {
            if cell.is_empty() { Some("empty_value") } else { (cell == word).then_some("bad_number") }
        };
        let unreadable = if row[3].is_empty() { Some("empty_value") } else { (row[3] == "soon").then_some("bad_date") }
            .or_else(|| bad(row[4], "x"))
            .or_else(|| bad(row[5], "y"))
            .or_else(|| (row[7] == "z").then_some("bad_number"));
        if let Some(reason) = unreadable {
            book(&mut sums, reason, 1, net);
            continue;
        }
        let (amount, refund) = money.unwrap();
        let mut found = reason(row, policy, amount);
        let is_used = |found| {
            ["kept", "service", "cancellation", "negative_quantity", "negative_amount", "service_negative"]
                .contains(&found)
        };
        if is_used(found) && policy.duplicates == Duplicates::SetAside {
            found = if seen.contains(&text.as_str()) { "repeated_row" } else { found };
            seen.push(text);
        }
        // What the rules say of a refund comes before the comparison of rows.
        let refund_stays = found == "repeated_row" && policy.refunds == Back::SetAside;
        if !is_used(found) && !refund_stays {
            book(&mut sums, found, 1, net);
            continue;
        }
        book(&mut sums, found, 1, Some(amount));
        if refund > 0 {
            book(
                &mut sums,
                if policy.refunds == Back::Net { "refunded" } else { "refund_set_aside" },
                0,
                Some(-refund),
            );
        }
    }
    sums
}

fn read(rows: &[String], files: usize, policy: &Policy) -> Loaded {
    let folder = Folder::new();
    let part = rows.len().div_ceil(files).max(1);
    let paths: Vec<_> = rows
        .chunks(part)
        .enumerate()
        .map(|(at, rows)| folder.write(&format!("{at}.csv"), format!("{HEADER}\n{}\n", rows.join("\n"))))
        .collect();
    load(&paths, &ReadOptions { policy: policy.clone(), ..lenient() }, &silent).unwrap()
}

/// All files together: rows, money in thousandths, and rows without an amount, by reason.
fn found(loaded: &Loaded) -> BTreeMap<&str, (u64, i64, u64)> {
    let mut sums = BTreeMap::new();
    for file in &loaded.receipt.files {
        let rows: u64 = file.entries.iter().map(|entry| entry.rows).sum();
        assert_eq!(rows, file.rows, "every row of a file is accounted for once");
        for entry in &file.entries {
            let thousandth = 10i64.pow(3 - u32::from(entry.money.scale.0));
            let sum: &mut (u64, i64, u64) = sums.entry(entry.reason.as_str()).or_default();
            *sum =
                (sum.0 + entry.rows, sum.1 + entry.money.minor as i64 * thousandth, sum.2 + entry.rows_without_amount);
        }
    }
    sums
}

/// Rows that are used whatever the policy, and that decide how columns are read.
fn anchored(rows: &[Cells]) -> Vec<String> {
    let anchors = (0..30).map(|at| format!("9{at},z,2000{at},2024-02-05,1,0.125,paid,0.5,EUR"));
    anchors.chain(rows.iter().map(text)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_and_money_end_where_the_rules_say(
        rows in proptest::collection::vec(row(), 1..30),
        policy in policy(),
        files in 1..4usize,
    ) {
        let rows = anchored(&rows);
        let loaded = read(&rows, files, &policy);
        let expected = slowly(&rows, &policy);
        prop_assert_eq!(found(&loaded), expected.into_iter().collect::<BTreeMap<_, _>>());

        let scale = 10i64.pow(3 - u32::from(loaded.lines.money_scale.0));
        let total = |outcome| loaded.receipt.total(outcome).money.minor as i64 * scale;
        let readable: i64 = rows.iter().filter_map(|row| money(&row.split(',').collect::<Vec<_>>())).map(|(amount, _)| amount).sum();
        let refunds: i64 = slowly_refunded(&rows);
        let all = total(Outcome::Kept) + total(Outcome::Netted) + total(Outcome::SetAside) + total(Outcome::Unreadable);
        prop_assert_eq!(all, readable - refunds, "money in is that of both columns, whatever the policy");
        let of_kind = |kind| -> i64 {
            loaded.lines.lines.iter().filter(|line| line.kind == kind).map(|line| line.amount * scale).sum()
        };
        prop_assert_eq!((total(Outcome::Kept), -total(Outcome::Netted)), (of_kind(Kind::Purchase), of_kind(Kind::Return)));
        let rejected = loaded.receipt.total(Outcome::SetAside).rows + loaded.receipt.total(Outcome::Unreadable).rows;
        prop_assert_eq!(loaded.rejected.len() as u64, rejected);
    }

    /// Neither the order of rows nor their spread over files plays a part.
    #[test]
    fn order_and_files_play_no_part(
        (rows, shuffled) in proptest::collection::vec(row(), 1..30)
            .prop_flat_map(|rows| { let rows = anchored(&rows); (Just(rows.clone()), Just(rows).prop_shuffle()) }),
        policy in policy(),
    ) {
        let (one, other) = (read(&rows, 1, &policy), read(&shuffled, 3, &policy));
        prop_assert_eq!(&one.lines, &other.lines);
        prop_assert_eq!(found(&one), found(&other));
    }
}

/// What was given back on rows whose money can be read.
fn slowly_refunded(rows: &[String]) -> i64 {
    let net: i64 =
        slowly(rows, &Policy { currency: Some("EUR".to_owned()), ..Policy::default() }).values().map(|sum| sum.1).sum();
    let amounts: i64 =
        rows.iter().filter_map(|row| money(&row.split(',').collect::<Vec<_>>())).map(|(amount, _)| amount).sum();
    amounts - net
}
