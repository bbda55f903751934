//! No sentence contradicts the numbers it was written about: on many random tables, every number in every sentence stands
//! in `run.json` where the sentence says, and every claim in words is recomputed the plain way from the customers.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use proptest::prelude::*;
use serde_json::Value;
use shoal_segment::feature::Unit;
use shoal_segment::keep::Keep;
use shoal_segment::lines::NO_KEY;
use shoal_segment::pipeline::Segmented;
use shoal_segment::segmentation::{Level, NameFact, Segment};
use shoal_segment::spec::{KRange, Outliers, Remainder, SmallSegments, Spec, Transform};
use shoal_segment::statement::Statement;

/// Every statement of a run.
fn statements(found: &Segmented) -> Vec<&Statement> {
    let run = &found.segmentation;
    let mut all: Vec<&Statement> = run.summary.iter().chain(&run.verdict.statements).collect();
    all.extend(&run.exploration.statements);
    all.extend(run.exploration.near_constant.iter().map(|found| &found.said));
    all.extend(run.exploration.redundant.iter().map(|found| &found.said));
    all.extend(run.future.iter().flat_map(|future| &future.statements));
    all.extend(run.decisions.iter().map(|decision| &decision.reason));
    all.push(&run.sweep.reason);
    all.extend(run.sweep.remarks.iter().map(|remark| &remark.said));
    all.extend(run.comparison.iter().map(|comparison| &comparison.reason));
    for segment in &run.segments {
        all.extend(&segment.description);
        all.extend(segment.advice.iter().map(|advice| &advice.reason));
    }
    all
}

/// Every number in the sentence stands where its fact says, is written as its form says, and there is no other number.
fn check_numbers(said: &Statement, run: &Value) {
    // A quoted name of a segment or a column may have figures of its own.
    let text = without_names(&said.text);
    let mut rest = text.as_str();
    let mut words = String::new();
    for fact in &said.facts {
        let there = run.pointer(&fact.at).unwrap_or_else(|| panic!("nothing at {} for: {}", fact.at, said.text));
        assert_eq!(there.as_f64(), Some(fact.value), "{} in: {}", fact.at, said.text);
        let shown = fact.form.show(fact.value);
        let (before, after) =
            rest.split_once(&shown).unwrap_or_else(|| panic!("no {shown} in order in: {}", said.text));
        words.push_str(before);
        rest = after;
    }
    words.push_str(rest);
    assert!(!words.contains(|c: char| c.is_ascii_digit()), "a number without a source in: {}", said.text);
}

/// The words without quoted names and ids of segments such as `(S1)`.
fn without_names(words: &str) -> String {
    let mut out = String::new();
    let mut quoted = false;
    for c in words.chars() {
        quoted = (quoted || c == '“') && c != '”';
        if !quoted {
            out.push(c);
        }
    }
    (1..=50).fold(out, |text, id| text.replace(&format!("(S{id})"), ""))
}

/// The quantile of type 7, the plain way.
fn quantile(values: &[f64], p: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = p * (sorted.len() - 1) as f64;
    let (below, part) = (place.floor() as usize, place.fract());
    sorted[below] + part * (sorted[(below + 1).min(sorted.len() - 1)] - sorted[below])
}

/// The values of a feature over all customers, and over the members of one segment.
fn values(found: &Segmented, feature: &str, segment: Option<usize>) -> Vec<f64> {
    let column = found.table.column(feature).unwrap();
    let member = |row: &usize| segment.is_none_or(|segment| found.members[*row].segment == segment);
    (0..found.table.rows()).filter(member).filter_map(|row| column.get(row)).collect()
}

/// "Than most" is counted, not estimated.
fn level(found: &Segmented, feature: &str, segment: usize) -> Level {
    let (all, own) = (values(found, feature, None), values(found, feature, Some(segment)));
    let median = quantile(&own, 0.5);
    let less = all.iter().filter(|&&value| value < median).count() as f64 / all.len() as f64;
    let more = all.iter().filter(|&&value| value > median).count() as f64 / all.len() as f64;
    let rank = less + (1.0 - less - more) / 2.0;
    if less > 0.5 && rank > 2.0 / 3.0 + 1e-9 {
        Level::High
    } else if more > 0.5 && rank < 1.0 / 3.0 - 1e-9 {
        Level::Low
    } else {
        Level::Moderate
    }
}

/// Whether the typical member is away for longer than their usual gap between orders, where most have one.
fn overdue(found: &Segmented, segment: usize) -> bool {
    let members = found.segmentation.segments[segment].members;
    let gaps = values(found, "mean_days_between_orders", Some(segment));
    let away = quantile(&values(found, "recency_days", Some(segment)), 0.5);
    2 * gaps.len() < members || away > quantile(&gaps, 0.5)
}

