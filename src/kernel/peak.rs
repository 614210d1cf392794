//! What the machine's 128-bit vectors can do at most: the measure that docs/performance.md divides by.

use super::{F32x4, Lanes};

/// Vectors of sums. With the two operands they stay inside sixteen registers, and twelve are enough to hide the
/// latency of a multiplication and an addition that wait for each other.
const SUMS: usize = 12;

/// Floating-point operations of one repetition of [`multiply_add`].
pub const OPERATIONS: usize = 2 * 4 * SUMS;

/// Multiplies twelve vectors by a vector and adds another, `repetitions` times over, in registers alone.
/// Returns a number that depends on all of them.
pub fn multiply_add(repetitions: usize) -> f32 {
    let factor = F32x4::splat(std::hint::black_box(0.5));
    let term = F32x4::splat(std::hint::black_box(0.5));
    let mut sums: [F32x4; SUMS] = std::array::from_fn(|lane| F32x4::splat(lane as f32));
    for _ in 0..repetitions {
        sums = sums.map(|sum| sum * factor + term);
    }
    let total = sums.into_iter().fold(F32x4::splat(0.0), |a, b| a + b);
    let mut out = [0.0; 4];
    // SAFETY: the array has room for four numbers.
    unsafe { total.store(out.as_mut_ptr()) };
    out.into_iter().sum()
}
