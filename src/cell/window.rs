//! The fixed window of the neural probabilistic language model (Bengio et al. 2003), the baseline that
//! recurrent networks were to improve on.
//!
//! e_t = C x_t (the embedding); h_t = tanh(W_ih [e_t, e_{t−1}, …, e_{t−n+1}] + b_ih)
//!
//! Steps before the first count as zero vectors. There are no direct connections from input to output.
//! Embeddings and windows are made before this cell sees them, so to it every row stands alone:
//! nothing flows from one time step to the next, and beyond the window every gradient is exactly 0.
//! In a stack, the layers above the first see only the present step of the layer below.
//!
//! Backward: ∂L/∂a_t = ∂L/∂h_t ⊙ (1 − h_t²).

use super::rnn::{activate, differentiate};
use super::{Anatomy, BackwardStep, Cell, ForwardStep, StepTape, StepWeights};
use crate::experiment::Activation::Tanh;
use crate::real::Real;

pub(super) const ANATOMY: Anatomy = Anatomy {
    blocks: &["hidden"],
    gated: false,
    cell_state: false,
    recurrent: false,
    auxiliary: false,
    auxiliary_gradient: false,
};

#[derive(Debug)]
pub struct Window;

impl<F: Real> Cell<F> for Window {
    fn anatomy(&self) -> &'static Anatomy {
        &ANATOMY
    }

    fn projection_bias(&self, bias_ih: &[F], _bias_hh: &[F], out: &mut [F]) {
        out.copy_from_slice(bias_ih);
    }

    fn forward(&self, _weights: StepWeights<F>, step: ForwardStep<F>) {
        step.hidden.copy_from_slice(step.gates);
        activate(Tanh, step.hidden);
    }

    fn backward(&self, weights: StepWeights<F>, tape: StepTape<F>, step: BackwardStep<F>) {
        let hidden = weights.hidden;
        let gradients = step.hidden.chunks_exact(hidden);
        for (row, (gradient, out)) in gradients
            .zip(step.preactivations.chunks_exact_mut(hidden))
            .enumerate()
        {
            let state = &tape.hidden[row * tape.row_step * hidden..][..hidden];
            differentiate(Tanh, state, gradient, out);
        }
        if let Some(activations) = step.activations {
            activations.copy_from_slice(step.hidden);
        }
        if let Some(previous) = step.previous {
            previous.cell.fill(F::zero());
        }
    }
}
