//! The glossary of features: what each means, its unit, and how it was prepared for clustering.

use crate::page::table::{Cell, Holds, prose};
use crate::text;
use crate::view::View;
use maud::{Markup, html};
use shoal_segment::segmentation::{Prepared, PreparedCategory, PreparedNumber};

const COLUMNS: [(&str, Holds); 5] = [
    ("Feature", Holds::Words),
    ("Name", Holds::Words),
    ("Meaning", Holds::Words),
    ("Unit", Holds::Words),
    ("Prepared for clustering", Holds::Words),
];

/// Draws the panel.
pub(crate) fn draw(view: &View<'_>) -> Option<Markup> {
    let categories: Vec<&Prepared> = view.run.recipe.iter().filter(|step| step.category().is_some()).collect();
    if view.features().is_empty() && categories.is_empty() {
        return None;
    }
    let mut rows: Vec<Vec<Cell>> = view
        .features()
        .iter()
        .map(|feature| {
            let card = &feature.card;
            vec![
                Cell::text(&card.label),
                code(&card.name),
                Cell::text(&card.meaning),
                Cell::text(&card.unit),
                Cell::text(
                    view.prepared(&card.name)
                        .map_or_else(|| "not clustered".to_owned(), |prepared| preparation(view, prepared)),
                ),
            ]
        })
        .collect();
    for (step, category) in categories.iter().filter_map(|step| Some((step, step.category()?))) {
        rows.push(vec![
            Cell::text(&category.label),
            code(&category.feature),
            Cell::text(category_meaning(view, category)),
            Cell::text(""),
            Cell::text(preparation(view, step)),
        ]);
    }
    Some(prose("Features", &COLUMNS, &rows))
}

fn code(name: &str) -> Cell {
    Cell::of(html! { code { @for part in name.split_inclusive('_') { (part) wbr; } } })
}

/// What a clustered category is, in words.
pub(crate) fn category_meaning(view: &View<'_>, category: &PreparedCategory) -> String {
    format!("A category of {} with {}.", view.many(), text::counted(category.levels.len(), "value"))
}

/// A feature's preparation in words.
pub(crate) fn preparation(view: &View<'_>, prepared: &Prepared) -> String {
    match prepared {
        Prepared::Number(step) => of_number(view, step),
        Prepared::Category(step) => of_category(view, step),
    }
}

fn of_category(view: &View<'_>, step: &PreparedCategory) -> String {
    let centred = step.levels.iter().any(|level| level.centre != 0.0);
    let mut out = format!("one column per value, one for its {} and zero for others", view.many());
    if centred {
        out.push_str(&format!(", minus the value's share, divided by {}", text::quantity(step.scale)));
    }
    if step.imputed > 0 {
        out.push_str(&format!("; zero in every column for {} without a value", view.counted(step.imputed)));
    }
    out
}

fn of_number(view: &View<'_>, prepared: &PreparedNumber) -> String {
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
