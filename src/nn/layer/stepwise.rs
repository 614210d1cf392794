//! The loop over time for cells that work step by step: forward.
//!
//! The inputs are projected for several steps at a time, ahead of the loop; only h_{t−1} W_hhᵀ is a product of one step.
//! One-hot inputs stay indices: their projection is a row of W_ihᵀ.

use std::ops::Range;

use ndarray::s;

use super::{
    ForwardStep, InputRows, Layer, LayerPass, LayerWeights, PreviousState, StepCell, StepTape,
    StepWeights, WeightGradients,
};
use crate::data::batch::Batch;
use crate::kernel::real::Real;
use crate::kernel::{Matrix, MatrixMut, Start, product, vector};
use crate::nn::cell::CellSpec;
use crate::nn::parameters::{Architecture, Initial, Role, TensorSpec};
use crate::nn::tape::{LayerTape, PackedWeights, Workspace, fit, fit_slice};

/// For how many rows the inputs are projected at a time, in whole steps: enough for the tiles of the product to be full,
/// and few enough to be in the cache still when their step comes.
const PROJECTED: usize = 32;

/// A layer of a cell that works step by step.
pub struct Stepwise<F> {
    pub(super) cell: Box<dyn StepCell<F>>,
    /// H.
    pub(super) hidden: usize,
    /// The width of what the layer reads.
    pub(super) inputs: usize,
}

/// The tensors of one layer in PyTorch's layout: `weight_ih`, `weight_hh`, `bias_ih`, `bias_hh`, those of the hidden state
/// only where the cell has a recurrent matrix. All are initialised as `initial` says.
pub fn stepwise_tensors(
    spec: &CellSpec,
    architecture: &Architecture,
    layer: usize,
    initial: Initial,
) -> Vec<TensorSpec> {
    let hidden = architecture.hidden;
    let width = spec.blocks.len() * hidden;
    let inputs = architecture.layer_inputs(layer);
    let tensor = |name: &str, role, columns| TensorSpec {
        name: format!("{name}_l{layer}"),
        role,
        rows: width,
        columns,
        initial,
    };
    let mut tensors = vec![tensor("weight_ih", Role::WeightIh, Some(inputs))];
    if spec.recurrent_matrix {
        tensors.push(tensor("weight_hh", Role::WeightHh, Some(hidden)));
    }
    tensors.push(tensor("bias_ih", Role::BiasIh, None));
    if spec.recurrent_matrix {
        tensors.push(tensor("bias_hh", Role::BiasHh, None));
    }
    tensors
}

impl<F: Real> Stepwise<F> {
    /// Layer number `layer`, counted from 0.
    pub fn new(cell: Box<dyn StepCell<F>>, architecture: &Architecture, layer: usize) -> Self {
        Stepwise {
            hidden: architecture.hidden,
            inputs: architecture.layer_inputs(layer),
            cell,
        }
    }

    /// G·H.
    pub(super) fn width(&self) -> usize {
        self.cell.spec().blocks.len() * self.hidden
    }

    /// The width of c_t; 0 without a cell state.
    pub(super) fn cell_width(&self) -> usize {
        if self.cell.spec().has_cell_state() {
            self.hidden
        } else {
            0
        }
    }

    /// The width of [`super::BackwardStep::auxiliary`].
    pub(super) fn auxiliary_gradient_width(&self) -> usize {
        if self.cell.buffers().auxiliary_gradient {
            self.hidden
        } else {
            0
        }
    }

    pub(super) fn step_weights<'a>(
        &self,
        weights: LayerWeights<'a, F>,
        packed: &'a PackedWeights<F>,
    ) -> StepWeights<'a, F> {
        StepWeights {
            hidden: self.hidden,
            recurrent: &packed.recurrent,
            bias_hh: weights.slice(Role::BiasHh),
            held: StepWeights::held(self.cell.spec().blocks, &weights.hold),
        }
    }

    fn fit(&self, tape: &mut LayerTape<F>, rows: usize) {
        let auxiliary = if self.cell.buffers().auxiliary {
            self.hidden
        } else {
            0
        };
        fit(&mut tape.gates, rows, self.width());
        fit(&mut tape.hidden, rows, self.hidden);
        fit(&mut tape.cell, rows, self.cell_width());
        fit(&mut tape.auxiliary, rows, auxiliary);
    }

    /// Writes W_ih x_t + b for some rows.
    fn project(
        &self,
        input: InputRows<F>,
        rows: Range<usize>,
        packed: &PackedWeights<F>,
        mut gates: MatrixMut<F>,
    ) {
        match input {
            InputRows::Symbols(ids) => {
                let width = gates.columns();
                for (row, &id) in ids[rows].iter().enumerate() {
                    let symbol = &packed.symbols[id as usize * width..][..width];
                    vector::write_sum(gates.row_mut(row), symbol, &packed.bias);
                }
            }
            InputRows::Vectors(values) => {
                let values = Matrix::from(values).row_block(rows.start, rows.end);
                product(values, &packed.weight_ih, Start::Row(&packed.bias), gates);
            }
        }
    }
}

