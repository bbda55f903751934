//! How many segments: every k that was tried, its indices, and why this one was taken.

use crate::figure::canvas::Alt;
use crate::figure::line::{self, Marked, Step};
use crate::sample;
use crate::sheet;
use crate::text;
use crate::view::View;
use maud::{Markup, html};
use shoal_segment::segmentation::{Sweep, SweepRow};

/// Draws the panel.
pub(crate) fn draw(view: &View<'_>) -> Option<Markup> {
    let sweep = &view.run.sweep;
    Some(html! {
        p.strong { (sweep.reason.text) }
        @for remark in &sweep.remarks { p { (remark.said.text) } }
        @if let Some(votes) = sheet::votes(sweep) {
            (votes.page("What each criterion votes for"))
            p.caption { (sheet::votes_caption(sweep)) }
        }
        @if sweep.rows.len() > 1 && sweep.over_k() { (pictures(sweep)) }
        @if !sweep.rows.is_empty() { (numbers(view)) }
    })
}

/// One index: its code, heading, which way is better, and how to read it from a row.
type Index = (&'static str, &'static str, &'static str, fn(&SweepRow) -> Option<f64>);

const INDICES: [Index; 7] = [
    ("inertia", "Inertia", "look for the bend", |row| row.indices.inertia),
    ("silhouette", "Silhouette", "higher is better", |row| row.indices.silhouette),
    ("davies_bouldin", "Davies-Bouldin", "lower is better", |row| row.indices.davies_bouldin),
    ("calinski_harabasz", "Calinski-Harabasz", "higher is better", |row| row.indices.calinski_harabasz),
    ("gap", "Gap", "the fewest that reach the top", |row| row.gap.map(|gap| gap.value)),
    ("prediction_strength", "Prediction strength", "the most from 0.8 on", |row| {
        row.prediction_strength.map(|strength| strength.value)
    }),
    ("stability", "Stability beyond no groups", "higher is better", |row| row.stability.map(|again| again.beyond)),
];

fn pictures(sweep: &Sweep) -> Markup {
    html! {
        div.small-figures {
            @for index in INDICES.iter().filter(|index| asked(sweep, index)) { (picture(sweep, index)) }
        }
        p.caption {
            "Each index over the number of segments k. Diamond and dashed line: the chosen k. Open circle: the runner-up."
            @if sample::any(sweep) { " Upright bar: the 95 % interval of a silhouette from a sample." }
        }
    }
}

/// Whether there is anything to draw: an index that is undefined for every k is said, what was not asked is not.
fn asked(sweep: &Sweep, (code, _, _, read): &Index) -> bool {
    !matches!(*code, "gap" | "prediction_strength" | "stability") || sweep.rows.iter().any(|row| read(row).is_some())
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
    let k_of = |at: Option<usize>| Some(sweep.rows.get(at?)?.k);
    let marked = Marked { chosen: k_of(sweep.chosen).unwrap_or(1), runner_up: k_of(sweep.runner_up) };
    let figure = line::figure(&steps, marked, &alt);
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

fn numbers(view: &View<'_>) -> Markup {
    let sweep = &view.run.sweep;
    html! {
        (sheet::sweep(sweep, view.run.unit).page("Every candidate that was tried"))
        p.caption {
            "Eligible: every segment has at least " (view.counted(sweep.min_size)) " and "
            (text::share(sweep.min_share)) " of all" (sheet::at_most_half(sweep)) ". " (text::UNDEFINED) " means undefined."
            @if sweep.rows.iter().any(|row| row.unassigned > 0) {
                " The indices count all, what the method leaves out with the nearest segment, but for the columns “without them”."
            }
            @if let Some(sentence) = sample::sentence(sweep, view.run.unit) { " " (sentence) }
        }
    }
}
