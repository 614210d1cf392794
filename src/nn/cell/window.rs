//! The fixed window of the neural probabilistic language model (Bengio et al. 2003), the baseline that
//! recurrent networks were to improve on.
//!
//! e_t = C x_t (the embedding); h_t = tanh(W_ih [e_t, e_{t−1}, …, e_{t−n+1}] + b_ih)
//!
//! Steps before the first count as zero vectors. There are no direct connections from input to output.
//! The cell sees the whole sequence at once: nothing flows from one time step to the next but through the inputs, and
//! beyond the window every gradient is exactly 0.
//! In a stack, the layers above the first see only the present step of the layer below.
//!
//! Backward: ∂L/∂a_t = ∂L/∂h_t ⊙ (1 − h_t²).

use std::ops::Range;

use ndarray::{Array2, s};

use super::rnn::{activate, differentiate};
use super::{CellDefinition, CellSpec, StateName, embedding};
use crate::data::batch::Batch;
use crate::experiment::Activation::Tanh;
use crate::experiment::{CellKind, GateBias};
use crate::kernel::real::Real;
use crate::kernel::{
    Matrix, MatrixMut, Start, add_product, add_transposed_product, product, vector,
};
use crate::linalg::magnitude;
use crate::nn::layer::{
    InputRows, Layer, LayerGradients, LayerPass, LayerWeights, ParameterSums, RowSpace, ScaledRows,
    StepGradients, StepVisitor, TracedLayer, WeightGradients, place,
};
use crate::nn::parameters::{Architecture, Initial, Role, TensorSpec};
use crate::nn::tape::{LayerTape, Workspace, fit, fit_extra};

pub(super) const DEFINITION: CellDefinition = CellDefinition {
    spec: CellSpec {
        kind: CellKind::Window,
        states: &[StateName::H],
        carried: &[],
        memory: StateName::H,
        gates: &[],
        blocks: &["hidden"],
        recurrent_matrix: false,
        embeds_input: true,
        whole_sequence: true,
        attends: false,
        keeping_gate: None,
        keeps_at: 1,
    },
    tensors,
    initialise: None,
    keeping_bias: |_| GateBias::Initialised,
    writing_gate: None,
    widens: 1,
    further_per_row: |_, _| 0,
};

fn tensors(architecture: &Architecture, layer: usize) -> Vec<TensorSpec> {
    let (hidden, inputs) = (architecture.hidden, architecture.layer_inputs(layer));
    let tensor = |name: &str, role, columns| TensorSpec {
        name: format!("{name}_l{layer}"),
        role,
        rows: hidden,
        columns,
        initial: Initial::Uniform { fan_in: inputs },
    };
    let mut tensors = Vec::new();
    if layer == 0 {
        tensors.push(embedding::tensor(architecture));
    }
    tensors.push(tensor("weight_ih", Role::WeightIh, Some(inputs)));
    tensors.push(tensor("bias_ih", Role::BiasIh, None));
    tensors
}

/// The float is the list's way to call it; a window works in any.
#[expect(clippy::extra_unused_type_parameters)]
pub(super) fn layer<F: Real>(architecture: &Architecture, layer: usize) -> Window {
    Window {
        hidden: architecture.hidden,
        embedding: architecture.embedding(),
        inputs: architecture.layer_inputs(layer),
        first: layer == 0,
    }
}

/// One layer. The arrays that the first one keeps besides are, in this order, the embeddings (N × E) and the windows
/// (N × n·E): of each row the embeddings that it sees, the present one first.
pub(super) struct Window {
    /// H.
    hidden: usize,
    /// E.
    embedding: usize,
    /// n·E for the first layer, H for the others.
    inputs: usize,
    first: bool,
}

impl Window {
    /// Lays the last n embeddings of every row side by side, the present one first, zeros before the start.
    fn gather<F: Real>(&self, batch: &Batch<F>, embedded: &Array2<F>, windows: &mut Array2<F>) {
        let embedded = Matrix::from(embedded.view());
        let mut windows = MatrixMut::from(fit(windows, batch.rows(), self.inputs));
        for t in 0..batch.steps() {
            for (b, row) in batch.step(t).enumerate() {
                let seen = windows.row_mut(row).chunks_exact_mut(self.embedding);
                for (back, out) in seen.enumerate() {
                    if back <= t {
                        out.copy_from_slice(embedded.row(batch.step(t - back).start + b));
                    } else {
                        out.fill(F::zero());
                    }
                }
            }
        }
    }

    /// Projects and activates the first `count` rows of `input`.
    fn run<F: Real>(
        &self,
        weights: LayerWeights<F>,
        input: Matrix<F>,
        count: usize,
        tape: &mut LayerTape<F>,
    ) {
        let mut gates = MatrixMut::from(fit(&mut tape.gates, count, self.hidden));
        let bias = Start::Row(weights.slice(Role::BiasIh));
        let input = input.row_block(0, count);
        product(input, &tape.packed.weight_ih, bias, gates.reborrow());
        let hidden = fit(&mut tape.hidden, count, self.hidden);
        activate(Tanh, gates.as_matrix(), hidden.into());
    }

