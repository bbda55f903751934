//! Runs one piece of arithmetic with the widest vectors the processor has.
//!
//! A program built for every processor may not assume wide vectors, so the choice is made while it runs: the same inlined
//! code is compiled three times (AVX-512, AVX2, plain) and entered where this processor has the instructions. There are two
//! kinds:
//!
//! - [`run`] takes an [`Arithmetic`]: plain Rust over slices, of which the compiler makes vectors. Each lane carries another
//!   point, no operation is fused or reordered, and so the three give the same bits.
//! - [`run_wide`] takes a [`WideArithmetic`]: sixteen numbers in single precision at once, in terms of [`Wide`], products
//!   fused with sums where the processor can. The three differ in their last bits: it is for screens, whose close cases are
//!   decided again in `f64`, and for results whose page says so. Its [`Wide::Double`] holds eight `f64` that are never
//!   fused, for code that must say which numbers stay in registers: the three give the same bits. [`Vector`] is what both
//!   have in common.
//!
//! This folder is the only place of the workspace that needs `unsafe`: to enter a function compiled for a processor
//! feature whose presence was just asked for, and for the instructions themselves.

use std::sync::atomic::{AtomicU8, Ordering};

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod vector;
mod wide;

pub use vector::{Aligned, Number, STRANDS, Single, Strands, Strip, Vector};
pub use wide::{Plain, Wide, WideArithmetic};

/// A piece of arithmetic to be compiled for several instruction sets.
///
/// Mark `compute`, and everything hot that it calls, `#[inline(always)]`: what is not inlined is not compiled wide.
pub trait Arithmetic {
    /// What it gives back.
    type Output;

    /// Does the work.
    fn compute(self) -> Self::Output;
}

/// An instruction set that [`run_with`] can enter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Width {
    /// What every processor of the architecture has.
    Plain,
    /// 256-bit vectors: four `f64` at once.
    Avx2,
    /// 512-bit vectors: eight `f64` at once.
    Avx512,
}

/// The widest instruction set of this processor.
#[inline]
pub fn widest() -> Width {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f") {
            return Width::Avx512;
        }
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            return Width::Avx2;
        }
    }
    Width::Plain
}

/// How wide [`run`] and [`run_wide`] may go: a [`Width`] as a number.
static MOST: AtomicU8 = AtomicU8::new(Width::Avx512 as u8);

/// From now on, the whole process computes with vectors of at most `width`. For tests that hold whole fits on different
/// instruction sets against each other, and to find out whether an instruction set is at fault.
pub fn at_most(width: Width) {
    MOST.store(width as u8, Ordering::Relaxed);
}

/// The width that [`run`] and [`run_wide`] take.
#[inline]
fn chosen() -> Width {
    let most = match MOST.load(Ordering::Relaxed) {
        0 => Width::Plain,
        1 => Width::Avx2,
        _ => Width::Avx512,
    };
    most.min(widest())
}

/// Computes with the widest vectors there are.
#[inline]
pub fn run<A: Arithmetic>(arithmetic: A) -> A::Output {
    run_with(chosen(), arithmetic)
}

/// Computes with vectors of `width`, or with the widest there are when the processor has no such vectors. For tests that
/// hold the widths against each other.
#[inline]
pub fn run_with<A: Arithmetic>(width: Width, arithmetic: A) -> A::Output {
    run_wide_with(width, Loops(arithmetic))
}

/// Arithmetic that leaves the vectors to the compiler.
struct Loops<A>(A);

impl<A: Arithmetic> WideArithmetic for Loops<A> {
    type Output = A::Output;

    #[inline(always)]
    fn compute<W: Wide>(self) -> A::Output {
        self.0.compute()
    }
}

/// Computes with the widest vectors there are, sixteen numbers in single precision at once.
#[inline]
pub fn run_wide<A: WideArithmetic>(arithmetic: A) -> A::Output {
    run_wide_with(chosen(), arithmetic)
}

