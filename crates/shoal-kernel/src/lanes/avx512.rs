//! [`Wide`] with the vectors of AVX-512: one register each.
#![allow(unsafe_code, reason = "the instructions of AVX-512 are entered only after the processor was asked for them")]

use std::arch::x86_64::*;

use super::vector::{Aligned, Strands, Vector};
use super::wide::Wide;

/// One register of 512 bits. Only [`super::run_wide`] may use it, on a processor that has AVX-512.
#[derive(Clone, Copy, Debug)]
pub(super) struct Avx512;

// SAFETY, of every block below: `run_wide` enters code in terms of `Avx512` only after it found AVX-512 F on this processor;
// where memory is read or written, the reference holds exactly the bytes of the instruction.
impl Wide for Avx512 {
    type Double = Double512;
    type Floats = __m512;
    type Wholes = __m512i;
    const MANY_REGISTERS: bool = true;

    #[inline(always)]
    fn load(from: &[f32; 16]) -> __m512 {
        unsafe { _mm512_loadu_ps(from.as_ptr()) }
    }
    #[inline(always)]
    fn store(values: __m512, to: &mut [f32; 16]) {
        unsafe { _mm512_storeu_ps(to.as_mut_ptr(), values) }
    }
    #[inline(always)]
    fn fill(value: f32) -> __m512 {
        unsafe { _mm512_set1_ps(value) }
    }
    #[inline(always)]
    fn add(a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_add_ps(a, b) }
    }
    #[inline(always)]
    fn sub(a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_sub_ps(a, b) }
    }
    #[inline(always)]
    fn mul(a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_mul_ps(a, b) }
    }
    #[inline(always)]
    fn times_plus(a: __m512, b: __m512, c: __m512) -> __m512 {
        unsafe { _mm512_fmadd_ps(a, b, c) }
    }
    #[inline(always)]
    fn larger(a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_max_ps(a, b) }
    }
    #[inline(always)]
    fn smaller(a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_min_ps(a, b) }
    }
    #[inline(always)]
    fn add_to(values: __m512, sum: &mut Strands) {
        unsafe {
            let high = _mm512_extractf64x4_pd::<1>(_mm512_castps_pd(values));
            let low = _mm512_cvtps_pd(_mm512_castps512_ps256(values));
            let sums = _mm512_add_pd(_mm512_loadu_pd(sum.as_ptr()), low);
            let sums = _mm512_add_pd(sums, _mm512_cvtps_pd(_mm256_castpd_ps(high)));
            _mm512_storeu_pd(sum.as_mut_ptr(), sums);
        }
    }
    #[inline(always)]
    fn root(a: __m512) -> __m512 {
        unsafe { _mm512_sqrt_ps(a) }
    }
    #[inline(always)]
    fn not_above(a: __m512, b: __m512) -> u16 {
        unsafe { _mm512_cmp_ps_mask::<_CMP_NGT_UQ>(a, b) }
    }
    #[inline(always)]
    fn store_chosen(values: __m512, chosen: u16, to: &mut [f32; 16]) {
        unsafe { _mm512_storeu_ps(to.as_mut_ptr(), _mm512_maskz_compress_ps(chosen, values)) }
    }
    #[inline(always)]
    fn fill_whole(value: i32) -> __m512i {
        unsafe { _mm512_set1_epi32(value) }
    }
    #[inline(always)]
    fn keyed(values: __m512, mask: __m512i, number: __m512i) -> __m512i {
        // Truth table of (a & b) | c.
        unsafe { _mm512_ternarylogic_epi32::<0xEA>(_mm512_castps_si512(values), mask, number) }
    }
    #[inline(always)]
    fn common(a: __m512i, b: __m512i) -> __m512i {
        unsafe { _mm512_and_si512(a, b) }
    }
    #[inline(always)]
    fn as_floats(a: __m512i) -> __m512 {
        unsafe { _mm512_castsi512_ps(a) }
    }
    #[inline(always)]
    fn lower(a: __m512i, b: __m512i) -> __m512i {
        unsafe { _mm512_min_epi32(a, b) }
    }
    #[inline(always)]
    fn higher(a: __m512i, b: __m512i) -> __m512i {
        unsafe { _mm512_max_epi32(a, b) }
    }
    #[inline(always)]
    fn store_short(values: __m512i, to: &mut [u16; 16]) {
        unsafe { _mm256_storeu_si256(to.as_mut_ptr().cast(), _mm512_cvtepi32_epi16(values)) }
    }
    #[inline(always)]
    fn differing(values: __m512i, known: &[u16; 16]) -> u16 {
        unsafe {
            let known = _mm512_cvtepu16_epi32(_mm256_loadu_si256(known.as_ptr().cast()));
            _mm512_cmpneq_epi32_mask(values, known)
        }
    }
}

/// One register of eight `f64`. Only [`super::run_wide`] may use it, on a processor that has AVX-512.
#[derive(Clone, Copy, Debug)]
pub(super) struct Double512;

// SAFETY, of every block below: as above.
impl Vector for Double512 {
    type Number = f64;
    type Values = __m512d;
    type Strip = Aligned<f64, 64>;
    const MANY_REGISTERS: bool = true;
    const LANES: usize = 8;

    #[inline(always)]
    fn load(from: &[f64]) -> __m512d {
        let from: &[f64; 8] = &from.as_chunks().0[0];
        unsafe { _mm512_loadu_pd(from.as_ptr()) }
    }
    #[inline(always)]
    fn store(values: __m512d, to: &mut [f64]) {
        let to: &mut [f64; 8] = &mut to.as_chunks_mut().0[0];
        unsafe { _mm512_storeu_pd(to.as_mut_ptr(), values) }
    }
    #[inline(always)]
    fn fill(value: f64) -> __m512d {
        unsafe { _mm512_set1_pd(value) }
    }
    #[inline(always)]
    fn add(a: __m512d, b: __m512d) -> __m512d {
        unsafe { _mm512_add_pd(a, b) }
    }
    #[inline(always)]
    fn sub(a: __m512d, b: __m512d) -> __m512d {
        unsafe { _mm512_sub_pd(a, b) }
    }
    #[inline(always)]
    fn mul(a: __m512d, b: __m512d) -> __m512d {
        unsafe { _mm512_mul_pd(a, b) }
    }
    #[inline(always)]
    fn times_plus(a: __m512d, b: __m512d, c: __m512d) -> __m512d {
        Self::add(Self::mul(a, b), c)
    }
    #[inline(always)]
    fn root(a: __m512d) -> __m512d {
        unsafe { _mm512_sqrt_pd(a) }
    }
    #[inline(always)]
    fn larger(a: __m512d, b: __m512d) -> __m512d {
        unsafe { _mm512_max_pd(a, b) }
    }
    #[inline(always)]
    fn smaller(a: __m512d, b: __m512d) -> __m512d {
        unsafe { _mm512_min_pd(a, b) }
    }
    #[inline(always)]
    fn add_to(values: __m512d, sum: &mut Strands) {
        Self::store(Self::add(Self::load(sum), values), sum);
    }
}
