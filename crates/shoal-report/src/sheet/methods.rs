//! Several methods side by side, each at its best setting.

use super::{Sheet, remainder, setting, yes};
use crate::text;
use shoal_segment::segmentation::{Comparison, SweepRow};

/// One row per method; `times` are how long each took, where that was measured.
pub(crate) fn methods(comparison: &Comparison, times: Option<&[String]>) -> Sheet {
    let best: Vec<Option<&SweepRow>> = comparison.rows.iter().map(|row| row.best.as_ref()).collect();
    let each = |read: fn(&SweepRow) -> String| {
        best.iter().map(|row| row.map_or_else(|| text::UNDEFINED.to_owned(), read)).collect()
    };
    let mut sheet = Sheet::new();
    sheet.words("Method", comparison.rows.iter().map(|row| row.name.clone()).collect());
    sheet.numbers("k", each(|row| text::count(row.k)));
    if best.iter().flatten().any(|row| !row.parameters.is_empty()) {
        sheet.words("Setting", each(setting));
    }
    sheet.numbers("Settings tried", comparison.rows.iter().map(|row| text::count(row.tried)).collect());
    sheet.numbers("Silhouette", each(|row| text::index(row.indices.silhouette)));
    sheet.numbers("Davies-Bouldin", each(|row| text::index(row.indices.davies_bouldin)));
    sheet.numbers("Calinski-Harabasz", each(|row| text::quantity(row.indices.calinski_harabasz)));
    sheet.numbers("Inertia", each(|row| text::quantity(row.indices.inertia)));
    remainder(&mut sheet, &best);
    sheet.numbers("Smallest segment", each(|row| text::count(row.smallest)));
    sheet.numbers("Its share", each(|row| text::share(row.smallest_share)));
    sheet.words("Eligible", each(|row| yes(row.eligible)));
    if let Some(times) = times {
        sheet.numbers("Time", times.to_vec());
    }
    sheet.numbers("Agreement", comparison.rows.iter().map(|row| text::index(row.agreement)).collect());
    sheet.words("", (0..comparison.rows.len()).map(|at| note(comparison, at).to_owned()).collect());
    sheet
}

fn note(comparison: &Comparison, at: usize) -> &'static str {
    match &comparison.rows[at] {
        _ if Some(at) == comparison.chosen => "◆ best",
        row if row.refused.is_some() => "not fitted",
        _ => "",
    }
}

/// What a reader of the table must know.
pub(crate) const CAPTION: &str = "Every method at its best setting over its own grid, on the same prepared features. The indices count everybody: whom a \
     method leaves out was placed with the nearest segment first; the columns “without them” leave these out. Agreement is \
     the adjusted Rand index with the best method's division: 1 is the same division, 0 is chance.";
