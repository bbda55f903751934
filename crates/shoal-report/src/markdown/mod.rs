//! The report as Markdown: the same story as the page, without its figures.
//!
//! Tables are GitHub's. Everything that may come from a file is escaped, so that a name cannot become markup.

mod base;
mod data;
mod exhibits;
mod future;
mod how;
mod preparation;
mod segments;
mod table;

use crate::sheet;
use crate::text;
use crate::view::{View, method_name};
use shoal_segment::feature::Unit;
use shoal_segment::statement::Statement;

/// The whole document.
pub(crate) fn document(view: &View<'_>) -> String {
    let mut out = String::new();
    head(&mut out, view);
    base::write(&mut out, view);
    segments::write(&mut out, view);
    future::write(&mut out, view);
    how::write(&mut out, view);
    exhibits::write(&mut out, view);
    data::write(&mut out, view);
    foot(&mut out, view);
    out
}

fn head(out: &mut String, view: &View<'_>) {
    let (run, base) = (view.run, &view.run.base);
    out.push_str(&format!("# {} {}\n\n", text::capitalised(view.one()), view.run.verdict.called));
    let mut facts: Vec<String> = run.as_of.iter().map(|day| format!("As of {day}")).collect();
    facts.push(format!("{} in {}", view.counted(view.assigned()), text::counted(view.clusters().len(), "segment")));
    facts.extend(base.revenue.map(|revenue| format!("revenue {}", text::money(revenue))));
    facts.extend(match run.unit {
        Unit::Customer => base.orders.map(|orders| text::counted(orders, "order")),
        Unit::Order => Some(text::counted(base.distinct_customers, "customer")),
    });
    if let (Some(first), Some(last)) = (base.first_day, base.last_day) {
        facts.push(format!("purchases from {first} to {last}"));
    }
    out.push_str(&format!("{}.\n\n## Summary\n\n", facts.join(" · ")));
    bullets(out, &run.summary);
    if !run.verdict.statements.is_empty() {
        out.push_str(&format!("> **How sure is this?** {}\n\n", sentences(&run.verdict.statements)));
    }
    if let Some(answers) = sheet::answers(run) {
        how::sheet(out, &answers);
    }
    if let Some(found) = sheet::verdict(run) {
        how::sheet(out, &found);
        out.push_str(&format!("{}\n\n", sheet::VERDICT_CAPTION));
    }
}

fn foot(out: &mut String, view: &View<'_>) {
    let run = view.run;
    out.push_str(&format!(
        "---\n\nMade by Shoal {} with {}{}, seed {}, {} {}.\n",
        escaped(&run.shoal_version),
        escaped(&method_name(&run.sweep.method)),
        view.as_of(", "),
        run.seed,
        view.many(),
        escaped(&run.fingerprint),
    ));
}

/// Statements as one run of sentences.
fn sentences(statements: &[Statement]) -> String {
    let texts: Vec<String> = statements.iter().map(|statement| escaped(&statement.text)).collect();
    texts.join(" ")
}

/// Statements as a list, with an empty line after it; nothing without statements.
fn bullets<'a>(out: &mut String, statements: impl IntoIterator<Item = &'a Statement>) {
    let list: String = statements.into_iter().map(|statement| format!("- {}\n", escaped(&statement.text))).collect();
    if !list.is_empty() {
        out.push_str(&list);
        out.push('\n');
    }
}

/// A text without anything that Markdown or HTML would take for markup.
fn escaped(content: &str) -> String {
    let mut out = String::with_capacity(content.len() + 8);
    for c in text::plain(content).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '$' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn names_do_not_become_markup() {
        assert_eq!(escaped("a_b *c* | <script> [x](y) `z`"), "a\\_b \\*c\\* \\| &lt;script&gt; \\[x\\](y) \\`z\\`");
        assert_eq!(escaped("one\ntwo"), "one two");
    }
}
