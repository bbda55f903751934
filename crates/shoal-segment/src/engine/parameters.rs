//! Every parameter with the value it had: written, default, or found from the points.

use super::fit::{CLUSTERS, Plan};
use serde::Serialize;
use shoal_cluster::parameter::{Default, Range};
use shoal_cluster::{Fitted, Parameter, Value};

/// The number of seeded starts; given centres are the only one.
const STARTS: &str = "n_init";

/// A parameter in effect.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InEffect {
    /// Its name.
    pub name: &'static str,
    /// Its value; `None` where nothing was written and the method did without, or shows nowhere what it found.
    pub value: Option<Written>,
    /// Where the value comes from: `given`, `default`, `chosen` (from a range), `init` (the given centres), how it was found
    /// from the points, or `not given`.
    pub from: String,
}

/// A value as it is written.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Written {
    /// A whole number.
    Whole(u64),
    /// A number.
    Real(f64),
    /// A word.
    Word(String),
}

impl std::fmt::Display for Written {
    /// For reading: numbers with at most six significant digits, an exponent for the very small and very large.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole(number) => write!(out, "{number}"),
            Self::Real(number) => {
                let rounded = format!("{number:.5e}").parse().unwrap_or(*number);
                match rounded == 0.0 || (1e-4..1e7).contains(&f64::abs(rounded)) {
                    true => write!(out, "{rounded}"),
                    false => write!(out, "{rounded:e}"),
                }
            }
            Self::Word(word) => write!(out, "{word}"),
        }
    }
}

/// All parameters of the method, in the order of its card.
pub(super) fn in_effect(plan: &Plan<'_>, fitted: &Fitted) -> Vec<InEffect> {
    all_in_effect(plan, fitted.trace.n_clusters, |name| found(name, fitted))
}

/// The same where `asked` clusters were asked for, and `found` says what was found from the points.
pub(super) fn all_in_effect(
    plan: &Plan<'_>,
    asked: Option<usize>,
    found: impl Fn(&str) -> Option<f64>,
) -> Vec<InEffect> {
    plan.method.parameters.iter().map(|parameter| one(parameter, plan, asked, &found)).collect()
}

fn one(parameter: &Parameter, plan: &Plan<'_>, asked: Option<usize>, found: &impl Fn(&str) -> Option<f64>) -> InEffect {
    let (value, from) = match (plan.settings.get(parameter.name), &plan.wish.k) {
        (Some(value), _) => (Some(value.clone()), "given".to_owned()),
        (None, Some(ks)) if parameter.name == CLUSTERS => {
            let from = if ks.min == ks.max { "given" } else { "chosen" };
            (asked.map(|k| Value::Number(k as f64)), from.to_owned())
        }
        (None, _) if parameter.name == CLUSTERS && plan.wish.init.is_some() => {
            (asked.map(|k| Value::Number(k as f64)), "init".to_owned())
        }
        (None, _) if parameter.name == STARTS && plan.wish.init.is_some() => {
            (Some(Value::Number(1.0)), "init".to_owned())
        }
        _ => unwritten(parameter, found),
    };
    InEffect { name: parameter.name, value: value.map(|value| written(parameter, value)), from }
}

fn unwritten(parameter: &Parameter, found: &impl Fn(&str) -> Option<f64>) -> (Option<Value>, String) {
    match parameter.default {
        Default::Number(number) => (Some(Value::Number(number)), "default".to_owned()),
        Default::Word(word) => (Some(Value::from(word)), "default".to_owned()),
        Default::FromData(how) => match found(parameter.name) {
            Some(number) => (Some(Value::Number(number)), how.to_owned()),
            None => (None, "not given".to_owned()),
        },
    }
}

/// What the evidence says about a parameter that the method found from the points.
fn found(name: &str, fitted: &Fitted) -> Option<f64> {
    match name {
        "eps" => fitted.k_distances().map(|curve| curve.eps),
        "min_samples" => fitted.k_distances().map(|curve| curve.min_samples as f64),
        CLUSTERS => Some(fitted.labels.clusters() as f64),
        _ => None,
    }
}

fn written(parameter: &Parameter, value: Value) -> Written {
    match (value, parameter.range) {
        (Value::Number(number), Range::Whole(..)) => Written::Whole(number as u64),
        (Value::Number(number), _) => Written::Real(number),
        (Value::Word(word), _) => Written::Word(word),
    }
}
