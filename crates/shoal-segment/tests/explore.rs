//! Exploration against pandas and scipy, against slow twins, and on what is degenerate.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use proptest::prelude::*;
use serde_json::Value;
use shoal_segment::date::Day;
use shoal_segment::explore;
use shoal_segment::feature::Unit;
use shoal_segment::lines::{Attribute, Kind, Lines, NO_KEY, Number};
use shoal_segment::profile::Baseline;
use shoal_segment::segmentation::{Exploration, Grain};
use shoal_segment::spec::Spec;
use shoal_segment::table::{Computed, Pass};
use shoal_segment::timeline::Timeline;
use std::collections::{BTreeMap, BTreeSet};

fn reference() -> Value {
    serde_json::from_str(include_str!("reference/explore.json")).unwrap()
}

fn explored(lines: &Lines) -> Exploration {
    let plan = Spec::default().check(lines).unwrap();
    let Computed { table, timeline, .. } = Computed::of(lines, &plan.wish());
    explore::explore(&table, &Baseline::new(&table), &plan, timeline.as_ref())
}

/// The table of the reference as customers' own columns.
fn people(of: &Value) -> Lines {
    let column = |name: &str| of["table"][name].as_array().unwrap().clone();
    let mut lines = support::people(column("Spend").len());
    let number = |name: &str| Number { name: name.into(), values: column(name).iter().map(Value::as_f64).collect() };
    lines.customers.numbers = ["Spend", "Age", "Visits"].map(number).to_vec();
    let attribute = |name: &str| {
        let values = column(name);
        let levels: BTreeSet<&str> = values.iter().filter_map(Value::as_str).collect();
        let levels: Vec<String> = levels.into_iter().map(String::from).collect();
        let code = |value: &Value| {
            value.as_str().map_or(NO_KEY, |value| levels.iter().position(|level| level == value).unwrap() as u32)
        };
        Attribute { name: name.into(), codes: values.iter().map(code).collect(), levels, context: None }
    };
    lines.customers.attributes = ["Region", "Plan"].map(attribute).to_vec();
    lines
}

fn near(found: Option<f64>, wanted: &Value, what: &str) {
    let (found, wanted) = (found.unwrap(), wanted.as_f64().unwrap());
    assert!((found - wanted).abs() <= 1e-11 * wanted.abs().max(1.0), "{what}: {found} instead of {wanted}");
}

#[test]
fn every_number_of_a_feature_is_that_of_pandas_and_scipy() {
    let of = reference();
    let found = explored(&people(&of));
    assert_eq!(found.features.len(), 3);
    for feature in &found.features {
        let name = &feature.card.label;
        let (wanted, got) =
            (&of["described"][name], serde_json::to_value(feature.statistics.as_ref().unwrap()).unwrap());
        for (field, value) in got.as_object().unwrap().iter().filter(|(field, _)| *field != "quantiles") {
            near(value.as_f64(), &wanted[field], &format!("{name} {field}"));
        }
        for (at, value) in feature.statistics.as_ref().unwrap().quantiles.into_iter().enumerate() {
            near(Some(value), &wanted["quantiles"][at], &format!("{name} quantile {at}"));
        }
        near(feature.skewness, &wanted["skewness"], name);
        let outliers = (of["outliers"][name][0].as_u64().unwrap(), of["outliers"][name][1].as_u64().unwrap());
        assert_eq!((feature.outliers.0 as u64, feature.outliers.1 as u64), outliers, "{name}");
        assert_eq!(feature.outlying.len(), (feature.outliers.0 + feature.outliers.1).min(10));
        assert_eq!(feature.counts.iter().sum::<usize>(), feature.statistics.as_ref().unwrap().known);
    }
}

#[test]
fn relations_are_those_of_pandas_and_scipy() {
    let of = reference();
    let found = explored(&people(&of));
    let label = |at: usize| found.features[at].card.label.clone();
    for i in 0..3 {
        for j in (0..3).filter(|&j| label(i) < label(j)) {
            let pair = format!("{} {}", label(i), label(j));
            near(found.correlations[i][j], &of["spearman"][&pair], &pair);
            near(found.pearson[j][i], &of["pearson"][&pair], &pair);
        }
        for (category, card) in found.categories.iter().enumerate() {
            let pair = format!("{} {}", card.name, label(i));
            near(found.correlation_ratios[category][i], &of["correlation_ratio"][&pair], &pair);
        }
    }
    near(found.cramers_v[0][1], &of["cramers_v"], "Cramér's V");
    assert_eq!(found.cramers_v[0][1], found.cramers_v[1][0]);
}

/// The transactions of the reference.
fn shop(of: &Value) -> Lines {
    let whole = |row: &Value, at: usize| row[at].as_i64().unwrap();
    let row = |row: &Value| (whole(row, 0) as u32, whole(row, 1) as u32, whole(row, 2) as i32, 1, whole(row, 3), 0);
    let rows: Vec<support::Row> = of["lines"].as_array().unwrap().iter().map(row).collect();
    let mut lines = support::lines(30, &rows);
    lines.as_of = lines.lines.iter().map(|line| line.time.day()).max().unwrap().next();
    lines
}

