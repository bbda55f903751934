//! Step 3 of the sweep: one row among those that are eligible.

use super::judge::Judged;
use super::reason::{best_reason, found_reason, given_reason, nothing_reason};
use crate::rfm;
use crate::segmentation::{Sweep, SweepRow};
use crate::spec::{ChooseBy, Plan};
use crate::statement::Statement;
use shoal_cluster::Method;

/// The value of the choosing index with everybody placed, turned so that higher is better.
pub(crate) fn merit(row: &SweepRow, by: ChooseBy) -> Option<f64> {
    match by {
        ChooseBy::DaviesBouldin => row.indices.davies_bouldin.map(|value| -value),
        ChooseBy::Silhouette => row.indices.silhouette,
        ChooseBy::CalinskiHarabasz => row.indices.calinski_harabasz,
        ChooseBy::Bic => row.bic.map(|value| -value),
    }
}

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
pub(super) fn choose(card: &Method, rows: Vec<SweepRow>, plan: &Plan, starts: usize) -> Sweep {
    let by = plan.spec.choose_by;
    // Who fixed k, a height or a radius has one candidate and gets it, whatever its sizes.
    let fixed = (card.sweep.is_some() && plan.spec.k.is_fixed()) || plan.spec.has("height") || plan.spec.has("eps");
    let given = rows.len() == 1 && rows[0].k > 0 && fixed;
    // Rules that were asked for are kept: where no table is eligible, whatever the sizes of their segments.
    let ruled = card.id == rfm::METHOD.id && plan.methods.len() == 1 && rows.iter().all(|row| !row.eligible);
    let mut ranked: Vec<(usize, f64)> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| (row.eligible || ruled) && row.k > 1)
        .filter_map(|(at, row)| merit(row, by).map(|merit| (at, merit)))
        .collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let first = if given || (ruled && rows.len() == 1) { Some(0) } else { None };
    let chosen = first.or_else(|| ranked.first().map(|best| best.0));
    let runner_up = ranked.get(1).map(|second| second.0).filter(|_| !given);
    let mut sweep = Sweep {
        method: card.id.to_owned(),
        chosen_by: if given { "given".into() } else { by.word().into() },
        starts,
        min_size: plan.spec.min_size,
        min_share: plan.spec.min_share,
        k: chosen.map_or(1, |at| rows[at].k),
        chosen,
        runner_up,
        tried: rows.len(),
        rows,
        reason: Statement::new(),
        remarks: Vec::new(),
    };
    sweep.reason = match chosen {
        Some(at) if given => given_reason(&sweep, at, plan, card),
        Some(at) if sweep.rows.len() == 1 => found_reason(&sweep, at, card),
        Some(at) => best_reason(&sweep, at, plan, card),
        None => nothing_reason(&sweep, plan.spec.unit),
    };
    sweep
}
