//! The vanilla recurrent network (Elman 1990), in the form of PyTorch's `nn.RNN`.
//!
//! h_t = φ(W_ih x_t + b_ih + W_hh h_{t−1} + b_hh), φ = tanh or relu
//!
//! Backward, with a_t the pre-activation:
//! ∂L/∂a_t = ∂L/∂h_t ⊙ φ′(a_t), where tanh′ = 1 − h_t² and relu′ = 1 where h_t > 0, otherwise 0;
//! ∂L/∂h_{t−1} = W_hhᵀ ∂L/∂a_t.

use super::{CellDefinition, CellSpec, StateName};
use crate::experiment::{Activation, CellKind, GateBias};
use crate::kernel::real::Real;
use crate::kernel::{Lanes, Matrix, MatrixMut, Start, update};
use crate::nn::layer::{
    BackwardStep, ForwardStep, StepBuffers, StepCell, StepTape, StepWeights, Stepwise,
    stepwise_tensors,
};
use crate::nn::parameters::{Architecture, Initial};

pub(super) const DEFINITION: CellDefinition = CellDefinition {
    spec: CellSpec {
        kind: CellKind::Rnn,
        states: &[StateName::H],
        carried: &[StateName::H],
        memory: StateName::H,
        gates: &[],
        blocks: &["hidden"],
        recurrent_matrix: true,
        embeds_input: false,
        whole_sequence: false,
        attends: false,
        keeping_gate: None,
        keeps_at: 1,
    },
    tensors: |architecture, layer| {
        let initial = Initial::Uniform {
            fan_in: architecture.hidden,
        };
        stepwise_tensors(&DEFINITION.spec, architecture, layer, initial)
    },
    initialise: None,
    keeping_bias: |_| GateBias::Initialised,
    writing_gate: None,
    widens: 0,
    further_per_row: |_, _| 0,
};

const BUFFERS: StepBuffers = StepBuffers {
    groups: &[(0, 1)],
    auxiliary: false,
    auxiliary_gradient: false,
};

pub(super) fn layer<F: Real>(architecture: &Architecture, layer: usize) -> Stepwise<F> {
    let activation = architecture.activation;
    Stepwise::new(Box::new(Rnn { activation }), architecture, layer)
}

struct Rnn {
    activation: Activation,
}

impl<F: Real> StepCell<F> for Rnn {
    fn spec(&self) -> &'static CellSpec {
        &DEFINITION.spec
    }

    fn buffers(&self) -> &'static StepBuffers {
        &BUFFERS
    }

    fn forward(&self, weights: StepWeights<F>, step: ForwardStep<F>) {
        let mut preactivations = step.gates;
        if let Some(previous) = step.previous {
            let sums = preactivations.reborrow();
            weights.recurrent_product(previous.hidden, 0, Start::There, sums);
        }
        activate(self.activation, preactivations.as_matrix(), step.hidden);
    }

    fn backward(&self, weights: StepWeights<F>, tape: StepTape<F>, step: BackwardStep<F>) {
        let mut gradients = step.preactivations;
        differentiate(
            self.activation,
            tape.hidden,
            step.hidden,
            gradients.reborrow(),
        );
        if let Some(previous) = step.previous {
            weights.product_back(gradients.as_matrix(), 0, Start::There, previous.hidden);
        }
    }
}

/// out = φ(a).
pub(super) fn activate<F: Real>(activation: Activation, a: Matrix<F>, out: MatrixMut<F>) {
    match activation {
        Activation::Tanh => update([out], [a], unit_tanh::<F::Lanes>),
        Activation::Relu => update([out], [a], unit_relu::<F::Lanes>),
    }
}

/// ∂L/∂a = ∂L/∂h ⊙ φ′(a), φ′ told from h = φ(a).
pub(super) fn differentiate<F: Real>(
    activation: Activation,
    state: Matrix<F>,
    gradient: Matrix<F>,
    out: MatrixMut<F>,
) {
    match activation {
        Activation::Tanh => update([out], [state, gradient], unit_tanh_back::<F::Lanes>),
        Activation::Relu => update([out], [state, gradient], unit_relu_back::<F::Lanes>),
    }
}

#[inline(always)]
fn unit_tanh<V: Lanes>(_: [V; 1], [a]: [V; 1]) -> [V; 1] {
    [a.tanh()]
}

#[inline(always)]
fn unit_relu<V: Lanes>(_: [V; 1], [a]: [V; 1]) -> [V; 1] {
    // Only numbers below zero are cut: NaN has to stay visible.
    [a.at_least(V::zero())]
}

#[inline(always)]
fn unit_tanh_back<V: Lanes>(_: [V; 1], [h, dh]: [V; 2]) -> [V; 1] {
    [(dh.flushed() * (V::one() - h * h)).flushed()]
}

#[inline(always)]
fn unit_relu_back<V: Lanes>(_: [V; 1], [h, dh]: [V; 2]) -> [V; 1] {
    [h.where_positive(dh.flushed(), h * V::zero())]
}
