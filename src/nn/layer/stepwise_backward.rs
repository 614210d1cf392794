//! The loop over time for cells that work step by step: backward, for training.
//!
//! From the last step to the first. Weight gradients are gathered every few steps, one product per matrix over the
//! rows of those steps, while their numbers are still in the cache.

use std::ops::Range;

use super::stepwise::step_tape;
use super::{
    BackwardStep, InputRows, LayerPass, PreviousGradients, RecurrentRows, Stepwise, WeightGradients,
};
use crate::data::batch::Batch;
use crate::kernel::real::Real;
use crate::kernel::{Matrix, MatrixMut, Start, add_transposed_product, product, vector};
use crate::nn::parameters::Role;
use crate::nn::tape::{LayerTape, Workspace, fit, fit_slice};

/// From how many rows the weight gradients are gathered at a time, in whole steps.
const GATHERED: usize = 128;

impl<F: Real> Stepwise<F> {
    /// See [`Layer::backward`](super::Layer::backward).
    pub(super) fn train_backward(
        &self,
        pass: LayerPass<F>,
        tape: &LayerTape<F>,
        truncate: usize,
        reach_below: bool,
        space: &mut Workspace<F>,
        mut gradient: WeightGradients<F>,
    ) {
        let (batch, weights) = (pass.batch, self.step_weights(pass.weights, &tape.packed));
        self.fit_workspace(pass, reach_below, space);
        let mut end = batch.rows();
        for t in (0..batch.steps()).rev() {
            let now = batch.step(t);
            let (past_hidden, hidden) =
                MatrixMut::from(space.hidden.view_mut()).split_at_row(now.start);
            let (past_cell, cell) = MatrixMut::from(space.cell.view_mut()).split_at_row(now.start);
            let cut = t == 0 || truncate > 0 && t.is_multiple_of(truncate);
            let previous = (!cut).then(|| {
                let before = batch.step(t - 1).start;
                PreviousGradients {
                    hidden: past_hidden.row_block(before, before + now.len()),
                    cell: past_cell.row_block(before, before + now.len()),
                }
            });
            let step = BackwardStep {
                hidden: hidden.as_matrix().row_block(0, now.len()),
                cell: cell.row_block(0, now.len()),
                preactivations: rows_mut(&mut space.preactivations, &now),
                auxiliary: rows_mut(&mut space.auxiliary, &now),
                previous,
            };
            self.cell.backward(weights, step_tape(batch, tape, t), step);
            if t == 0 || end - now.start >= GATHERED {
                if self.cell.spec().recurrent_matrix {
                    self.add_recurrent_gradients(batch, tape, (t, end), space, &mut gradient);
                }
                self.add_input_gradients(pass, now.start..end, reach_below, space, &mut gradient);
                end = now.start;
            }
        }
        if let InputRows::Symbols(_) = pass.input {
            self.write_symbol_gradients(space, &mut gradient);
        }
        if self.cell.spec().recurrent_matrix {
            let (bias_ih, bias_hh) = gradient.pair_mut(Role::BiasIh, Role::BiasHh);
            let shared = self.cell.shared_bias(bias_hh.len());
            for (out, &mut value) in bias_hh[..shared].iter_mut().zip(bias_ih) {
                *out = value;
            }
        }
    }

    fn fit_workspace(&self, pass: LayerPass<F>, reach_below: bool, space: &mut Workspace<F>) {
        let (rows, width) = (pass.batch.rows(), self.width());
        fit(&mut space.preactivations, rows, width);
        fit(&mut space.cell, rows, self.cell_width()).fill(F::zero());
        fit(&mut space.auxiliary, rows, self.auxiliary_gradient_width());
        if let InputRows::Symbols(_) = pass.input {
            fit_slice(&mut space.symbols, self.inputs * width).fill(F::zero());
        }
        if reach_below {
            let weight_ih = pass.weights.view(Role::WeightIh);
            space.panels.pack(weight_ih.into());
            fit(&mut space.below, rows, self.inputs);
        }
        // Room for the longest stretch, whether this batch needs it or a later one will.
        let longest = GATHERED + pass.batch.sequences();
        space.previous_hidden.clear();
        space.previous_hidden.reserve(longest * self.hidden);
    }

