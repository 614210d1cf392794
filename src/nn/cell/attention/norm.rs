//! Layer norm (Ba et al. 2016): y = γ ⊙ n + β, n = (x − mean) / √(variance + ε), over the units of each step.

use ndarray::Array2;

use crate::kernel::real::Real;
use crate::kernel::{Lanes, Matrix, MatrixMut, sum, update, vector};
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
    /// Makes room.
    pub fn fit(self, rows: usize, width: usize) {
        fit(self.normed, rows, width);
        fit(self.inverse, rows, 1);
        fit(self.out, rows, width);
    }

    /// `input` are the rows from `first` on.
    pub fn forward(self, which: u8, weights: LayerWeights<F>, input: Matrix<F>, first: usize) {
        let (rows, width) = (input.rows(), input.columns());
        let end = first + rows;
        let mut normed = MatrixMut::from(self.normed.view_mut()).row_block(first, end);
        let share = F::of(1.0 / width as f64);
        // Three loops with short chains, so that the processor works ahead on the next rows.
        for row in 0..rows {
            let (input, out) = (input.row(row), normed.row_mut(row));
            let mean = <F::Lanes as Lanes>::splat(sum(input) * share);
            vector::map_row(out, [input], |_, [value]| value - mean);
        }
        for row in 0..rows {
            let out = normed.as_matrix().row(row);
            let variance: f64 = (vector::dot(out, out) * share).into();
            self.inverse[[first + row, 0]] = F::of(1.0 / (variance + EPSILON).sqrt());
        }
        let mut out = MatrixMut::from(self.out.view_mut()).row_block(first, end);
        let [scale, shift] = affine(weights, which, 1).map(|row| row.row(0));
        for row in 0..rows {
            let factor = <F::Lanes as Lanes>::splat(self.inverse[[first + row, 0]]);
            let normed = normed.row_mut(row);
            vector::map_row(normed, [], |n, []| n * factor);
            let sources = [&*normed, scale, shift];
            vector::map_row(out.row_mut(row), sources, |_, [n, scale, shift]| {
                n * scale + shift
            });
        }
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
    vector::add_column_products(slopes.as_matrix(), normed, sums);
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
    let constants = [
        sum(slopes) * share,
        vector::dot(slopes, normed) * share,
        inverse,
    ];
    let [mean, along, inverse] = constants.map(<F::Lanes as Lanes>::splat);
    vector::map_row(into, [slopes, normed], |into, [slope, n]| {
        into + inverse * (slope - mean - n * along)
    });
}
