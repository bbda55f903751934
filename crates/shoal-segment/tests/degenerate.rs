//! Degenerate customers: every case has a defined, worded outcome and no undefined number is written.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use shoal_segment::pipeline::Segmented;
use shoal_segment::spec::{KRange, Missing, Outliers, Scaling, Spec, Transform};

fn of(customers: usize, rows: &[support::Row], spec: &Spec) -> Result<Segmented, shoal_segment::error::Error> {
    support::segment(&support::lines(customers, rows), spec)
}

fn fixed(k: usize) -> Spec {
    Spec { k: KRange { min: k, max: k }, ..Spec::default() }
}

/// `n` customers with one equal order each.
fn equals(n: u32) -> Vec<support::Row> {
    (0..n).map(|c| (c, c, 900, 1, 500, 0)).collect()
}

/// `n` customers, each different from the next.
fn different(n: u32) -> Vec<support::Row> {
    (0..n)
        .flat_map(|c| {
            (0..=c % 7).map(move |o| (c, c * 10 + o, 500 + (c * 13 % 400) as i32, 1, 100 + i64::from(c) * 37, o))
        })
        .collect()
}

#[test]
fn one_customer_is_one_segment() {
    let found = of(1, &equals(1), &Spec { k: KRange { min: 1, max: 10 }, ..Spec::default() }).unwrap();
    assert_eq!(found.segmentation.segments.len(), 1);
    assert_eq!(found.segmentation.segments[0].name, "All customers");
    assert_eq!(found.members[0].confidence, None);
    assert!(found.segmentation.pictures.plane.is_none());
}

#[test]
fn one_customer_with_the_default_range_is_one_segment_too() {
    let found = of(1, &equals(1), &Spec::default()).unwrap();
    assert_eq!(found.segmentation.segments.len(), 1);
    assert!(!found.segmentation.sweep.reason.text.is_empty());
}

#[test]
fn equal_customers_are_one_segment_and_the_reason_says_so() {
    let found = of(50, &equals(50), &Spec::default()).unwrap();
    assert_eq!(found.segmentation.segments.len(), 1);
    assert!(
        found.segmentation.sweep.reason.text.contains("All customers are equal"),
        "{}",
        found.segmentation.sweep.reason.text
    );
    assert!(found.segmentation.decisions.iter().any(|decision| decision.about == "features that do not vary"));
}

#[test]
fn a_given_k_above_the_number_of_customers_is_refused() {
    let error = of(3, &different(3), &fixed(4)).err().unwrap();
    assert!(error.message.contains("only 3 customers"), "{}", error.message);
    assert!(error.hint.is_some());
}

#[test]
fn a_given_k_above_the_number_of_different_customers_gives_fewer_and_says_so() {
    let mut rows = equals(20);
    rows.push((20, 900, 100, 9, 90_000, 1));
    let found = of(21, &rows, &fixed(5)).unwrap();
    assert_eq!(found.segmentation.segments.len(), 2);
    assert!(
        found.segmentation.sweep.reason.text.contains("can be told apart"),
        "{}",
        found.segmentation.sweep.reason.text
    );
}

#[test]
fn k_may_be_one_or_the_number_of_customers() {
    let found = of(12, &different(12), &fixed(1)).unwrap();
    assert_eq!(found.segmentation.segments.len(), 1);
    assert_eq!(found.segmentation.sweep.rows[0].indices.silhouette, None);
    let found = of(12, &different(12), &fixed(12)).unwrap();
    assert_eq!(found.segmentation.segments.len(), 12);
    assert_eq!(found.segmentation.sweep.rows[0].indices.silhouette, None, "every customer alone: undefined");
}

#[test]
fn too_few_customers_for_any_segment_size_are_one_segment() {
    let found = of(12, &different(12), &Spec::default()).unwrap();
    assert_eq!(found.segmentation.segments.len(), 1);
    assert!(
        found.segmentation.sweep.reason.text.contains("No candidate gives every segment at least"),
        "{}",
        found.segmentation.sweep.reason.text
    );
}

#[test]
fn nobody_with_a_purchase_is_an_error_that_counts_why() {
    let error = of(2, &[(0, 0, 900, 1, -500, 0)], &Spec::default()).err().unwrap();
    assert!(error.message.contains("2 have no purchase"), "{}", error.message);
}

