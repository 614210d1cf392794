//! Row-major matrices inside slices: what the kernels read and write.
//!
//! A pointer and a shape rather than a slice, because the column blocks of one matrix, each written by
//! itself, are disjoint and yet interleaved; and rather than an `ndarray` view, because a small model makes
//! hundreds of them in an update of 50 µs, and a view whose strides are known needs no checks to be made.

use std::marker::PhantomData;

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
    /// as 'a, and nobody else uses those meanwhile.
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

    /// `rows` rows of `columns` values, `step` rows apart: 1, neighbours in `values`; 0, all of them the first.
    ///
    /// # Panics
    /// `values` is too short for them.
    #[inline]
    pub fn spaced(values: &'a [F], columns: usize, rows: usize, step: usize) -> Self {
        assert!(rows == 0 || ((rows - 1) * step + 1) * columns <= values.len());
        Matrix {
            start: values.as_ptr(),
            rows,
            columns,
            stride: step * columns,
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
