//! The mean loss of one sequence backward through time, rescaled at every step.

use super::{LayerGradients, Tracer};
use crate::analysis::magnitude;
use crate::kernel::{Matrix, MatrixMut, add_product, vector};
use crate::nn::cell::{BackwardStep, PreviousGradients};

/// What the backward pass works in.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    /// T × H: what reaches a layer from above, row t times 2^`above_exponents[t]`.
    above: Vec<f64>,
    above_exponents: Vec<i64>,
    /// H each: what reaches h_{t−1} and c_{t−1} from step t.
    carried_hidden: Vec<f64>,
    carried_cell: Vec<f64>,
    /// The window: T × n·H, gradients of what each step sees.
    windows: Vec<f64>,
    /// The window: Cᵀ, H × I.
    embedding: Vec<f64>,
}

/// Makes `buffer` exactly `length` zeros; it keeps its memory.
fn zeros(buffer: &mut Vec<f64>, length: usize) {
    buffer.clear();
    buffer.resize(length, 0.0);
}

impl Tracer {
    pub(super) fn backward(&mut self) {
        self.readout_backward();
        for layer in (0..self.layers.len()).rev() {
            self.layer_backward(layer);
            if layer > 0 {
                self.reach_layer_below(layer);
            }
        }
        if self.model.cell().is_recurrent() {
            self.reach_inputs();
        } else {
            self.reach_inputs_through_windows();
        }
    }

    /// From the losses to the top layer's hidden states.
    fn readout_backward(&mut self) {
        let (hidden, width) = (
            self.model.architecture().hidden,
            self.model.architecture().outputs,
        );
        let steps = self.batch.steps();
        let weight = &self.model.parameters()[self.model.layout().readout_weight.clone()];
        zeros(&mut self.scratch.above, steps * hidden);
        self.scratch.above_exponents.clear();
        self.scratch.above_exponents.resize(steps, 0);
        let asked = self
            .batch
            .target_rows()
            .iter()
            .zip(self.loss_gradients.chunks_exact(width));
        for (&t, gradient) in asked {
            let share = self.share(t);
            if share == 0.0 {
                continue;
            }
            let row = &mut self.scratch.above[t * hidden..(t + 1) * hidden];
            add_product(
                Matrix::new(gradient, width),
                Matrix::new(weight, hidden),
                MatrixMut::new(row, hidden),
            );
            for value in row {
                *value *= share;
            }
        }
    }

    /// One layer from its last step to its first; `scratch.above` holds what comes from the layer above.
    fn layer_backward(&mut self, layer: usize) {
        let steps = self.batch.steps();
        let cell = self.model.cell();
        let hidden = self.model.architecture().hidden;
        let width = self.model.architecture().blocks() * hidden;
        let weights = self.model.step_weights(layer, &self.tape);
        let gradients = &mut self.layers[layer];
        gradients.fit(
            steps,
            hidden,
            width,
            cell.has_cell_state(),
            cell.needs_auxiliary_gradient(),
        );
        let cell_width = if cell.has_cell_state() { hidden } else { 0 };
        let scratch = &mut self.scratch;
        zeros(&mut scratch.carried_hidden, hidden);
        zeros(&mut scratch.carried_cell, cell_width);
        let mut exponent = 0;
        for t in (0..steps).rev() {
            let above = &scratch.above[t * hidden..(t + 1) * hidden];
            magnitude::add(
                &mut scratch.carried_hidden,
                &mut scratch.carried_cell,
                &mut exponent,
                above,
                scratch.above_exponents[t],
            );
            magnitude::normalise(
                &mut scratch.carried_hidden,
                &mut scratch.carried_cell,
                &mut exponent,
            );
            gradients.exponents[t] = exponent;
            let own = t * hidden..(t + 1) * hidden;
            let own_cell = t * cell_width..(t + 1) * cell_width;
            gradients.hidden[own.clone()].copy_from_slice(&scratch.carried_hidden);
            gradients.cell[own_cell.clone()].copy_from_slice(&scratch.carried_cell);
            scratch.carried_hidden.fill(0.0);
            scratch.carried_cell.fill(0.0);
            let cut = t == 0 || self.truncate > 0 && t.is_multiple_of(self.truncate);
            let step = BackwardStep {
                hidden: &gradients.hidden[own.clone()],
                cell: &mut gradients.cell[own_cell],
                preactivations: &mut gradients.preactivations[t * width..(t + 1) * width],
                auxiliary: gradients.auxiliary.get_mut(own).unwrap_or_default(),
                previous: (!cut).then_some(PreviousGradients {
                    hidden: &mut scratch.carried_hidden,
                    cell: &mut scratch.carried_cell,
                }),
            };
            cell.backward(weights, self.tape.step(&self.batch, layer, t, 1), step);
        }
    }

