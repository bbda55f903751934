//! Preparation against pandas and scikit-learn, and on what has no spread or too much of it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod support;

use serde_json::Value;
use shoal_kernel::Points;
use shoal_segment::feature::Unit;
use shoal_segment::keep::Keep;
use shoal_segment::lines::{Attribute, Lines, NO_KEY, Number};
use shoal_segment::prepare::{self, Recipe};
use shoal_segment::spec::{Scaling, Spec, Transform};
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
    Spec { features, scale, pca, transform: Transform::None, ..Spec::default() }
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
