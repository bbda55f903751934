//! Ticks, grid lines and labels of a frame with a logarithmic axis.
//!
//! kuva draws those of linear axes; its logarithm knows no zero and nothing below it, so it is told the places instead of
//! the values, and what stands at them is written here, in the same look.

use crate::figure::axis::Axis;
use crate::figure::canvas::{Canvas, Frame, Grid, Look};
use crate::figure::palette;
use crate::text;

/// About how wide a character of a label is, as a share of its size.
const CHARACTER: f64 = 0.58;

/// About how wide a tick's label is.
fn width(label: &str, size: u32) -> f64 {
    CHARACTER * f64::from(size) * label.chars().count() as f64
}

/// How much room the vertical axis needs at its left for its ticks and its label.
pub(super) fn room(y: &Axis, look: Look) -> f64 {
    let widest = y.ticks(look.ticks).iter().map(|&tick| width(&text::tick(tick), look.text)).fold(0.0, f64::max);
    let label = if y.label.is_empty() { 6.0 } else { 12.0 + f64::from(look.text) };
    label + widest + 10.0
}

/// Draws the grid, the ticks and the label of the vertical axis.
pub(super) fn draw(canvas: &mut Canvas, frame: &Frame, (x, y): (&Axis, &Axis), look: Look) {
    let (left, top, right, bottom) = frame.edges();
    let (across, up) = (x.ticks(look.ticks), y.ticks(look.ticks));
    if look.grid == Grid::Full {
        for &value in &across {
            let (at, _) = frame.at(value, 0.0);
            canvas.hairline((at, top), (at, bottom));
        }
    }
    if look.grid != Grid::Bare {
        for &value in &up {
            let (_, at) = frame.at(0.0, value);
            canvas.hairline((left, at), (right, at));
        }
    }
    if look.x_ticks {
        below(canvas, frame, &across, look.text);
    }
    if look.y_ticks {
        beside(canvas, frame, &up, look.text);
        if !y.label.is_empty() {
            canvas.upright((f64::from(look.text) + 3.0, f64::midpoint(top, bottom)), &y.label, look.text + 1);
        }
    }
}

/// Ticks below a frame with their values, as many as have room.
pub(super) fn below(canvas: &mut Canvas, frame: &Frame, values: &[f64], size: u32) {
    let (_, _, _, bottom) = frame.edges();
    let mut free = f64::NEG_INFINITY;
    for &value in values {
        let (x, _) = frame.at(value, 0.0);
        let label = text::tick(value);
        let half = width(&label, size) / 2.0;
        if x - half < free {
            continue;
        }
        free = x + half + 6.0;
        canvas.line((x, bottom), (x, bottom + 4.0), palette::AXIS, 1.0);
        canvas.words((x, bottom + 6.0 + f64::from(size)), &label, size, palette::INK);
    }
}

/// Ticks at the left of a frame with their values, as many as have room.
fn beside(canvas: &mut Canvas, frame: &Frame, values: &[f64], size: u32) {
    let (left, _, _, _) = frame.edges();
    let mut free = f64::INFINITY;
    for &value in values {
        let (_, y) = frame.at(0.0, value);
        if y + f64::from(size) / 2.0 > free {
            continue;
        }
        free = y - f64::from(size) / 2.0 - 2.0;
        canvas.line((left - 4.0, y), (left, y), palette::AXIS, 1.0);
        canvas.words_before((left - 7.0, y + 0.36 * f64::from(size)), &text::tick(value), size);
    }
}
