//! Sixteen numbers in single precision at once, for arithmetic that only narrows down what is looked at again in `f64`.
//!
//! What [`super::run`] does for plain loops is not enough where numbers must stay in registers from the first column to the
//! last: there the code says which vectors it means. It says so once, in terms of [`Wide`], and is compiled for each
//! instruction set ([`super::avx512`], [`super::avx2`], and [`Plain`] arrays, of which the compiler makes what the
//! architecture has at least, on ARM the vectors of NEON).
//!
//! Products may be fused with sums here, so the last bits differ between instruction sets. Nothing that is handed out may
//! depend on them.

use super::vector::{Aligned, PlainDouble, STRANDS, Strands, Vector};

/// What sixteen lanes can do. `Floats` are sixteen `f32`, `Wholes` sixteen `i32`.
pub trait Wide: Copy {
    /// Eight `f64` of the same instruction set, whose products are never fused.
    type Double: Vector<Number = f64, Strip = Aligned<f64, 64>>;
    /// Sixteen numbers in single precision.
    type Floats: Copy;
    /// Sixteen whole numbers.
    type Wholes: Copy;
    /// Whether there are registers for tiles of 16 vectors and what goes with them.
    const MANY_REGISTERS: bool;

    /// Reads sixteen numbers.
    fn load(from: &[f32; 16]) -> Self::Floats;
    /// Writes sixteen numbers.
    fn store(values: Self::Floats, to: &mut [f32; 16]);
    /// The same number in all lanes.
    fn fill(value: f32) -> Self::Floats;
    /// `a + b`.
    fn add(a: Self::Floats, b: Self::Floats) -> Self::Floats;
    /// `a − b`.
    fn sub(a: Self::Floats, b: Self::Floats) -> Self::Floats;
    /// `a × b`.
    fn mul(a: Self::Floats, b: Self::Floats) -> Self::Floats;
    /// `a × b + c`, in one rounding or two.
    fn times_plus(a: Self::Floats, b: Self::Floats, c: Self::Floats) -> Self::Floats;
    /// The larger number of each lane.
    fn larger(a: Self::Floats, b: Self::Floats) -> Self::Floats;
    /// The smaller number of each lane, that of `b` where one of them is no number.
    fn smaller(a: Self::Floats, b: Self::Floats) -> Self::Floats;
    /// Adds lane `i` to strand `i`, then lane `i + 8`.
    fn add_to(values: Self::Floats, sum: &mut Strands);
    /// Square roots.
    fn root(a: Self::Floats) -> Self::Floats;
    /// Bit `i` says whether lane `i` of `a` is not above that of `b`, which it is not where one of them is no number.
    fn not_above(a: Self::Floats, b: Self::Floats) -> u16;

    /// Writes the lanes whose bit is set next to each other, lowest first; what stands behind them means nothing.
    fn store_chosen(values: Self::Floats, chosen: u16, to: &mut [f32; 16]);

    /// The same whole number in all lanes.
    fn fill_whole(value: i32) -> Self::Wholes;
    /// The bits of `values` where `mask` has ones, and `number` where it has none.
    fn keyed(values: Self::Floats, mask: Self::Wholes, number: Self::Wholes) -> Self::Wholes;
    /// The bits that both have.
    fn common(a: Self::Wholes, b: Self::Wholes) -> Self::Wholes;
    /// The numbers in single precision that have these bits.
    fn as_floats(a: Self::Wholes) -> Self::Floats;
    /// The lower whole number of each lane.
    fn lower(a: Self::Wholes, b: Self::Wholes) -> Self::Wholes;
    /// The higher whole number of each lane.
    fn higher(a: Self::Wholes, b: Self::Wholes) -> Self::Wholes;
    /// Writes the lowest 16 bits of each lane.
    fn store_short(values: Self::Wholes, to: &mut [u16; 16]);
    /// Bit `i` says whether lane `i` is another number than `known[i]`.
    fn differing(values: Self::Wholes, known: &[u16; 16]) -> u16;
}

/// Arithmetic in terms of [`Wide`]. Mark all that it calls `#[inline(always)]`.
pub trait WideArithmetic {
    /// What it gives back.
    type Output;

    /// Does the work.
    fn compute<W: Wide>(self) -> Self::Output;
}

/// Arrays, for every processor.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

#[inline(always)]
fn each<A: Copy, B: Copy, T: Copy + Default>(a: [A; 16], b: [B; 16], f: impl Fn(A, B) -> T) -> [T; 16] {
    let mut out = [T::default(); 16];
    for lane in 0..16 {
        out[lane] = f(a[lane], b[lane]);
    }
    out
}

