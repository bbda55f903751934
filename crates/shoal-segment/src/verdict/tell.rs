//! The verdict in sentences, every number of which stands in `run.json`.

use crate::decide::spoken;
use crate::feature::Unit;
use crate::segmentation::{Stability, Sweep, Verdict};
use crate::statement::{Form, Statement};

/// What a reader gets, most important first.
pub(super) fn statements(unit: Unit, verdict: &Verdict, sweep: &Sweep) -> Vec<Statement> {
    let mut all = vec![structure(unit, verdict)];
    all.extend(how_many(verdict, sweep));
    all.extend(verdict.stability.as_ref().map(|stability| again(stability, &verdict.called)));
    all.extend(borders(verdict));
    all
}

fn structure(unit: Unit, verdict: &Verdict) -> Statement {
    let many = unit.many();
    let Some(joint) = &verdict.joint else {
        return Statement::new().say(&format!(
            "Whether there are groups among these {many} cannot be told: they are too few, or nothing about them varies."
        ));
    };
    let p = |statement: Statement, at: &str, p: f64| {
        statement.say(" (p = ").number(format!("/verdict/{at}/p"), p, Form::Quantity).say(")")
    };
    match verdict.structure.as_str() {
        "joint" => {
            let told = Statement::new()
                .say(&format!("There are groups among these {many}: their clusters are tighter than those of tables "))
                .say("with the same columns and correlations but without groups");
            let told = p(told, "joint/copula", joint.copula.p);
            match &joint.cloud {
                Some(cloud) => p(told.say(", and than those of one cloud"), "joint/cloud", cloud.p).say("."),
                None => told.say("."),
            }
        }
        "bands" => {
            let found = verdict.bands.iter().enumerate().filter(|(_, band)| band.found);
            let told = Statement::new().say(&format!(
                "The features together show no groups among these {many}, but single features fall into bands: "
            ));
            let told = found.enumerate().fold(told, |told, (place, (at, band))| {
                let told = told.say(if place > 0 { ", " } else { "" }).say(&spoken(&band.label));
                p(told, &format!("bands/{at}"), band.p)
            });
            told.say(".")
        }
        _ => {
            let told = Statement::new()
                .say(&format!("No groups were found among these {many}: clusters as tight come about "));
            let told = p(
                told.say("in tables with the same columns and correlations but without groups too"),
                "joint/copula",
                joint.copula.p,
            );
            let told = match &joint.cloud {
                Some(cloud) => p(told.say(", and in one cloud"), "joint/cloud", cloud.p),
                None => told,
            };
            told.say(". The segments are tiers: cuts through one cloud, useful to sort by, with borders that could as well lie elsewhere.")
        }
    }
}

/// Whether the criteria agree; for tiers any number is as good.
fn how_many(verdict: &Verdict, sweep: &Sweep) -> Option<Statement> {
    let chosen = sweep.chosen.filter(|_| sweep.chosen_by != "given")?;
    let votes = sweep.votes.as_ref().filter(|votes| votes.cast > 0)?;
    let said = match votes.of_row(chosen) {
        Some((at, tallied)) => Statement::new().count(format!("/sweep/votes/tally/{at}/votes"), tallied.votes),
        None => Statement::new().say("Not one"),
    };
    let said = said
        .say(" of ")
        .count("/sweep/votes/cast", votes.cast)
        .say(" criteria ask for ")
        .count("/sweep/k", sweep.k)
        .say(&format!(" {}", verdict.called));
    Some(said.say(match (votes.divided_on(chosen), verdict.called.as_str()) {
        (_, "tiers") => ": how many tiers there are is for you to say.",
        (true, _) => ", so how many there are is a matter of taste.",
        (false, _) => ", so their number is not arbitrary.",
    }))
}

fn again(stability: &Stability, called: &str) -> Statement {
    let told = Statement::new()
        .say("Fitted again to ")
        .count("/verdict/stability/resamples", stability.resamples)
        .say(&format!(" resamples, the {called} are found again with a similarity of "))
        .number("/verdict/stability/range/0", stability.range.0, Form::Index)
        .say(" to ")
        .number("/verdict/stability/range/1", stability.range.1, Form::Index);
    let told = match stability.without_structure {
        Some(reference) => told
            .say("; on tables without groups it is ")
            .number("/verdict/stability/without_structure", reference, Form::Index)
            .say(" on average"),
        None => told,
    };
    told.say(".")
}

fn borders(verdict: &Verdict) -> Option<Statement> {
    let (which, said) = match (verdict.neighbours, verdict.real_borders) {
        (0, _) => return None,
        (_, 0) => ("Every border", "is a convenience: no valley shows along it."),
        (all, real) if real == all => ("Every border", "is real: a valley runs along it."),
        _ => ("Some borders", "are real, others are a convenience: no valley shows along them."),
    };
    Some(Statement::new().say(&format!("{which} between neighbouring {} {said}", verdict.called)))
}
