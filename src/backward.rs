//! Backpropagation through time (Werbos 1990): from the gradient of the outputs to that of every weight.
//!
//! Layer by layer from the top, each from the last step to the first; then its weight gradients, one
//! product per matrix over all rows of the batch. With truncation the gradient into the states before
//! steps k, 2k, … (counted from 0) is cut while the states themselves are carried on, like
//! `h.detach()` at every k-th step in PyTorch.

use crate::batch::{Batch, PackedInputs};
use crate::cell::{BackwardStep, PreviousGradients, RecurrentRows};
use crate::kernel::{Matrix, MatrixMut, add_transposed_product, panel_product, vector};
use crate::model::Model;
use crate::real::Real;
use crate::tape::{Tape, Workspace, fit, part_mut};

impl<F: Real> Model<F> {
    /// Writes the gradient of all weights into `gradient` (laid out like [`Model::parameters`]).
    ///
    /// `tape` is that of [`Model::forward`] with [`ReadOut::Targets`](crate::model::ReadOut::Targets)
    /// on the same batch, and [`Workspace::outputs`] holds ∂L/∂outputs. `truncate` is 0 for full
    /// backpropagation through time. `watch` is called with each layer, from the top, when the
    /// workspace holds that layer's gradients.
    pub fn backward(
        &self,
        batch: &Batch<F>,
        tape: &Tape<F>,
        truncate: usize,
        space: &mut Workspace<F>,
        gradient: &mut [F],
        mut watch: impl FnMut(usize, &Workspace<F>),
    ) {
        gradient.fill(F::zero());
        self.readout_backward(batch, tape, space, gradient);
        for layer in (0..self.architecture().layers).rev() {
            self.layer_backward(batch, tape, layer, truncate, space);
            watch(layer, space);
            self.add_recurrent_gradients(batch, tape, layer, space, gradient);
            if layer > 0 {
                self.add_input_gradients_above(batch, tape, layer, space, gradient);
                std::mem::swap(&mut space.hidden, &mut space.below);
            } else if self.cell().is_recurrent() {
                self.add_input_gradients(batch, space, gradient);
            } else {
                self.add_window_gradients(batch, tape, space, gradient);
            }
        }
    }

    /// From the outputs to the top layer's hidden states, and the readout's weight gradients.
    fn readout_backward(
        &self,
        batch: &Batch<F>,
        tape: &Tape<F>,
        space: &mut Workspace<F>,
        gradient: &mut [F],
    ) {
        let (hidden, width) = (self.architecture().hidden, self.architecture().outputs);
        let count = tape.read_rows;
        let outputs = Matrix::new(&space.outputs[..count * width], width);
        let ranges = self.layout();
        vector::add_column_sums(outputs, &mut gradient[ranges.readout_bias.clone()]);
        add_transposed_product(
            outputs,
            Matrix::new(tape.read_states(), hidden),
            MatrixMut::new(&mut gradient[ranges.readout_weight.clone()], hidden),
            &mut space.scratch,
        );
        let weight = &self.parameters()[ranges.readout_weight.clone()];
        space.panels.pack(Matrix::new(weight, hidden));
        let states = fit(&mut space.hidden, batch.rows() * hidden);
        if count == batch.rows() {
            return panel_product(outputs, &space.panels, MatrixMut::new(states, hidden));
        }
        let read = fit(&mut space.read, count * hidden);
        panel_product(outputs, &space.panels, MatrixMut::new(read, hidden));
        states.fill(F::zero());
        for (&row, source) in batch.target_rows().iter().zip(read.chunks_exact(hidden)) {
            states[row * hidden..(row + 1) * hidden].copy_from_slice(source);
        }
    }

