//! The profiles: segments × features, coloured by where the segment's median stands among all customers.
//!
//! It is a table with coloured cells rather than a drawing: the numbers can be read, copied, searched and spoken, and it is
//! its own table twin.

use crate::figure::shade;
use crate::page::legend;
use crate::page::table::{Cell, Holds, heat};
use crate::text;
use crate::view::View;
use maud::{Markup, html};
use shoal_segment::segmentation::{FeatureProfile, Segment};

/// Draws the panel.
pub(crate) fn draw(view: &View<'_>) -> Option<Markup> {
    let features = view.features();
    if view.run.segments.is_empty() || features.is_empty() {
        return None;
    }
    let mut columns = vec![("Segment", Holds::Words)];
    columns.extend(features.iter().map(|feature| (feature.card.label.as_str(), Holds::Numbers)));
    let mut rows: Vec<Vec<Cell>> = view.run.segments.iter().enumerate().map(|(i, s)| row(view, i, s)).collect();
    let mut base = vec![Cell::text(format!("All {}", view.many()))];
    base.extend(view.run.base.profile.iter().map(|profile| Cell::text(text::quantity(profile.median))));
    rows.push(base);
    Some(html! {
        (heat("Medians by segment and feature", &columns, &rows))
        div.scale aria-hidden="true" {
            span { "below most " (view.many()) }
            @for step in -4..=4_i8 {
                i style={ "background:" (shade::diverging(f64::from(step) / 4.0)) } {}
            }
            span { "above most " (view.many()) }
        }
        p.caption {
            "Each cell is the segment's median in original units, with its level against all " (view.many()) ". " (view.level_rule()) " The colour says where "
            "that median stands among all " (view.many()) ": blue below the middle, amber above it. " (text::UNDEFINED)
            " means that no " (view.one()) " of the segment has a value."
        }
    })
}

fn row(view: &View<'_>, position: usize, segment: &Segment) -> Vec<Cell> {
    let mut row = vec![Cell::of(legend::chip(view, position))];
    row.extend(segment.profile.iter().map(cell));
    row
}

fn cell(profile: &FeatureProfile) -> Cell {
    let content = html! {
        (text::quantity(profile.median))
        @if let Some(level) = profile.level { small { (level.word()) } }
    };
    match profile.rank.filter(|rank| rank.is_finite()) {
        Some(rank) => Cell::shaded(content, &shade::diverging(2.0 * rank - 1.0)),
        None => Cell::of(content),
    }
}
