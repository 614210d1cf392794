//! Backward for training: ∂s goes back by the conjugates of λ, and every weight's gradient is one product over all rows.

use ndarray::s;

use super::super::rnn::differentiate;
use super::{Lru, PROJECTION, READ_BACK, unit_turn_back, weights};
use crate::experiment::Activation::Tanh;
use crate::kernel::real::Real;
use crate::kernel::{
    Lanes, Matrix, MatrixMut, Start, add_transposed_product, product, update, vector,
};
use crate::nn::layer::{InputRows, LayerPass, WeightGradients};
use crate::nn::parameters::Role;
use crate::nn::tape::{LayerTape, Workspace, fit, fit_extra, fit_matrix, fit_slice};

/// The places of the arrays in [`Workspace::extra`]: the gradients of λ sequence by sequence (B × 2·H), of W and of R.
/// The latter two are one column in memory, which layers of different widths use in turn.
const EIGENVALUES: usize = 0;
const PROJECTION_SLOPES: usize = 1;

impl Lru {
    /// See [`Layer::backward`](crate::nn::layer::Layer::backward).
    pub(super) fn train_backward<F: Real>(
        &self,
        pass: LayerPass<F>,
        tape: &LayerTape<F>,
        truncate: usize,
        reach_below: bool,
        space: &mut Workspace<F>,
        mut gradient: WeightGradients<F>,
    ) {
        let rows = pass.batch.rows();
        fit_extra(&mut space.extra, 3);
        let mut preactivations = MatrixMut::from(fit(&mut space.preactivations, rows, self.hidden));
        differentiate(
            Tanh,
            Matrix::from(tape.hidden.view()).row_block(0, rows),
            Matrix::from(space.hidden.view()).row_block(0, rows),
            preactivations.reborrow(),
        );
        let states = MatrixMut::from(fit(&mut space.cell, rows, 2 * self.hidden));
        let read_back = &tape.packed.further[READ_BACK];
        product(preactivations.as_matrix(), read_back, Start::Zero, states);
        self.scan(pass, tape, truncate, space);
        self.add_eigenvalues(pass, space, &mut gradient);
        self.add_matrices(pass, tape, space, &mut gradient);
        if reach_below {
            let projection = Matrix::from(tape.extra[PROJECTION].view());
            let (drive, direct) = (2 * self.hidden, 3 * self.hidden);
            let states = Matrix::from(space.cell.slice(s![..rows, ..]));
            let outputs = Matrix::from(space.preactivations.slice(s![..rows, ..]));
            let mut below = MatrixMut::from(fit(&mut space.below, rows, self.inputs));
            space.panels.pack(projection.row_block(0, drive));
            product(states, &space.panels, Start::Zero, below.reborrow());
            space.panels.pack(projection.row_block(drive, direct));
            product(outputs, &space.panels, Start::There, below);
        }
    }

    /// Takes ∂s back through time, and sums up ∂λ sequence by sequence.
    fn scan<F: Real>(
        &self,
        pass: LayerPass<F>,
        tape: &LayerTape<F>,
        truncate: usize,
        space: &mut Workspace<F>,
    ) {
        let batch = pass.batch;
        let mut sums = fit(
            &mut space.extra[EIGENVALUES],
            batch.sequences(),
            2 * self.hidden,
        );
        sums.fill(F::zero());
        let mut sums = MatrixMut::from(sums);
        let (states, mut gradients) = (
            Matrix::from(tape.cell.view()),
            MatrixMut::from(space.cell.view_mut()),
        );
        for t in (1..batch.steps()).rev() {
            let (now, before) = (batch.step(t), batch.step(t - 1).start);
            let earlier = before..before + now.len();
            let (past, present) = gradients.reborrow().split_at_row(now.start);
            let [re, im] = present.into_matrix().row_block(0, now.len()).blocks();
            let [was_re, was_im] = states.row_block(earlier.start, earlier.end).blocks();
            let sums = sums.reborrow().row_block(0, now.len());
            let sources = [re, im, was_re, was_im];
            update(sums.blocks(), sources, unit_eigenvalue::<F::Lanes>);
            if truncate == 0 || !t.is_multiple_of(truncate) {
                let past = past.row_block(earlier.start, earlier.end);
                let [turn, lift] = self.eigenvalues(tape, now.len());
                update(
                    past.blocks(),
                    [re, im, turn, lift],
                    unit_turn_back::<F::Lanes>,
                );
            }
        }
    }

