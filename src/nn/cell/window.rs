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
use crate::kernel::real::Real;
use crate::kernel::{Matrix, MatrixMut};

pub(super) const ANATOMY: Anatomy = Anatomy {
    blocks: &["hidden"],
    gated: false,
    cell_state: false,
    recurrent: false,
    groups: &[],
    auxiliary: false,
    auxiliary_gradient: false,
};

#[derive(Debug)]
pub struct Window;

impl<F: Real> Cell<F> for Window {
    fn anatomy(&self) -> &'static Anatomy {
        &ANATOMY
    }

    fn forward(&self, weights: StepWeights<F>, step: ForwardStep<F>) {
        let preactivations = Matrix::new(step.gates, weights.hidden);
        activate(
            Tanh,
            preactivations,
            MatrixMut::new(step.hidden, weights.hidden),
        );
    }

    fn backward(&self, weights: StepWeights<F>, tape: StepTape<F>, step: BackwardStep<F>) {
        let hidden = weights.hidden;
        let rows = step.hidden.len() / hidden;
        differentiate(
            Tanh,
            Matrix::spaced(tape.hidden, hidden, rows, tape.row_step),
            Matrix::new(step.hidden, hidden),
            MatrixMut::new(step.preactivations, hidden),
        );
        if let Some(previous) = step.previous {
            previous.cell.fill(F::zero());
        }
    }
}