fn check_profile(found: &Segmented, at: usize, segment: &Segment) {
    for entry in &segment.profile {
        let own = values(found, &entry.feature, Some(at));
        assert_eq!(entry.known, own.len());
        if own.is_empty() {
            assert_eq!((entry.mean, entry.median, entry.level), (None, None, None));
            continue;
        }
        let mean = own.iter().sum::<f64>() / own.len() as f64;
        assert!((entry.mean.unwrap() - mean).abs() <= 1e-9 * mean.abs().max(1.0), "{}", entry.feature);
        assert!((entry.median.unwrap() - quantile(&own, 0.5)).abs() <= 1e-9 * mean.abs().max(1.0));
        assert_eq!(entry.level, Some(level(found, &entry.feature, at)), "{} of {}", entry.feature, segment.id);
    }
}

/// Every word of the name is borne out by the members.
fn check_name(found: &Segmented, at: usize, segment: &Segment) {
    let ids: Vec<&str> = found.segmentation.segments.iter().map(|segment| segment.id.as_str()).collect();
    for fact in &segment.name_facts {
        assert!(segment.name.to_lowercase().contains(&fact.word.to_lowercase()), "{} in {}", fact.word, segment.name);
        if let Some(value) = &fact.value {
            check_value(found, at, segment, fact, value);
            continue;
        }
        assert!(fact.word != "lapsed" || overdue(found, at), "{}", segment.name);
        assert!(
            3 * values(found, &fact.feature, Some(at)).len() >= 2 * segment.members || fact.compared_with.is_some()
        );
        let Some(other) = &fact.compared_with else {
            assert_eq!(fact.level, Some(level(found, &fact.feature, at)), "{}", segment.name);
            continue;
        };
        let other = ids.iter().position(|id| id == other).unwrap();
        let (own, other) = (values(found, &fact.feature, Some(at)), values(found, &fact.feature, Some(other)));
        let word = fact.word.trim_start_matches("the ");
        let claims_less = word.starts_with("lower") || word.starts_with("lowest");
        assert_eq!(quantile(&own, 0.5) < quantile(&other, 0.5), claims_less, "{}", segment.name);
    }
}

/// More than half of the members have the value, and a larger share than of all customers.
fn check_value(found: &Segmented, at: usize, segment: &Segment, fact: &NameFact, value: &str) {
    let attribute = found.table.category(&fact.feature).unwrap();
    let has = |row: &usize| attribute.levels.get(attribute.codes[*row] as usize).is_some_and(|level| level == value);
    let known = |row: &usize| attribute.codes[*row] != NO_KEY;
    let all: Vec<usize> = (0..found.table.rows()).filter(known).collect();
    let own: Vec<usize> = all.iter().copied().filter(|&row| found.members[row].segment == at).collect();
    let count = |rows: &[usize]| rows.iter().filter(|row| has(row)).count();
    assert!(2 * count(&own) > segment.members, "{}", segment.name);
    assert_eq!(fact.word.starts_with("all "), count(&own) == segment.members, "{}", segment.name);
    assert!(count(&own) * all.len() > count(&all) * own.len(), "{}", segment.name);
}

