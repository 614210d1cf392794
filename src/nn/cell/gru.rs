//! The gated recurrent unit (Cho et al. 2014), in the form of PyTorch's `nn.GRU`, and with the reset
//! gate where its authors have it.
//!
//! r_t = σ(W_ir x_t + b_ir + W_hr h_{t−1} + b_hr)   reset gate
//! z_t = σ(W_iz x_t + b_iz + W_hz h_{t−1} + b_hz)   update gate
//! n_t = tanh(W_in x_t + b_in + r_t ⊙ (W_hn h_{t−1} + b_hn))   candidate, reset *after* the product (PyTorch, cuDNN)
//! n_t = tanh(W_in x_t + b_in + W_hn (r_t ⊙ h_{t−1}) + b_hn)   candidate, reset *before* it (Cho et al. 2014, v3)
//! h_t = (1 − z_t) ⊙ n_t + z_t ⊙ h_{t−1}
//!
//! The update gate is PyTorch's: z = 1 keeps the old state. Some texts use z the other way round.
//!
//! Backward, with ∂a the gradients of the pre-activations:
//! ∂z = ∂h_t ⊙ (h_{t−1} − n), ∂n = ∂h_t ⊙ (1 − z), ∂a_n = ∂n ⊙ (1 − n²), ∂a_z = ∂z ⊙ z ⊙ (1 − z).
//! After: with m = W_hn h_{t−1} + b_hn, ∂m = ∂a_n ⊙ r and ∂r = ∂a_n ⊙ m;
//! ∂h_{t−1} = z ⊙ ∂h_t + W_hrᵀ ∂a_r + W_hzᵀ ∂a_z + W_hnᵀ ∂m.
//! Before: with q = r ⊙ h_{t−1}, ∂q = W_hnᵀ ∂a_n and ∂r = ∂q ⊙ h_{t−1};
//! ∂h_{t−1} = z ⊙ ∂h_t + W_hrᵀ ∂a_r + W_hzᵀ ∂a_z + r ⊙ ∂q.
//!
//! The auxiliary tape holds m or q, the auxiliary gradient ∂m or ∂q.

use super::{
    Anatomy, BackwardStep, Cell, ForwardStep, RecurrentRows, StepGradients, StepTape, StepWeights,
};
use crate::experiment::Reset;
use crate::kernel::real::Real;
use crate::kernel::{
    GradientScratch, Lanes, Matrix, MatrixMut, Start, add_transposed_product, update, vector,
};

pub(super) const ANATOMY: Anatomy = Anatomy {
    blocks: &["reset", "update", "candidate"],
    gated: true,
    cell_state: false,
    recurrent: true,
    groups: &[(0, 2), (2, 3)],
    auxiliary: true,
    auxiliary_gradient: true,
};

/// The groups of blocks: r and z; n.
const GATES: usize = 0;
const CANDIDATE: usize = 1;

#[derive(Debug)]
pub struct Gru {
    pub reset: Reset,
}

