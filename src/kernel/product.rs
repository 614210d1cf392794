//! C = A·B, from zero or from something else on.

use super::panels::WIDTH;
use super::tile::{Begin, Out, Rows, edge_tile, one_row, tile_rows, whole_tile};
use super::{Matrix, MatrixMut, Panels};
use crate::real::Real;

/// What the products are added to.
#[derive(Clone, Copy, Debug)]
pub enum Start<'a, F> {
    Zero,
    /// What stands in C.
    There,
    /// The same row everywhere: a bias.
    Row(&'a [F]),
}

/// C = A·B (m × k by k × n), plus `start`.
///
/// # Panics
/// The shapes do not fit.
pub fn product<F: Real>(a: Matrix<F>, b: &Panels<F>, start: Start<F>, mut c: MatrixMut<F>) {
    let (rows, depth, columns) = (a.rows(), a.columns(), c.columns());
    assert!(rows == c.rows() && depth == b.rows() && columns == b.columns());
    let tile = tile_rows::<F>();
    let zeros = [F::zero(); 2 * WIDTH];
    let stride = c.stride();
    let (origin, begin_row, begin_column) = match start {
        Start::Zero => (zeros.as_ptr(), 0, 0),
        Start::There => (c.start().cast_const(), stride, 1),
        Start::Row(row) => {
            assert!(row.len() == columns);
            (row.as_ptr(), 0, 1)
        }
    };
    let begin = |row: usize, column: usize| Begin {
        start: origin.wrapping_add(row * begin_row + column * begin_column),
        stride: begin_row,
    };
    let operands = |row: usize, column: usize| Rows {
        left: a.start().wrapping_add(row * a.stride()),
        stride: a.stride(),
        right: b.start().wrapping_add(column * depth),
        panel: depth * WIDTH,
    };
    let whole_rows = rows / tile * tile;
    let whole_columns = columns / WIDTH * WIDTH;
    for column in (0..whole_columns).step_by(WIDTH) {
        for row in (0..whole_rows).step_by(tile) {
            let (operands, begin) = (operands(row, column), begin(row, column));
            // SAFETY: the shapes were compared; the tile's rows and columns are there, and a panel has `depth`
            // rows of eight columns.
            unsafe { whole_tile(operands, depth, begin, out(&mut c, row, column)) };
        }
    }
    if whole_columns < columns {
        for row in (0..whole_rows).step_by(tile) {
            let (operands, begin) = (operands(row, whole_columns), begin(row, whole_columns));
            let (out, shape) = (
                out(&mut c, row, whole_columns),
                (tile, columns - whole_columns),
            );
            // SAFETY: as above, with the columns that fill no panel.
            unsafe { edge_tile(operands, depth, begin, out, shape) };
        }
    }
    let left = rows - whole_rows;
    let mut column = if left > 0 { 0 } else { columns };
    while column < columns {
        let width = columns - column;
        let (operands, begin) = (operands(whole_rows, column), begin(whole_rows, column));
        let out = out(&mut c, whole_rows, column);
        // SAFETY: as above, with the rows that fill no tile; there are two whole panels where two are taken.
        unsafe {
            if left == 1 && width >= 2 * WIDTH {
                one_row(operands, depth, begin, out);
                column += 2 * WIDTH;
            } else {
                edge_tile(operands, depth, begin, out, (left, width.min(WIDTH)));
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
                unsafe { edge_tile(operands, part, there(out), out, (count, width)) };
            }
        }
    }
}

/// The sums go on from what stands in C.
#[inline(always)]
pub(super) fn there<F>(out: Out<F>) -> Begin<F> {
    Begin {
        start: out.start.cast_const(),
        stride: out.stride,
    }
}

/// C from this place on.
#[inline(always)]
fn out<F>(c: &mut MatrixMut<F>, row: usize, column: usize) -> Out<F> {
    let stride = c.stride();
    Out {
        start: c.start().wrapping_add(row * stride + column),
        stride,
    }
}
