//! An ascending curve of distances with the one that was taken marked.

use crate::figure::axis::Axis;
use crate::figure::canvas::{Alt, Canvas, Look};
use crate::figure::mark::short;
use crate::figure::palette;
use maud::Markup;

/// The figure: `values` ascending, drawn over the share of members that have at most so much; `level` is a dashed line.
/// `None` without values.
pub(crate) fn figure(values: &[f64], level: f64, labels: (&str, &str), alt: &Alt) -> Option<Markup> {
    let greatest = values.iter().copied().filter(|value| value.is_finite()).fold(level, f64::max);
    if values.is_empty() || !greatest.is_finite() {
        return None;
    }
    let mut canvas = Canvas::new(460.0, 280.0);
    let x = Axis::exactly(labels.0, 0.0, 100.0);
    let y = Axis::exactly(labels.1, 0.0, greatest * 1.04);
    let frame = canvas.frame(&x, &y, Look::default());
    let last = (values.len() - 1).max(1) as f64;
    let path: String = values
        .iter()
        .enumerate()
        .map(|(i, &value)| {
            let (x, y) = frame.at(i as f64 / last * 100.0, value);
            format!("{}{} {}", if i == 0 { "M" } else { "L" }, short(x), short(y))
        })
        .collect();
    canvas.stroke(path, palette::NEUTRAL, 2.0);
    let (left, _, right, _) = frame.edges();
    let (_, y) = frame.at(0.0, level);
    canvas.dashes((left, y), (right, y), palette::ACCENT);
    Some(canvas.finish(alt))
}
