//! Exponential and natural logarithm as plain arithmetic, so that they run in lanes and give the same bits everywhere.
//!
//! The functions of the platform are called for one number at a time and differ in the last bit from one platform to the
//! next. These two consist of additions, multiplications, one division and shifts of bits, without a branch: called for every
//! lane inside a [`crate::lanes::Arithmetic`] they become vector code of the width at hand.
//!
//! **How it works.** [`exp`]: x = k ln 2 + r with a whole k and |r| ≤ ½ ln 2, where ln 2 is taken in two parts so that r keeps
//! its digits; e^r is the Taylor polynomial of degree 13 (what is left out is below 2⁻⁵⁷), and 2^k goes into the exponent.
//! [`ln`]: x = 2^k m with m between √½ and √2; with f = m − 1 and s = f / (2 + f), ln m = 2 artanh s, whose series in s²
//! needs ten terms, arranged so that the largest part, f, is added last.
//!
//! **Accuracy.** Both within 2 units in the last place; `exp(0)` is 1 and `ln(1)` is 0. A test holds it.
//!
//! [`decay`] is `exp` for arguments that are not above 0, cut off where the result no longer counts beside 1; [`decay_single`]
//! and [`ln_single`] are the same in single precision, with polynomials as long as that needs (degree 7, five terms).
//!
//! **Edges.** `exp` is 0 below −708 (no denormal results) and infinite above 709. `ln` wants a positive normal number; for 0,
//! denormal, negative or infinite numbers its result means nothing.
//!
//! **References.** Muller, Elementary Functions (2016), doi:10.1007/978-1-4899-7983-4.

use std::f64::consts::LOG2_E;

/// The leading bits of ln 2: times a whole number up to 2048 it is exact.
const LN_2_HIGH: f64 = f64::from_bits(0x3fe6_2e42_fee0_0000);
/// ln 2 minus [`LN_2_HIGH`].
const LN_2_LOW: f64 = f64::from_bits(0x3dea_39ef_3579_3c76);

/// Adding and taking away this number rounds to a whole number, which then stands in the lowest bits.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// Below this argument [`decay`] is 0.
const FADED: f64 = -69.0;

/// The leading bits of ln 2 in single precision: times a whole number up to 512 it is exact.
const LN_2_HIGH_SINGLE: f32 = f32::from_bits(0x3f31_8000);
/// ln 2 minus [`LN_2_HIGH_SINGLE`].
const LN_2_LOW_SINGLE: f32 = -2.121_944_4e-4;
/// As [`ROUND`], in single precision.
const ROUND_SINGLE: f32 = 12_582_912.0;
/// Bits of the exponent of an `f32`.
const EXPONENT_SINGLE: u32 = 0xff80_0000;
/// Bits of √½ in single precision.
const HALF_ROOT_SINGLE: u32 = 0x3f35_04f3;
/// 2²³, as [`TWO_52`].
const TWO_23: f32 = 8_388_608.0;

/// Smallest argument of [`exp`] whose result is not 0.
const LOWEST: f64 = -708.0;
/// Largest argument of [`exp`] whose result is finite.
const HIGHEST: f64 = 709.0;

/// 1/2!, 1/3! … 1/13!.
const FACTORIALS: [f64; 12] = [
    1.0 / 2.0,
    1.0 / 6.0,
    1.0 / 24.0,
    1.0 / 120.0,
    1.0 / 720.0,
    1.0 / 5_040.0,
    1.0 / 40_320.0,
    1.0 / 362_880.0,
    1.0 / 3_628_800.0,
    1.0 / 39_916_800.0,
    1.0 / 479_001_600.0,
    1.0 / 6_227_020_800.0,
];

/// 2/3, 2/5 … 2/21: the series of 2 artanh.
const ODD: [f64; 10] = [
    2.0 / 3.0,
    2.0 / 5.0,
    2.0 / 7.0,
    2.0 / 9.0,
    2.0 / 11.0,
    2.0 / 13.0,
    2.0 / 15.0,
    2.0 / 17.0,
    2.0 / 19.0,
    2.0 / 21.0,
];

