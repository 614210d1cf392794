//! The loop over time for cells that work step by step: backward, for training.
//!
//! From the last step to the first. Weight gradients are gathered every few steps, one product per matrix over the
//! rows of those steps, while their numbers are still in the cache.

use std::ops::Range;

use super::stepwise::TapeRows;
use super::{
    BackwardStep, InputRows, LayerPass, PreviousGradients, RecurrentRows, Stepwise, WeightGradients,
};
use crate::data::batch::Batch;
use crate::kernel::real::Real;
use crate::kernel::{
    GradientScratch, Matrix, MatrixMut, Panels, Start, add_transposed_product, product, vector,
};
use crate::nn::parameters::Role;
use crate::nn::tape::{LayerTape, Workspace, fit, fit_slice};

/// From how many rows the weight gradients are gathered at a time, in whole steps.
const GATHERED: usize = 128;

/// What weight gradients are gathered in.
struct Gathering<'a, F> {
    /// N × the width of the input, if it is required.
    below: Option<MatrixMut<'a, F>>,
    previous_hidden: &'a mut Vec<F>,
    symbols: &'a mut [F],
    panels: &'a Panels<F>,
    scratch: &'a mut GradientScratch<F>,
}

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
        // Each array becomes a matrix once, not at every step: see `Matrix`.
        let tape = TapeRows::from(tape);
        let mut hidden = MatrixMut::from(space.hidden.view_mut());
        let mut cell = MatrixMut::from(space.cell.view_mut());
        let mut preactivations = MatrixMut::from(space.preactivations.view_mut());
        let mut auxiliary = MatrixMut::from(space.auxiliary.view_mut());
        let mut gathering = Gathering {
            below: reach_below.then(|| space.below.view_mut().into()),
            previous_hidden: &mut space.previous_hidden,
            symbols: &mut space.symbols,
            panels: &space.panels,
            scratch: &mut space.scratch,
        };
        let mut end = batch.rows();
        for t in (0..batch.steps()).rev() {
            let now = batch.step(t);
            let (past_hidden, hidden) = hidden.reborrow().split_at_row(now.start);
            let (past_cell, cell) = cell.reborrow().split_at_row(now.start);
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
                preactivations: preactivations.reborrow().row_block(now.start, now.end),
                auxiliary: auxiliary.reborrow().row_block(now.start, now.end),
                previous,
            };
            self.cell.backward(weights, tape.step(batch, t), step);
            if t == 0 || end - now.start >= GATHERED {
                let rows = now.start..end;
                let preactivations = preactivations.as_matrix().row_block(rows.start, rows.end);
                if self.cell.spec().recurrent_matrix {
                    let auxiliary = auxiliary.as_matrix().row_block(rows.start, rows.end);
                    let slopes = [preactivations, auxiliary];
                    gathering.recurrent(self, batch, tape, (t, end), slopes, &mut gradient);
                }
                gathering.inputs(pass, rows, preactivations, &mut gradient);
                end = now.start;
            }
        }
        if let InputRows::Symbols(_) = pass.input {
            gathering.write_symbols(self.inputs, self.width(), &mut gradient);
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
}

impl<F: Real> Gathering<'_, F> {
    /// Adds the gradients of W_hh and b_hh, from step `from` to the row before `end`.
    fn recurrent(
        &mut self,
        layer: &Stepwise<F>,
        batch: &Batch<F>,
        tape: TapeRows<F>,
        (from, end): (usize, usize),
        [preactivations, auxiliary]: [Matrix<F>; 2],
        gradient: &mut WeightGradients<F>,
    ) {
        let start = batch.step(from).start;
        let first = if from == 0 { batch.step(0).len() } else { 0 };
        let sequences = batch.sequences();
        let previous_hidden = if batch.rows() == sequences * batch.steps() {
            // All sequences are equally long: each row's predecessor stands B rows before it.
            tape.hidden
                .row_block(start + first - sequences, end - sequences)
        } else {
            self.previous_hidden.clear();
            for t in from.max(1)..batch.steps() {
                let now = batch.step(t);
                if now.start >= end {
                    break;
                }
                let before = batch.step(t - 1).start;
                for row in before..before + now.len() {
                    self.previous_hidden.extend_from_slice(tape.hidden.row(row));
                }
            }
            Matrix::new(self.previous_hidden, layer.hidden)
        };
        let rows = RecurrentRows {
            preactivations,
            auxiliary,
            tape_auxiliary: tape.auxiliary.row_block(start, end),
            first,
            previous_hidden,
        };
        let (weight_hh, bias_hh) = gradient.pair_mut(Role::WeightHh, Role::BiasHh);
        let scratch = &mut *self.scratch;
        (layer.cell).add_recurrent_gradients(rows, weight_hh.into(), bias_hh, scratch);
    }

    /// Adds the gradients of W_ih and b_ih from some rows, and writes ∂L/∂ of their input. Those of symbols are only
    /// summed up symbol by symbol.
    fn inputs(
        &mut self,
        pass: LayerPass<F>,
        rows: Range<usize>,
        preactivations: Matrix<F>,
        gradient: &mut WeightGradients<F>,
    ) {
        let input = match pass.input {
            InputRows::Symbols(ids) => {
                // Row by row into the transposed matrix, where a symbol's numbers stand together.
                let width = preactivations.columns();
                for (row, &id) in ids[rows].iter().enumerate() {
                    let sum = &mut self.symbols[id as usize * width..][..width];
                    vector::add_to(sum, preactivations.row(row));
                }
                return;
            }
            InputRows::Vectors(values) => Matrix::from(values).row_block(rows.start, rows.end),
        };
        vector::add_column_sums(preactivations, gradient.slice_mut(Role::BiasIh));
        let weight_ih = gradient.view_mut(Role::WeightIh);
        add_transposed_product(preactivations, input, weight_ih.into(), self.scratch);
        if let Some(below) = &mut self.below {
            let below = below.reborrow().row_block(rows.start, rows.end);
            product(preactivations, self.panels, Start::Zero, below);
        }
    }

    /// Turns the sums of the symbols into the gradients of W_ih and b_ih.
    fn write_symbols(&self, inputs: usize, width: usize, gradient: &mut WeightGradients<F>) {
        let symbols = &self.symbols[..inputs * width];
        // Every row is one symbol's, so the rows of all symbols together are all rows.
        let bias = gradient.slice_mut(Role::BiasIh);
        vector::add_column_sums(Matrix::new(symbols, width), bias);
        let weight = gradient.slice_mut(Role::WeightIh);
        vector::transpose(symbols, inputs, width, weight);
    }
}
