//! Preparation against pandas and scikit-learn, and on what has no spread or too much of it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use serde_json::Value;
use shoal_kernel::Points;
use shoal_segment::feature::Unit;
use shoal_segment::keep::Keep;
use shoal_segment::lines::{Attribute, Lines, NO_KEY, Number};
use shoal_segment::prepare::{self, Recipe};
use shoal_segment::segmentation::{Beyond, Prepared, PreparedNumber, Shape};
use shoal_segment::spec::{Missing, Outliers, Scaling, Spec, Transform};
use shoal_segment::table::FeatureTable;

fn reference() -> Value {
    serde_json::from_str(include_str!("reference/preparation.json")).unwrap()
}

fn numbers(of: &Value, name: &str) -> Vec<f64> {
    of[name].as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect()
}

fn attribute(of: &Value, name: &str, column: &str) -> Attribute {
    let values: Vec<Option<&str>> = of[name].as_array().unwrap().iter().map(Value::as_str).collect();
    let mut levels: Vec<String> = values.iter().flatten().map(|value| (*value).to_string()).collect();
    levels.sort();
    levels.dedup();
    let code =
        |value: &Option<&str>| value.map_or(NO_KEY, |value| levels.iter().position(|l| l == value).unwrap() as u32);
    let codes = values.iter().map(code).collect();
    Attribute { name: column.into(), levels, codes, context: None }
}

/// The customers of the reference.
fn lines(of: &Value) -> Lines {
    let mut lines = support::people(of["age"].as_array().unwrap().len());
    let number = |name: &str, column: &str| Number {
        name: column.into(),
        values: numbers(of, name).into_iter().map(Some).collect(),
    };
    lines.customers.numbers = vec![number("age", "Age"), number("income", "Income")];
    lines.customers.attributes = vec![attribute(of, "plan", "Plan"), attribute(of, "region", "Region")];
    lines
}

fn spec(scale: Scaling, pca: Option<Keep>) -> Spec {
    let features = ["age", "income", "plan", "region"].map(String::from).to_vec();
    Spec { features, scale: scale.into(), pca, transform: Transform::None.into(), ..Spec::default() }
}

fn prepared(lines: &Lines, spec: &Spec) -> (Recipe, Points) {
    let plan = spec.check(lines).unwrap();
    let (table, _) = FeatureTable::build(lines, Unit::Customer);
    let recipe = prepare::fit(&table, &plan).unwrap();
    let points = recipe.apply(&table).unwrap();
    (recipe, points)
}

fn assert_near(found: &[f64], wanted: &[f64]) {
    assert_eq!(found.len(), wanted.len());
    for (at, (found, wanted)) in found.iter().zip(wanted).enumerate() {
        assert!((found - wanted).abs() <= 1e-9 * wanted.abs().max(1.0), "{at}: {found} instead of {wanted}");
    }
}

#[test]
fn indicators_are_those_of_pandas() {
    let of = reference();
    let lines = lines(&of);
    assert_near(prepared(&lines, &spec(Scaling::None, None)).1.values(), &numbers(&of, "dummies"));
    assert_near(prepared(&lines, &spec(Scaling::Standard, None)).1.values(), &numbers(&of, "prepared"));
}

#[test]
fn a_category_weighs_as_much_as_a_number() {
    let mut lines = lines(&reference());
    lines.customers.attributes[1].codes.iter_mut().for_each(|code| *code = if *code == NO_KEY { 0 } else { *code });
    let (_, points) = prepared(&lines, &spec(Scaling::Standard, None));
    let spread = |columns: std::ops::Range<usize>| -> f64 {
        columns.map(|column| points.column(column).iter().map(|value| value * value).sum::<f64>()).sum::<f64>() / 40.0
    };
    for columns in [0..1, 1..2, 2..4, 4..7] {
        assert!((spread(columns.clone()) - 1.0).abs() < 1e-12, "{columns:?}");
    }
}

