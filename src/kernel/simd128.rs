//! [`Lanes`] in WebAssembly's 128-bit vectors, bit for bit what [`super::portable`] computes.

use std::arch::wasm32::*;
use std::ops::{Add, Div, Mul, Neg, Sub};

use super::functions;
use super::lanes::{FloatBits, Lanes};

/// Four f32.
#[derive(Clone, Copy, Debug)]
#[repr(transparent)]
pub struct F32x4(v128);

macro_rules! arithmetic {
    ($operator:ident, $method:ident, $instruction:ident) => {
        impl $operator for F32x4 {
            type Output = Self;

            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                F32x4($instruction(self.0, other.0))
            }
        }
    };
}

arithmetic!(Add, add, f32x4_add);
arithmetic!(Sub, sub, f32x4_sub);
arithmetic!(Mul, mul, f32x4_mul);
arithmetic!(Div, div, f32x4_div);

impl Neg for F32x4 {
    type Output = Self;

    #[inline(always)]
    fn neg(self) -> Self {
        F32x4(f32x4_neg(self.0))
    }
}

impl Lanes for F32x4 {
    type Float = f32;

    const COUNT: usize = 4;

    #[inline(always)]
    fn splat(value: f32) -> Self {
        F32x4(f32x4_splat(value))
    }

    #[inline(always)]
    unsafe fn load(source: *const f32) -> Self {
        // SAFETY: the caller vouches for four numbers; the instruction asks for no alignment.
        F32x4(unsafe { v128_load(source.cast()) })
    }

    #[inline(always)]
    unsafe fn store(self, target: *mut f32) {
        // SAFETY: the caller vouches for four numbers; the instruction asks for no alignment.
        unsafe { v128_store(target.cast(), self.0) }
    }

    #[inline(always)]
    unsafe fn load_first(source: *const f32, count: usize) -> Self {
        // SAFETY: the caller vouches for `count` numbers, and each arm reads that many.
        F32x4(unsafe {
            match count {
                0 => f32x4_splat(0.0),
                1 => v128_load32_zero(source.cast()),
                2 => v128_load64_zero(source.cast()),
                3 => v128_load32_lane::<2>(v128_load64_zero(source.cast()), source.add(2).cast()),
                _ => v128_load(source.cast()),
            }
        })
    }

    #[inline(always)]
    unsafe fn store_first(self, target: *mut f32, count: usize) {
        // SAFETY: the caller vouches for `count` numbers, and each arm writes that many.
        unsafe {
            match count {
                0 => {}
                1 => v128_store32_lane::<0>(self.0, target.cast()),
                2 => v128_store64_lane::<0>(self.0, target.cast()),
                3 => {
                    v128_store64_lane::<0>(self.0, target.cast());
                    v128_store32_lane::<2>(self.0, target.add(2).cast());
                }
                _ => v128_store(target.cast(), self.0),
            }
        }
    }

    #[inline(always)]
    fn largest(self) -> f32 {
        let halves = f32x4_pmax(self.0, i64x2_shuffle::<1, 1>(self.0, self.0));
        let all = f32x4_pmax(halves, i32x4_shuffle::<1, 1, 1, 1>(halves, halves));
        f32x4_extract_lane::<0>(all)
    }

    #[inline(always)]
    fn sum(self) -> f32 {
        let halves = f32x4_add(self.0, i64x2_shuffle::<1, 1>(self.0, self.0));
        let all = f32x4_add(halves, i32x4_shuffle::<1, 1, 1, 1>(halves, halves));
        f32x4_extract_lane::<0>(all)
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        F32x4(f32x4_sqrt(self.0))
    }

    #[inline(always)]
    fn at_most(self, limit: Self) -> Self {
        F32x4(f32x4_pmin(self.0, limit.0))
    }

    #[inline(always)]
    fn at_least(self, limit: Self) -> Self {
        F32x4(f32x4_pmax(self.0, limit.0))
    }

    #[inline(always)]
    fn flushed_below(self, tiny: Self) -> Self {
        F32x4(v128_andnot(self.0, f32x4_lt(self.abs().0, tiny.0)))
    }

    #[inline(always)]
    fn where_positive(self, then: Self, or: Self) -> Self {
        F32x4(v128_bitselect(
            then.0,
            or.0,
            f32x4_gt(self.0, f32x4_splat(0.0)),
        ))
    }

    #[inline(always)]
    fn exp(self) -> Self {
        functions::exp(self)
    }

    #[inline(always)]
    fn tanh(self) -> Self {
        functions::tanh(self)
    }

    #[inline(always)]
    fn sigmoid(self) -> Self {
        functions::sigmoid(self)
    }

    #[inline(always)]
    fn erf(self) -> Self {
        functions::erf(self)
    }
}

impl FloatBits for F32x4 {
    #[inline(always)]
    fn abs(self) -> Self {
        // One instruction and a constant; engines make three of f32x4.abs.
        F32x4(v128_and(self.0, u32x4_splat(0x7FFF_FFFF)))
    }

    #[inline(always)]
    fn with_sign_of(self, other: Self) -> Self {
        F32x4(v128_or(self.0, v128_and(other.0, u32x4_splat(0x8000_0000))))
    }

    #[inline(always)]
    fn where_below(self, limit: Self, then: Self, or: Self) -> Self {
        F32x4(v128_bitselect(then.0, or.0, f32x4_lt(self.0, limit.0)))
    }

    #[inline(always)]
    fn power_of_two(self) -> Self {
        F32x4(i32x4_add(
            i32x4_shl(self.0, 23),
            u32x4_splat(1f32.to_bits()),
        ))
    }
}
