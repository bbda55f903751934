//! One feature twice: the histogram of its values as they came above that of the same values as they are clustered.

use crate::figure::axis::Axis;
use crate::figure::canvas::{Alt, Canvas, Grid, Look, Margins};
use crate::figure::distribution::bars;
use crate::figure::scale::Scale;
use crate::figure::ticks;
use maud::Markup;
use shoal_segment::segmentation;

const WIDTH: f64 = 340.0;
/// Height of each half, its ticks included.
const HALF: f64 = 112.0;
const SIDES: (f64, f64) = (44.0, 14.0);
/// Room above the bars, and for the ticks below them.
const ENDS: (f64, f64) = (8.0, 24.0);

/// The figure; `None` without values.
pub(crate) fn figure(before: &segmentation::Look, after: &segmentation::Look, alt: &Alt) -> Option<Markup> {
    if before.counts.is_empty() || after.counts.is_empty() {
        return None;
    }
    let mut canvas = Canvas::new(WIDTH, 2.0 * HALF);
    half(&mut canvas, before, 0.0);
    half(&mut canvas, after, HALF);
    Some(canvas.finish(alt))
}

/// A histogram whose upper end is at `top`.
fn half(canvas: &mut Canvas, look: &segmentation::Look, top: f64) {
    let x = Axis::around("", look.edges.iter().copied(), Scale::Linear);
    let most = look.counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let whole = (most < 5.0).then_some(1.0);
    let y = Axis { step: whole, ..Axis::exactly("", 0.0, most * 1.06) };
    let margins = Some(Margins { sides: SIDES, ends: (top + ENDS.0, 2.0 * HALF - top - HALF + ENDS.1) });
    let seen = Look { ticks: 3, x_ticks: false, grid: Grid::Levels, margins, ..Look::default() };
    let frame = canvas.frame(&x, &y, seen);
    bars(canvas, &frame, &look.edges, &look.counts);
    ticks::below(canvas, &frame, &x.ticks(5), seen.text);
}
