//! Causal attention of one sequence, head by head: a step reads itself and the steps before it, never a later one.
//!
//! p = softmax(q kᵀ / √d), row by row over the steps up to the row's own; what a head gives is p v. Queries come with
//! the factor 1/√d in them.

use std::ops::Range;

use crate::kernel::real::Real;
use crate::kernel::{
    GradientScratch, Lanes, Matrix, MatrixMut, Panels, Start, add_transposed_product, exponentials,
    leading_product, scale_flushed, subtract_largest, sum, vector,
};

/// How many steps are gone through at a time. What later steps than the last of them would add is nothing, and is left
/// out: half of the work where there are many.
const BLOCK: usize = 16;

/// How the units are divided among heads.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heads {
    pub count: usize,
    /// d: units of a head.
    pub width: usize,
}

impl Heads {
    /// 1/√d.
    pub fn factor(self) -> f64 {
        1.0 / (self.width as f64).sqrt()
    }

    fn columns(self, head: usize) -> (usize, usize) {
        (head * self.width, (head + 1) * self.width)
    }

    /// `queries` (n × H) are those of the last n of the steps whose keys and values (m × H) are given. Writes of every
    /// head the attention (n rows of m numbers, head after head), and side by side what the heads give (n × H).
    pub fn forward<F: Real>(
        self,
        queries: Matrix<F>,
        [keys, values]: [Matrix<F>; 2],
        mut scores: MatrixMut<F>,
        mut attention: MatrixMut<F>,
        mut out: MatrixMut<F>,
        panels: &mut Panels<F>,
    ) {
        let (rows, steps) = (queries.rows(), keys.rows());
        for head in 0..self.count {
            let (from, to) = self.columns(head);
            panels.pack_transposed(keys.column_block(from, to));
            let query = queries.column_block(from, to);
            for (block, read) in blocks(rows, steps) {
                let scores = scores.reborrow().row_block(block.start, block.end);
                let query = query.row_block(block.start, block.end);
                leading_product(query, panels, Start::Zero, scores.column_block(0, read));
            }
            let (_, rest) = attention.reborrow().split_at_row(head * rows);
            let mut attention = rest.row_block(0, rows);
            for row in 0..rows {
                let read = steps - rows + row + 1;
                let filled = filled::<F>(read, steps);
                let out = attention.row_mut(row);
                subtract_largest(&scores.as_matrix().row(row)[..read], &mut out[..read]);
                exponentials(&mut out[..filled]);
                let total = sum(&out[..read]);
                scale_flushed(&mut out[..filled], F::one() / total);
                vector::clear(&mut out[read..]);
            }
            panels.pack(values.column_block(from, to));
            for (block, read) in blocks(rows, steps) {
                let out = out.reborrow().row_block(block.start, block.end);
                let attention = attention.as_matrix().row_block(block.start, block.end);
                let read = attention.column_block(0, read);
                leading_product(read, panels, Start::Zero, out.column_block(from, to));
            }
        }
    }

    /// From ∂L/∂ what the heads give (T × H) to that of queries, keys and values, side by side in `into` (T × 3·H).
    /// `projected` are those three, `attention` what [`Heads::forward`] wrote for all T steps. Works in `scores`, T × T.
    pub fn backward<F: Real>(
        self,
        projected: Matrix<F>,
        attention: Matrix<F>,
        slopes: Matrix<F>,
        mut scores: MatrixMut<F>,
        mut into: MatrixMut<F>,
        (panels, scratch): (&mut Panels<F>, &mut GradientScratch<F>),
    ) {
        let steps = slopes.rows();
        let [queries, keys, values] = projected.blocks();
        let [mut of_queries, mut of_keys, mut of_values] = into.reborrow().blocks();
        for rows in [&mut of_keys, &mut of_values] {
            (0..steps).for_each(|row| vector::clear(rows.row_mut(row)));
        }
        for head in 0..self.count {
            let (from, to) = self.columns(head);
            let attention = attention.row_block(head * steps, (head + 1) * steps);
            let slopes = slopes.column_block(from, to);
            panels.pack_transposed(values.column_block(from, to));
            for (block, read) in blocks(steps, steps) {
                let scores = scores.reborrow().row_block(block.start, block.end);
                let slopes = slopes.row_block(block.start, block.end);
                leading_product(slopes, panels, Start::Zero, scores.column_block(0, read));
            }
            for row in 0..steps {
                let (read, filled) = (row + 1, filled::<F>(row + 1, steps));
                let (scores, attention) = (scores.row_mut(row), attention.row(row));
                let along = vector::dot(&scores[..read], &attention[..read]);
                let along = <F::Lanes as Lanes>::splat(along);
                vector::map_row(&mut scores[..filled], [attention], |slope, [p]| {
                    (p * (slope - along)).flushed()
                });
                vector::clear(&mut scores[read..]);
            }
            let (scores, queries) = (scores.as_matrix(), queries.column_block(from, to));
            panels.pack(keys.column_block(from, to));
            for (block, read) in blocks(steps, steps) {
                let of_queries = of_queries.reborrow().row_block(block.start, block.end);
                let scores = scores.row_block(block.start, block.end);
                let out = of_queries.column_block(from, to);
                leading_product(scores.column_block(0, read), panels, Start::Zero, out);
            }
            // A key, or value, is read by its own step and those after it.
            for (block, end) in blocks(steps, steps) {
                for (by, read, into) in [
                    (attention, slopes, &mut of_values),
                    (scores, queries, &mut of_keys),
                ] {
                    let by = by.row_block(block.start, steps);
                    let into = into.reborrow().row_block(block.start, end);
                    add_transposed_product(
                        by.column_block(block.start, end),
                        read.row_block(block.start, steps),
                        into.column_block(from, to),
                        scratch,
                    );
                }
            }
        }
    }
}

/// How many numbers of a row go through a function where `read` of them count: as many as fill the vector lanes, so that
/// no end is left over. What it makes of the others is cleared.
fn filled<F: Real>(read: usize, steps: usize) -> usize {
    read.next_multiple_of(F::Lanes::COUNT).min(steps)
}

/// The rows of the last `rows` of so many steps, some at a time, and how many steps the last of them reads.
fn blocks(rows: usize, steps: usize) -> impl Iterator<Item = (Range<usize>, usize)> {
    (0..rows).step_by(BLOCK).map(move |start| {
        let end = rows.min(start + BLOCK);
        (start..end, steps - rows + end)
    })
}
