//! The decisions about preparation: what was left out, bent, drawn in, scaled, weighed and filled in, each with its numbers.

use super::{Made, decision, numbers, spoken};
use crate::feature::Unit;
use crate::prepare::{CLEARLY_SKEWED, FAR_OUT, FEW, MUCH};
use crate::segmentation::{Beyond, Decision, LeftOut, LeftOutReason, PreparedColumn, PreparedNumber, Shape};
use crate::spec::{Missing, Outliers, Scaling, Transform};
use crate::statement::{Form, Statement};

/// Features that nobody named and that say nothing, or nothing new.
pub(super) fn left_out(made: &Made<'_>) -> Option<Decision> {
    let names: Vec<&str> = made.left_out.iter().map(|left| left.feature.as_str()).collect();
    let said = || why_left_out(Statement::new(), made.left_out);
    (!names.is_empty()).then(|| decision("left out", names.join(", "), said(), "--select, --features"))
}

/// Each feature that is left out, and why; their list stands at the root of the document.
pub(crate) fn why_left_out(mut said: Statement, left_out: &[LeftOut]) -> Statement {
    for (at, left) in left_out.iter().enumerate() {
        let place = |field: &str| format!("/left_out/{at}/reason/{field}");
        let name = spoken(&left.feature);
        said = said.say(if at == 0 { "" } else { "; " });
        said = match &left.reason {
            LeftOutReason::Constant => said.say(&format!("{name} has the same value for all")),
            LeftOutReason::NearConstant { value, share } => said
                .say(&format!("{name} hardly varies, "))
                .share(place("share"), *share)
                .say(" have ")
                .number(place("value"), *value, Form::Quantity),
            LeftOutReason::Redundant { with, spearman } => said
                .say(&format!("{name} says what {} says, with a rank correlation of ", spoken(with)))
                .number(place("spearman"), *spearman, Form::Index),
        };
    }
    said.say(".")
}

/// How a shape is written where it was chosen.
fn formula(shape: &Shape) -> &'static str {
    match shape {
        Shape::None => "no transform",
        Shape::Log1p => "ln(1 + x)",
        Shape::Asinh { .. } => "asinh(x / median magnitude)",
        Shape::YeoJohnson { .. } => "Yeo-Johnson",
        Shape::Rank { .. } => "ranks to normal scores",
    }
}

/// A number of the recipe with its place and what is known about it.
type Step<'a> = (usize, &'a PreparedNumber, &'a PreparedColumn);

fn steps<'a>(made: &'a Made<'_>) -> impl Iterator<Item = Step<'a>> {
    numbers(made).zip(made.columns).map(|((at, step), column)| (at, step, column))
}

pub(super) fn transform(made: &Made<'_>) -> Option<Decision> {
    numbers(made).next()?;
    let mut choices: Vec<(&str, Vec<&str>)> = Vec::new();
    for (_, step) in numbers(made).filter(|(_, step)| step.shape != Shape::None) {
        let formula = formula(&step.shape);
        match choices.iter_mut().find(|(known, _)| *known == formula) {
            Some((_, names)) => names.push(&step.feature),
            None => choices.push((formula, vec![&step.feature])),
        }
    }
    let choice: Vec<String> =
        choices.iter().map(|(formula, names)| format!("{formula} of {}", names.join(", "))).collect();
    let choice = if choice.is_empty() { "none".to_owned() } else { choice.join("; ") };
    let by_hand = |step: &PreparedNumber| made.plan.spec.transform.of(&step.feature) != Transform::Auto;
    let (asked, found): (Vec<Step<'_>>, Vec<Step<'_>>) = steps(made).partition(|(_, step, _)| by_hand(step));
    let said = by_evidence(&found);
    let said = if asked.is_empty() { said } else { as_asked(said, &asked) };
    Some(decision("transform", choice, said, "--transform"))
}

