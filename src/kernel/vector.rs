//! Loops over whole slices: sums in a fixed order, transposes, finite checks.

use super::{Lanes, Matrix};
use crate::kernel::real::Real;

/// How many partial sums a long sum is split into; fixed, so that its bits do not depend on the machine.
const LANES: usize = 4;

/// The sum of squares in f64, where squares of f32 numbers can neither overflow nor vanish.
pub fn sum_of_squares<F: Real>(values: &[F]) -> f64 {
    let mut partial = [0.0; LANES];
    let mut chunks = values.chunks_exact(LANES);
    for chunk in &mut chunks {
        for (sum, &value) in partial.iter_mut().zip(chunk) {
            let value: f64 = value.into();
            *sum += value * value;
        }
    }
    let mut total = (partial[0] + partial[1]) + (partial[2] + partial[3]);
    for &value in chunks.remainder() {
        let value: f64 = value.into();
        total += value * value;
    }
    total
}

/// Whether no value is NaN or infinite.
pub fn all_finite<F: Real>(values: &[F]) -> bool {
    // x · 0 is 0 for finite x and NaN otherwise, and NaN survives every sum: one pass without branches.
    let (whole, rest) = values.split_at(values.len() / F::Lanes::COUNT * F::Lanes::COUNT);
    let mut sum = F::Lanes::zero();
    for values in whole.chunks_exact(F::Lanes::COUNT) {
        // SAFETY: each chunk is as long as the vector lanes.
        sum = sum + unsafe { F::Lanes::load(values.as_ptr()) } * F::Lanes::zero();
    }
    let rest: F = rest.iter().map(|&value| value * F::zero()).sum();
    (sum.sum() + rest).is_finite()
}

/// Writes the transpose of `matrix` (`rows` × `columns`) into `out` (`columns` × `rows`).
pub fn transpose<F: Real>(matrix: &[F], rows: usize, columns: usize, out: &mut [F]) {
    if rows == 0 || columns == 0 {
        return;
    }
    for (column, out_row) in out.chunks_exact_mut(rows).take(columns).enumerate() {
        for (value, row) in out_row.iter_mut().zip(matrix.chunks_exact(columns)) {
            *value = row[column];
        }
    }
}

/// Adds `source` to `target`, element by element.
#[inline]
pub fn add_to<F: Real>(target: &mut [F], source: &[F]) {
    let source = &source[..target.len()];
    let (count, whole) = whole_lanes(target);
    for start in (0..whole).step_by(count) {
        // SAFETY: up to `whole` the vector lanes are filled.
        unsafe {
            let sum = lanes_at(target, start) + lanes_at(source, start);
            sum.store(target.as_mut_ptr().add(start));
        }
    }
    for index in whole..target.len() {
        target[index] += source[index];
    }
}

/// Adds factor · `source` to `target`, element by element.
#[inline]
pub fn add_scaled<F: Real>(target: &mut [F], factor: F, source: &[F]) {
    let source = &source[..target.len()];
    let (count, whole) = whole_lanes(target);
    let lanes = F::Lanes::splat(factor);
    for start in (0..whole).step_by(count) {
        // SAFETY: up to `whole` the vector lanes are filled.
        unsafe {
            let sum = lanes_at(target, start) + lanes * lanes_at(source, start);
            sum.store(target.as_mut_ptr().add(start));
        }
    }
    for index in whole..target.len() {
        target[index] += factor * source[index];
    }
}

/// Adds the products of two rows to `target`, element by element.
#[inline]
pub fn add_products<F: Real>(target: &mut [F], a: &[F], b: &[F]) {
    let (a, b) = (&a[..target.len()], &b[..target.len()]);
    let (count, whole) = whole_lanes(target);
    for start in (0..whole).step_by(count) {
        // SAFETY: up to `whole` the vector lanes are filled.
        unsafe {
            let sum = lanes_at(target, start) + lanes_at(a, start) * lanes_at(b, start);
            sum.store(target.as_mut_ptr().add(start));
        }
    }
    for index in whole..target.len() {
        target[index] += a[index] * b[index];
    }
}

