//! A stack of cells and a readout: forward onto a tape.
//!
//! The inputs of a layer are projected for several steps at a time, ahead of the time loop; only h_{t−1} W_hhᵀ
//! is a product of one step. One-hot inputs stay indices: their projection is a row of W_ihᵀ. The backward pass
//! stands in [`crate::nn::backward`].

use std::fmt;
use std::ops::Range;

use crate::data::batch::{Batch, PackedInputs};
use crate::kernel::real::Real;
use crate::kernel::{Matrix, MatrixMut, Panels, Start, add_product, product, vector};
use crate::nn::cell::{self, Cell, ForwardStep, PreviousState, StepWeights};
use crate::nn::parameters::{Architecture, ParameterLayout};
use crate::nn::tape::{PackedWeights, Tape, fit, part, part_mut};

/// Which rows of the top layer are read out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadOut {
    /// Only rows that have a target, in the order of [`Batch::target_rows`].
    Targets,
    /// Every row.
    All,
}

/// For how many rows the inputs are projected at a time, in whole steps: enough for the tiles of the product to be full,
/// and few enough to be in the cache still when their step comes.
const PROJECTED: usize = 32;

/// Weights, and what they compute.
pub struct Model<F: Real> {
    architecture: Architecture,
    layout: ParameterLayout,
    pub(crate) parameters: Vec<F>,
    cell: Box<dyn Cell<F>>,
}

impl<F: Real> fmt::Debug for Model<F> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = out.debug_struct("Model");
        out.field("architecture", &self.architecture)
            .field("parameters", &self.parameters);
        out.finish_non_exhaustive()
    }
}

impl<F: Real> Clone for Model<F> {
    fn clone(&self) -> Self {
        Model {
            architecture: self.architecture,
            layout: self.layout.clone(),
            parameters: self.parameters.clone(),
            cell: cell::build(&self.architecture),
        }
    }
}

impl<F: Real> Model<F> {
    /// A model whose weights are all zero; [`crate::nn::init`] and [`crate::nn::weights`] fill them.
    pub fn new(architecture: Architecture) -> Self {
        let layout = ParameterLayout::new(&architecture);
        let parameters = vec![F::zero(); layout.len()];
        Model {
            cell: cell::build(&architecture),
            parameters,
            layout,
            architecture,
        }
    }

    /// The same model in another float.
    pub fn cast<G: Real>(&self) -> Model<G> {
        Model {
            architecture: self.architecture,
            layout: self.layout.clone(),
            parameters: self
                .parameters
                .iter()
                .map(|&value| G::of(value.into()))
                .collect(),
            cell: cell::build(&self.architecture),
        }
    }

    pub fn architecture(&self) -> &Architecture {
        &self.architecture
    }

    /// Where each tensor stands in [`Model::parameters`].
    pub fn layout(&self) -> &ParameterLayout {
        &self.layout
    }

    /// All weights, one after the other.
    pub fn parameters(&self) -> &[F] {
        &self.parameters
    }

    /// All weights, to be changed.
    pub fn parameters_mut(&mut self) -> &mut [F] {
        &mut self.parameters
    }

    /// What the layers are made of.
    pub fn cell(&self) -> &dyn Cell<F> {
        self.cell.as_ref()
    }

    /// An empty tape for this model.
    pub fn tape(&self) -> Tape<F> {
        Tape::new(&self.architecture)
    }

    /// What a time step of `layer` needs of the weights, as the forward pass has left them on `tape`.
    pub fn step_weights<'a>(&'a self, layer: usize, tape: &'a Tape<F>) -> StepWeights<'a, F> {
        self.packed_weights(layer, &tape.weights[layer])
    }