/// What the skewness asked for.
fn by_evidence(found: &[Step<'_>]) -> Statement {
    const { assert!(CLEARLY_SKEWED == 1.0, "the sentences below say one") };
    let bent: Vec<&Step<'_>> = found.iter().filter(|(_, step, _)| step.shape != Shape::None).collect();
    let mut said = Statement::new();
    for (i, step) in bent.iter().enumerate() {
        let opening = if i == 0 { "Clearly skewed (beyond one on either side), before and after: " } else { ", " };
        said = with_skewness(said.say(opening), step);
    }
    if !bent.is_empty() {
        return said.say("; otherwise a few values far out would decide every distance.");
    }
    match found.is_empty() {
        true => said,
        false => {
            said.say("No feature is clearly skewed (beyond one on either side) in a way that a transform would mend.")
        }
    }
}

/// What a user asked for.
fn as_asked(said: Statement, asked: &[Step<'_>]) -> Statement {
    let opening = if said.text.is_empty() { "" } else { " " };
    let mut said = said.say(opening).say("As asked for, skewness before and after: ");
    for (i, step) in asked.iter().enumerate() {
        said = with_skewness(said.say(if i == 0 { "" } else { ", " }), step);
    }
    said.say(".")
}

/// A feature's name with its skewness before and after its shape.
fn with_skewness(said: Statement, (at, step, column): &Step<'_>) -> Statement {
    let said = said.say(&spoken(&step.feature));
    let after = column.tried.iter().rposition(|tried| tried.shape == step.shape.word());
    let skewness = |place: usize| column.tried.get(place).and_then(|tried| tried.skewness);
    match (skewness(0), after.and_then(|after| Some((after, skewness(after)?)))) {
        (Some(before), Some((place, after))) => said
            .say(" ")
            .number(format!("/preparation/{at}/tried/0/skewness"), before, Form::Quantity)
            .say(" to ")
            .number(format!("/preparation/{at}/tried/{place}/skewness"), after, Form::Quantity),
        _ => said.say(" undefined"),
    }
}

/// What became of values far outside.
pub(super) fn outliers(made: &Made<'_>) -> Option<Decision> {
    const { assert!(FAR_OUT == 3.5 && FEW == 0.01 && MUCH == 0.25, "the sentences below say so") };
    let far: Vec<Step<'_>> = steps(made).filter(|(_, _, column)| column.outlying.share.is_some()).collect();
    if far.is_empty() {
        return None;
    }
    let beyond = |(_, _, column): &&Step<'_>| column.outlying.counts != (0, 0);
    let mut said = Statement::new();
    for (i, step) in far.iter().filter(beyond).enumerate() {
        said = said.say(if i == 0 {
            "More than three and a half robust standard deviations from the median, after the transform: "
        } else {
            "; "
        });
        said = counted(said, step);
    }
    let none = said.text.is_empty();
    let said = match none {
        true => said.say("No value lies more than three and a half robust standard deviations from its median."),
        false => said.say(". "),
    };
    let drawn: Vec<&str> = far
        .iter()
        .filter(beyond)
        .filter(|(_, step, _)| step.limits.is_some_and(|limits| limits.beyond == Beyond::Winsorized))
        .map(|(_, step, _)| step.feature.as_str())
        .collect();
    let word = made.plan.spec.outliers;
    let choice = match word {
        _ if !drawn.is_empty() => format!("drawn in to the limit: {}", drawn.join(", ")),
        Outliers::Winsorize => "drawn in to the limit".to_owned(),
        Outliers::Apart => "set apart".to_owned(),
        _ => "kept".to_owned(),
    };
    let said = if none { said } else { said.say(why(word, !drawn.is_empty())) };
    Some(decision("outliers", choice, said, "--outliers"))
}

fn counted(said: Statement, (at, step, column): &Step<'_>) -> Statement {
    let place = |field: &str| format!("/preparation/{at}/outlying/{field}");
    let far = &column.outlying;
    let said = said
        .say(&format!("{} ", spoken(&step.feature)))
        .count(place("counts/0"), far.counts.0)
        .say(" below and ")
        .count(place("counts/1"), far.counts.1)
        .say(" above");
    match far.variance_share {
        Some(share) => said.say(" with ").share(place("variance_share"), share).say(" of the variance"),
        None => said,
    }
}

fn why(word: Outliers, drawn: bool) -> &'static str {
    match word {
        Outliers::Keep => "They were to be kept.",
        Outliers::Winsorize => "They were to be drawn in.",
        Outliers::Apart => "Whoever has one was to be set apart.",
        Outliers::Auto if drawn => {
            "Where fewer than one in a hundred hold a quarter of the variance or more, a handful would decide what is far and near: there they are drawn in."
        }
        Outliers::Auto => {
            "They are kept: nowhere do fewer than one in a hundred hold a quarter of the variance, so they are tails or groups and not slips."
        }
    }
}

pub(super) fn scale(made: &Made<'_>) -> Decision {
    let scale = &made.plan.spec.scale;
    let reason = match scale.usual {
        Scaling::None => "Features keep their units, so the one with the widest range decides most.",
        Scaling::Standard => {
            "Every feature gets mean zero and standard deviation one, so that none decides by its unit alone."
        }
        Scaling::Robust => {
            "Every feature gets median zero and interquartile range one, so that outliers do not set its scale."
        }
        Scaling::MinMax => "Every feature is brought to the range from zero to one.",
    };
    let others: Vec<String> = scale.of.iter().map(|(name, word)| format!("{} ({word})", spoken(name))).collect();
    let said = Statement::new().say(reason);
    let said = match others.is_empty() {
        true => said,
        false => said.say(&format!(" Otherwise, as asked for: {}.", others.join(", "))),
    };
    decision("scale", scale.to_string(), said, "--scale")
}

pub(super) fn weights(made: &Made<'_>) -> Option<Decision> {
    let weight = &made.plan.spec.weight;
    let said = "They were given: squared distances along these features are multiplied by them.";
    (!weight.is_empty()).then(|| decision("weights", weight.to_string(), Statement::new().say(said), "--weight"))
}

/// What stands in for missing numbers.
pub(super) fn missing(made: &Made<'_>) -> Option<Decision> {
    let imputed = || numbers(made).filter(|(_, step)| step.imputed > 0);
    let names: Vec<&str> = imputed().map(|(_, step)| step.feature.as_str()).collect();
    let unit = made.table.unit;
    let said = imputed().fold(Statement::new(), |said, (at, step)| {
        let who = if unit == Unit::Customer { "who" } else { "which" };
        let are = if step.imputed == 1 { "is" } else { "are" };
        let opening = if said.text.is_empty() { "Unknown for " } else { "; unknown for " };
        said.say(opening)
            .count(format!("/recipe/{at}/imputed"), step.imputed)
            .say(&format!(
                " {}: {}, {who} {are} placed at the base's median ",
                unit.noun(step.imputed),
                spoken(&step.feature)
            ))
            .number(format!("/recipe/{at}/impute"), step.impute, Form::Quantity)
    });
    let choice = format!("median for {}", names.join(", "));
    (!names.is_empty()).then(|| decision("missing values", choice, said.say("."), "--missing, --features"))
}

/// Columns that say where a number is missing.
pub(super) fn missing_columns(made: &Made<'_>) -> Option<Decision> {
    if made.plan.spec.missing != Missing::Indicator {
        return None;
    }
    let mut said = Statement::new();
    let mut names = Vec::new();
    for (at, step) in made.recipe.steps.iter().enumerate().filter_map(|(at, step)| Some((at, step.missing()?))) {
        names.push(step.feature.as_str());
        let first = said.text.is_empty();
        let opening = if first { "As asked for, who lacks a value has one in a column of their own: " } else { ", " };
        said = said
            .say(opening)
            .say(&format!("{} (", spoken(&step.feature)))
            .share(format!("/recipe/{at}/share"), step.share)
            .say(")");
    }
    let said = said.say(". Each such column weighs as much as one number at the most.");
    let choice = format!("a column each for {}", names.join(", "));
    (!names.is_empty()).then(|| decision("columns of missing values", choice, said, "--missing"))
}