/// What the advice presumes in words, by its code; the plain reading of every play.
fn check_advice(found: &Segmented, at: usize, segment: &Segment) {
    use Level::{High, Low};
    let is = |feature: &str, wanted: Level| level(found, feature, at) == wanted;
    assert!(!segment.advice.is_empty());
    for advice in &segment.advice {
        let holds = match advice.code.as_str() {
            "win_back" => is("recency_days", High) && overdue(found, at) && is("revenue", High),
            "retain_best" => !is("recency_days", High) && is("revenue", High) && is("orders", High),
            "prevent_loss" => is("recency_days", High) && overdue(found, at) && is("orders", High),
            "keep_rhythm" => is("recency_days", High) && !overdue(found, at),
            "look_after" => !is("recency_days", High) && is("revenue", High) && !is("orders", High),
            "welcome" => is("tenure_days", Low) && is("orders", Low) && !is("recency_days", High),
            "build_habit" => is("tenure_days", Low) && !is("orders", Low) && !is("recency_days", High),
            "upsell" => is("orders", High) && is("average_order_value", Low),
            "raise_frequency" => is("average_order_value", High) && is("orders", Low) && !is("recency_days", High),
            "reward" => is("orders", High) && !is("revenue", High) && !is("recency_days", High),
            "low_cost_reactivation" => is("recency_days", High) && overdue(found, at) && !is("revenue", High),
            "volume_discount" => is("units_per_order", High),
            "premium" => is("average_unit_price", High) && !is("recency_days", High),
            "cross_sell" => is("distinct_categories", Low) && !is("orders", Low) && !is("tenure_days", Low),
            "grow" => is("revenue", Low) && !is("recency_days", High),
            "handle_first" => is("order_value", High) && is("units", High),
            "volume_tiers" => is("units", High),
            "larger_packs" => is("units", High) && is("distinct_products", Low),
            "secure_value" => is("order_value", High),
            "premium_service" => is("unit_price", High),
            "free_delivery_threshold" => is("order_value", Low),
            "bundles" => is("units", Low),
            "lean_handling" => is("unit_price", Low) && !is("order_value", High),
            "ease_long_orders" => is("distinct_products", High),
            "show_related" => is("distinct_categories", Low),
            "keep_in_touch" | "handle_as_usual" => segment.advice.len() == 1,
            "look_one_by_one" => segment.cluster.is_none() && segment.advice.len() == 1,
            "fit_the_message" => segment.advice.len() == 1 && segment.revenue.is_none(),
            other => panic!("an advice without a check: {other}"),
        };
        assert!(holds, "{} for {}", advice.code, segment.name);
    }
}

/// Totals, order and superlatives.
fn check_whole(found: &Segmented) {
    let run = &found.segmentation;
    let members: usize = run.segments.iter().map(|segment| segment.members).sum();
    assert_eq!(members, run.base.members);
    if let Some(revenue) = run.base.revenue {
        let minor = |segment: &Segment| segment.revenue.unwrap().minor;
        assert_eq!(run.segments.iter().map(minor).sum::<i128>(), revenue.minor);
        let own: Vec<&Segment> = run.segments.iter().filter(|segment| segment.cluster.is_some()).collect();
        assert!(own.windows(2).all(|pair| minor(pair[0]) >= minor(pair[1])));
        let first = &run.segments[..own.len()];
        assert!(first.iter().all(|segment| segment.cluster.is_some()), "the unassigned and the outliers are last");
    } else {
        assert!(run.segments.windows(2).all(|pair| pair[0].members >= pair[1].members));
        assert!(run.segments.iter().all(|segment| segment.revenue.is_none() && segment.revenue_share.is_none()));
    }
    let mut names: Vec<&str> = run.segments.iter().map(|segment| segment.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), run.segments.len(), "names are unique");
    let superlative = format!(" has the highest revenue per {}: ", run.unit.one());
    for said in &run.summary {
        if let Some((name, _)) = said.text.split_once(&superlative) {
            let claimed =
                run.segments.iter().position(|segment| name.contains(&format!("“{}”", segment.name))).unwrap();
            let mean = |at: usize| {
                let own = values(found, run.unit.value_feature(), Some(at));
                own.iter().sum::<f64>() / own.len() as f64
            };
            assert!((0..run.segments.len()).all(|at| mean(at) <= mean(claimed) + 1e-9), "{}", said.text);
        }
        if said.text.contains("brings the largest part of the revenue") {
            assert!(said.text.contains(&format!("“{}”", run.segments[0].name)));
        }
    }
}

fn check(found: &Segmented) {
    let run: Value = serde_json::from_slice(&serde_json::to_vec(&found.segmentation).unwrap()).unwrap();
    for said in statements(found) {
        check_numbers(said, &run);
    }
    for (at, segment) in found.segmentation.segments.iter().enumerate() {
        check_profile(found, at, segment);
        check_name(found, at, segment);
        check_advice(found, at, segment);
    }
    check_whole(found);
    if found.segmentation.unit == Unit::Order {
        check_speaks_of_orders(found);
    }
}

/// A run over orders never calls them customers; customers are named once, where the summary says by how many the orders are.
fn check_speaks_of_orders(found: &Segmented) {
    let run = &found.segmentation;
    let by = format!(
        " by {} customer{} ",
        shoal_segment::statement::Form::Count.show(run.base.distinct_customers as f64),
        if run.base.distinct_customers == 1 { "" } else { "s" }
    );
    let mut texts: Vec<String> = statements(found).into_iter().map(|said| said.text.clone()).collect();
    texts[0] = texts[0].replace(&by, " ");
    for segment in &run.segments {
        texts.push(segment.name.clone());
        texts.extend(segment.advice.iter().flat_map(|advice| [advice.title.clone(), advice.action.clone()]));
    }
    texts.extend(run.apart.iter().map(|group| group.words.clone()));
    texts.extend(run.exploration.features.iter().flat_map(|f| [f.card.label.clone(), f.card.meaning.clone()]));
    for text in texts {
        assert!(!text.to_lowercase().contains("customer"), "{text}");
        assert!(!text.contains(" who ") && !text.contains("nobody"), "{text}");
    }
}

