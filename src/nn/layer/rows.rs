//! Gradient rows far outside the range of floats: each row stands for its numbers times a power of two of its own.

use ndarray::{Array2, ArrayView2};

use crate::kernel::{Matrix, MatrixMut};
use crate::linalg::magnitude;

/// Gradients of the states of one step, a row for each of several losses or basis vectors.
#[derive(Clone, Debug, Default)]
pub struct GradientRows {
    hidden: Vec<f64>,
    cell: Vec<f64>,
    exponents: Vec<i64>,
    hidden_width: usize,
    cell_width: usize,
}

/// What a layer works in while gradient rows go back. Used again from pass to pass.
#[derive(Clone, Debug, Default)]
pub struct RowSpace {
    /// The rows of the present step.
    pub now: GradientRows,
    /// The rows of the step before.
    pub before: GradientRows,
    /// rows × G·H.
    pub preactivations: Vec<f64>,
    /// rows × H, or empty.
    pub auxiliary: Vec<f64>,
    /// What else a cell works in.
    pub arrays: Vec<Array2<f64>>,
    /// Rows that a cell keeps between two products.
    pub scaled: ScaledRows,
    /// Of each gradient row what has reached the steps that are yet to come.
    pub reached: Vec<ScaledRows>,
    /// Numbers of one step.
    pub numbers: Vec<f64>,
}

/// T × some width; row t stands for its numbers times 2^`exponents[t]`.
#[derive(Clone, Debug, Default)]
pub struct ScaledRows {
    pub values: Array2<f64>,
    pub exponents: Vec<i64>,
}

impl GradientRows {
    /// No rows, of these widths.
    pub fn reset(&mut self, hidden_width: usize, cell_width: usize) {
        (self.hidden_width, self.cell_width) = (hidden_width, cell_width);
        self.clear();
    }

    /// No rows.
    pub fn clear(&mut self) {
        self.hidden.clear();
        self.cell.clear();
        self.exponents.clear();
    }

    /// As many rows of zeros as `other` has, with its exponents.
    pub fn reset_like(&mut self, other: &GradientRows) {
        self.reset(other.hidden_width, other.cell_width);
        self.hidden.resize(other.hidden.len(), 0.0);
        self.cell.resize(other.cell.len(), 0.0);
        self.exponents.extend_from_slice(&other.exponents);
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.exponents.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.exponents.is_empty()
    }

    /// Adds a row for a gradient of h alone.
    pub fn push(&mut self, hidden: &[f64], exponent: i64) {
        self.hidden.extend_from_slice(hidden);
        self.cell.resize(self.cell.len() + self.cell_width, 0.0);
        self.exponents.push(exponent);
    }

    /// Adds a row for a gradient of the whole state: of h, then of c if there is one.
    pub fn push_state(&mut self, state: &[f64]) {
        let (hidden, cell) = state.split_at(self.hidden_width);
        self.hidden.extend_from_slice(hidden);
        self.cell.extend_from_slice(cell);
        self.exponents.push(0);
    }

    /// One row: ∂h, ∂c and the exponent of both.
    pub fn row_mut(&mut self, row: usize) -> (&mut [f64], &mut [f64], &mut i64) {
        let (hidden, cell) = (self.hidden_width, self.cell_width);
        (
            &mut self.hidden[row * hidden..(row + 1) * hidden],
            &mut self.cell[row * cell..(row + 1) * cell],
            &mut self.exponents[row],
        )
    }

    /// rows × H.
    pub fn hidden(&self) -> ArrayView2<'_, f64> {
        view(&self.hidden, self.len(), self.hidden_width)
    }

    /// rows × H, or rows × 0.
    pub fn cell(&self) -> ArrayView2<'_, f64> {
        view(&self.cell, self.len(), self.cell_width)
    }

    /// One exponent a row.
    pub fn exponents(&self) -> &[i64] {
        &self.exponents
    }

    /// Brings every row back to an ordinary size.
    pub fn normalise(&mut self) {
        for row in 0..self.len() {
            let (hidden, cell, exponent) = self.row_mut(row);
            magnitude::normalise(hidden, cell, exponent);
        }
    }

    /// rows × H of ∂h, to be read, and of ∂c, to be written.
    pub(crate) fn step(&mut self) -> (Matrix<'_, f64>, MatrixMut<'_, f64>) {
        let rows = self.len();
        (
            view(&self.hidden, rows, self.hidden_width).into(),
            matrix_mut(&mut self.cell, rows, self.cell_width),
        )
    }

    /// The same, both to be written.
    pub(crate) fn step_mut(&mut self) -> (MatrixMut<'_, f64>, MatrixMut<'_, f64>) {
        let rows = self.exponents.len();
        (
            matrix_mut(&mut self.hidden, rows, self.hidden_width),
            matrix_mut(&mut self.cell, rows, self.cell_width),
        )
    }
}

impl ScaledRows {
    /// Makes room for `rows` rows of zeros with the exponent 0.
    pub fn reset(&mut self, rows: usize, width: usize) {
        if self.values.dim() != (rows, width) {
            self.values = Array2::zeros((rows, width));
        }
        self.values.fill(0.0);
        self.exponents.clear();
        self.exponents.resize(rows, 0);
    }

    /// log10 of the norm of one row; −∞ for exactly zero.
    pub fn log10(&self, t: usize) -> f64 {
        log10_row(&self.values, &self.exponents, t)
    }
}

/// log10 of the norm of row `t` times 2^`exponents[t]`; −∞ for exactly zero.
pub(super) fn log10_row(values: &Array2<f64>, exponents: &[i64], t: usize) -> f64 {
    let row = values.row(t);
    let row = row.as_slice().expect("a row of a row-major array");
    magnitude::log10_norm(row, exponents[t])
}

/// `rows` rows at the start of a slice.
pub(super) fn view<F>(values: &[F], rows: usize, width: usize) -> ArrayView2<'_, F> {
    ArrayView2::from_shape((rows, width), &values[..rows * width])
        .unwrap_or_else(|_| unreachable!("the slice has rows × width numbers"))
}

/// The same, to be written.
pub(super) fn matrix_mut<F>(values: &mut [F], rows: usize, width: usize) -> MatrixMut<'_, F> {
    ndarray::ArrayViewMut2::from_shape((rows, width), &mut values[..rows * width])
        .unwrap_or_else(|_| unreachable!("the slice has rows × width numbers"))
        .into()
}