/// Computes with vectors of `width`, or with the widest there are when the processor has no such vectors. For tests that
/// hold the widths against each other.
#[inline]
#[cfg_attr(target_arch = "x86_64", allow(unsafe_code))]
pub fn run_wide_with<A: WideArithmetic>(width: Width, arithmetic: A) -> A::Output {
    match width.min(widest()) {
        // SAFETY: `widest` found the feature on this processor, and these functions ask for nothing else.
        #[cfg(target_arch = "x86_64")]
        Width::Avx512 => unsafe { wide_avx512(arithmetic) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above; a processor with AVX-512 has AVX2 and FMA.
        Width::Avx2 => unsafe { wide_avx2(arithmetic) },
        _ => arithmetic.compute::<Plain>(),
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn wide_avx512<A: WideArithmetic>(arithmetic: A) -> A::Output {
    arithmetic.compute::<avx512::Avx512>()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn wide_avx2<A: WideArithmetic>(arithmetic: A) -> A::Output {
    arithmetic.compute::<avx2::Avx2>()
}

/// Asks for `values` to be brought near, because they are needed soon; changes nothing else.
#[inline(always)]
#[cfg_attr(target_arch = "x86_64", allow(unsafe_code))]
pub fn fetch_soon<T>(values: &[T]) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        let (first, bytes) = (values.as_ptr().cast::<i8>(), size_of_val(values));
        for from in (0..bytes).step_by(LINE) {
            // SAFETY: a prefetch reads nothing; any address is allowed.
            unsafe { _mm_prefetch::<_MM_HINT_T0>(first.wrapping_add(from)) }
        }
        if bytes > 0 {
            // SAFETY: as above.
            unsafe { _mm_prefetch::<_MM_HINT_T0>(first.wrapping_add(bytes - 1)) }
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = values;
}

/// Bytes of a line of the cache.
#[cfg(target_arch = "x86_64")]
const LINE: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    /// Every operation once, on numbers with and without order.
    struct Everything<'a>(&'a [f32; 16], &'a [f32; 16], &'a [u16; 16]);

    impl WideArithmetic for Everything<'_> {
        type Output = (Vec<[f32; 16]>, Vec<u16>, [u16; 16]);

        #[inline(always)]
        fn compute<W: Wide>(self) -> Self::Output {
            let (a, b) = (W::load(self.0), W::load(self.1));
            let mask = W::fill_whole(!0xff);
            let (x, y) = (W::keyed(a, mask, W::fill_whole(3)), W::keyed(b, mask, W::fill_whole(200)));
            let number = |of| W::common(of, W::fill_whole(0xff));
            let lower = W::lower(x, y);
            let floats = [
                W::add(a, b),
                W::sub(a, b),
                W::times_plus(a, b, W::fill(1.0)),
                W::larger(a, b),
                W::smaller(a, b),
                W::mul(a, b),
                W::root(a),
                W::as_floats(W::higher(x, y)),
                W::as_floats(lower),
            ];
            let stored = floats.map(|floats| {
                let mut out = [0.0; 16];
                W::store(floats, &mut out);
                out
            });
            let mut short = [0; 16];
            W::store_short(number(lower), &mut short);
            let mut chosen = [0.0; 16];
            W::store_chosen(a, 0b1010_0100_1000_0111, &mut chosen);
            chosen[7..].fill(0.0);
            let stored = [&stored[..], &[chosen]].concat();
            (stored, vec![W::not_above(a, b), W::differing(number(lower), self.2)], short)
        }
    }

    #[test]
    fn every_instruction_set_does_what_the_arrays_do() {
        // Small whole numbers and quarters: exact also where products are fused.
        let a: [f32; 16] = std::array::from_fn(|lane| (lane * lane % 11) as f32 * 0.25);
        let mut b: [f32; 16] = std::array::from_fn(|lane| (lane * 7 % 13) as f32 * 0.5);
        b[5] = f32::NAN;
        let known = std::array::from_fn(|lane| if lane % 3 == 0 { 3 } else { 200 });
        let with = |width| {
            let (floats, masks, short) = run_wide_with(width, Everything(&a, &b, &known));
            (floats.concat().iter().map(|value| value.to_bits() & !0x0040_0000).collect::<Vec<_>>(), masks, short)
        };
        let expected = with(Width::Plain);
        assert_eq!(expected.1[0] >> 5 & 1, 1, "a number is not above no number");
        assert!(expected.2.iter().all(|&number| number == 3 || number == 200));
        assert_eq!((with(Width::Avx2), with(Width::Avx512)), (expected.clone(), expected));
    }

    /// Every operation of [`Vector`] once.
    fn vector_operations<V: Vector>(a: &[f64; 16], b: &[f64; 16]) -> Vec<u64> {
        let number = |values: &[f64; 16]| values.map(V::Number::of);
        let (a, b) = (V::load(&number(a)), V::load(&number(b)));
        let third = V::fill(V::Number::of(0.375));
        let results = [V::add(a, b), V::sub(a, b), V::mul(a, b), V::times_plus(a, b, third), V::larger(a, b)];
        let mut bits = Vec::new();
        for values in results.into_iter().chain([V::smaller(a, b), V::root(b), V::fill(V::Number::ONE)]) {
            let mut strip: V::Strip = Strip::ZERO;
            V::store(values, &mut strip.numbers_mut()[V::LANES..]);
            bits.extend(strip.numbers().iter().map(|number| number.wide().to_bits()));
            let mut sum = [0.1; STRANDS];
            V::add_to(values, &mut sum);
            bits.extend(sum.map(f64::to_bits));
        }
        bits
    }

    struct Vectors<'a>(&'a [f64; 16], &'a [f64; 16]);

    impl WideArithmetic for Vectors<'_> {
        type Output = [Vec<u64>; 2];

        #[inline(always)]
        fn compute<W: Wide>(self) -> [Vec<u64>; 2] {
            [vector_operations::<W::Double>(self.0, self.1), vector_operations::<Single<W>>(self.0, self.1)]
        }
    }

    #[test]
    fn vectors_do_what_the_arrays_do_and_double_ones_to_the_bit() {
        // Quarters are exact in single precision also where products are fused; the other numbers are not in double precision.
        let quarters: [f64; 16] = std::array::from_fn(|lane| (lane * lane % 11) as f64 * 0.25);
        let halves: [f64; 16] = std::array::from_fn(|lane| (lane * 7 % 13) as f64 * 0.5);
        let [expected, singles] = run_wide_with(Width::Plain, Vectors(&quarters, &halves));
        let rough = [quarters.map(|value| value / 3.0), halves.map(|value| value / 7.0)];
        let [rough_expected, _] = run_wide_with(Width::Plain, Vectors(&rough[0], &rough[1]));
        for width in [Width::Avx2, Width::Avx512] {
            assert_eq!(run_wide_with(width, Vectors(&quarters, &halves)), [expected.clone(), singles.clone()]);
            assert_eq!(run_wide_with(width, Vectors(&rough[0], &rough[1]))[0], rough_expected);
        }
        assert_eq!(f64::from_bits(expected[8 + 3]), quarters[3] + halves[3]);
    }

    struct Roots<'a>(&'a mut [f64]);

    impl Arithmetic for Roots<'_> {
        type Output = f64;

        #[inline(always)]
        fn compute(self) -> f64 {
            self.0.iter_mut().for_each(|value| *value = (*value * *value + 0.1).sqrt());
            self.0.iter().sum()
        }
    }

    #[test]
    fn every_width_gives_the_same_bits() {
        let values: Vec<f64> = (0..1000).map(|i| f64::from(i) * 0.37).collect();
        let mut expected = values.clone();
        let sum = run_with(Width::Plain, Roots(&mut expected));
        for width in [Width::Avx2, Width::Avx512] {
            let mut roots = values.clone();
            assert_eq!(run_with(width, Roots(&mut roots)).to_bits(), sum.to_bits());
            assert_eq!(roots, expected);
        }
    }
}
