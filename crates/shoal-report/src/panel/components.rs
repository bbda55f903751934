//! The principal components that were clustered in place of the features: what each stands for, and how much it keeps.

use crate::page::table::{Cell, Holds, table};
use crate::panel::direction;
use crate::text;
use crate::view::View;
use maud::{Markup, html};
use shoal_segment::rfm;
use shoal_segment::segmentation::Components;

/// Draws the panel; nothing when the features themselves were clustered.
pub(crate) fn draw(view: &View<'_>) -> Option<Markup> {
    let components = view.run.components.as_ref()?;
    let names: Vec<String> = (1..=components.each.len()).map(|at| format!("Component {at}")).collect();
    let mut columns = vec![("Column", Holds::Words)];
    columns.extend(names.iter().map(|name| (name.as_str(), Holds::Numbers)));
    let mut rows: Vec<Vec<Cell>> = vec![
        std::iter::once(Cell::text("Share of variance"))
            .chain(components.each.iter().map(|component| Cell::text(text::share(component.share))))
            .collect(),
    ];
    for (at, label) in view.prepared_columns().iter().enumerate() {
        let weights = components.each.iter().map(|component| component.weights.get(at).copied());
        let cell = |weight: f64| Cell::of(html! { span.muted { (direction(weight)) } " " (text::index(weight)) });
        let cells = weights.map(|weight| weight.map_or_else(|| Cell::text(text::UNDEFINED), cell));
        rows.push(std::iter::once(Cell::text(label)).chain(cells).collect());
    }
    Some(html! {
        p { (words(view, components)) }
        (table("Weights of the prepared columns on the components", &columns, &rows))
        p.caption { "How each prepared column changes along a component, with its weight on it." }
    })
}

/// What was clustered, in a sentence.
pub(crate) fn words(view: &View<'_>, components: &Components) -> String {
    let kept = match components.explained {
        Some(share) => format!("They keep {} of the variance.", text::share(share)),
        None => "No column varies, so there is no variance to keep.".to_owned(),
    };
    let instead = format!(
        "{} instead of the {} themselves",
        text::counted(components.kept, "principal component"),
        text::counted(components.of, "prepared column"),
    );
    let members = text::capitalised(view.many());
    if view.run.sweep.method == rfm::METHOD.id {
        return format!("The segments were judged by {instead}; RFM scores its features as they are. {kept}");
    }
    format!("{members} were clustered by {instead}. {kept}")
}