/// Bits of the exponent of an `f64`.
const EXPONENT: u64 = 0xfff0_0000_0000_0000;
/// Bits of √½, the low end of the numbers around 1.
const HALF_ROOT: u64 = 0x3fe6_a09e_667f_3bcd;
/// 2⁵²: a whole number below it in the lowest bits of its mantissa is that number added.
const TWO_52: f64 = 4_503_599_627_370_496.0;

/// e to the power of `x`, within 2 units in the last place; 0 below −708, infinite above 709, NaN for NaN.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    let inside = if x < LOWEST { LOWEST } else { x };
    let result = power_of_e(if inside > HIGHEST { HIGHEST } else { inside });
    let result = if x < LOWEST { 0.0 } else { result };
    if x > HIGHEST { f64::INFINITY } else { result }
}

/// e to the power of `x`, which is not above 0, within 2 units in the last place; exactly 0 below −69, NaN for NaN.
#[inline(always)]
pub fn decay(x: f64) -> f64 {
    let result = power_of_e(if x < FADED { FADED } else { x });
    if x < FADED { 0.0 } else { result }
}

/// e to the power of `x`, a number from [`LOWEST`] to [`HIGHEST`].
#[inline(always)]
fn power_of_e(x: f64) -> f64 {
    let shifted = x * LOG2_E + ROUND;
    let k = shifted - ROUND;
    let r = (x - k * LN_2_HIGH) - k * LN_2_LOW;
    // Even and odd powers apart: two short chains instead of a long one.
    let square = r * r;
    let (mut even, mut odd) = (FACTORIALS[10], FACTORIALS[11]);
    for i in (0..5).rev() {
        even = even * square + FACTORIALS[2 * i];
        odd = odd * square + FACTORIALS[2 * i + 1];
    }
    let power = f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52);
    (1.0 + (r + square * (even + r * odd))) * power
}

/// As [`decay`], in single precision.
#[inline(always)]
pub fn decay_single(x: f32) -> f32 {
    let least = FADED as f32;
    let inside = if x < least { least } else { x };
    let shifted = inside * std::f32::consts::LOG2_E + ROUND_SINGLE;
    let k = shifted - ROUND_SINGLE;
    let r = (inside - k * LN_2_HIGH_SINGLE) - k * LN_2_LOW_SINGLE;
    let square = r * r;
    let (mut even, mut odd) = (FACTORIALS[4] as f32, FACTORIALS[5] as f32);
    for i in (0..2).rev() {
        even = even * square + FACTORIALS[2 * i] as f32;
        odd = odd * square + FACTORIALS[2 * i + 1] as f32;
    }
    let power = f32::from_bits(shifted.to_bits().wrapping_add(127) << 23);
    let result = (1.0 + (r + square * (even + r * odd))) * power;
    if x < least { 0.0 } else { result }
}

/// As [`ln`], in single precision.
#[inline(always)]
pub fn ln_single(x: f32) -> f32 {
    let distance = x.to_bits().wrapping_sub(HALF_ROOT_SINGLE).wrapping_add(127 << 23);
    let k = f32::from_bits((distance >> 23) | TWO_23.to_bits()) - (TWO_23 + 127.0);
    let m = f32::from_bits(x.to_bits().wrapping_sub((distance & EXPONENT_SINGLE).wrapping_sub(127 << 23)));
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let mut series = ODD[4] as f32;
    for i in (0..4).rev() {
        series = series * z + ODD[i] as f32;
    }
    let half_square = 0.5 * f * f;
    k * LN_2_HIGH_SINGLE - ((half_square - (s * (half_square + series * z) + k * LN_2_LOW_SINGLE)) - f)
}

