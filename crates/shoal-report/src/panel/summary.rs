//! The summary: the run's story in its own sentences, and what is known about structure.

use crate::page::sentence;
use crate::sheet;
use crate::view::View;
use maud::{Markup, html};

/// Draws the panel.
pub(crate) fn draw(view: &View<'_>) -> Option<Markup> {
    let run = view.run;
    Some(html! {
        (sentence::list(&run.summary))
        @if !run.verdict.statements.is_empty() {
            aside.note aria-label="Verdict on structure" {
                h3 { "How sure is this?" }
                (sentence::paragraph(&run.verdict.statements))
            }
        }
        @if let Some(sheet) = sheet::answers(run) { (sheet.page("The verdict")) }
        @if let Some(sheet) = sheet::verdict(run) {
            (sheet.page("How sure each segment is"))
            p.caption { (sheet::VERDICT_CAPTION) }
        }
    })
}
