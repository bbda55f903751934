//! Several methods side by side, each at its best setting.

use super::{Sheet, remainder, setting, yes};
use crate::text;
use shoal_segment::segmentation::{Agreement, Compared, Comparison, SweepRow};

/// One row per method; `times` are how long each took, where that was measured.
pub(crate) fn methods(comparison: &Comparison, times: Option<&[String]>) -> Sheet {
    let best: Vec<Option<&SweepRow>> = comparison.rows.iter().map(|row| row.best.as_ref()).collect();
    let each = |read: fn(&SweepRow) -> String| {
        best.iter().map(|row| row.map_or_else(|| text::UNDEFINED.to_owned(), read)).collect()
    };
    let mut sheet = Sheet::new();
    sheet.words("Method", comparison.rows.iter().map(|row| row.name.clone()).collect());
    sheet.words("", (0..comparison.rows.len()).map(|at| note(comparison, at).to_owned()).collect());
    sheet.numbers("k", each(|row| text::count(row.k)));
    if best.iter().flatten().any(|row| !row.parameters.is_empty()) {
        sheet.words("Setting", each(setting));
    }
    sheet.detail("Settings tried", comparison.rows.iter().map(|row| text::count(row.tried)).collect());
    sheet.numbers("Silhouette", each(|row| text::index(row.indices.silhouette)));
    sheet.numbers("Davies-Bouldin", each(|row| text::index(row.indices.davies_bouldin)));
    sheet.numbers("Calinski-Harabasz", each(|row| text::quantity(row.indices.calinski_harabasz)));
    sheet.detail("Inertia", each(|row| text::quantity(row.indices.inertia)));
    remainder(&mut sheet, &best);
    sheet.numbers("Smallest segment", each(|row| text::count(row.smallest)));
    sheet.detail("Its share", each(|row| text::share(row.smallest_share)));
    sheet.words("Eligible", each(|row| yes(row.eligible)));
    if let Some(times) = times {
        sheet.numbers("Time", times.to_vec());
    }
    let agreement = |read: fn(&Agreement) -> f64| {
        let cell = |row: &Compared| text::index(row.agreement.as_ref().map(read));
        comparison.rows.iter().map(cell).collect()
    };
    sheet.detail("Adjusted Rand", agreement(|found| found.adjusted_rand));
    sheet.detail("Adjusted mutual information", agreement(|found| found.adjusted_mutual_information));
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
pub(crate) const CAPTION: &str = "Every method at its best setting over its own grid, on the same prepared features. The indices count all of them: what a \
     method leaves out was placed with the nearest segment first; the columns “without them” leave these out. Adjusted Rand \
     and adjusted mutual information say how far a method divides as the best one does: 1 is the same division, 0 is chance.";

/// For every segment of the best method how well another method finds it: its id, and a column per method.
pub(crate) fn found_again(comparison: &Comparison, ids: &[(usize, String)]) -> Option<Sheet> {
    let others = comparison.rows.iter().enumerate().filter(|(at, _)| Some(*at) != comparison.chosen);
    let others: Vec<(&Compared, &Agreement)> =
        others.filter_map(|(_, row)| Some((row, row.agreement.as_ref()?))).collect();
    if others.is_empty() || ids.is_empty() {
        return None;
    }
    let mut sheet = Sheet::new();
    sheet.words("Segment", ids.iter().map(|(_, id)| id.clone()).collect());
    for (row, agreement) in others {
        let cell = |(cluster, _): &(usize, String)| text::index(agreement.jaccard.get(*cluster).copied());
        sheet.numbers(&row.name, ids.iter().map(cell).collect());
    }
    Some(sheet)
}

/// How to read it.
pub(crate) const FOUND_AGAIN: &str = "How well other methods find each segment: the Jaccard index with their most similar cluster, members in both over members \
     in either. From 0.75 up it is the same group in all but name; below 0.5 the other method does not know it.";
