//! Backpropagation through time (Werbos 1990): from the gradient of the outputs to that of every weight.
//!
//! Layer by layer from the top, each from the last step to the first. Its weight gradients are gathered every
//! few steps, one product per matrix over the rows of those steps, while their numbers are in the cache still. With truncation the gradient into the states before
//! steps k, 2k, … (counted from 0) is cut while the states themselves are carried on, like
//! `h.detach()` at every k-th step in PyTorch.

use std::ops::Range;

use crate::data::batch::{Batch, PackedInputs};
use crate::kernel::real::Real;
use crate::kernel::{Matrix, MatrixMut, Start, add_transposed_product, product, vector};
use crate::nn::cell::{BackwardStep, PreviousGradients, RecurrentRows, add_recurrent_gradients};
use crate::nn::model::Model;
use crate::nn::tape::{Tape, Workspace, fit, part, part_mut};

/// From how many rows the weight gradients are gathered at a time, in whole steps.
const GATHERED: usize = 128;

impl<F: Real> Model<F> {
    /// Writes the gradient of all weights into `gradient` (laid out like [`Model::parameters`]).
    ///
    /// `tape` is that of [`Model::forward`] with [`ReadOut::Targets`](crate::nn::model::ReadOut::Targets)
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
            let ranges = &self.layout().layers[layer];
            if layer > 0 {
                let weight = &self.parameters()[ranges.weight_ih.clone()];
                let inputs = self.architecture().layer_inputs(layer);
                space.panels.pack(Matrix::new(weight, inputs));
                fit(&mut space.below, batch.rows() * inputs);
            }
            self.layer_backward(batch, tape, layer, truncate, space, gradient);
            watch(layer, space);
            if layer > 0 {
                std::mem::swap(&mut space.hidden, &mut space.below);
            } else if self.cell().is_recurrent() {
                self.write_symbol_gradients(batch, space, gradient);
            } else {
                self.add_window_gradients(batch, tape, space, gradient);
            }
            let ranges = &self.layout().layers[layer];
            let shared = self.cell().shared_bias(ranges.bias_hh.len());
            let start = ranges.bias_ih.start;
            gradient.copy_within(start..start + shared, ranges.bias_hh.start);
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
            let states = MatrixMut::new(states, hidden);
            product(outputs, &space.panels, Start::Zero, states);
            return;
        }
        let read = fit(&mut space.read, count * hidden);
        product(
            outputs,
            &space.panels,
            Start::Zero,
            MatrixMut::new(read, hidden),
        );
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
        gradient: &mut [F],
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
                previous: None,
            };
            cell.backward(weights, tape.rows(layer, 0..rows, None, 1), step);
            return self.add_input_gradients(batch, tape, layer, 0..rows, space, gradient);
        }
        if layer == 0 {
            let table = self.architecture().inputs * width;
            fit(&mut space.symbols, table).fill(F::zero());
        }
        // Room for the longest stretch, whether this batch needs it or a later one will.
        space.previous_hidden.clear();
        let longest = GATHERED + batch.sequences();
        space.previous_hidden.reserve(longest * hidden);
        let mut end = rows;
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
                previous,
            };
            cell.backward(weights, tape.step(batch, layer, t, 1), step);
            if t == 0 || end - now.start >= GATHERED {
                self.add_recurrent_gradients(batch, tape, layer, (t, end), space, gradient);
                self.add_input_gradients(batch, tape, layer, now.start..end, space, gradient);
                end = now.start;
            }
        }
    }

    /// Adds the gradients of W_hh and b_hh of one layer, from step `from` to the row before `end`.
    fn add_recurrent_gradients(
        &self,
        batch: &Batch<F>,
        tape: &Tape<F>,
        layer: usize,
        (from, end): (usize, usize),
        space: &mut Workspace<F>,
        gradient: &mut [F],
    ) {
        let hidden = self.architecture().hidden;
        let width = self.architecture().blocks() * hidden;
        let states = &tape.layer(layer).hidden;
        let start = batch.step(from).start;
        let first = if from == 0 { batch.step(0).len() } else { 0 };
        let sequences = batch.sequences();
        let previous_hidden = if batch.rows() == sequences * batch.steps() {
            // All sequences are equally long: each row's predecessor stands B rows before it.
            &states[(start + first - sequences) * hidden..(end - sequences) * hidden]
        } else {
            space.previous_hidden.clear();
            for t in from.max(1)..batch.steps() {
                let now = batch.step(t);
                if now.start >= end {
                    break;
                }
                let before = batch.step(t - 1).start * hidden;
                let before = &states[before..before + now.len() * hidden];
                space.previous_hidden.extend_from_slice(before);
            }
            &space.previous_hidden
        };
        let rows = start..end;
        let recurrent = RecurrentRows {
            hidden,
            preactivations: part(&space.preactivations, &rows, width),
            auxiliary: part(&space.auxiliary, &rows, hidden),
            tape_auxiliary: part(&tape.layer(layer).auxiliary, &rows, hidden),
            first,
            previous_hidden,
        };
        let ranges = &self.layout().layers[layer];
        // b_hh stands behind W_hh, with b_ih between them.
        let (front, back) = gradient.split_at_mut(ranges.bias_hh.start);
        add_recurrent_gradients(
            self.architecture(),
            recurrent,
            &mut front[ranges.weight_hh.clone()],
            &mut back[..width],
            &mut space.scratch,
        );
    }

    /// Adds the gradients of W_ih and b_ih of one layer from some rows, and writes ∂L/∂h of the layer below. The
    /// first layer's symbols are gathered in `space.symbols`; the window's first layer is left out.
    fn add_input_gradients(
        &self,
        batch: &Batch<F>,
        tape: &Tape<F>,
        layer: usize,
        rows: Range<usize>,
        space: &mut Workspace<F>,
        gradient: &mut [F],
    ) {
        if layer == 0 && !self.cell().is_recurrent() {
            return;
        }
        let hidden = self.architecture().hidden;
        let width = self.architecture().blocks() * hidden;
        let ranges = &self.layout().layers[layer];
        let preactivations = part(&space.preactivations, &rows, width);
        let (input, size) = match batch.inputs() {
            _ if layer > 0 => (&tape.layer(layer - 1).hidden, hidden),
            PackedInputs::Dense(values) => (values, self.architecture().inputs),
            PackedInputs::Symbols(ids) => {
                // Row by row into the transposed matrix, where a symbol's numbers stand together.
                for (row, &id) in preactivations.chunks_exact(width).zip(&ids[rows]) {
                    vector::add_to(&mut space.symbols[id as usize * width..][..width], row);
                }
                return;
            }
        };
        let preactivations = Matrix::new(preactivations, width);
        vector::add_column_sums(preactivations, &mut gradient[ranges.bias_ih.clone()]);
        add_transposed_product(
            preactivations,
            Matrix::new(part(input, &rows, size), size),
            MatrixMut::new(&mut gradient[ranges.weight_ih.clone()], size),
            &mut space.scratch,
        );
        if layer > 0 {
            let below = MatrixMut::new(part_mut(&mut space.below, &rows, hidden), hidden);
            product(preactivations, &space.panels, Start::Zero, below);
        }
    }

    /// Turns what the first layer's symbols have gathered into the gradients of W_ih and b_ih.
    fn write_symbol_gradients(
        &self,
        batch: &Batch<F>,
        space: &mut Workspace<F>,
        gradient: &mut [F],
    ) {
        if !matches!(batch.inputs(), PackedInputs::Symbols(_)) {
            return;
        }
        let inputs = self.architecture().inputs;
        let width = self.architecture().blocks() * self.architecture().hidden;
        let ranges = &self.layout().layers[0];
        let symbols = &space.symbols[..inputs * width];
        // Every row is one symbol's, so the rows of all symbols together are all rows.
        vector::add_column_sums(
            Matrix::new(symbols, width),
            &mut gradient[ranges.bias_ih.clone()],
        );
        let weight_gradient = &mut gradient[ranges.weight_ih.clone()];
        vector::transpose(symbols, inputs, width, weight_gradient);
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
        let windows_out = MatrixMut::new(&mut *windows, span);
        product(preactivations, &space.panels, Start::Zero, windows_out);
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
