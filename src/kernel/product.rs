//! C += A·B.

use super::{Matrix, MatrixMut};
use crate::real::Real;

/// Adds A·B (m × k by k × n) to C (m × n).
///
/// Every element of C takes its k products one after the other, from the first to the last, so the
/// bits are those of the plain triple loop, whatever the tiles.
pub fn add_product<F: Real>(a: Matrix<F>, b: Matrix<F>, mut c: MatrixMut<F>) {
    debug_assert!(a.rows == c.rows && a.columns == b.rows && b.columns == c.columns);
    let mut row = 0;
    while row + 4 <= c.rows {
        add_rows::<F, 4>(a, b, &mut c, row);
        row += 4;
    }
    while row < c.rows {
        add_rows::<F, 1>(a, b, &mut c, row);
        row += 1;
    }
}

/// M rows of C, in tiles that fit the sixteen 128-bit registers: 4 × 8 numbers of 32 bits, 4 × 4 of 64.
fn add_rows<F: Real, const M: usize>(a: Matrix<F>, b: Matrix<F>, c: &mut MatrixMut<F>, row: usize) {
    let mut column = 0;
    while size_of::<F>() == 4 && column + 8 <= c.columns {
        add_tile::<F, M, 8>(a, b, c, row, column);
        column += 8;
    }
    while column + 4 <= c.columns {
        add_tile::<F, M, 4>(a, b, c, row, column);
        column += 4;
    }
    while column < c.columns {
        add_tile::<F, M, 1>(a, b, c, row, column);
        column += 1;
    }
}

#[inline(always)]
fn add_tile<F: Real, const M: usize, const N: usize>(
    a: Matrix<F>,
    b: Matrix<F>,
    c: &mut MatrixMut<F>,
    row: usize,
    column: usize,
) {
    let depth = a.columns;
    let a_rows: [&[F]; M] = std::array::from_fn(|i| &a.values[(row + i) * a.stride..][..depth]);
    let mut sums = [[F::zero(); N]; M];
    for (i, sums) in sums.iter_mut().enumerate() {
        sums.copy_from_slice(&c.values[(row + i) * c.stride + column..][..N]);
    }
    for (k, b_row) in b.values[column..].chunks(b.stride).take(depth).enumerate() {
        let b_row = &b_row[..N];
        for i in 0..M {
            let left = a_rows[i][k];
            for j in 0..N {
                sums[i][j] += left * b_row[j];
            }
        }
    }
    for (i, sums) in sums.iter().enumerate() {
        c.values[(row + i) * c.stride + column..][..N].copy_from_slice(sums);
    }
}
