//! Correlations of all pairs of features, and relations of categories, as tables with coloured cells; related features stand together.

use crate::figure::matrix::signed;
use crate::figure::shade;
use crate::page::table::{Cell, Holds, heat};
use crate::text;
use crate::view::BaseView;
use maud::{Markup, html};

/// Draws the panel; nothing with fewer than two features or without correlations.
pub(crate) fn draw(view: BaseView<'_>) -> Option<Markup> {
    let features = view.features();
    if features.len() < 2 || view.exploration.correlations.is_empty() {
        return None;
    }
    let order = order(view);
    let mut columns = vec![("Feature", Holds::Words)];
    columns.extend(order.iter().map(|&at| (features[at].card.label.as_str(), Holds::Numbers)));
    let row = |(place, &at): (usize, &usize)| {
        let mut cells = vec![Cell::text(&features[at].card.label)];
        cells.extend(order.iter().enumerate().map(|(other, &column)| cell(view, (place, at), (other, column))));
        cells
    };
    let rows: Vec<Vec<Cell>> = order.iter().enumerate().map(row).collect();
    Some(html! {
        (heat("Correlations of features", &columns, &rows))
        p.caption {
            "Below the diagonal Spearman's rank correlation, which skew and outliers do not bend, above it Pearson's: amber where both rise together, "
            "blue where one falls as the other rises. Related features stand together. " (text::UNDEFINED)
            " means undefined, for instance because a feature does not vary."
        }
        (categories(view, &order))
    })
}

/// The order of the clustered heatmap where it names every feature once, else that of the catalog.
fn order(view: BaseView<'_>) -> Vec<usize> {
    let all: Vec<usize> = (0..view.features().len()).collect();
    let mut sorted = view.exploration.order.clone();
    sorted.sort_unstable();
    if sorted == all { view.exploration.order.clone() } else { all }
}

fn cell(view: BaseView<'_>, (place, row): (usize, usize), (other, column): (usize, usize)) -> Cell {
    if place == other {
        return Cell::text("");
    }
    let pearson = || view.exploration.pearson.get(row)?.get(column).copied().flatten();
    let value = if place < other { pearson() } else { view.correlation(row, column) };
    match value.filter(|r| r.is_finite()) {
        Some(r) => Cell::shaded(html! { (signed(r)) }, &shade::diverging(r)),
        None => Cell::text(text::UNDEFINED),
    }
}

/// Categories against features, then against categories; nothing without a category.
fn categories(view: BaseView<'_>, order: &[usize]) -> Markup {
    let found = view.exploration;
    let strength = |value: Option<f64>| match value.filter(|value| value.is_finite()) {
        Some(value) => Cell::shaded(html! { (signed(value)) }, &shade::diverging(value)),
        None => Cell::text(text::UNDEFINED),
    };
    let at = |matrix: &[Vec<Option<f64>>], i: usize, j: usize| matrix.get(i)?.get(j).copied().flatten();
    let mut columns = vec![("Category", Holds::Words)];
    columns.extend(order.iter().map(|&feature| (view.label(feature), Holds::Numbers)));
    columns.extend(found.categories.iter().map(|category| (category.name.as_str(), Holds::Numbers)));
    let row = |i: usize| {
        let mut cells = vec![Cell::text(&found.categories[i].name)];
        cells.extend(order.iter().map(|&feature| strength(at(&found.correlation_ratios, i, feature))));
        let other = |j: usize| if i == j { Cell::text("") } else { strength(at(&found.cramers_v, i, j)) };
        cells.extend((0..found.categories.len()).map(other));
        cells
    };
    let rows: Vec<Vec<Cell>> = (0..found.categories.len()).map(row).collect();
    html! {
        @if !rows.is_empty() {
            h3 { "Categories" }
            (heat("Relations of categories", &columns, &rows))
            p.caption {
                "A category and a feature: the correlation ratio, 0 where the category says nothing of the feature, 1 where it says all. Two "
                "categories: Cramér's V, corrected for bias. Undefined where a value of a category has fewer than five " (view.many()) " on average."
            }
        }
    }
}
