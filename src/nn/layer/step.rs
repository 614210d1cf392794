//! One time step of a cell: the interface of cells that work step by step.
//!
//! A cell works on one time step of one layer for several rows (sequences) at once. The projection
//! W_ih x_t + b of its input has already been made for several time steps in one product; the cell adds
//! what comes from h_{t−1} and applies its nonlinearities. Backward, it turns ∂L/∂h_t and ∂L/∂c_t
//! into the gradients of its pre-activations and passes the rest on to ∂L/∂h_{t−1} and
//! ∂L/∂c_{t−1}. Weight gradients follow in one product per matrix for several steps.
//!
//! The backward step is linear in the incoming gradient, so a caller may scale a row by any power of
//! two, and it works on any number of gradient rows: each against its own row of the tape (training),
//! or all against one row (many losses or basis vectors at once, for a trace).
//!
//! A step takes about twenty views of its arrays, in a few microseconds; they are [`Matrix`], the kernels' own.

use ndarray::ArrayView2;

use crate::experiment::Hold;
use crate::kernel::real::Real;
use crate::kernel::{
    GradientScratch, Matrix, MatrixMut, Panels, Start, add_transposed_product, product,
};
use crate::nn::cell::CellSpec;

/// One layer's recurrent weights, as a step needs them.
#[derive(Clone, Copy, Debug)]
pub struct StepWeights<'a, F> {
    /// H.
    pub hidden: usize,
    /// W_hh. Empty for a cell without.
    pub recurrent: &'a RecurrentWeights<F>,
    /// b_hh: G·H. A cell whose b_hh simply adds to b_ih finds it in the projection already.
    pub bias_hh: &'a [F],
    /// Of each block the value that it is held at; `None` where no gate of the cell is held.
    pub held: Option<[Option<F>; MOST_BLOCKS]>,
}

/// More blocks than this no cell has.
const MOST_BLOCKS: usize = 4;

/// W_hh as the products of a time step read it: each group of blocks ([`StepBuffers::groups`]) by itself.
#[derive(Clone, Debug, Default)]
pub struct RecurrentWeights<F> {
    /// W_hhᵀ: H × the group's rows.
    forward: Vec<Panels<F>>,
    /// W_hh: the group's rows × H.
    backward: Vec<Panels<F>>,
    /// H zeros: the state before the first step.
    zeros: Vec<F>,
}

/// Which buffers a step works with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepBuffers {
    /// Which blocks of W_hh stand in one product, as from..to. Empty for a cell without W_hh.
    pub groups: &'static [(usize, usize)],
    /// Whether the forward step keeps [`ForwardStep::auxiliary`].
    pub auxiliary: bool,
    /// Whether the backward step needs [`BackwardStep::auxiliary`].
    pub auxiliary_gradient: bool,
}

/// One time step forward: `rows` sequences of one layer. A state that the cell does not have has no columns.
#[derive(Debug)]
pub struct ForwardStep<'a, F> {
    /// rows × G·H. Before: the projection of the input and the biases. After: the gate activations.
    pub gates: MatrixMut<'a, F>,
    /// rows × H, written: h_t.
    pub hidden: MatrixMut<'a, F>,
    /// rows × H, written: c_t.
    pub cell: MatrixMut<'a, F>,
    /// rows × H, written: what the cell keeps for its backward step.
    pub auxiliary: MatrixMut<'a, F>,
    /// The state before; `None` stands for zeros.
    pub previous: Option<PreviousState<'a, F>>,
}

/// The state that a step starts from.
#[derive(Clone, Copy, Debug)]
pub struct PreviousState<'a, F> {
    /// rows × H: h_{t−1}.
    pub hidden: Matrix<'a, F>,
    /// rows × H: c_{t−1}.
    pub cell: Matrix<'a, F>,
}

/// What the forward step left on the tape, one row for each gradient row.
#[derive(Clone, Copy, Debug)]
pub struct StepTape<'a, F> {
    pub gates: Matrix<'a, F>,
    pub hidden: Matrix<'a, F>,
    pub cell: Matrix<'a, F>,
    pub auxiliary: Matrix<'a, F>,
    pub previous: Option<PreviousState<'a, F>>,
}

