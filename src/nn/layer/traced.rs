//! What traces, the flow of gradients and step Jacobians ask of a layer.

use std::ops::Range;

use ndarray::Array2;

use super::rows::log10_row;
use super::{GradientRows, Layer, LayerPass, LayerWeights, RowSpace, ScaledRows, StepGradients};
use crate::kernel::{GradientScratch, Matrix, add_transposed_product};
use crate::linalg::magnitude;
use crate::nn::parameters::{Role, TensorRange};
use crate::nn::tape::LayerTape;

/// ∂loss/∂ everything in one layer for one sequence. Row t of every array stands for its numbers times 2^`exponents[t]`.
#[derive(Clone, Debug, Default)]
pub struct LayerGradients {
    /// T × H: ∂loss/∂h_t by all paths (PyTorch's `retain_grad`).
    pub hidden: Array2<f64>,
    /// T × H: ∂loss/∂c_t by all paths; no columns without a cell state, 2·H where it is complex.
    pub cell: Array2<f64>,
    /// T × G·H: ∂loss/∂ the pre-activations.
    pub preactivations: Array2<f64>,
    /// T × H: what the cell needs besides for its weight gradients; no columns if nothing.
    pub auxiliary: Array2<f64>,
    /// T.
    pub exponents: Vec<i64>,
}

/// Whoever sends gradient rows back through a layer, called once for each step from the last to the first.
pub trait StepVisitor {
    /// `rows` holds the gradients of the output of step `t` through all later steps. What enters at this step is added
    /// to them, or as rows of their own.
    fn enter(&mut self, t: usize, rows: &mut GradientRows);

    /// `rows` holds the gradients of the states of step `t` by all paths; they may be brought back to an ordinary size.
    /// Returns whether they go further back.
    fn arrive(&mut self, t: usize, rows: &mut GradientRows) -> bool;

    /// Step `t` has been gone back through; `gradients` has a row for each of `exponents`.
    fn leave(&mut self, t: usize, gradients: StepGradients<f64>, exponents: &[i64]) {
        let _ = (t, gradients, exponents);
    }
}

/// A layer that shows what it does to one sequence. `tape` is that of a forward pass over a batch of this sequence alone.
pub trait TracedLayer: Layer<f64> {
    /// Takes gradient rows from the last of `steps` back to the first; `truncate` as in [`Layer::backward`].
    fn backward_rows(
        &self,
        pass: LayerPass<f64>,
        tape: &LayerTape<f64>,
        steps: Range<usize>,
        truncate: usize,
        visitor: &mut dyn StepVisitor,
        space: &mut RowSpace,
    );

    /// Writes ∂loss/∂ of what the layer reads: T × its width.
    fn input_gradients(
        &self,
        pass: LayerPass<f64>,
        gradients: &LayerGradients,
        space: &mut RowSpace,
        out: &mut ScaledRows,
    );

    /// Adds ∂loss/∂ every weight of the layer.
    fn add_parameter_gradients(
        &self,
        pass: LayerPass<f64>,
        tape: &LayerTape<f64>,
        gradients: &LayerGradients,
        sums: &mut ParameterSums,
    );

    /// Of a layer whose states go from step to step by a multiplication alone, each unit's by itself: by what, [re, im].
    fn eigenvalues(&self, weights: LayerWeights<f64>) -> Option<Vec<[f64; 2]>> {
        let _ = weights;
        None
    }

    /// Of a layer that attends: heads · T rows of T numbers, head after head, how far a step reads each step; 0 for those
    /// after it. More numbers may follow.
    fn attention<'a>(&self, tape: &'a LayerTape<f64>) -> &'a [f64] {
        let _ = tape;
        &[]
    }

    /// T × G·H: ∂loss/∂ the gate activations, row t times 2^`gradients.exponents[t]`; no columns without gates.
    fn activation_gradients(
        &self,
        pass: LayerPass<f64>,
        tape: &LayerTape<f64>,
        gradients: &LayerGradients,
    ) -> Array2<f64>;
}

impl LayerGradients {
    /// Makes room for T steps.
    pub fn fit(&mut self, steps: usize, [hidden, cell, preactivations, auxiliary]: [usize; 4]) {
        for (array, width) in [
            (&mut self.hidden, hidden),
            (&mut self.cell, cell),
            (&mut self.preactivations, preactivations),
            (&mut self.auxiliary, auxiliary),
        ] {
            if array.dim() != (steps, width) {
                *array = Array2::zeros((steps, width));
            }
        }
        self.exponents.resize(steps, 0);
    }

    /// log10‖∂loss/∂h_t‖; −∞ for exactly zero.
    pub fn log10_hidden(&self, t: usize) -> f64 {
        log10_row(&self.hidden, &self.exponents, t)
    }

    /// log10‖∂loss/∂c_t‖; −∞ for exactly zero. Only for a cell with a cell state.
    pub fn log10_cell(&self, t: usize) -> f64 {
        log10_row(&self.cell, &self.exponents, t)
    }
}

/// Sums of weight gradients over time, each tensor with its own exponent: a step's gradient may have vanished to 1e-1000
/// or exploded to 1e+400 while its product with a state is an ordinary number.
#[derive(Debug)]
pub struct ParameterSums {
    /// In the layout of the parameters.
    values: Vec<f64>,
    exponents: Vec<(Range<usize>, i64)>,
    /// As long as the largest tensor: one step's contribution.
    contribution: Vec<f64>,
    /// Memory of the products.
    pub(crate) scratch: GradientScratch<f64>,
}

impl ParameterSums {
    /// Zeros for tensors at these places of a vector of `length` numbers.
    pub fn new(length: usize, tensors: impl Iterator<Item = Range<usize>>) -> Self {
        let exponents: Vec<_> = tensors.map(|range| (range, 0)).collect();
        let longest = exponents.iter().map(|(range, _)| range.len()).max();
        ParameterSums {
            values: vec![0.0; length],
            exponents,
            contribution: vec![0.0; longest.unwrap_or(0)],
            scratch: GradientScratch::default(),
        }
    }

    /// Adds (`left` ⊗ `right`) · 2^`exponent` to a matrix.
    pub fn add_outer(&mut self, range: &Range<usize>, left: &[f64], right: &[f64], exponent: i64) {
        let mut contribution = std::mem::take(&mut self.contribution);
        let product = &mut contribution[..range.len()];
        product.fill(0.0);
        add_transposed_product(
            Matrix::new(left, left.len()),
            Matrix::new(right, right.len()),
            super::rows::matrix_mut(product, left.len(), right.len()),
            &mut self.scratch,
        );
        self.add(range, product, exponent);
        self.contribution = contribution;
    }

    /// Adds `values` · 2^`exponent` to a tensor.
    pub fn add(&mut self, range: &Range<usize>, values: &[f64], exponent: i64) {
        if let Some((_, own)) = self.exponents.iter_mut().find(|(found, _)| found == range) {
            let sum = &mut self.values[range.clone()];
            magnitude::add(sum, &mut [], own, values, exponent);
            magnitude::normalise(sum, &mut [], own);
        }
    }

    /// The sums as plain floats; what is beyond their range is infinite.
    pub fn into_values(mut self) -> Vec<f64> {
        for (range, exponent) in &self.exponents {
            magnitude::scale(&mut self.values[range.clone()], *exponent);
        }
        self.values
    }
}

/// Where the tensor of this role stands; an empty range if the layer has none.
pub(crate) fn place(tensors: &[TensorRange], role: Role) -> Range<usize> {
    let found = tensors.iter().find(|tensor| tensor.role == role);
    found.map_or(0..0, TensorRange::range)
}
