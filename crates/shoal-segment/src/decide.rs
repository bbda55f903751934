//! The automatic decisions of a run, each with its choice, its reason and the flag that decides otherwise.

mod prepared;

pub(crate) use prepared::why_left_out;

use crate::feature::Unit;
use crate::method;
use crate::prepare::Recipe;
use crate::rfm;
use crate::segmentation::{
    Comparison, Components, Decision, Exploration, LeftOut, Prepared, PreparedColumn, PreparedNumber, Sweep,
};
use crate::spec::{Plan, Scaling};
use crate::statement::Statement;
use crate::table::FeatureTable;

/// What decisions are about.
pub(crate) struct Made<'a> {
    /// The checked settings.
    pub plan: &'a Plan,
    /// Whether there are transactions, so that the day matters.
    pub dated: bool,
    /// Whether the as-of day was given by the user.
    pub as_of_given: bool,
    /// What was segmented.
    pub table: &'a FeatureTable,
    /// How its features are distributed.
    pub exploration: &'a Exploration,
    /// How the features were prepared.
    pub recipe: &'a Recipe,
    /// Every number of the recipe before and after.
    pub columns: &'a [PreparedColumn],
    /// Features that nobody named and that were left out.
    pub left_out: &'a [LeftOut],
    /// The principal components, where asked for.
    pub components: Option<&'a Components>,
    /// What was tried and chosen.
    pub sweep: &'a Sweep,
    /// The methods side by side, when there were several.
    pub comparison: Option<&'a Comparison>,
}

/// All decisions, in the order in which they were taken.
pub(crate) fn decisions(made: &Made<'_>) -> Vec<Decision> {
    let mut all = Vec::new();
    all.extend(made.dated.then(|| as_of(made)));
    all.extend(window(made));
    all.push(features(made));
    all.extend(prepared::left_out(made));
    all.extend(prepared::transform(made));
    all.extend(prepared::outliers(made));
    all.push(prepared::scale(made));
    all.extend(prepared::weights(made));
    all.extend(indicators(made));
    all.extend(prepared::missing(made));
    all.extend(prepared::missing_columns(made));
    all.extend(missing_values(made));
    all.extend(components(made));
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

fn window(made: &Made<'_>) -> Option<Decision> {
    let window = made.plan.spec.window.filter(|_| made.dated)?;
    let reason =
        "It was given: features see what was bought and returned within it, and who bought only before it is apart.";
    Some(decision("window", window.to_string(), Statement::new().say(reason), "--window"))
}

fn features(made: &Made<'_>) -> Decision {
    let steps = made.recipe.steps.iter().filter(|step| step.missing().is_none());
    let names: Vec<&str> = steps.map(Prepared::feature).collect();
    let reason = match made.table.unit {
        _ if made.plan.features_given => "They were given.",
        Unit::Customer if !made.dated && made.plan.features.is_empty() => {
            "The tables have neither transactions nor numbers of the customers, so all their categories count."
        }
        Unit::Customer if !made.dated => {
            "The tables have no transactions, so all numbers of the customers count; their categories describe the segments, because as columns they would form groups by themselves and leave the numbers little to say."
        }
        Unit::Customer => {
            "One feature each for recency, tenure, frequency and order value: families that overlap little, so that no side of a customer counts twice."
        }
        Unit::Order => "How much an order moves and how much it brings, as far as the tables tell.",
    };
    decision("features", names.join(", "), Statement::new().say(reason), "--features")
}

/// The steps of numbers, with their places in the recipe.
fn numbers<'a>(made: &Made<'a>) -> impl Iterator<Item = (usize, &'a PreparedNumber)> {
    made.recipe.steps.iter().enumerate().filter_map(|(at, step)| Some((at, step.number()?)))
}

/// A feature's name in a sentence; one with figures in it, which a column's name may have, is quoted.
pub(crate) fn spoken(name: &str) -> String {
    if name.contains(|c: char| c.is_ascii_digit()) { format!("“{name}”") } else { name.into() }
}