    /// What the projection reads, all rows of it.
    fn projected<'a, F: Real>(
        &self,
        input: InputRows<'a, F>,
        tape: &'a LayerTape<F>,
    ) -> Matrix<'a, F> {
        match input {
            InputRows::Vectors(values) if !self.first => values.into(),
            _ => tape.extra[1].view().into(),
        }
    }

    /// Adds the gradient of the embedding; `preactivations` are those of all rows, and the panels hold W_ih.
    fn add_embedding_gradients<F: Real>(
        &self,
        pass: LayerPass<F>,
        space: &mut Workspace<F>,
        gradient: &mut WeightGradients<F>,
    ) {
        let (batch, rows) = (pass.batch, pass.batch.rows());
        fit_extra(&mut space.extra, 2);
        let [embedded, windows] = &mut space.extra[..] else {
            unreachable!("there are two arrays");
        };
        let preactivations = Matrix::from(space.preactivations.view()).row_block(0, rows);
        let mut windows = MatrixMut::from(fit(windows, rows, self.inputs));
        let out = windows.reborrow();
        product(preactivations, &space.panels, Start::Zero, out);
        let mut embedded = fit(embedded, rows, self.embedding);
        embedded.fill(F::zero());
        let mut embedded = MatrixMut::from(embedded);
        for t in 0..batch.steps() {
            for (b, row) in batch.step(t).enumerate() {
                let seen = windows.as_matrix().row(row).chunks_exact(self.embedding);
                for (back, source) in seen.take(t + 1).enumerate() {
                    let target = batch.step(t - back).start + b;
                    vector::add_to(embedded.row_mut(target), source);
                }
            }
        }
        let gradient = MatrixMut::from(gradient.view_mut(Role::Embedding));
        embedding::add_gradient(
            pass.input.reborrow(),
            embedded.as_matrix(),
            gradient,
            &mut space.scratch,
        );
    }

    /// Writes ∂loss/∂ the embeddings to `space.scaled`: sums over the steps that see an input, each with its own exponent.
    fn write_embedded_gradients(
        &self,
        pass: LayerPass<f64>,
        gradients: &LayerGradients,
        space: &mut RowSpace,
    ) {
        let steps = gradients.exponents.len();
        fit_extra(&mut space.arrays, 2);
        let mut windows = fit(&mut space.arrays[0], steps, self.inputs);
        windows.fill(0.0);
        let mut windows = MatrixMut::from(windows);
        add_product(
            gradients.preactivations.view().into(),
            pass.weights.view(Role::WeightIh).into(),
            windows.reborrow(),
        );
        let out = &mut space.scaled;
        out.reset(steps, self.embedding);
        let mut values = MatrixMut::from(out.values.view_mut());
        for t in 0..steps {
            let seen = windows.as_matrix().row(t).chunks_exact(self.embedding);
            for (back, from) in seen.enumerate().take(t + 1) {
                let (into, exponent) = (values.row_mut(t - back), &mut out.exponents[t - back]);
                magnitude::add(into, &mut [], exponent, from, gradients.exponents[t]);
                magnitude::normalise(into, &mut [], exponent);
            }
        }
    }
}

impl<F: Real> Layer<F> for Window {
    fn spec(&self) -> &'static CellSpec {
        &DEFINITION.spec
    }

    fn pack(&self, weights: LayerWeights<F>, _: InputRows<F>, tape: &mut LayerTape<F>) {
        let weight_ih = weights.view(Role::WeightIh);
        tape.packed.weight_ih.pack_transposed(weight_ih.into());
        if self.first {
            fit_extra(&mut tape.extra, 2);
        }
    }

    fn forward(&self, pass: LayerPass<F>, tape: &mut LayerTape<F>) {
        let rows = pass.batch.rows();
        let mut extra = std::mem::take(&mut tape.extra);
        let input = match (&mut extra[..], pass.input) {
            ([embedded, windows], input) => {
                embedding::embed(pass.weights, input, rows, embedded);
                self.gather(pass.batch, embedded, windows);
                windows.view().into()
            }
            (_, InputRows::Vectors(values)) => values.into(),
            (_, InputRows::Symbols(_)) => unreachable!("layers above the first read vectors"),
        };
        self.run(pass.weights, input, rows, tape);
        tape.extra = extra;
    }

    fn backward(
        &self,
        pass: LayerPass<F>,
        tape: &LayerTape<F>,
        _: usize,
        reach_below: bool,
        space: &mut Workspace<F>,
        mut gradient: WeightGradients<F>,
    ) {
        let rows = pass.batch.rows();
        fit(&mut space.cell, rows, 0);
        let mut preactivations = MatrixMut::from(fit(&mut space.preactivations, rows, self.hidden));
        differentiate(
            Tanh,
            Matrix::from(tape.hidden.view()).row_block(0, rows),
            Matrix::from(space.hidden.view()).row_block(0, rows),
            preactivations.reborrow(),
        );
        let preactivations = preactivations.as_matrix();
        vector::add_column_sums(preactivations, gradient.slice_mut(Role::BiasIh));
        add_transposed_product(
            preactivations,
            self.projected(pass.input.reborrow(), tape)
                .row_block(0, rows),
            gradient.view_mut(Role::WeightIh).into(),
            &mut space.scratch,
        );
        let weight_ih = pass.weights.view(Role::WeightIh);
        if reach_below {
            space.panels.pack(weight_ih.into());
            let below = fit(&mut space.below, rows, self.inputs);
            product(preactivations, &space.panels, Start::Zero, below.into());
        } else if self.first {
            space.panels.pack(weight_ih.into());
            self.add_embedding_gradients(pass, space, &mut gradient);
        }
    }

    fn advance(&self, weights: LayerWeights<F>, input: InputRows<F>, tape: &mut LayerTape<F>) {
        let mut extra = std::mem::take(&mut tape.extra);
        let input = match (&mut extra[..], input) {
            ([embedded, windows], input) => {
                embedding::embed(weights, input, 1, embedded);
                let mut windows = MatrixMut::from(fit(windows, 1, self.inputs));
                let window = windows.row_mut(0);
                window.copy_within(..self.inputs - self.embedding, self.embedding);
                let embedded = Matrix::from(embedded.view());
                window[..self.embedding].copy_from_slice(embedded.row(0));
                extra[1].view().into()
            }
            (_, InputRows::Vectors(values)) => values.into(),
            (_, InputRows::Symbols(_)) => unreachable!("layers above the first read vectors"),
        };
        self.run(weights, input, 1, tape);
        tape.extra = extra;
    }
}

