//! The glossary of features: what each means, its unit, and how it was prepared for clustering.

use crate::page::table::{Cell, Holds, prose};
use crate::text;
use crate::view::View;
use maud::{Markup, html};
use shoal_segment::segmentation::Prepared;

const COLUMNS: [(&str, Holds); 5] = [
    ("Feature", Holds::Words),
    ("Name", Holds::Words),
    ("Meaning", Holds::Words),
    ("Unit", Holds::Words),
    ("Prepared for clustering", Holds::Words),
];

/// Draws the panel.
pub(crate) fn draw(view: &View<'_>) -> Option<Markup> {
    if view.features().is_empty() {
        return None;
    }
    let rows: Vec<Vec<Cell>> = view
        .features()
        .iter()
        .map(|feature| {
            let card = &feature.card;
            vec![
                Cell::text(&card.label),
                Cell::of(html! { code { @for part in card.name.split_inclusive('_') { (part) wbr; } } }),
                Cell::text(&card.meaning),
                Cell::text(&card.unit),
                Cell::text(
                    view.prepared(&card.name)
                        .map_or_else(|| "not clustered".to_owned(), |prepared| preparation(view, prepared)),
                ),
            ]
        })
        .collect();
    Some(prose("Features", &COLUMNS, &rows))
}

/// A feature's preparation in words.
pub(crate) fn preparation(view: &View<'_>, prepared: &Prepared) -> String {
    let transform = if prepared.log1p { "logarithm of one plus the value" } else { "as it is" };
    let centre = text::quantity(prepared.centre);
    let scale = text::quantity(prepared.scale);
    let mut out = format!("{transform}, minus {centre}, divided by {scale}");
    if prepared.imputed > 0 {
        let filled = text::quantity(prepared.impute);
        out.push_str(&format!("; {filled} put in for {}", view.counted(prepared.imputed)));
    }
    out
}
