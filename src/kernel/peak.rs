//! What the machine's 128-bit vectors can do at most: the measure that `docs/performance.md` divides by.

/// Numbers in the accumulators: ten vectors of four. With the two operands they stay inside sixteen registers, and
/// ten are enough to hide the latency of a multiplication and an addition that wait for each other.
const LANES: usize = 40;

/// Floating-point operations of one repetition of [`multiply_add`].
pub const OPERATIONS: usize = 2 * LANES;

/// Multiplies ten vectors by a vector and adds another, `repetitions` times over, in registers alone.
/// Returns a number that depends on all of them.
pub fn multiply_add(repetitions: usize) -> f32 {
    let (factor, term) = std::hint::black_box(([0.5f32; 4], [0.5f32; 4]));
    let mut sums: [f32; LANES] = std::array::from_fn(|lane| lane as f32);
    for _ in 0..repetitions {
        for (lane, sum) in sums.iter_mut().enumerate() {
            *sum = *sum * factor[lane % 4] + term[lane % 4];
        }
    }
    sums.into_iter().sum()
}
