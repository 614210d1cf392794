//! The two passes over a row in which Householder reflections from the left and from the right change a matrix.

use super::Lanes;
use crate::kernel::real::Real;

/// Subtracts factor · `left` from `row`, and returns the scalar product of what is left with `right`. All three have
/// the same length. The products are summed up in four sums times the vector lanes, as [`sum`](super::sum) does with one.
pub fn reflect_and_project<F: Real>(row: &mut [F], factor: F, left: &[F], right: &[F]) -> F {
    assert!(row.len() == left.len() && row.len() == right.len());
    let (count, pairs) = (F::Lanes::COUNT, row.len() / (2 * F::Lanes::COUNT));
    let lanes = F::Lanes::splat(factor);
    let mut sums = [F::Lanes::zero(); 2];
    let whole = pairs * 2 * count;
    for start in (0..whole).step_by(2 * count) {
        for (part, sum) in sums.iter_mut().enumerate() {
            let at = start + part * count;
            // SAFETY: two times the vector lanes are filled from `start` on in all three.
            unsafe {
                let old = F::Lanes::load(row.as_ptr().add(at));
                let new = old - lanes * F::Lanes::load(left.as_ptr().add(at));
                new.store(row.as_mut_ptr().add(at));
                *sum = *sum + new * F::Lanes::load(right.as_ptr().add(at));
            }
        }
    }
    let mut total = (sums[0] + sums[1]).sum();
    for at in whole..row.len() {
        row[at] -= factor * left[at];
        total += row[at] * right[at];
    }
    total
}

/// Subtracts factor · `right` from `row`, and adds what is left, times its own first number, to `sums`. All three have
/// the same length, which is not 0. Returns that number.
pub fn reflect_and_gather<F: Real>(row: &mut [F], factor: F, right: &[F], sums: &mut [F]) -> F {
    assert!(row.len() == right.len() && row.len() == sums.len());
    let first = row[0] - factor * right[0];
    let count = F::Lanes::COUNT;
    let whole = row.len() / count * count;
    let (lanes, weight) = (F::Lanes::splat(factor), F::Lanes::splat(first));
    for at in (0..whole).step_by(count) {
        // SAFETY: the vector lanes are filled from `at` on in all three.
        unsafe {
            let old = F::Lanes::load(row.as_ptr().add(at));
            let new = old - lanes * F::Lanes::load(right.as_ptr().add(at));
            new.store(row.as_mut_ptr().add(at));
            let sum = F::Lanes::load(sums.as_ptr().add(at)) + weight * new;
            sum.store(sums.as_mut_ptr().add(at));
        }
    }
    for at in whole..row.len() {
        row[at] -= factor * right[at];
        sums[at] += first * row[at];
    }
    first
}
