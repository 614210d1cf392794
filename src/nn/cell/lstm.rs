//! Long short-term memory (Hochreiter & Schmidhuber 1997) with the forget gate of Gers et al. 2000,
//! in the form of PyTorch's `nn.LSTM`.
//!
//! i_t = σ(W_ii x_t + b_ii + W_hi h_{t−1} + b_hi)      input gate
//! f_t = σ(W_if x_t + b_if + W_hf h_{t−1} + b_hf)      forget gate
//! g_t = tanh(W_ig x_t + b_ig + W_hg h_{t−1} + b_hg)   candidate
//! o_t = σ(W_io x_t + b_io + W_ho h_{t−1} + b_ho)      output gate
//! c_t = f_t ⊙ c_{t−1} + i_t ⊙ g_t
//! h_t = o_t ⊙ tanh(c_t)
//!
//! Backward, with ∂c_t the gradient of c_t by all paths and ∂a the pre-activations':
//! ∂c_t += ∂h_t ⊙ o_t ⊙ (1 − tanh² c_t);
//! ∂i = ∂c_t ⊙ g, ∂f = ∂c_t ⊙ c_{t−1}, ∂g = ∂c_t ⊙ i, ∂o = ∂h_t ⊙ tanh c_t;
//! ∂a = ∂gate ⊙ gate ⊙ (1 − gate) for σ, ∂g ⊙ (1 − g²) for tanh;
//! ∂c_{t−1} = ∂c_t ⊙ f_t, ∂h_{t−1} = W_hhᵀ ∂a.
//!
//! The auxiliary tape holds tanh c_t.

use super::{Anatomy, BackwardStep, Cell, ForwardStep, StepGradients, StepTape, StepWeights};
use crate::kernel::real::Real;
use crate::kernel::{Lanes, Matrix, MatrixMut, Start, update};

pub(super) const ANATOMY: Anatomy = Anatomy {
    blocks: &["input", "forget", "candidate", "output"],
    gated: true,
    cell_state: true,
    recurrent: true,
    groups: &[(0, 4)],
    auxiliary: true,
    auxiliary_gradient: false,
};

#[derive(Debug)]
pub struct Lstm;

impl<F: Real> Cell<F> for Lstm {
    fn anatomy(&self) -> &'static Anatomy {
        &ANATOMY
    }

    fn forward(&self, weights: StepWeights<F>, step: ForwardStep<F>) {
        let hidden = weights.hidden;
        let mut gates = MatrixMut::new(step.gates, 4 * hidden);
        if let Some(previous) = step.previous {
            weights.recurrent_product(previous.hidden, 0, Start::There, gates.reborrow());
        }
        let previous_cell = step.previous.map(|previous| previous.cell);
        let previous_cell = weights.before(previous_cell, gates.rows(), 1);
        let [input, forget, candidate, mut output] = gates.blocks();
        let [mut cell, tanh_cell, hidden_state] =
            [step.cell, step.auxiliary, step.hidden].map(|state| MatrixMut::new(state, hidden));
        update(
            [input, forget, candidate, output.reborrow(), cell.reborrow()],
            [previous_cell],
            unit_remember::<F::Lanes>,
        );
        update(
            [tanh_cell, hidden_state],
            [cell.as_matrix(), output.as_matrix()],
            unit_expose::<F::Lanes>,
        );
    }

    fn backward(&self, weights: StepWeights<F>, tape: StepTape<F>, step: BackwardStep<F>) {
        let hidden = weights.hidden;
        let rows = step.hidden.len() / hidden;
        let gates = Matrix::spaced(tape.gates, 4 * hidden, rows, tape.row_step);
        let [input, forget, candidate, output] = gates.blocks();
        let tanh_cell = Matrix::spaced(tape.auxiliary, hidden, rows, tape.row_step);
        let previous_cell = tape.previous.map(|previous| previous.cell);
        let previous_cell = weights.before(previous_cell, rows, tape.row_step);
        let grad_hidden = Matrix::new(step.hidden, hidden);
        let mut gradients = MatrixMut::new(step.preactivations, 4 * hidden);
        let [grad_input, grad_forget, grad_candidate, grad_output] = gradients.reborrow().blocks();
        update(
            [
                MatrixMut::new(step.cell, hidden),
                grad_input,
                grad_forget,
                grad_candidate,
                grad_output,
            ],
            [
                grad_hidden,
                input,
                forget,
                candidate,
                output,
                tanh_cell,
                previous_cell,
            ],
            unit_backward::<F::Lanes>,
        );
        let grad_cell = Matrix::new(step.cell, hidden);
        if let Some(previous) = step.previous {
            let out = MatrixMut::new(previous.cell, hidden);
            update([out], [grad_cell, forget], unit_carry::<F::Lanes>);
            weights.product_back(gradients.as_matrix(), 0, Start::There, previous.hidden);
        }
    }
}

