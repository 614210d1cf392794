//! exp, tanh and sigmoid of f32, without branches.
//!
//! All three grow (or stay) wherever their argument grows, over all floats: every step of eˣ is a sum or
//! product of numbers that are not negative and grow with x, and rounding keeps such an order. This is why
//! x is split at multiples of ln 2 from below, with a rest r ≥ 0, although a rest around 0 would be smaller.
//! `examples/accuracy.rs` runs through all 2³² floats; docs/performance.md has what it found.

// Coefficients are given as they were fitted (Remez), with more digits than f32 holds.
#![allow(clippy::excessive_precision)]

use super::lanes::FloatBits;

/// 1.5 · 2²³: adding it rounds a small float to the nearest whole number, which then stands in the low mantissa bits.
const ROUND: f32 = 12_582_912.0;

/// ln 2 in two parts (Cody & Waite 1980): the first has trailing zeros, so its small multiples are exact.
const LN2_HIGH: f32 = 0.693_359_375;
const LN2_LOW: f32 = -2.121_944_4e-4;

/// Beyond ±this the result would be infinite, or it or its reciprocal subnormal.
const EXP_LIMIT: f32 = 87.3;

/// e^x for |x| ≤ [`EXP_LIMIT`]: x = n ln 2 + r with n whole and 0 ≤ r ≤ ln 2, but for rounding. With `sign` −1 the
/// result is e^−x, and no instruction more.
#[inline(always)]
fn bounded_exp<V: FloatBits>(x: V, sign: f32) -> V {
    let signed = |value: f32| V::splat(sign * value);
    let shifted = (x * signed(std::f32::consts::LOG2_E) - V::splat(0.5)) + V::splat(ROUND);
    let n = shifted - V::splat(ROUND);
    // r, or −r: the terms of odd degree have the sign then.
    let r = (x - n * signed(LN2_HIGH)) - n * signed(LN2_LOW);
    let square = r * r;
    let even = V::splat(0.041_854_981_333) + square * V::splat(0.001_912_486_972);
    let odd = signed(0.166_631_907_225) + square * signed(0.007_868_426_852);
    let p = (V::splat(0.500_002_264_977) + square * even) + r * odd;
    let e = (p * square + r * signed(1.0)) + V::splat(1.0);
    e * shifted.power_of_two()
}

/// eˣ; 0 below −87.3, e⁸⁷·³ above 87.3. At most 1.56 units in the last place from the true value between those.
#[inline(always)]
pub(super) fn exp<V: FloatBits>(x: V) -> V {
    let (low, high) = (V::splat(-EXP_LIMIT), V::splat(EXP_LIMIT));
    let value = bounded_exp(x.at_most(high).at_least(low), 1.0);
    x.where_below(low, V::splat(0.0), value)
}

/// 1 / (1 + e⁻ˣ). At most 2.52 units in the last place from the true value.
#[inline(always)]
pub(super) fn sigmoid<V: FloatBits>(x: V) -> V {
    let (low, high) = (V::splat(-EXP_LIMIT), V::splat(EXP_LIMIT));
    let one = V::splat(1.0);
    one / (one + bounded_exp(x.at_most(high).at_least(low), -1.0))
}

/// tanh x: x + x³ P(x²) where |x| < 0.55, otherwise 1 − 2 / (e^2|x| + 1) with the sign of x.
///
/// From 0.55 on tanh x ≥ ½, so the difference costs no digit. At most 1.41 units in the last place from the true value.
#[inline(always)]
pub(super) fn tanh<V: FloatBits>(x: V) -> V {
    let (one, two) = (V::splat(1.0), V::splat(2.0));
    let size = x.abs();
    let square = x * x;
    let p = V::splat(0.016_437_580_809);
    let p = p * square + V::splat(-0.052_671_812_475);
    let p = p * square + V::splat(0.133_207_246_661);
    let p = p * square + V::splat(-0.333_329_468_966);
    let near = x + p * square * x;
    // 10 is beyond where the result has rounded to 1.
    let far = one - two / (bounded_exp((size + size).at_most(V::splat(20.0)), 1.0) + one);
    size.where_below(V::splat(0.55), near, far.with_sign_of(x))
}

/// erf x = ±(1 − (a₁ u + … + a₅ u⁵) e^(−x²)), u = 1 / (1 + 0.3275911 |x|) (Abramowitz & Stegun 1964, 7.1.26).
/// Exact arithmetic would be within 1.5 · 10⁻⁷ of erf; rounding to f32 makes it 7 · 10⁻⁷, near 0, where 1 is taken from 1.
#[inline(always)]
pub(super) fn erf<V: FloatBits>(x: V) -> V {
    let size = x.abs();
    let one = V::splat(1.0);
    let u = one / (one + V::splat(0.327_591_1) * size);
    let p = V::splat(1.061_405_429) * u + V::splat(-1.453_152_027);
    let p = p * u + V::splat(1.421_413_741);
    let p = p * u + V::splat(-0.284_496_736);
    let p = p * u + V::splat(0.254_829_592);
    let tail = p * u * exp(-(size * size));
    (one - tail).with_sign_of(x)
}