    /// ∂loss/∂h_t of the layer below, by the layer above alone.
    fn reach_layer_below(&mut self, layer: usize) {
        let hidden = self.model.architecture().hidden;
        let gradients = &self.layers[layer];
        zeros(&mut self.scratch.above, self.batch.steps() * hidden);
        self.scratch
            .above_exponents
            .copy_from_slice(&gradients.exponents);
        let weight = &self.model.parameters()[self.model.layout().layers[layer].weight_ih.clone()];
        let width = self.model.architecture().blocks() * hidden;
        add_product(
            Matrix::new(&gradients.preactivations, width),
            Matrix::new(weight, hidden),
            MatrixMut::new(&mut self.scratch.above, hidden),
        );
    }

    /// ∂loss/∂x_t, from the first layer.
    fn reach_inputs(&mut self) {
        let architecture = self.model.architecture();
        let (inputs, width) = (
            architecture.inputs,
            architecture.blocks() * architecture.hidden,
        );
        let gradients = &self.layers[0];
        zeros(&mut self.input.values, self.batch.steps() * inputs);
        self.input.exponents.clone_from(&gradients.exponents);
        let weight = &self.model.parameters()[self.model.layout().layers[0].weight_ih.clone()];
        add_product(
            Matrix::new(&gradients.preactivations, width),
            Matrix::new(weight, inputs),
            MatrixMut::new(&mut self.input.values, inputs),
        );
    }

    /// ∂loss/∂x_t of the window model: an input is seen by n steps, and embedded before that.
    fn reach_inputs_through_windows(&mut self) {
        let architecture = self.model.architecture();
        let (inputs, hidden) = (architecture.inputs, architecture.hidden);
        let (steps, span) = (self.batch.steps(), architecture.layer_inputs(0));
        let parameters = self.model.parameters();
        let gradients = &self.layers[0];
        let scratch = &mut self.scratch;
        zeros(&mut scratch.windows, steps * span);
        add_product(
            Matrix::new(&gradients.preactivations, hidden),
            Matrix::new(
                &parameters[self.model.layout().layers[0].weight_ih.clone()],
                span,
            ),
            MatrixMut::new(&mut scratch.windows, span),
        );
        // The sums over the steps that see an input, each with its own exponent.
        zeros(&mut self.input.embedded, steps * hidden);
        self.input.exponents.clear();
        self.input.exponents.resize(steps, 0);
        for (t, seen) in scratch.windows.chunks_exact(span).enumerate() {
            for (back, from) in seen.chunks_exact(hidden).enumerate().take(t + 1) {
                let source = t - back;
                let exponent = &mut self.input.exponents[source];
                let into = &mut self.input.embedded[source * hidden..(source + 1) * hidden];
                magnitude::add(into, &mut [], exponent, from, gradients.exponents[t]);
                magnitude::normalise(into, &mut [], exponent);
            }
        }
        let embedding = &parameters[self.model.layout().embedding.clone()];
        zeros(&mut scratch.embedding, hidden * inputs);
        vector::transpose(embedding, inputs, hidden, &mut scratch.embedding);
        zeros(&mut self.input.values, steps * inputs);
        add_product(
            Matrix::new(&self.input.embedded, hidden),
            Matrix::new(&scratch.embedding, inputs),
            MatrixMut::new(&mut self.input.values, inputs),
        );
    }
}

impl LayerGradients {
    /// Makes every buffer as long as T steps need.
    fn fit(&mut self, steps: usize, hidden: usize, width: usize, has_cell: bool, auxiliary: bool) {
        self.hidden.resize(steps * hidden, 0.0);
        self.cell
            .resize(if has_cell { steps * hidden } else { 0 }, 0.0);
        self.preactivations.resize(steps * width, 0.0);
        self.auxiliary
            .resize(if auxiliary { steps * hidden } else { 0 }, 0.0);
        self.exponents.resize(steps, 0);
    }
}
