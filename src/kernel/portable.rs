//! [`Lanes`] in plain arrays: for every machine, and the measure of what the vector instructions give.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::functions;
use super::lanes::{FloatBits, Lanes};

/// Four f32.
#[derive(Clone, Copy, Debug)]
#[repr(align(16))]
pub struct F32x4([f32; 4]);

/// Two f64.
#[derive(Clone, Copy, Debug)]
#[repr(align(16))]
pub struct F64x2([f64; 2]);

macro_rules! arithmetic {
    ($lanes:ident, $operator:ident, $method:ident, $symbol:tt) => {
        impl $operator for $lanes {
            type Output = Self;

            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                $lanes(std::array::from_fn(|lane| self.0[lane] $symbol other.0[lane]))
            }
        }
    };
}

macro_rules! lanes {
    ($lanes:ident, $float:ident, $count:literal) => {
        arithmetic!($lanes, Add, add, +);
        arithmetic!($lanes, Sub, sub, -);
        arithmetic!($lanes, Mul, mul, *);
        arithmetic!($lanes, Div, div, /);

        impl Neg for $lanes {
            type Output = Self;

            #[inline(always)]
            fn neg(self) -> Self {
                $lanes(self.0.map(|value| -value))
            }
        }

        impl $lanes {
            #[inline(always)]
            fn zip(self, other: Self, function: impl Fn($float, $float) -> $float) -> Self {
                $lanes(std::array::from_fn(|lane| function(self.0[lane], other.0[lane])))
            }
        }
    };
}

/// What every type of vector lanes does in the same words.
macro_rules! shared_methods {
    ($lanes:ident, $float:ident, $count:literal) => {
        type Float = $float;

        const COUNT: usize = $count;

        #[inline(always)]
        fn splat(value: $float) -> Self {
            $lanes([value; $count])
        }

        #[inline(always)]
        unsafe fn load(source: *const $float) -> Self {
            // SAFETY: the caller vouches for COUNT numbers; an array of them needs no more alignment than one.
            $lanes(unsafe { source.cast::<[$float; $count]>().read() })
        }

        #[inline(always)]
        unsafe fn store(self, target: *mut $float) {
            // SAFETY: the caller vouches for COUNT numbers; an array of them needs no more alignment than one.
            unsafe { target.cast::<[$float; $count]>().write(self.0) }
        }

        #[inline(always)]
        unsafe fn load_first(source: *const $float, count: usize) -> Self {
            let mut values = [0.0; $count];
            for (lane, value) in values.iter_mut().enumerate().take(count) {
                // SAFETY: the caller vouches for `count` numbers.
                *value = unsafe { *source.add(lane) };
            }
            $lanes(values)
        }

        #[inline(always)]
        unsafe fn store_first(self, target: *mut $float, count: usize) {
            for (lane, &value) in self.0.iter().enumerate().take(count) {
                // SAFETY: the caller vouches for `count` numbers.
                unsafe { *target.add(lane) = value };
            }
        }

        #[inline(always)]
        fn sqrt(self) -> Self {
            $lanes(self.0.map($float::sqrt))
        }

        #[inline(always)]
        fn at_most(self, limit: Self) -> Self {
            self.zip(limit, |x, limit| if limit < x { limit } else { x })
        }

        #[inline(always)]
        fn at_least(self, limit: Self) -> Self {
            self.zip(limit, |x, limit| if x < limit { limit } else { x })
        }

        #[inline(always)]
        fn flushed_below(self, tiny: Self) -> Self {
            self.zip(tiny, |x, tiny| if x.abs() < tiny { 0.0 } else { x })
        }

        #[inline(always)]
        fn where_positive(self, then: Self, or: Self) -> Self {
            $lanes(std::array::from_fn(|lane| {
                if self.0[lane] > 0.0 {
                    then.0[lane]
                } else {
                    or.0[lane]
                }
            }))
        }
    };
}

lanes!(F32x4, f32, 4);
lanes!(F64x2, f64, 2);

impl Lanes for F32x4 {
    shared_methods!(F32x4, f32, 4);

    #[inline(always)]
    fn largest(self) -> f32 {
        let [a, b, c, d] = self.0;
        let larger = |x: f32, y: f32| if x < y { y } else { x };
        larger(larger(a, c), larger(b, d))
    }

    #[inline(always)]
    fn sum(self) -> f32 {
        let [a, b, c, d] = self.0;
        (a + c) + (b + d)
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
        F32x4(self.0.map(f32::abs))
    }

    #[inline(always)]
    fn with_sign_of(self, other: Self) -> Self {
        self.zip(other, |x, sign| {
            f32::from_bits(x.to_bits() | sign.to_bits() & 0x8000_0000)
        })
    }

    #[inline(always)]
    fn where_below(self, limit: Self, then: Self, or: Self) -> Self {
        F32x4(std::array::from_fn(|lane| {
            if self.0[lane] < limit.0[lane] {
                then.0[lane]
            } else {
                or.0[lane]
            }
        }))
    }

    #[inline(always)]
    fn power_of_two(self) -> Self {
        F32x4(
            self.0.map(|shifted| {
                f32::from_bits((shifted.to_bits() << 23).wrapping_add(1f32.to_bits()))
            }),
        )
    }
}

/// The functions of f64 are libm's: a trace is to be exact, and it is short.
impl Lanes for F64x2 {
    shared_methods!(F64x2, f64, 2);

    #[inline(always)]
    fn largest(self) -> f64 {
        let [a, b] = self.0;
        if a < b { b } else { a }
    }

    #[inline(always)]
    fn sum(self) -> f64 {
        let [a, b] = self.0;
        a + b
    }

    #[inline(always)]
    fn exp(self) -> Self {
        F64x2(self.0.map(libm::exp))
    }

    #[inline(always)]
    fn tanh(self) -> Self {
        F64x2(self.0.map(libm::tanh))
    }

    #[inline(always)]
    fn sigmoid(self) -> Self {
        F64x2(self.0.map(|x| 1.0 / (1.0 + libm::exp(-x))))
    }

    #[inline(never)]
    fn erf(self) -> Self {
        F64x2(self.0.map(libm::erf))
    }
}
