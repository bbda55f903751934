//! How many segments: every k that was tried, its indices, and why this one was taken.

use crate::figure::canvas::Alt;
use crate::figure::line::{self, Marked, Step};
use crate::page::table::{Cell, Holds, table};
use crate::sample;
use crate::text;
use crate::view::View;
use maud::{Markup, html};
use shoal_segment::segmentation::{Sweep, SweepRow};

/// Draws the panel.
pub(crate) fn draw(view: &View<'_>) -> Option<Markup> {
    let sweep = &view.run.sweep;
    Some(html! {
        p.strong { (sweep.reason.text) }
        @if sweep.rows.len() > 1 { (pictures(sweep)) }
        @if !sweep.rows.is_empty() { (numbers(view)) }
    })
}

/// One index: its code, heading, which way is better, and how to read it from a row.
type Index = (&'static str, &'static str, &'static str, fn(&SweepRow) -> Option<f64>);

const INDICES: [Index; 4] = [
    ("inertia", "Inertia", "look for the bend", |row| Some(row.inertia)),
    ("silhouette", "Silhouette", "higher is better", |row| row.silhouette),
    ("davies_bouldin", "Davies-Bouldin", "lower is better", |row| row.davies_bouldin),
    ("calinski_harabasz", "Calinski-Harabasz", "higher is better", |row| row.calinski_harabasz),
];

fn pictures(sweep: &Sweep) -> Markup {
    html! {
        div.small-figures {
            @for index in &INDICES { (picture(sweep, index)) }
        }
        p.caption {
            "Each index over the number of segments k. Diamond and dashed line: the chosen k. Open circle: the runner-up."
            @if sample::any(sweep) { " Upright bar: the 95 % interval of a silhouette from a sample." }
        }
    }
}

fn picture(sweep: &Sweep, (code, heading, better, read): &Index) -> Markup {
    let steps: Vec<Step> = sweep
        .rows
        .iter()
        .map(|row| Step {
            k: row.k,
            value: read(row),
            interval: row.silhouette_interval.filter(|_| *code == "silhouette"),
        })
        .collect();
    let decided = if sweep.chosen_by == *code { "; this one decided" } else { "" };
    let alt = Alt {
        id: format!("figure-sweep-{}", code.replace('_', "-")),
        title: format!("{heading} over k"),
        description: format!("{better}{decided}. The table below gives every value."),
    };
    let figure = line::figure(&steps, Marked { chosen: sweep.k, runner_up: sweep.runner_up }, &alt);
    html! {
        figure {
            h3 { (heading) }
            p.muted { (better) (decided) }
            @match figure {
                Some(figure) => (figure),
                None => p.muted { "Undefined for every k." },
            }
        }
    }
}

fn columns(silhouettes: &[String]) -> Vec<(&str, Holds)> {
    let mut columns = vec![("Segments (k)", Holds::Words), ("Inertia", Holds::Numbers)];
    columns.extend(silhouettes.iter().map(|header| (header.as_str(), Holds::Numbers)));
    columns.extend([
        ("Davies-Bouldin", Holds::Numbers),
        ("Calinski-Harabasz", Holds::Numbers),
        ("Smallest segment", Holds::Numbers),
        ("Its share", Holds::Numbers),
        ("Eligible", Holds::Words),
        ("", Holds::Words),
    ]);
    columns
}

fn numbers(view: &View<'_>) -> Markup {
    let sweep = &view.run.sweep;
    let rows: Vec<Vec<Cell>> = sweep.rows.iter().map(|row| line_of(sweep, row)).collect();
    let silhouettes = sample::headers(sweep, view.run.unit);
    html! {
        (table("Every k that was tried", &columns(&silhouettes), &rows))
        p.caption {
            "Eligible: every segment has at least " (view.counted(sweep.min_size)) " and "
            (text::share(sweep.min_share)) " of all. " (text::UNDEFINED) " means undefined."
            @if let Some(sentence) = sample::sentence(sweep, view.run.unit) { " " (sentence) }
        }
    }
}

fn line_of(sweep: &Sweep, row: &SweepRow) -> Vec<Cell> {
    let mut cells = vec![Cell::text(text::count(row.k)), Cell::text(text::quantity(row.inertia))];
    cells.extend(sample::cells(sweep, row).iter().map(Cell::text));
    cells.extend([
        Cell::text(text::index(row.davies_bouldin)),
        Cell::text(text::quantity(row.calinski_harabasz)),
        Cell::text(text::count(row.smallest)),
        Cell::text(text::share(row.smallest_share)),
        Cell::text(if row.eligible { "yes" } else { "no" }),
        Cell::of(html! {
            @if row.k == sweep.k { span.tag { "◆ chosen" } }
            @else if Some(row.k) == sweep.runner_up { span.tag { "○ runner-up" } }
        }),
    ]);
    cells
}