/// Multiplies every number of `target` by `factor`.
#[inline]
pub fn scale<F: Real>(target: &mut [F], factor: F) {
    let (count, whole) = whole_lanes(target);
    let lanes = F::Lanes::splat(factor);
    for start in (0..whole).step_by(count) {
        // SAFETY: up to `whole` the vector lanes are filled.
        unsafe { (lanes_at(target, start) * lanes).store(target.as_mut_ptr().add(start)) };
    }
    for value in &mut target[whole..] {
        *value *= factor;
    }
}

/// Sets every number of `target` to zero: for a few, for which WebAssembly's own instruction is a call that takes longer.
#[inline]
pub fn clear<F: Real>(target: &mut [F]) {
    let (count, whole) = whole_lanes(target);
    // A zero that the compiler does not know for one: it would make that instruction of the loop.
    let zero = std::hint::black_box(F::zero());
    let lanes = F::Lanes::splat(zero);
    for start in (0..whole).step_by(count) {
        // SAFETY: up to `whole` the vector lanes are filled.
        unsafe { lanes.store(target.as_mut_ptr().add(start)) };
    }
    for value in &mut target[whole..] {
        *value = zero;
    }
}

/// The sum of the products of two rows: lane by lane, the vector lanes together, then what did not fill them.
#[inline]
pub fn dot<F: Real>(a: &[F], b: &[F]) -> F {
    let b = &b[..a.len()];
    let (count, whole) = whole_lanes(a);
    let mut sum = F::Lanes::zero();
    for start in (0..whole).step_by(count) {
        // SAFETY: up to `whole` the vector lanes are filled.
        sum = sum + unsafe { lanes_at(a, start) * lanes_at(b, start) };
    }
    (whole..a.len()).fold(sum.sum(), |sum, index| sum + a[index] * b[index])
}

/// target = a + b, element by element.
#[inline]
pub fn write_sum<F: Real>(target: &mut [F], a: &[F], b: &[F]) {
    let (a, b) = (&a[..target.len()], &b[..target.len()]);
    let (count, whole) = whole_lanes(target);
    for start in (0..whole).step_by(count) {
        // SAFETY: up to `whole` the vector lanes are filled.
        unsafe {
            let sum = lanes_at(a, start) + lanes_at(b, start);
            sum.store(target.as_mut_ptr().add(start));
        }
    }
    for index in whole..target.len() {
        target[index] = a[index] + b[index];
    }
}

/// Adds every row of `matrix` to `sums`, first row first.
pub fn add_column_sums<F: Real>(matrix: Matrix<F>, sums: &mut [F]) {
    let (count, whole) = whole_lanes(sums);
    let in_fours = matrix.rows() / 4 * 4;
    for row in (0..in_fours).step_by(4) {
        // Four rows at a time, so that a sum is fetched and put back once for four.
        let [a, b, c, d] = std::array::from_fn(|i| &matrix.row(row + i)[..sums.len()]);
        for start in (0..whole).step_by(count) {
            // SAFETY: up to `whole` the vector lanes are filled.
            unsafe {
                let first = lanes_at(sums, start) + lanes_at(a, start) + lanes_at(b, start);
                let sum = first + lanes_at(c, start) + lanes_at(d, start);
                sum.store(sums.as_mut_ptr().add(start));
            }
        }
        for column in whole..sums.len() {
            sums[column] = (((sums[column] + a[column]) + b[column]) + c[column]) + d[column];
        }
    }
    for row in in_fours..matrix.rows() {
        add_to(sums, matrix.row(row));
    }
}

