//! The exponentials of a row of logits.

use super::Lanes;
use crate::real::Real;

/// Writes e^(logit − largest) to `out`, as long as `logits`. Returns the largest logit and the sum of what was written,
/// both in one order: lane by lane, the lanes together, then what did not fill them.
#[inline]
pub fn shifted_exponentials<F: Real>(logits: &[F], out: &mut [F]) -> (F, F) {
    assert!(!logits.is_empty() && logits.len() == out.len());
    let count = F::Lanes::COUNT;
    let (whole, rest) = logits.split_at(logits.len() / count * count);
    let mut largest = logits[0];
    if !whole.is_empty() {
        let mut lanes = F::Lanes::splat(largest);
        for values in whole.chunks_exact(count) {
            // SAFETY: each chunk is as long as the lanes.
            lanes = lanes.at_least(unsafe { F::Lanes::load(values.as_ptr()) });
        }
        largest = lanes.largest();
    }
    for &logit in rest {
        largest = if logit > largest { logit } else { largest };
    }
    let shift = F::Lanes::splat(largest);
    let mut sums = F::Lanes::zero();
    let (out, out_rest) = out.split_at_mut(whole.len());
    for (values, out) in whole.chunks_exact(count).zip(out.chunks_exact_mut(count)) {
        // SAFETY: each chunk is as long as the lanes.
        unsafe {
            let exponentials = (F::Lanes::load(values.as_ptr()) - shift).exp();
            exponentials.store(out.as_mut_ptr());
            sums = sums + exponentials;
        }
    }
    let mut sum = sums.sum();
    if !rest.is_empty() {
        let mut last = [largest; 4];
        last[..rest.len()].copy_from_slice(rest);
        // SAFETY: no lanes are more than four.
        unsafe {
            let exponentials = (F::Lanes::load(last.as_ptr()) - shift).exp();
            exponentials.store(last.as_mut_ptr());
        }
        for (out, &value) in out_rest.iter_mut().zip(&last) {
            *out = value;
            sum += value;
        }
    }
    (largest, sum)
}

/// Multiplies every number by `factor`; what comes near the subnormal numbers becomes zero.
#[inline]
pub fn scale_flushed<F: Real>(values: &mut [F], factor: F) {
    let lanes = F::Lanes::splat(factor);
    let mut chunks = values.chunks_exact_mut(F::Lanes::COUNT);
    for values in &mut chunks {
        // SAFETY: each chunk is as long as the lanes.
        unsafe {
            let scaled = F::Lanes::load(values.as_ptr()) * lanes;
            scaled.flushed().store(values.as_mut_ptr());
        }
    }
    for value in chunks.into_remainder() {
        let scaled = *value * factor;
        *value = if scaled.abs() < F::TINY {
            F::zero()
        } else {
            scaled
        };
    }
}
