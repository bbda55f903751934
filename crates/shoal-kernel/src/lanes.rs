//! Runs one piece of arithmetic with the widest vectors the processor has.
//!
//! A program built for every processor may not assume wide vectors, so the choice is made while it runs: the same inlined
//! code is compiled three times (AVX-512, AVX2, plain) and [`run`] enters the widest one that this processor has. The code
//! is written once, in plain Rust over slices; each lane of a vector carries another point, no operation is fused or
//! reordered, and so the three give the same bits.
//!
//! This is the only file of the workspace that needs `unsafe`, and only to enter a function compiled for a processor
//! feature whose presence was just asked for.

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
        if is_x86_feature_detected!("avx2") {
            return Width::Avx2;
        }
    }
    Width::Plain
}

/// Computes with the widest vectors there are.
#[inline]
pub fn run<A: Arithmetic>(arithmetic: A) -> A::Output {
    run_with(widest(), arithmetic)
}

/// Computes with vectors of `width`, or with the widest there are when the processor has no such vectors. For tests that
/// hold the widths against each other.
#[inline]
#[cfg_attr(target_arch = "x86_64", allow(unsafe_code))]
pub fn run_with<A: Arithmetic>(width: Width, arithmetic: A) -> A::Output {
    match width.min(widest()) {
        // SAFETY: `widest` found the feature on this processor, and these functions ask for nothing else.
        #[cfg(target_arch = "x86_64")]
        Width::Avx512 => unsafe { avx512(arithmetic) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above; a processor with AVX-512 has AVX2.
        Width::Avx2 => unsafe { avx2(arithmetic) },
        _ => arithmetic.compute(),
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn avx512<A: Arithmetic>(arithmetic: A) -> A::Output {
    arithmetic.compute()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn avx2<A: Arithmetic>(arithmetic: A) -> A::Output {
    arithmetic.compute()
}

#[cfg(test)]
mod tests {
    use super::*;

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
