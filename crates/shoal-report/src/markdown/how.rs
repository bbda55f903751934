//! How the segments came about: the sweep over k, the plane in words, the decisions.

use super::escaped;
use super::table::table;
use crate::panel::{components_words, direction};
use crate::sample;
use crate::text;
use crate::view::View;
use shoal_segment::segmentation::SweepRow;

/// Writes the part.
pub(super) fn write(out: &mut String, view: &View<'_>) {
    sweep(out, view);
    plane(out, view);
    components(out, view);
    decisions(out, view);
}

fn sweep(out: &mut String, view: &View<'_>) {
    let sweep = &view.run.sweep;
    out.push_str(&format!("## How many segments\n\n{}\n\n", escaped(&sweep.reason.text)));
    if sweep.rows.is_empty() {
        return;
    }
    let silhouettes: Vec<String> = sample::headers(sweep).iter().map(|header| format!(">{header}")).collect();
    let mut headers = vec![">k", ">Inertia"];
    headers.extend(silhouettes.iter().map(String::as_str));
    headers.extend([">Davies-Bouldin", ">Calinski-Harabasz", ">Smallest segment", ">Its share", "Eligible", ""]);
    let note = |row: &SweepRow| match row.k {
        k if k == sweep.k => "**chosen**",
        k if Some(k) == sweep.runner_up => "runner-up",
        _ => "",
    };
    let rows: Vec<Vec<String>> = sweep
        .rows
        .iter()
        .map(|row| {
            let mut cells = vec![text::count(row.k), text::quantity(row.inertia)];
            cells.extend(sample::cells(sweep, row));
            cells.extend([
                text::index(row.davies_bouldin),
                text::quantity(row.calinski_harabasz),
                text::count(row.smallest),
                text::share(row.smallest_share),
                if row.eligible { "yes" } else { "no" }.to_owned(),
                note(row).to_owned(),
            ]);
            cells
        })
        .collect();
    out.push_str(&table(&headers, &rows));
    out.push_str(&format!(
        "Eligible: every segment has at least {} and {} of all. {} means undefined.",
        text::counted(sweep.min_size, "customer"),
        text::share(sweep.min_share),
        text::UNDEFINED
    ));
    if let Some(sentence) = sample::sentence(sweep) {
        out.push_str(&format!(" {sentence}"));
    }
    out.push_str("\n\n");
}

fn plane(out: &mut String, view: &View<'_>) {
    let Some(plane) = &view.run.pictures.plane else { return };
    out.push_str(&format!(
        "## The plane\n\nThe two directions in which the prepared features vary most show {} and {} of the variance.\n\n",
        text::share(plane.explained.0),
        text::share(plane.explained.1)
    ));
    let rows: Vec<Vec<String>> = view
        .prepared_columns()
        .iter()
        .zip(&plane.loadings)
        .map(|(label, &(first, second))| vec![escaped(label), weight(first), weight(second)])
        .collect();
    out.push_str(&table(&["Feature", ">First direction", ">Second direction"], &rows));
}

fn weight(weight: f64) -> String {
    format!("{} {}", direction(weight), text::index(weight))
}

fn components(out: &mut String, view: &View<'_>) {
    let Some(components) = &view.run.components else { return };
    out.push_str(&format!("## Components\n\n{}\n\n", components_words(components)));
    let names: Vec<String> = (1..=components.each.len()).map(|at| format!(">Component {at}")).collect();
    let mut headers = vec!["Column"];
    headers.extend(names.iter().map(String::as_str));
    let shares = components.each.iter().map(|component| text::share(component.share));
    let mut rows: Vec<Vec<String>> = vec![std::iter::once("Share of variance".to_owned()).chain(shares).collect()];
    for (at, label) in view.prepared_columns().iter().enumerate() {
        let weights = components.each.iter().map(|component| component.weights.get(at).copied());
        let cells = weights.map(|value| value.map_or_else(|| text::UNDEFINED.to_owned(), weight));
        rows.push(std::iter::once(escaped(label)).chain(cells).collect());
    }
    out.push_str(&table(&headers, &rows));
}

fn decisions(out: &mut String, view: &View<'_>) {
    let decisions = &view.run.decisions;
    if decisions.is_empty() {
        return;
    }
    out.push_str("## Decisions\n\n");
    let rows: Vec<Vec<String>> = decisions
        .iter()
        .map(|decision| {
            vec![
                escaped(&text::words(&decision.about)),
                escaped(&decision.choice),
                escaped(&decision.reason.text),
                escaped(&decision.flag),
            ]
        })
        .collect();
    out.push_str(&table(&["About", "Choice", "Why", "To choose otherwise"], &rows));
}