/// Natural logarithm of `x`, a positive normal number, within 2 units in the last place.
#[inline(always)]
pub fn ln(x: f64) -> f64 {
    // How many powers of two lie between √½ and x, plus 1023 to keep it positive.
    let distance = x.to_bits().wrapping_sub(HALF_ROOT).wrapping_add(1023 << 52);
    let k = f64::from_bits((distance >> 52) | TWO_52.to_bits()) - (TWO_52 + 1023.0);
    let m = f64::from_bits(x.to_bits().wrapping_sub((distance & EXPONENT).wrapping_sub(1023 << 52)));
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let mut series = ODD[9];
    for i in (0..9).rev() {
        series = series * z + ODD[i];
    }
    let half_square = 0.5 * f * f;
    k * LN_2_HIGH - ((half_square - (s * (half_square + series * z) + k * LN_2_LOW)) - f)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::{Arithmetic, Width, run_with};
    use crate::random::Stream;

    /// Distance of two positive numbers in units in the last place.
    fn units(a: f64, b: f64) -> u64 {
        a.abs().to_bits().abs_diff(b.abs().to_bits())
    }

    #[test]
    fn the_exponential_is_right_to_two_units() {
        let mut stream = Stream::new(1, 0);
        for i in 0..400_000 {
            let reach = [0.4, 5.0, 700.0][i % 3];
            let x = (stream.uniform() * 2.0 - 1.0) * reach;
            assert!(units(exp(x), x.exp()) <= 2, "{x}: {} {}", exp(x), x.exp());
        }
        let table = [(0.0, 1.0), (-0.0, 1.0), (-1e300, 0.0), (f64::NEG_INFINITY, 0.0), (710.0, f64::INFINITY)];
        for (x, expected) in table {
            assert_eq!(exp(x), expected);
        }
        assert!(exp(f64::NAN).is_nan());
        assert!(units(exp(-708.0), (-708.0f64).exp()) <= 2 && units(exp(709.0), 709.0f64.exp()) <= 2);
        assert_eq!(exp(1e-300), 1.0);
    }

    #[test]
    fn the_logarithm_is_right_to_two_units() {
        let mut stream = Stream::new(2, 0);
        for i in 0..400_000 {
            let x = match i % 4 {
                0 => 1.0 + stream.uniform(),
                1 => 0.5 + stream.uniform(),
                2 => 1.0 + (stream.uniform() - 0.5) * 1e-9,
                _ => exp((stream.uniform() * 2.0 - 1.0) * 700.0),
            };
            assert!(units(ln(x), x.ln()) <= 2, "{x}: {} {}", ln(x), x.ln());
        }
        assert_eq!(ln(1.0).to_bits(), 0);
        for x in [f64::MIN_POSITIVE, f64::MAX, 2.0, 0.5, 2.0f64.sqrt(), 0.5f64.sqrt()] {
            assert!(units(ln(x), x.ln()) <= 2, "{x}");
        }
    }

    #[test]
    fn what_decays_is_the_exponential_until_it_is_cut_off() {
        let mut stream = Stream::new(3, 0);
        for i in 0..200_000 {
            let x = -stream.uniform() * [0.5, 69.0][i % 2];
            assert_eq!(decay(x).to_bits(), exp(x).to_bits());
            let single = x as f32;
            let expected = f64::from(single).exp() as f32;
            assert!(decay_single(single).to_bits().abs_diff(expected.to_bits()) <= 2, "{single}");
            let above = (1.0 + 40.0 * stream.uniform()) as f32;
            for y in [above, 1.0 / above, 1.0 + 1e-3 * single] {
                let expected = f64::from(y).ln() as f32;
                assert!(ln_single(y).abs().to_bits().abs_diff(expected.abs().to_bits()) <= 2, "{y}");
            }
        }
        for x in [-69.1, -1e300, f64::NEG_INFINITY] {
            assert_eq!((decay(x), decay_single(x as f32)), (0.0, 0.0));
        }
        assert_eq!((decay(0.0), decay_single(0.0), ln_single(1.0)), (1.0, 1.0, 0.0));
        assert!(decay(f64::NAN).is_nan() && decay_single(f32::NAN).is_nan());
    }

    struct Both<'a>(&'a [f64]);

    impl Arithmetic for Both<'_> {
        type Output = Vec<u64>;

        #[inline(always)]
        fn compute(self) -> Vec<u64> {
            self.0.iter().map(|&x| (exp(x) + ln(x.abs() + 1.0)).to_bits()).collect()
        }
    }

    #[test]
    fn every_width_gives_the_same_bits() {
        let values: Vec<f64> = (-700..700).map(|i| f64::from(i) * 1.01).collect();
        let expected = run_with(Width::Plain, Both(&values));
        assert_eq!(run_with(Width::Avx2, Both(&values)), expected);
        assert_eq!(run_with(Width::Avx512, Both(&values)), expected);
    }
}