impl<F: Real> Cell<F> for Gru {
    fn anatomy(&self) -> &'static Anatomy {
        &ANATOMY
    }

    fn shared_bias(&self, bias_hh: usize) -> usize {
        match self.reset {
            // b_hn stands inside the product with r.
            Reset::After => bias_hh / 3 * 2,
            Reset::Before => bias_hh,
        }
    }

    fn forward(&self, weights: StepWeights<F>, step: ForwardStep<F>) {
        let hidden = weights.hidden;
        let mut gates = MatrixMut::new(step.gates, 3 * hidden);
        let rows = gates.rows();
        if let Some(previous) = step.previous {
            let block = gates.reborrow().column_block(0, 2 * hidden);
            weights.recurrent_product(previous.hidden, GATES, Start::There, block);
        }
        let before = step.previous.map(|previous| previous.hidden);
        let before = weights.before(before, rows, 1);
        match self.reset {
            Reset::After => {
                let bias = &weights.bias_hh[2 * hidden..];
                let mut recurrent = MatrixMut::new(step.auxiliary, hidden);
                match step.previous {
                    Some(previous) => weights.recurrent_product(
                        previous.hidden,
                        CANDIDATE,
                        Start::Row(bias),
                        recurrent.reborrow(),
                    ),
                    None => (0..rows).for_each(|row| recurrent.row_mut(row).copy_from_slice(bias)),
                }
                let [reset, blend, candidate] = gates.reborrow().blocks();
                update(
                    [reset, blend, candidate],
                    [recurrent.as_matrix()],
                    unit_gates_after::<F::Lanes>,
                );
            }
            Reset::Before => {
                let [reset, blend, _] = gates.reborrow().blocks();
                let kept = MatrixMut::new(step.auxiliary, hidden);
                update(
                    [reset, blend, kept],
                    [before],
                    unit_gates_before::<F::Lanes>,
                );
                let candidate = gates.reborrow().column_block(2 * hidden, 3 * hidden);
                if step.previous.is_some() {
                    let kept = step.auxiliary;
                    weights.recurrent_product(kept, CANDIDATE, Start::There, candidate);
                }
            }
        }
        let [_, blend, candidate] = gates.blocks();
        update(
            [candidate, MatrixMut::new(step.hidden, hidden)],
            [blend.as_matrix(), before],
            unit_blend::<F::Lanes>,
        );
    }

    fn backward(&self, weights: StepWeights<F>, tape: StepTape<F>, step: BackwardStep<F>) {
        let hidden = weights.hidden;
        let rows = step.hidden.len() / hidden;
        let gates = Matrix::spaced(tape.gates, 3 * hidden, rows, tape.row_step);
        let [reset, blend, candidate] = gates.blocks();
        let auxiliary = Matrix::spaced(tape.auxiliary, hidden, rows, tape.row_step);
        let before = tape.previous.map(|previous| previous.hidden);
        let before = weights.before(before, rows, tape.row_step);
        let dh = Matrix::new(step.hidden, hidden);
        let mut gradients = MatrixMut::new(step.preactivations, 3 * hidden);
        match self.reset {
            Reset::After => {
                let [grad_reset, grad_blend, grad_candidate] = gradients.reborrow().blocks();
                let grad_recurrent = MatrixMut::new(step.auxiliary, hidden);
                update(
                    [grad_reset, grad_blend, grad_candidate, grad_recurrent],
                    [dh, reset, blend, candidate, auxiliary, before],
                    unit_backward_after::<F::Lanes>,
                );
            }
            Reset::Before => {
                let [_, grad_blend, grad_candidate] = gradients.reborrow().blocks();
                update(
                    [grad_blend, grad_candidate],
                    [dh, blend, candidate, before],
                    unit_backward_blend::<F::Lanes>,
                );
                let candidate = gradients.as_matrix().column_block(2 * hidden, 3 * hidden);
                weights.product_back(candidate, CANDIDATE, Start::Zero, step.auxiliary);
                let [grad_reset, _, _] = gradients.reborrow().blocks();
                let grad_kept = Matrix::new(step.auxiliary, hidden);
                update(
                    [grad_reset],
                    [grad_kept, reset, before],
                    unit_backward_reset::<F::Lanes>,
                );
            }
        }
        let grad_auxiliary = Matrix::new(step.auxiliary, hidden);

        if let Some(previous) = step.previous {
            let out = MatrixMut::new(previous.hidden, hidden);
            match self.reset {
                Reset::After => update([out], [dh, blend], unit_carry::<F::Lanes>),
                Reset::Before => update(
                    [out],
                    [dh, blend, grad_auxiliary, reset],
                    unit_carry_both::<F::Lanes>,
                ),
            }
            let gated = gradients.as_matrix().column_block(0, 2 * hidden);
            weights.product_back(gated, GATES, Start::There, previous.hidden);
            if self.reset == Reset::After {
                let out = previous.hidden;
                weights.product_back(grad_auxiliary, CANDIDATE, Start::There, out);
            }
        }
    }
}

/// See [`super::write_activation_gradients`].
pub(super) fn write_activation_gradients<F: Real>(
    reset: Reset,
    weights: StepWeights<F>,
    tape: StepTape<F>,
    gradients: StepGradients<F>,
    out: &mut [F],
) {
    let hidden = weights.hidden;
    let dh = Matrix::new(gradients.hidden, hidden);
    let rows = dh.rows();
    let gates = Matrix::spaced(tape.gates, 3 * hidden, rows, tape.row_step);
    let [_, blend, candidate] = gates.blocks();
    let before = tape.previous.map(|previous| previous.hidden);
    let before = weights.before(before, rows, tape.row_step);
    let [_, _, grad_candidate] = Matrix::new(gradients.preactivations, 3 * hidden).blocks();
    // What r was multiplied with, and the gradient of that product.
    let (gradient, factor) = match reset {
        Reset::After => {
            let kept = Matrix::spaced(tape.auxiliary, hidden, rows, tape.row_step);
            (grad_candidate, kept)
        }
        Reset::Before => (Matrix::new(gradients.auxiliary, hidden), before),
    };
    update(
        MatrixMut::new(out, 3 * hidden).blocks(),
        [dh, blend, candidate, before, gradient, factor],
        unit_activations::<F::Lanes>,
    );
}