    fn add_eigenvalues<F: Real>(
        &self,
        pass: LayerPass<F>,
        space: &Workspace<F>,
        gradient: &mut WeightGradients<F>,
    ) {
        let sums = space.extra[EIGENVALUES].slice(s![..pass.batch.sequences(), ..]);
        let decays = pass.weights.slice(Role::Decay);
        let phases = pass.weights.slice(Role::Phase);
        for (unit, (&decay, &phase)) in decays.iter().zip(phases).enumerate() {
            let total = |column: usize| -> f64 {
                sums.column(column).iter().copied().map(Into::into).sum()
            };
            let slopes = [total(unit), total(self.hidden + unit)];
            let [decay, phase] = weights::of_eigenvalue(decay.into(), phase.into(), slopes);
            gradient.slice_mut(Role::Decay)[unit] += F::of(decay);
            gradient.slice_mut(Role::Phase)[unit] += F::of(phase);
        }
    }

    /// γ, B, C and D.
    fn add_matrices<F: Real>(
        &self,
        pass: LayerPass<F>,
        tape: &LayerTape<F>,
        space: &mut Workspace<F>,
        gradient: &mut WeightGradients<F>,
    ) {
        let (rows, width) = (pass.batch.rows(), 3 * self.hidden);
        let Workspace {
            preactivations,
            cell,
            extra,
            symbols,
            scratch,
            ..
        } = space;
        let outputs = Matrix::from(preactivations.slice(s![..rows, ..]));
        let states = Matrix::from(cell.slice(s![..rows, ..]));
        let (of_projection, of_reading) = extra[PROJECTION_SLOPES..].split_at_mut(1);
        let mut slopes = fit_matrix(&mut of_projection[0], width, self.inputs);
        match pass.input {
            InputRows::Symbols(ids) => {
                // Row by row into the transposed matrix, where a symbol's numbers stand together.
                let sums = fit_slice(symbols, self.inputs * width);
                sums.fill(F::zero());
                for (row, &id) in ids[..rows].iter().enumerate() {
                    let sum = &mut sums[id as usize * width..][..width];
                    let (drive, direct) = sum.split_at_mut(2 * self.hidden);
                    vector::add_to(drive, states.row(row));
                    vector::add_to(direct, outputs.row(row));
                }
                let slopes = slopes.as_slice_mut().expect("the array is row-major");
                vector::transpose(sums, self.inputs, width, slopes);
            }
            InputRows::Vectors(values) => {
                slopes.fill(F::zero());
                let values = Matrix::from(values).row_block(0, rows);
                let (drive, direct) =
                    MatrixMut::from(slopes.view_mut()).split_at_row(2 * self.hidden);
                add_transposed_product(states, values, drive, scratch);
                add_transposed_product(outputs, values, direct, scratch);
            }
        }
        let projection = tape.extra[PROJECTION].view();
        weights::add_projection(pass.weights, projection, slopes.view(), gradient);
        let mut slopes = fit_matrix(&mut of_reading[0], self.hidden, 2 * self.hidden);
        slopes.fill(F::zero());
        let taped = Matrix::from(tape.cell.view()).row_block(0, rows);
        add_transposed_product(outputs, taped, slopes.view_mut().into(), scratch);
        weights::add_reading(slopes.view(), gradient);
    }
}

/// ∂λ += ∂s_t times the conjugate of s_{t−1}.
#[inline(always)]
fn unit_eigenvalue<V: Lanes>([sum_re, sum_im]: [V; 2], [re, im, was_re, was_im]: [V; 4]) -> [V; 2] {
    [
        sum_re + (re * was_re + im * was_im),
        sum_im + (im * was_re - re * was_im),
    ]
}
