//! Own features: every declaration that is allowed gives what an obvious evaluation gives; the others are refused.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod dirty_shop;
mod support;

use dirty_shop::dirty_shop;
use proptest::prelude::*;
use shoal_segment::feature::Unit;
use shoal_segment::feature::own::{self, Aggregate, Filter, Measure, Own, Per, Side, Weekday};
use shoal_segment::lines::{Kind, Line, Lines};
use shoal_segment::pipeline::{self, Job};
use shoal_segment::spec::Spec;
use shoal_segment::table::{FeatureTable, Wanted, Wish};
use std::collections::{BTreeMap, BTreeSet};

const MEASURES: [Measure; 9] = [
    Measure::Amount,
    Measure::Units,
    Measure::Discount,
    Measure::Price,
    Measure::Lines,
    Measure::Orders,
    Measure::Days,
    Measure::Products,
    Measure::Categories,
];

fn own(measure: Measure, aggregate: Aggregate, filter: Filter) -> Own {
    Own {
        name: "mine".into(),
        measure,
        aggregate,
        per: None,
        label: None,
        meaning: None,
        unit: None,
        low: None,
        high: None,
        filter,
        place: None,
    }
}

/// The obvious evaluation: strings in place of keys, one condition after the other.
fn slow(lines: &Lines, own: &Own, customer: usize) -> Option<f64> {
    let all: Vec<Line> = lines.of_customer(customer).to_vec();
    let of_kind: Vec<Line> = all
        .into_iter()
        .filter(|line| match own.filter.kind {
            Side::Purchase => line.kind == Kind::Purchase,
            Side::Return => line.kind == Kind::Return,
            Side::Net => true,
        })
        .filter(|line| own.filter.last_days.is_none_or(|days| lines.as_of.0 - line.time.day().0 < days as i32))
        .collect();
    let picked: Vec<Line> = of_kind.iter().filter(|line| picks(lines, own, line)).copied().collect();
    let mut orders: BTreeMap<u32, Vec<Line>> = BTreeMap::new();
    picked.iter().for_each(|line| orders.entry(line.order).or_default().push(*line));
    let mut orders: Vec<Vec<Line>> = orders.into_values().collect();
    orders.sort_by_key(|order| order.iter().map(|line| line.time).min());
    let several: Vec<f64> = match (own.measure, own.per) {
        (Measure::Price, _) => {
            let units = |line: &Line| line.quantity as f64 / 10.0;
            picked
                .iter()
                .filter(|line| units(line) > 0.0)
                .map(|line| line.amount as f64 / 100.0 / units(line))
                .collect()
        }
        (_, Some(Per::Line)) => picked.iter().map(|line| total(own, &[*line])).collect(),
        _ => orders.iter().map(|order| total(own, order)).collect(),
    };
    let day = |line: &Line| f64::from(lines.as_of.0 - line.time.day().0);
    let first_days: Vec<f64> =
        orders.iter().map(|order| order.iter().map(day).fold(f64::NEG_INFINITY, f64::max)).collect();
    let gaps: Vec<f64> = first_days.windows(2).map(|pair| pair[0] - pair[1]).collect();
    match own.aggregate {
        Aggregate::Sum | Aggregate::Count | Aggregate::Distinct => Some(total(own, &picked)),
        Aggregate::Share => Some(total(own, &picked) / total(own, &of_kind)).filter(|share| !share.is_nan()),
        Aggregate::DaysSince => picked.iter().map(day).reduce(f64::min),
        Aggregate::DaysSinceFirst => picked.iter().map(day).reduce(f64::max),
        Aggregate::GapMean => number("mean", &gaps),
        Aggregate::GapMedian => number("median", &gaps),
        Aggregate::GapSd => number("sd", &gaps),
        Aggregate::GapMax => number("max", &gaps),
        other => number(other.word(), &several),
    }
}

fn picks(lines: &Lines, own: &Own, line: &Line) -> bool {
    let filter = &own.filter;
    let text = |levels: &[String], key: u32| levels.get(key as usize).cloned();
    let any = |values: &[String], found: Option<String>| {
        values.is_empty() || found.is_some_and(|found| values.contains(&found))
    };
    let date = line.time.day().to_string();
    let month: u32 = date[5..7].parse().unwrap();
    // Zeller would do; counting from a Monday is more obvious.
    let weekday = (line.time.day().0 - 4).rem_euclid(7);
    any(&filter.product, text(&lines.products, line.product))
        && any(&filter.category, text(&lines.categories, line.category))
        && filter.columns.values().all(|values| any(values, text(&lines.contexts.columns[0].levels, line.context)))
        && (filter.month.is_empty() || filter.month.contains(&month))
        && (filter.weekday.is_empty() || filter.weekday.iter().any(|day| *day as i32 == weekday))
}