/// See [`super::add_recurrent_gradients`].
pub(super) fn add_recurrent_gradients<F: Real>(
    reset: Reset,
    rows: RecurrentRows<F>,
    weight_hh: &mut [F],
    bias_hh: &mut [F],
    scratch: &mut GradientScratch<F>,
) {
    let hidden = rows.hidden;
    let (gated, width) = (2 * hidden, 3 * hidden);
    let preactivations = Matrix::new(rows.preactivations, width);
    let previous_hidden = Matrix::new(rows.previous_hidden, hidden);
    let (first, count) = (rows.first, preactivations.rows());
    let (weight_gates, weight_candidate) = weight_hh.split_at_mut(gated * hidden);

    let gates = preactivations.column_block(0, gated);
    add_transposed_product(
        gates.row_block(first, count),
        previous_hidden,
        MatrixMut::new(weight_gates, hidden),
        scratch,
    );
    // The candidate's block meets h_{t−1} through m, or r ⊙ h_{t−1} in its place.
    let (gradient, input) = match reset {
        Reset::After => (Matrix::new(rows.auxiliary, hidden), previous_hidden),
        Reset::Before => (
            preactivations.column_block(gated, width),
            Matrix::new(rows.tape_auxiliary, hidden).row_block(first, count),
        ),
    };
    if reset == Reset::After {
        vector::add_column_sums(gradient, &mut bias_hh[gated..]);
    }
    add_transposed_product(
        gradient.row_block(first, count),
        input,
        MatrixMut::new(weight_candidate, hidden),
        scratch,
    );
}

/// From the pre-activations and m to r, z and the candidate's pre-activation.
#[inline(always)]
fn unit_gates_after<V: Lanes>([r, z, n]: [V; 3], [m]: [V; 1]) -> [V; 3] {
    let (r, z) = (r.sigmoid(), z.sigmoid());
    [r, z, n + r * m]
}

/// From the pre-activations of the gates and h_{t−1} to r, z and r ⊙ h_{t−1}.
#[inline(always)]
fn unit_gates_before<V: Lanes>([r, z, _]: [V; 3], [before]: [V; 1]) -> [V; 3] {
    let (r, z) = (r.sigmoid(), z.sigmoid());
    [r, z, r * before]
}

/// From the pre-activation of the candidate, z and h_{t−1} to n and h_t.
#[inline(always)]
fn unit_blend<V: Lanes>([n, _]: [V; 2], [z, before]: [V; 2]) -> [V; 2] {
    let n = n.tanh();
    [n, (V::one() - z) * n + z * before]
}

/// ∂a_z and ∂a_n.
#[inline(always)]
fn unit_backward_blend<V: Lanes>(_: [V; 2], [dh, z, n, before]: [V; 4]) -> [V; 2] {
    let (one, dh) = (V::one(), dh.flushed());
    [
        (dh * (z * (one - z)) * (before - n)).flushed(),
        (dh * (one - z) * (one - n * n)).flushed(),
    ]
}

/// ∂a_r, with ∂r the product of a gradient and what r was multiplied with.
#[inline(always)]
fn unit_backward_reset<V: Lanes>(_: [V; 1], [gradient, r, factor]: [V; 3]) -> [V; 1] {
    [(gradient * factor * (r * (V::one() - r))).flushed()]
}

/// ∂a_r, ∂a_z, ∂a_n and ∂m.
#[inline(always)]
fn unit_backward_after<V: Lanes>(old: [V; 4], [dh, r, z, n, m, before]: [V; 6]) -> [V; 4] {
    let [grad_z, grad_n] = unit_backward_blend([old[1], old[2]], [dh, z, n, before]);
    let [grad_r] = unit_backward_reset([old[0]], [grad_n, r, m]);
    [grad_r, grad_z, grad_n, (grad_n * r).flushed()]
}

/// ∂ of the gates themselves; `gradient` and `factor` are those of r.
#[inline(always)]
fn unit_activations<V: Lanes>(_: [V; 3], [dh, z, n, before, gradient, factor]: [V; 6]) -> [V; 3] {
    [gradient * factor, dh * (before - n), dh * (V::one() - z)]
}

/// ∂h_{t−1} += ∂h_t ⊙ z.
#[inline(always)]
fn unit_carry<V: Lanes>([out]: [V; 1], [dh, z]: [V; 2]) -> [V; 1] {
    [out + (dh * z).flushed()]
}

/// ∂h_{t−1} += ∂h_t ⊙ z + ∂q ⊙ r.
#[inline(always)]
fn unit_carry_both<V: Lanes>([out]: [V; 1], [dh, z, dq, r]: [V; 4]) -> [V; 1] {
    [out + (dh * z).flushed() + (dq * r).flushed()]
}
