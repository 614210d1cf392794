//! The loop over time for cells that work step by step: backward for one sequence, any number of gradient rows at a time.

use std::ops::Range;

use ndarray::Array2;

use super::rows::matrix_mut;
use super::stepwise::TapeRows;
use super::traced::place;
use super::{
    BackwardStep, InputRows, LayerGradients, LayerPass, ParameterSums, PreviousGradients,
    PreviousState, RecurrentRows, RowSpace, ScaledRows, StepGradients, StepTape, StepVisitor,
    Stepwise, TracedLayer,
};
use crate::kernel::{Matrix, add_product};
use crate::nn::parameters::Role;
use crate::nn::tape::LayerTape;

impl TracedLayer for Stepwise<f64> {
    fn backward_rows(
        &self,
        pass: LayerPass<f64>,
        tape: &LayerTape<f64>,
        steps: Range<usize>,
        truncate: usize,
        visitor: &mut dyn StepVisitor,
        space: &mut RowSpace,
    ) {
        let weights = self.step_weights(pass.weights, &tape.packed);
        let (width, auxiliary_width) = (self.width(), self.auxiliary_gradient_width());
        let RowSpace {
            now,
            before,
            preactivations,
            auxiliary,
            ..
        } = space;
        let tape = TapeRows::from(tape);
        now.reset(self.hidden, self.cell_width());
        for t in steps.rev() {
            visitor.enter(t, now);
            if !visitor.arrive(t, now) {
                return;
            }
            if now.is_empty() {
                continue;
            }
            let rows = now.len();
            before.reset_like(now);
            preactivations.resize(rows * width, 0.0);
            auxiliary.resize(rows * auxiliary_width, 0.0);
            let cut = t == 0 || truncate > 0 && t.is_multiple_of(truncate);
            let (hidden, cell) = now.step();
            let previous = (!cut).then(|| {
                let (hidden, cell) = before.step_mut();
                PreviousGradients { hidden, cell }
            });
            let step = BackwardStep {
                hidden,
                cell,
                preactivations: matrix_mut(preactivations, rows, width),
                auxiliary: matrix_mut(auxiliary, rows, auxiliary_width),
                previous,
            };
            let tape = shared(tape.step(pass.batch, t), rows);
            self.cell.backward(weights, tape, step);
            let left = StepGradients {
                hidden: now.hidden().into(),
                cell: now.cell().into(),
                preactivations: matrix_mut(preactivations, rows, width).into_matrix(),
                auxiliary: matrix_mut(auxiliary, rows, auxiliary_width).into_matrix(),
            };
            visitor.leave(t, left, now.exponents());
            if cut {
                before.clear();
            }
            std::mem::swap(now, before);
        }
    }

    fn input_gradients(
        &self,
        pass: LayerPass<f64>,
        gradients: &LayerGradients,
        _: &mut RowSpace,
        out: &mut ScaledRows,
    ) {
        out.reset(gradients.exponents.len(), self.inputs);
        out.exponents.copy_from_slice(&gradients.exponents);
        add_product(
            gradients.preactivations.view().into(),
            pass.weights.view(Role::WeightIh).into(),
            out.values.view_mut().into(),
        );
    }

    fn add_parameter_gradients(
        &self,
        pass: LayerPass<f64>,
        tape: &LayerTape<f64>,
        gradients: &LayerGradients,
        sums: &mut ParameterSums,
    ) {
        let preactivations = Matrix::from(gradients.preactivations.view());
        let tensors = pass.weights.tensors;
        let (weight, bias) = (place(tensors, Role::WeightIh), place(tensors, Role::BiasIh));
        let mut one_hot = vec![0.0; self.inputs];
        for (t, &exponent) in gradients.exponents.iter().enumerate() {
            let slope = preactivations.row(t);
            sums.add(&bias, slope, exponent);
            match pass.input {
                InputRows::Vectors(values) => {
                    sums.add_outer(&weight, slope, Matrix::from(values).row(t), exponent);
                }
                InputRows::Symbols(ids) => {
                    one_hot[ids[t] as usize] = 1.0;
                    sums.add_outer(&weight, slope, &one_hot, exponent);
                    one_hot[ids[t] as usize] = 0.0;
                }
            }
            if self.cell.spec().recurrent_matrix {
                self.add_recurrence(pass, tape, gradients, t, sums);
            }
        }
    }

    fn activation_gradients(
        &self,
        pass: LayerPass<f64>,
        tape: &LayerTape<f64>,
        gradients: &LayerGradients,
    ) -> Array2<f64> {
        let steps = gradients.exponents.len();
        if !self.cell.spec().is_gated() {
            return Array2::zeros((steps, 0));
        }
        let weights = self.step_weights(pass.weights, &tape.packed);
        let tape = TapeRows::from(tape);
        let mut out = Array2::zeros((steps, self.width()));
        for t in 0..steps {
            let step = StepGradients {
                hidden: row_of(&gradients.hidden, t),
                cell: row_of(&gradients.cell, t),
                preactivations: row_of(&gradients.preactivations, t),
                auxiliary: row_of(&gradients.auxiliary, t),
            };
            let out = out.row_mut(t).insert_axis(ndarray::Axis(0));
            let tape = tape.step(pass.batch, t);
            (self.cell).write_activation_gradients(weights, tape, step, out.into());
        }
        out
    }
}

impl Stepwise<f64> {
    /// W_hh and b_hh, from step `t`.
    fn add_recurrence(
        &self,
        pass: LayerPass<f64>,
        tape: &LayerTape<f64>,
        gradients: &LayerGradients,
        t: usize,
        sums: &mut ParameterSums,
    ) {
        let states = Matrix::from(tape.hidden.view());
        let rows = RecurrentRows {
            preactivations: row_of(&gradients.preactivations, t),
            auxiliary: row_of(&gradients.auxiliary, t),
            tape_auxiliary: row_of(&tape.auxiliary, t),
            first: usize::from(t == 0),
            previous_hidden: states.row_block(t.saturating_sub(1), t),
        };
        let width = self.width();
        let (mut weight, mut bias) = (Array2::zeros((width, self.hidden)), vec![0.0; width]);
        let scratch = &mut sums.scratch;
        (self.cell).add_recurrent_gradients(rows, weight.view_mut().into(), &mut bias, scratch);
        let shared = self.cell.shared_bias(width);
        bias[..shared].copy_from_slice(&rows.preactivations.row(0)[..shared]);
        let tensors = pass.weights.tensors;
        let exponent = gradients.exponents[t];
        let weight = weight.as_slice().expect("a new array is row-major");
        sums.add(&place(tensors, Role::WeightHh), weight, exponent);
        sums.add(&place(tensors, Role::BiasHh), &bias, exponent);
    }
}

/// Row `t` of an array, as a matrix.
fn row_of(array: &Array2<f64>, t: usize) -> Matrix<'_, f64> {
    Matrix::from(array.view()).row_block(t, t + 1)
}

/// The one tape row of a step, for several gradient rows.
fn shared(tape: StepTape<f64>, rows: usize) -> StepTape<f64> {
    StepTape {
        gates: tape.gates.repeated(rows),
        hidden: tape.hidden.repeated(rows),
        cell: tape.cell.repeated(rows),
        auxiliary: tape.auxiliary.repeated(rows),
        previous: tape.previous.map(|previous| PreviousState {
            hidden: previous.hidden.repeated(rows),
            cell: previous.cell.repeated(rows),
        }),
    }
}
