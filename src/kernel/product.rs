//! C = A·B, from zero or from something else on.

use super::panels::WIDTH;
use super::tile::{Begin, Out, ROWS, Rows, tile};
use super::{Matrix, MatrixMut, Panels};
use crate::kernel::real::Real;

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
pub fn product<F: Real>(a: Matrix<F>, b: &Panels<F>, start: Start<F>, c: MatrixMut<F>) {
    assert!(a.columns() == b.rows() && c.columns() == b.columns());
    leading_product(a, b, start, c);
}

/// The same with only as many of B's first rows as A has columns, and of its first columns as C has.
///
/// # Panics
/// B has fewer, or the shapes do not fit.
pub fn leading_product<F: Real>(a: Matrix<F>, b: &Panels<F>, start: Start<F>, mut c: MatrixMut<F>) {
    let (rows, depth, columns) = (a.rows(), a.columns(), c.columns());
    assert!(rows == c.rows() && depth <= b.rows() && columns <= b.columns());
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
        right: b.start().wrapping_add(column * b.rows()),
        panel: b.rows() * WIDTH,
    };
    let whole_rows = rows / ROWS * ROWS;
    let whole_columns = columns / WIDTH * WIDTH;
    for column in (0..whole_columns).step_by(WIDTH) {
        for row in (0..whole_rows).step_by(ROWS) {
            let (operands, begin) = (operands(row, column), begin(row, column));
            let out = out(&mut c, row, column);
            // SAFETY: the shapes were compared; the tile's rows and columns are there, and a panel has `depth`
            // rows of eight columns.
            unsafe { tile::<F, ROWS, 1, true>(operands, depth, begin, out, WIDTH) };
        }
    }
    if whole_columns < columns {
        let width = columns - whole_columns;
        for row in (0..whole_rows).step_by(ROWS) {
            let (operands, begin) = (operands(row, whole_columns), begin(row, whole_columns));
            let out = out(&mut c, row, whole_columns);
            // SAFETY: as above, with the columns that fill no panel.
            unsafe { tile::<F, ROWS, 1, false>(operands, depth, begin, out, width) };
        }
    }
    if whole_rows < rows {
        let (operands, begin) = (operands(whole_rows, 0), begin(whole_rows, 0));
        let out = out(&mut c, whole_rows, 0);
        // SAFETY: as above, with the rows that fill no tile.
        unsafe {
            match rows - whole_rows {
                // One panel alone would wait for its two sums most of the time.
                1 => few_rows::<F, 1, 2>(operands, depth, (begin, begin_column), out, columns),
                2 => few_rows::<F, 2, 1>(operands, depth, (begin, begin_column), out, columns),
                _ => few_rows::<F, 3, 1>(operands, depth, (begin, begin_column), out, columns),
            }
        }
    }
}

/// All columns of M rows, P panels at a time.
///
/// # Safety
/// As [`tile`], for all columns. From one column to the next `begin` is `begin_column` further.
#[inline(never)]
unsafe fn few_rows<F: Real, const M: usize, const P: usize>(
    operands: Rows<F>,
    depth: usize,
    (begin, begin_column): (Begin<F>, usize),
    out: Out<F>,
    columns: usize,
) {
    let mut column = 0;
    while column < columns {
        let operands = Rows {
            right: operands.right.wrapping_add(column / WIDTH * operands.panel),
            ..operands
        };
        let begin = Begin {
            start: begin.start.wrapping_add(column * begin_column),
            ..begin
        };
        let out = Out {
            start: out.start.wrapping_add(column),
            ..out
        };
        let left = columns - column;
        // SAFETY: what the caller vouches for; there are P whole panels where P are taken.
        unsafe {
            if left >= P * WIDTH {
                tile::<F, M, P, true>(operands, depth, begin, out, WIDTH);
                column += P * WIDTH;
            } else {
                tile::<F, M, 1, false>(operands, depth, begin, out, left.min(WIDTH));
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
            for row in 0..rows {
                let operands = Rows {
                    left: a.start().wrapping_add(row * a.stride() + k),
                    stride: a.stride(),
                    right: panel.as_ptr(),
                    panel: 0,
                };
                let out = out(&mut c, row, column);
                // SAFETY: the shapes were compared; the row is there, and `width` columns and `part` products are
                // left, whose rows of B are in `panel`.
                unsafe { tile::<F, 1, 1, false>(operands, part, there(out), out, width) };
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