    fn packed_weights<'a>(
        &'a self,
        layer: usize,
        packed: &'a PackedWeights<F>,
    ) -> StepWeights<'a, F> {
        StepWeights {
            hidden: self.architecture.hidden,
            recurrent: &packed.recurrent,
            bias_hh: &self.parameters[self.layout.layers[layer].bias_hh.clone()],
        }
    }

    /// Runs all sequences of `batch` through the stack and reads out the top layer.
    pub fn forward(&self, batch: &Batch<F>, tape: &mut Tape<F>, read_out: ReadOut) {
        for layer in 0..self.architecture.layers {
            self.pack_weights(batch, layer, &mut tape.weights[layer]);
            self.run_layer(batch, layer, tape);
        }
        self.read_out(batch, tape, read_out);
    }

    /// Lays one layer's weights out as the products of this batch read them.
    fn pack_weights(&self, batch: &Batch<F>, layer: usize, out: &mut PackedWeights<F>) {
        let ranges = &self.layout.layers[layer];
        let hidden = self.architecture.hidden;
        let width = self.architecture.blocks() * hidden;
        let inputs = self.architecture.layer_inputs(layer);
        self.cell.projection_bias(
            &self.parameters[ranges.bias_ih.clone()],
            &self.parameters[ranges.bias_hh.clone()],
            fit(&mut out.bias, width),
        );
        let weight_ih = &self.parameters[ranges.weight_ih.clone()];
        let recurrent = self.architecture.is_recurrent();
        if layer == 0 && recurrent && matches!(batch.inputs(), PackedInputs::Symbols(_)) {
            let symbols = fit(&mut out.symbols, inputs * width);
            vector::transpose(weight_ih, width, inputs, symbols);
        } else {
            out.weight_ih
                .pack_transposed(Matrix::new(weight_ih, inputs));
        }
        let weight_hh = &self.parameters[ranges.weight_hh.clone()];
        out.recurrent.pack(self.cell.anatomy(), weight_hh, hidden);
    }

    /// Writes W_ih x_t + b of one layer for some rows; of the window's first layer, for all.
    fn project_inputs(
        &self,
        batch: &Batch<F>,
        layer: usize,
        rows: Range<usize>,
        tape: &mut Tape<F>,
    ) {
        let hidden = self.architecture.hidden;
        let width = self.architecture.blocks() * hidden;
        if layer == 0 && !self.architecture.is_recurrent() {
            self.embed(batch, tape);
            self.gather_windows(batch, tape);
        }
        let (below, layers) = tape.layers.split_at_mut(layer);
        let gates = part_mut(&mut layers[0].gates, &rows, width);
        let weights = &tape.weights[layer];
        let (input, size) = match (below.last(), batch.inputs()) {
            (Some(below), _) => (&below.hidden, hidden),
            (None, _) if !self.architecture.is_recurrent() => {
                (&tape.windows, self.architecture.layer_inputs(0))
            }
            (None, PackedInputs::Dense(values)) => (values, self.architecture.inputs),
            (None, PackedInputs::Symbols(ids)) => {
                let gates = gates.chunks_exact_mut(width);
                for (out, &id) in gates.zip(&ids[rows]) {
                    let row = &weights.symbols[id as usize * width..][..width];
                    vector::write_sum(out, row, &weights.bias);
                }
                return;
            }
        };
        let input = (part(input, &rows, size), size);
        project(input, &weights.weight_ih, &weights.bias, gates);
    }

    /// Writes the embedding of every row's input.
    fn embed(&self, batch: &Batch<F>, tape: &mut Tape<F>) {
        let hidden = self.architecture.hidden;
        let embedding = &self.parameters[self.layout.embedding.clone()];
        let embedded = fit(&mut tape.embedded, batch.rows() * hidden);
        match batch.inputs() {
            PackedInputs::Symbols(ids) => {
                for (out, &id) in embedded.chunks_exact_mut(hidden).zip(ids) {
                    out.copy_from_slice(&embedding[id as usize * hidden..][..hidden]);
                }
            }
            PackedInputs::Dense(values) => {
                embedded.fill(F::zero());
                add_product(
                    Matrix::new(values, self.architecture.inputs),
                    Matrix::new(embedding, hidden),
                    MatrixMut::new(embedded, hidden),
                );
            }
        }
    }

    /// Lays the last n embeddings of every row side by side, the present one first, zeros before the start.
    fn gather_windows(&self, batch: &Batch<F>, tape: &mut Tape<F>) {
        let (hidden, window) = (self.architecture.hidden, self.architecture.window);
        let span = window * hidden;
        let windows = fit(&mut tape.windows, batch.rows() * span);
        for t in 0..batch.steps() {
            for (b, row) in batch.step(t).enumerate() {
                let out = &mut windows[row * span..(row + 1) * span];
                for (back, out) in out.chunks_exact_mut(hidden).enumerate() {
                    if back <= t {
                        let source = batch.step(t - back).start + b;
                        out.copy_from_slice(&tape.embedded[source * hidden..][..hidden]);
                    } else {
                        out.fill(F::zero());
                    }
                }
            }
        }
    }

    /// Runs one layer through time.
    fn run_layer(&self, batch: &Batch<F>, layer: usize, tape: &mut Tape<F>) {
        let hidden = self.architecture.hidden;
        let width = self.architecture.blocks() * hidden;
        let rows = batch.rows();
        let index = layer;
        let layer = &mut tape.layers[index];
        fit(&mut layer.gates, rows * width);
        fit(&mut layer.hidden, rows * hidden);
        if self.cell.has_cell_state() {
            fit(&mut layer.cell, rows * hidden);
        }
        if self.cell.keeps_auxiliary() {
            fit(&mut layer.auxiliary, rows * hidden);
        }
        if !self.cell.is_recurrent() {
            // Without recurrence all steps are one.
            self.project_inputs(batch, index, 0..rows, tape);
            let weights = self.packed_weights(index, &tape.weights[index]);
            let layer = &mut tape.layers[index];
            let step = ForwardStep {
                gates: &mut layer.gates[..rows * width],
                hidden: &mut layer.hidden[..rows * hidden],
                cell: &mut [],
                auxiliary: &mut [],
                previous: None,
            };
            return self.cell.forward(weights, step);
        }
        let mut projected = 0;
        for t in 0..batch.steps() {
            let now = batch.step(t);
            if now.start == projected {
                projected = batch.rows_from(projected, PROJECTED);
                self.project_inputs(batch, index, now.start..projected, tape);
            }
            let weights = self.packed_weights(index, &tape.weights[index]);
            let layer = &mut tape.layers[index];
            let (past_hidden, hidden_now) = layer.hidden.split_at_mut(now.start * hidden);
            let split = layer.cell.len().min(now.start * hidden);
            let (past_cell, cell_now) = layer.cell.split_at_mut(split);
            let here = 0..now.len();
            let previous = (t > 0).then(|| {
                let before = batch.step(t - 1);
                let before = before.start..before.start + now.len();
                PreviousState {
                    hidden: part(past_hidden, &before, hidden),
                    cell: part(past_cell, &before, hidden),
                }
            });
            let step = ForwardStep {
                gates: part_mut(&mut layer.gates, &now, width),
                hidden: part_mut(hidden_now, &here, hidden),
                cell: part_mut(cell_now, &here, hidden),
                auxiliary: part_mut(&mut layer.auxiliary, &now, hidden),
                previous,
            };
            self.cell.forward(weights, step);
        }
    }

    /// Reads out the top layer: W h + b.
    fn read_out(&self, batch: &Batch<F>, tape: &mut Tape<F>, read_out: ReadOut) {
        let (hidden, width) = (self.architecture.hidden, self.architecture.outputs);
        tape.read.clear();
        tape.read_rows = batch.rows();
        if read_out == ReadOut::Targets && batch.target_rows().len() < batch.rows() {
            let top = &tape.layers[self.architecture.layers - 1].hidden;
            tape.read_rows = batch.target_rows().len();
            for &row in batch.target_rows() {
                tape.read.extend_from_slice(&top[row * hidden..][..hidden]);
            }
        }
        let weight = &self.parameters[self.layout.readout_weight.clone()];
        tape.readout.pack_transposed(Matrix::new(weight, hidden));
        let mut outputs = std::mem::take(&mut tape.outputs);
        outputs.resize(tape.read_rows * width, F::zero());
        project(
            (tape.read_states(), hidden),
            &tape.readout,
            &self.parameters[self.layout.readout_bias.clone()],
            &mut outputs,
        );
        tape.outputs = outputs;
    }
}

/// out = input · weight + bias, for all rows.
fn project<F: Real>(
    (input, columns): (&[F], usize),
    weight: &Panels<F>,
    bias: &[F],
    out: &mut [F],
) {
    let out = MatrixMut::new(out, bias.len());
    let input = Matrix::new(input, columns);
    product(input, weight, Start::Row(bias), out);
}
