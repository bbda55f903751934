//! The automatic decisions of a run, each with its choice, its reason and the flag that decides otherwise.

use crate::feature::Unit;
use crate::method;
use crate::prepare::{CLEARLY_SKEWED, Recipe};
use crate::segmentation::{Comparison, Decision, Exploration, Sweep};
use crate::spec::{Plan, Scaling, Transform};
use crate::statement::{Form, Statement};
use crate::table::FeatureTable;

/// What decisions are about.
pub(crate) struct Made<'a> {
    /// The checked settings.
    pub plan: &'a Plan,
    /// Whether the as-of day was given by the user.
    pub as_of_given: bool,
    /// What was segmented.
    pub table: &'a FeatureTable,
    /// How its features are distributed.
    pub exploration: &'a Exploration,
    /// How the features were prepared.
    pub recipe: &'a Recipe,
    /// What was tried and chosen.
    pub sweep: &'a Sweep,
    /// The methods side by side, when there were several.
    pub comparison: Option<&'a Comparison>,
}

/// All decisions, in the order in which they were taken.
pub(crate) fn decisions(made: &Made<'_>) -> Vec<Decision> {
    let mut all = vec![as_of(made), features(made), transform(made), scale(made)];
    all.extend(missing(made));
    all.extend(constant(made));
    all.push(method_used(made));
    all.push(k(made));
    all.extend(silhouette_sample(made));
    all
}

fn decision(about: &str, choice: impl Into<String>, reason: Statement, flag: &str) -> Decision {
    Decision { about: about.into(), choice: choice.into(), reason, flag: flag.into() }
}

fn as_of(made: &Made<'_>) -> Decision {
    let reason = if made.as_of_given {
        "It was given; rows after it were set aside."
    } else {
        "It is the day after the last transaction, so that the answer does not depend on the day on which it is computed."
    };
    decision("as-of day", made.table.as_of.to_string(), Statement::new().say(reason), "--as-of")
}

fn features(made: &Made<'_>) -> Decision {
    let names: Vec<&str> = made.plan.features.iter().map(|feature| feature.name.as_str()).collect();
    let reason = match made.table.unit {
        _ if made.plan.features_given => "They were given.",
        Unit::Customer => {
            "One feature each for recency, tenure, frequency and order value: families that overlap little, so that no side of a customer counts twice."
        }
        Unit::Order => "How much an order moves and how much it brings, as far as the tables tell.",
    };
    decision("features", names.join(", "), Statement::new().say(reason), "--features")
}

fn transform(made: &Made<'_>) -> Decision {
    let logged: Vec<&str> =
        made.recipe.steps.iter().filter(|step| step.log1p).map(|step| step.feature.as_str()).collect();
    let choice = match logged.is_empty() {
        true => "no logarithm".to_string(),
        false => format!("ln(1 + x) of {}", logged.join(", ")),
    };
    let reason = match made.plan.spec.transform {
        Transform::Auto => skewed(made),
        Transform::Log1p => Statement::new().say("All features were to be transformed."),
        Transform::None => Statement::new().say("No feature was to be transformed."),
    };
    decision("transform", choice, reason, "--transform")
}

fn skewed(made: &Made<'_>) -> Statement {
    let mut said = Statement::new();
    for step in made.recipe.steps.iter().filter(|step| step.log1p) {
        let Some(at) = made.table.position(&step.feature) else {
            continue;
        };
        let Some(skewness) = made.exploration.features[at].skewness else {
            continue;
        };
        let opening = if said.text.is_empty() { "Clearly right-skewed and never negative: " } else { ", " };
        said = said
            .say(&format!("{opening}{} (skewness ", step.feature))
            .number(format!("/exploration/features/{at}/skewness"), skewness, Form::Quantity)
            .say(")");
    }
    const { assert!(CLEARLY_SKEWED == 1.0, "the sentence below says one") };
    match said.text.is_empty() {
        true => said
            .say("No clustered feature is both free of negative values and clearly right-skewed (skewness above one)."),
        false => said.say("; without the logarithm a few large values would decide every distance."),
    }
}

