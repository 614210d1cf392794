//! What a softmax is made of. Rows go through one part after the other, so that no row waits for its own last part.

use super::{Lanes, MatrixMut, update};
use crate::kernel::real::Real;

/// out = logits − the largest of them.
#[inline]
pub fn subtract_largest<F: Real>(logits: &[F], out: &mut [F]) {
    assert!(!logits.is_empty() && logits.len() == out.len());
    let count = F::Lanes::COUNT;
    let (whole, rest) = logits.split_at(logits.len() / count * count);
    let mut largest = logits[0];
    if !whole.is_empty() {
        let mut lanes = F::Lanes::splat(largest);
        for values in whole.chunks_exact(count) {
            // SAFETY: each chunk is as long as the vector lanes.
            lanes = lanes.at_least(unsafe { F::Lanes::load(values.as_ptr()) });
        }
        largest = lanes.largest();
    }
    for &logit in rest {
        largest = if logit > largest { logit } else { largest };
    }
    let lanes = F::Lanes::splat(largest);
    let (out_whole, out_rest) = out.split_at_mut(whole.len());
    for (out, values) in out_whole
        .chunks_exact_mut(count)
        .zip(whole.chunks_exact(count))
    {
        // SAFETY: each chunk is as long as the vector lanes.
        unsafe { (F::Lanes::load(values.as_ptr()) - lanes).store(out.as_mut_ptr()) };
    }
    for (out, &logit) in out_rest.iter_mut().zip(rest) {
        *out = logit - largest;
    }
}

/// Replaces every number x by eˣ.
pub fn exponentials<F: Real>(values: &mut [F]) {
    let columns = values.len().max(1);
    update([MatrixMut::new(values, columns)], [], unit_exp::<F::Lanes>);
}

#[inline(always)]
fn unit_exp<V: Lanes>([x]: [V; 1], []: [V; 0]) -> [V; 1] {
    [x.exp()]
}

/// The sum of all numbers: lane by lane, the vector lanes together, then what did not fill them.
#[inline]
pub fn sum<F: Real>(values: &[F]) -> F {
    let mut chunks = values.chunks_exact(F::Lanes::COUNT);
    let mut lanes = F::Lanes::zero();
    for values in &mut chunks {
        // SAFETY: each chunk is as long as the vector lanes.
        lanes = lanes + unsafe { F::Lanes::load(values.as_ptr()) };
    }
    let rest = chunks.remainder().iter();
    rest.fold(lanes.sum(), |sum, &value| sum + value)
}

/// Multiplies every number by `factor`; what comes near the subnormal numbers becomes zero.
#[inline]
pub fn scale_flushed<F: Real>(values: &mut [F], factor: F) {
    let lanes = F::Lanes::splat(factor);
    let mut chunks = values.chunks_exact_mut(F::Lanes::COUNT);
    for values in &mut chunks {
        // SAFETY: each chunk is as long as the vector lanes.
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
