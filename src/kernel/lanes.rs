//! Several numbers at a time: the vocabulary that cells, losses and optimisers are written in.

use std::fmt::Debug;
use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::kernel::real::Real;

/// A vector of numbers; every operation works on each of them by itself and rounds as IEEE 754 says, so that
/// it does not matter for a result which numbers stand beside it.
///
/// The methods that compare are false for NaN and hand it on: a diverged run has to be seen.
pub trait Lanes:
    Copy
    + Debug
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    type Float: Real;

    /// How many numbers there are.
    const COUNT: usize;

    fn splat(value: Self::Float) -> Self;

    /// # Safety
    /// `source` is valid for reads of `COUNT` numbers.
    unsafe fn load(source: *const Self::Float) -> Self;

    /// # Safety
    /// `target` is valid for writes of `COUNT` numbers.
    unsafe fn store(self, target: *mut Self::Float);

    /// The largest of the numbers; NaN may be passed over.
    fn largest(self) -> Self::Float;

    /// Their sum; of four (a + c) + (b + d).
    fn sum(self) -> Self::Float;

    /// The first `count` numbers, zeros behind them.
    ///
    /// # Safety
    /// `source` is valid for reads of `count` numbers, which are at most `COUNT`.
    unsafe fn load_first(source: *const Self::Float, count: usize) -> Self;

    /// Stores the first `count` numbers.
    ///
    /// # Safety
    /// `target` is valid for writes of `count` numbers, which are at most `COUNT`.
    unsafe fn store_first(self, target: *mut Self::Float, count: usize);

    /// 1 everywhere.
    #[inline(always)]
    fn one() -> Self {
        Self::splat(<Self::Float as Real>::of(1.0))
    }

    /// 0 everywhere.
    #[inline(always)]
    fn zero() -> Self {
        Self::splat(<Self::Float as Real>::of(0.0))
    }

    /// Zero in place of a gradient so small that products with it could be subnormal ([`Real::TINY`]).
    #[inline(always)]
    fn flushed(self) -> Self {
        self.flushed_below(Self::splat(Self::Float::TINY))
    }

    /// The same for the optimiser state ([`Real::TINY_MOMENT`]).
    #[inline(always)]
    fn flushed_moment(self) -> Self {
        self.flushed_below(Self::splat(Self::Float::TINY_MOMENT))
    }

    fn sqrt(self) -> Self;

    /// `limit` where this is larger.
    fn at_most(self, limit: Self) -> Self;

    /// `limit` where this is smaller.
    fn at_least(self, limit: Self) -> Self;

    /// Zero where the magnitude is below `tiny`.
    fn flushed_below(self, tiny: Self) -> Self;

    /// `then` where this is above zero, otherwise `or`.
    fn where_positive(self, then: Self, or: Self) -> Self;

    /// eˣ. In f32: 0 below −87.3, and e⁸⁷·³ above 87.3.
    fn exp(self) -> Self;

    /// tanh x.
    fn tanh(self) -> Self;

    /// σ(x) = 1 / (1 + e⁻ˣ).
    fn sigmoid(self) -> Self;

    /// erf x = 2/√π ∫ e^(−u²) du from 0 to x. In f32 at most 4 · 10⁻⁷ from the true value.
    fn erf(self) -> Self;
}

/// What the functions of f32 are made of besides arithmetic.
pub(super) trait FloatBits: Lanes<Float = f32> {
    fn abs(self) -> Self;

    /// The magnitude of this (which is not negative) with the sign of `other`.
    fn with_sign_of(self, other: Self) -> Self;

    /// `then` where this is below `limit`, otherwise `or`.
    fn where_below(self, limit: Self, then: Self, or: Self) -> Self;

    /// 2ⁿ of a whole number n from −126 to 127 that was added to 1.5 · 2²³, so that it stands in the lowest bits.
    fn power_of_two(self) -> Self;
}
