//! [`Wide`] with the vectors of AVX2 and fused products: two registers each.
#![allow(unsafe_code, reason = "the instructions of AVX2 are entered only after the processor was asked for them")]

use std::arch::x86_64::*;

use super::vector::{Aligned, Strands, Vector};
use super::wide::{Plain, Wide};

/// Two registers of 256 bits. Only [`super::run_wide`] may use it, on a processor that has AVX2 and FMA.
#[derive(Clone, Copy, Debug)]
pub(super) struct Avx2;

/// Two vectors made from pairs of vectors.
macro_rules! both {
    ($f:ident, $a:expr, $b:expr) => {
        unsafe { [$f($a[0], $b[0]), $f($a[1], $b[1])] }
    };
}

// SAFETY, of every block below: `run_wide` enters code in terms of `Avx2` only after it found AVX2 and FMA on this processor;
// where memory is read or written, the halves of the reference hold exactly the bytes of the two instructions.
impl Wide for Avx2 {
    type Double = Double256;
    type Floats = [__m256; 2];
    type Wholes = [__m256i; 2];
    const MANY_REGISTERS: bool = false;

    #[inline(always)]
    fn load(from: &[f32; 16]) -> [__m256; 2] {
        unsafe { [_mm256_loadu_ps(from.as_ptr()), _mm256_loadu_ps(from[8..].as_ptr())] }
    }
    #[inline(always)]
    fn store(values: [__m256; 2], to: &mut [f32; 16]) {
        unsafe {
            _mm256_storeu_ps(to.as_mut_ptr(), values[0]);
            _mm256_storeu_ps(to[8..].as_mut_ptr(), values[1]);
        }
    }
    #[inline(always)]
    fn fill(value: f32) -> [__m256; 2] {
        unsafe { [_mm256_set1_ps(value); 2] }
    }
    #[inline(always)]
    fn add(a: [__m256; 2], b: [__m256; 2]) -> [__m256; 2] {
        both!(_mm256_add_ps, a, b)
    }
    #[inline(always)]
    fn sub(a: [__m256; 2], b: [__m256; 2]) -> [__m256; 2] {
        both!(_mm256_sub_ps, a, b)
    }
    #[inline(always)]
    fn mul(a: [__m256; 2], b: [__m256; 2]) -> [__m256; 2] {
        both!(_mm256_mul_ps, a, b)
    }
    #[inline(always)]
    fn times_plus(a: [__m256; 2], b: [__m256; 2], c: [__m256; 2]) -> [__m256; 2] {
        unsafe { [_mm256_fmadd_ps(a[0], b[0], c[0]), _mm256_fmadd_ps(a[1], b[1], c[1])] }
    }
    #[inline(always)]
    fn larger(a: [__m256; 2], b: [__m256; 2]) -> [__m256; 2] {
        both!(_mm256_max_ps, a, b)
    }
    #[inline(always)]
    fn smaller(a: [__m256; 2], b: [__m256; 2]) -> [__m256; 2] {
        both!(_mm256_min_ps, a, b)
    }
    #[inline(always)]
    fn add_to(values: [__m256; 2], sum: &mut Strands) {
        let wide = |half: __m256| unsafe {
            [_mm256_cvtps_pd(_mm256_castps256_ps128(half)), _mm256_cvtps_pd(_mm256_extractf128_ps::<1>(half))]
        };
        Double256::add_to(wide(values[0]), sum);
        Double256::add_to(wide(values[1]), sum);
    }
    #[inline(always)]
    fn root(a: [__m256; 2]) -> [__m256; 2] {
        unsafe { [_mm256_sqrt_ps(a[0]), _mm256_sqrt_ps(a[1])] }
    }
    #[inline(always)]
    fn not_above(a: [__m256; 2], b: [__m256; 2]) -> u16 {
        let not_above =
            |half: usize| unsafe { _mm256_movemask_ps(_mm256_cmp_ps::<_CMP_NGT_UQ>(a[half], b[half])) as u16 };
        not_above(0) | not_above(1) << 8
    }
    #[inline(always)]
    fn store_chosen(values: [__m256; 2], chosen: u16, to: &mut [f32; 16]) {
        let mut lanes = [0.0; 16];
        Self::store(values, &mut lanes);
        Plain::store_chosen(lanes, chosen, to);
    }
    #[inline(always)]
    fn fill_whole(value: i32) -> [__m256i; 2] {
        unsafe { [_mm256_set1_epi32(value); 2] }
    }
    #[inline(always)]
    fn keyed(values: [__m256; 2], mask: [__m256i; 2], number: [__m256i; 2]) -> [__m256i; 2] {
        let bits = unsafe { [_mm256_castps_si256(values[0]), _mm256_castps_si256(values[1])] };
        let kept = both!(_mm256_and_si256, bits, mask);
        both!(_mm256_or_si256, kept, number)
    }
    #[inline(always)]
    fn common(a: [__m256i; 2], b: [__m256i; 2]) -> [__m256i; 2] {
        both!(_mm256_and_si256, a, b)
    }
    #[inline(always)]
    fn as_floats(a: [__m256i; 2]) -> [__m256; 2] {
        unsafe { [_mm256_castsi256_ps(a[0]), _mm256_castsi256_ps(a[1])] }
    }
    #[inline(always)]
    fn lower(a: [__m256i; 2], b: [__m256i; 2]) -> [__m256i; 2] {
        both!(_mm256_min_epi32, a, b)
    }
    #[inline(always)]
    fn higher(a: [__m256i; 2], b: [__m256i; 2]) -> [__m256i; 2] {
        both!(_mm256_max_epi32, a, b)
    }
    #[inline(always)]
    fn store_short(values: [__m256i; 2], to: &mut [u16; 16]) {
        unsafe {
            // Packing works on halves of a register: the quarters come out as 0, 2, 1, 3. Higher bits than 16 are cut first.
            let low = _mm256_set1_epi32(0xffff);
            let packed = _mm256_packus_epi32(_mm256_and_si256(values[0], low), _mm256_and_si256(values[1], low));
            _mm256_storeu_si256(to.as_mut_ptr().cast(), _mm256_permute4x64_epi64::<0b1101_1000>(packed));
        }
    }
    #[inline(always)]
    fn differing(values: [__m256i; 2], known: &[u16; 16]) -> u16 {
        let same = |half: usize| unsafe {
            let known = _mm256_cvtepu16_epi32(_mm_loadu_si128(known[8 * half..].as_ptr().cast()));
            _mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(values[half], known))) as u16
        };
        !(same(0) | same(1) << 8)
    }
}

