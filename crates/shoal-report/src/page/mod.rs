//! The page: one self-contained HTML file that opens offline and works without a script.
//!
//! [`document`] writes the head, the header, a table of contents made from the panel catalog, the panels and the footer.
//! Everything is escaped by the template engine; only the figures, which escape their own texts, are put in as they are.

mod footer;
mod header;
pub(crate) mod legend;
pub(crate) mod sentence;
pub(crate) mod table;

use crate::panel::{CATALOG, EXPLORATION};
use crate::text;
use crate::view::{BaseView, View};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use shoal_segment::segmentation::Explored;

const STYLE: &str = include_str!("style.css");

/// The whole document.
pub(crate) fn document(view: &View<'_>) -> String {
    let parts: Vec<(&'static str, &'static str, Markup)> =
        CATALOG.iter().filter_map(|panel| Some((panel.anchor, panel.title, (panel.draw)(view)?))).collect();
    let title = format!("{} {}{}", text::capitalised(view.one()), view.run.verdict.called, view.as_of(" "));
    shell((&view.run.shoal_version, &title), &header::part(view), &parts, &footer::part(view))
}

/// The whole document of an exploration.
pub(crate) fn explored(explored: &Explored) -> String {
    let view = BaseView::of(explored);
    let parts: Vec<(&'static str, &'static str, Markup)> =
        EXPLORATION.iter().filter_map(|panel| Some((panel.anchor, panel.title, (panel.draw)(view)?))).collect();
    let title = format!("{} explored", text::capitalised(view.many()));
    shell((&explored.shoal_version, &title), &header::explored(explored), &parts, &footer::explored(explored))
}

/// What all pages have in common; `named` are the version of the program and the title.
fn shell(
    named: (&str, &str),
    header: &Markup,
    parts: &[(&'static str, &'static str, Markup)],
    footer: &Markup,
) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light";
                meta name="generator" content={ "Shoal " (named.0) };
                title { (named.1) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (header)
                (contents(parts))
                main {
                    @for (anchor, title, part) in parts {
                        section id=(anchor) aria-labelledby={ (anchor) "-heading" } {
                            h2 id={ (anchor) "-heading" } { (title) }
                            (part)
                        }
                    }
                }
                (footer)
            }
        }
    };
    with_kept_percentages(without_control_characters(page.into_string()))
}

/// A percent sign never starts a line: the space before it does not break.
fn with_kept_percentages(page: String) -> String {
    let mut parts = page.split(" %");
    let mut out = String::with_capacity(page.len() + 64);
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        out.push_str(if out.ends_with(|c: char| c.is_ascii_digit()) { "\u{a0}%" } else { " %" });
        out.push_str(part);
    }
    out
}

/// Names from files may hold control characters; a page may not.
fn without_control_characters(page: String) -> String {
    let forbidden = |c: char| c.is_control() && c != '\n';
    if page.contains(forbidden) { page.replace(forbidden, " ") } else { page }
}

fn contents(parts: &[(&'static str, &'static str, Markup)]) -> Markup {
    html! {
        nav.contents aria-label="Contents" {
            ul {
                @for (anchor, title, _) in parts {
                    li { a href={ "#" (anchor) } { (title) } }
                }
            }
        }
    }
}
