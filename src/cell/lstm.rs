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

use super::{
    Anatomy, BackwardStep, Cell, ForwardStep, StepTape, StepWeights, add_product_back,
    add_recurrent_product,
};
use crate::kernel::{Matrix, MatrixMut};
use crate::real::Real;

pub(super) const ANATOMY: Anatomy = Anatomy {
    blocks: &["input", "forget", "candidate", "output"],
    gated: true,
    cell_state: true,
    recurrent: true,
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
        if let Some(previous) = step.previous {
            let gates = MatrixMut::new(step.gates, 4 * hidden);
            add_recurrent_product(previous.hidden, weights, (0, 4 * hidden), gates);
        }
        for (row, gates) in step.gates.chunks_exact_mut(4 * hidden).enumerate() {
            F::sigmoid_slice(&mut gates[..2 * hidden]);
            F::tanh_slice(&mut gates[2 * hidden..3 * hidden]);
            F::sigmoid_slice(&mut gates[3 * hidden..]);
            let own = row * hidden..(row + 1) * hidden;
            let cell = &mut step.cell[own.clone()];
            match step.previous {
                Some(previous) => remember(gates, &previous.cell[own.clone()], cell),
                None => begin(gates, cell),
            }
            let tanh_cell = &mut step.auxiliary[own.clone()];
            tanh_cell.copy_from_slice(cell);
            F::tanh_slice(tanh_cell);
            expose(&gates[3 * hidden..], tanh_cell, &mut step.hidden[own]);
        }
    }

    fn backward(&self, weights: StepWeights<F>, tape: StepTape<F>, step: BackwardStep<F>) {
        let hidden = weights.hidden;
        let rows = step.hidden.len() / hidden;
        for row in 0..rows {
            let own = row * hidden..(row + 1) * hidden;
            let taped = row * tape.row_step * hidden;
            let gates = &tape.gates[4 * taped..][..4 * hidden];
            let tanh_cell = &tape.auxiliary[taped..][..hidden];
            let previous_cell = tape
                .previous
                .map(|previous| &previous.cell[taped..][..hidden]);
            let grad_hidden = &step.hidden[own.clone()];
            let grad_cell = &mut step.cell[own.clone()];
            let preactivations = &mut step.preactivations[4 * row * hidden..4 * (row + 1) * hidden];
            differentiate(gates, tanh_cell, grad_hidden, grad_cell, preactivations);
            differentiate_forget(
                &gates[hidden..2 * hidden],
                previous_cell,
                grad_cell,
                &mut preactivations[hidden..2 * hidden],
            );
        }
        if let Some(activations) = step.activations {
            for (row, out) in activations.chunks_exact_mut(4 * hidden).enumerate() {
                let taped = row * tape.row_step * hidden;
                let gates = &tape.gates[4 * taped..][..4 * hidden];
                for j in 0..hidden {
                    let grad_cell = step.cell[row * hidden + j];
                    let previous_cell = tape.previous.map(|previous| previous.cell[taped + j]);
                    out[j] = grad_cell * gates[2 * hidden + j];
                    out[hidden + j] = grad_cell * previous_cell.unwrap_or(F::zero());
                    out[2 * hidden + j] = grad_cell * gates[j];
                    out[3 * hidden + j] = step.hidden[row * hidden + j] * tape.auxiliary[taped + j];
                }
            }
        }
        if let Some(previous) = step.previous {
            for row in 0..rows {
                let own = row * hidden..(row + 1) * hidden;
                let taped = row * tape.row_step * hidden;
                let forget = &tape.gates[4 * taped + hidden..][..hidden];
                carry(forget, &step.cell[own.clone()], &mut previous.cell[own]);
            }
            let gradients = Matrix::new(step.preactivations, 4 * hidden);
            add_product_back(gradients, weights, (0, 4 * hidden), previous.hidden);
        }
    }
}

// The loops over one row stand in functions of their own, so that the compiler knows that the slices
// do not overlap and makes vector code.