fn total(own: &Own, lines: &[Line]) -> f64 {
    let sign = |line: &Line| if own.filter.kind == Side::Net && line.kind == Kind::Return { -1 } else { 1 };
    let sum = |number: fn(&Line) -> i64| lines.iter().map(|line| sign(line) * number(line)).sum::<i64>() as f64;
    let different = |keys: BTreeSet<u32>| keys.iter().filter(|key| **key != u32::MAX).count() as f64;
    match own.measure {
        Measure::Amount => sum(|line| line.amount) / 100.0,
        Measure::Discount => sum(|line| line.discount) / 100.0,
        Measure::Units => sum(|line| line.quantity) / 10.0,
        Measure::Price => f64::NAN,
        Measure::Lines => lines.len() as f64,
        Measure::Orders => different(lines.iter().map(|line| line.order).collect()),
        Measure::Days => different(lines.iter().map(|line| line.time.day().0 as u32).collect()),
        Measure::Products => different(lines.iter().map(|line| line.product).collect()),
        Measure::Categories => different(lines.iter().map(|line| line.category).collect()),
    }
}

fn number(word: &str, values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mean = values.iter().sum::<f64>() / n;
    let middle = |at: usize| sorted[at];
    match (word, values.len()) {
        (_, 0) | ("sd", 1) => None,
        ("mean", _) => Some(mean),
        ("sd", _) => Some((values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt()),
        ("median", count) => Some((middle((count - 1) / 2) + middle(count / 2)) / 2.0),
        ("min", _) => Some(middle(0)),
        ("max", count) => Some(middle(count - 1)),
        ("first", _) => values.first().copied(),
        ("last", _) => values.last().copied(),
        _ => None,
    }
}

fn some_of(names: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    prop::sample::subsequence(names, 0..=2).prop_map(|names| names.into_iter().map(String::from).collect())
}

fn filter() -> impl Strategy<Value = Filter> {
    let days = [Weekday::Monday, Weekday::Wednesday, Weekday::Saturday, Weekday::Sunday];
    (
        prop::sample::select(vec![Side::Purchase, Side::Purchase, Side::Return, Side::Net]),
        prop::option::of(1u32..600),
        prop::sample::subsequence(days.to_vec(), 0..=3),
        prop::sample::subsequence((1..=12).collect::<Vec<u32>>(), 0..=6),
        some_of(&["00001", "00004", "00007", "00011"]),
        some_of(&["Books", "Pets", "Toys"]),
        some_of(&["app", "web"]),
    )
        .prop_map(|(kind, last_days, weekday, month, product, category, channel)| {
            // Mostly one condition or two, else hardly a line is left.
            let columns = (!channel.is_empty()).then(|| ("channel".to_owned(), channel)).into_iter().collect();
            let month = if weekday.is_empty() { month } else { Vec::new() };
            let product = if category.is_empty() { product } else { Vec::new() };
            Filter { kind, last_days, weekday, month, product, category, columns }
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(11), ..ProptestConfig::default() })]

    #[test]
    fn a_declaration_is_its_obvious_evaluation(measure in 0..9usize, aggregate in 0..9usize, filter in filter(), per in prop::option::of(prop::bool::ANY)) {
        let lines = dirty_shop();
        let measure = MEASURES[measure];
        let aggregate = measure.aggregates()[aggregate % measure.aggregates().len()];
        let mut wished = own(measure, aggregate, filter);
        wished.per = per.map(|line| if line { Per::Line } else { Per::Order });
        let allowed = wished.check().is_ok();
        if !allowed {
            wished.per = None;
            let subtracts = matches!(measure, Measure::Amount | Measure::Units) && aggregate == Aggregate::Sum;
            if !subtracts && wished.filter.kind == Side::Net {
                wished.filter.kind = Side::Purchase;
            }
        }
        prop_assert!(wished.check().is_ok());
        wished.check_with(&lines).unwrap();
        let wish = Wish { own: vec![wished.clone()], features: Wanted::Only(Vec::new()), ..Wish::usual(Unit::Customer) };
        let (table, _) = FeatureTable::compute(&lines, &wish);
        let column = table.column("mine").unwrap();
        for (row, id) in table.customers.iter().enumerate() {
            let expected = slow(&lines, &wished, id.parse().unwrap());
            let near = match (column.get(row), expected) {
                (Some(ours), Some(theirs)) => (ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0),
                (ours, theirs) => ours == theirs,
            };
            prop_assert!(near, "{wished:?} of {id}: {:?}, twin {expected:?}", column.get(row));
        }
    }
}

