//! Tables on the page: scroll inside themselves on narrow screens, numbers to the right, the first column names the row.
//!
//! What scrolls shows it: a shadow lies on the side where there is more, and where a screen is certainly too narrow a line
//! says so as well.

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

/// Screens on which a part is certainly wider than its place, and says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TooWide {
    /// Phones and small windows.
    OnSmallScreens,
    /// Phones.
    OnPhones,
    /// None.
    Never,
}

/// Widest window, in pixels, in which the style sheet shows the line for small screens.
const SMALL_SCREEN: usize = 620;
/// The same for phones.
const PHONE: usize = 430;
/// From so many columns on a table is wider than a phone, whatever is in them.
const MANY_COLUMNS: usize = 6;

/// Something that scrolls sideways in itself; `name` says what it is to a screen reader.
pub(crate) fn scrolling(name: &str, too_wide: TooWide, content: &Markup) -> Markup {
    let class = match too_wide {
        TooWide::OnSmallScreens => Some("hint small-screens"),
        TooWide::OnPhones => Some("hint phones"),
        TooWide::Never => None,
    };
    html! {
        @if let Some(class) = class { p class=(class) aria-hidden="true" { "scroll sideways →" } }
        div.scroll role="region" aria-label=(name) tabindex="0" { (content) }
    }
}

/// A table whose cells are coloured by their numbers: columns of equal width that keep room for their numbers.
pub(crate) fn heat(name: &str, columns: &[(&str, Holds)], rows: &[Vec<Cell>]) -> Markup {
    heat_of(84, name, columns, rows)
}

/// The same with columns for short numbers such as `12 %`.
pub(crate) fn narrow_heat(name: &str, columns: &[(&str, Holds)], rows: &[Vec<Cell>]) -> Markup {
    heat_of(62, name, columns, rows)
}

fn heat_of(column: usize, name: &str, columns: &[(&str, Holds)], rows: &[Vec<Cell>]) -> Markup {
    let width = 168 + column * columns.len().saturating_sub(1);
    let too_wide = match width {
        SMALL_SCREEN.. => TooWide::OnSmallScreens,
        PHONE.. => TooWide::OnPhones,
        _ => TooWide::Never,
    };
    let table = html! { table style={ "min-width:" (width) "px" } { (body(columns, rows)) } };
    html! { div.heat { (scrolling(name, too_wide, &table)) } }
}

/// A table with sentences in its cells, which keep room for them.
pub(crate) fn prose(name: &str, columns: &[(&str, Holds)], rows: &[Vec<Cell>]) -> Markup {
    let table = html! { table { (body(columns, rows)) } };
    html! { div.prose { (scrolling(name, TooWide::OnPhones, &table)) } }
}

/// A table; `name` says what it is to a screen reader.
pub(crate) fn table(name: &str, columns: &[(&str, Holds)], rows: &[Vec<Cell>]) -> Markup {
    let too_wide = if columns.len() < MANY_COLUMNS { TooWide::Never } else { TooWide::OnPhones };
    scrolling(name, too_wide, &html! { table { (body(columns, rows)) } })
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
