//! Every candidate of one method.

use super::{Sheet, remainder, setting, yes};
use crate::sample;
use crate::text;
use shoal_segment::feature::Unit;
use shoal_segment::segmentation::{Ballot, Estimate, Sweep, SweepRow};

/// One row per candidate; the chosen one and the runner-up are marked in the last column.
pub(crate) fn sweep(sweep: &Sweep, unit: Unit) -> Sheet {
    let each = |read: fn(&SweepRow) -> String| sweep.rows.iter().map(read).collect();
    let mut sheet = Sheet::new();
    sheet.words("Segments (k)", each(|row| text::count(row.k)));
    sheet.words("", (0..sweep.rows.len()).map(|at| note(sweep, at).to_owned()).collect());
    if sweep.rows.iter().any(|row| !row.parameters.is_empty()) {
        sheet.words("Setting", each(setting));
    }
    sheet.detail("Inertia", each(|row| text::quantity(row.indices.inertia)));
    for (at, heading) in sample::headers(sweep, unit).iter().enumerate() {
        sheet.numbers(heading, sweep.rows.iter().map(|row| sample::cells(sweep, row)[at].clone()).collect());
    }
    sheet.numbers("Davies-Bouldin", each(|row| text::index(row.indices.davies_bouldin)));
    sheet.numbers("Calinski-Harabasz", each(|row| text::quantity(row.indices.calinski_harabasz)));
    if sweep.rows.iter().any(|row| row.bic.is_some()) {
        sheet.numbers("BIC", each(|row| text::quantity(row.bic)));
    }
    further(&mut sheet, sweep);
    remainder(&mut sheet, &sweep.rows.iter().map(Some).collect::<Vec<_>>());
    sheet.numbers("Smallest segment", each(|row| text::count(row.smallest)));
    sheet.detail("Its share", each(|row| text::share(row.smallest_share)));
    sheet.words("Eligible", each(|row| yes(row.eligible)));
    sheet
}

/// The columns of what needed further fits, and the votes.
fn further(sheet: &mut Sheet, sweep: &Sweep) {
    let each = |read: fn(&SweepRow) -> Option<Estimate>| -> Vec<String> {
        sweep.rows.iter().map(|row| with_error(read(row))).collect()
    };
    if sweep.rows.iter().any(|row| row.gap.is_some()) {
        sheet.detail("Gap", each(|row| row.gap));
    }
    if sweep.rows.iter().any(|row| row.prediction_strength.is_some()) {
        sheet.detail("Prediction strength", each(|row| row.prediction_strength));
    }
    if sweep.rows.iter().any(|row| row.stability.is_some()) {
        sheet.detail("Found again", each(|row| row.stability.map(|again| again.rand)));
        let beyond = |row: &SweepRow| text::index(row.stability.map(|again| again.beyond));
        sheet.detail("Stability beyond no groups", sweep.rows.iter().map(beyond).collect());
    }
    if let Some(votes) = &sweep.votes {
        let of_row = |at: usize| votes.tally.iter().find(|tallied| tallied.at == Some(at)).map_or(0, |it| it.votes);
        sheet.numbers("Votes", (0..sweep.rows.len()).map(|at| text::count(of_row(at))).collect());
    }
}

/// A value and its standard error.
fn with_error(estimate: Option<Estimate>) -> String {
    estimate.map_or_else(
        || text::UNDEFINED.to_owned(),
        |it| format!("{} ± {}", text::index(Some(it.value)), text::index(Some(it.error))),
    )
}

/// What each criterion votes for, its value there, and its value at the chosen row; `None` where nobody was asked.
pub(crate) fn votes(sweep: &Sweep) -> Option<Sheet> {
    let votes = sweep.votes.as_ref().filter(|votes| !votes.ballots.is_empty())?;
    let each = |read: &dyn Fn(&Ballot) -> String| votes.ballots.iter().map(read).collect();
    let value = |ballot: &Ballot, at: Option<usize>| {
        let row = at.and_then(|at| sweep.rows.get(at));
        row.map_or_else(|| text::UNDEFINED.to_owned(), |row| criterion(row, &ballot.criterion))
    };
    let mut sheet = Sheet::new();
    sheet.words("Criterion", each(&|ballot| text::capitalised(&ballot.name)));
    sheet.words("Votes for", each(&|ballot| voted_for(sweep, ballot)));
    sheet.numbers("Value there", each(&|ballot| value(ballot, ballot.at)));
    sheet.numbers("At the chosen one", each(&|ballot| value(ballot, sweep.chosen)));
    Some(sheet)
}

fn voted_for(sweep: &Sweep, ballot: &Ballot) -> String {
    let row = ballot.at.and_then(|at| sweep.rows.get(at));
    match (ballot.k, row) {
        (None, _) => format!("{} (not defined)", text::UNDEFINED),
        (Some(_), None) => "no groups".to_owned(),
        (Some(k), Some(row)) if row.parameters.is_empty() => text::count(k),
        (Some(k), Some(row)) => format!("{} ({})", text::count(k), setting(row)),
    }
}

/// The value of a criterion in a row.
fn criterion(row: &SweepRow, code: &str) -> String {
    match code {
        "silhouette" => text::index(row.indices.silhouette),
        "davies_bouldin" => text::index(row.indices.davies_bouldin),
        "calinski_harabasz" => text::quantity(row.indices.calinski_harabasz),
        "gap" => with_error(row.gap),
        "prediction_strength" => with_error(row.prediction_strength),
        "stability" => text::index(row.stability.map(|again| again.beyond)),
        _ => text::quantity(row.bic),
    }
}

/// What the criteria ask, for those who do not know them.
pub(crate) fn votes_caption(sweep: &Sweep) -> String {
    let said = "Each criterion votes for the number it would take. Silhouette, Davies-Bouldin and Calinski-Harabasz: the tightest and most \
                separate segments.";
    let Some(effort) = sweep.votes.as_ref().and_then(|votes| votes.effort) else { return said.to_owned() };
    format!(
        "{said} Gap: the fewest that are about as much tighter than even values as any ({} reference tables; ± is the standard error). \
         Prediction strength: the most that half of the members foretells of the other half, at least 0.8 ({} splits). Stability: those that \
         resamples give again most clearly, beyond what tables without groups do ({} resamples). The last three were measured on {}.",
        text::count(effort.references),
        text::count(effort.splits),
        text::count(effort.resamples),
        text::counted(effort.members, "member"),
    )
}

fn note(sweep: &Sweep, at: usize) -> &'static str {
    match at {
        at if Some(at) == sweep.chosen => "◆ chosen",
        at if Some(at) == sweep.runner_up => "○ runner-up",
        _ => "",
    }
}

/// The third condition for being eligible, where a candidate leaves anybody out.
pub(crate) fn at_most_half(sweep: &Sweep) -> &'static str {
    match sweep.rows.iter().any(|row| row.unassigned > 0) {
        true => ", and at most half of them are left out",
        false => "",
    }
}
