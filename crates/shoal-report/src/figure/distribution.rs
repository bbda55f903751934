//! One feature over the base: a histogram above a box with its outliers.
//!
//! The box runs from the first to the third quartile with a line at the median; whiskers run to the fences, or to the
//! extremes where those lie inside; every outlier given is a short stroke beyond them. All numbers are given, none computed.
//! Where the histogram's edges are evenly spaced in `ln(1 + x)`, so is the axis, with ticks at round values of x.

use crate::figure::axis::Axis;
use crate::figure::canvas::{Alt, Canvas, Frame, Grid, Look, Margins};
use crate::figure::mark::short;
use crate::figure::palette;
use crate::text;
use kuva::render::render_utils::generate_ticks;
use maud::Markup;
use shoal_segment::segmentation::Distribution;
use std::fmt::Write as _;

const WIDTH: f64 = 340.0;
const HEIGHT: f64 = 210.0;
/// Where the histogram ends and the box begins.
const SPLIT: f64 = 140.0;
const SIDES: (f64, f64) = (44.0, 14.0);

/// How values become places along the axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Along {
    /// As they are.
    Values,
    /// By `ln(1 + x)`.
    Log1p,
}

impl Along {
    fn place(self, value: f64) -> f64 {
        match self {
            Self::Values => value,
            Self::Log1p => value.max(-0.999).ln_1p(),
        }
    }

    /// Round values between two values, ascending.
    fn ticks(self, low: f64, high: f64) -> Vec<f64> {
        if self == Self::Values {
            return generate_ticks(low, high, 5);
        }
        let powers = (-2..=15).map(|power| 10f64.powi(power));
        let steps = powers.flat_map(|power| [power, 2.0 * power, 5.0 * power]);
        std::iter::once(0.0).chain(steps).filter(|tick| (low..=high).contains(tick)).collect()
    }
}

/// The figure; `None` when no customer has the feature.
pub(crate) fn figure(distribution: &Distribution, alt: &Alt) -> Option<Markup> {
    let five = distribution.five?;
    let ends = distribution.edges.iter().chain(&five).copied().filter(|value| value.is_finite());
    let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    if low > high {
        return None;
    }
    let along = if distribution.log_edges { Along::Log1p } else { Along::Values };
    let (from, to) = (along.place(low), along.place(high));
    let room = (to - from) * 0.02;
    let x = Axis::exactly("", from - room, to + room);
    let mut canvas = Canvas::new(WIDTH, HEIGHT);
    histogram(&mut canvas, distribution, along, &x);
    let upright = Axis::exactly("", 0.0, 1.0);
    let margins = Some(ends_at(SPLIT + 6.0, 26.0));
    let look = Look { x_ticks: false, y_ticks: false, grid: Grid::Bare, margins, ..Look::default() };
    let frame = canvas.frame(&x, &upright, look);
    ticks(&mut canvas, &frame, along, (low, high));
    summary(&mut canvas, &frame, distribution, along, five);
    Some(canvas.finish(alt))
}

/// Ticks with their values below, as many as have room.
fn ticks(canvas: &mut Canvas, frame: &Frame, along: Along, (low, high): (f64, f64)) {
    let (_, _, _, bottom) = frame.edges();
    let mut free = f64::NEG_INFINITY;
    let values = if high > low { along.ticks(low, high) } else { vec![low] };
    for value in values {
        let (x, _) = frame.at(along.place(value), 0.0);
        let label = text::tick(value);
        let half = 4.0 * label.chars().count() as f64;
        if x - half < free {
            continue;
        }
        free = x + half + 6.0;
        canvas.line((x, bottom), (x, bottom + 4.0), palette::AXIS, false);
        canvas.words((x, bottom + 17.0), &label, 11, palette::INK);
    }
}

fn ends_at(top: f64, bottom: f64) -> Margins {
    Margins { sides: SIDES, ends: (top, bottom) }
}

fn histogram(canvas: &mut Canvas, distribution: &Distribution, along: Along, x: &Axis) {
    let most = distribution.counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let whole = (most < 5.0).then_some(1.0);
    let y = Axis { step: whole, ..Axis::exactly("", 0.0, most * 1.06) };
    let margins = Some(ends_at(8.0, HEIGHT - SPLIT));
    let frame = canvas.frame(x, &y, Look { ticks: 4, x_ticks: false, grid: Grid::Levels, margins, ..Look::default() });
    for (edges, &count) in distribution.edges.windows(2).zip(&distribution.counts) {
        if count == 0 || !(edges[0].is_finite() && edges[1].is_finite()) {
            continue;
        }
        let ((left, bottom), (right, top)) =
            (frame.at(along.place(edges[0]), 0.0), frame.at(along.place(edges[1]), count as f64));
        let gap = if right - left > 4.0 { 0.5 } else { 0.0 };
        let (left, right) = if right - left < 2.0 { (left - 4.0, right + 4.0) } else { (left + gap, right - gap) };
        canvas.bar((left, bottom), (right, top), palette::NEUTRAL);
    }
}

/// The box, its whiskers and the outliers.
fn summary(canvas: &mut Canvas, frame: &Frame, distribution: &Distribution, along: Along, five: [f64; 5]) {
    let [low, first, median, third, high] = five;
    if !five.iter().all(|value| value.is_finite()) {
        return;
    }
    let (lower, upper) = distribution.fences.unwrap_or((low, high));
    let (from, to) = (along.place(low.max(lower).min(first)), along.place(high.min(upper).max(third)));
    let (first, median, third) = (along.place(first), along.place(median), along.place(third));
    canvas.line(frame.at(from, 0.5), frame.at(first, 0.5), palette::INK, false);
    canvas.line(frame.at(third, 0.5), frame.at(to, 0.5), palette::INK, false);
    canvas.line(frame.at(from, 0.34), frame.at(from, 0.66), palette::INK, false);
    canvas.line(frame.at(to, 0.34), frame.at(to, 0.66), palette::INK, false);
    canvas.bar(frame.at(first, 0.22), frame.at(third, 0.78), "#c9d2db");
    canvas.line(frame.at(median, 0.22), frame.at(median, 0.78), palette::INK, false);
    let mut path = String::new();
    for &value in distribution.outlier_values.iter().filter(|value| value.is_finite()) {
        let ((x, top), (_, bottom)) = (frame.at(along.place(value), 0.72), frame.at(along.place(value), 0.28));
        let _ = write!(path, "M{} {}V{}", short(x), short(top), short(bottom));
    }
    if !path.is_empty() {
        canvas.stroke(path, palette::ACCENT, 1.2);
    }
}