/// See [`super::write_activation_gradients`].
pub(super) fn write_activation_gradients<F: Real>(
    weights: StepWeights<F>,
    tape: StepTape<F>,
    gradients: StepGradients<F>,
    out: &mut [F],
) {
    let hidden = weights.hidden;
    let rows = gradients.hidden.len() / hidden;
    let gates = Matrix::spaced(tape.gates, 4 * hidden, rows, tape.row_step);
    let [input, _, candidate, _] = gates.blocks();
    let tanh_cell = Matrix::spaced(tape.auxiliary, hidden, rows, tape.row_step);
    let previous_cell = tape.previous.map(|previous| previous.cell);
    let previous_cell = weights.before(previous_cell, rows, tape.row_step);
    let [grad_cell, grad_hidden] =
        [gradients.cell, gradients.hidden].map(|gradient| Matrix::new(gradient, hidden));
    update(
        MatrixMut::new(out, 4 * hidden).blocks(),
        [
            grad_cell,
            grad_hidden,
            input,
            candidate,
            tanh_cell,
            previous_cell,
        ],
        unit_activations::<F::Lanes>,
    );
}

/// From the pre-activations and c_{t−1} to the gates and c_t.
#[inline(always)]
fn unit_remember<V: Lanes>([i, f, g, o, _]: [V; 5], [previous_cell]: [V; 1]) -> [V; 5] {
    let (i, f, g, o) = (i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid());
    [i, f, g, o, f * previous_cell + i * g]
}

/// From c_t and o to tanh c_t and h_t.
#[inline(always)]
fn unit_expose<V: Lanes>(_: [V; 2], [cell, o]: [V; 2]) -> [V; 2] {
    let tanh_cell = cell.tanh();
    [tanh_cell, o * tanh_cell]
}

/// Completes ∂c_t by the path through h_t, and writes ∂a of the gates.
#[inline(always)]
fn unit_backward<V: Lanes>(
    [grad_cell, _, _, _, _]: [V; 5],
    [grad_hidden, i, f, g, o, tanh_cell, previous_cell]: [V; 7],
) -> [V; 5] {
    let one = V::one();
    let dh = grad_hidden.flushed();
    let dc = (grad_cell + dh * o * (one - tanh_cell * tanh_cell)).flushed();
    [
        dc,
        (dc * g * (i * (one - i))).flushed(),
        (dc * previous_cell * (f * (one - f))).flushed(),
        (dc * i * (one - g * g)).flushed(),
        (dh * tanh_cell * (o * (one - o))).flushed(),
    ]
}

/// ∂ of the gates themselves.
#[inline(always)]
fn unit_activations<V: Lanes>(
    _: [V; 4],
    [dc, dh, i, g, tanh_cell, previous_cell]: [V; 6],
) -> [V; 4] {
    [dc * g, dc * previous_cell, dc * i, dh * tanh_cell]
}

/// ∂c_{t−1} = ∂c_t ⊙ f.
#[inline(always)]
fn unit_carry<V: Lanes>(_: [V; 1], [dc, f]: [V; 2]) -> [V; 1] {
    [(dc * f).flushed()]
}