#[test]
fn months_and_cohorts_are_those_of_pandas() {
    let of = reference();
    let lines = shop(&of);
    let timeline = Timeline::of(&lines, lines.as_of);
    let (trend, cohorts) = (timeline.trend().unwrap(), timeline.cohorts().unwrap());
    assert_eq!((trend.grain, cohorts.grain, cohorts.earlier), (Grain::Month, Grain::Month, 0));
    assert_eq!(trend.periods.len(), of["trend"].as_array().unwrap().len());
    for (period, wanted) in trend.periods.iter().zip(of["trend"].as_array().unwrap()) {
        assert_eq!(wanted["name"], period.name.as_str());
        assert_eq!(wanted["revenue_minor"], period.revenue.minor as i64, "{}", period.name);
        assert_eq!(wanted["orders"], period.orders, "{}", period.name);
        assert_eq!(wanted["active_customers"], period.active_customers, "{}", period.name);
    }
    let ends = trend.periods.iter().filter(|period| period.incomplete).count();
    assert!(trend.periods[0].incomplete && ends <= 2, "the tables begin on the tenth or later");
    assert_eq!(cohorts.cohorts.len(), of["cohorts"].as_array().unwrap().len());
    for (cohort, wanted) in cohorts.cohorts.iter().zip(of["cohorts"].as_array().unwrap()) {
        assert_eq!(wanted["name"], cohort.name.as_str());
        assert_eq!(wanted["customers"], cohort.customers);
        let minor: Vec<i64> = cohort.revenues.iter().map(|amount| amount.minor as i64).collect();
        assert_eq!(wanted["active"], Value::from(cohort.active.clone()), "{}", cohort.name);
        assert_eq!(wanted["revenues_minor"], Value::from(minor), "{}", cohort.name);
        assert_eq!(cohort.retention[0], 1.0);
    }
}

#[test]
fn the_span_decides_how_long_a_period_is() {
    for (days, grain, cohorts) in [
        (1, Grain::Week, Grain::Month),
        (119, Grain::Week, Grain::Month),
        (700, Grain::Month, Grain::Month),
        (1000, Grain::Month, Grain::Quarter),
        (2000, Grain::Quarter, Grain::Quarter),
        (3000, Grain::Quarter, Grain::Year),
        (9000, Grain::Year, Grain::Year),
    ] {
        let lines = support::lines(1, &[(0, 0, 0, 1, 100, 0), (0, 1, days, 1, 100, 0)]);
        let timeline = Timeline::of(&lines, Day(days + 1));
        assert_eq!((timeline.trend().unwrap().grain, timeline.cohorts().unwrap().grain), (grain, cohorts), "{days}");
    }
    assert_eq!(Timeline::default().trend(), None);
    assert_eq!(Timeline::default().cohorts(), None);
}

#[test]
fn whole_periods_are_whole() {
    // 2023-01-01 to 2023-12-31, as of the day after: nothing is incomplete; a day less, and the last month is.
    let (first, last) = (Day::from_ymd(2023, 1, 1).unwrap().0, Day::from_ymd(2023, 12, 31).unwrap().0);
    for (until, incomplete) in [(last, 0), (last - 1, 1)] {
        let lines = support::lines(1, &[(0, 0, first, 1, 100, 0), (0, 1, until, 1, 100, 0)]);
        let timeline = Timeline::of(&lines, Day(until + 1));
        let trend = timeline.trend().unwrap();
        assert_eq!((trend.periods.len(), trend.periods.iter().filter(|p| p.incomplete).count()), (12, incomplete));
        assert_eq!(timeline.cohorts().unwrap().last_incomplete, incomplete == 1);
    }
}

#[test]
fn what_says_the_same_is_one_group_and_what_hardly_varies_is_named() {
    let mut lines = support::people(100);
    let number = |name: &str, value: &dyn Fn(usize) -> f64| Number {
        name: name.into(),
        values: (0..100).map(|c| Some(value(c))).collect(),
    };
    lines.customers.numbers = vec![
        number("a", &|c| c as f64),
        number("b", &|c| -((c * c) as f64)),
        number("c", &|c| (c as f64).exp2()),
        number("noise", &|c| (c * 37 % 100) as f64),
        number("rare", &|c| f64::from(u8::from(c > 96))),
        number("constant", &|_| 7.0),
    ];
    let found = explored(&lines);
    let group = &found.redundant[..];
    assert_eq!((group.len(), group[0].representative), (1, 0));
    let others: Vec<(usize, bool)> = group[0].others.iter().map(|(at, r)| (*at, *r > 0.0)).collect();
    assert_eq!(others, [(1, false), (2, true)]);
    assert!(group[0].others.iter().all(|(_, r)| (r.abs() - 1.0).abs() < 1e-12));
    let constant: Vec<(usize, f64, f64)> = found.near_constant.iter().map(|f| (f.feature, f.value, f.share)).collect();
    assert_eq!(constant, [(4, 0.0, 0.97), (5, 7.0, 1.0)]);
    assert_eq!(found.features[5].fences, None, "nobody is outside of equal values");
    assert_eq!(found.correlations[5][5], None);
}

