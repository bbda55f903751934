//! Rank correlations of all pairs of features, as a table with coloured cells.

use crate::figure::matrix::signed;
use crate::figure::shade;
use crate::page::table::{Cell, Holds, heat};
use crate::text;
use crate::view::View;
use maud::{Markup, html};

/// Draws the panel; nothing with fewer than two features or without correlations.
pub(crate) fn draw(view: &View<'_>) -> Option<Markup> {
    let features = view.features();
    if features.len() < 2 || view.run.exploration.correlations.is_empty() {
        return None;
    }
    let columns_shown = features.len() - 1;
    let mut columns = vec![("Feature", Holds::Words)];
    columns.extend(features[..columns_shown].iter().map(|feature| (feature.card.label.as_str(), Holds::Numbers)));
    let rows: Vec<Vec<Cell>> = (1..features.len())
        .map(|row| {
            let mut cells = vec![Cell::text(&features[row].card.label)];
            cells.extend((0..columns_shown).map(|column| cell(view, row, column)));
            cells
        })
        .collect();
    Some(html! {
        (heat("Rank correlations of features", &columns, &rows))
        p.caption {
            "Spearman's rank correlation of every pair: amber where both rise together, blue where one falls as the other "
            "rises. " (text::UNDEFINED) " means undefined, for instance because a feature does not vary."
        }
    })
}

fn cell(view: &View<'_>, row: usize, column: usize) -> Cell {
    if column >= row {
        return Cell::text("");
    }
    match view.correlation(row, column).filter(|r| r.is_finite()) {
        Some(r) => Cell::shaded(html! { (signed(r)) }, &shade::diverging(r)),
        None => Cell::text(text::UNDEFINED),
    }
}
