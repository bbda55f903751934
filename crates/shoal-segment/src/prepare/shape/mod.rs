//! How a feature's values are bent: the shapes, each with how it is found on a base and how it is applied.
//!
//! # What it finds
//! [`Shape::Log1p`] draws in a long right tail; [`Shape::Asinh`] both tails, for values that may be negative; [`Shape::YeoJohnson`] as much
//! as makes the values most like normal ones, on either side; [`Shape::Rank`] makes them normal whatever they are.
//!
//! # When to use it and when not
//! The first three keep the order, the gaps and the peaks of a feature in another measure. Ranks keep the order alone: two far groups lie
//! as close as their ranks, so bands and tails are gone. That is why ranks are taken only when they are asked for.
//!
//! # How it works
//! 1. [`fit`] finds what a shape needs of the base: the unit of asinh (`unit`), the exponent (`yeo_johnson::fit`), the knots (`rank::fit`).
//! 2. [`Shape::apply`] bends one value, of the base or of a new customer, by the same steps, so that scoring gives the same bits.
//!
//! # Cost
//! `O(n)` on sorted values; the exponent about eighty times that, on at most 20,000 of them.
//!
//! # Randomness
//! None.
//!
//! # Edges
//! Every shape is ascending and gives finite numbers of finite ones. Without values, or where all are equal, asinh has unit 1 (or the value
//! itself), the exponent is 1 (values stay as they are), and ranks have one knot at 0.
//!
//! # Differences from SciPy and scikit-learn
//! `yeo_johnson` and `rank` say theirs on their pages.
//!
//! # References
//! With the shapes; asinh: J. B. Burbidge, L. Magee & A. L. Robb, Alternative transformations to handle extreme values of the
//! dependent variable, *JASA* 83 (1988), doi:10.1080/01621459.1988.10478575.

mod normal;
mod rank;
mod yeo_johnson;

use crate::segmentation::Shape;
use crate::spec::Transform;
use shoal_kernel::quantile;

/// How many units asinh looks at on either side of 0.
const FARTHEST: f64 = 1e300;

/// The shape of a word for ascending values; `None` for the word that leaves it to the evidence.
pub(super) fn fit(sorted: &[f64], word: Transform) -> Option<Shape> {
    Some(match word {
        Transform::Auto => return None,
        Transform::None => Shape::None,
        Transform::Log1p => Shape::Log1p,
        Transform::Asinh => Shape::Asinh { unit: unit(sorted) },
        Transform::YeoJohnson => Shape::YeoJohnson { lambda: yeo_johnson::fit(sorted) },
        Transform::Rank => Shape::Rank { knots: rank::fit(sorted) },
    })
}

/// The median magnitude of the values other than 0; 1 where there are none.
fn unit(sorted: &[f64]) -> f64 {
    let magnitudes: Vec<f64> = sorted.iter().map(|value| value.abs()).filter(|&value| value > 0.0).collect();
    quantile::median(&quantile::sorted(&magnitudes)).filter(|&unit| unit > 0.0).unwrap_or(1.0)
}

impl Shape {
    /// The bent value: finite for a finite one, and not below that of a smaller one.
    pub(crate) fn apply(&self, value: f64) -> f64 {
        match self {
            Self::None => value,
            Self::Log1p => value.max(-1.0 + f64::EPSILON).ln_1p(),
            Self::Asinh { unit } => (value / unit).clamp(-FARTHEST, FARTHEST).asinh(),
            Self::YeoJohnson { lambda } => yeo_johnson::apply(value, *lambda),
            Self::Rank { knots } => rank::apply(value, knots),
        }
    }

    /// Its word in settings.
    pub fn word(&self) -> &'static str {
        match self {
            Self::None => Transform::None,
            Self::Log1p => Transform::Log1p,
            Self::Asinh { .. } => Transform::Asinh,
            Self::YeoJohnson { .. } => Transform::YeoJohnson,
            Self::Rank { .. } => Transform::Rank,
        }
        .word()
    }

    /// Whether its numbers can be computed with; a stored one may have been changed by hand.
    pub(crate) fn is_sound(&self) -> bool {
        match self {
            Self::None | Self::Log1p => true,
            Self::Asinh { unit } => *unit > 0.0 && unit.is_finite(),
            Self::YeoJohnson { lambda } => lambda.is_finite(),
            Self::Rank { knots } => rank::is_sound(knots),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;
    use proptest::prelude::*;

    const WORDS: [Transform; 5] =
        [Transform::None, Transform::Log1p, Transform::Asinh, Transform::YeoJohnson, Transform::Rank];

    /// Numbers of all sizes, small whole ones among them so that some are equal.
    fn number() -> impl Strategy<Value = f64> {
        prop_oneof![
            (-5i32..30).prop_map(f64::from),
            any::<f64>().prop_filter("finite", |value| value.is_finite()),
            (-300.0f64..300.0).prop_map(|exponent| 10f64.powf(exponent)),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_shape_is_ascending_finite_and_sound(
            values in prop::collection::vec(number(), 0..40),
            others in prop::collection::vec(number(), 0..40),
        ) {
            let sorted = quantile::sorted(&values);
            let mut all = quantile::sorted(&[values, others].concat());
            all.extend([f64::MAX]);
            for word in WORDS {
                let shape = fit(&sorted, word).unwrap();
                prop_assert!(shape.is_sound(), "{shape:?}");
                let bent: Vec<f64> = all.iter().map(|&value| shape.apply(value)).collect();
                prop_assert!(bent.iter().all(|value| value.is_finite()), "{word}: {bent:?}");
                prop_assert!(bent.windows(2).all(|pair| pair[0] <= pair[1]), "{word}: {all:?} {bent:?}");
            }
        }
    }

    #[test]
    fn the_unit_is_the_median_magnitude() {
        assert_eq!(unit(&[-4.0, 0.0, 0.0, 1.0, 2.0]), 2.0);
        assert_eq!((unit(&[]), unit(&[0.0, 0.0]), unit(&[-3.0; 4])), (1.0, 1.0, 3.0));
        assert_eq!(Shape::Asinh { unit: 2.0 }.apply(-4.0), -Shape::Asinh { unit: 2.0 }.apply(4.0));
        assert_eq!(fit(&[1.0], Transform::Auto), None);
    }

    #[test]
    fn damaged_shapes_are_seen() {
        for shape in [
            Shape::Asinh { unit: 0.0 },
            Shape::Asinh { unit: f64::NAN },
            Shape::YeoJohnson { lambda: f64::INFINITY },
            Shape::Rank { knots: vec![] },
        ] {
            assert!(!shape.is_sound(), "{shape:?}");
        }
    }
}