#[test]
fn columns_and_values_that_the_tables_do_not_have_are_told_with_the_place() {
    let lines = dirty_shop();
    let told = |filter: Filter| {
        let mut wished = own(Measure::Amount, Aggregate::Sum, filter);
        wished.place = Some("my.toml, line 7".into());
        let error = wished.check_with(&lines).unwrap_err();
        format!("{} {}", error.message, error.hint.unwrap())
    };
    let list = |value: &str| vec![value.to_owned()];
    let column =
        |name: &str, value: &str| Filter { columns: [(name.to_owned(), list(value))].into(), ..Filter::default() };
    for (filter, words) in [
        (Filter { category: list("books"), ..Filter::default() }, ["`books`", "write `Books`"]),
        (Filter { category: list("Cars"), ..Filter::default() }, ["`Cars`", "Books, Home, Pets, Toys"]),
        (Filter { product: list("99"), ..Filter::default() }, ["no product is called `99`", "00007, …"]),
        (column("Shop", "Rome"), ["a column `Shop` in the transactions", "features list"]),
        (column("channel", "fax"), ["no channel is called `fax`", "app, store, web"]),
    ] {
        let said = told(filter);
        assert!(said.contains("my.toml, line 7") && words.iter().all(|word| said.contains(word)), "{said}");
    }
    let mut without = lines.clone();
    without.known.discount = false;
    let wished = own(Measure::Discount, Aggregate::Share, Filter::default());
    assert!(wished.check_with(&without).unwrap_err().message.contains("a discount per line"));
    let mut wished = own(Measure::Orders, Aggregate::Count, Filter::default());
    wished.name = "age_1_100".into();
    assert!(wished.check_with(&support::lines(3, &[])).unwrap_err().message.contains("column of the customers"));
}

#[test]
fn own_features_are_clustered_profiled_and_scored() {
    let lines = support::of_shop(&shoal_segment::shop::open(300, 5));
    let category = lines.categories[0].clone();
    let mut share = own(Measure::Amount, Aggregate::Share, Filter { category: vec![category], ..Filter::default() });
    share.name = "first_category".into();
    (share.low, share.high) = (Some("first-shunning".into()), Some("first-loving".into()));
    let late = own(Measure::Orders, Aggregate::DaysSince, Filter { last_days: Some(200), ..Filter::default() });
    let declared = [share, late];
    let spec = Spec { features: vec!["mine".into(), "first_category".into(), "revenue".into()], ..Spec::default() };
    let receipt = support::receipt();
    let job = Job { lines: &lines, receipt: &receipt, spec: &spec, own: &declared, rules: None, as_of_given: false };
    let found = pipeline::segment(&job, &|_| ()).unwrap();
    let profiled: Vec<&str> = found.segmentation.base.profile.iter().map(|entry| entry.feature.as_str()).collect();
    assert!(profiled.contains(&"mine") && profiled.contains(&"first_category"));
    let card = found.table.column("mine").unwrap().card.clone();
    assert_eq!(card.meaning, "Days since of orders, of purchases, in the last 200 days.");
    assert_eq!((card.unit.as_str(), card.label.as_str()), ("days", "mine"));
    let stored = serde_json::to_string(&found.model).unwrap();
    let model: shoal_segment::model::ScoringModel = serde_json::from_str(&stored).unwrap();
    let (table, _) = FeatureTable::compute(&lines, &model.wish().unwrap());
    assert_eq!(model.score(&table).unwrap(), found.members);
    // Customers who bought nothing of the category are scored all the same.
    let mut others = lines.clone();
    others.lines.retain(|line| line.category != 0);
    others.lines.iter_mut().for_each(|line| line.category -= 1);
    others.categories = others.categories[1..].into();
    others.index();
    let (table, _) = FeatureTable::compute(&others, &model.wish().unwrap());
    assert!(table.column("first_category").unwrap().present().all(|share| share == 0.0));
    assert!(model.score(&table).is_ok());
    assert!(own::check(&declared).is_ok());
}