#[inline(always)]
fn bits(set: [bool; 16]) -> u16 {
    set.iter().enumerate().fold(0, |bits, (lane, &set)| bits | (u16::from(set) << lane))
}

impl Wide for Plain {
    type Double = PlainDouble;
    type Floats = [f32; 16];
    type Wholes = [i32; 16];
    const MANY_REGISTERS: bool = false;

    #[inline(always)]
    fn load(from: &[f32; 16]) -> [f32; 16] {
        *from
    }
    #[inline(always)]
    fn store(values: [f32; 16], to: &mut [f32; 16]) {
        *to = values;
    }
    #[inline(always)]
    fn fill(value: f32) -> [f32; 16] {
        [value; 16]
    }
    #[inline(always)]
    fn add(a: [f32; 16], b: [f32; 16]) -> [f32; 16] {
        each(a, b, |a, b| a + b)
    }
    #[inline(always)]
    fn sub(a: [f32; 16], b: [f32; 16]) -> [f32; 16] {
        each(a, b, |a, b| a - b)
    }
    #[inline(always)]
    fn mul(a: [f32; 16], b: [f32; 16]) -> [f32; 16] {
        each(a, b, |a, b| a * b)
    }
    #[inline(always)]
    fn times_plus(a: [f32; 16], b: [f32; 16], c: [f32; 16]) -> [f32; 16] {
        // Elsewhere than on ARM a fused product is a call of a function where the processor is not known to have it.
        let fused = cfg!(target_arch = "aarch64");
        let mut out = c;
        for lane in 0..16 {
            out[lane] = if fused { a[lane].mul_add(b[lane], c[lane]) } else { a[lane] * b[lane] + c[lane] };
        }
        out
    }
    #[inline(always)]
    fn larger(a: [f32; 16], b: [f32; 16]) -> [f32; 16] {
        each(a, b, |a, b| if a > b { a } else { b })
    }
    #[inline(always)]
    fn smaller(a: [f32; 16], b: [f32; 16]) -> [f32; 16] {
        each(a, b, |a, b| if a < b { a } else { b })
    }
    #[inline(always)]
    fn add_to(values: [f32; 16], sum: &mut Strands) {
        for strand in 0..STRANDS {
            sum[strand] = (sum[strand] + f64::from(values[strand])) + f64::from(values[strand + STRANDS]);
        }
    }
    #[inline(always)]
    fn root(a: [f32; 16]) -> [f32; 16] {
        a.map(f32::sqrt)
    }
    #[inline(always)]
    fn not_above(a: [f32; 16], b: [f32; 16]) -> u16 {
        !bits(each(a, b, |a, b| a > b))
    }
    #[inline(always)]
    fn store_chosen(values: [f32; 16], chosen: u16, to: &mut [f32; 16]) {
        let mut place = 0;
        for (lane, value) in values.into_iter().enumerate() {
            to[place & 15] = value;
            place += usize::from(chosen >> lane & 1);
        }
    }
    #[inline(always)]
    fn fill_whole(value: i32) -> [i32; 16] {
        [value; 16]
    }
    #[inline(always)]
    fn keyed(values: [f32; 16], mask: [i32; 16], number: [i32; 16]) -> [i32; 16] {
        each(each(values, mask, |value, mask| value.to_bits() as i32 & mask), number, |bits, number| bits | number)
    }
    #[inline(always)]
    fn common(a: [i32; 16], b: [i32; 16]) -> [i32; 16] {
        each(a, b, |a, b| a & b)
    }
    #[inline(always)]
    fn as_floats(a: [i32; 16]) -> [f32; 16] {
        a.map(|a| f32::from_bits(a as u32))
    }
    #[inline(always)]
    fn lower(a: [i32; 16], b: [i32; 16]) -> [i32; 16] {
        each(a, b, |a, b| if a < b { a } else { b })
    }
    #[inline(always)]
    fn higher(a: [i32; 16], b: [i32; 16]) -> [i32; 16] {
        each(a, b, |a, b| if a > b { a } else { b })
    }
    #[inline(always)]
    fn store_short(values: [i32; 16], to: &mut [u16; 16]) {
        *to = values.map(|value| value as u16);
    }
    #[inline(always)]
    fn differing(values: [i32; 16], known: &[u16; 16]) -> u16 {
        bits(each(values, *known, |value, known| value as u16 != known))
    }
}