#[cfg(test)]
mod tests {
    use super::super::{F32x4, Lanes};

    fn lane(function: impl Fn(F32x4) -> F32x4, x: f32) -> f32 {
        let mut out = [0.0; 4];
        // SAFETY: the array has room for four numbers.
        unsafe { function(F32x4::splat(x)).store(out.as_mut_ptr()) };
        out[0]
    }

    type Function = (&'static str, fn(F32x4) -> F32x4, fn(f64) -> f64);
    const FUNCTIONS: [Function; 3] = [
        ("exp", F32x4::exp, libm::exp),
        ("tanh", F32x4::tanh, libm::tanh),
        ("sigmoid", F32x4::sigmoid, |x| 1.0 / (1.0 + libm::exp(-x))),
    ];

    /// Where the accuracy example found the largest error of each function, on either side of zero.
    const WORST: [f32; 6] = [
        11.078_939,
        -10.398_187,
        0.589_942_5,
        -0.589_942_5,
        7.859_211,
        -6.931_016,
    ];

    /// Every 997th float, from −∞ to ∞; the accuracy example takes all of them.
    fn floats() -> impl Iterator<Item = f32> {
        let negative = (0x8000_0000..=0xFF80_0000u32).rev().step_by(997);
        let positive = (0..=0x7F80_0000u32).step_by(997);
        negative.chain(positive).map(f32::from_bits)
    }

    #[test]
    fn errors_stay_below_the_units_in_the_last_place_that_the_documentation_states() {
        for (name, ours, exact) in FUNCTIONS {
            let limit = if name == "tanh" { f32::MAX } else { 87.3 };
            let stated = match name {
                "exp" => 1.56,
                "tanh" => 1.41,
                _ => 2.52,
            };
            for x in floats().chain(WORST).filter(|x| x.abs() <= limit) {
                let exact = exact(f64::from(x));
                let nearest = (exact as f32).abs();
                let unit = f64::from(f32::from_bits(nearest.to_bits() + 1)) - f64::from(nearest);
                let error = (f64::from(lane(ours, x)) - exact).abs() / unit;
                assert!(error < stated, "{name} {x}: {error}");
            }
        }
    }

    #[test]
    fn erf_is_within_its_bound_and_odd() {
        for x in floats().filter(|x| x.abs() < 1e30) {
            let (found, exact) = (lane(F32x4::erf, x), libm::erf(f64::from(x)));
            assert!((f64::from(found) - exact).abs() < 7e-7, "{x}: {found}");
            assert_eq!(found, -lane(F32x4::erf, -x));
        }
        assert!(lane(F32x4::erf, f32::NAN).is_nan());
    }

    #[test]
    fn functions_never_fall() {
        for (name, ours, _) in FUNCTIONS {
            let mut last = f32::NEG_INFINITY;
            for x in floats() {
                let now = lane(ours, x);
                assert!(now >= last, "{name} {x}: {now} after {last}");
                last = now;
            }
        }
    }

    #[test]
    fn saturated_values_stay_inside_their_range_and_above_the_subnormal_numbers() {
        let (low, high) = (f32::NEG_INFINITY, f32::INFINITY);
        assert_eq!(
            (lane(F32x4::tanh, low), lane(F32x4::tanh, high)),
            (-1.0, 1.0)
        );
        assert_eq!(
            (lane(F32x4::exp, low), lane(F32x4::sigmoid, high)),
            (0.0, 1.0)
        );
        assert_eq!(lane(F32x4::exp, high), lane(F32x4::exp, 87.3));
        assert_eq!(lane(F32x4::sigmoid, low), lane(F32x4::sigmoid, -87.3));
        for (name, ours, _) in FUNCTIONS.into_iter().filter(|(name, ..)| *name != "tanh") {
            assert!(floats().all(|x| !lane(ours, x).is_subnormal()), "{name}");
        }
    }

    #[test]
    fn nan_stays_nan() {
        for bits in [0x7FC0_0000u32, 0xFFC0_0000, 0x7F80_0001, 0x7FFF_FFFF] {
            for (name, ours, _) in FUNCTIONS {
                assert!(lane(ours, f32::from_bits(bits)).is_nan(), "{name} {bits:x}");
            }
        }
    }
}