/// c_t = i ⊙ g, from a zero state.
fn begin<F: Real>(gates: &[F], cell: &mut [F]) {
    let (input, rest) = gates.split_at(cell.len());
    let candidate = &rest[cell.len()..2 * cell.len()];
    for j in 0..cell.len() {
        cell[j] = input[j] * candidate[j];
    }
}

/// c_t = f ⊙ c_{t−1} + i ⊙ g.
fn remember<F: Real>(gates: &[F], previous_cell: &[F], cell: &mut [F]) {
    let hidden = cell.len();
    let (input, rest) = gates.split_at(hidden);
    let (forget, rest) = rest.split_at(hidden);
    let candidate = &rest[..hidden];
    let previous_cell = &previous_cell[..hidden];
    for j in 0..hidden {
        cell[j] = forget[j] * previous_cell[j] + input[j] * candidate[j];
    }
}

/// h_t = o ⊙ tanh c_t.
fn expose<F: Real>(output: &[F], tanh_cell: &[F], hidden_state: &mut [F]) {
    let hidden = hidden_state.len();
    let (output, tanh_cell) = (&output[..hidden], &tanh_cell[..hidden]);
    for j in 0..hidden {
        hidden_state[j] = output[j] * tanh_cell[j];
    }
}

/// Completes ∂c_t by the path through h_t and writes ∂a of the gates i, g and o.
fn differentiate<F: Real>(
    gates: &[F],
    tanh_cell: &[F],
    grad_hidden: &[F],
    grad_cell: &mut [F],
    preactivations: &mut [F],
) {
    let hidden = grad_hidden.len();
    let one = F::one();
    let (input, rest) = gates.split_at(hidden);
    let (_, rest) = rest.split_at(hidden);
    let (candidate, output) = rest.split_at(hidden);
    let (tanh_cell, output) = (&tanh_cell[..hidden], &output[..hidden]);
    let grad_cell = &mut grad_cell[..hidden];
    let (grad_input, rest) = preactivations.split_at_mut(hidden);
    let (_, rest) = rest.split_at_mut(hidden);
    let (grad_candidate, grad_output) = rest.split_at_mut(hidden);
    let grad_output = &mut grad_output[..hidden];
    for j in 0..hidden {
        let dh = grad_hidden[j].flushed();
        let (i, g, o, squashed) = (input[j], candidate[j], output[j], tanh_cell[j]);
        let dc = (grad_cell[j] + dh * o * (one - squashed * squashed)).flushed();
        grad_cell[j] = dc;
        grad_input[j] = (dc * g * (i * (one - i))).flushed();
        grad_candidate[j] = (dc * i * (one - g * g)).flushed();
        grad_output[j] = (dh * squashed * (o * (one - o))).flushed();
    }
}

/// Writes ∂a of the forget gate, which is zero where c_{t−1} is.
fn differentiate_forget<F: Real>(
    forget: &[F],
    previous_cell: Option<&[F]>,
    grad_cell: &[F],
    grad_forget: &mut [F],
) {
    let hidden = grad_forget.len();
    let Some(previous_cell) = previous_cell else {
        grad_forget.fill(F::zero());
        return;
    };
    let (forget, grad_cell) = (&forget[..hidden], &grad_cell[..hidden]);
    let previous_cell = &previous_cell[..hidden];
    for j in 0..hidden {
        let f = forget[j];
        grad_forget[j] = (grad_cell[j] * previous_cell[j] * (f * (F::one() - f))).flushed();
    }
}

/// ∂c_{t−1} = ∂c_t ⊙ f.
fn carry<F: Real>(forget: &[F], grad_cell: &[F], grad_previous_cell: &mut [F]) {
    let hidden = grad_previous_cell.len();
    let (forget, grad_cell) = (&forget[..hidden], &grad_cell[..hidden]);
    for j in 0..hidden {
        grad_previous_cell[j] = (grad_cell[j] * forget[j]).flushed();
    }
}
