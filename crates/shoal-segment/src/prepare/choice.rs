//! Which shape a feature gets when nobody says: the simplest that does what its skewness asks for.
//!
//! # How it works
//! 1. Where the skewness is within ±1, nothing is done.
//! 2. [`simple`]: with negative values, asinh; else, for a right tail, `ln(1 + x)`; for a left tail nothing simple helps. It counts only
//!    when it takes at least a tenth off the skewness: a feature of two values keeps its skewness whatever is done to it.
//! 3. Where strong skewness is left, the power transform of Yeo and Johnson is taken if it leaves at most half of it. It bends tails so
//!    hard that the largest values become alike, so it is not taken for less.
//!
//! Ranks are never taken by themselves: they would make a bell of any feature, and its bands and tails would be gone.

use super::shape;
use super::skew::{CLEARLY_SKEWED, STRONGLY_SKEWED};
use crate::segmentation::{Shape, Tried};
use crate::spec::Transform;
use shoal_kernel::moments;

/// Share of the skewness that a simple shape leaves at the most.
const SIMPLE_LEAVES: f64 = 0.9;

/// Share of what is left then that the power transform leaves at the most.
const POWER_LEAVES: f64 = 0.5;

/// A shape, and the skewness with each that was looked at.
pub(super) struct Choice {
    pub(super) shape: Shape,
    pub(super) tried: Vec<Tried>,
}

/// The shape of a word for ascending values, or what the evidence asks for.
pub(super) fn choose(sorted: &[f64], word: Transform) -> Choice {
    let mut choice = Choice { shape: Shape::None, tried: Vec::new() };
    let skewness = choice.tries(Shape::None, sorted);
    match shape::fit(sorted, word) {
        Some(Shape::None) => {}
        Some(shape) => {
            choice.tries(shape.clone(), sorted);
            choice.shape = shape;
        }
        None => by_evidence(&mut choice, sorted, skewness),
    }
    choice
}

fn by_evidence(choice: &mut Choice, sorted: &[f64], skewness: Option<f64>) {
    let Some(skewness) = skewness.filter(|skewness| skewness.abs() > CLEARLY_SKEWED) else { return };
    let mut left = skewness.abs();
    if let Some(shape) = shape::fit(sorted, simple(sorted, skewness)).filter(|shape| *shape != Shape::None) {
        left = choice.takes(shape, sorted, (SIMPLE_LEAVES, left));
    }
    if left > STRONGLY_SKEWED
        && let Some(shape) = shape::fit(sorted, Transform::YeoJohnson)
    {
        choice.takes(shape, sorted, (POWER_LEAVES, left));
    }
}

/// The simple shape for ascending values with clear skewness.
fn simple(sorted: &[f64], skewness: f64) -> Transform {
    match sorted.first().is_some_and(|&least| least < 0.0) {
        true => Transform::Asinh,
        false if skewness > 0.0 => Transform::Log1p,
        false => Transform::None,
    }
}

impl Choice {
    /// Notes the skewness that a shape leaves.
    fn tries(&mut self, shape: Shape, sorted: &[f64]) -> Option<f64> {
        let bent: Vec<f64> = sorted.iter().map(|&value| shape.apply(value)).collect();
        let skewness = moments::skewness(&bent);
        self.tried.push(Tried { shape: shape.word().into(), skewness });
        skewness
    }

    /// Takes a shape that leaves at most a share of the skewness that is left; gives what is left after that.
    fn takes(&mut self, shape: Shape, sorted: &[f64], (share, left): (f64, f64)) -> f64 {
        match self.tries(shape.clone(), sorted).map(f64::abs).filter(|&after| after <= share * left) {
            Some(after) => {
                self.shape = shape;
                after
            }
            None => left,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shoal_kernel::{Stream, quantile};

    fn chosen(value: impl Fn(&mut Stream) -> f64) -> &'static str {
        let mut stream = Stream::new(7, 1);
        let values: Vec<f64> = (0..2_000).map(|_| value(&mut stream)).collect();
        choose(&quantile::sorted(&values), Transform::Auto).shape.word()
    }

    #[test]
    fn the_simplest_that_helps() {
        assert_eq!(chosen(Stream::normal), "none");
        assert_eq!(chosen(|s| s.normal().exp() * 50.0), "log1p");
        assert_eq!(chosen(|s| (1.2 * s.normal()).exp() * 50.0 - 20.0), "asinh", "negative values");
        assert_eq!(chosen(|s| (3.0 * s.normal()).exp()), "log1p", "what it leaves is no strong skewness");
        assert_eq!(
            chosen(|s| (1.5 * s.normal()).exp() / 10.0),
            "yeo_johnson",
            "the logarithm of one plus hardly bends"
        );
        assert_eq!(chosen(|s| 1_000.0 - (s.normal() * 0.9).exp() * 50.0), "yeo_johnson", "a left tail");
        assert_eq!(chosen(|s| f64::from(u8::from(s.normal() > 1.5))), "none", "two values");
    }

    #[test]
    fn a_word_is_obeyed_and_nothing_is_taken_without_values() {
        let values = [1.0, 2.0, 40.0];
        for word in [Transform::None, Transform::Log1p, Transform::Asinh, Transform::YeoJohnson, Transform::Rank] {
            assert_eq!(choose(&values, word).shape.word(), word.word());
        }
        for nothing in [&[][..], &[3.0], &[3.0; 9]] {
            let choice = choose(nothing, Transform::Auto);
            assert_eq!((choice.shape, choice.tried.len()), (Shape::None, 1));
        }
    }
}
