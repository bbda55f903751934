//! The page: one self-contained HTML file that opens offline and works without a script.
//!
//! [`document`] writes the head, the header, a table of contents made from the panel catalog, the panels and the footer.
//! Everything is escaped by the template engine; only the figures, which escape their own texts, are put in as they are.

mod footer;
mod header;
pub(crate) mod legend;
pub(crate) mod sentence;
pub(crate) mod table;

use crate::panel::CATALOG;
use crate::text;
use crate::view::View;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("style.css");

/// The whole document.
pub(crate) fn document(view: &View<'_>) -> String {
    let parts: Vec<(&'static str, &'static str, Markup)> =
        CATALOG.iter().filter_map(|panel| Some((panel.anchor, panel.title, (panel.draw)(view)?))).collect();
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light";
                meta name="generator" content={ "Shoal " (view.run.shoal_version) };
                title { (text::capitalised(view.one())) " segments" (view.as_of(" ")) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (header::part(view))
                (contents(&parts))
                main {
                    @for (anchor, title, part) in &parts {
                        section id=(anchor) aria-labelledby={ (anchor) "-heading" } {
                            h2 id={ (anchor) "-heading" } { (title) }
                            (part)
                        }
                    }
                }
                (footer::part(view))
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
