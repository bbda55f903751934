//! The figures against SciPy, slow twins and simulated futures.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use super::answer::Tested;
use super::explained::{by_chance, products, shares};
use super::outcome::{After, COUNT, Outcomes};
use super::paired::Difference;
use super::permutation::{p, permuted};
use crate::money::Scale;
use proptest::prelude::*;
use serde_json::Value;
use shoal_kernel::{Labels, Stream};

fn outcomes(cents: &[i64], orders: &[usize]) -> Outcomes {
    let after = cents.iter().zip(orders).map(|(&cents, &orders)| After { net_minor: cents.into(), orders }).collect();
    Outcomes::from_after(after, Scale(2))
}

fn numbers(case: &Value, name: &str) -> [f64; COUNT] {
    serde_json::from_value(case[name].clone()).unwrap()
}

#[test]
fn shares_and_p_are_those_of_scipy() {
    let reference: Value = serde_json::from_str(include_str!("../../tests/reference/future.json")).unwrap();
    let cases = reference["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 4);
    for case in cases {
        let list = |name: &str| -> Vec<i64> { serde_json::from_value(case[name].clone()).unwrap() };
        let labels = Labels::renumbered(&list("groups").iter().map(|&group| group as u32).collect::<Vec<_>>());
        let outcomes =
            outcomes(&list("cents"), &list("orders").iter().map(|&orders| orders as usize).collect::<Vec<_>>());
        let found = shares(&labels, &outcomes, |row| row).between;
        let random = permuted(&[&labels], &outcomes, 4999, 3);
        for (outcome, &found) in found.iter().enumerate() {
            let name = format!("{}, outcome {outcome}", case["name"]);
            assert!((found - numbers(case, "share")[outcome]).abs() < 1e-10, "{name}");
            let adjusted: f64 = products(&labels, &outcomes, outcome).iter().sum();
            assert!((adjusted - numbers(case, "adjusted")[outcome]).abs() < 1e-10, "{name}");
            let (own, scipys) =
                (p(found, random.iter().map(|all| all[0].between[outcome])), numbers(case, "p")[outcome]);
            // Both are estimates: of 4,999 and of 20,000 random orders.
            let error = 4.0 * (scipys * (1.0 - scipys) * (1.0 / 5000.0 + 1.0 / 20_000.0)).sqrt() + 3e-4;
            assert!((own - scipys).abs() <= error, "{name}: {own} and {scipys}");
        }
    }
}

#[test]
fn chance_gives_what_random_orders_give_on_average() {
    let mut random = Stream::new(5, 0);
    let cents: Vec<i64> = (0..200).map(|_| random.below(9000) as i64 - 1000).collect();
    let orders: Vec<usize> = (0..200).map(|_| random.below(4)).collect();
    let labels = Labels::renumbered(&(0..200).map(|_| random.below(7) as u32).collect::<Vec<_>>());
    let found = permuted(&[&labels], &outcomes(&cents, &orders), 4000, 1);
    for outcome in 0..COUNT {
        let mean = found.iter().map(|all| all[0].between[outcome]).sum::<f64>() / found.len() as f64;
        assert!((mean - by_chance(7, 200)).abs() < 1e-3, "{mean}");
    }
}

#[test]
fn groups_of_the_same_customers_differ_only_where_they_do() {
    let mut random = Stream::new(8, 0);
    let group: Vec<u32> = (0..300).map(|_| random.below(4) as u32).collect();
    let orders: Vec<usize> = group.iter().map(|&group| random.below(2 + 2 * group as usize)).collect();
    let cents: Vec<i64> = orders.iter().map(|&orders| 1000 * orders as i64).collect();
    let outcomes = outcomes(&cents, &orders);
    let squares: Vec<f64> = outcomes.scaled.iter().map(|row| row[0] * row[0]).collect();
    let noise: Vec<u32> = (0..300).map(|_| random.below(4) as u32).collect();
    let of = |group: &[u32]| products(&Labels::renumbered(group), &outcomes, 0);
    let verdict = |a: &[u32], b: &[u32]| Difference::of(&of(a), &of(b), &squares, 1).unwrap();
    assert_eq!(verdict(&group, &noise).verdict, "better");
    assert_eq!(verdict(&noise, &group).verdict, "worse");
    assert_eq!(verdict(&group, &group), Difference { value: 0.0, low: 0.0, high: 0.0, verdict: "unclear".into() });
}

/// Outcomes that have nothing to do with the groups are called better than random as often as the level says.
#[test]
fn outcomes_at_random_are_rarely_better() {
    let better = (0..300).filter(|&run| {
        let mut random = Stream::new(77, run);
        let orders: Vec<usize> = (0..120).map(|_| random.below(10).saturating_sub(5)).collect();
        let cents: Vec<i64> = orders.iter().map(|&orders| (orders * random.below(20_000)) as i64).collect();
        let labels = Labels::renumbered(&(0..120).map(|_| random.below(5) as u32).collect::<Vec<_>>());
        let outcomes = outcomes(&cents, &orders);
        let found = shares(&labels, &outcomes, |row| row).between[0];
        p(found, permuted(&[&labels], &outcomes, 199, run).iter().map(|all| all[0].between[0])) <= super::LEVEL
    });
    let better = better.count();
    assert!((3..=28).contains(&better), "{better} of 300 at 5 %");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever customers brought, shares are shares, and the slow twin says the same.
    #[test]
    fn shares_are_shares(rows in prop::collection::vec((0u32..9, prop_oneof![Just(0i64), -9_000i64..9_000, any::<i64>()], 0usize..4), 1..60)) {
        let labels = Labels::renumbered(&rows.iter().map(|row| row.0).collect::<Vec<_>>());
        let cents: Vec<i64> = rows.iter().map(|row| row.1).collect();
        let outcomes = outcomes(&cents, &rows.iter().map(|row| row.2).collect::<Vec<_>>());
        let found = shares(&labels, &outcomes, |row| row).between;
        for (outcome, &found) in found.iter().enumerate() {
            let of = |rows: &[usize]| rows.iter().map(|&row| outcomes.scaled[row][outcome]).sum::<f64>() / rows.len() as f64;
            let within: f64 = labels.members().iter().flat_map(|rows| {
                let (mean, outcomes) = (of(rows), &outcomes);
                rows.iter().map(move |&row| (outcomes.scaled[row][outcome] - mean).powi(2)).collect::<Vec<_>>()
            }).sum();
            let slow = if outcomes.varies[outcome] { 1.0 - within } else { 0.0 };
            prop_assert!((found - slow).abs() < 1e-9, "{} {}", found, slow);
            prop_assert!((-1e-9..=1.0 + 1e-9).contains(&found));
        }
    }
}

/// The type is plain data.
#[test]
fn figures_can_be_written() {
    fn plain<T: serde::Serialize + Clone + PartialEq>() {}
    plain::<Tested>();
}
