//! Recurrent cells: one file a cell, forward and backward beside each other, one line in [`anatomy`] and in [`build`].
//!
//! # What a cell sees
//! A cell works on one time step of one layer for several rows (sequences) at once. The projection
//! W_ih x_t + b of its input has already been made for all time steps in one product; the cell adds
//! what comes from h_{t−1} and applies its nonlinearities. Backward, it turns ∂L/∂h_t and ∂L/∂c_t
//! into the gradients of its gate pre-activations and passes the rest on to ∂L/∂h_{t−1} and
//! ∂L/∂c_{t−1}. Weight gradients follow in one product per matrix after the last step.
//!
//! The backward step is linear in the incoming gradient, so a caller may scale a row by any power of
//! two, and it works on any number of gradient rows: each against its own row of the tape (training),
//! or all against one row (many losses or basis vectors at once, for a trace).
//!
//! # Layout
//! Weights are PyTorch's: `weight_ih` is G·H × I and `weight_hh` G·H × H, G blocks of H rows each in
//! the order of [`Cell::blocks`]. A row of the gate tape is the same G blocks of H numbers.

mod gru;
mod lstm;
mod rnn;
mod window;

use crate::experiment::CellKind;
use crate::kernel::real::Real;
use crate::kernel::{
    GradientScratch, Matrix, MatrixMut, Panels, Start, add_transposed_product, product, vector,
};
use crate::nn::parameters::Architecture;

/// One layer's recurrent weights, as a step needs them.
#[derive(Clone, Copy, Debug)]
pub struct StepWeights<'a, F> {
    /// H.
    pub hidden: usize,
    /// W_hh. Empty for a cell that is not recurrent.
    pub recurrent: &'a RecurrentWeights<F>,
    /// b_hh: G·H. A cell whose b_hh simply adds to b_ih finds it in the projection already.
    pub bias_hh: &'a [F],
}

/// W_hh as the products of a time step read it: each group of blocks ([`Anatomy::groups`]) by itself.
#[derive(Clone, Debug, Default)]
pub struct RecurrentWeights<F> {
    /// W_hhᵀ: H × the group's rows.
    forward: Vec<Panels<F>>,
    /// W_hh: the group's rows × H.
    backward: Vec<Panels<F>>,
    /// H zeros: the state before the first step.
    zeros: Vec<F>,
}

impl<F: Real> RecurrentWeights<F> {
    /// Takes over `weight_hh` (G·H × H) of a cell of this anatomy. Memory is used again.
    pub fn pack(&mut self, anatomy: &Anatomy, weight_hh: &[F], hidden: usize) {
        self.forward
            .resize_with(anatomy.groups.len(), Panels::default);
        self.backward
            .resize_with(anatomy.groups.len(), Panels::default);
        self.zeros.resize(hidden, F::zero());
        for (index, &(from, to)) in anatomy.groups.iter().enumerate() {
            let rows = Matrix::new(weight_hh, hidden).row_block(from * hidden, to * hidden);
            self.forward[index].pack_transposed(rows);
            self.backward[index].pack(rows);
        }
    }
}

impl<'a, F: Real> StepWeights<'a, F> {
    /// h_{t−1} · W_hhᵀ for one group of blocks, from `start` on: mostly what the pre-activations hold already.
    fn recurrent_product(
        &self,
        hidden: &[F],
        group: usize,
        start: Start<F>,
        preactivations: MatrixMut<F>,
    ) {
        let hidden = Matrix::new(hidden, self.hidden).row_block(0, preactivations.rows());
        let weights = &self.recurrent.forward[group];
        product(hidden, weights, start, preactivations);
    }

    /// The pre-activation gradients of one group of blocks, times its rows of W_hh: from `start` on the
    /// gradient of h_{t−1}, or of whatever stood in its place.
    fn product_back(&self, gradients: Matrix<F>, group: usize, start: Start<F>, out: &mut [F]) {
        let out = MatrixMut::new(out, self.hidden).row_block(0, gradients.rows());
        product(gradients, &self.recurrent.backward[group], start, out);
    }

    /// `rows` rows of a state before, zeros if there is none.
    fn before<'b>(&self, state: Option<&'b [F]>, rows: usize, row_step: usize) -> Matrix<'b, F>
    where
        'a: 'b,
    {
        match state {
            Some(state) => Matrix::spaced(state, self.hidden, rows, row_step),
            None => Matrix::spaced(&self.recurrent.zeros, self.hidden, rows, 0),
        }
    }
}

