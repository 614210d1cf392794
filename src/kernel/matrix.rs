//! Row-major matrices: what the kernels read and write.
//!
//! Everywhere else arrays are `ndarray`'s; the `From` implementations here are the one place of conversion. A kernel
//! has a pointer and a shape of its own because the column blocks of one matrix, each written by itself, are disjoint and
//! yet interleaved, and because a step takes about twenty of them, in one to a few microseconds for a small model. Layers
//! convert their arrays once a pass, not once a step. Measured with `benches/compare.js` (wasm simd128 in Node, median of
//! 11 interleaved rounds), updates a second against a build that converts at every backward step: rnn 1.011, lstm 1.000,
//! gru 0.992 at H = 16, T = 32; rnn 1.008, lstm 1.016, gru 1.011 at H = 32, T = 64.

use std::marker::PhantomData;

use ndarray::{ArrayView2, ArrayViewMut2};

/// A matrix whose rows stand `stride` apart.
#[derive(Debug)]
pub struct Matrix<'a, F> {
    /// Valid for reads of `columns` numbers at every `row * stride` with `row < rows`, for as long as 'a.
    start: *const F,
    rows: usize,
    columns: usize,
    stride: usize,
    borrow: PhantomData<&'a [F]>,
}

/// The same, to be written.
#[derive(Debug)]
pub struct MatrixMut<'a, F> {
    /// Valid for reads and writes of `columns` numbers at every `row * stride` with `row < rows`, for as long
    /// as 'a, and nothing else uses those meanwhile.
    start: *mut F,
    rows: usize,
    columns: usize,
    stride: usize,
    borrow: PhantomData<&'a mut [F]>,
}

// Written out, because a derived `Copy` would ask it of F as well.
impl<F> Clone for Matrix<'_, F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F> Copy for Matrix<'_, F> {}

impl<'a, F> Matrix<'a, F> {
    /// The whole slice as rows of `columns` values. `columns` is at least 1.
    #[inline]
    pub fn new(values: &'a [F], columns: usize) -> Self {
        Matrix {
            start: values.as_ptr(),
            rows: values.len() / columns,
            columns,
            stride: columns,
            borrow: PhantomData,
        }
    }

    /// The only row of this matrix, `rows` times.
    ///
    /// # Panics
    /// The matrix has not exactly one row.
    #[inline]
    pub fn repeated(self, rows: usize) -> Self {
        assert!(self.rows == 1);
        Matrix {
            rows,
            stride: 0,
            ..self
        }
    }

    /// The columns `from..to`.
    ///
    /// # Panics
    /// There are no such columns.
    #[inline]
    pub fn column_block(self, from: usize, to: usize) -> Self {
        assert!(from <= to && to <= self.columns);
        Matrix {
            // A matrix without rows may have no numbers at all.
            start: self.start.wrapping_add(from),
            columns: to - from,
            ..self
        }
    }

    /// G blocks of as many columns each, side by side.
    #[inline]
    pub fn blocks<const G: usize>(self) -> [Self; G] {
        let width = self.columns / G;
        std::array::from_fn(|block| self.column_block(block * width, (block + 1) * width))
    }

    /// The rows `from..to`.
    ///
    /// # Panics
    /// There are no such rows.
    #[inline]
    pub fn row_block(self, from: usize, to: usize) -> Self {
        assert!(from <= to && to <= self.rows);
        Matrix {
            // An empty block at the end may begin outside.
            start: self.start.wrapping_add(from * self.stride),
            rows: to - from,
            ..self
        }
    }

    #[inline]
    pub fn rows(&self) -> usize {
        self.rows
    }

    #[inline]
    pub fn columns(&self) -> usize {
        self.columns
    }

    #[inline]
    pub(super) fn stride(&self) -> usize {
        self.stride
    }

    #[inline]
    pub(super) fn start(&self) -> *const F {
        self.start
    }

    /// One row.
    ///
    /// # Panics
    /// There is no such row.
    #[inline]
    pub fn row(&self, row: usize) -> &'a [F] {
        assert!(row < self.rows);
        // SAFETY: the row exists, and a matrix is valid for reads of its rows as long as 'a.
        unsafe { std::slice::from_raw_parts(self.start.add(row * self.stride), self.columns) }
    }
}

impl<'a, F> MatrixMut<'a, F> {
    /// The whole slice as rows of `columns` values. `columns` is at least 1.
    #[inline]
    pub fn new(values: &'a mut [F], columns: usize) -> Self {
        MatrixMut {
            rows: values.len() / columns,
            start: values.as_mut_ptr(),
            columns,
            stride: columns,
            borrow: PhantomData,
        }
    }

    /// The columns `from..to`.
    ///
    /// # Panics
    /// There are no such columns.
    #[inline]
    pub fn column_block(self, from: usize, to: usize) -> Self {
        assert!(from <= to && to <= self.columns);
        MatrixMut {
            start: self.start.wrapping_add(from),
            columns: to - from,
            ..self
        }
    }

    /// G blocks of as many columns each, side by side.
    #[inline]
    pub fn blocks<const G: usize>(self) -> [Self; G] {
        // Blocks share no column, so each has the numbers it writes to itself.
        let width = self.columns / G;
        std::array::from_fn(|block| MatrixMut {
            start: self.start.wrapping_add(block * width),
            columns: width,
            ..self
        })
    }

