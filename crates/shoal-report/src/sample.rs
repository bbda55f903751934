//! Silhouettes that come from a sample: how large it was, and how far they can be trusted.

use crate::text;
use shoal_segment::feature::Unit;
use shoal_segment::segmentation::{Sweep, SweepRow};

/// Whether any silhouette of the sweep comes from a sample.
pub(crate) fn any(sweep: &Sweep) -> bool {
    sweep.rows.iter().any(|row| row.silhouette_interval.is_some())
}

/// The headers of the columns that [`cells`] fills.
pub(crate) fn headers(sweep: &Sweep, unit: Unit) -> Vec<String> {
    let sampled = ["95 % interval".to_owned(), format!("From {}", unit.many())];
    ["Silhouette".to_owned()].into_iter().chain(sampled.into_iter().filter(|_| any(sweep))).collect()
}

/// A row's silhouette, and where any comes from a sample its interval and its number of members.
pub(crate) fn cells(sweep: &Sweep, row: &SweepRow) -> Vec<String> {
    let mut cells = vec![text::index(row.indices.silhouette)];
    if any(sweep) {
        cells.extend([interval(row), members(row)]);
    }
    cells
}

/// The 95 % interval of a row's silhouette; `exact` where it was computed for every member.
fn interval(row: &SweepRow) -> String {
    match row.silhouette_interval {
        Some((low, high)) => format!("{} to {}", text::index(low), text::index(high)),
        None if row.indices.silhouette.is_some() => "exact".to_owned(),
        None => text::UNDEFINED.to_owned(),
    }
}

/// How many members a row's silhouette was computed for.
fn members(row: &SweepRow) -> String {
    row.indices.silhouette.map_or_else(|| text::UNDEFINED.to_owned(), |_| text::count(row.silhouette_members))
}

/// What a caption says below the sweep; `None` when every silhouette is exact.
pub(crate) fn sentence(sweep: &Sweep, unit: Unit) -> Option<String> {
    let sampled = sweep.rows.iter().filter(|row| row.silhouette_interval.is_some());
    let sizes: Vec<usize> = sampled.map(|row| row.silhouette_members).collect();
    let (least, most) = (*sizes.iter().min()?, *sizes.iter().max()?);
    let samples = if least == most {
        format!("a sample of {}", text::counted(least, unit.one()))
    } else {
        format!("samples of {} to {}", text::count(least), text::counted(most, unit.one()))
    };
    Some(format!("A silhouette with an interval is an estimate from {samples}, shown with its 95 % interval."))
}

/// How many members the chosen row's silhouettes come from, when they come from a sample.
fn chosen(sweep: &Sweep) -> Option<usize> {
    let row = sweep.chosen_row()?;
    row.silhouette_interval.map(|_| row.silhouette_members)
}

/// The heading of the segments' silhouettes.
pub(crate) fn heading(sweep: &Sweep) -> &'static str {
    if chosen(sweep).is_some() { "Silhouette (estimate)" } else { "Silhouette" }
}

/// What a caption says below the segments' silhouettes; `None` when they are exact.
pub(crate) fn chosen_sentence(sweep: &Sweep, unit: Unit) -> Option<String> {
    let members = text::counted(chosen(sweep)?, unit.one());
    Some(format!("The silhouettes are estimates from a sample of {members}."))
}