/// One time step forward: `rows` sequences of one layer. Every matrix is row-major.
#[derive(Debug)]
pub struct ForwardStep<'a, F> {
    /// rows × G·H. Before: the projection of the input and the biases. After: the gate activations.
    pub gates: &'a mut [F],
    /// rows × H, written: h_t.
    pub hidden: &'a mut [F],
    /// rows × H, written: c_t. Empty for a cell without one.
    pub cell: &'a mut [F],
    /// rows × H, written: what the cell keeps for its backward step. Empty if it keeps nothing.
    pub auxiliary: &'a mut [F],
    /// The state before, at least rows × H each; `None` stands for zeros.
    pub previous: Option<PreviousState<'a, F>>,
}

/// The state that a step starts from.
#[derive(Clone, Copy, Debug)]
pub struct PreviousState<'a, F> {
    /// h_{t−1}.
    pub hidden: &'a [F],
    /// c_{t−1}. Empty for a cell without one.
    pub cell: &'a [F],
}

/// What the forward step left on the tape.
#[derive(Clone, Copy, Debug)]
pub struct StepTape<'a, F> {
    pub gates: &'a [F],
    pub hidden: &'a [F],
    pub cell: &'a [F],
    pub auxiliary: &'a [F],
    pub previous: Option<PreviousState<'a, F>>,
    /// How far apart the tape rows of neighbouring gradient rows are: 1, each gradient row has its
    /// own; 0, all of them share the only row.
    pub row_step: usize,
}

/// One time step backward: `rows` rows of gradients.
#[derive(Debug)]
pub struct BackwardStep<'a, F> {
    /// rows × H: ∂L/∂h_t by all paths.
    pub hidden: &'a [F],
    /// rows × H. Before: ∂L/∂c_t by the path through c_{t+1}. After: by all paths, through h_t too.
    /// Empty for a cell without one.
    pub cell: &'a mut [F],
    /// rows × G·H, written: ∂L/∂ of the pre-activations.
    pub preactivations: &'a mut [F],
    /// rows × H, written: for the GRU ∂L/∂ of what its candidate takes from h_{t−1}. Empty otherwise.
    pub auxiliary: &'a mut [F],
    /// Where the gradients of the state before go; `None` where they are cut or nobody wants them.
    pub previous: Option<PreviousGradients<'a, F>>,
}

/// What a step backward was given and has left.
#[derive(Clone, Copy, Debug)]
pub struct StepGradients<'a, F> {
    /// rows × H: [`BackwardStep::hidden`].
    pub hidden: &'a [F],
    /// rows × H: [`BackwardStep::cell`], by all paths.
    pub cell: &'a [F],
    /// rows × G·H: [`BackwardStep::preactivations`].
    pub preactivations: &'a [F],
    /// rows × H: [`BackwardStep::auxiliary`].
    pub auxiliary: &'a [F],
}

/// Receives the gradients of h_{t−1} and c_{t−1}.
#[derive(Debug)]
pub struct PreviousGradients<'a, F> {
    /// rows × H: ∂L/∂h_{t−1} through this step is *added*.
    pub hidden: &'a mut [F],
    /// rows × H: ∂L/∂c_{t−1} through c_t is *written*. Empty for a cell without one.
    pub cell: &'a mut [F],
}

/// What the gradients of the recurrent weights are summed from, over all rows of all time steps.
#[derive(Clone, Copy, Debug)]
pub struct RecurrentRows<'a, F> {
    /// H.
    pub hidden: usize,
    /// N × G·H: ∂L/∂ of the pre-activations.
    pub preactivations: &'a [F],
    /// N × H: [`BackwardStep::auxiliary`]. Empty where a cell has none.
    pub auxiliary: &'a [F],
    /// N × H: [`StepTape::auxiliary`]. Empty where a cell has none.
    pub tape_auxiliary: &'a [F],
    /// How many of the first rows have no predecessor: those of the first time step.
    pub first: usize,
    /// (N − first) × H: h_{t−1} of the rows after those.
    pub previous_hidden: &'a [F],
}

/// What a cell is made of: all that its layout in memory depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anatomy {
    /// The names of the G blocks, in the order of the weight rows.
    pub blocks: &'static [&'static str],
    /// Whether the blocks are gates, with activations of their own.
    pub gated: bool,
    /// Whether there is a cell state c_t beside h_t.
    pub cell_state: bool,
    /// Whether h_t depends on h_{t−1}. A cell that is not recurrent sees a window of embeddings instead.
    pub recurrent: bool,
    /// Which blocks of W_hh stand in one product, as from..to.
    pub groups: &'static [(usize, usize)],
    /// Whether the forward step keeps [`ForwardStep::auxiliary`].
    pub auxiliary: bool,
    /// Whether the backward step needs [`BackwardStep::auxiliary`].
    pub auxiliary_gradient: bool,
}

