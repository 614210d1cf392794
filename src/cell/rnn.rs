//! The vanilla recurrent network (Elman 1990), in the form of PyTorch's `nn.RNN`.
//!
//! h_t = φ(W_ih x_t + b_ih + W_hh h_{t−1} + b_hh), φ = tanh or relu
//!
//! Backward, with a_t the pre-activation:
//! ∂L/∂a_t = ∂L/∂h_t ⊙ φ′(a_t), where tanh′ = 1 − h_t² and relu′ = 1 where h_t > 0, otherwise 0;
//! ∂L/∂h_{t−1} = W_hhᵀ ∂L/∂a_t.

use super::{
    Anatomy, BackwardStep, Cell, ForwardStep, StepTape, StepWeights, add_product_back,
    add_recurrent_product,
};
use crate::experiment::Activation;
use crate::kernel::{Matrix, MatrixMut};
use crate::real::Real;

pub(super) const ANATOMY: Anatomy = Anatomy {
    blocks: &["hidden"],
    gated: false,
    cell_state: false,
    recurrent: true,
    auxiliary: false,
    auxiliary_gradient: false,
};

#[derive(Debug)]
pub struct Rnn {
    pub activation: Activation,
}

impl<F: Real> Cell<F> for Rnn {
    fn anatomy(&self) -> &'static Anatomy {
        &ANATOMY
    }

    fn forward(&self, weights: StepWeights<F>, step: ForwardStep<F>) {
        let hidden = weights.hidden;
        if let Some(previous) = step.previous {
            let gates = MatrixMut::new(step.gates, hidden);
            add_recurrent_product(previous.hidden, weights, (0, hidden), gates);
        }
        step.hidden.copy_from_slice(step.gates);
        activate(self.activation, step.hidden);
    }

    fn backward(&self, weights: StepWeights<F>, tape: StepTape<F>, step: BackwardStep<F>) {
        let hidden = weights.hidden;
        let rows = step.hidden.len() / hidden;
        for row in 0..rows {
            let own = row * hidden..(row + 1) * hidden;
            let state = &tape.hidden[row * tape.row_step * hidden..][..hidden];
            differentiate(
                self.activation,
                state,
                &step.hidden[own.clone()],
                &mut step.preactivations[own],
            );
        }
        if let Some(activations) = step.activations {
            activations.copy_from_slice(step.hidden);
        }
        if let Some(previous) = step.previous {
            let gradients = Matrix::new(step.preactivations, hidden);
            add_product_back(gradients, weights, (0, hidden), previous.hidden);
        }
    }
}

/// φ, in place.
pub(super) fn activate<F: Real>(activation: Activation, values: &mut [F]) {
    match activation {
        Activation::Tanh => F::tanh_slice(values),
        Activation::Relu => {
            for value in values {
                // Only numbers below zero are cut: NaN has to stay visible.
                *value = if *value < F::zero() {
                    F::zero()
                } else {
                    *value
                };
            }
        }
    }
}

/// ∂L/∂a = ∂L/∂h ⊙ φ′(a) for one row, φ′ told from h = φ(a).
pub(super) fn differentiate<F: Real>(
    activation: Activation,
    state: &[F],
    gradient: &[F],
    out: &mut [F],
) {
    let rows = out.iter_mut().zip(state.iter().zip(gradient));
    match activation {
        Activation::Tanh => {
            for (out, (&h, &g)) in rows {
                *out = (g.flushed() * (F::one() - h * h)).flushed();
            }
        }
        Activation::Relu => {
            for (out, (&h, &g)) in rows {
                *out = if h > F::zero() {
                    g.flushed()
                } else {
                    h * F::zero()
                };
            }
        }
    }
}
