//! Step 8: the sentences.

use super::answer::{Future, GroupingAfter, Tested};
use super::period::Period;
use crate::statement::{Form, Statement};

/// The answer of figures.
pub(super) fn said(period: Period, tested: Tested) -> Future {
    let better = is_better(&tested);
    let statements = [
        Some(how(&period, &tested)),
        Some(explains(&tested, better)),
        baselines(&tested),
        best(&tested, better),
        columns_of_today(&tested),
    ];
    Future {
        outcome: if better { "better" } else { "no_better" }.into(),
        untested: None,
        statements: statements.into_iter().flatten().collect(),
        period: Some(period),
        tested: Some(tested),
    }
}

/// Whether the one test says so.
fn is_better(tested: &Tested) -> bool {
    tested.groupings[0].explained[0].p.is_some_and(|p| p <= tested.level)
}

/// What was held against what.
fn how(period: &Period, tested: &Tested) -> Statement {
    let said = Statement::new()
        .say("To see whether the segments matter, they were made again from what was known ")
        .count("/future/period/days", period.days.unwrap_or(0))
        .say(" days before the last transaction, by the same method and settings. ");
    let said = match tested.customers_looked_at < tested.customers_in_tables {
        true => said
            .say("Of an even sample of ")
            .count("/future/tested/customers_looked_at", tested.customers_looked_at)
            .say(" customers, "),
        false => said.say("Of the customers, "),
    };
    said.count("/future/tested/customers", tested.customers)
        .say(" could be segmented then; ")
        .share("/future/tested/retention", tested.retention)
        .say(" of these bought in the days since.")
}

/// What the segments explain, beside chance.
fn explains(tested: &Tested, better: bool) -> Statement {
    let own = &tested.groupings[0];
    let share = |said: Statement, outcome: usize| {
        let at = format!("/future/tested/groupings/0/explained/{outcome}/share");
        own.explained[outcome].share.map_or_else(|| said.clone().say("nothing"), |value| said.clone().share(at, value))
    };
    let said = share(Statement::new().say("The segments explain "), 0)
        .say(" of the variance of what customers then brought (its logarithm), where random segments of the same sizes explain ")
        .share("/future/tested/groupings/0/explained/0/by_chance", own.explained[0].by_chance);
    let said = share(said.say("; of the plain revenue they explain "), 1).say(", of the orders ");
    let said = share(said, 2);
    let said = match better {
        true => said.say(". That is better than random"),
        false => {
            said.say(". That is no better than random: the segment of a customer does not tell what they bring next")
        }
    };
    match own.explained[0].p {
        Some(p) => said.say(" (p = ").number("/future/tested/groupings/0/explained/0/p", p, Form::Index).say(")."),
        None => said.say("."),
    }
}

/// How the segments stand beside what everybody can have.
fn baselines(tested: &Tested) -> Option<Statement> {
    let (own, others) = tested.groupings.split_first()?;
    let told = |said: Statement, at: usize, grouping: &GroupingAfter| {
        let place = format!("/future/tested/groupings/{at}/explained/0/adjusted");
        grouping.explained[0].adjusted.map(|value| said.share(place, value))
    };
    let mut said = told(Statement::new().say("Without what chance gives, they explain "), 0, own)?;
    let mut words = Vec::new();
    for (at, grouping) in others.iter().enumerate() {
        let (name, difference) = (spoken(&grouping.name), grouping.difference.as_ref()?);
        let opening = if at == 0 { " of it, " } else { " and " };
        let groups = format!("/future/tested/groupings/{}/groups", at + 1);
        said = said.say(&format!("{opening}{name} (")).count(groups, grouping.groups).say(" groups) ");
        said = told(said, at + 1, grouping)?;
        words.push(match difference.verdict.as_str() {
            "better" => format!("clearly more than {name}"),
            "worse" => format!("clearly less than {name}"),
            _ => format!("no clear difference from {name}"),
        });
    }
    let (first, rest) = words.split_first()?;
    let and = if rest.is_empty() { String::new() } else { format!(", and {}", rest.join(", and ")) };
    Some(said.say(&format!(": {first}{and}.")))
}

/// A name within a sentence: `published RFM segments`, but `RFM quintiles`.
fn spoken(name: &str) -> String {
    let mut rest = name.chars();
    match (rest.next(), name.chars().nth(1)) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(rest).collect(),
        _ => name.to_owned(),
    }
}

/// The segment whose customers came back most, where segments are better than random.
fn best(tested: &Tested, better: bool) -> Option<Statement> {
    let segment = tested.segments.get(tested.best).filter(|_| better)?;
    let (at, lift, random) = (tested.best, segment.lift?, tested.random.lift?);
    Some(
        Statement::new()
            .say(&format!("Most came back of “{}”: ", segment.name))
            .share(format!("/future/tested/segments/{at}/retention"), segment.retention)
            .say(" bought again, ")
            .number(format!("/future/tested/segments/{at}/lift"), lift, Form::Quantity)
            .say(" times the share of all; the best of random segments reaches ")
            .number("/future/tested/random/lift", random, Form::Quantity)
            .say("."),
    )
}

/// What was not as it was then.
fn columns_of_today(tested: &Tested) -> Option<Statement> {
    let names: Vec<String> = tested.columns_of_today.iter().map(|name| format!("“{name}”")).collect();
    (!names.is_empty()).then(|| {
        Statement::new().say(&format!(
            "Of the customers' table there is only today's state, so that {} may already know what came after.",
            names.join(", ")
        ))
    })
}
