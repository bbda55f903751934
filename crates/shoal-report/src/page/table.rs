//! Tables on the page: scroll inside themselves on narrow screens, numbers to the right, the first column names the row.

use maud::{Markup, html};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Words, set to the left.
    Words,
    /// Numbers, set to the right.
    Numbers,
}

/// One cell.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    content: Markup,
    style: Option<String>,
}

impl Cell {
    /// A cell with markup.
    pub(crate) fn of(content: Markup) -> Self {
        Self { content, style: None }
    }

    /// A cell with text.
    pub(crate) fn text(content: impl AsRef<str>) -> Self {
        Self::of(html! { (content.as_ref()) })
    }

    /// A cell on a colour of its own.
    pub(crate) fn shaded(content: Markup, colour: &str) -> Self {
        Self { content, style: Some(format!("background:{colour}")) }
    }
}

/// A table whose cells are coloured by their numbers: columns of equal width that keep room for their numbers.
pub(crate) fn heat(name: &str, columns: &[(&str, Holds)], rows: &[Vec<Cell>]) -> Markup {
    let width = 168 + 84 * columns.len().saturating_sub(1);
    html! {
        div.heat {
            div.scroll role="region" aria-label=(name) tabindex="0" {
                table style={ "min-width:" (width) "px" } { (body(columns, rows)) }
            }
        }
    }
}

/// A table; `name` says what it is to a screen reader.
pub(crate) fn table(name: &str, columns: &[(&str, Holds)], rows: &[Vec<Cell>]) -> Markup {
    html! {
        div.scroll role="region" aria-label=(name) tabindex="0" {
            table { (body(columns, rows)) }
        }
    }
}

fn body(columns: &[(&str, Holds)], rows: &[Vec<Cell>]) -> Markup {
    html! {
        thead {
            tr {
                @for (title, holds) in columns { th scope="col" class=[class(*holds)] { (title) } }
            }
        }
        tbody {
            @for row in rows { (line(columns, row)) }
        }
    }
}

fn line(columns: &[(&str, Holds)], row: &[Cell]) -> Markup {
    html! {
        tr {
            @for (i, cell) in row.iter().enumerate() {
                @let holds = columns.get(i).map_or(Holds::Words, |(_, holds)| *holds);
                @if i == 0 {
                    th scope="row" class=[class(holds)] style=[cell.style.as_deref()] { (cell.content) }
                } @else {
                    td class=[class(holds)] style=[cell.style.as_deref()] { (cell.content) }
                }
            }
        }
    }
}

fn class(holds: Holds) -> Option<&'static str> {
    (holds == Holds::Numbers).then_some("number")
}
