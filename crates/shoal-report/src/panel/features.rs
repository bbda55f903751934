//! The glossary of features: what each means, its unit, and how it was prepared for clustering.

use crate::page::table::{Cell, Holds, prose};
use crate::text;
use crate::view::View;
use maud::{Markup, html};
use shoal_segment::segmentation::{Beyond, Prepared, PreparedCategory, PreparedMissing, PreparedNumber, Shape};

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
        Prepared::Missing(step) => of_missing(view, step),
    }
}

fn of_category(view: &View<'_>, step: &PreparedCategory) -> String {
    let centred = step.levels.iter().any(|level| level.centre != 0.0);
    let mut out = format!("one column per value, one for its {} and zero for others", view.many());
    if centred {
        out.push_str(&format!(", minus the value's share, divided by {}", text::quantity(step.scale)));
    }
    out.push_str(&weight(step.weight));
    if step.imputed > 0 {
        out.push_str(&format!("; zero in every column for {} without a value", view.counted(step.imputed)));
    }
    out
}

fn of_number(view: &View<'_>, prepared: &PreparedNumber) -> String {
    let mut out = transform(&prepared.shape);
    if let Some(limits) = prepared.limits.filter(|limits| limits.beyond == Beyond::Winsorized) {
        let (low, high) = (text::quantity(limits.low), text::quantity(limits.high));
        out.push_str(&format!(", limited to {low} to {high}"));
    }
    if prepared.centre != 0.0 || prepared.scale != 1.0 {
        let (centre, scale) = (text::quantity(prepared.centre), text::quantity(prepared.scale));
        out.push_str(&format!(", minus {centre}, divided by {scale}"));
    }
    out.push_str(&weight(prepared.weight));
    if prepared.imputed > 0 {
        let filled = text::quantity(prepared.impute);
        out.push_str(&format!("; {filled} put in for {}", view.counted(prepared.imputed)));
    }
    out
}

/// How values are bent, in words.
fn transform(shape: &Shape) -> String {
    match shape {
        Shape::None => "as it is".to_owned(),
        Shape::Log1p => "logarithm of one plus the value".to_owned(),
        Shape::Asinh { unit } => format!("asinh of the value in units of {}", text::quantity(*unit)),
        Shape::YeoJohnson { lambda } => format!("Yeo-Johnson power {}", text::quantity(*lambda)),
        Shape::Rank { .. } => "normal score of the rank".to_owned(),
    }
}

fn weight(weight: f64) -> String {
    if weight == 1.0 { String::new() } else { format!(", with weight {}", text::quantity(weight)) }
}

fn of_missing(view: &View<'_>, step: &PreparedMissing) -> String {
    format!("one for {} without a value and zero for others", view.many()) + &weight(step.weight)
}
