//! C = A·B, from zero or from something else on.

use super::panels::WIDTH;
use super::tile::{Begin, Out, Rows, eight_columns, one_row, tile_rows};
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
    let begin = match start {
        Start::Zero => None,
        Start::There => Some(Begin {
            start: c.start().cast_const(),
            stride: c.stride(),
        }),
        Start::Row(row) => {
            assert!(row.len() == columns);
            Some(Begin {
                start: row.as_ptr(),
                stride: 0,
            })
        }
    };
    let begin = |row: usize, column: usize| {
        begin.map(|begin| Begin {
            start: begin.start.wrapping_add(row * begin.stride + column),
            stride: begin.stride,
        })
    };
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
            unsafe {
                eight_columns(
                    operands(row, column),
                    depth,
                    out,
                    (count, width),
                    begin(row, column),
                )
            };
        }
    }
    let mut column = if single { 0 } else { columns };
    while column < columns {
        let width = columns - column;
        let (operands, out) = (operands(last, column), out(&mut c, last, column));
        // SAFETY: as above; there are two whole panels where two are taken.
        unsafe {
            if width >= 2 * WIDTH {
                one_row(operands, depth, out, begin(last, column));
                column += 2 * WIDTH;
            } else {
                let shape = (1, width.min(WIDTH));
                eight_columns(operands, depth, out, shape, begin(last, column));
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
                unsafe { eight_columns(operands, part, out, (count, width), Some(there(out))) };
            }
        }
    }
}

/// The sums go on from what stands in C.
#[inline]
pub(super) fn there<F>(out: Out<F>) -> Begin<F> {
    Begin {
        start: out.start.cast_const(),
        stride: out.stride,
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
