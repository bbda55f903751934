//! The methods side by side, when there were several.

use crate::sheet;
use crate::view::View;
use maud::{Markup, html};

/// Draws the panel.
pub(crate) fn draw(view: &View<'_>) -> Option<Markup> {
    let comparison = view.run.comparison.as_ref()?;
    Some(html! {
        p.strong { (comparison.reason.text) }
        (sheet::methods(comparison, None).page("Methods compared"))
        @for row in &comparison.rows {
            @if let Some(refused) = &row.refused { p { (row.name) " was not fitted: " (refused) } }
        }
        p.caption { (sheet::METHODS_CAPTION) }
        @if let Some(found) = sheet::found_again(comparison, &view.clusters()) {
            h3 { "Whether other methods find the same segments" }
            (found.page("Segments found again"))
            p.caption { (sheet::FOUND_AGAIN) }
        }
    })
}
