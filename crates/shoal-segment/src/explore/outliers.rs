//! Who stands outside: Tukey's fences on the scale of the histogram.

use super::distribution::Scale;
use crate::segmentation::Outlying;
use crate::table::FeatureTable;

/// Most outlying members that are listed.
const MOST_LISTED: usize = 10;

/// Most outlying values that a distribution carries for its picture.
const MOST_DRAWN: usize = 200;

/// What lies beyond the fences of a feature.
#[derive(Debug, Default)]
pub(super) struct Outliers {
    /// How many below and above.
    pub(super) counts: (usize, usize),
    /// Those farthest beyond a fence.
    pub(super) farthest: Vec<Outlying>,
    /// Values for the picture.
    pub(super) drawn: Vec<f64>,
}

/// Values beyond which a feature with these five numbers has outliers. `None` where the quartiles are equal: any other value would then be
/// called one.
pub(super) fn fences(five: [f64; 5], scale: Scale) -> Option<(f64, f64)> {
    let (low, high) = (scale.place(five[1]), scale.place(five[3]));
    let reach = 1.5 * (high - low);
    let fences = (scale.value(low - reach), scale.value(high + reach));
    (reach > 0.0 && fences.0.is_finite() && fences.1.is_finite()).then_some(fences)
}

/// The outliers of column number `at`, whose ascending values are `sorted`.
pub(super) fn outliers(
    table: &FeatureTable,
    at: usize,
    sorted: &[f64],
    fences: Option<(f64, f64)>,
    scale: Scale,
) -> Outliers {
    let Some((low, high)) = fences else { return Outliers::default() };
    let below = sorted.partition_point(|&value| value < low);
    let above = sorted.partition_point(|&value| value <= high);
    let drawn = thinned(sorted[..below].iter().chain(&sorted[above..]).copied().collect());
    let beyond = |value: f64| {
        let place = scale.place(value);
        (scale.place(low) - place).max(place - scale.place(high))
    };
    let column = &table.columns[at];
    let outside = |row: usize| column.get(row).filter(|&value| value < low || value > high).map(|value| (row, value));
    let mut found: Vec<(usize, f64)> = match below + sorted.len() - above {
        0 => Vec::new(),
        _ => (0..table.rows()).filter_map(outside).collect(),
    };
    found.sort_by(|a, b| beyond(b.1).total_cmp(&beyond(a.1)).then(a.0.cmp(&b.0)));
    let shown = |&(row, value): &(usize, f64)| Outlying { member: table.shown(row), value };
    Outliers {
        counts: (below, sorted.len() - above),
        farthest: found.iter().take(MOST_LISTED).map(shown).collect(),
        drawn,
    }
}

/// Evenly spaced values of a list, its first and last among them.
fn thinned(values: Vec<f64>) -> Vec<f64> {
    if values.len() <= MOST_DRAWN {
        return values;
    }
    let last = values.len() - 1;
    (0..MOST_DRAWN).map(|i| values[i * last / (MOST_DRAWN - 1)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thinning_keeps_the_extremes() {
        let many: Vec<f64> = (0..1000).map(f64::from).collect();
        let few = thinned(many);
        assert_eq!((few.len(), few[0], few[199]), (200, 0.0, 999.0));
    }

    #[test]
    fn fences_are_tukey_s_and_say_nothing_of_equal_quartiles() {
        let (linear, log) = (Scale { log: false }, Scale { log: true });
        assert_eq!(fences([0.0, 2.0, 3.0, 4.0, 9.0], linear), Some((-1.0, 7.0)));
        assert_eq!(fences([0.0, 2.0, 2.0, 2.0, 9.0], linear), None);
        let folded = fences([0.0, 1.0, 3.0, 7.0, 9e9], log);
        // ln 2 and ln 8 are ln 4 apart, so the fences are ln 2 − 1.5 ln 4 = −ln 4 and ln 8 + ln 8 = ln 64.
        assert!(folded.is_some_and(|(low, high)| (low + 3.0).abs() < 1e-12 && (high - 63.0).abs() < 1e-12));
        assert_eq!(fences([f64::MIN, f64::MIN, 0.0, f64::MAX, f64::MAX], linear), None);
    }
}
