//! One index over all k: a small line with the choice marked.
//!
//! An undefined value leaves a gap in the line. The chosen k has a filled accent diamond and a dashed line, the runner-up an
//! open circle; a vertical bar is an interval.

use crate::figure::axis::Axis;
use crate::figure::canvas::{Alt, Canvas, Frame, Look};
use crate::figure::mark::{Mark, short};
use crate::figure::palette;
use crate::figure::scale::Scale;
use maud::Markup;
use std::fmt::Write as _;

/// One k.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    /// Number of clusters.
    pub(crate) k: usize,
    /// The index.
    pub(crate) value: Option<f64>,
    /// Its interval.
    pub(crate) interval: Option<(f64, f64)>,
}

/// What is marked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Marked {
    /// The chosen k.
    pub(crate) chosen: usize,
    /// The runner-up.
    pub(crate) runner_up: Option<usize>,
}

/// The figure; `None` when no value is defined.
pub(crate) fn figure(steps: &[Step], marked: Marked, alt: &Alt) -> Option<Markup> {
    let defined = |step: &Step| step.value.filter(|value| value.is_finite());
    let values = steps.iter().filter(|step| defined(step).is_some());
    let ends = values.flat_map(|step| [step.value, step.interval.map(|i| i.0), step.interval.map(|i| i.1)]);
    let ends: Vec<f64> = ends.flatten().collect();
    if ends.is_empty() {
        return None;
    }
    let (first, last) = (steps.first()?.k as f64, steps.last()?.k as f64);
    let x = Axis { step: Some(k_step(last - first)), ..Axis::exactly("k", first - 0.4, last + 0.4) };
    let mut canvas = Canvas::new(270.0, 190.0);
    let frame = canvas.frame(&x, &Axis::around("", ends, Scale::Linear), Look { ticks: 4, ..Look::default() });
    let (_, top, _, bottom) = frame.edges();
    let (chosen, _) = frame.at(marked.chosen as f64, 0.0);
    if steps.iter().any(|step| step.k == marked.chosen) {
        canvas.dashes((chosen, top), (chosen, bottom), palette::ACCENT);
    }
    canvas.stroke(path(&frame, steps), palette::NEUTRAL, 2.0);
    for step in steps {
        if let Some(value) = defined(step) {
            point(&mut canvas, &frame, *step, value, marked);
        }
    }
    Some(canvas.finish(alt))
}

/// Whole numbers between ticks so that at most about ten are shown.
fn k_step(span: f64) -> f64 {
    (span / 9.0).ceil().max(1.0)
}

fn path(frame: &Frame, steps: &[Step]) -> String {
    let mut path = String::new();
    let mut pen = 'M';
    for step in steps {
        match step.value.filter(|value| value.is_finite()) {
            Some(value) => {
                let (x, y) = frame.at(step.k as f64, value);
                let _ = write!(path, "{pen}{} {}", short(x), short(y));
                pen = 'L';
            }
            None => pen = 'M',
        }
    }
    path
}

fn point(canvas: &mut Canvas, frame: &Frame, step: Step, value: f64, marked: Marked) {
    if let Some((low, high)) = step.interval {
        canvas.line(frame.at(step.k as f64, low), frame.at(step.k as f64, high), palette::NEUTRAL, 1.5);
    }
    let place = frame.at(step.k as f64, value);
    let (round, diamond) = (Mark::of("S1", 0), Mark::of("S4", 0));
    if step.k == marked.chosen {
        canvas.shape(diamond.path(place, 5.5), palette::ACCENT, Some("#ffffff"));
    } else if Some(step.k) == marked.runner_up {
        canvas.shape(round.path(place, 5.0), palette::ACCENT, None);
        canvas.shape(round.path(place, 3.0), "#ffffff", None);
    } else {
        canvas.shape(round.path(place, 3.2), palette::NEUTRAL, Some("#ffffff"));
    }
}
