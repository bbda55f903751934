//! Statements on the page: the run's own sentences, word for word.

use maud::{Markup, html};
use shoal_segment::statement::Statement;

/// Sentences as one paragraph; nothing when there are none.
pub(crate) fn paragraph(statements: &[Statement]) -> Markup {
    html! {
        @if !statements.is_empty() {
            p {
                @for (i, statement) in statements.iter().enumerate() {
                    @if i > 0 { " " }
                    (statement.text)
                }
            }
        }
    }
}

/// Sentences as a list, for what a reader should weigh one by one.
pub(crate) fn list(statements: &[Statement]) -> Markup {
    html! {
        @if !statements.is_empty() {
            ul.sentences {
                @for statement in statements { li { (statement.text) } }
            }
        }
    }
}