/// Two registers of four `f64`. Only [`super::run_wide`] may use it, on a processor that has AVX2.
#[derive(Clone, Copy, Debug)]
pub(super) struct Double256;

// SAFETY, of every block below: as above.
impl Vector for Double256 {
    type Number = f64;
    type Values = [__m256d; 2];
    type Strip = Aligned<f64, 64>;
    const MANY_REGISTERS: bool = false;
    const LANES: usize = 8;

    #[inline(always)]
    fn load(from: &[f64]) -> [__m256d; 2] {
        let from: &[f64; 8] = &from.as_chunks().0[0];
        unsafe { [_mm256_loadu_pd(from.as_ptr()), _mm256_loadu_pd(from[4..].as_ptr())] }
    }
    #[inline(always)]
    fn store(values: [__m256d; 2], to: &mut [f64]) {
        let to: &mut [f64; 8] = &mut to.as_chunks_mut().0[0];
        unsafe {
            _mm256_storeu_pd(to.as_mut_ptr(), values[0]);
            _mm256_storeu_pd(to[4..].as_mut_ptr(), values[1]);
        }
    }
    #[inline(always)]
    fn fill(value: f64) -> [__m256d; 2] {
        unsafe { [_mm256_set1_pd(value); 2] }
    }
    #[inline(always)]
    fn add(a: [__m256d; 2], b: [__m256d; 2]) -> [__m256d; 2] {
        both!(_mm256_add_pd, a, b)
    }
    #[inline(always)]
    fn sub(a: [__m256d; 2], b: [__m256d; 2]) -> [__m256d; 2] {
        both!(_mm256_sub_pd, a, b)
    }
    #[inline(always)]
    fn mul(a: [__m256d; 2], b: [__m256d; 2]) -> [__m256d; 2] {
        both!(_mm256_mul_pd, a, b)
    }
    #[inline(always)]
    fn times_plus(a: [__m256d; 2], b: [__m256d; 2], c: [__m256d; 2]) -> [__m256d; 2] {
        Self::add(Self::mul(a, b), c)
    }
    #[inline(always)]
    fn root(a: [__m256d; 2]) -> [__m256d; 2] {
        unsafe { [_mm256_sqrt_pd(a[0]), _mm256_sqrt_pd(a[1])] }
    }
    #[inline(always)]
    fn larger(a: [__m256d; 2], b: [__m256d; 2]) -> [__m256d; 2] {
        both!(_mm256_max_pd, a, b)
    }
    #[inline(always)]
    fn smaller(a: [__m256d; 2], b: [__m256d; 2]) -> [__m256d; 2] {
        both!(_mm256_min_pd, a, b)
    }
    #[inline(always)]
    fn add_to(values: [__m256d; 2], sum: &mut Strands) {
        Self::store(Self::add(Self::load(sum), values), sum);
    }
}
