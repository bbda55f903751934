//! A box with sides along the columns, and how near or far what lies in it can be.
//!
//! Each bound does what a distance does, one column after the other, with the nearest or farthest value that the box allows.
//! Every step of a distance (difference, square, sum) keeps the order of its operands when it is rounded; so no distance
//! comes out below [`Bounds::nearest_to`] or above [`Bounds::farthest_from`].

/// The values between `low` and `high`, column by column; both ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds<'a> {
    /// Lowest value of each column.
    pub low: &'a [f64],
    /// Highest value of each column.
    pub high: &'a [f64],
}

impl<'a> Bounds<'a> {
    /// The box that holds one point.
    #[inline(always)]
    pub fn point(point: &'a [f64]) -> Self {
        Self { low: point, high: point }
    }

    /// A squared distance that no point of this box to any point of `other` falls below.
    #[inline(always)]
    pub fn nearest_to(&self, other: &Bounds<'_>) -> f64 {
        let mut sum = 0.0;
        for ((low, high), (other_low, other_high)) in self.sides().zip(other.sides()) {
            let gap = (low - other_high).max(other_low - high).max(0.0);
            sum += gap * gap;
        }
        sum
    }

    /// A squared distance that no point of this box to any point of `other` exceeds.
    #[inline(always)]
    pub fn farthest_from(&self, other: &Bounds<'_>) -> f64 {
        let mut sum = 0.0;
        for ((low, high), (other_low, other_high)) in self.sides().zip(other.sides()) {
            let span = (high - other_low).max(other_high - low);
            sum += span * span;
        }
        sum
    }

    #[inline(always)]
    fn sides(&self) -> impl Iterator<Item = (&'a f64, &'a f64)> + use<'a> {
        self.low.iter().zip(self.high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distance::squared;
    use crate::random::Stream;

    #[test]
    fn known_boxes() {
        let unit = Bounds { low: &[0.0, 0.0], high: &[1.0, 1.0] };
        let far = Bounds { low: &[4.0, 5.0], high: &[6.0, 7.0] };
        assert_eq!((unit.nearest_to(&far), far.nearest_to(&unit)), (25.0, 25.0));
        assert_eq!((unit.farthest_from(&far), far.farthest_from(&unit)), (85.0, 85.0));
        assert_eq!(unit.nearest_to(&Bounds::point(&[0.5, 0.5])), 0.0);
        assert_eq!(unit.farthest_from(&Bounds::point(&[0.25, 0.0])), 0.75 * 0.75 + 1.0);
        assert_eq!((unit.nearest_to(&unit), unit.farthest_from(&unit)), (0.0, 2.0));
    }

    #[test]
    fn no_distance_is_beyond_its_bounds() {
        let mut stream = Stream::new(4, 0);
        for _ in 0..20_000 {
            let columns = 1 + stream.below(6);
            let scale = 10f64.powi(stream.below(9) as i32 - 4);
            let mut draw =
                |offset: f64| -> Vec<f64> { (0..columns).map(|_| offset + scale * stream.uniform()).collect() };
            let (a, b, c, d) = (draw(0.1), draw(0.1), draw(0.3), draw(0.3));
            let low = |a: &[f64], b: &[f64]| -> Vec<f64> { a.iter().zip(b).map(|(a, b)| a.min(*b)).collect() };
            let high = |a: &[f64], b: &[f64]| -> Vec<f64> { a.iter().zip(b).map(|(a, b)| a.max(*b)).collect() };
            let (low_a, high_a, low_c, high_c) = (low(&a, &b), high(&a, &b), low(&c, &d), high(&c, &d));
            let first = Bounds { low: &low_a, high: &high_a };
            let second = Bounds { low: &low_c, high: &high_c };
            for (x, y) in [(&a, &c), (&a, &d), (&b, &c), (&b, &d)] {
                let squared = squared(x, y);
                assert!(first.nearest_to(&second) <= squared && squared <= first.farthest_from(&second));
                assert!(first.nearest_to(&Bounds::point(y)) <= squared);
                assert!(squared <= first.farthest_from(&Bounds::point(y)));
            }
        }
    }
}
