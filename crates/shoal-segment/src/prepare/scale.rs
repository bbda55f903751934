//! Centre and scale of one feature.

use crate::spec::Scaling;
use shoal_kernel::{moments, quantile};

/// What is subtracted and what is divided by, for values in ascending order; the scale is positive, 1 when they do not vary or
/// vary so little that the square of it is zero.
pub(crate) fn centre_and_scale(values: &[f64], scaling: Scaling) -> (f64, f64) {
    let (Some(&least), Some(&greatest)) = (values.first(), values.last()) else {
        return (0.0, 1.0);
    };
    if least == greatest && scaling != Scaling::None {
        return (least, 1.0);
    }
    let deviation = || match moments::variance(values, 0) {
        Some(variance) if variance > 0.0 => variance.sqrt(),
        _ => 1.0,
    };
    let at = |p| quantile::quantile(values, p).unwrap_or(least);
    match scaling {
        Scaling::None => (0.0, 1.0),
        Scaling::Standard => (moments::mean(values).unwrap_or(least), deviation()),
        Scaling::MinMax => (least, greatest - least),
        Scaling::Robust if at(0.75) > at(0.25) => (at(0.5), at(0.75) - at(0.25)),
        // Half of the customers share one value: the interquartile range is zero though the values vary.
        Scaling::Robust => (at(0.5), deviation()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_scales() {
        let values = [1.0, 2.0, 3.0, 4.0, 10.0];
        for (scaling, expected) in [
            (Scaling::None, (0.0, 1.0)),
            (Scaling::Standard, (4.0, 10f64.sqrt())),
            (Scaling::Robust, (3.0, 2.0)),
            (Scaling::MinMax, (1.0, 9.0)),
        ] {
            assert_eq!(centre_and_scale(&values, scaling), expected, "{scaling}");
        }
    }

    #[test]
    fn a_constant_becomes_zero_and_a_scale_is_never_zero() {
        for scaling in [Scaling::Standard, Scaling::Robust, Scaling::MinMax] {
            assert_eq!(centre_and_scale(&[7.0; 4], scaling), (7.0, 1.0));
            assert_eq!(centre_and_scale(&[], scaling), (0.0, 1.0));
        }
        assert_eq!(centre_and_scale(&[0.0, 1e-310], Scaling::Standard).1, 1.0, "a deviation that cannot be squared");
        let (centre, scale) = centre_and_scale(&[1.0, 1.0, 1.0, 1.0, 1.0, 9.0], Scaling::Robust);
        assert_eq!(centre, 1.0);
        assert!(scale > 1.0, "a zero interquartile range falls back to the standard deviation");
    }
}
