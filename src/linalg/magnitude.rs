//! Magnitudes far outside the range of floats: a vector and a power-of-two exponent.
//!
//! Backpropagation is linear in the incoming gradient, so a gradient g may be carried as v · 2ᵉ with v
//! brought back to an ordinary size after every step. Scaling by a power of two changes no digit; the
//! logarithm of a norm then never underflows or overflows, and an exact zero stays an exact zero.

use std::f64::consts::LOG10_2;

/// ⌊log₂⌋ of the largest magnitude; `None` when all are zero or one is not finite.
pub fn binary_exponent(values: &[f64]) -> Option<i64> {
    let mut largest = 0.0_f64;
    for &value in values {
        if !value.is_finite() {
            return None;
        }
        largest = largest.max(value.abs());
    }
    (largest > 0.0).then(|| i64::from(libm::ilogb(largest)))
}

/// x · 2ⁿ, rounded once; beyond the range of f64 it is 0 or infinite.
pub fn scaled(value: f64, exponent: i64) -> f64 {
    // 2¹⁰²³ · 2¹⁰⁷⁴ is the widest step between two finite numbers.
    libm::scalbn(value, exponent.clamp(-2200, 2200) as i32)
}

/// Multiplies every value by 2ⁿ.
pub fn scale(values: &mut [f64], exponent: i64) {
    match exponent {
        0 => {}
        // A factor that is itself a normal number: one multiplication, which is exact unless it underflows.
        -1022..=1023 => {
            let factor = f64::from_bits(((exponent + 1023) as u64) << 52);
            for value in values {
                *value *= factor;
            }
        }
        _ => {
            for value in values {
                *value = scaled(*value, exponent);
            }
        }
    }
}

/// Adds from · 2^`from_exponent` to into · 2^`into_exponent`, which are brought to the larger of the
/// two exponents. Vectors of ordinary size lose no digit that the sum could show.
///
/// `along` shares the exponent of `into` and is rescaled with it.
pub fn add(
    into: &mut [f64],
    along: &mut [f64],
    into_exponent: &mut i64,
    from: &[f64],
    from_exponent: i64,
) {
    let is_zero = |values: &[f64]| values.iter().all(|&value| value == 0.0);
    if is_zero(from) {
        return;
    }
    if is_zero(into) && is_zero(along) {
        into.copy_from_slice(from);
        *into_exponent = from_exponent;
        return;
    }
    let exponent = from_exponent.max(*into_exponent);
    scale(into, *into_exponent - exponent);
    scale(along, *into_exponent - exponent);
    *into_exponent = exponent;
    for (value, &added) in into.iter_mut().zip(from) {
        *value += scaled(added, from_exponent - exponent);
    }
}

/// Brings the largest magnitude of two vectors with one exponent into [1, 2). Zeros, NaN and
/// infinities are left as they are.
pub fn normalise(first: &mut [f64], second: &mut [f64], exponent: &mut i64) {
    let largest = match (binary_exponent(first), binary_exponent(second)) {
        (Some(a), Some(b)) => a.max(b),
        // Of a zero vector and another, the other decides; beside one that is not finite nothing is moved.
        (Some(a), None) if second.iter().all(|value| value.is_finite()) => a,
        (None, Some(b)) if first.iter().all(|value| value.is_finite()) => b,
        _ => return,
    };
    scale(first, -largest);
    scale(second, -largest);
    *exponent += largest;
}

/// log₁₀ of |x · 2ⁿ|; −∞ for exactly zero.
pub fn log10_abs(value: f64, exponent: i64) -> f64 {
    libm::log10(value.abs()) + exponent as f64 * LOG10_2
}

/// log₁₀ of the L2 norm of v · 2ⁿ; −∞ for exactly zero, NaN where a value is not finite.
pub fn log10_norm(values: &[f64], exponent: i64) -> f64 {
    let Some(largest) = binary_exponent(values) else {
        return if values.iter().all(|&value| value == 0.0) {
            f64::NEG_INFINITY
        } else {
            f64::NAN
        };
    };
    let squares: f64 = values
        .iter()
        .map(|&value| {
            let value = scaled(value, -largest);
            value * value
        })
        .sum();
    libm::log10(squares.sqrt()) + (exponent + largest) as f64 * LOG10_2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_close(a: f64, b: f64) {
        assert!((a - b).abs() <= 1e-12 * b.abs().max(1.0), "{a} is not {b}");
    }

    #[test]
    fn the_norm_of_a_vector_far_below_the_floats_keeps_its_digits() {
        // 2^-3322 is 10^-1000.0214…
        assert_close(
            log10_norm(&[3.0, 4.0], -3322),
            5f64.log10() - 3322.0 * 2f64.log10(),
        );
    }

    #[test]
    fn a_norm_neither_overflows_nor_underflows_where_its_square_would() {
        assert_close(log10_norm(&[3e200, 4e200], 0), 200.0 + 5f64.log10());
        assert_close(log10_norm(&[3e-200, 4e-200], 0), -200.0 + 5f64.log10());
        assert_close(
            log10_norm(&[f64::from_bits(1)], 0),
            f64::from_bits(1).log10(),
        );
    }

    #[test]
    fn an_exact_zero_is_told_apart_from_a_small_number_and_from_nan() {
        assert_eq!(log10_norm(&[0.0, -0.0], -5000), f64::NEG_INFINITY);
        assert!(log10_norm(&[1e-300], -5000).is_finite());
        assert!(log10_norm(&[1.0, f64::NAN], 0).is_nan());
        assert!(log10_norm(&[1.0, f64::INFINITY], 0).is_nan());
    }

    #[test]
    fn normalising_changes_no_digit() {
        let (mut first, mut second, mut exponent) = ([1.3e-200, -7.7e-203], [0.0], -40);
        normalise(&mut first, &mut second, &mut exponent);
        assert!((1.0..2.0).contains(&first[0]));
        assert_eq!(scaled(first[0], exponent + 40), 1.3e-200);
        assert_eq!(scaled(first[1], exponent + 40), -7.7e-203);
    }

    #[test]
    fn sums_align_their_exponents() {
        let (mut into, mut along, mut exponent) = ([1.5, 0.0], [1.0], -3000);
        add(&mut into, &mut along, &mut exponent, &[1.0, 1.0], -3001);
        assert_eq!((into, along, exponent), ([2.0, 0.5], [1.0], -3000));
        add(&mut into, &mut along, &mut exponent, &[1.0, 0.0], 0);
        assert_eq!((into, along, exponent), ([1.0, 0.0], [0.0], 0));
    }

    #[test]
    fn adding_to_nothing_keeps_the_small_one() {
        let (mut into, mut along, mut exponent) = ([0.0], [0.0], 0);
        add(&mut into, &mut along, &mut exponent, &[1.25], -9000);
        assert_eq!((into, exponent), ([1.25], -9000));
        add(&mut into, &mut along, &mut exponent, &[0.0], 0);
        assert_eq!((into, exponent), ([1.25], -9000));
    }
}