#[test]
fn components_are_those_of_scikit_learn_with_their_signs() {
    let of = reference();
    let lines = lines(&of);
    let (recipe, points) = prepared(&lines, &spec(Scaling::Standard, Some(Keep::Components(2))));
    let rotation = recipe.rotation.unwrap();
    assert_near(&rotation.components.concat(), &numbers(&of, "components"));
    assert_near(&rotation.shares.unwrap(), &numbers(&of, "shares"));
    assert_near(points.values(), &numbers(&of, "projected"));
    let (recipe, _) = prepared(&lines, &spec(Scaling::Standard, Some(Keep::Share(0.9))));
    assert_eq!(recipe.columns() as u64, of["components_of_90_percent"].as_u64().unwrap());
}

#[test]
fn a_stored_recipe_gives_the_same_bits() {
    let lines = lines(&reference());
    let (recipe, points) = prepared(&lines, &spec(Scaling::Robust, Some(Keep::Share(0.9))));
    let again: Recipe = serde_json::from_str(&serde_json::to_string(&recipe).unwrap()).unwrap();
    assert!(again.is_sound());
    let (table, _) = FeatureTable::build(&lines, Unit::Customer);
    assert_eq!(again.apply(&table).unwrap().values(), points.values());
    let mut broken = recipe.clone();
    broken.rotation.as_mut().unwrap().components[0].pop();
    assert!(!broken.is_sound());
}

#[test]
fn no_spread_and_too_much() {
    let mut lines = lines(&reference());
    for number in &mut lines.customers.numbers {
        number.values.fill(Some(7.0));
    }
    lines.customers.attributes.iter_mut().for_each(|attribute| attribute.codes.fill(0));
    for pca in [None, Some(Keep::Components(99)), Some(Keep::Share(0.9))] {
        let (recipe, points) = prepared(&lines, &spec(Scaling::Standard, pca));
        assert!(points.values().iter().all(|&value| value == 0.0), "{pca:?}");
        assert!(recipe.rotation.is_none_or(|rotation| rotation.shares.is_none()));
        let found = support::segment(&lines, &spec(Scaling::Standard, pca)).unwrap();
        assert_eq!(found.segmentation.segments.len(), 1);
    }
    for huge in [1e12, 1e130] {
        for (at, value) in lines.customers.numbers[0].values.iter_mut().enumerate() {
            *value = Some(if at % 2 == 0 { huge } else { -huge });
        }
        let (recipe, points) = prepared(&lines, &spec(Scaling::None, Some(Keep::Share(0.9))));
        assert_eq!(recipe.columns(), 1, "one column has all the variance");
        assert!(points.values().iter().all(|value| (value.abs() / huge - 1.0).abs() < 1e-9));
    }
    lines.customers.attributes.iter_mut().for_each(|attribute| attribute.codes.fill(NO_KEY));
    let nothing = Spec { features: vec!["Plan".into()], ..Spec::default() };
    let error = support::segment(&lines, &nothing).err().unwrap();
    assert!(error.message.contains("no customer has a value"), "{}", error.message);
}

/// Customers with one number each way: `None` is missing.
fn people_with(columns: &[(&str, Vec<Option<f64>>)]) -> Lines {
    let mut lines = support::people(columns[0].1.len());
    lines.customers.attributes.clear();
    let number = |(name, values): &(&str, Vec<Option<f64>>)| Number { name: (*name).into(), values: values.clone() };
    lines.customers.numbers = columns.iter().map(number).collect();
    lines
}

