//! The followed losses of one sequence backward through time, rescaled at every step.

use ndarray::{Array2, ArrayView2, ArrayViewMut1, s};

use super::Tracer;
use crate::analysis::magnitude;
use crate::kernel::{Matrix, add_product};
use crate::nn::layer::{
    GradientRows, LayerGradients, RowSpace, ScaledRows, StepGradients, StepVisitor,
};

/// What the backward pass works in.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    /// T × H: what reaches a layer's output from above.
    above: ScaledRows,
    rows: RowSpace,
}

impl Tracer {
    pub(super) fn backward(&mut self) {
        let mut scratch = std::mem::take(&mut self.scratch);
        let mut input = std::mem::take(&mut self.input);
        let mut gradients = std::mem::take(&mut self.gradients);
        self.readout_backward(&mut scratch.above);
        for (index, gradients) in gradients.iter_mut().enumerate().rev() {
            let (layer, pass) = (self.layer(index), self.pass(index));
            let tape = self.tape.layer(index);
            let steps = self.steps();
            let mut recorder = Recorder {
                above: &scratch.above,
                gradients,
            };
            let (truncate, rows) = (self.truncate, &mut scratch.rows);
            recorder.gradients.exponents.resize(steps, 0);
            layer.backward_rows(pass, tape, 0..steps, truncate, &mut recorder, rows);
            let below = if index > 0 {
                &mut scratch.above
            } else {
                &mut input
            };
            layer.input_gradients(pass, gradients, &mut scratch.rows, below);
        }
        (self.scratch, self.input, self.gradients) = (scratch, input, gradients);
    }

    /// From the losses to the top layer's output.
    fn readout_backward(&self, above: &mut ScaledRows) {
        above.reset(self.steps(), self.model.architecture().hidden);
        let (weight, _) = self.model.readout();
        let targets = self.batch.target_rows().iter();
        for (&t, gradient) in targets.zip(self.loss_gradients.rows()) {
            let share = self.share(t);
            if share == 0.0 {
                continue;
            }
            let gradient = gradient.insert_axis(ndarray::Axis(0));
            let mut row = above.values.slice_mut(s![t..t + 1, ..]);
            add_product(gradient.into(), weight.into(), row.view_mut().into());
            row.map_inplace(|value| *value *= share);
        }
    }

    /// One row for each target step: the gradient of its own loss with respect to the top layer's output there.
    pub(crate) fn loss_gradients_at_states(&self) -> Array2<f64> {
        let (weight, _) = self.model.readout();
        let mut out = Array2::zeros((self.losses.len(), weight.ncols()));
        let gradients: ArrayView2<f64> = self.loss_gradients.view();
        add_product(gradients.into(), weight.into(), out.view_mut().into());
        out
    }
}

/// Sends the followed losses back, and writes down what it meets.
struct Recorder<'a> {
    above: &'a ScaledRows,
    gradients: &'a mut LayerGradients,
}

impl StepVisitor for Recorder<'_> {
    fn enter(&mut self, t: usize, rows: &mut GradientRows) {
        let above = self.above.values.row(t);
        let above = above.as_slice().expect("a row of a row-major array");
        let exponent = self.above.exponents[t];
        if rows.is_empty() {
            rows.push(above, exponent);
        } else {
            let (hidden, cell, own) = rows.row_mut(0);
            magnitude::add(hidden, cell, own, above, exponent);
        }
    }

    fn arrive(&mut self, t: usize, rows: &mut GradientRows) -> bool {
        rows.normalise();
        self.gradients.exponents[t] = rows.exponents()[0];
        true
    }

    fn leave(&mut self, t: usize, left: StepGradients<f64>, _: &[i64]) {
        let gradients = &mut *self.gradients;
        let widths = [
            left.hidden.columns(),
            left.cell.columns(),
            left.preactivations.columns(),
            left.auxiliary.columns(),
        ];
        gradients.fit(gradients.exponents.len(), widths);
        let copy = |from: Matrix<f64>, mut to: ArrayViewMut1<f64>| {
            let to = to.as_slice_mut().expect("a row of a row-major array");
            to.copy_from_slice(from.row(0));
        };
        copy(left.hidden, gradients.hidden.row_mut(t));
        copy(left.cell, gradients.cell.row_mut(t));
        copy(left.preactivations, gradients.preactivations.row_mut(t));
        copy(left.auxiliary, gradients.auxiliary.row_mut(t));
    }
}
