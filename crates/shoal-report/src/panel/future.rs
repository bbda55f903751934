//! Whether the segments tell what customers do next: the sentences, the groupings side by side, the segments as of the cut.

use crate::page::sentence;
use crate::sheet;
use crate::view::View;
use maud::{Markup, html};

/// Draws the panel; nothing when nobody asked.
pub(crate) fn draw(view: &View<'_>) -> Option<Markup> {
    let future = view.run.future.as_ref()?;
    Some(html! {
        (sentence::list(&future.statements))
        @if let Some(tested) = &future.tested {
            (sheet::groupings(tested).page("Segments and baselines beside what customers did next"))
            (sheet::segments_after(tested).page("Segments on the day of the cut, and what their customers did next"))
            p.caption { (sheet::future_caption(future, tested)) }
        }
    })
}
