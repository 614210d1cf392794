//! One layer over whole sequences: forward onto a tape, backward over it.
//!
//! [`Layer`] is what training needs, [`TracedLayer`] what the views of one sequence need besides: any number of gradient
//! rows on their way back, each with a power-of-two exponent of its own. Both are linear in the incoming gradient. A cell
//! that works step by step is given the loop over time by [`Stepwise`]; a cell that sees the whole sequence implements
//! both by itself.

mod rows;
mod step;
mod stepwise;
mod stepwise_backward;
mod stepwise_traced;
mod traced;

pub use rows::{GradientRows, RowSpace, ScaledRows};
pub use step::{
    BackwardStep, ForwardStep, PreviousGradients, PreviousState, RecurrentRows, RecurrentWeights,
    StepBuffers, StepCell, StepGradients, StepTape, StepWeights,
};
pub use stepwise::{Stepwise, stepwise_tensors};
pub(crate) use traced::place;
pub use traced::{LayerGradients, ParameterSums, StepVisitor, TracedLayer};

use ndarray::{ArrayView2, ArrayViewMut2};

pub use crate::data::batch::InputRows;

use crate::data::batch::Batch;
use crate::experiment::Hold;
use crate::kernel::real::Real;
use crate::nn::cell::CellSpec;
use crate::nn::parameters::{Role, TensorRange};
use crate::nn::tape::{LayerTape, Workspace};

/// The weights of one layer.
#[derive(Clone, Copy, Debug)]
pub struct LayerWeights<'a, F> {
    /// The tensors of the layer.
    pub tensors: &'a [TensorRange],
    /// All parameters of the model.
    pub parameters: &'a [F],
    /// Gates that stand at a fixed value.
    pub hold: Hold,
}

/// The gradients of one layer's weights.
#[derive(Debug)]
pub struct WeightGradients<'a, F> {
    /// The tensors of the layer.
    pub tensors: &'a [TensorRange],
    /// The gradients of all parameters of the model.
    pub values: &'a mut [F],
}

/// One layer's part of a pass over a packed batch.
#[derive(Clone, Copy, Debug)]
pub struct LayerPass<'a, F> {
    /// Which rows stand at which step.
    pub batch: &'a Batch<F>,
    pub input: InputRows<'a, F>,
    pub weights: LayerWeights<'a, F>,
}

/// One layer of a model.
pub trait Layer<F: Real>: Send + Sync {
    /// What its cell is like.
    fn spec(&self) -> &'static CellSpec;

    /// Prepares `tape` for these weights and this kind of input; a forward pass or [`Layer::advance`] follows.
    fn pack(&self, weights: LayerWeights<F>, input: InputRows<F>, tape: &mut LayerTape<F>);

    /// Runs all sequences of the batch through the layer.
    fn forward(&self, pass: LayerPass<F>, tape: &mut LayerTape<F>);

    /// What the layer above reads: at least N rows × H.
    fn output<'a>(&self, tape: &'a LayerTape<F>) -> ArrayView2<'a, F> {
        tape.hidden.view()
    }

    /// Takes the gradient of the output back through the layer.
    ///
    /// Before, [`Workspace::hidden`] holds ∂L/∂ of the output by the layer above (N × H); after, the gradient of the
    /// states by all paths, and [`Workspace::below`] that of the input if `reach_below` is set. The gradients of the
    /// weights are added to `gradient`. `truncate` is 0, or k to cut the gradient of the states before steps k, 2k, …
    /// (counted from 0).
    fn backward(
        &self,
        pass: LayerPass<F>,
        tape: &LayerTape<F>,
        truncate: usize,
        reach_below: bool,
        space: &mut Workspace<F>,
        gradient: WeightGradients<F>,
    );

    /// Reads the one input that follows those read so far: forward for a model that continues a sequence of its own. A
    /// new tape stands at the start of a sequence. Afterwards the last row of the output is that of this input.
    fn advance(&self, weights: LayerWeights<F>, input: InputRows<F>, tape: &mut LayerTape<F>);
}

impl<'a, F> LayerWeights<'a, F> {
    /// The tensor of this role; a layer without it has an empty one. A bias is one column.
    pub fn view(&self, role: Role) -> ArrayView2<'a, F> {
        match find(self.tensors, role) {
            Some(tensor) => tensor.view(self.parameters),
            None => empty(),
        }
    }

    /// The numbers of the tensor of this role; none if the layer has no such tensor.
    pub fn slice(&self, role: Role) -> &'a [F] {
        find(self.tensors, role).map_or(&[], |tensor| &self.parameters[tensor.range()])
    }
}

impl<F> WeightGradients<'_, F> {
    /// The gradient of the tensor of this role.
    ///
    /// # Panics
    /// The layer has no such tensor.
    pub fn view_mut(&mut self, role: Role) -> ArrayViewMut2<'_, F> {
        find(self.tensors, role)
            .expect("the cell has declared this tensor")
            .view_mut(self.values)
    }

    /// Its numbers; none if the layer has no such tensor.
    pub fn slice_mut(&mut self, role: Role) -> &mut [F] {
        match find(self.tensors, role) {
            Some(tensor) => &mut self.values[tensor.range()],
            None => &mut [],
        }
    }

    /// The gradients of two tensors, the first of which stands before the second.
    ///
    /// # Panics
    /// The layer lacks one of them, or they stand in another order.
    pub fn pair_mut(&mut self, first: Role, second: Role) -> (ArrayViewMut2<'_, F>, &mut [F]) {
        let (Some(first), Some(second)) = (find(self.tensors, first), find(self.tensors, second))
        else {
            panic!("the cell has declared both tensors");
        };
        let (front, back) = self.values.split_at_mut(second.range().start);
        (first.view_mut(front), &mut back[..second.range().len()])
    }
}

fn find(tensors: &[TensorRange], role: Role) -> Option<&TensorRange> {
    tensors.iter().find(|tensor| tensor.role == role)
}

fn empty<'a, F>() -> ArrayView2<'a, F> {
    ArrayView2::from_shape((0, 0), &[]).unwrap_or_else(|_| unreachable!("0 × 0 has no numbers"))
}
