//! The summary: the run's story in its own sentences, and what is known about structure.

use crate::page::sentence;
use crate::view::View;
use maud::{Markup, html};

/// Draws the panel.
pub(crate) fn draw(view: &View<'_>) -> Option<Markup> {
    let run = view.run;
    Some(html! {
        (sentence::list(&run.summary))
        @if !run.verdict.statements.is_empty() || !view.structure_tested() {
            aside.note aria-label="Verdict on structure" {
                h3 { "How sure is this?" }
                @if run.verdict.statements.is_empty() {
                    p { "The structure was not tested: whether there are groups at all is not known." }
                } @else {
                    (sentence::paragraph(&run.verdict.statements))
                }
            }
        }
    })
}
