//! Eight numbers in double precision at once, for arithmetic whose result is handed out.
//!
//! What [`super::run`] makes of plain loops depends on what the compiler sees in them; a tile of several vectors that must stay
//! in registers is better said in terms of [`Eight`]. Nothing is fused and every operation rounds once, as the standard for
//! floating-point numbers demands, so all instruction sets give the same bits.

use super::wide::Plain;

/// What eight lanes of `f64` can do.
pub trait Eight: Copy {
    /// Eight numbers in double precision.
    type Doubles: Copy;

    /// Reads eight numbers.
    fn load(from: &[f64; 8]) -> Self::Doubles;
    /// Writes eight numbers.
    fn store(values: Self::Doubles, to: &mut [f64; 8]);
    /// The same number in all lanes.
    fn fill(value: f64) -> Self::Doubles;
    /// `a + b`.
    fn add(a: Self::Doubles, b: Self::Doubles) -> Self::Doubles;
    /// `a − b`.
    fn sub(a: Self::Doubles, b: Self::Doubles) -> Self::Doubles;
    /// `a × b`.
    fn mul(a: Self::Doubles, b: Self::Doubles) -> Self::Doubles;
    /// Square roots.
    fn root(a: Self::Doubles) -> Self::Doubles;

    /// Sum of the lanes, added from the first to the last.
    #[inline(always)]
    fn total(values: Self::Doubles) -> f64 {
        let mut lanes = [0.0; 8];
        Self::store(values, &mut lanes);
        lanes.iter().fold(0.0, |sum, value| sum + value)
    }
}

/// Arithmetic in terms of [`Eight`]. Mark all that it calls `#[inline(always)]`.
pub trait EightArithmetic {
    /// What it gives back.
    type Output;

    /// Does the work.
    fn compute<E: Eight>(self) -> Self::Output;
}

#[inline(always)]
fn each(a: [f64; 8], b: [f64; 8], f: impl Fn(f64, f64) -> f64) -> [f64; 8] {
    let mut out = [0.0; 8];
    for lane in 0..8 {
        out[lane] = f(a[lane], b[lane]);
    }
    out
}

impl Eight for Plain {
    type Doubles = [f64; 8];

    #[inline(always)]
    fn load(from: &[f64; 8]) -> [f64; 8] {
        *from
    }
    #[inline(always)]
    fn store(values: [f64; 8], to: &mut [f64; 8]) {
        *to = values;
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
    fn root(a: [f64; 8]) -> [f64; 8] {
        a.map(f64::sqrt)
    }
}
