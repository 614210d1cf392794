//! The float that a model computes in: f32 to train, f64 to trace.

use std::fmt::Debug;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use crate::kernel::{F32x4, F64x2, Lanes};

/// A float with transcendental functions that have the same bits on every machine.
pub trait Real:
    Copy
    + Debug
    + Default
    + PartialOrd
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
    + DivAssign
    + Sum
    + Into<f64>
    + Send
    + Sync
    + 'static
{
    /// As many of them as are computed at a time.
    type Lanes: Lanes<Float = Self>;

    /// Magnitudes below this are set to zero in the backward pass, so that a vanished gradient never
    /// reaches the subnormal numbers, which are many times slower and which WebAssembly cannot flush by itself.
    const TINY: Self;

    /// The same for the optimiser state, which hold squares of gradients.
    const TINY_MOMENT: Self;

    /// The square root of [`Real::TINY_MOMENT`]: a gradient below it has no square worth keeping.
    const TINY_ROOT: Self;

    fn zero() -> Self;

    fn one() -> Self;

    fn abs(self) -> Self;

    fn is_finite(self) -> bool;

    /// The nearest float of this type.
    fn of(value: f64) -> Self;

    /// The natural logarithm of a positive number.
    fn ln_of(self) -> Self;
}

impl Real for f32 {
    type Lanes = F32x4;

    const TINY: f32 = 1e-30;
    const TINY_MOMENT: f32 = 1e-36;
    const TINY_ROOT: f32 = 1e-18;

    #[inline(always)]
    fn zero() -> f32 {
        0.0
    }

    #[inline(always)]
    fn one() -> f32 {
        1.0
    }

    #[inline(always)]
    fn abs(self) -> f32 {
        f32::abs(self)
    }

    #[inline(always)]
    fn is_finite(self) -> bool {
        f32::is_finite(self)
    }

    #[inline(always)]
    fn of(value: f64) -> f32 {
        value as f32
    }

    fn ln_of(self) -> f32 {
        // Once a row of outputs, so the correctly rounded detour through f64 costs nothing that shows.
        libm::log(f64::from(self)) as f32
    }
}

impl Real for f64 {
    type Lanes = F64x2;

    const TINY: f64 = 1e-290;
    const TINY_MOMENT: f64 = 1e-290;
    const TINY_ROOT: f64 = 1e-145;

    #[inline(always)]
    fn zero() -> f64 {
        0.0
    }

    #[inline(always)]
    fn one() -> f64 {
        1.0
    }

    #[inline(always)]
    fn abs(self) -> f64 {
        f64::abs(self)
    }

    #[inline(always)]
    fn is_finite(self) -> bool {
        f64::is_finite(self)
    }

    #[inline(always)]
    fn of(value: f64) -> f64 {
        value
    }

    fn ln_of(self) -> f64 {
        libm::log(self)
    }
}