/// Random tables: few or many customers, few or many lines, ties and extremes, returns.
fn tables() -> impl Strategy<Value = (usize, Vec<support::Row>)> {
    (1usize..60).prop_flat_map(|customers| {
        let amount = prop_oneof![4 => 1i64..5_000, 1 => Just(0), 1 => 100_000i64..9_000_000, 1 => -2_000i64..-1];
        let row = (0..customers as u32, 0u32..40, 0i32..1000, 1i64..20, amount, 0u32..12);
        (Just(customers), proptest::collection::vec(row, 1..300))
    })
}

fn specs() -> impl Strategy<Value = Spec> {
    let customers = prop_oneof![
        3 => Just(Vec::new()),
        1 => Just(vec!["revenue".to_string(), "Region".to_string()]),
        1 => Just(vec!["age 1-100".to_string(), "orders".to_string(), "favourite category".to_string()]),
    ];
    let orders = prop_oneof![
        3 => Just(Vec::new()),
        1 => Just(vec!["order_value".to_string(), "main category".to_string()]),
    ];
    let unit = prop_oneof![
        customers.prop_map(|features| (Unit::Customer, features)),
        orders.prop_map(|features| (Unit::Order, features)),
    ];
    let pca = prop_oneof![2 => Just(None), 1 => Just(Some(Keep::Components(3))), 1 => Just(Some(Keep::Share(0.8)))];
    let methods = prop_oneof![
        4 => Just("kmeans"),
        1 => Just("gmm"),
        1 => Just("dbscan"),
        1 => Just("ward"),
        1 => Just("rfm"),
        2 => Just("dbscan,kmeans,gmm"),
        1 => Just("single,rfm,average,complete"),
    ];
    let policy = (methods, any::<bool>(), any::<bool>());
    let word = |words: &'static [&'static str]| prop::sample::select(words);
    let prepared = (word(Transform::WORDS), word(Outliers::WORDS), word(&["median", "indicator", "refuse"]));
    (1usize..5, 0usize..7, any::<u64>(), 0usize..4, unit, pca, (policy, prepared)).prop_map(
        |(min, more, seed, min_size, (unit, features), pca, ((method, keep, fill), (transform, outliers, missing)))| {
            Spec {
                transform: transform.parse().unwrap(),
                outliers: outliers.parse().unwrap(),
                missing: missing.parse().unwrap(),
                method: method.parse().unwrap(),
                remainder: if keep { Remainder::Keep } else { Remainder::Nearest },
                small_segments: if fill && method.contains("kmeans") {
                    SmallSegments::Fill
                } else {
                    SmallSegments::Disqualify
                },
                unit,
                features,
                pca,
                k: if ["dbscan", "rfm"].contains(&method) {
                    Spec::default().k
                } else {
                    KRange { min, max: min + more }
                },
                min_size,
                seed,
                starts: Some(2),
                ..Spec::default()
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sentence_contradicts_the_numbers((customers, rows) in tables(), spec in specs()) {
        match support::segment(&support::lines(customers, &rows), &spec) {
            Ok(found) => check(&found),
            Err(error) => prop_assert!(error.hint.is_some(), "{}", error.message),
        }
    }
}

#[test]
fn the_shop_too() {
    let shop = shoal_segment::shop::open(500, 11);
    for unit in Unit::ALL {
        check(&support::segment(&support::of_shop(&shop), &Spec { unit, ..Spec::default() }).unwrap());
    }
}

#[test]
fn customers_without_transactions_too() {
    for features in [vec![], vec!["Plan".to_string(), "age".to_string()], vec!["region".to_string()]] {
        for pca in [None, Some(Keep::Components(9))] {
            let spec = Spec { features: features.clone(), pca, ..Spec::default() };
            let found = support::segment(&support::people(120), &spec).unwrap();
            check(&found);
            let json = serde_json::to_string(&found.segmentation).unwrap();
            let told: String = statements(&found).into_iter().map(|said| said.text.to_lowercase() + "\n").collect();
            assert!(!told.contains("revenue") && !told.contains(" order"), "{told}");
            assert!(json.contains("\"revenue\":null") && !json.contains("\"revenue\":0"), "never a zero that is none");
        }
    }
}
