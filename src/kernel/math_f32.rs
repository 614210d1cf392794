//! exp, tanh and sigmoid of f32 without branches, so that loops over them become vector code.
//!
//! Clamps are written as comparisons that are false for NaN: `f32::max` would swallow it, and a
//! diverged run has to be seen.

// Coefficients are given as their authors print them, with more digits than f32 holds.
#![allow(clippy::excessive_precision)]

/// 1.5 · 2²³: adding it rounds a small float to the nearest whole number, which then stands in the low mantissa bits.
const ROUND: f32 = 12_582_912.0;

/// ln 2 in two parts (Cody & Waite): the first has trailing zeros, so its small multiples are exact.
const LN2_HIGH: f32 = 0.693_359_375;
const LN2_LOW: f32 = -2.121_944_4e-4;

/// Beyond ±this the result would be infinite, or it or its reciprocal subnormal.
const EXP_LIMIT: f32 = 87.3;

/// eˣ to within 2 units in the last place for |x| ≤ 87.3; 0 below, e⁸⁷·³ above.
///
/// x = n ln 2 + r with |r| ≤ ½ ln 2, eʳ by the polynomial of Cephes' `expf` (Moshier).
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let clamped = if x > EXP_LIMIT { EXP_LIMIT } else { x };
    let clamped = if clamped < -EXP_LIMIT {
        -EXP_LIMIT
    } else {
        clamped
    };
    let shifted = clamped * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = clamped - n * LN2_HIGH - n * LN2_LOW;
    let p = 1.987_569_15e-4;
    let p = p * r + 1.398_199_950_7e-3;
    let p = p * r + 8.333_451_907_3e-3;
    let p = p * r + 4.166_579_589_4e-2;
    let p = p * r + 1.666_666_545_9e-1;
    let p = p * r + 5.000_000_120_1e-1;
    let e = (p * (r * r) + r) + 1.0;
    // The low bits of `shifted` hold n; moved into the exponent field next to the bias they are 2ⁿ.
    let scale = f32::from_bits((shifted.to_bits().wrapping_add(127)) << 23);
    let value = e * scale;
    if x < -EXP_LIMIT { 0.0 } else { value }
}

/// tanh x to within 7 units in the last place, also near 0; ±1 beyond |x| = 7.9.
///
/// The odd rational function of degree 13/6 that Eigen uses (`generic_fast_tanh_float`).
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    const LIMIT: f32 = 7.905_311_107_635_498;
    let clamped = if x > LIMIT { LIMIT } else { x };
    let clamped = if clamped < -LIMIT { -LIMIT } else { clamped };
    let square = clamped * clamped;
    let p = -2.760_768_477_423_55e-16;
    let p = p * square + 2.000_187_904_824_77e-13;
    let p = p * square - 8.604_671_522_137_35e-11;
    let p = p * square + 5.122_297_090_371_14e-8;
    let p = p * square + 1.485_722_357_179_79e-5;
    let p = p * square + 6.372_619_288_754_36e-4;
    let p = p * square + 4.893_524_558_917_86e-3;
    let q = 1.198_258_394_667_02e-6;
    let q = q * square + 1.185_347_056_866_54e-4;
    let q = q * square + 2.268_434_632_439_00e-3;
    let q = q * square + 4.893_525_185_543_85e-3;
    let value = clamped * p / q;
    if x.abs() < 4e-4 { x } else { value }
}

/// 1 / (1 + e⁻ˣ) to within 4 units in the last place, on both sides of 0.
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The largest error over `from..=to` in units in the last place of the true value.
    fn worst(from: f32, to: f32, ours: fn(f32) -> f32, exact: fn(f64) -> f64) -> f64 {
        let steps = 400_000;
        (0..=steps)
            .map(|i| from + (to - from) * (i as f32 / steps as f32))
            .map(|x| {
                let exact = exact(f64::from(x));
                let nearest = exact as f32;
                let unit = f64::from(f32::from_bits(nearest.abs().to_bits() + 1))
                    - f64::from(nearest.abs());
                (f64::from(ours(x)) - exact).abs() / unit
            })
            .fold(0.0, f64::max)
    }

    #[test]
    fn exp_is_accurate_to_two_units_in_the_last_place() {
        assert!(worst(-87.3, 87.3, exp, libm::exp) < 2.0);
        assert!(worst(-1.0, 1.0, exp, libm::exp) < 2.0);
    }

    #[test]
    fn tanh_is_accurate_to_seven_units_in_the_last_place_also_near_zero() {
        for (from, to) in [(-10.0, 10.0), (-1.0, 1.0), (-1e-2, 1e-2), (1e-12, 1e-3)] {
            let error = worst(from, to, tanh, libm::tanh);
            assert!(error < 7.0, "{from}..{to}: {error}");
        }
    }

    #[test]
    fn sigmoid_is_accurate_to_four_units_in_the_last_place() {
        for (from, to) in [(-80.0, 80.0), (-8.0, 8.0)] {
            let error = worst(from, to, sigmoid, |x| 1.0 / (1.0 + libm::exp(-x)));
            assert!(error < 4.0, "{from}..{to}: {error}");
        }
    }

    #[test]
    fn saturated_values_stay_inside_their_range() {
        for i in 0..2_000_000u32 {
            // Every 2147th float, both signs, infinities included.
            let x = f32::from_bits(i * 2147);
            if x.is_nan() {
                continue;
            }
            assert!(tanh(x).abs() <= 1.0, "tanh {x}");
            assert!((0.0..=1.0).contains(&sigmoid(x)), "sigmoid {x}");
            assert!(!sigmoid(x).is_subnormal(), "sigmoid {x}");
            assert!(exp(x).is_finite() && exp(x) >= 0.0, "exp {x}");
            assert!(!exp(x).is_subnormal(), "exp {x}");
        }
        assert_eq!((tanh(f32::INFINITY), sigmoid(f32::INFINITY)), (1.0, 1.0));
        assert_eq!(tanh(f32::NEG_INFINITY), -1.0);
        assert!(sigmoid(f32::NEG_INFINITY) < 1e-37);
    }

    #[test]
    fn nan_stays_nan() {
        assert!(exp(f32::NAN).is_nan() && tanh(f32::NAN).is_nan() && sigmoid(f32::NAN).is_nan());
    }
}
