//! Backpropagation through time (Werbos 1990): from the gradient of the outputs to that of every weight, layer by layer
//! from the top.
//!
//! With truncation the gradient into the states before steps k, 2k, … (counted from 0) is cut while the states
//! themselves are carried on, like `h.detach()` at every k-th step in PyTorch.

use ndarray::s;

use crate::data::batch::Batch;
use crate::kernel::real::Real;
use crate::kernel::{Matrix, MatrixMut, Start, add_transposed_product, product, vector};
use crate::nn::layer::WeightGradients;
use crate::nn::model::Model;
use crate::nn::tape::{Tape, Workspace, fit};

impl<F: Real> Model<F> {
    /// Writes the gradient of all weights into `gradient` (laid out like [`Model::parameters`]).
    ///
    /// `tape` is that of [`Model::forward`] with [`ReadOut::Targets`](crate::nn::model::ReadOut::Targets)
    /// on the same batch, and [`Workspace::output_gradients`] holds ∂L/∂outputs. `truncate` is 0 for full
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
            let (pass, reach_below) = (self.pass(batch, tape, layer), layer > 0);
            let gradients = WeightGradients {
                tensors: self.layout().layer(layer),
                values: gradient,
            };
            let taped = tape.layer(layer);
            self.layer(layer)
                .backward(pass, taped, truncate, reach_below, space, gradients);
            watch(layer, space);
            if reach_below {
                std::mem::swap(&mut space.hidden, &mut space.below);
            }
        }
    }

    /// From the outputs to the top layer's output, and the readout's weight gradients.
    fn readout_backward(
        &self,
        batch: &Batch<F>,
        tape: &Tape<F>,
        space: &mut Workspace<F>,
        gradient: &mut [F],
    ) {
        let (hidden, count) = (self.architecture().hidden, tape.read_rows);
        let outputs = Matrix::from(space.outputs.slice(s![..count, ..]));
        let layout = self.layout();
        vector::add_column_sums(outputs, &mut gradient[layout.readout_bias.clone()]);
        add_transposed_product(
            outputs,
            self.read_states(batch, tape).into(),
            MatrixMut::new(&mut gradient[layout.readout_weight.clone()], hidden),
            &mut space.scratch,
        );
        let (weight, _) = self.readout();
        space.panels.pack(weight.into());
        let mut states = fit(&mut space.hidden, batch.rows(), hidden);
        if count == batch.rows() {
            return product(outputs, &space.panels, Start::Zero, states.into());
        }
        let mut read = fit(&mut space.read, count, hidden);
        let out = MatrixMut::from(read.view_mut());
        product(outputs, &space.panels, Start::Zero, out);
        states.fill(F::zero());
        for (&row, source) in batch.target_rows().iter().zip(read.rows()) {
            states.row_mut(row).assign(&source);
        }
    }
}
