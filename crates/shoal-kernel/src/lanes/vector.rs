//! One register of numbers, in single or in double precision, for sums and products that stay in registers.
//!
//! Code that is written once in terms of [`Vector`] runs in both precisions: [`Single`] holds sixteen `f32` and fuses products
//! with sums where the processor can; [`Wide::Double`] holds eight `f64` and never fuses, so it gives the same bits on every
//! instruction set.

use std::marker::PhantomData;

use super::wide::Wide;
use crate::exponential;

/// Numbers in a vector of `f64`, and sums that a vector is added to.
pub const STRANDS: usize = 8;

/// One sum in strands: lanes are added to it in a fixed order, however wide the vectors are.
pub type Strands = [f64; STRANDS];

/// A number in one of the two precisions.
pub trait Number: Copy + PartialOrd + Send + Sync + 'static {
    /// Nothing.
    const ZERO: Self;
    /// One.
    const ONE: Self;
    /// Minus infinity.
    const LOWEST: Self;
    /// Largest square that is told from larger ones: sums of some of them stay finite.
    const FARTHEST: Self;
    /// Largest factor of a difference.
    const STEEPEST: Self;

    /// The nearest number of this precision.
    fn of(value: f64) -> Self;
    /// The same number in `f64`.
    fn wide(self) -> f64;
    /// `self + other`.
    fn plus(self, other: Self) -> Self;
    /// `self − other`.
    fn minus(self, other: Self) -> Self;
    /// `self × other`.
    fn times(self, other: Self) -> Self;
    /// `1 / self`.
    fn inverse(self) -> Self;
    /// e to the power of `self`, which is not above 0; exactly 0 below −69, where it is less than 10⁻²⁹.
    fn decay(self) -> Self;
    /// Natural logarithm of a positive normal number.
    fn ln(self) -> Self;
}

macro_rules! number {
    ($number:ty, $farthest:expr, $steepest:expr, $decay:path, $ln:path) => {
        impl Number for $number {
            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;
            const LOWEST: Self = Self::NEG_INFINITY;
            const FARTHEST: Self = $farthest;
            const STEEPEST: Self = $steepest;

            #[inline(always)]
            fn of(value: f64) -> Self {
                value as Self
            }
            #[inline(always)]
            fn wide(self) -> f64 {
                f64::from(self)
            }
            #[inline(always)]
            fn plus(self, other: Self) -> Self {
                self + other
            }
            #[inline(always)]
            fn minus(self, other: Self) -> Self {
                self - other
            }
            #[inline(always)]
            fn times(self, other: Self) -> Self {
                self * other
            }
            #[inline(always)]
            fn inverse(self) -> Self {
                1.0 / self
            }
            #[inline(always)]
            fn decay(self) -> Self {
                $decay(self)
            }
            #[inline(always)]
            fn ln(self) -> Self {
                $ln(self)
            }
        }
    };
}

number!(f64, 1e290, f64::INFINITY, exponential::decay, exponential::ln);
number!(f32, 1e30, 1e14, exponential::decay_single, exponential::ln_single);

/// Numbers that are worked on together: eight vectors.
pub trait Strip: Copy + Send + Sync {
    /// In which precision.
    type Number: Number;
    /// All of them 0.
    const ZERO: Self;
    /// How many there are.
    const LENGTH: usize;

    /// The numbers.
    fn numbers(&self) -> &[Self::Number];
    /// The numbers, to be changed.
    fn numbers_mut(&mut self) -> &mut [Self::Number];
}

/// An array that begins where a line of the cache begins, so that no vector lies across two lines.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(64))]
pub struct Aligned<T, const N: usize>(pub [T; N]);

macro_rules! strip {
    ($number:ty, $length:literal) => {
        impl Strip for Aligned<$number, $length> {
            type Number = $number;
            const ZERO: Self = Self([0.0; $length]);
            const LENGTH: usize = $length;

            #[inline(always)]
            fn numbers(&self) -> &[$number] {
                &self.0
            }
            #[inline(always)]
            fn numbers_mut(&mut self) -> &mut [$number] {
                &mut self.0
            }
        }
    };
}

strip!(f64, 64);
strip!(f32, 128);

/// What one register can do.
pub trait Vector: Copy {
    /// In which precision.
    type Number: Number;
    /// The register.
    type Values: Copy;
    /// Eight of them in memory.
    type Strip: Strip<Number = Self::Number>;
    /// Whether there are registers for tiles of 16 vectors and what goes with them.
    const MANY_REGISTERS: bool;
    /// Numbers in the register.
    const LANES: usize;