    /// Runs one layer backward through time: `space.hidden` holds what comes from above and from the loss.
    fn layer_backward(
        &self,
        batch: &Batch<F>,
        tape: &Tape<F>,
        layer: usize,
        truncate: usize,
        space: &mut Workspace<F>,
    ) {
        let cell = self.cell();
        let hidden = self.architecture().hidden;
        let width = self.architecture().blocks() * hidden;
        let rows = batch.rows();
        let weights = self.step_weights(layer, tape);
        fit(&mut space.preactivations, rows * width);
        if cell.has_cell_state() {
            fit(&mut space.cell, rows * hidden).fill(F::zero());
        }
        if cell.needs_auxiliary_gradient() {
            fit(&mut space.auxiliary, rows * hidden);
        }
        if !cell.is_recurrent() {
            let step = BackwardStep {
                hidden: &space.hidden[..rows * hidden],
                cell: &mut [],
                preactivations: &mut space.preactivations[..rows * width],
                auxiliary: &mut [],
                activations: None,
                previous: None,
            };
            return cell.backward(weights, tape.rows(layer, 0..rows, None, 1), step);
        }
        for t in (0..batch.steps()).rev() {
            let now = batch.step(t);
            let here = 0..now.len();
            let (past_hidden, hidden_now) = space.hidden.split_at_mut(now.start * hidden);
            let split = space.cell.len().min(now.start * hidden);
            let (past_cell, cell_now) = space.cell.split_at_mut(split);
            let cut = t == 0 || truncate > 0 && t.is_multiple_of(truncate);
            let previous = (!cut).then(|| {
                let before = batch.step(t - 1);
                let before = before.start..before.start + now.len();
                PreviousGradients {
                    hidden: part_mut(past_hidden, &before, hidden),
                    cell: part_mut(past_cell, &before, hidden),
                }
            });
            let step = BackwardStep {
                hidden: part_mut(hidden_now, &here, hidden),
                cell: part_mut(cell_now, &here, hidden),
                preactivations: part_mut(&mut space.preactivations, &now, width),
                auxiliary: part_mut(&mut space.auxiliary, &now, hidden),
                activations: None,
                previous,
            };
            cell.backward(weights, tape.step(batch, layer, t, 1), step);
        }
    }

    /// Adds the gradients of W_hh and b_hh of one layer.
    fn add_recurrent_gradients(
        &self,
        batch: &Batch<F>,
        tape: &Tape<F>,
        layer: usize,
        space: &mut Workspace<F>,
        gradient: &mut [F],
    ) {
        if !self.cell().is_recurrent() {
            return;
        }
        let hidden = self.architecture().hidden;
        let width = self.architecture().blocks() * hidden;
        let rows = batch.rows();
        let states = &tape.layer(layer).hidden;
        let first = batch.step(0).len();
        let previous_hidden = if batch.step(batch.steps() - 1).len() == first {
            // All sequences are equally long: each row's predecessor stands B rows before it.
            &states[..(rows - first) * hidden]
        } else {
            space.previous_hidden.clear();
            for t in 1..batch.steps() {
                let start = batch.step(t - 1).start * hidden;
                let count = batch.step(t).len() * hidden;
                space
                    .previous_hidden
                    .extend_from_slice(&states[start..start + count]);
            }
            &space.previous_hidden
        };
        let used = |buffer: &'_ Vec<F>| buffer.len().min(rows * hidden);
        let recurrent = RecurrentRows {
            hidden,
            preactivations: &space.preactivations[..rows * width],
            auxiliary: &space.auxiliary[..used(&space.auxiliary)],
            tape_auxiliary: &tape.layer(layer).auxiliary[..used(&tape.layer(layer).auxiliary)],
            first,
            previous_hidden,
        };
        let ranges = &self.layout().layers[layer];
        // b_hh stands behind W_hh, with b_ih between them.
        let (front, back) = gradient.split_at_mut(ranges.bias_hh.start);
        self.cell().add_recurrent_gradients(
            recurrent,
            &mut front[ranges.weight_hh.clone()],
            &mut back[..width],
            &mut space.scratch,
        );
    }

    /// Adds the gradients of W_ih and b_ih of a higher layer, and writes ∂L/∂h of the layer below.
    fn add_input_gradients_above(
        &self,
        batch: &Batch<F>,
        tape: &Tape<F>,
        layer: usize,
        space: &mut Workspace<F>,
        gradient: &mut [F],
    ) {
        let hidden = self.architecture().hidden;
        let width = self.architecture().blocks() * hidden;
        let rows = batch.rows();
        let ranges = &self.layout().layers[layer];
        let preactivations = Matrix::new(&space.preactivations[..rows * width], width);
        let input = Matrix::new(&tape.layer(layer - 1).hidden[..rows * hidden], hidden);
        vector::add_column_sums(preactivations, &mut gradient[ranges.bias_ih.clone()]);
        let weight_gradient = MatrixMut::new(&mut gradient[ranges.weight_ih.clone()], hidden);
        add_transposed_product(preactivations, input, weight_gradient, &mut space.scratch);
        let below = fit(&mut space.below, rows * hidden);
        let weight = Matrix::new(&self.parameters()[ranges.weight_ih.clone()], hidden);
        space.panels.pack(weight);
        panel_product(preactivations, &space.panels, MatrixMut::new(below, hidden));
    }

