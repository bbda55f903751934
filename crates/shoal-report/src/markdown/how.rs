//! How the segments came about: the sweep over k, the plane in words, the decisions.

use super::escaped;
use super::table::table;
use crate::panel::{components_words, direction};
use crate::sample;
use crate::sheet::{self, Sheet};
use crate::text;
use crate::view::View;

/// Writes the part.
pub(super) fn write(out: &mut String, view: &View<'_>) {
    methods(out, view);
    sweep(out, view);
    plane(out, view);
    components(out, view);
    super::preparation::write(out, view);
    decisions(out, view);
}

fn sweep(out: &mut String, view: &View<'_>) {
    let sweep = &view.run.sweep;
    out.push_str(&format!("## How many segments\n\n{}\n\n", escaped(&sweep.reason.text)));
    for remark in &sweep.remarks {
        out.push_str(&format!("{}\n\n", escaped(&remark.said.text)));
    }
    if sweep.rows.is_empty() {
        return;
    }
    if let Some(votes) = sheet::votes(sweep) {
        sheet(out, &votes);
        out.push_str(&format!("{}\n\n", sheet::votes_caption(sweep)));
    }
    sheet(out, &sheet::sweep(sweep, view.run.unit));
    out.push_str(&format!(
        "Eligible: every segment has at least {} and {} of all{}. {} means undefined.",
        view.counted(sweep.min_size),
        text::share(sweep.min_share),
        sheet::at_most_half(sweep),
        text::UNDEFINED
    ));
    if let Some(sentence) = sample::sentence(sweep, view.run.unit) {
        out.push_str(&format!(" {sentence}"));
    }
    out.push_str("\n\n");
}

fn methods(out: &mut String, view: &View<'_>) {
    let Some(comparison) = &view.run.comparison else { return };
    out.push_str(&format!("## Methods compared\n\n{}\n\n", escaped(&comparison.reason.text)));
    sheet(out, &sheet::methods(comparison, None));
    out.push_str(&format!("{}\n\n", sheet::METHODS_CAPTION));
    if let Some(found) = sheet::found_again(comparison, &view.clusters()) {
        out.push_str("### Whether other methods find the same segments\n\n");
        sheet(out, &found);
        out.push_str(&format!("{}\n\n", sheet::FOUND_AGAIN));
    }
}

/// Writes a sheet as a table.
pub(super) fn sheet(out: &mut String, sheet: &Sheet) {
    let headings = sheet.markdown_headings();
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let rows: Vec<Vec<String>> = sheet.rows.iter().map(|row| row.iter().map(|cell| escaped(cell)).collect()).collect();
    out.push_str(&table(&headings, &rows));
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
    out.push_str(&format!("## Components\n\n{}\n\n", components_words(view, components)));
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
