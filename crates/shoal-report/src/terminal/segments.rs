//! The segments in a table.

use crate::terminal::table::within;
use crate::text;
use shoal_segment::segmentation::{Segment, Segmentation};

/// The segments: id, name, size, revenue, and what to do first; at most `width` characters wide.
///
/// Narrow terminals (under 80) get the advice left out rather than every cell wrapped.
pub fn segments(segmentation: &Segmentation, width: usize) -> String {
    if segmentation.segments.is_empty() {
        return format!("No {} could be put into a segment.\n", segmentation.unit.one());
    }
    let wide = width >= 80;
    let mut headers = vec!["", "segment", segmentation.unit.many(), "share"];
    if segmentation.base.revenue.is_some() {
        headers.extend(["revenue", "share of revenue"]);
    }
    if wide {
        headers.push("first advice");
    }
    let rows: Vec<Vec<String>> = segmentation.segments.iter().map(|segment| cells(segment, wide)).collect();
    within(&headers, &rows, width)
}

fn cells(segment: &Segment, wide: bool) -> Vec<String> {
    let mut cells =
        vec![segment.id.clone(), segment.name.clone(), text::count(segment.members), text::share(segment.share)];
    if let Some(revenue) = segment.revenue {
        cells.extend([text::money(revenue), text::share(segment.revenue_share)]);
    }
    if wide {
        cells.push(segment.advice.first().map_or_else(String::new, |advice| advice.title.clone()));
    }
    cells
}
