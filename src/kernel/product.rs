//! C = A·B and C += A·B.

use super::panels::WIDTH;
use super::tile::{Out, Rows, eight_columns, one_row, tile_rows};
use super::{Matrix, MatrixMut, Panels};
use crate::real::Real;

/// C = A·B (m × k by k × n).
///
/// # Panics
/// The shapes do not fit.
pub fn panel_product<F: Real>(a: Matrix<F>, b: &Panels<F>, c: MatrixMut<F>) {
    multiply(a, b, c, false);
}

/// C += A·B (m × k by k × n).
///
/// # Panics
/// The shapes do not fit.
pub fn add_panel_product<F: Real>(a: Matrix<F>, b: &Panels<F>, c: MatrixMut<F>) {
    multiply(a, b, c, true);
}

fn multiply<F: Real>(a: Matrix<F>, b: &Panels<F>, mut c: MatrixMut<F>, add: bool) {
    let (rows, depth, columns) = (a.rows(), a.columns(), c.columns());
    assert!(rows == c.rows() && depth == b.rows() && columns == b.columns());
    let operands = |row: usize, column: usize| Rows {
        left: a.start().wrapping_add(row * a.stride()),
        stride: a.stride(),
        right: b.start().wrapping_add(column * depth),
        panel: depth * WIDTH,
    };
    // A row that is left over goes through two panels at a time, after the others.
    let single = rows % tile_rows::<F>() == 1;
    let last = rows - usize::from(single);
    for column in (0..columns).step_by(WIDTH) {
        let width = WIDTH.min(columns - column);
        for row in (0..last).step_by(tile_rows::<F>()) {
            let count = tile_rows::<F>().min(last - row);
            let out = out(&mut c, row, column);
            // SAFETY: the shapes were compared; `count` rows and `width` columns are left, and a panel has
            // `depth` rows of eight columns.
            unsafe { eight_columns(operands(row, column), depth, out, (count, width), add) };
        }
    }
    let mut column = if single { 0 } else { columns };
    while column < columns {
        let width = columns - column;
        let (operands, out) = (operands(last, column), out(&mut c, last, column));
        // SAFETY: as above; there are two whole panels where two are taken.
        unsafe {
            if width >= 2 * WIDTH {
                one_row(operands, depth, out, add);
                column += 2 * WIDTH;
            } else {
                eight_columns(operands, depth, out, (1, width.min(WIDTH)), add);
                column += WIDTH;
            }
        }
    }
}

/// Adds A·B to C where B is not in panels: for products that are made once, or with few rows.
///
/// # Panics
/// The shapes do not fit.
pub fn add_product<F: Real>(a: Matrix<F>, b: Matrix<F>, mut c: MatrixMut<F>) {
    /// How many rows of B are copied into a panel at a time.
    const DEPTH: usize = 64;
    let (rows, depth, columns) = (a.rows(), a.columns(), c.columns());
    assert!(rows == c.rows() && depth == b.rows() && columns == b.columns());
    let mut panel = [F::zero(); DEPTH * WIDTH];
    for column in (0..columns).step_by(WIDTH) {
        let width = WIDTH.min(columns - column);
        for k in (0..depth).step_by(DEPTH) {
            let part = DEPTH.min(depth - k);
            for (line, out) in panel.chunks_exact_mut(WIDTH).enumerate().take(part) {
                out[..width].copy_from_slice(&b.row(k + line)[column..column + width]);
            }
            for row in (0..rows).step_by(tile_rows::<F>()) {
                let count = tile_rows::<F>().min(rows - row);
                let operands = Rows {
                    left: a.start().wrapping_add(row * a.stride() + k),
                    stride: a.stride(),
                    right: panel.as_ptr(),
                    panel: 0,
                };
                let out = out(&mut c, row, column);
                // SAFETY: the shapes were compared; `count` rows and `width` columns are left, and `part`
                // products from the k-th on, whose rows of B are in `panel`.
                unsafe { eight_columns(operands, part, out, (count, width), true) };
            }
        }
    }
}

/// C from this place on.
#[inline]
fn out<F>(c: &mut MatrixMut<F>, row: usize, column: usize) -> Out<F> {
    let stride = c.stride();
    Out {
        start: c.start().wrapping_add(row * stride + column),
        stride,
    }
}