/// One time step backward: `rows` rows of gradients.
#[derive(Debug)]
pub struct BackwardStep<'a, F> {
    /// rows × H: ∂L/∂h_t by all paths.
    pub hidden: Matrix<'a, F>,
    /// rows × H. Before: ∂L/∂c_t by the path through c_{t+1}. After: by all paths, through h_t too.
    pub cell: MatrixMut<'a, F>,
    /// rows × G·H, written: ∂L/∂ of the pre-activations.
    pub preactivations: MatrixMut<'a, F>,
    /// rows × H, written: for the GRU ∂L/∂ of what its candidate takes from h_{t−1}.
    pub auxiliary: MatrixMut<'a, F>,
    /// Where the gradients of the state before go; `None` where they are cut or not required.
    pub previous: Option<PreviousGradients<'a, F>>,
}

/// Receives the gradients of h_{t−1} and c_{t−1}.
#[derive(Debug)]
pub struct PreviousGradients<'a, F> {
    /// rows × H: ∂L/∂h_{t−1} through this step is *added*.
    pub hidden: MatrixMut<'a, F>,
    /// rows × H: ∂L/∂c_{t−1} through c_t is *written*.
    pub cell: MatrixMut<'a, F>,
}

/// What a backward step was called with and has left.
#[derive(Clone, Copy, Debug)]
pub struct StepGradients<'a, F> {
    /// rows × H: [`BackwardStep::hidden`].
    pub hidden: Matrix<'a, F>,
    /// rows × H: [`BackwardStep::cell`], by all paths.
    pub cell: Matrix<'a, F>,
    /// rows × G·H: [`BackwardStep::preactivations`].
    pub preactivations: Matrix<'a, F>,
    /// rows × H: [`BackwardStep::auxiliary`].
    pub auxiliary: Matrix<'a, F>,
}

/// What the gradients of the recurrent weights are summed from, over all rows of several time steps.
#[derive(Clone, Copy, Debug)]
pub struct RecurrentRows<'a, F> {
    /// N × G·H: ∂L/∂ of the pre-activations.
    pub preactivations: Matrix<'a, F>,
    /// N × H: [`BackwardStep::auxiliary`].
    pub auxiliary: Matrix<'a, F>,
    /// N × H: [`StepTape::auxiliary`].
    pub tape_auxiliary: Matrix<'a, F>,
    /// How many of the first rows have no predecessor: those of the first time step.
    pub first: usize,
    /// (N − first) × H: h_{t−1} of the rows after those.
    pub previous_hidden: Matrix<'a, F>,
}

/// A cell that works step by step.
pub trait StepCell<F: Real>: Send + Sync {
    /// What it is like.
    fn spec(&self) -> &'static CellSpec;

    /// Which buffers its steps work with.
    fn buffers(&self) -> &'static StepBuffers;

    /// How many of the numbers of b_hh, from the first on, simply add to those of b_ih: they have the same
    /// gradient. The cell treats the others itself.
    fn shared_bias(&self, bias_hh: usize) -> usize {
        bias_hh
    }

    /// One time step forward.
    fn forward(&self, weights: StepWeights<F>, step: ForwardStep<F>);

    /// One time step backward.
    fn backward(&self, weights: StepWeights<F>, tape: StepTape<F>, step: BackwardStep<F>);

    /// Adds the gradient of `weight_hh` (G·H × H), and to `bias_hh` (G·H) that of the numbers that are not
    /// [shared](StepCell::shared_bias) with b_ih. As it stands, the pre-activations are W_hh h_{t−1} plus what
    /// comes from the input and the biases. Not called for a cell without W_hh.
    fn add_recurrent_gradients(
        &self,
        rows: RecurrentRows<F>,
        weight_hh: MatrixMut<F>,
        bias_hh: &mut [F],
        scratch: &mut GradientScratch<F>,
    ) {
        let _ = bias_hh;
        let RecurrentRows {
            preactivations,
            first,
            previous_hidden,
            ..
        } = rows;
        add_transposed_product(
            preactivations.row_block(first, preactivations.rows()),
            previous_hidden,
            weight_hh,
            scratch,
        );
    }

