//! All numbers of all segments: for each feature mean, spread, quartiles, totals and effect beside the whole base.
//!
//! Long, and so folded away feature by feature; a browser opens the parts without a script.

use crate::page::legend;
use crate::page::table::{Cell, Holds, table};
use crate::text;
use crate::view::{View, with_unit};
use maud::{Markup, html};
use shoal_segment::segmentation::FeatureProfile;

/// Draws the panel.
pub(crate) fn draw(view: &View<'_>) -> Option<Markup> {
    if view.run.segments.is_empty() || view.features().is_empty() {
        return None;
    }
    Some(html! {
        p { "Each feature in original units, by segment and over all " (view.many()) "." }
        @for (position, feature) in view.features().iter().enumerate() {
            details {
                summary { (with_unit(&feature.card)) }
                p.caption { (feature.card.meaning) }
                (part(view, position, feature.card.adds_up, &feature.card.label))
            }
        }
        p.caption {
            "Effect (Cliff's delta): how often a " (view.one()) " of the segment has more than one of the others, less how often less; 1 always \
             more, 0 as often, -1 always less. " (text::UNDEFINED) " means undefined: no " (view.one()) " of the segment has a value."
        }
    })
}

fn part(view: &View<'_>, feature: usize, adds_up: bool, label: &str) -> Markup {
    let mut columns = vec![
        ("Segment", Holds::Words),
        ("Known for", Holds::Numbers),
        ("Mean", Holds::Numbers),
        ("Std. dev.", Holds::Numbers),
        ("First quartile", Holds::Numbers),
        ("Median", Holds::Numbers),
        ("Third quartile", Holds::Numbers),
        ("Effect", Holds::Numbers),
    ];
    if adds_up {
        columns.extend([("Total", Holds::Numbers), ("Share of total", Holds::Numbers)]);
    }
    let segments = view.run.segments.iter().enumerate();
    let mut rows: Vec<Vec<Cell>> = segments
        .filter_map(|(i, segment)| Some(row(Cell::of(legend::chip(view, i)), segment.profile.get(feature)?, adds_up)))
        .collect();
    if let Some(profile) = view.run.base.profile.get(feature) {
        rows.push(row(Cell::text(format!("All {}", view.many())), profile, adds_up));
    }
    table(label, &columns, &rows)
}

fn row(name: Cell, profile: &FeatureProfile, adds_up: bool) -> Vec<Cell> {
    let mut row = vec![
        name,
        Cell::text(text::count(profile.known)),
        Cell::text(text::quantity(profile.mean)),
        Cell::text(text::quantity(profile.deviation)),
        Cell::text(text::quantity(profile.quartiles.map(|quartiles| quartiles.0))),
        Cell::text(text::quantity(profile.median)),
        Cell::text(text::quantity(profile.quartiles.map(|quartiles| quartiles.1))),
        Cell::text(text::index(profile.effect)),
    ];
    if adds_up {
        row.extend([Cell::text(text::quantity(profile.total)), Cell::text(text::share(profile.share_of_total))]);
    }
    row
}
