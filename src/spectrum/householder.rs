//! Householder reflections I − βvvᵀ of square row-major matrices.

/// A reflection that acts on the rows or columns from `first` on.
pub(super) struct Reflection {
    first: usize,
    vector: Vec<f64>,
    beta: f64,
}

impl Reflection {
    /// The reflection that turns `vector`, which begins at row or column `first`, into a multiple of the
    /// first unit vector; `None` if it is one already.
    pub(super) fn new(first: usize, mut vector: Vec<f64>) -> Option<Self> {
        if vector.iter().skip(1).all(|&value| value == 0.0) {
            return None;
        }
        // Of the two signs the one that does not cancel.
        vector[0] += norm(&vector).copysign(vector[0]);
        let beta = 2.0 / dot(&vector, &vector);
        Some(Reflection {
            first,
            vector,
            beta,
        })
    }

    /// (I − βvvᵀ) A.
    pub(super) fn from_left(&self, matrix: &mut [f64], size: usize) {
        let rows = &mut matrix[self.first * size..];
        let mut products = vec![0.0; size];
        for (row, &factor) in rows.chunks_exact(size).zip(&self.vector) {
            for (product, value) in products.iter_mut().zip(row) {
                *product += factor * value;
            }
        }
        for (row, &factor) in rows.chunks_exact_mut(size).zip(&self.vector) {
            let factor = self.beta * factor;
            for (value, product) in row.iter_mut().zip(&products) {
                *value -= factor * product;
            }
        }
    }

    /// A (I − βvvᵀ).
    pub(super) fn from_right(&self, matrix: &mut [f64], size: usize) {
        for row in matrix.chunks_exact_mut(size) {
            let row = &mut row[self.first..];
            let product = self.beta * dot(row, &self.vector);
            for (value, &factor) in row.iter_mut().zip(&self.vector) {
                *value -= product * factor;
            }
        }
    }
}

fn norm(vector: &[f64]) -> f64 {
    // Divided by the largest, no square can underflow.
    let largest = vector.iter().fold(0.0_f64, |a, b| a.max(b.abs()));
    let squares: f64 = vector
        .iter()
        .map(|value| (value / largest) * (value / largest))
        .sum();
    largest * squares.sqrt()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
