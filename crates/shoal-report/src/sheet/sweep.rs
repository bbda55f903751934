//! Every candidate of one method.

use super::{Sheet, remainder, setting, yes};
use crate::sample;
use crate::text;
use shoal_segment::feature::Unit;
use shoal_segment::segmentation::{Sweep, SweepRow};

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
    remainder(&mut sheet, &sweep.rows.iter().map(Some).collect::<Vec<_>>());
    sheet.numbers("Smallest segment", each(|row| text::count(row.smallest)));
    sheet.detail("Its share", each(|row| text::share(row.smallest_share)));
    sheet.words("Eligible", each(|row| yes(row.eligible)));
    sheet
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
