//! C += Aᵀ·B.

use super::panels::WIDTH;
use super::product::there;
use super::tile::{Columns, Out, ROWS, tile};
use super::{Matrix, MatrixMut, Panels};
use crate::kernel::real::Real;

/// How many rows of A and B are gone through at a time, so that they stay in the first cache.
const DEPTH: usize = 128;

/// Up to this many columns the panels of B that are whole are read where they stand; copying them would cost more than
/// it saves.
const NARROW: usize = 32;

/// Memory of [`add_transposed_product`], used again from call to call.
#[derive(Clone, Debug, Default)]
pub struct GradientScratch<F> {
    /// Some rows of B: all columns, or those at the end that fill no panel.
    right: Panels<F>,
    /// As many rows of a tile's columns of A.
    left: Vec<F>,
}

/// Adds Aᵀ·B (k × m transposed, by k × n) to C (m × n): a weight gradient, summed over k rows of a batch.
///
/// Every number of C takes its k products one after the other, from the first to the last, so that the bits are
/// those of the plain triple loop, whatever the tiles.
///
/// # Panics
/// The shapes do not fit.
pub fn add_transposed_product<F: Real>(
    a: Matrix<F>,
    b: Matrix<F>,
    mut c: MatrixMut<F>,
    scratch: &mut GradientScratch<F>,
) {
    let (depth, rows, columns) = (a.rows(), a.columns(), b.columns());
    assert!(depth == b.rows() && rows == c.rows() && columns == c.columns());
    let narrow = columns <= NARROW;
    scratch.left.resize(2 * DEPTH * ROWS, F::zero());
    // Blocks of about DEPTH rows, all of about the same depth.
    let blocks = ((depth + DEPTH / 2) / DEPTH).max(1);
    let block = depth.div_ceil(blocks).max(1);
    // Room for the deepest block there is: batches of other lengths are cut into other blocks.
    scratch.right.reserve(DEPTH + DEPTH / 2, columns);
    for k in (0..depth).step_by(block) {
        let part = block.min(depth - k);
        let (a, b) = (a.row_block(k, k + part), b.row_block(k, k + part));
        let in_place = if narrow { columns / WIDTH * WIDTH } else { 0 };
        if in_place < columns {
            scratch.right.pack(b.column_block(in_place, columns));
        }
        for row in (0..rows).step_by(ROWS) {
            let count = ROWS.min(rows - row);
            let (left, left_step) = if narrow || count < ROWS {
                (a.start().wrapping_add(row), a.stride())
            } else {
                gather(a, row, ROWS, &mut scratch.left);
                (scratch.left.as_ptr(), ROWS)
            };
            for column in (0..columns).step_by(WIDTH) {
                let (right, right_step) = if column < in_place {
                    (b.start().wrapping_add(column), b.stride())
                } else {
                    let panel = (column - in_place) * part;
                    (scratch.right.start().wrapping_add(panel), WIDTH)
                };
                let operands = Columns {
                    left,
                    left_step,
                    right,
                    right_step,
                };
                let stride = c.stride();
                let out = Out {
                    start: c.start().wrapping_add(row * stride + column),
                    stride,
                };
                let width = WIDTH.min(columns - column);
                // SAFETY: the shapes were compared; A has `count` more columns, B (or its panel) eight, and
                // both `part` rows.
                unsafe {
                    if count == ROWS && width == WIDTH {
                        tile::<F, ROWS, 1, true>(operands, part, there(out), out, width);
                    } else if count == ROWS {
                        tile::<F, ROWS, 1, false>(operands, part, there(out), out, width);
                    } else {
                        few_rows(operands, part, out, (count, width));
                    }
                }
            }
        }
    }
}

/// Fewer rows than a tile has.
///
/// # Safety
/// As [`tile`], with `rows` from 1 to 3.
#[inline(never)]
unsafe fn few_rows<F: Real>(
    operands: Columns<F>,
    depth: usize,
    out: Out<F>,
    (rows, columns): (usize, usize),
) {
    // SAFETY: what the caller vouches for.
    unsafe {
        match rows {
            1 => tile::<F, 1, 1, false>(operands, depth, there(out), out, columns),
            2 => tile::<F, 2, 1, false>(operands, depth, there(out), out, columns),
            _ => tile::<F, 3, 1, false>(operands, depth, there(out), out, columns),
        }
    }
}

/// Copies `count` columns of A, from `column` on, row after row.
fn gather<F: Real>(a: Matrix<F>, column: usize, count: usize, out: &mut [F]) {
    for (row, out) in out.chunks_exact_mut(count).enumerate().take(a.rows()) {
        out.copy_from_slice(&a.row(row)[column..column + count]);
    }
}
