//! The segments side by side: the table twin of the cards' bars.

use crate::page::legend;
use crate::page::table::{Cell, Holds, table};
use crate::sample;
use crate::text;
use crate::view::View;
use maud::{Markup, html};
use shoal_segment::segmentation::Segment;

/// Draws the panel.
pub(crate) fn draw(view: &View<'_>) -> Option<Markup> {
    let segments = &view.run.segments;
    if segments.is_empty() {
        return None;
    }
    let mut rows: Vec<Vec<Cell>> = segments.iter().enumerate().map(|(i, segment)| row(view, i, segment)).collect();
    rows.push(total(view));
    let members = text::capitalised(view.many());
    let mut columns = vec![("Segment", Holds::Words), (members.as_str(), Holds::Numbers), ("Share", Holds::Numbers)];
    if view.has_transactions() {
        columns.extend([("Revenue", Holds::Numbers), ("Share of revenue", Holds::Numbers)]);
    }
    columns.extend([
        (sample::heading(&view.run.sweep), Holds::Numbers),
        ("Confidence", Holds::Numbers),
        ("First advice", Holds::Words),
    ]);
    Some(html! {
        (table("Segments compared", &columns, &rows))
        p.caption {
            "Silhouette and confidence say how clearly a segment's " (view.many()) " belong to it, within this division; "
            (text::UNDEFINED) " means undefined."
            @if let Some(sentence) = sample::chosen_sentence(&view.run.sweep, view.run.unit) { " " (sentence) }
        }
    })
}

fn row(view: &View<'_>, position: usize, segment: &Segment) -> Vec<Cell> {
    let mut cells = vec![
        Cell::of(legend::chip(view, position)),
        Cell::text(text::count(segment.members)),
        Cell::text(text::share(segment.share)),
    ];
    if let Some(revenue) = segment.revenue {
        cells.extend([Cell::text(text::money(revenue)), Cell::text(text::share(segment.revenue_share))]);
    }
    cells.extend([
        Cell::text(text::index(segment.silhouette)),
        Cell::text(text::share(segment.confidence)),
        Cell::text(segment.advice.first().map_or("", |advice| advice.title.as_str())),
    ]);
    cells
}

fn total(view: &View<'_>) -> Vec<Cell> {
    let base = &view.run.base;
    let sweep = &view.run.sweep;
    let kept = view.assigned() < base.members;
    let silhouette = sweep.chosen_row().and_then(|row| match &row.left_out {
        Some(without) if kept => without.silhouette,
        _ => row.indices.silhouette,
    });
    let mut cells =
        vec![Cell::text(format!("All {}", view.many())), Cell::text(text::count(base.members)), Cell::text("")];
    if let Some(revenue) = base.revenue {
        cells.extend([Cell::text(text::money(revenue)), Cell::text("")]);
    }
    cells.extend([Cell::text(text::index(silhouette)), Cell::text(""), Cell::text("")]);
    cells
}