    /// Reads the first numbers of `from`, which has enough of them.
    fn load(from: &[Self::Number]) -> Self::Values;
    /// Writes the first numbers of `to`, which has places enough.
    fn store(values: Self::Values, to: &mut [Self::Number]);
    /// The same number in all lanes.
    fn fill(value: Self::Number) -> Self::Values;
    /// `a + b`.
    fn add(a: Self::Values, b: Self::Values) -> Self::Values;
    /// `a − b`.
    fn sub(a: Self::Values, b: Self::Values) -> Self::Values;
    /// `a × b`.
    fn mul(a: Self::Values, b: Self::Values) -> Self::Values;
    /// `a × b + c`: in `f64` in two roundings, in `f32` in one or two.
    fn times_plus(a: Self::Values, b: Self::Values, c: Self::Values) -> Self::Values;
    /// Square roots.
    fn root(a: Self::Values) -> Self::Values;
    /// The larger number of each lane, that of `b` where one of them is no number.
    fn larger(a: Self::Values, b: Self::Values) -> Self::Values;
    /// The smaller number of each lane, that of `b` where one of them is no number.
    fn smaller(a: Self::Values, b: Self::Values) -> Self::Values;
    /// Adds lane `i` to strand `i`, and in single precision then lane `i + 8`.
    fn add_to(values: Self::Values, sum: &mut Strands);
}

/// Sixteen `f32` of the instruction set `W`.
#[derive(Clone, Copy, Debug)]
pub struct Single<W>(PhantomData<W>);

impl<W: Wide> Vector for Single<W> {
    type Number = f32;
    type Values = W::Floats;
    type Strip = Aligned<f32, 128>;
    const MANY_REGISTERS: bool = W::MANY_REGISTERS;
    const LANES: usize = 16;

    #[inline(always)]
    fn load(from: &[f32]) -> W::Floats {
        W::load(&from.as_chunks().0[0])
    }
    #[inline(always)]
    fn store(values: W::Floats, to: &mut [f32]) {
        W::store(values, &mut to.as_chunks_mut().0[0]);
    }
    #[inline(always)]
    fn fill(value: f32) -> W::Floats {
        W::fill(value)
    }
    #[inline(always)]
    fn add(a: W::Floats, b: W::Floats) -> W::Floats {
        W::add(a, b)
    }
    #[inline(always)]
    fn sub(a: W::Floats, b: W::Floats) -> W::Floats {
        W::sub(a, b)
    }
    #[inline(always)]
    fn mul(a: W::Floats, b: W::Floats) -> W::Floats {
        W::mul(a, b)
    }
    #[inline(always)]
    fn times_plus(a: W::Floats, b: W::Floats, c: W::Floats) -> W::Floats {
        W::times_plus(a, b, c)
    }
    #[inline(always)]
    fn root(a: W::Floats) -> W::Floats {
        W::root(a)
    }
    #[inline(always)]
    fn larger(a: W::Floats, b: W::Floats) -> W::Floats {
        W::larger(a, b)
    }
    #[inline(always)]
    fn smaller(a: W::Floats, b: W::Floats) -> W::Floats {
        W::smaller(a, b)
    }
    #[inline(always)]
    fn add_to(values: W::Floats, sum: &mut Strands) {
        W::add_to(values, sum);
    }
}

/// Eight `f64` as an array, for every processor.
#[derive(Clone, Copy, Debug)]
pub struct PlainDouble;

#[inline(always)]
fn each(a: [f64; 8], b: [f64; 8], f: impl Fn(f64, f64) -> f64) -> [f64; 8] {
    let mut out = a;
    for lane in 0..8 {
        out[lane] = f(a[lane], b[lane]);
    }
    out
}

impl Vector for PlainDouble {
    type Number = f64;
    type Values = [f64; 8];
    type Strip = Aligned<f64, 64>;
    const MANY_REGISTERS: bool = false;
    const LANES: usize = 8;

    #[inline(always)]
    fn load(from: &[f64]) -> [f64; 8] {
        from.as_chunks().0[0]
    }
    #[inline(always)]
    fn store(values: [f64; 8], to: &mut [f64]) {
        to.as_chunks_mut().0[0] = values;
    }
    #[inline(always)]
    fn fill(value: f64) -> [f64; 8] {
        [value; 8]
    }
    #[inline(always)]
    fn add(a: [f64; 8], b: [f64; 8]) -> [f64; 8] {
        each(a, b, |a, b| a + b)
    }
    #[inline(always)]
    fn sub(a: [f64; 8], b: [f64; 8]) -> [f64; 8] {
        each(a, b, |a, b| a - b)
    }
    #[inline(always)]
    fn mul(a: [f64; 8], b: [f64; 8]) -> [f64; 8] {
        each(a, b, |a, b| a * b)
    }
    #[inline(always)]
    fn times_plus(a: [f64; 8], b: [f64; 8], c: [f64; 8]) -> [f64; 8] {
        Self::add(Self::mul(a, b), c)
    }
    #[inline(always)]
    fn root(a: [f64; 8]) -> [f64; 8] {
        a.map(f64::sqrt)
    }
    #[inline(always)]
    fn larger(a: [f64; 8], b: [f64; 8]) -> [f64; 8] {
        each(a, b, |a, b| if a > b { a } else { b })
    }
    #[inline(always)]
    fn smaller(a: [f64; 8], b: [f64; 8]) -> [f64; 8] {
        each(a, b, |a, b| if a < b { a } else { b })
    }
    #[inline(always)]
    fn add_to(values: [f64; 8], sum: &mut Strands) {
        *sum = Self::add(*sum, values);
    }
}
