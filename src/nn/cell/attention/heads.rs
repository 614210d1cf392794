//! Causal attention of one sequence, head by head: a step reads itself and the steps before it, never a later one.
//!
//! p = softmax(q kᵀ / √d), row by row over the steps up to the row's own; what a head gives is p v. Queries come with
//! the factor 1/√d in them.

use crate::kernel::real::Real;
use crate::kernel::{
    GradientScratch, Lanes, Matrix, MatrixMut, Panels, Start, add_transposed_product, exponentials,
    product, scale_flushed, subtract_largest, sum, update, vector,
};

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
            product(query, panels, Start::Zero, scores.reborrow());
            let (_, rest) = attention.reborrow().split_at_row(head * rows);
            let mut attention = rest.row_block(0, rows);
            for row in 0..rows {
                let read = steps - rows + row + 1;
                let (seen, unseen) = attention.row_mut(row).split_at_mut(read);
                subtract_largest(&scores.as_matrix().row(row)[..read], seen);
                exponentials(seen);
                let total = sum(seen);
                scale_flushed(seen, F::one() / total);
                unseen.fill(F::zero());
            }
            panels.pack(values.column_block(from, to));
            let out = out.reborrow().column_block(from, to);
            product(attention.as_matrix(), panels, Start::Zero, out);
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
            (0..steps).for_each(|row| rows.row_mut(row).fill(F::zero()));
        }
        for head in 0..self.count {
            let (from, to) = self.columns(head);
            let attention = attention.row_block(head * steps, (head + 1) * steps);
            let slopes = slopes.column_block(from, to);
            panels.pack_transposed(values.column_block(from, to));
            product(slopes, panels, Start::Zero, scores.reborrow());
            for row in 0..steps {
                let (seen, unseen) = scores.row_mut(row).split_at_mut(row + 1);
                let attention = &attention.row(row)[..=row];
                let along = <F::Lanes as Lanes>::splat(vector::dot(seen, attention));
                let (seen, read) = (
                    MatrixMut::new(seen, row + 1),
                    Matrix::new(attention, row + 1),
                );
                update([seen], [read], |[slope], [p]| {
                    [(p * (slope - along)).flushed()]
                });
                unseen.fill(F::zero());
            }
            let of_values = of_values.reborrow().column_block(from, to);
            add_transposed_product(attention, slopes, of_values, scratch);
            panels.pack(keys.column_block(from, to));
            let of_queries = of_queries.reborrow().column_block(from, to);
            product(scores.as_matrix(), panels, Start::Zero, of_queries);
            let (queries, of_keys) = (
                queries.column_block(from, to),
                of_keys.reborrow().column_block(from, to),
            );
            add_transposed_product(scores.as_matrix(), queries, of_keys, scratch);
        }
    }
}
