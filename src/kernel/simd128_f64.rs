//! Two f64 in one of WebAssembly's 128-bit vectors, bit for bit what [`super::portable`] computes.

use std::arch::wasm32::*;
use std::ops::{Add, Div, Mul, Neg, Sub};

use super::lanes::Lanes;

/// Two f64.
#[derive(Clone, Copy, Debug)]
#[repr(transparent)]
pub struct F64x2(v128);

macro_rules! arithmetic {
    ($operator:ident, $method:ident, $instruction:ident) => {
        impl $operator for F64x2 {
            type Output = Self;

            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                F64x2($instruction(self.0, other.0))
            }
        }
    };
}

arithmetic!(Add, add, f64x2_add);
arithmetic!(Sub, sub, f64x2_sub);
arithmetic!(Mul, mul, f64x2_mul);
arithmetic!(Div, div, f64x2_div);

impl Neg for F64x2 {
    type Output = Self;

    #[inline(always)]
    fn neg(self) -> Self {
        F64x2(f64x2_neg(self.0))
    }
}

impl F64x2 {
    #[inline(always)]
    fn lanes(self) -> [f64; 2] {
        [
            f64x2_extract_lane::<0>(self.0),
            f64x2_extract_lane::<1>(self.0),
        ]
    }

    #[inline(always)]
    fn map(self, function: impl Fn(f64) -> f64) -> Self {
        let [a, b] = self.lanes();
        F64x2(f64x2(function(a), function(b)))
    }
}

/// The functions are libm's: a trace is to be exact, and it is short. They are calls, not copies in every cell.
impl Lanes for F64x2 {
    type Float = f64;

    const COUNT: usize = 2;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        F64x2(f64x2_splat(value))
    }

    #[inline(always)]
    unsafe fn load(source: *const f64) -> Self {
        // SAFETY: the caller vouches for two numbers; the instruction asks for no alignment.
        F64x2(unsafe { v128_load(source.cast()) })
    }

    #[inline(always)]
    unsafe fn store(self, target: *mut f64) {
        // SAFETY: the caller vouches for two numbers; the instruction asks for no alignment.
        unsafe { v128_store(target.cast(), self.0) }
    }

    #[inline(always)]
    unsafe fn load_first(source: *const f64, count: usize) -> Self {
        // SAFETY: the caller vouches for `count` numbers, and each arm reads that many.
        F64x2(unsafe {
            match count {
                0 => f64x2_splat(0.0),
                1 => v128_load64_zero(source.cast()),
                _ => v128_load(source.cast()),
            }
        })
    }

    #[inline(always)]
    unsafe fn store_first(self, target: *mut f64, count: usize) {
        // SAFETY: the caller vouches for `count` numbers, and each arm writes that many.
        unsafe {
            match count {
                0 => {}
                1 => v128_store64_lane::<0>(self.0, target.cast()),
                _ => v128_store(target.cast(), self.0),
            }
        }
    }

    #[inline(always)]
    fn largest(self) -> f64 {
        let [a, b] = self.lanes();
        if a < b { b } else { a }
    }

    #[inline(always)]
    fn sum(self) -> f64 {
        let [a, b] = self.lanes();
        a + b
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        F64x2(f64x2_sqrt(self.0))
    }

    #[inline(always)]
    fn at_most(self, limit: Self) -> Self {
        F64x2(f64x2_pmin(self.0, limit.0))
    }

    #[inline(always)]
    fn at_least(self, limit: Self) -> Self {
        F64x2(f64x2_pmax(self.0, limit.0))
    }

    #[inline(always)]
    fn flushed_below(self, tiny: Self) -> Self {
        F64x2(v128_andnot(self.0, f64x2_lt(f64x2_abs(self.0), tiny.0)))
    }

    #[inline(always)]
    fn where_positive(self, then: Self, or: Self) -> Self {
        let positive = f64x2_gt(self.0, f64x2_splat(0.0));
        F64x2(v128_bitselect(then.0, or.0, positive))
    }

    #[inline(never)]
    fn exp(self) -> Self {
        self.map(libm::exp)
    }

    #[inline(never)]
    fn tanh(self) -> Self {
        self.map(libm::tanh)
    }

    #[inline(never)]
    fn sigmoid(self) -> Self {
        self.map(|x| 1.0 / (1.0 + libm::exp(-x)))
    }

    #[inline(never)]
    fn erf(self) -> Self {
        self.map(libm::erf)
    }
}
