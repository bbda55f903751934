//! Step 5 of the sweep: one row among those that are eligible.

use super::judge::Judged;
use super::reason::{best_reason, found_reason, given_reason, nothing_reason};
use super::voted::voted_reason;
use crate::rfm;
use crate::segmentation::{Sweep, SweepRow};
use crate::spec::{ChooseBy, Plan};
use crate::statement::Statement;
use crate::votes::{CRITERIA, Evidence, Poll, merit};
use shoal_cluster::Method;

/// Of the candidates with equally many clusters the best by the choosing index, an eligible one before any other; the first of
/// equally good ones. The candidates are ascending in k.
pub(super) fn best_forms(sorted: Vec<Judged>, by: ChooseBy) -> Vec<Judged> {
    let rank = |row: &SweepRow| (row.eligible, merit(row, by).unwrap_or(f64::NEG_INFINITY));
    let mut best: Vec<Judged> = Vec::new();
    for candidate in sorted {
        match best.last_mut() {
            Some(last) if last.row.k == candidate.row.k => {
                if rank(&candidate.row) > rank(&last.row) {
                    *last = candidate;
                }
            }
            _ => best.push(candidate),
        }
    }
    best
}

/// Chooses a row; none means one segment of all customers.
pub(super) fn choose(card: &Method, rows: Vec<SweepRow>, evidence: &Evidence, plan: &Plan, members: usize) -> Sweep {
    let by = plan.spec.choose_by;
    // Who fixed k, a height or a radius has one candidate and gets it, whatever its sizes.
    let fixed = (card.sweep.is_some() && plan.spec.k.is_fixed()) || plan.spec.has("height") || plan.spec.has("eps");
    let given = rows.len() == 1 && rows[0].k > 0 && fixed;
    // Rules that were asked for are kept: where no table is eligible, whatever the sizes of their segments.
    let ruled = card.id == rfm::METHOD.id && plan.methods.len() == 1 && rows.iter().all(|row| !row.eligible);
    let open: Vec<usize> = (0..rows.len()).filter(|&at| (rows[at].eligible || ruled) && rows[at].k > 1).collect();
    let poll = Poll { rows: &rows, open: &open, evidence };
    let ranked = poll.order(by);
    let votes = (rows.len() > 1).then(|| poll.votes());
    let orders: Vec<(ChooseBy, Vec<usize>)> = CRITERIA.iter().map(|&by| (by, poll.order(by))).collect();
    let first = if given || (ruled && rows.len() == 1) { Some(0) } else { None };
    let chosen = first.or_else(|| ranked.first().copied());
    let runner_up = ranked.get(1).copied().filter(|_| !given);
    let mut sweep = Sweep {
        method: card.id.to_owned(),
        chosen_by: if given { "given".into() } else { by.word().into() },
        starts: plan.spec.starts_for(members),
        min_size: plan.spec.min_size,
        min_share: plan.spec.min_share,
        k: chosen.map_or(1, |at| rows[at].k),
        chosen,
        runner_up,
        votes,
        tried: rows.len(),
        members,
        rows,
        reason: Statement::new(),
        remarks: Vec::new(),
    };
    sweep.reason = match chosen {
        Some(at) if given => given_reason(&sweep, at, plan, card),
        Some(at) if sweep.rows.len() == 1 => found_reason(&sweep, at, card),
        Some(at) if by == ChooseBy::Consensus => {
            voted_reason(&sweep, at, plan, card, |by| is_before(&orders, by, sweep.runner_up, at))
        }
        Some(at) => best_reason(&sweep, at, plan, card),
        None => nothing_reason(&sweep, plan.spec.unit),
    };
    sweep
}

/// Whether a criterion takes the runner-up before the chosen row.
fn is_before(orders: &[(ChooseBy, Vec<usize>)], by: ChooseBy, runner_up: Option<usize>, chosen: usize) -> bool {
    let order = orders.iter().find(|(other, _)| *other == by).map(|(_, order)| order);
    let place = |row: usize| order.and_then(|order| order.iter().position(|&at| at == row));
    match (runner_up.and_then(place), place(chosen)) {
        (Some(second), Some(first)) => second < first,
        (Some(_), None) => true,
        (None, _) => false,
    }
}