impl TracedLayer for Window {
    fn backward_rows(
        &self,
        _: LayerPass<f64>,
        tape: &LayerTape<f64>,
        steps: Range<usize>,
        _: usize,
        visitor: &mut dyn StepVisitor,
        space: &mut RowSpace,
    ) {
        let RowSpace {
            now,
            preactivations,
            ..
        } = space;
        now.reset(self.hidden, 0);
        for t in steps.rev() {
            visitor.enter(t, now);
            if !visitor.arrive(t, now) {
                return;
            }
            let rows = now.len();
            preactivations.resize(rows * self.hidden, 0.0);
            let state = tape.hidden.slice(s![t..t + 1, ..]);
            let mut out = MatrixMut::new(preactivations, self.hidden);
            let hidden = Matrix::from(now.hidden());
            differentiate(
                Tanh,
                Matrix::from(state).repeated(rows),
                hidden,
                out.reborrow(),
            );
            let left = StepGradients {
                hidden,
                cell: now.cell().into(),
                preactivations: out.as_matrix(),
                auxiliary: now.cell().into(),
            };
            visitor.leave(t, left, now.exponents());
            // Nothing goes from one step to the one before.
            now.clear();
        }
    }

    fn input_gradients(
        &self,
        pass: LayerPass<f64>,
        gradients: &LayerGradients,
        space: &mut RowSpace,
        out: &mut ScaledRows,
    ) {
        if !self.first {
            out.reset(gradients.exponents.len(), self.inputs);
            out.exponents.copy_from_slice(&gradients.exponents);
            return add_product(
                gradients.preactivations.view().into(),
                pass.weights.view(Role::WeightIh).into(),
                out.values.view_mut().into(),
            );
        }
        self.write_embedded_gradients(pass, gradients, space);
        let RowSpace { arrays, scaled, .. } = space;
        let embedded = (&scaled.values, &scaled.exponents[..]);
        embedding::input_gradients(pass.weights, embedded, arrays, out);
    }

    fn add_parameter_gradients(
        &self,
        pass: LayerPass<f64>,
        tape: &LayerTape<f64>,
        gradients: &LayerGradients,
        sums: &mut ParameterSums,
    ) {
        let tensors = pass.weights.tensors;
        let [weight, bias] = [Role::WeightIh, Role::BiasIh].map(|role| place(tensors, role));
        let preactivations = Matrix::from(gradients.preactivations.view());
        let read = self.projected(pass.input.reborrow(), tape);
        for (t, &exponent) in gradients.exponents.iter().enumerate() {
            sums.add(&bias, preactivations.row(t), exponent);
            sums.add_outer(&weight, preactivations.row(t), read.row(t), exponent);
        }
        if !self.first {
            return;
        }
        let mut space = RowSpace::default();
        self.write_embedded_gradients(pass, gradients, &mut space);
        let ScaledRows { values, exponents } = space.scaled;
        let input = (pass.input.reborrow(), pass.batch.input_size());
        embedding::add_parameter_gradients(input, pass.weights, (&values, &exponents), sums);
    }

    fn activation_gradients(
        &self,
        _: LayerPass<f64>,
        _: &LayerTape<f64>,
        gradients: &LayerGradients,
    ) -> Array2<f64> {
        Array2::zeros((gradients.exponents.len(), 0))
    }
}
