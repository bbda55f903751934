//! The verdict as a small table: five questions, each with an answer and the numbers behind it.

use crate::future::Future;
use crate::segmentation::{Answer, Stability, Sweep, Verdict};
use crate::statement::{Form, Statement};

/// A Jaccard similarity from which on a segment is found again well, and below which it is not (Hennig 2007).
const WELL: f64 = 0.85;
const BARELY: f64 = 0.6;

/// By how much segments have to be more stable than clusters of tables without groups.
const MORE: f64 = 0.02;

/// The five, as far as they were asked.
pub(super) fn answers(verdict: &Verdict, sweep: &Sweep, future: Option<&Future>) -> Vec<Answer> {
    let all = [Some(groups(verdict)), how_many(sweep), again(verdict), borders(verdict), later(future)];
    all.into_iter().flatten().collect()
}

fn answer(question: &str, answer: &str, numbers: Statement) -> Answer {
    Answer { question: question.into(), answer: answer.into(), numbers }
}

fn groups(verdict: &Verdict) -> Answer {
    let told = match verdict.structure.as_str() {
        "joint" => "Yes",
        "bands" => "Only in single features",
        "none" => "No: these are tiers",
        _ => "Too few to tell",
    };
    let p = |said: Statement, at: &str, p: f64| said.number(format!("/verdict/joint/{at}/p"), p, Form::Quantity);
    let numbers = verdict.joint.as_ref().map(|joint| {
        let said =
            p(Statement::new().say("p = "), "copula", joint.copula.p).say(" against the same columns without groups");
        match &joint.cloud {
            Some(cloud) => p(said.say(", p = "), "cloud", cloud.p).say(" against one cloud"),
            None => said,
        }
    });
    answer("Are there groups?", told, numbers.unwrap_or_default())
}

fn how_many(sweep: &Sweep) -> Option<Answer> {
    let question = "Is the number right?";
    if sweep.chosen_by == "given" {
        return Some(answer(question, "It was given", Statement::new()));
    }
    let votes = sweep.votes.as_ref().filter(|votes| votes.cast > 0)?;
    let cast = |said: Statement| said.count("/sweep/votes/cast", votes.cast).say(" criteria vote for it");
    let (told, numbers) = match sweep.chosen.and_then(|at| Some((at, votes.of_row(at)?))) {
        None => ("No criterion asks for it", cast(Statement::new().say("not one of "))),
        Some((chosen, (place, tallied))) => {
            let told = if votes.divided_on(chosen) { "A matter of taste" } else { "Most criteria agree" };
            (told, cast(Statement::new().count(format!("/sweep/votes/tally/{place}/votes"), tallied.votes).say(" of ")))
        }
    };
    Some(answer(question, told, numbers))
}

fn again(verdict: &Verdict) -> Option<Answer> {
    let stability = verdict.stability.as_ref()?;
    let told = match stability.range.0 {
        least if least >= WELL => "Very well",
        least if least >= BARELY => "Fairly",
        _ => "Not all of them",
    };
    let told =
        if is_as_without(stability) { format!("{told}, but no better than without groups") } else { told.into() };
    let numbers = Statement::new()
        .say("similarity ")
        .number("/verdict/stability/range/0", stability.range.0, Form::Index)
        .say(" to ")
        .number("/verdict/stability/range/1", stability.range.1, Form::Index);
    let numbers = match stability.without_structure {
        Some(value) => {
            numbers.say("; without groups ").number("/verdict/stability/without_structure", value, Form::Index)
        }
        None => numbers,
    };
    Some(answer("Are they found again?", &told, numbers))
}

/// Whether the segments are no more stable than clusters of tables without groups.
fn is_as_without(stability: &Stability) -> bool {
    let mean = stability.segments.iter().map(|segment| segment.jaccard).sum::<f64>() / stability.segments.len() as f64;
    stability.without_structure.is_some_and(|reference| mean <= reference + MORE)
}

fn borders(verdict: &Verdict) -> Option<Answer> {
    let (all, real) = (verdict.neighbours, verdict.real_borders);
    let told = match (all, real) {
        (0, _) => return None,
        (_, 0) => "No: each could lie elsewhere",
        _ if all == real => "All of them",
        _ => "A part of them",
    };
    let numbers = Statement::new()
        .count("/verdict/real_borders", real)
        .say(" of ")
        .count("/verdict/neighbours", all)
        .say(if all == 1 { " border follows a valley" } else { " borders follow a valley" });
    Some(answer("Are the borders real?", told, numbers))
}

fn later(future: Option<&Future>) -> Option<Answer> {
    let future = future?;
    let question = "Do they tell what comes next?";
    let Some(tested) = &future.tested else { return Some(answer(question, "Not tested", Statement::new())) };
    let told = if future.outcome == "better" { "More than random segments" } else { "No more than random segments" };
    let own = &tested.groupings.first()?.explained.first()?;
    let at = "/future/tested/groupings/0/explained/0";
    let numbers = own.share.map(|share| {
        let said = Statement::new().share(format!("{at}/share"), share).say(" of later revenue explained, random ");
        let said = said.share(format!("{at}/by_chance"), own.by_chance);
        own.p.map_or(said.clone(), |p| said.say("; p = ").number(format!("{at}/p"), p, Form::Quantity))
    });
    Some(answer(question, told, numbers.unwrap_or_default()))
}