    /// Writes ∂L/∂ of the gate activations of one step (rows × G·H). Not called for a cell without gates.
    fn write_activation_gradients(
        &self,
        weights: StepWeights<F>,
        tape: StepTape<F>,
        gradients: StepGradients<F>,
        out: MatrixMut<F>,
    ) {
        let _ = (weights, tape, gradients, out);
    }
}

impl<F: Real> RecurrentWeights<F> {
    /// Takes over `weight_hh` (G·H × H, or empty). Memory is used again.
    pub fn pack(&mut self, groups: &[(usize, usize)], weight_hh: ArrayView2<F>, hidden: usize) {
        self.forward.resize_with(groups.len(), Panels::default);
        self.backward.resize_with(groups.len(), Panels::default);
        self.zeros.resize(hidden, F::zero());
        let weight_hh = Matrix::from(weight_hh);
        for (index, &(from, to)) in groups.iter().enumerate() {
            let rows = weight_hh.row_block(from * hidden, to * hidden);
            self.forward[index].pack_transposed(rows);
            self.backward[index].pack(rows);
        }
    }
}

impl<'a, F: Real> StepWeights<'a, F> {
    /// h_{t−1} · W_hhᵀ for one group of blocks, from `start` on: mostly what the pre-activations hold already.
    pub fn recurrent_product(
        &self,
        hidden: Matrix<F>,
        group: usize,
        start: Start<F>,
        preactivations: MatrixMut<F>,
    ) {
        product(
            hidden,
            &self.recurrent.forward[group],
            start,
            preactivations,
        );
    }

    /// The pre-activation gradients of one group of blocks, times its rows of W_hh: from `start` on the
    /// gradient of h_{t−1}, or of whatever stood in its place.
    pub fn product_back(
        &self,
        gradients: Matrix<F>,
        group: usize,
        start: Start<F>,
        out: MatrixMut<F>,
    ) {
        product(gradients, &self.recurrent.backward[group], start, out);
    }

    /// Whether gates are held: the cell then makes its activations, calls [`StepWeights::hold`] and goes on with what
    /// that leaves.
    pub fn holds(&self) -> bool {
        self.held.is_some()
    }

    /// Puts the values of held gates in the place of their activations (rows × G·H).
    pub fn hold(&self, activations: MatrixMut<F>) {
        self.fill_held(activations, None);
    }

    /// What decides nothing has no gradient: zeros in the place of those of held gates (rows × G·H).
    pub fn silence(&self, gradients: MatrixMut<F>) {
        self.fill_held(gradients, Some(F::zero()));
    }

    /// Fills the blocks of held gates with their values, or with a number in their place.
    fn fill_held(&self, blocks: MatrixMut<F>, number: Option<F>) {
        if let Some(held) = self.held {
            fill_blocks(
                blocks,
                self.hidden,
                held.map(|value| value.map(|value| number.unwrap_or(value))),
            );
        }
    }

    /// The values that `hold` puts in the place of each of `blocks`; `None` where that is none of them.
    pub(super) fn held(blocks: &[&str], hold: &Hold) -> Option<[Option<F>; MOST_BLOCKS]> {
        let mut values = [None; MOST_BLOCKS];
        for (value, block) in values.iter_mut().zip(blocks) {
            *value = hold.gate(block).map(F::of);
        }
        values.iter().any(Option::is_some).then_some(values)
    }

    /// A state before, or `rows` rows of zeros if there is none.
    pub fn before<'b>(&self, state: Option<Matrix<'b, F>>, rows: usize) -> Matrix<'b, F>
    where
        'a: 'b,
    {
        match state {
            Some(state) => state,
            None => Matrix::new(&self.recurrent.zeros, self.hidden).repeated(rows),
        }
    }
}

/// Fills those blocks of `hidden` columns that have a number.
#[inline(never)]
fn fill_blocks<F: Real>(
    mut blocks: MatrixMut<F>,
    hidden: usize,
    numbers: [Option<F>; MOST_BLOCKS],
) {
    for row in 0..blocks.rows() {
        for (block, number) in blocks.row_mut(row).chunks_mut(hidden).zip(numbers) {
            if let Some(number) = number {
                block.fill(number);
            }
        }
    }
}
