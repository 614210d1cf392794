//! Loops over whole slices: sums in a fixed order, transposes, finite checks.

use super::Matrix;
use crate::real::Real;

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
    let mut partial = [F::zero(); 8];
    let mut chunks = values.chunks_exact(8);
    for chunk in &mut chunks {
        for (sum, &value) in partial.iter_mut().zip(chunk) {
            *sum += value * F::zero();
        }
    }
    let rest: F = chunks
        .remainder()
        .iter()
        .map(|&value| value * F::zero())
        .sum();
    (partial.into_iter().sum::<F>() + rest).is_finite()
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
    for (t, &s) in target.iter_mut().zip(source) {
        *t += s;
    }
}

/// target = a + b, element by element.
#[inline]
pub fn write_sum<F: Real>(target: &mut [F], a: &[F], b: &[F]) {
    let (a, b) = (&a[..target.len()], &b[..target.len()]);
    for (index, target) in target.iter_mut().enumerate() {
        *target = a[index] + b[index];
    }
}

/// Adds every row of `matrix` to `sums`, first row first.
pub fn add_column_sums<F: Real>(matrix: Matrix<F>, sums: &mut [F]) {
    let whole = matrix.rows() / 4 * 4;
    let columns = sums.len();
    for row in (0..whole).step_by(4) {
        // Four rows at a time, so that a sum is fetched and put back once for four.
        let [a, b, c, d] = std::array::from_fn(|i| &matrix.row(row + i)[..columns]);
        for (column, sum) in sums.iter_mut().enumerate() {
            *sum = (((*sum + a[column]) + b[column]) + c[column]) + d[column];
        }
    }
    for row in whole..matrix.rows() {
        add_to(sums, matrix.row(row));
    }
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
