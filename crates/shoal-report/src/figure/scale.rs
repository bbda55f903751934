//! How values become places along an axis: as they are, or logarithmically.
//!
//! The logarithm is the symmetric one, `sign(x) · ln(1 + |x|)`: for values from zero up it is the `ln(1 + x)` of the
//! preparation and of the histograms, and below zero its mirror image, so that no value needs to be left out. It is a choice
//! of the picture, taken from the feature's skewness and its smallest value, and the caption says so.

use kuva::render::render_utils::generate_ticks;
use shoal_segment::prepare::CLEARLY_SKEWED;
use shoal_segment::segmentation::Distribution;

/// How values become places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scale {
    /// As they are.
    Linear,
    /// By `sign(x) · ln(1 + |x|)`.
    Logarithmic,
}

impl Scale {
    /// The scale on which a feature's customers can be told apart: logarithmic when a few large values would push all others
    /// together (clear skewness to the right), or when a few far below zero would.
    pub(crate) fn of(feature: &Distribution) -> Self {
        let [low, _, _, _, high] = feature.five.unwrap_or([0.0; 5]);
        let skewness = feature.skewness.unwrap_or(0.0);
        let tail = skewness > CLEARLY_SKEWED || (skewness < -CLEARLY_SKEWED && low < 0.0);
        if tail && low < high { Self::Logarithmic } else { Self::Linear }
    }

    /// The scale of a feature's histogram: the one in which its edges are even.
    pub(crate) fn of_edges(feature: &Distribution) -> Self {
        if feature.log_edges { Self::Logarithmic } else { Self::Linear }
    }

    /// The place of a value.
    pub(crate) fn place(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Logarithmic => value.signum() * value.abs().ln_1p(),
        }
    }

    /// Round values whose places lie between two places, ascending; about `wanted` of them.
    ///
    /// A logarithmic axis gets 0 and 1, 2, 5, 10, …, or fewer of the same kind; one that spans too little to look different
    /// from a linear one gets that one's.
    pub(crate) fn ticks(self, (from, to): (f64, f64), wanted: usize) -> Vec<f64> {
        if self == Self::Linear {
            return generate_ticks(from, to, wanted);
        }
        if to - from < NEARLY_LINEAR {
            let value = |place: f64| place.signum() * place.abs().exp_m1();
            let even = generate_ticks(value(from), value(to), wanted);
            return even.into_iter().filter(|&tick| (from..=to).contains(&self.place(tick))).collect();
        }
        let most = wanted + wanted / 3 + 1;
        let mut found = LADDERS.iter().map(|&(steps, stride)| rungs((from, to), wanted, steps, stride));
        found.find(|ticks| ticks.len() <= most).unwrap_or_default()
    }
}

/// Distance of two places below which a logarithmic axis is nearly linear.
const NEARLY_LINEAR: f64 = 2.0;

/// Steps within every `stride`-th power of ten, finest first.
const LADDERS: [(&[f64], usize); 6] =
    [(&[1.0, 2.0, 5.0], 1), (&[1.0, 3.0], 1), (&[1.0], 1), (&[1.0], 2), (&[1.0], 3), (&[1.0], 4)];

/// Zero and the steps times every `stride`-th power of ten, on both sides, as far as they lie between two places and leave
/// some room to zero where that is shown.
fn rungs((from, to): (f64, f64), wanted: usize, steps: &[f64], stride: usize) -> Vec<f64> {
    let place = |value: f64| Scale::Logarithmic.place(value);
    let room = if (from..=to).contains(&0.0) { (to - from) / (2.5 * wanted.max(1) as f64) } else { 0.0 };
    let sizes = (-6..=15).step_by(stride).flat_map(|power| steps.iter().map(move |step| step * 10f64.powi(power)));
    let sizes: Vec<f64> = sizes.filter(|&size| place(size) >= room).collect();
    let below = sizes.iter().rev().map(|size| -size);
    let all = below.chain([0.0]).chain(sizes.iter().copied());
    all.filter(|&value| (from..=to).contains(&place(value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(low: f64, high: f64, wanted: usize) -> Vec<f64> {
        let place = |value: f64| Scale::Logarithmic.place(value);
        Scale::Logarithmic.ticks((place(low), place(high)), wanted)
    }

    #[test]
    fn places_are_symmetric_and_keep_the_order() {
        let log = Scale::Logarithmic;
        assert_eq!(log.place(0.0), 0.0);
        assert_eq!(log.place(-54.0), -log.place(54.0));
        assert_eq!(log.place(9.0), 9f64.ln_1p());
        let places: Vec<f64> = [-1e6, -54.0, -0.5, 0.0, 0.5, 1.0, 1e9].map(|value| log.place(value)).to_vec();
        assert!(places.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(ticks(0.0, 16_273.0, 6), [0.0, 1.0, 10.0, 100.0, 1_000.0, 10_000.0]);
        assert_eq!(ticks(-54.0, 11_662.0, 6), [-10.0, 0.0, 10.0, 100.0, 1_000.0, 10_000.0]);
        assert_eq!(ticks(1.0, 374.0, 6), [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0]);
        assert_eq!(ticks(99.0, 151.0, 5), generate_ticks(99.0, 151.0, 5));
        assert_eq!(ticks(1.0, 374.0, 3), [1.0, 10.0, 100.0]);
        assert_eq!(ticks(2.0, 900.0, 4), [3.0, 10.0, 30.0, 100.0, 300.0]);
        for (low, high) in [(0.0, 1e12), (-1e9, 1e9), (1e-4, 1e-3), (0.0, 3.0), (5e5, 6e5), (-3.0, 1e5)] {
            for wanted in [3, 5, 6] {
                let found = ticks(low, high, wanted);
                assert!((2..=10).contains(&found.len()), "{low} to {high}: {found:?}");
                assert!(found.windows(2).all(|pair| pair[0] < pair[1]), "{found:?}");
            }
        }
    }
}