    /// The rows `from..to`.
    ///
    /// # Panics
    /// There are no such rows.
    #[inline]
    pub fn row_block(self, from: usize, to: usize) -> Self {
        assert!(from <= to && to <= self.rows);
        MatrixMut {
            start: self.start.wrapping_add(from * self.stride),
            rows: to - from,
            ..self
        }
    }

    /// The rows before `row` and those from it on.
    ///
    /// # Panics
    /// There are fewer rows.
    #[inline]
    pub fn split_at_row(self, row: usize) -> (Self, Self) {
        assert!(row <= self.rows);
        // The two share no row, so each has the numbers it writes to itself.
        let before = MatrixMut { rows: row, ..self };
        let after = MatrixMut {
            start: self.start.wrapping_add(row * self.stride),
            rows: self.rows - row,
            ..self
        };
        (before, after)
    }

    /// The same matrix, to be read.
    #[inline]
    pub fn as_matrix(&self) -> Matrix<'_, F> {
        Matrix {
            start: self.start,
            rows: self.rows,
            columns: self.columns,
            stride: self.stride,
            borrow: PhantomData,
        }
    }

    /// The same matrix, from now on to be read.
    #[inline]
    pub fn into_matrix(self) -> Matrix<'a, F> {
        Matrix {
            start: self.start,
            rows: self.rows,
            columns: self.columns,
            stride: self.stride,
            borrow: PhantomData,
        }
    }

    /// The same matrix, lent for a while.
    #[inline]
    pub fn reborrow(&mut self) -> MatrixMut<'_, F> {
        MatrixMut { ..*self }
    }

    #[inline]
    pub fn rows(&self) -> usize {
        self.rows
    }

    #[inline]
    pub fn columns(&self) -> usize {
        self.columns
    }

    #[inline]
    pub(super) fn stride(&self) -> usize {
        self.stride
    }

    #[inline]
    pub(super) fn start(&mut self) -> *mut F {
        self.start
    }

    /// One row.
    ///
    /// # Panics
    /// There is no such row.
    #[inline]
    pub fn row_mut(&mut self, row: usize) -> &mut [F] {
        assert!(row < self.rows);
        // SAFETY: the row exists, and the matrix has it to itself.
        unsafe { std::slice::from_raw_parts_mut(self.start.add(row * self.stride), self.columns) }
    }
}

/// How far apart the rows of an array of this shape stand.
///
/// # Panics
/// The numbers of a row are not neighbours, or the rows stand in reverse.
#[inline]
fn row_stride((rows, columns): (usize, usize), strides: &[isize]) -> usize {
    if rows <= 1 || columns == 0 {
        return columns;
    }
    assert!((columns == 1 || strides[1] == 1) && strides[0] >= 0);
    strides[0] as usize
}

impl<'a, F> From<ArrayView2<'a, F>> for Matrix<'a, F> {
    /// # Panics
    /// The view is not row-major.
    #[inline]
    fn from(view: ArrayView2<'a, F>) -> Self {
        let (rows, columns) = view.dim();
        assert!(rows != 1 || columns <= 1 || view.strides()[1] == 1);
        Matrix {
            stride: row_stride((rows, columns), view.strides()),
            start: view.as_ptr(),
            rows,
            columns,
            borrow: PhantomData,
        }
    }
}

impl<'a, F> From<ArrayViewMut2<'a, F>> for MatrixMut<'a, F> {
    /// # Panics
    /// The view is not row-major, or its rows overlap.
    #[inline]
    fn from(mut view: ArrayViewMut2<'a, F>) -> Self {
        let (rows, columns) = view.dim();
        assert!(rows != 1 || columns <= 1 || view.strides()[1] == 1);
        let stride = row_stride((rows, columns), view.strides());
        assert!(rows <= 1 || stride >= columns);
        MatrixMut {
            stride,
            start: view.as_mut_ptr(),
            rows,
            columns,
            borrow: PhantomData,
        }
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, s};

    use super::*;

    #[test]
    fn an_array_and_any_block_of_it_keep_their_numbers() {
        let mut array = Array2::from_shape_fn((5, 7), |(row, column)| 10 * row + column);
        let block = Matrix::from(array.slice(s![1..4, 2..5]));
        assert_eq!((block.rows(), block.columns()), (3, 3));
        assert_eq!(block.row(2), [32, 33, 34]);
        let (mut above, mut below) = MatrixMut::from(array.slice_mut(s![.., 1..3])).split_at_row(2);
        above.row_mut(1)[0] = 100;
        below.row_mut(0)[1] = 200;
        assert_eq!((array[[1, 1]], array[[2, 2]]), (100, 200));
        let row = Matrix::from(array.slice(s![3..4, ..])).repeated(4);
        assert_eq!((row.rows(), row.row(3)[6]), (4, 36));
        assert_eq!(Matrix::from(array.slice(s![.., 3..3])).columns(), 0);
    }

    #[test]
    #[should_panic(expected = "assertion failed")]
    fn a_transposed_array_is_no_row_major_matrix() {
        let array = Array2::<f64>::zeros((3, 4));
        let _ = Matrix::from(array.t());
    }
}
