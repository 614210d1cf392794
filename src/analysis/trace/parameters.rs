//! ∂loss/∂ every weight: the sum over all time steps of what each contributes.
//!
//! A step's gradient may have vanished to 1e-1000 or exploded to 1e+400 while its product with a state
//! is an ordinary number, so the sums carry exponents too; only the result becomes plain floats.

use std::ops::Range;

use super::Tracer;
use crate::analysis::magnitude;
use crate::data::batch::PackedInputs;
use crate::kernel::{GradientScratch, Matrix, MatrixMut, add_transposed_product};
use crate::nn::cell::{RecurrentRows, add_recurrent_gradients};

/// Sums in the layout of the parameters, each tensor with its own exponent.
struct Sums {
    values: Vec<f64>,
    exponents: Vec<(Range<usize>, i64)>,
    /// As long as the largest tensor: one step's contribution.
    contribution: Vec<f64>,
    scratch: GradientScratch<f64>,
}

impl Sums {
    /// Adds (`left` ⊗ `right`) · 2^`exponent` to the matrix at `range`; with `right` = \[1\], `left` to a bias.
    fn add_outer(&mut self, range: &Range<usize>, left: &[f64], right: &[f64], exponent: i64) {
        let mut contribution = std::mem::take(&mut self.contribution);
        let product = &mut contribution[..range.len()];
        product.fill(0.0);
        add_transposed_product(
            Matrix::new(left, left.len()),
            Matrix::new(right, right.len()),
            MatrixMut::new(product, right.len()),
            &mut self.scratch,
        );
        self.add(range, product, exponent);
        self.contribution = contribution;
    }

    fn add(&mut self, range: &Range<usize>, values: &[f64], exponent: i64) {
        if let Some((_, own)) = self.exponents.iter_mut().find(|(found, _)| found == range) {
            let sum = &mut self.values[range.clone()];
            magnitude::add(sum, &mut [], own, values, exponent);
            magnitude::normalise(sum, &mut [], own);
        }
    }
}

impl Tracer {
    /// ∂loss/∂ every weight, laid out like the model's parameters. What is beyond the range of f64 is infinite.
    pub fn parameter_gradients(&self) -> Vec<f64> {
        let tensors = self.model.layout().tensors();
        let mut sums = Sums {
            values: vec![0.0; self.model.layout().len()],
            exponents: tensors.iter().map(|tensor| (tensor.range(), 0)).collect(),
            contribution: vec![0.0; tensors.iter().map(|tensor| tensor.len()).max().unwrap_or(0)],
            scratch: GradientScratch::default(),
        };
        self.add_readout(&mut sums);
        for layer in 0..self.layers.len() {
            for t in 0..self.steps() {
                self.add_inputs(layer, t, &mut sums);
                if self.model.cell().is_recurrent() {
                    self.add_recurrence(layer, t, &mut sums);
                }
            }
        }
        if !self.model.cell().is_recurrent() {
            self.add_embedding(&mut sums);
        }
        for (range, exponent) in &sums.exponents {
            magnitude::scale(&mut sums.values[range.clone()], *exponent);
        }
        sums.values
    }

    fn add_readout(&self, sums: &mut Sums) {
        let (hidden, width) = (
            self.model.architecture().hidden,
            self.model.architecture().outputs,
        );
        let layout = self.model.layout();
        let top = &self.tape.layer(self.layers.len() - 1).hidden;
        let mut slope = vec![0.0; width];
        let asked = self.batch.target_rows().iter();
        for (&t, gradient) in asked.zip(self.loss_gradients.chunks_exact(width)) {
            let share = self.share(t);
            if share == 0.0 {
                continue;
            }
            for (slope, &gradient) in slope.iter_mut().zip(gradient) {
                *slope = gradient * share;
            }
            let state = &top[t * hidden..(t + 1) * hidden];
            sums.add_outer(&layout.readout_weight, &slope, state, 0);
            sums.add(&layout.readout_bias, &slope, 0);
        }
    }

    /// W_ih and b_ih of one layer, from step `t`.
    fn add_inputs(&self, layer: usize, t: usize, sums: &mut Sums) {
        let architecture = self.model.architecture();
        let hidden = architecture.hidden;
        let width = architecture.blocks() * hidden;
        let gradients = &self.layers[layer];
        let exponent = gradients.exponents[t];
        let slope = &gradients.preactivations[t * width..(t + 1) * width];
        let ranges = &self.model.layout().layers[layer];
        sums.add(&ranges.bias_ih, slope, exponent);
        let weight = &ranges.weight_ih;
        if layer > 0 {
            let below = &self.tape.layer(layer - 1).hidden[t * hidden..(t + 1) * hidden];
            sums.add_outer(weight, slope, below, exponent);
        } else if !self.model.cell().is_recurrent() {
            let span = architecture.layer_inputs(0);
            let seen = &self.tape.windows[t * span..(t + 1) * span];
            sums.add_outer(weight, slope, seen, exponent);
        } else {
            self.with_input(t, |input| sums.add_outer(weight, slope, input, exponent));
        }
    }

    /// W_hh and b_hh of one layer, from step `t`.
    fn add_recurrence(&self, layer: usize, t: usize, sums: &mut Sums) {
        let hidden = self.model.architecture().hidden;
        let width = self.model.architecture().blocks() * hidden;
        let (gradients, tape) = (&self.layers[layer], self.tape.layer(layer));
        let row = t * hidden..(t + 1) * hidden;
        let rows = RecurrentRows {
            hidden,
            preactivations: &gradients.preactivations[t * width..(t + 1) * width],
            auxiliary: gradients.auxiliary.get(row.clone()).unwrap_or_default(),
            tape_auxiliary: tape.auxiliary.get(row.clone()).unwrap_or_default(),
            first: usize::from(t == 0),
            previous_hidden: if t == 0 {
                &[]
            } else {
                &tape.hidden[row.start - hidden..row.start]
            },
        };
        let (mut weight, mut bias) = (vec![0.0; width * hidden], vec![0.0; width]);
        add_recurrent_gradients(
            self.model.architecture(),
            rows,
            &mut weight,
            &mut bias,
            &mut sums.scratch,
        );
        let shared = self.model.cell().shared_bias(width);
        bias[..shared].copy_from_slice(&rows.preactivations[..shared]);
        let ranges = &self.model.layout().layers[layer];
        sums.add(&ranges.weight_hh, &weight, gradients.exponents[t]);
        sums.add(&ranges.bias_hh, &bias, gradients.exponents[t]);
    }

    /// The embedding of the window.
    fn add_embedding(&self, sums: &mut Sums) {
        let hidden = self.model.architecture().hidden;
        let range = &self.model.layout().embedding;
        for (t, slope) in self.input.embedded.chunks_exact(hidden).enumerate() {
            let exponent = self.input.exponents[t];
            self.with_input(t, |input| sums.add_outer(range, input, slope, exponent));
        }
    }

    /// Calls `use_input` with x_t as a vector.
    fn with_input(&self, t: usize, use_input: impl FnOnce(&[f64])) {
        let inputs = self.model.architecture().inputs;
        match self.batch.inputs() {
            PackedInputs::Dense(values) => use_input(&values[t * inputs..(t + 1) * inputs]),
            PackedInputs::Symbols(ids) => {
                let mut one_hot = vec![0.0; inputs];
                one_hot[ids[t] as usize] = 1.0;
                use_input(&one_hot);
            }
        }
    }
}
