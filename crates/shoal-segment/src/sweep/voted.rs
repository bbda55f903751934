//! Why a row of the sweep was chosen by most votes, and the case for the runner-up.

use super::reason::{large_enough, largest_tried, setting, too_small};
use crate::segmentation::{Ballot, Sweep, Votes};
use crate::spec::{ChooseBy, Plan};
use crate::statement::{Form, Statement};
use crate::votes::CRITERIA;
use shoal_cluster::Method;

/// The row with most votes. `better` tells whether the runner-up stands before the chosen row by a criterion.
pub(super) fn voted_reason(
    sweep: &Sweep,
    at: usize,
    plan: &Plan,
    card: &Method,
    better: impl Fn(ChooseBy) -> bool,
) -> Statement {
    let Some(votes) = &sweep.votes else { return Statement::new() };
    let opening = if plan.methods.len() == 1 { "Of ".to_owned() } else { format!("For {}, of ", card.name) };
    let said = Statement::new().say(&opening).count("/sweep/votes/cast", votes.cast).say(" criteria, ");
    let said = row(counted(said, votes, at).say(" for "), sweep, at).say(&by_names(votes, Some(at)));
    if !sweep.rows[at].eligible {
        return too_small(said.say(", and no setting has large enough segments."), sweep, at, plan.spec.unit);
    }
    let said = large_enough(said, sweep, plan.spec.unit);
    let said = match sweep.runner_up {
        Some(second) => runner_up(said.say("; next is "), sweep, votes, second, better),
        None => said.say("; no other candidate meets that."),
    };
    let said = none_seen(said, votes);
    let said = match votes.divided_on(at) {
        true => said.say(" The criteria are divided, so the number of segments is a matter of taste."),
        false => said,
    };
    largest_tried(said, sweep, at, plan)
}

/// `4 vote`, `not one votes`.
fn counted(said: Statement, votes: &Votes, at: usize) -> Statement {
    match votes.of_row(at) {
        Some((place, tallied)) => said
            .count(format!("/sweep/votes/tally/{place}/votes"), tallied.votes)
            .say(if tallied.votes == 1 { " votes" } else { " vote" }),
        None => said.say("not one votes"),
    }
}

fn row(said: Statement, sweep: &Sweep, at: usize) -> Statement {
    let said = said.say("k = ").number(format!("/sweep/rows/{at}/k"), sweep.rows[at].k as f64, Form::Count);
    setting(said, sweep, at)
}

/// ` (mean silhouette, gap)`: who votes for a row; `None` for who sees no groups.
fn by_names(votes: &Votes, at: Option<usize>) -> String {
    let voters: Vec<&str> =
        votes.ballots.iter().filter(|ballot| ballot.k.is_some() && ballot.at == at).map(name).collect();
    if voters.is_empty() { String::new() } else { format!(" ({})", voters.join(", ")) }
}

fn name(ballot: &Ballot) -> &str {
    &ballot.name
}

/// The runner-up, its votes, and by what it is better than the chosen row.
fn runner_up(
    said: Statement,
    sweep: &Sweep,
    votes: &Votes,
    second: usize,
    better: impl Fn(ChooseBy) -> bool,
) -> Statement {
    let said = row(said, sweep, second);
    let said = match votes.of_row(second) {
        Some((place, tallied)) => said
            .say(" with ")
            .count(format!("/sweep/votes/tally/{place}/votes"), tallied.votes)
            .say(if tallied.votes == 1 { " vote" } else { " votes" }),
        None if is_fewest(sweep, second) && votes.of_none().is_some() => {
            said.say(", the fewest, for which those stand that see no groups")
        }
        None => said.say(" without a vote"),
    };
    let names: Vec<&str> = CRITERIA.iter().filter(|&&by| better(by)).map(|by| by.name()).collect();
    match names.split_last() {
        None => said.say(", better by no criterion."),
        Some((only, [])) => said.say(&format!(", better by the {only}.")),
        Some((last, others)) => said.say(&format!(", better by the {} and the {last}.", others.join(", the "))),
    }
}

/// Whether no row that may be chosen has fewer segments.
fn is_fewest(sweep: &Sweep, at: usize) -> bool {
    sweep.rows.iter().filter(|row| row.eligible && row.k > 1).all(|row| row.k >= sweep.rows[at].k)
}

/// How many see no groups.
fn none_seen(said: Statement, votes: &Votes) -> Statement {
    match votes.of_none() {
        Some((place, tallied)) => said
            .say(" No groups at all see ")
            .count(format!("/sweep/votes/tally/{place}/votes"), tallied.votes)
            .say(&format!("{}.", by_names(votes, None))),
        None => said,
    }
}