#[test]
fn returns_beyond_purchases_and_no_purchase_are_apart() {
    let mut rows = different(30);
    rows.push((30, 900, 800, 1, 500, 0));
    rows.push((30, 901, 810, 1, -700, 0));
    let found = of(32, &rows, &Spec::default()).unwrap();
    let apart: Vec<(&str, usize)> =
        found.segmentation.apart.iter().map(|group| (group.reason.as_str(), group.members)).collect();
    assert_eq!(apart, [("no_purchase", 1), ("returns_exceed_purchases", 1)]);
    assert_eq!(found.segmentation.base.members, 30);
    assert_eq!(found.table.customers.len(), 30);
}

const TRANSFORMS: [Transform; 6] =
    [Transform::None, Transform::Auto, Transform::Log1p, Transform::Asinh, Transform::YeoJohnson, Transform::Rank];

#[test]
fn every_preparation_works_on_every_table_without_undefined_numbers() {
    let others = [
        (Missing::Median, Outliers::Auto),
        (Missing::Indicator, Outliers::Winsorize),
        (Missing::Indicator, Outliers::Keep),
    ];
    let mut turn = 0;
    for scale in [Scaling::None, Scaling::Standard, Scaling::Robust, Scaling::MinMax] {
        for transform in TRANSFORMS {
            for rows in [different(40), equals(40)] {
                let features = vec!["recency_days".into(), "mean_days_between_orders".into(), "revenue".into()];
                let (missing, outliers) = others[turn % others.len()];
                turn += 1;
                let (scale, transform) = (scale.into(), transform.into());
                let weight = "revenue=3".parse().unwrap();
                let spec =
                    Spec { scale, transform, missing, outliers, weight, features, min_size: 2, ..Spec::default() };
                let found = of(40, &rows, &spec).unwrap();
                check_nulls(&serde_json::to_value(&found.segmentation).unwrap(), "");
                assert!(found.members.iter().all(|member| member.distance.is_finite()));
                let model = serde_json::from_slice(&serde_json::to_vec(&found.model).unwrap()).unwrap();
                assert_eq!(found.model, model);
                assert_eq!(model.score(&found.table).unwrap(), found.members, "a stored recipe gives the same bits");
            }
        }
    }
}

/// The keys under which undefined is a value.
const MAY_BE_UNDEFINED: [&str; 62] = [
    "share",
    "variance_share",
    "mean",
    "median",
    "quartiles",
    "total",
    "share_of_total",
    "level",
    "rank",
    "effect",
    "on_that_side",
    "deviation",
    "silhouette",
    "silhouette_interval",
    "davies_bouldin",
    "calinski_harabasz",
    "runner_up",
    "plane",
    "five",
    "skewness",
    "fences",
    "correlations",
    "values",
    "revenue_share",
    "confidence",
    "compared_with",
    "value",
    "comparison",
    "chosen",
    "bic",
    "left_out",
    "joint",
    "cloud",
    "stability",
    "without_structure",
    "cut",
    "statistics",
    "standard_deviation",
    "excess_kurtosis",
    "tail_weight",
    "pearson",
    "correlation_ratios",
    "cramers_v",
    "trend",
    "cohorts",
    "future",
    "untested",
    "period",
    "tested",
    "median_gap",
    "days",
    "as_of",
    "adjusted",
    "p",
    "difference",
    "lift",
    "gap",
    "prediction_strength",
    "votes",
    "effort",
    "k",
    "at",
];

/// JSON writes an undefined number as null: it may only stand where undefined is a value.
fn check_nulls(value: &serde_json::Value, key: &str) {
    match value {
        serde_json::Value::Null => assert!(MAY_BE_UNDEFINED.contains(&key), "`{key}` is null"),
        serde_json::Value::Array(items) => items.iter().for_each(|item| check_nulls(item, key)),
        serde_json::Value::Object(fields) => fields.iter().for_each(|(name, field)| check_nulls(field, name)),
        _ => (),
    }
}

#[test]
fn one_feature_is_enough() {
    let spec = Spec { features: vec!["revenue".into()], min_size: 2, ..Spec::default() };
    let found = of(60, &different(60), &spec).unwrap();
    assert!(found.segmentation.segments.len() > 1);
    assert!(found.segmentation.pictures.plane.is_none(), "one feature has no plane");
}