impl<F: Real> Layer<F> for Stepwise<F> {
    fn spec(&self) -> &'static CellSpec {
        self.cell.spec()
    }

    fn pack(&self, weights: LayerWeights<F>, input: InputRows<F>, tape: &mut LayerTape<F>) {
        let (width, packed) = (self.width(), &mut tape.packed);
        let bias = fit_slice(&mut packed.bias, width);
        bias.copy_from_slice(weights.slice(Role::BiasIh));
        let bias_hh = weights.slice(Role::BiasHh);
        let shared = self.cell.shared_bias(bias_hh.len());
        vector::add_to(&mut bias[..shared], &bias_hh[..shared]);
        match input {
            InputRows::Symbols(_) => {
                let symbols = fit_slice(&mut packed.symbols, self.inputs * width);
                let weight_ih = weights.slice(Role::WeightIh);
                vector::transpose(weight_ih, width, self.inputs, symbols);
            }
            InputRows::Vectors(_) => {
                let weight_ih = weights.view(Role::WeightIh);
                packed.weight_ih.pack_transposed(weight_ih.into());
            }
        }
        let groups = self.cell.buffers().groups;
        let weight_hh = weights.view(Role::WeightHh);
        packed.recurrent.pack(groups, weight_hh, self.hidden);
    }

    fn forward(&self, pass: LayerPass<F>, tape: &mut LayerTape<F>) {
        let batch = pass.batch;
        self.fit(tape, batch.rows());
        let weights = self.step_weights(pass.weights, &tape.packed);
        let mut gates = MatrixMut::from(tape.gates.view_mut());
        let mut hidden = MatrixMut::from(tape.hidden.view_mut());
        let mut cell = MatrixMut::from(tape.cell.view_mut());
        let mut auxiliary = MatrixMut::from(tape.auxiliary.view_mut());
        let mut projected = 0;
        for t in 0..batch.steps() {
            let now = batch.step(t);
            if now.start == projected {
                projected = batch.rows_from(projected, PROJECTED);
                let rows = now.start..projected;
                let gates = gates.reborrow().row_block(rows.start, rows.end);
                self.project(pass.input, rows, &tape.packed, gates);
            }
            let (past_hidden, hidden_now) = hidden.reborrow().split_at_row(now.start);
            let (past_cell, cell_now) = cell.reborrow().split_at_row(now.start);
            let before = (t > 0).then(|| batch.step(t - 1).start);
            let step = ForwardStep {
                gates: gates.reborrow().row_block(now.start, now.end),
                hidden: hidden_now.row_block(0, now.len()),
                cell: cell_now.row_block(0, now.len()),
                auxiliary: auxiliary.reborrow().row_block(now.start, now.end),
                previous: before.map(|before| PreviousState {
                    hidden: past_hidden
                        .as_matrix()
                        .row_block(before, before + now.len()),
                    cell: past_cell.as_matrix().row_block(before, before + now.len()),
                }),
            };
            self.cell.forward(weights, step);
        }
    }

    fn backward(
        &self,
        pass: LayerPass<F>,
        tape: &LayerTape<F>,
        truncate: usize,
        reach_below: bool,
        space: &mut Workspace<F>,
        gradient: WeightGradients<F>,
    ) {
        self.train_backward(pass, tape, truncate, reach_below, space, gradient);
    }

    /// The tape has two rows: the states before, and those of the input read last.
    fn advance(&self, weights: LayerWeights<F>, input: InputRows<F>, tape: &mut LayerTape<F>) {
        self.fit(tape, 2);
        for state in [&mut tape.hidden, &mut tape.cell] {
            let (mut before, now) = state.multi_slice_mut((s![0, ..], s![1, ..]));
            before.assign(&now);
        }
        let weights = self.step_weights(weights, &tape.packed);
        let mut gates = MatrixMut::from(tape.gates.slice_mut(s![1.., ..]));
        self.project(input, 0..1, &tape.packed, gates.reborrow());
        let (before_hidden, hidden) = MatrixMut::from(tape.hidden.view_mut()).split_at_row(1);
        let (before_cell, cell) = MatrixMut::from(tape.cell.view_mut()).split_at_row(1);
        let step = ForwardStep {
            gates,
            hidden,
            cell,
            auxiliary: MatrixMut::from(tape.auxiliary.slice_mut(s![1.., ..])),
            previous: Some(PreviousState {
                hidden: before_hidden.as_matrix(),
                cell: before_cell.as_matrix(),
            }),
        };
        self.cell.forward(weights, step);
    }
}

/// A layer's tape as matrices.
#[derive(Clone, Copy)]
pub(super) struct TapeRows<'a, F> {
    gates: Matrix<'a, F>,
    pub(super) hidden: Matrix<'a, F>,
    cell: Matrix<'a, F>,
    pub(super) auxiliary: Matrix<'a, F>,
}

impl<'a, F> From<&'a LayerTape<F>> for TapeRows<'a, F> {
    fn from(tape: &'a LayerTape<F>) -> Self {
        TapeRows {
            gates: tape.gates.view().into(),
            hidden: tape.hidden.view().into(),
            cell: tape.cell.view().into(),
            auxiliary: tape.auxiliary.view().into(),
        }
    }
}

impl<'a, F: Real> TapeRows<'a, F> {
    /// What the backward step at step `t` needs: one row for each sequence of that step.
    pub(super) fn step(&self, batch: &Batch<F>, t: usize) -> StepTape<'a, F> {
        let now = batch.step(t);
        let before = (t > 0).then(|| batch.step(t - 1).start);
        StepTape {
            gates: self.gates.row_block(now.start, now.end),
            hidden: self.hidden.row_block(now.start, now.end),
            cell: self.cell.row_block(now.start, now.end),
            auxiliary: self.auxiliary.row_block(now.start, now.end),
            previous: before.map(|before| PreviousState {
                hidden: self.hidden.row_block(before, before + now.len()),
                cell: self.cell.row_block(before, before + now.len()),
            }),
        }
    }
}
