//! One axis: its label, its scale and the places it spans.

use crate::figure::scale::Scale;
use kuva::render::render_utils::generate_ticks_with_step;

/// What an axis shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Axis {
    /// The label beside it; may be empty.
    pub(crate) label: String,
    /// Places of the smallest and the largest value shown; the second is the larger.
    pub(crate) range: (f64, f64),
    /// How values become places.
    pub(crate) scale: Scale,
    /// The distance between ticks, where it is fixed; for linear axes.
    pub(crate) step: Option<f64>,
}

impl Axis {
    /// An axis that shows all values with a little room at both ends.
    pub(crate) fn around(label: impl Into<String>, values: impl IntoIterator<Item = f64>, scale: Scale) -> Self {
        let (low, high) = extremes(values);
        Self { label: label.into(), range: padded(scale.place(low), scale.place(high)), scale, step: None }
    }

    /// A linear axis from `low` to `high`; equal ends are moved apart.
    pub(crate) fn exactly(label: impl Into<String>, low: f64, high: f64) -> Self {
        let range = if high > low { (low, high) } else { padded(low, high) };
        Self { label: label.into(), range, scale: Scale::Linear, step: None }
    }

    /// The values of its ticks, about `wanted`.
    pub(crate) fn ticks(&self, wanted: usize) -> Vec<f64> {
        match self.step {
            Some(step) => generate_ticks_with_step(self.range.0, self.range.1, step),
            None => self.scale.ticks(self.range, wanted),
        }
    }
}

/// Smallest and largest finite value; `(0, 1)` without any.
fn extremes(values: impl IntoIterator<Item = f64>) -> (f64, f64) {
    let mut ends: Option<(f64, f64)> = None;
    for value in values.into_iter().filter(|value| value.is_finite()) {
        ends = Some(ends.map_or((value, value), |(low, high)| (low.min(value), high.max(value))));
    }
    ends.unwrap_or((0.0, 1.0))
}

fn padded(low: f64, high: f64) -> (f64, f64) {
    let room = if high > low { (high - low) * 0.04 } else { (low.abs() * 0.1).max(0.5) };
    (low - room, high + room)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_never_empty() {
        for scale in [Scale::Linear, Scale::Logarithmic] {
            for values in [vec![], vec![0.0], vec![5.0, 5.0], vec![f64::NAN], vec![-3.0], vec![1e9], vec![-54.0, 1e5]] {
                let axis = Axis::around("", values, scale);
                assert!(axis.range.0 < axis.range.1 && axis.range.0.is_finite() && axis.range.1.is_finite());
                assert!(axis.ticks(5).iter().all(|tick| tick.is_finite()));
            }
        }
        let axis = Axis::exactly("", 5.0, 5.0);
        assert!(axis.range.0 < axis.range.1);
    }
}
