//! The right-hand side of a product, laid out in the order in which it is read.

use super::{Lanes, Matrix};
use crate::kernel::real::Real;

/// How many columns stand together: two vectors of f32.
pub(super) const WIDTH: usize = 8;

/// A matrix in panels of eight columns: of each panel first all of row 0, then all of row 1, and so on. The last
/// panel is filled up with zeros. A product reads it from front to back, whatever the matrix is cut from.
#[derive(Clone, Debug, Default)]
pub struct Panels<F> {
    values: Vec<F>,
    rows: usize,
    columns: usize,
}

impl<F: Real> Panels<F> {
    /// Takes over `matrix`. Memory is used again.
    pub fn pack(&mut self, matrix: Matrix<F>) {
        self.resize(matrix.rows(), matrix.columns());
        let lanes = F::Lanes::COUNT;
        for (index, panel) in self
            .values
            .chunks_exact_mut(WIDTH * matrix.rows().max(1))
            .enumerate()
        {
            let from = index * WIDTH;
            let count = WIDTH.min(matrix.columns() - from);
            if count == WIDTH {
                for (row, out) in panel.chunks_exact_mut(WIDTH).enumerate() {
                    out.copy_from_slice(&matrix.row(row)[from..][..WIDTH]);
                }
                continue;
            }
            for (row, out) in panel.chunks_exact_mut(WIDTH).enumerate() {
                let source = &matrix.row(row)[from..from + count];
                for (part, out) in out.chunks_exact_mut(lanes).enumerate() {
                    let start = (part * lanes).min(count);
                    let given = lanes.min(count - start);
                    // SAFETY: `given` numbers are left of the source, and the chunk is as long as the vector lanes.
                    unsafe {
                        let values = F::Lanes::load_first(source.as_ptr().add(start), given);
                        values.store(out.as_mut_ptr());
                    }
                }
            }
        }
    }

    /// Takes over the transpose of `matrix`.
    pub fn pack_transposed(&mut self, matrix: Matrix<F>) {
        self.resize(matrix.columns(), matrix.rows());
        let depth = matrix.columns();
        for (index, panel) in self
            .values
            .chunks_exact_mut(WIDTH * depth.max(1))
            .enumerate()
        {
            let from = index * WIDTH;
            let count = WIDTH.min(matrix.rows() - from);
            if count == WIDTH {
                let rows: [&[F]; WIDTH] =
                    std::array::from_fn(|lane| &matrix.row(from + lane)[..depth]);
                for (k, out) in panel.chunks_exact_mut(WIDTH).enumerate() {
                    for lane in 0..WIDTH {
                        out[lane] = rows[lane][k];
                    }
                }
            } else {
                panel.fill(F::zero());
                for lane in 0..count {
                    for (out, &value) in panel.chunks_exact_mut(WIDTH).zip(matrix.row(from + lane))
                    {
                        out[lane] = value;
                    }
                }
            }
        }
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    pub fn columns(&self) -> usize {
        self.columns
    }

    pub(super) fn start(&self) -> *const F {
        self.values.as_ptr()
    }

    /// Makes room for a matrix of this shape, so that packing a smaller one allocates nothing.
    pub(super) fn reserve(&mut self, rows: usize, columns: usize) {
        let length = rows * columns.next_multiple_of(WIDTH);
        self.values
            .reserve(length.saturating_sub(self.values.len()));
    }

    fn resize(&mut self, rows: usize, columns: usize) {
        (self.rows, self.columns) = (rows, columns);
        self.values
            .resize(rows * columns.next_multiple_of(WIDTH), F::zero());
    }
}