fn scale(made: &Made<'_>) -> Decision {
    let reason = match made.plan.spec.scale {
        Scaling::None => "Features keep their units, so the one with the widest range decides most.",
        Scaling::Standard => {
            "Every feature gets mean zero and standard deviation one, so that none decides by its unit alone."
        }
        Scaling::Robust => {
            "Every feature gets median zero and interquartile range one, so that outliers do not set its scale."
        }
        Scaling::MinMax => "Every feature is brought to the range from zero to one.",
    };
    decision("scale", made.plan.spec.scale.word(), Statement::new().say(reason), "--scale")
}

fn missing(made: &Made<'_>) -> Option<Decision> {
    let imputed = || made.recipe.steps.iter().enumerate().filter(|(_, step)| step.imputed > 0);
    let names: Vec<&str> = imputed().map(|(_, step)| step.feature.as_str()).collect();
    let unit = made.table.unit;
    let said = imputed().fold(Statement::new(), |said, (at, step)| {
        let who = if unit == Unit::Customer { "who" } else { "which" };
        let are = if step.imputed == 1 { "is" } else { "are" };
        let opening = if said.text.is_empty() { "Unknown for " } else { "; unknown for " };
        said.say(opening)
            .count(format!("/recipe/{at}/imputed"), step.imputed)
            .say(&format!(" {}: {}, {who} {are} placed at the base's median ", unit.noun(step.imputed), step.feature))
            .number(format!("/recipe/{at}/impute"), step.impute, Form::Quantity)
    });
    let choice = format!("median for {}", names.join(", "));
    (!names.is_empty()).then(|| decision("missing values", choice, said.say("."), "--features"))
}

fn constant(made: &Made<'_>) -> Option<Decision> {
    let same = |name: &str| {
        made.table
            .position(name)
            .is_some_and(|at| made.exploration.features[at].five.is_none_or(|five| five[0] == five[4]))
    };
    let names: Vec<&str> =
        made.plan.features.iter().map(|feature| feature.name.as_str()).filter(|name| same(name)).collect();
    (!names.is_empty()).then(|| {
        decision(
            "features that do not vary",
            names.join(", "),
            Statement::new().say(&format!(
                "All {} have the same value, so it separates none; it was kept with no effect.",
                made.table.unit.many()
            )),
            "--features",
        )
    })
}

fn method_used(made: &Made<'_>) -> Decision {
    let card = method::find(&made.sweep.method).ok();
    let mut reason = made.comparison.map(|comparison| comparison.reason.clone()).unwrap_or_default();
    if let Some(card) = card {
        let opening = if reason.text.is_empty() { "" } else { " " };
        reason = reason.say(&format!(
            "{opening}{} finds {}; new {} are placed {}.",
            card.name,
            card.summary,
            made.table.unit.many(),
            card.places
        ));
    }
    if made.sweep.method == "kmeans" {
        reason = reason
            .say(" The best of ")
            .count("/sweep/starts", made.sweep.starts)
            .say(" random starts per k was taken.");
    }
    decision("method", made.sweep.method.clone(), reason, "--method")
}

fn k(made: &Made<'_>) -> Decision {
    let flag = if made.sweep.chosen_by == "given" { "-k" } else { "-k, --choose-by, --min-size, --min-share" };
    decision("number of segments", made.sweep.k.to_string(), made.sweep.reason.clone(), flag)
}

fn silhouette_sample(made: &Made<'_>) -> Option<Decision> {
    let sampled = || made.sweep.rows.iter().enumerate().filter(|(_, row)| row.silhouette_interval.is_some());
    let (fewest, few) = sampled().min_by_key(|(_, row)| row.silhouette_members)?;
    let (most, largest) = sampled().max_by_key(|(_, row)| row.silhouette_members)?;
    let number =
        |said: Statement, at: usize, count: usize| said.count(format!("/sweep/rows/{at}/silhouette_members"), count);
    let many = made.table.unit.many();
    let mut said = Statement::new().say(&format!("There are too many {many} to compare every pair: "));
    said = number(said, fewest, few.silhouette_members);
    if largest.silhouette_members > few.silhouette_members {
        said = number(said.say(" to "), most, largest.silhouette_members);
    }
    let reason = said
        .say(&format!(" {many}, drawn from every cluster, were each compared with all "))
        .count("/base/members", made.table.rows())
        .say("; beside the estimate stands the interval that holds the exact value in nineteen of twenty samples.");
    Some(decision("silhouette", "from a sample", reason, "--seed"))
}