    /// Adds the gradients of W_hh and b_hh, from step `from` to the row before `end`.
    fn add_recurrent_gradients(
        &self,
        batch: &Batch<F>,
        tape: &LayerTape<F>,
        (from, end): (usize, usize),
        space: &mut Workspace<F>,
        gradient: &mut WeightGradients<F>,
    ) {
        let states = Matrix::from(tape.hidden.view());
        let start = batch.step(from).start;
        let first = if from == 0 { batch.step(0).len() } else { 0 };
        let sequences = batch.sequences();
        let previous_hidden = if batch.rows() == sequences * batch.steps() {
            // All sequences are equally long: each row's predecessor stands B rows before it.
            states.row_block(start + first - sequences, end - sequences)
        } else {
            space.previous_hidden.clear();
            for t in from.max(1)..batch.steps() {
                let now = batch.step(t);
                if now.start >= end {
                    break;
                }
                let before = batch.step(t - 1).start;
                for row in before..before + now.len() {
                    space.previous_hidden.extend_from_slice(states.row(row));
                }
            }
            Matrix::new(&space.previous_hidden, self.hidden)
        };
        let rows = start..end;
        let recurrent = RecurrentRows {
            preactivations: Matrix::from(space.preactivations.view()).row_block(rows.start, end),
            auxiliary: Matrix::from(space.auxiliary.view()).row_block(rows.start, end),
            tape_auxiliary: Matrix::from(tape.auxiliary.view()).row_block(rows.start, end),
            first,
            previous_hidden,
        };
        let (weight_hh, bias_hh) = gradient.pair_mut(Role::WeightHh, Role::BiasHh);
        let scratch = &mut space.scratch;
        (self.cell).add_recurrent_gradients(recurrent, weight_hh.into(), bias_hh, scratch);
    }

    /// Adds the gradients of W_ih and b_ih from some rows, and writes ∂L/∂ of their input. Those of symbols are gathered
    /// in `space.symbols`.
    fn add_input_gradients(
        &self,
        pass: LayerPass<F>,
        rows: Range<usize>,
        reach_below: bool,
        space: &mut Workspace<F>,
        gradient: &mut WeightGradients<F>,
    ) {
        let preactivations =
            Matrix::from(space.preactivations.view()).row_block(rows.start, rows.end);
        let input = match pass.input {
            InputRows::Symbols(ids) => {
                // Row by row into the transposed matrix, where a symbol's numbers stand together.
                let width = preactivations.columns();
                for (row, &id) in ids[rows].iter().enumerate() {
                    let sum = &mut space.symbols[id as usize * width..][..width];
                    vector::add_to(sum, preactivations.row(row));
                }
                return;
            }
            InputRows::Vectors(values) => Matrix::from(values).row_block(rows.start, rows.end),
        };
        vector::add_column_sums(preactivations, gradient.slice_mut(Role::BiasIh));
        add_transposed_product(
            preactivations,
            input,
            gradient.view_mut(Role::WeightIh).into(),
            &mut space.scratch,
        );
        if reach_below {
            let below = rows_mut(&mut space.below, &rows);
            product(preactivations, &space.panels, Start::Zero, below);
        }
    }

    /// Turns what the symbols have gathered into the gradients of W_ih and b_ih.
    fn write_symbol_gradients(&self, space: &Workspace<F>, gradient: &mut WeightGradients<F>) {
        let width = self.width();
        let symbols = &space.symbols[..self.inputs * width];
        // Every row is one symbol's, so the rows of all symbols together are all rows.
        let bias = gradient.slice_mut(Role::BiasIh);
        vector::add_column_sums(Matrix::new(symbols, width), bias);
        let weight = gradient.slice_mut(Role::WeightIh);
        vector::transpose(symbols, self.inputs, width, weight);
    }
}

/// Some rows of an array, to be written.
fn rows_mut<'a, F>(array: &'a mut ndarray::Array2<F>, rows: &Range<usize>) -> MatrixMut<'a, F> {
    MatrixMut::from(array.view_mut()).row_block(rows.start, rows.end)
}