/// What became of categories.
fn indicators(made: &Made<'_>) -> Option<Decision> {
    let mut said = Statement::new();
    let mut names = Vec::new();
    for (at, category) in made.recipe.steps.iter().enumerate().filter_map(|(at, step)| Some((at, step.category()?))) {
        names.push(category.feature.as_str());
        let place = category
            .levels
            .iter()
            .enumerate()
            .reduce(|best, next| if next.1.share > best.1.share { next } else { best });
        let Some((largest, level)) = place else { continue };
        let opening = if said.text.is_empty() {
            format!("Every value has a column that is one for its {}; most frequent: ", made.table.unit.many())
        } else {
            ", ".into()
        };
        said = said
            .say(&format!("{opening}“{}” as “{}” (", level.value, category.label))
            .share(format!("/recipe/{at}/levels/{largest}/share"), level.share)
            .say(")");
    }
    let weight = match made.plan.spec.scale.usual {
        Scaling::Standard | Scaling::Robust => {
            ". Each category as a whole weighs as much as one number with standard deviation one."
        }
        Scaling::None | Scaling::MinMax => ". The columns were left as they are, zero and one.",
    };
    (!names.is_empty()).then(|| {
        decision(
            "categories",
            format!("one column per value of {}", names.join(", ")),
            said.say(weight),
            "--features, --scale",
        )
    })
}

/// Members without a value of a category.
fn missing_values(made: &Made<'_>) -> Option<Decision> {
    let mut said = Statement::new();
    let mut names = Vec::new();
    let categories = made.recipe.steps.iter().enumerate().filter_map(|(at, step)| Some((at, step.category()?)));
    for (at, category) in categories.filter(|(_, category)| category.imputed > 0) {
        names.push(category.feature.as_str());
        let opening = if said.text.is_empty() { "Unknown for " } else { "; unknown for " };
        said = said.say(opening).count(format!("/recipe/{at}/imputed"), category.imputed).say(&format!(
            " {}: “{}”",
            made.table.unit.noun(category.imputed),
            category.label
        ));
    }
    let choice = format!("no value of {}", names.join(", "));
    let reason = said.say(". All its columns are zero for them, so that they are drawn to no value.");
    (!names.is_empty()).then(|| decision("missing categories", choice, reason, "--features"))
}

/// How many principal components were kept, and what that keeps.
fn components(made: &Made<'_>) -> Option<Decision> {
    let found = made.components?;
    let said = Statement::new();
    let said = match found.asked {
        Some(asked) if asked > found.of => said
            .count("/components/asked", asked)
            .say(" components were asked for, and there are no more than columns: "),
        Some(_) => said.say("So many were asked for: "),
        None => said.say("The fewest that keep the share of the variance that was asked for: "),
    };
    let said = said.count("/components/kept", found.kept).say(" of ").count("/components/of", found.of);
    let said = match found.explained {
        Some(share) => said
            .say(" components keep ")
            .share("/components/explained", share)
            .say(" of the variance of the prepared columns; ")
            .say(match made.sweep.method == rfm::METHOD.id {
                true => "RFM scores its features as they are, and is only judged by these.",
                false => "what they leave out is not clustered.",
            }),
        None => said.say(" components; no column varies, so there is no variance to keep."),
    };
    let of = format!("{} of {}", found.kept, found.of);
    let choice = if found.asked.is_some() { of } else { format!("{of} ({})", found.wish) };
    Some(decision("principal components", choice, said, "--pca"))
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
    let own = match made.sweep.method.as_str() {
        "dbscan" => "--eps, --min-samples",
        "rfm" => "--rules",
        _ => "-k",
    };
    let others = if made.sweep.chosen_by == "given" { "" } else { ", --choose-by, --min-size, --min-share" };
    let flag = &format!("{own}{others}");
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
        .count("/sweep/members", made.sweep.members)
        .say("; beside the estimate stands the interval that holds the exact value in nineteen of twenty samples.");
    Some(decision("silhouette", "from a sample", reason, "--seed"))
}
