//! Row-major matrices inside slices: what the products read and write.

/// A matrix whose rows stand `stride` apart in a slice.
#[derive(Clone, Copy, Debug)]
pub struct Matrix<'a, F> {
    pub values: &'a [F],
    pub rows: usize,
    pub columns: usize,
    pub stride: usize,
}

/// The same, to be written.
#[derive(Debug)]
pub struct MatrixMut<'a, F> {
    pub values: &'a mut [F],
    pub rows: usize,
    pub columns: usize,
    pub stride: usize,
}

impl<'a, F> Matrix<'a, F> {
    /// The whole slice as rows of `columns` values. `columns` is at least 1.
    pub fn new(values: &'a [F], columns: usize) -> Self {
        Matrix {
            values,
            rows: values.len() / columns,
            columns,
            stride: columns,
        }
    }

    /// The columns `from..to`.
    pub fn column_block(self, from: usize, to: usize) -> Self {
        let values = self.values.get(from..).unwrap_or_default();
        Matrix {
            values,
            columns: to - from,
            ..self
        }
    }

    /// The rows `from..to`.
    pub fn row_block(self, from: usize, to: usize) -> Self {
        let values = self.values.get(from * self.stride..).unwrap_or_default();
        Matrix {
            values,
            rows: to - from,
            ..self
        }
    }
}

impl<'a, F> MatrixMut<'a, F> {
    /// The whole slice as rows of `columns` values. `columns` is at least 1.
    pub fn new(values: &'a mut [F], columns: usize) -> Self {
        MatrixMut {
            rows: values.len() / columns,
            values,
            columns,
            stride: columns,
        }
    }

    /// The columns `from..to`.
    pub fn column_block(self, from: usize, to: usize) -> Self {
        let values = self.values.get_mut(from..).unwrap_or_default();
        MatrixMut {
            values,
            columns: to - from,
            rows: self.rows,
            stride: self.stride,
        }
    }

    /// The rows `from..to`.
    pub fn row_block(self, from: usize, to: usize) -> Self {
        let values = self
            .values
            .get_mut(from * self.stride..)
            .unwrap_or_default();
        MatrixMut {
            values,
            columns: self.columns,
            rows: to - from,
            stride: self.stride,
        }
    }
}
