//! One feature over the base: a histogram above a box with its outliers.
//!
//! The box runs from the first to the third quartile with a line at the median; whiskers run to the fences, or to the
//! extremes where those lie inside; every outlier given is a short stroke beyond them. All numbers are given, none computed.
//! Where the histogram's edges are even on a logarithmic scale, the axis has that scale, with ticks at round values.

use crate::figure::axis::Axis;
use crate::figure::canvas::{Alt, Canvas, Frame, Grid, Look, Margins};
use crate::figure::mark::short;
use crate::figure::palette;
use crate::figure::scale::Scale;
use crate::figure::ticks;
use maud::Markup;
use shoal_segment::segmentation::Distribution;
use std::fmt::Write as _;

const WIDTH: f64 = 340.0;
const HEIGHT: f64 = 210.0;
/// Where the histogram ends and the box begins.
const SPLIT: f64 = 140.0;
const SIDES: (f64, f64) = (44.0, 14.0);

/// The figure; `None` when no customer has the feature.
pub(crate) fn figure(distribution: &Distribution, alt: &Alt) -> Option<Markup> {
    let five = distribution.five?;
    let ends = distribution.edges.iter().chain(&five).copied().filter(|value| value.is_finite());
    let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    if low > high {
        return None;
    }
    let x = Axis::around("", [low, high], Scale::of_edges(distribution));
    let mut canvas = Canvas::new(WIDTH, HEIGHT);
    histogram(&mut canvas, distribution, &x);
    let upright = Axis::exactly("", 0.0, 1.0);
    let margins = Some(ends_at(SPLIT + 6.0, 26.0));
    let look = Look { x_ticks: false, y_ticks: false, grid: Grid::Bare, margins, ..Look::default() };
    let frame = canvas.frame(&x, &upright, look);
    let values = if high > low { x.ticks(5) } else { vec![low] };
    ticks::below(&mut canvas, &frame, &values, look.text);
    summary(&mut canvas, &frame, distribution, five);
    Some(canvas.finish(alt))
}

fn ends_at(top: f64, bottom: f64) -> Margins {
    Margins { sides: SIDES, ends: (top, bottom) }
}

fn histogram(canvas: &mut Canvas, distribution: &Distribution, x: &Axis) {
    let most = distribution.counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let whole = (most < 5.0).then_some(1.0);
    let y = Axis { step: whole, ..Axis::exactly("", 0.0, most * 1.06) };
    let margins = Some(ends_at(8.0, HEIGHT - SPLIT));
    let frame = canvas.frame(x, &y, Look { ticks: 4, x_ticks: false, grid: Grid::Levels, margins, ..Look::default() });
    bars(canvas, &frame, &distribution.edges, &distribution.counts);
}

/// A bar per bin of a histogram; empty bins, and those whose edges are no places, have none.
pub(crate) fn bars(canvas: &mut Canvas, frame: &Frame, edges: &[f64], counts: &[usize]) {
    for (edges, &count) in edges.windows(2).zip(counts) {
        if count == 0 || !(edges[0].is_finite() && edges[1].is_finite()) {
            continue;
        }
        let ((left, bottom), (right, top)) = (frame.at(edges[0], 0.0), frame.at(edges[1], count as f64));
        let gap = if right - left > 4.0 { 0.5 } else { 0.0 };
        let (left, right) = if right - left < 2.0 { (left - 4.0, right + 4.0) } else { (left + gap, right - gap) };
        canvas.bar((left, bottom), (right, top), palette::NEUTRAL);
    }
}

/// The box, its whiskers and the outliers.
fn summary(canvas: &mut Canvas, frame: &Frame, distribution: &Distribution, five: [f64; 5]) {
    let [low, first, median, third, high] = five;
    if !five.iter().all(|value| value.is_finite()) {
        return;
    }
    let (lower, upper) = distribution.fences.unwrap_or((low, high));
    let (from, to) = (low.max(lower).min(first), high.min(upper).max(third));
    canvas.line(frame.at(from, 0.5), frame.at(first, 0.5), palette::INK, 1.5);
    canvas.line(frame.at(third, 0.5), frame.at(to, 0.5), palette::INK, 1.5);
    canvas.line(frame.at(from, 0.34), frame.at(from, 0.66), palette::INK, 1.5);
    canvas.line(frame.at(to, 0.34), frame.at(to, 0.66), palette::INK, 1.5);
    canvas.bar(frame.at(first, 0.22), frame.at(third, 0.78), "#c9d2db");
    canvas.line(frame.at(median, 0.22), frame.at(median, 0.78), palette::INK, 1.5);
    let mut path = String::new();
    for &value in distribution.outlier_values.iter().filter(|value| value.is_finite()) {
        let ((x, top), (_, bottom)) = (frame.at(value, 0.72), frame.at(value, 0.28));
        let _ = write!(path, "M{} {}V{}", short(x), short(top), short(bottom));
    }
    if !path.is_empty() {
        canvas.stroke(path, palette::ACCENT, 1.2);
    }
}
