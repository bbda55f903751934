//! Every automatic decision: what was chosen, why, and how to choose otherwise.

use crate::page::table::{Cell, Holds, prose};
use crate::text;
use crate::view::View;
use maud::{Markup, html};

const COLUMNS: [(&str, Holds); 4] =
    [("About", Holds::Words), ("Choice", Holds::Words), ("Why", Holds::Words), ("To choose otherwise", Holds::Words)];

/// Draws the panel; nothing when nothing was decided.
pub(crate) fn draw(view: &View<'_>) -> Option<Markup> {
    let decisions = &view.run.decisions;
    if decisions.is_empty() {
        return None;
    }
    let rows: Vec<Vec<Cell>> = decisions
        .iter()
        .map(|decision| {
            vec![
                Cell::text(text::words(&decision.about)),
                Cell::text(&decision.choice),
                Cell::text(&decision.reason.text),
                Cell::of(html! { @if !decision.flag.is_empty() { code { (decision.flag) } } }),
            ]
        })
        .collect();
    Some(prose("Decisions", &COLUMNS, &rows))
}