/// Replaces the numbers of one row by what `unit` makes of them and of those of other rows, as [`update`](super::update)
/// does, but with less ado: for rows so short that it would take a good part of the time.
#[inline(always)]
pub fn map_row<F: Real, const S: usize>(
    target: &mut [F],
    sources: [&[F]; S],
    unit: impl Fn(F::Lanes, [F::Lanes; S]) -> F::Lanes,
) {
    let sources = sources.map(|source| &source[..target.len()]);
    let (count, whole) = whole_lanes(target);
    for start in (0..whole).step_by(count) {
        // SAFETY: up to `whole` the vector lanes are filled.
        unsafe {
            let values = sources.map(|source| lanes_at(source, start));
            unit(lanes_at(target, start), values).store(target.as_mut_ptr().add(start));
        }
    }
    let rest = target.len() - whole;
    if rest > 0 {
        // SAFETY: `rest` numbers are left from `whole` on.
        unsafe {
            let first = |values: &[F]| F::Lanes::load_first(values.as_ptr().add(whole), rest);
            let made = unit(first(target), sources.map(first));
            made.store_first(target.as_mut_ptr().add(whole), rest);
        }
    }
}

/// Adds the products of every row of two matrices to `sums`, element by element, first row first.
pub fn add_column_products<F: Real>(a: Matrix<F>, b: Matrix<F>, sums: &mut [F]) {
    let (count, whole) = whole_lanes(sums);
    let in_fours = a.rows() / 4 * 4;
    for row in (0..in_fours).step_by(4) {
        // Four rows at a time, as above.
        let rows: [_; 4] =
            std::array::from_fn(|i| [a.row(row + i), b.row(row + i)].map(|row| &row[..sums.len()]));
        for start in (0..whole).step_by(count) {
            // SAFETY: up to `whole` the vector lanes are filled.
            unsafe {
                let mut sum = lanes_at(sums, start);
                for [a, b] in rows {
                    sum = sum + lanes_at(a, start) * lanes_at(b, start);
                }
                sum.store(sums.as_mut_ptr().add(start));
            }
        }
        for column in whole..sums.len() {
            for [a, b] in rows {
                sums[column] += a[column] * b[column];
            }
        }
    }
    for row in in_fours..a.rows() {
        add_products(sums, a.row(row), b.row(row));
    }
}

/// How many numbers the vector lanes hold, and how many of `values` fill them.
#[inline(always)]
fn whole_lanes<F: Real>(values: &[F]) -> (usize, usize) {
    let count = F::Lanes::COUNT;
    (count, values.len() / count * count)
}

/// # Safety
/// As many numbers as the vector lanes hold are left from `start` on.
#[inline(always)]
unsafe fn lanes_at<F: Real>(values: &[F], start: usize) -> F::Lanes {
    // SAFETY: what the caller vouches for.
    unsafe { F::Lanes::load(values.as_ptr().add(start)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_that_is_not_finite_is_found_wherever_it_stands() {
        for length in [1, 7, 8, 9, 30] {
            let mut values = vec![f32::MAX; length];
            assert!(all_finite(&values));
            for at in 0..length {
                for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
                    values[at] = bad;
                    assert!(!all_finite(&values));
                }
                values[at] = 0.0;
            }
        }
    }

    #[test]
    fn squares_of_large_and_small_floats_are_summed_without_overflow_or_underflow() {
        assert_eq!(sum_of_squares(&[3e30f32, 4e30]).sqrt() as f32, 5e30);
        assert_eq!(sum_of_squares(&[3e-30f32; 4]).sqrt() as f32, 6e-30);
        let many: Vec<f64> = (1..=11).map(f64::from).collect();
        assert_eq!(sum_of_squares(&many), 506.0);
    }

    #[test]
    fn a_matrix_transposed_twice_is_itself() {
        let matrix: Vec<f64> = (0..15).map(f64::from).collect();
        let (mut once, mut twice) = (vec![0.0; 15], vec![0.0; 15]);
        transpose(&matrix, 3, 5, &mut once);
        assert_eq!(once[..4], [0.0, 5.0, 10.0, 1.0]);
        transpose(&once, 5, 3, &mut twice);
        assert_eq!(matrix, twice);
    }
}
