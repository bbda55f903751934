//! One measure over periods: a line with a point per period, open where the period is incomplete.

use crate::figure::axis::Axis;
use crate::figure::canvas::{Alt, Canvas, Frame, Grid, Look};
use crate::figure::mark::{Mark, short};
use crate::figure::palette;
use maud::Markup;

const WIDTH: f64 = 340.0;
const HEIGHT: f64 = 200.0;

/// Most names below the line.
const MOST_NAMES: usize = 4;

/// One period.
#[derive(Debug, Clone)]
pub(crate) struct Point {
    /// What stands below it.
    pub(crate) name: String,
    /// Its value.
    pub(crate) value: f64,
    /// Whether all of it is known.
    pub(crate) whole: bool,
}

/// The figure; `None` without a finite value.
pub(crate) fn figure(points: &[Point], alt: &Alt) -> Option<Markup> {
    let finite = points.iter().map(|point| point.value).filter(|value| value.is_finite());
    let (low, high) = finite.fold((0.0f64, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    if high == f64::NEG_INFINITY {
        return None;
    }
    let mut canvas = Canvas::new(WIDTH, HEIGHT);
    let x = Axis::exactly("", -0.5, points.len() as f64 - 0.5);
    let room = if high > low { (high - low) * 0.08 } else { 1.0 };
    let y = Axis::exactly("", if low < 0.0 { low - room } else { 0.0 }, high.max(0.0) + room);
    let frame = canvas.frame(&x, &y, Look { ticks: 4, x_ticks: false, grid: Grid::Levels, ..Look::default() });
    names(&mut canvas, &frame, points);
    let drawn = || points.iter().enumerate().filter(|(_, point)| point.value.is_finite());
    let mut path = String::new();
    for (i, point) in drawn() {
        let (x, y) = frame.at(i as f64, point.value);
        path.push_str(&format!("{}{} {}", if path.is_empty() { "M" } else { "L" }, short(x), short(y)));
    }
    canvas.stroke(path, palette::NEUTRAL, 2.0);
    let round = Mark::of("S1", 0);
    let radius = if points.len() > 30 { 2.0 } else { 3.0 };
    for (i, point) in drawn() {
        let place = frame.at(i as f64, point.value);
        canvas.shape(round.path(place, radius), palette::NEUTRAL, None);
        if !point.whole {
            canvas.shape(round.path(place, radius + 1.5), palette::ACCENT, None);
            canvas.shape(round.path(place, radius), "#ffffff", None);
        }
    }
    Some(canvas.finish(alt))
}

/// A few names, evenly taken, the first among them.
fn names(canvas: &mut Canvas, frame: &Frame, points: &[Point]) {
    let (_, _, _, bottom) = frame.edges();
    let step = points.len().div_ceil(MOST_NAMES).max(1);
    for (i, point) in points.iter().enumerate().step_by(step) {
        let (x, _) = frame.at(i as f64, 0.0);
        canvas.line((x, bottom), (x, bottom + 4.0), palette::AXIS, 1.0);
        canvas.words((x, bottom + 17.0), &point.name, 11, palette::INK);
    }
}
