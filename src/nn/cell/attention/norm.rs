//! Layer norm (Ba et al. 2016): y = γ ⊙ n + β, n = (x − mean) / √(variance + ε), over the units of each step.

use ndarray::Array2;

use crate::kernel::real::Real;
use crate::kernel::{Matrix, MatrixMut, sum, update, vector};
use crate::nn::layer::{LayerWeights, WeightGradients};
use crate::nn::parameters::Role;
use crate::nn::tape::fit;

/// PyTorch's.
const EPSILON: f64 = 1e-5;

/// What a norm leaves on the tape: n (N × H), 1 / √(variance + ε) (N × 1), and y (N × H).
pub(super) struct Norm<'a, F> {
    pub normed: &'a mut Array2<F>,
    pub inverse: &'a mut Array2<F>,
    pub out: &'a mut Array2<F>,
}

impl<F: Real> Norm<'_, F> {
    pub fn forward(self, which: u8, weights: LayerWeights<F>, input: Matrix<F>) {
        let (rows, width) = (input.rows(), input.columns());
        let mut normed = MatrixMut::from(fit(self.normed, rows, width));
        let mut inverse = fit(self.inverse, rows, 1);
        let share = F::of(1.0 / width as f64);
        for row in 0..rows {
            let (input, out) = (input.row(row), normed.row_mut(row));
            let mean = sum(input) * share;
            for (out, &value) in out.iter_mut().zip(input) {
                *out = value - mean;
            }
            let variance: f64 = (vector::dot(out, out) * share).into();
            let factor = F::of(1.0 / (variance + EPSILON).sqrt());
            out.iter_mut().for_each(|value| *value *= factor);
            inverse[[row, 0]] = factor;
        }
        let out = MatrixMut::from(fit(self.out, rows, width));
        let [scale, shift] = affine(weights, which, rows);
        let sources = [normed.as_matrix(), scale, shift];
        update([out], sources, |[_], [n, scale, shift]| [n * scale + shift]);
    }
}

/// γ and β, once for each row.
fn affine<F: Real>(weights: LayerWeights<F>, which: u8, rows: usize) -> [Matrix<F>; 2] {
    [Role::NormScale(which), Role::NormShift(which)].map(|role| {
        let tensor = weights.slice(role);
        Matrix::new(tensor, tensor.len()).repeated(rows)
    })
}

/// Adds to `into` what `slopes`, ∂L/∂y of all rows, is for x; and to the gradients of γ and β. `slopes` is used up.
pub(super) fn backward<F: Real>(
    which: u8,
    weights: LayerWeights<F>,
    (normed, inverse): (Matrix<F>, Matrix<F>),
    mut slopes: MatrixMut<F>,
    mut into: MatrixMut<F>,
    gradient: &mut WeightGradients<F>,
) {
    let rows = slopes.rows();
    vector::add_column_sums(
        slopes.as_matrix(),
        gradient.slice_mut(Role::NormShift(which)),
    );
    let sums = gradient.slice_mut(Role::NormScale(which));
    for row in 0..rows {
        add_products(sums, slopes.as_matrix().row(row), normed.row(row));
    }
    let [scale, _] = affine(weights, which, rows);
    update([slopes.reborrow()], [scale], |[slope], [scale]| {
        [slope * scale]
    });
    for row in 0..rows {
        let (slopes, normed) = (slopes.as_matrix().row(row), normed.row(row));
        through(slopes, normed, inverse.row(row)[0], into.row_mut(row));
    }
}

/// Adds to `into` what ∂L/∂n of one row is for x.
pub(super) fn through<F: Real>(slopes: &[F], normed: &[F], inverse: F, into: &mut [F]) {
    let share = F::of(1.0 / slopes.len() as f64);
    let (mean, along) = (sum(slopes) * share, vector::dot(slopes, normed) * share);
    for ((into, &slope), &n) in into.iter_mut().zip(slopes).zip(normed) {
        *into += inverse * (slope - mean - n * along);
    }
}

fn add_products<F: Real>(sums: &mut [F], a: &[F], b: &[F]) {
    for ((sum, &a), &b) in sums.iter_mut().zip(a).zip(b) {
        *sum += a * b;
    }
}
