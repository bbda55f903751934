//! Segment chips and legends: a marker in the segment's colour and shape, its id and its name.

use crate::figure::mark::Mark;
use crate::text;
use crate::view::View;
use maud::{Markup, html};

/// The marker alone; the text beside it names the segment.
pub(crate) fn marker(mark: Mark, size: u32) -> Markup {
    html! {
        svg.marker viewBox="0 0 20 20" width=(size) height=(size) aria-hidden="true" focusable="false" {
            path d=(mark.path((10.0, 10.0), 7.0)) fill=(mark.colour) {}
        }
    }
}

/// Marker, id and name of the segment at a position.
pub(crate) fn chip(view: &View<'_>, position: usize) -> Markup {
    html! {
        @if let Some(segment) = view.run.segments.get(position) {
            span.chip { (marker(view.mark(position), 14)) b { (segment.id) } " " (segment.name) }
        }
    }
}

/// All segments with their sizes, for the figures that colour by segment.
pub(crate) fn legend(view: &View<'_>) -> Markup {
    html! {
        ul.legend aria-label="Segments in the figures" {
            @for (position, segment) in view.run.segments.iter().enumerate() {
                li {
                    (chip(view, position))
                    span.muted { " " (view.counted(segment.members)) ", " (text::share(segment.share)) }
                }
            }
        }
    }
}
