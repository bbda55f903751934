//! One axis: its label, the range it spans and whether it is logarithmic.
//!
//! A logarithmic axis is a choice of the picture, not of the analysis: it is taken when all values are positive and the
//! largest is more than a hundred times the smallest, and the caption says so.

/// Largest over smallest value above which a positive axis becomes logarithmic.
const LOG_SPAN: f64 = 100.0;

/// What an axis shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Axis {
    /// The label beside it; may be empty.
    pub(crate) label: String,
    /// Smallest and largest value shown; the second is the larger.
    pub(crate) range: (f64, f64),
    /// Whether it is logarithmic; then both ends are positive.
    pub(crate) log: bool,
    /// The distance between ticks, where it is fixed.
    pub(crate) step: Option<f64>,
}

impl Axis {
    /// An axis that shows all values with a little room at both ends.
    pub(crate) fn around(label: impl Into<String>, values: impl IntoIterator<Item = f64>) -> Self {
        let (low, high) = extremes(values);
        let log = low > 0.0 && high / low > LOG_SPAN;
        let range = if log { padded_log(low, high) } else { padded(low, high) };
        Self { label: label.into(), range, log, step: None }
    }

    /// An axis from `low` to `high`; equal ends are moved apart.
    pub(crate) fn exactly(label: impl Into<String>, low: f64, high: f64) -> Self {
        let range = if high > low { (low, high) } else { padded(low, high) };
        Self { label: label.into(), range, log: false, step: None }
    }

    /// The same axis, never logarithmic.
    pub(crate) fn linear(label: impl Into<String>, values: impl IntoIterator<Item = f64>) -> Self {
        let (low, high) = extremes(values);
        Self { label: label.into(), range: padded(low, high), log: false, step: None }
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

fn padded_log(low: f64, high: f64) -> (f64, f64) {
    let room = (high / low).powf(0.04);
    (low / room, high * room)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_positive_values_are_shown_logarithmically() {
        assert!(Axis::around("", [1.0, 101.0]).log);
        assert!(!Axis::around("", [1.0, 100.0]).log);
        assert!(!Axis::around("", [0.0, 1e6]).log);
        assert!(!Axis::around("", [-5.0, 1e6]).log);
    }

    #[test]
    fn a_range_is_never_empty() {
        for values in [vec![], vec![0.0], vec![5.0, 5.0], vec![f64::NAN], vec![-3.0], vec![1e9]] {
            let axis = Axis::around("", values);
            assert!(axis.range.0 < axis.range.1 && axis.range.0.is_finite() && axis.range.1.is_finite());
        }
        let axis = Axis::exactly("", 5.0, 5.0);
        assert!(axis.range.0 < axis.range.1);
    }
}