/// What a cell of this kind is made of.
pub const fn anatomy(kind: CellKind) -> &'static Anatomy {
    match kind {
        CellKind::Rnn => &rnn::ANATOMY,
        CellKind::Lstm => &lstm::ANATOMY,
        CellKind::Gru => &gru::ANATOMY,
        CellKind::Window => &window::ANATOMY,
    }
}

/// A recurrent cell.
pub trait Cell<F: Real>: Send + Sync {
    /// What it is made of.
    fn anatomy(&self) -> &'static Anatomy;

    /// The names of the G blocks, in the order of the weight rows.
    fn blocks(&self) -> &'static [&'static str] {
        self.anatomy().blocks
    }

    /// Whether the blocks are gates, with activations of their own. If not, the only block is the hidden state's.
    fn is_gated(&self) -> bool {
        self.anatomy().gated
    }

    /// Whether there is a cell state c_t beside h_t.
    fn has_cell_state(&self) -> bool {
        self.anatomy().cell_state
    }

    /// Whether h_t depends on h_{t−1}.
    fn is_recurrent(&self) -> bool {
        self.anatomy().recurrent
    }

    /// Whether the forward step keeps [`ForwardStep::auxiliary`].
    fn keeps_auxiliary(&self) -> bool {
        self.anatomy().auxiliary
    }

    /// Whether the backward step needs [`BackwardStep::auxiliary`].
    fn needs_auxiliary_gradient(&self) -> bool {
        self.anatomy().auxiliary_gradient
    }

    /// How many of the G·H numbers of b_hh, from the first on, simply add to those of b_ih: they have the same
    /// gradient. The others are the cell's own affair.
    fn shared_bias(&self, bias_hh: usize) -> usize {
        bias_hh
    }

    /// What is added to the projection of the input.
    fn projection_bias(&self, bias_ih: &[F], bias_hh: &[F], out: &mut [F]) {
        out.copy_from_slice(bias_ih);
        let shared = self.shared_bias(bias_hh.len());
        vector::add_to(&mut out[..shared], &bias_hh[..shared]);
    }

    /// One time step forward.
    fn forward(&self, weights: StepWeights<F>, step: ForwardStep<F>);

    /// One time step backward.
    fn backward(&self, weights: StepWeights<F>, tape: StepTape<F>, step: BackwardStep<F>);
}

/// Adds the gradient of `weight_hh` (G·H × H), and to `bias_hh` (G·H) that of the numbers that are not
/// [shared](Cell::shared_bias) with b_ih. In all cells but the GRU the pre-activations are W_hh h_{t−1} plus what
/// comes from the input and the biases.
///
/// No method of [`Cell`]: a lane traces in f64 but learns in f32 alone, and only a method that is called is compiled
/// for both if it is not one of a trait object's.
pub fn add_recurrent_gradients<F: Real>(
    architecture: &Architecture,
    rows: RecurrentRows<F>,
    weight_hh: &mut [F],
    bias_hh: &mut [F],
    scratch: &mut GradientScratch<F>,
) {
    if architecture.kind == CellKind::Gru {
        gru::add_recurrent_gradients(architecture.reset, rows, weight_hh, bias_hh, scratch);
        return;
    }
    let width = weight_hh.len() / rows.hidden;
    let preactivations = Matrix::new(rows.preactivations, width);
    add_transposed_product(
        preactivations.row_block(rows.first, preactivations.rows()),
        Matrix::new(rows.previous_hidden, rows.hidden),
        MatrixMut::new(weight_hh, rows.hidden),
        scratch,
    );
}

/// Writes ∂L/∂ of the gate activations of one step (rows × G·H); of a cell without gates the only block is h_t itself.
/// Learning has no need of them, nor have frames, so that this is no method of [`Cell`] either.
pub fn write_activation_gradients<F: Real>(
    architecture: &Architecture,
    weights: StepWeights<F>,
    tape: StepTape<F>,
    gradients: StepGradients<F>,
    out: &mut [F],
) {
    match architecture.kind {
        CellKind::Lstm => lstm::write_activation_gradients(weights, tape, gradients, out),
        CellKind::Gru => {
            gru::write_activation_gradients(architecture.reset, weights, tape, gradients, out);
        }
        CellKind::Rnn | CellKind::Window => out.copy_from_slice(gradients.hidden),
    }
}

/// The cell of this architecture.
pub fn build<F: Real>(architecture: &Architecture) -> Box<dyn Cell<F>> {
    match architecture.kind {
        CellKind::Rnn => Box::new(rnn::Rnn {
            activation: architecture.activation,
        }),
        CellKind::Lstm => Box::new(lstm::Lstm),
        CellKind::Gru => Box::new(gru::Gru {
            reset: architecture.reset,
        }),
        CellKind::Window => Box::new(window::Window),
    }
}