#[test]
fn a_log_normal_feature_is_not_full_of_outliers_and_its_members_are_listed() {
    let mut lines = support::people(1000);
    // Quantiles of a log-normal distribution, and one customer far beyond them whose key is an address.
    let place = |c: usize| ((c as f64 + 0.5) / 1000.0 - 0.5) * 4.0;
    let value = |c: usize| if c == 999 { 1e9 } else { (4.0 + place(c)).exp() };
    lines.customers.ids[999] = "ann@example.com".into();
    lines.customers.ids.sort();
    let at = lines.customers.ids.iter().position(|id| id.contains('@')).unwrap();
    let mut values: Vec<f64> = (0..999).map(value).collect();
    values.insert(at, 1e9);
    lines.customers.numbers = vec![Number { name: "spend".into(), values: values.into_iter().map(Some).collect() }];
    let feature = &explored(&lines).features[0];
    assert_eq!((feature.outliers, feature.outlying.len(), feature.outlying[0].value), ((0, 1), 1, 1e9));
    assert!(!feature.outlying[0].member.contains('@'), "{}", feature.outlying[0].member);
}

#[test]
fn one_customer_and_equal_customers_have_their_exploration() {
    for rows in [vec![(0, 0, 5, 1, 100, 0)], vec![(0, 0, 5, 1, 100, 0), (1, 1, 5, 1, 100, 0)]] {
        let found = explored(&support::lines(rows.len(), &rows));
        assert!(found.features.iter().all(|feature| feature.outliers == (0, 0)));
        assert!(found.density.pairs.is_empty() && found.redundant.is_empty());
        assert!(found.features.iter().all(|feature| feature.statistics.is_some() || feature.missing == rows.len()));
    }
}

/// Customer, order, day, units, amount, product.
fn rows() -> impl Strategy<Value = Vec<support::Row>> {
    let row = (0u32..12, 0u32..3, 0i32..900, 1i64..4, -500i64..3000, 0u32..4);
    let own_order = |(customer, order, day, units, amount, product): support::Row| {
        (customer, customer * 3 + order, day, units, amount, product)
    };
    prop::collection::vec(row.prop_map(own_order), 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn months_add_up_to_the_lines_however_customers_are_parted(rows in rows(), as_of in 1i32..1000) {
        let whole = support::lines(12, &rows);
        let timeline = Timeline::of(&whole, Day(as_of));
        let seen = || whole.lines.iter().filter(|line| line.time.day().0 <= as_of);
        let net: i128 = seen().map(|line| i128::from(line.amount) * if line.kind == Kind::Return { -1 } else { 1 }).sum();
        let bought = || seen().filter(|line| line.kind == Kind::Purchase);
        let orders: BTreeSet<(u32, u32)> = bought().map(|line| (line.customer, line.order)).collect();
        let mut months: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
        bought().for_each(|line| _ = months.entry(line.time.day().to_string()[..7].into()).or_default().insert(line.customer));
        if let Some(trend) = timeline.trend() {
            prop_assert_eq!(trend.periods.iter().map(|period| period.revenue.minor).sum::<i128>(), net);
            prop_assert_eq!(trend.periods.iter().map(|period| period.orders).sum::<u64>(), orders.len() as u64);
            for period in trend.periods.iter().filter(|_| trend.grain == Grain::Month) {
                let customers = months.get(&period.name).map_or(0, BTreeSet::len);
                prop_assert_eq!(period.active_customers, customers as u64, "{}", period.name);
            }
        }
        if let Some(cohorts) = timeline.cohorts().filter(|cohorts| cohorts.earlier == 0) {
            let customers: BTreeSet<u32> = bought().map(|line| line.customer).collect();
            prop_assert_eq!(cohorts.cohorts.iter().map(|cohort| cohort.customers).sum::<u64>(), customers.len() as u64);
        }
        let mut joined = Timeline::default();
        for part in 0..3 {
            let some: Vec<support::Row> = rows.iter().copied().filter(|row| row.0 % 3 == part).collect();
            joined.join(Timeline::of(&support::lines(12, &some), Day(as_of)));
        }
        prop_assert_eq!(joined, timeline);
    }
}

#[test]
fn any_number_of_threads_finds_the_same() {
    let lines = support::of_shop(&shoal_segment::shop::open(3000, 5));
    let found = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| explored(&lines))
    };
    let one = found(1);
    assert!(one.trend.is_some() && one.cohorts.is_some() && one.density.pairs.len() > 2);
    for threads in [2, 7] {
        assert_eq!(found(threads), one);
    }
}

#[test]
fn a_timeline_is_there_where_it_is_wanted() {
    let lines = support::lines(1, &[(0, 0, 5, 1, 100, 0)]);
    let wish = shoal_segment::table::Wish::usual(Unit::Customer);
    let pass = Pass::new(&lines, &wish);
    let part = pass.parts(&lines, &[Day(1000)]).pop().unwrap();
    assert_eq!(pass.table(Day(1000), part).timeline, None);
}