fn all_known(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

/// The step of the only number.
fn step(recipe: &Recipe) -> &PreparedNumber {
    recipe.steps[0].number().unwrap()
}

/// Without any scaling.
fn bent(transform: Transform) -> Spec {
    Spec {
        transform: transform.into(),
        scale: Scaling::None.into(),
        outliers: Outliers::Keep,
        features: vec!["value".into()],
        ..Spec::default()
    }
}

#[test]
fn shapes_are_those_of_scipy() {
    let reference: Value = serde_json::from_str(include_str!("reference/shapes.json")).unwrap();
    for (name, of) in reference["columns"].as_object().unwrap() {
        let values = numbers(of, "values");
        let lines = people_with(&[("Value", all_known(&values))]);
        for (transform, wanted, exact) in [
            (Transform::YeoJohnson, "yeo_johnson", 1e-10),
            (Transform::Asinh, "asinh", 1e-12),
            (Transform::Log1p, "log1p", 1e-12),
            (Transform::Rank, "rank", 1e-12),
        ] {
            if of[wanted].is_null() {
                assert!(values.iter().any(|&value| value <= -1.0), "{name}");
                continue;
            }
            let (mut recipe, _) = prepared(&lines, &bent(transform));
            if let Prepared::Number(PreparedNumber { shape: Shape::YeoJohnson { lambda }, .. }) = &mut recipe.steps[0] {
                let (exact, scipy) = (of["lambda"].as_f64().unwrap(), of["lambda_of_scipy"].as_f64().unwrap());
                assert!((*lambda - exact).abs() < 1e-6 * exact.abs().max(1.0), "{name}: {lambda} {exact}");
                assert!((*lambda - scipy).abs() < 1e-6 * scipy.abs().max(1.0), "{name}: {lambda} {scipy}");
                // A likelihood is flat at its top: all searches agree on the exponent to half of the digits.
                *lambda = exact;
            }
            let (table, _) = FeatureTable::build(&lines, Unit::Customer);
            for (found, wanted) in recipe.apply(&table).unwrap().values().iter().zip(numbers(of, wanted)) {
                assert!(
                    (found - wanted).abs() <= exact * wanted.abs().max(1.0),
                    "{name} {transform}: {found} {wanted}"
                );
            }
        }
    }
}

#[test]
fn features_are_prepared_by_their_names() {
    let of = reference();
    let lines = lines(&of);
    let features = vec!["age".into(), "income".into(), "plan".into()];
    let spec = Spec {
        features,
        transform: "none,Income=asinh".parse().unwrap(),
        scale: "standard,income=robust".parse().unwrap(),
        weight: "age=4,Plan=0.25".parse().unwrap(),
        ..Spec::default()
    };
    let plain = Spec { weight: "".parse().unwrap(), ..spec.clone() };
    let ((recipe, points), (_, plain)) = (prepared(&lines, &spec), prepared(&lines, &plain));
    let shape = |at: usize| recipe.steps[at].number().unwrap().shape.word();
    assert_eq!((shape(0), shape(1)), ("none", "asinh"));
    for (row, plain) in points.iter().zip(&plain) {
        let wanted: Vec<f64> = plain.iter().zip([2.0, 1.0, 0.5, 0.5]).map(|(value, root)| value * root).collect();
        assert_eq!(row, wanted, "squared distances are multiplied by the weight");
    }
    let (median, _) = prepared(&lines, &Spec { scale: "robust".parse().unwrap(), ..spec });
    assert_eq!(median.steps[1], recipe.steps[1]);
}

#[test]
fn names_that_are_none_are_told_with_the_nearest() {
    let lines = lines(&reference());
    let spec = || Spec { features: vec!["age".into(), "plan".into()], ..Spec::default() };
    let refused = |spec: Spec| {
        let error = spec.check(&lines).unwrap_err();
        format!("{} {}", error.message, error.hint.unwrap_or_default())
    };
    let said = refused(Spec { weight: "agee=2".parse().unwrap(), ..spec() });
    assert!(
        said.contains("`agee`")
            && said.contains("the nearest names are age, ")
            && said.contains("clustered are age, plan"),
        "{said}"
    );
    let said = refused(Spec { scale: "standard,income=none".parse().unwrap(), ..spec() });
    assert!(said.contains("`income`, which is not clustered; clustered are age, plan"), "{said}");
    let said = refused(Spec { transform: "auto,plan=rank".parse().unwrap(), ..spec() });
    assert!(said.contains("`plan`, which is a category"), "{said}");
    let said = refused(Spec { weight: "age=2,Age=3".parse().unwrap(), ..spec() });
    assert!(said.contains("twice"), "{said}");
}

/// Two hundred values without structure, of which the given ones are replaced.
fn noise(replaced: &[(usize, Option<f64>)]) -> Vec<Option<f64>> {
    let mut stream = shoal_kernel::Stream::new(3, 9);
    let mut values: Vec<Option<f64>> = (0..200).map(|_| Some(stream.normal() * 3.0 + 50.0)).collect();
    replaced.iter().for_each(|&(at, value)| values[at] = value);
    values
}

#[test]
fn one_wild_value_is_drawn_in_and_a_new_one_too() {
    let lines = people_with(&[("Value", noise(&[(7, Some(500.0))]))]);
    let plain = Spec { transform: Transform::None.into(), ..bent(Transform::None) };
    for (outliers, drawn) in [(Outliers::Auto, true), (Outliers::Winsorize, true), (Outliers::Keep, false)] {
        let (recipe, points) = prepared(&lines, &Spec { outliers, ..plain.clone() });
        let limits = step(&recipe).limits;
        assert_eq!(limits.is_some(), drawn);
        let Some(limits) = limits else {
            assert_eq!(points.values()[7], 500.0);
            continue;
        };
        assert_eq!((points.values()[7], limits.beyond), (limits.high, Beyond::Winsorized));
        let new = people_with(&[("Value", all_known(&[-1e9, 50.0, 1e9]))]);
        let (table, _) = FeatureTable::build(&new, Unit::Customer);
        assert_eq!(recipe.apply(&table).unwrap().values(), [limits.low, 50.0, limits.high]);
    }
    for (outliers, word) in [(Outliers::Auto, "none"), (Outliers::Keep, "yeo_johnson")] {
        let auto = Spec { outliers, transform: Transform::Auto.into(), ..plain.clone() };
        let shape = step(&prepared(&lines, &auto).0).shape.word();
        assert_eq!(shape, word, "a slip that is drawn in bends nobody");
    }
    let tame = people_with(&[("Value", noise(&[]))]);
    assert!(step(&prepared(&tame, &Spec { outliers: Outliers::Auto, ..plain }).0).limits.is_none());
}

#[test]
fn missing_values_are_filled_shown_or_refused() {
    let gaps: Vec<(usize, Option<f64>)> = (0..50).map(|at| (4 * at, None)).collect();
    let lines = people_with(&[("Value", noise(&gaps)), ("Other", noise(&[]))]);
    let spec = |missing| Spec { missing, ..Spec::default() };
    let (recipe, points) = prepared(&lines, &spec(Missing::Median));
    assert_eq!((recipe.steps.len(), points.columns()), (2, 2));
    let (recipe, points) = prepared(&lines, &spec(Missing::Indicator));
    assert!(matches!(&recipe.steps[2], Prepared::Missing(step) if step.feature == "value" && step.share == 0.25));
    let column = points.column(2);
    let (mean, square) = (column.iter().sum::<f64>() / 200.0, column.iter().map(|v| v * v).sum::<f64>() / 200.0);
    assert!(mean.abs() < 1e-12 && (square - 1.0).abs() < 1e-12, "it weighs as much as one number");
    assert!(column[0] > 0.0 && column[1] < 0.0);
    let error = support::segment(&lines, &spec(Missing::Refuse)).err().unwrap();
    assert!(error.message.contains("`value` for 50 of 200 customers"), "{}", error.message);
    assert!(error.hint.unwrap().contains("--missing median"));
}

#[test]
fn what_says_nothing_new_is_left_out_and_told() {
    let twice: Vec<Option<f64>> = noise(&[]).into_iter().map(|value| value.map(|value| value * 2.0 + 1.0)).collect();
    let other: Vec<Option<f64>> = (0..200).map(|at| Some(f64::from(at * 37 % 200))).collect();
    let mut rarely = vec![Some(0.0); 200];
    rarely[3] = Some(1.0);
    let lines = people_with(&[("A", noise(&[])), ("B", twice), ("C", rarely), ("D", other)]);
    let found = support::segment(&lines, &Spec::default()).unwrap();
    let names: Vec<&str> = found.segmentation.recipe.iter().map(Prepared::feature).collect();
    assert_eq!(names, ["a", "d"]);
    let told = found.segmentation.decisions.iter().find(|decision| decision.about == "left out").unwrap();
    assert_eq!(told.choice, "b, c");
    assert!(told.reason.text.contains("b says what a says, with a rank correlation of 1.000"), "{}", told.reason.text);
    assert!(told.reason.text.contains("c hardly varies, 99.5 % have 0"), "{}", told.reason.text);
    assert_eq!(found.model.score(&found.table).unwrap(), found.members);
    let named = Spec { features: ["a", "b", "c"].map(String::from).to_vec(), ..Spec::default() };
    assert_eq!(support::segment(&lines, &named).unwrap().segmentation.recipe.len(), 3, "what is named stays");
    let all = Spec { select: shoal_segment::spec::Select::None, ..Spec::default() };
    assert_eq!(support::segment(&lines, &all).unwrap().segmentation.recipe.len(), 4);
}

#[test]
fn a_recipe_damaged_by_hand_is_seen() {
    let lines = people_with(&[("Value", noise(&[(7, Some(500.0))]))]);
    let whole = prepared(
        &lines,
        &Spec { transform: Transform::Rank.into(), outliers: Outliers::Winsorize, ..bent(Transform::Rank) },
    )
    .0;
    assert!(whole.is_sound());
    let damage: [fn(&mut PreparedNumber); 6] = [
        |step| step.weight = 0.0,
        |step| step.weight = f64::NAN,
        |step| step.weight = 1e9,
        |step| step.shape = Shape::Asinh { unit: -1.0 },
        |step| step.limits.iter_mut().for_each(|limits| limits.low = f64::INFINITY),
        |step| {
            if let Shape::Rank { knots } = &mut step.shape {
                knots.reverse();
            }
        },
    ];
    for (at, hurt) in damage.into_iter().enumerate() {
        let mut recipe = whole.clone();
        if let Prepared::Number(step) = &mut recipe.steps[0] {
            hurt(step);
        }
        assert!(!recipe.is_sound(), "damage {at}");
    }
}

/// Normal values, of which some are missing by chance.
fn cloud(rows: usize, columns: usize, missing: f64, seed: u64) -> Lines {
    let mut stream = shoal_kernel::Stream::new(seed, 11);
    let names = ["A", "B", "C"];
    let mut column = |name| {
        let value = |_| {
            let value = stream.normal();
            (stream.uniform() >= missing).then_some(value)
        };
        (name, (0..rows).map(value).collect::<Vec<_>>())
    };
    let all: Vec<(&str, Vec<Option<f64>>)> = names[..columns].iter().map(|name| column(*name)).collect();
    people_with(&all)
}

#[test]
fn a_column_of_missing_values_makes_no_structure() {
    for missing in [Missing::Median, Missing::Indicator] {
        let found = |seed: u64| {
            let spec = Spec { missing, starts: Some(2), hold_out: "none".parse().unwrap(), ..Spec::default() };
            let found = support::segment(&cloud(400, 3, 0.2, seed), &spec).unwrap();
            usize::from(found.segmentation.verdict.structure == "joint")
        };
        let wrong: usize = (0..12).map(found).sum();
        assert!(wrong <= 2, "{missing}: {wrong} of 12");
    }
}

#[test]
fn the_same_bits_for_any_number_of_threads() {
    let gaps: Vec<(usize, Option<f64>)> = (0..30).map(|at| (5 * at, None)).collect();
    let lines = people_with(&[
        ("A", noise(&gaps)),
        ("B", noise(&[(7, Some(500.0))])),
        ("C", cloud(200, 1, 0.0, 4).customers.numbers[0].values.clone()),
    ]);
    let all = || {
        let run = |transform: &str, outliers: Outliers| {
            let transform = transform.parse().unwrap();
            let spec = Spec { transform, outliers, missing: Missing::Indicator, ..Spec::default() };
            let found = support::segment(&lines, &spec).unwrap();
            assert_eq!(found.model.score(&found.table).unwrap(), found.members);
            (serde_json::to_string(&found.segmentation).unwrap(), serde_json::to_string(&found.model).unwrap())
        };
        [run("rank,a=yeo_johnson,c=asinh", Outliers::Apart), run("auto", Outliers::Winsorize)]
    };
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let one = pool(1).install(all);
    for threads in [2, 7] {
        assert_eq!(one, pool(threads).install(all), "{threads} threads");
    }
}