    /// Adds the gradients of W_ih and b_ih of the first layer of a recurrent model.
    fn add_input_gradients(&self, batch: &Batch<F>, space: &mut Workspace<F>, gradient: &mut [F]) {
        let inputs = self.architecture().inputs;
        let width = self.architecture().blocks() * self.architecture().hidden;
        let rows = batch.rows();
        let ranges = &self.layout().layers[0];
        let preactivations = Matrix::new(&space.preactivations[..rows * width], width);
        vector::add_column_sums(preactivations, &mut gradient[ranges.bias_ih.clone()]);
        let weight_gradient = &mut gradient[ranges.weight_ih.clone()];
        match batch.inputs() {
            PackedInputs::Symbols(ids) => {
                // Row by row into the transposed matrix, where a symbol's numbers stand together.
                let transposed = fit(&mut space.symbols, inputs * width);
                transposed.fill(F::zero());
                let rows = space.preactivations.chunks_exact(width);
                for (row, &id) in rows.zip(ids) {
                    vector::add_to(&mut transposed[id as usize * width..][..width], row);
                }
                vector::transpose(transposed, inputs, width, weight_gradient);
            }
            PackedInputs::Dense(values) => add_transposed_product(
                preactivations,
                Matrix::new(values, inputs),
                MatrixMut::new(weight_gradient, inputs),
                &mut space.scratch,
            ),
        }
    }

    /// Adds the gradients of W_ih, b_ih and the embedding of the window's first layer.
    fn add_window_gradients(
        &self,
        batch: &Batch<F>,
        tape: &Tape<F>,
        space: &mut Workspace<F>,
        gradient: &mut [F],
    ) {
        let hidden = self.architecture().hidden;
        let span = self.architecture().layer_inputs(0);
        let rows = batch.rows();
        let ranges = &self.layout().layers[0];
        let preactivations = Matrix::new(&space.preactivations[..rows * hidden], hidden);
        vector::add_column_sums(preactivations, &mut gradient[ranges.bias_ih.clone()]);
        add_transposed_product(
            preactivations,
            Matrix::new(&tape.windows[..rows * span], span),
            MatrixMut::new(&mut gradient[ranges.weight_ih.clone()], span),
            &mut space.scratch,
        );

        let windows = fit(&mut space.windows, rows * span);
        let weight = Matrix::new(&self.parameters()[ranges.weight_ih.clone()], span);
        space.panels.pack(weight);
        panel_product(preactivations, &space.panels, MatrixMut::new(windows, span));
        let embedded = fit(&mut space.below, rows * hidden);
        embedded.fill(F::zero());
        for t in 0..batch.steps() {
            for (b, row) in batch.step(t).enumerate() {
                let seen = windows[row * span..(row + 1) * span].chunks_exact(hidden);
                for (back, source) in seen.take(t + 1).enumerate() {
                    let target = batch.step(t - back).start + b;
                    vector::add_to(&mut embedded[target * hidden..][..hidden], source);
                }
            }
        }

        let embedding_gradient = &mut gradient[self.layout().embedding.clone()];
        match batch.inputs() {
            PackedInputs::Symbols(ids) => {
                for (row, &id) in embedded.chunks_exact(hidden).zip(ids) {
                    vector::add_to(
                        &mut embedding_gradient[id as usize * hidden..][..hidden],
                        row,
                    );
                }
            }
            PackedInputs::Dense(values) => add_transposed_product(
                Matrix::new(values, self.architecture().inputs),
                Matrix::new(embedded, hidden),
                MatrixMut::new(embedding_gradient, hidden),
                &mut space.scratch,
            ),
        }
    }
}
