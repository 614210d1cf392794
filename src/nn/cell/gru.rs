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
//! The auxiliary tape holds m or q, the auxiliary gradient ∂m or ∂q. A gate that is held has its value in place of σ,
//! and ∂a = 0.

use super::held::{add_product, sigmoid_each, write_product};
use super::{CellDefinition, CellSpec, StateName};
use crate::experiment::{CellKind, Reset};
use crate::kernel::real::Real;
use crate::kernel::{
    GradientScratch, Lanes, MatrixMut, Start, add_transposed_product, update, vector,
};
use crate::nn::layer::{
    BackwardStep, ForwardStep, PreviousGradients, RecurrentRows, StepBuffers, StepCell,
    StepGradients, StepTape, StepWeights, Stepwise, stepwise_tensors,
};
use crate::nn::parameters::{Architecture, Initial};

pub(super) const DEFINITION: CellDefinition = CellDefinition {
    spec: CellSpec {
        kind: CellKind::Gru,
        states: &[StateName::H],
        carried: &[StateName::H],
        memory: StateName::H,
        gates: &["reset", "update", "candidate"],
        blocks: &["reset", "update", "candidate"],
        recurrent_matrix: true,
        embeds_input: false,
        whole_sequence: false,
        attends: false,
        keeping_gate: Some("update"),
        keeps_at: 1,
    },
    tensors: |architecture, layer| {
        let initial = Initial::Uniform {
            fan_in: architecture.hidden,
        };
        stepwise_tensors(&DEFINITION.spec, architecture, layer, initial)
    },
    initialise: None,
    keeping_bias: |experiment| experiment.update_bias,
    writing_gate: None,
    widens: 0,
    further_per_row: |_, _| 0,
};

const BUFFERS: StepBuffers = StepBuffers {
    groups: &[(0, 2), (2, 3)],
    auxiliary: true,
    auxiliary_gradient: true,
};

/// The groups of blocks: r and z; n.
const GATES: usize = 0;
const CANDIDATE: usize = 1;

pub(super) fn layer<F: Real>(architecture: &Architecture, layer: usize) -> Stepwise<F> {
    let reset = architecture.reset;
    Stepwise::new(Box::new(Gru { reset }), architecture, layer)
}

struct Gru {
    reset: Reset,
}

impl<F: Real> StepCell<F> for Gru {
    fn spec(&self) -> &'static CellSpec {
        &DEFINITION.spec
    }

    fn buffers(&self) -> &'static StepBuffers {
        &BUFFERS
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
        let (mut gates, mut auxiliary) = (step.gates, step.auxiliary);
        let rows = gates.rows();
        if let Some(previous) = step.previous {
            let block = gates.reborrow().column_block(0, 2 * hidden);
            weights.recurrent_product(previous.hidden, GATES, Start::There, block);
        }
        let before = step.previous.map(|previous| previous.hidden);
        let before = weights.before(before, rows);
        match self.reset {
            Reset::After => {
                let bias = &weights.bias_hh[2 * hidden..];
                match step.previous {
                    Some(previous) => weights.recurrent_product(
                        previous.hidden,
                        CANDIDATE,
                        Start::Row(bias),
                        auxiliary.reborrow(),
                    ),
                    None => (0..rows).for_each(|row| auxiliary.row_mut(row).copy_from_slice(bias)),
                }
                if weights.holds() {
                    held_gates(weights, gates.reborrow());
                    let [reset, _, candidate] = gates.reborrow().blocks();
                    add_product(candidate, [reset.into_matrix(), auxiliary.as_matrix()]);
                } else {
                    let [reset, blend, candidate] = gates.reborrow().blocks();
                    update(
                        [reset, blend, candidate],
                        [auxiliary.as_matrix()],
                        unit_gates_after::<F::Lanes>,
                    );
                }
            }
            Reset::Before => {
                if weights.holds() {
                    held_gates(weights, gates.reborrow());
                    let [reset, _, _] = gates.reborrow().blocks();
                    write_product(auxiliary.reborrow(), [reset.into_matrix(), before]);
                } else {
                    let [reset, blend, _] = gates.reborrow().blocks();
                    update(
                        [reset, blend, auxiliary.reborrow()],
                        [before],
                        unit_gates_before::<F::Lanes>,
                    );
                }
                let candidate = gates.reborrow().column_block(2 * hidden, 3 * hidden);
                if step.previous.is_some() {
                    let kept = auxiliary.as_matrix();
                    weights.recurrent_product(kept, CANDIDATE, Start::There, candidate);
                }
            }
        }
        let [_, blend, candidate] = gates.blocks();
        update(
            [candidate, step.hidden],
            [blend.as_matrix(), before],
            unit_blend::<F::Lanes>,
        );
    }

    fn backward(&self, weights: StepWeights<F>, tape: StepTape<F>, step: BackwardStep<F>) {
        let hidden = weights.hidden;
        let [reset, blend, candidate] = tape.gates.blocks();
        let before = tape.previous.map(|previous| previous.hidden);
        let before = weights.before(before, step.hidden.rows());
        let dh = step.hidden;
        let (mut gradients, mut grad_auxiliary) = (step.preactivations, step.auxiliary);
        match self.reset {
            Reset::After => {
                let [grad_reset, grad_blend, grad_candidate] = gradients.reborrow().blocks();
                update(
                    [
                        grad_reset,
                        grad_blend,
                        grad_candidate,
                        grad_auxiliary.reborrow(),
                    ],
                    [dh, reset, blend, candidate, tape.auxiliary, before],
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
                let out = grad_auxiliary.reborrow();
                weights.product_back(candidate, CANDIDATE, Start::Zero, out);
                let [grad_reset, _, _] = gradients.reborrow().blocks();
                update(
                    [grad_reset],
                    [grad_auxiliary.as_matrix(), reset, before],
                    unit_backward_reset::<F::Lanes>,
                );
            }
        }
        let grad_auxiliary = grad_auxiliary.as_matrix();
        weights.silence(gradients.reborrow());

        if let Some(PreviousGradients {
            hidden: mut out, ..
        }) = step.previous
        {
            match self.reset {
                Reset::After => update([out.reborrow()], [dh, blend], unit_carry::<F::Lanes>),
                Reset::Before => update(
                    [out.reborrow()],
                    [dh, blend, grad_auxiliary, reset],
                    unit_carry_both::<F::Lanes>,
                ),
            }
            let gated = gradients.as_matrix().column_block(0, 2 * hidden);
            weights.product_back(gated, GATES, Start::There, out.reborrow());
            if self.reset == Reset::After {
                weights.product_back(grad_auxiliary, CANDIDATE, Start::There, out);
            }
        }
    }

    fn add_recurrent_gradients(
        &self,
        rows: RecurrentRows<F>,
        weight_hh: MatrixMut<F>,
        bias_hh: &mut [F],
        scratch: &mut GradientScratch<F>,
    ) {
        let RecurrentRows {
            preactivations,
            first,
            previous_hidden,
            ..
        } = rows;
        let (count, width) = (preactivations.rows(), preactivations.columns());
        let gated = width / 3 * 2;
        let (weight_gates, weight_candidate) = weight_hh.split_at_row(gated);

        let gates = preactivations.column_block(0, gated);
        add_transposed_product(
            gates.row_block(first, count),
            previous_hidden,
            weight_gates,
            scratch,
        );
        // The candidate's block meets h_{t−1} through m, or r ⊙ h_{t−1} in its place.
        let (gradient, input) = match self.reset {
            Reset::After => (rows.auxiliary, previous_hidden),
            Reset::Before => (
                preactivations.column_block(gated, width),
                rows.tape_auxiliary.row_block(first, count),
            ),
        };
        if self.reset == Reset::After {
            vector::add_column_sums(gradient, &mut bias_hh[gated..]);
        }
        add_transposed_product(
            gradient.row_block(first, count),
            input,
            weight_candidate,
            scratch,
        );
    }

    fn write_activation_gradients(
        &self,
        weights: StepWeights<F>,
        tape: StepTape<F>,
        gradients: StepGradients<F>,
        mut out: MatrixMut<F>,
    ) {
        let [_, blend, candidate] = tape.gates.blocks();
        let before = tape.previous.map(|previous| previous.hidden);
        let before = weights.before(before, gradients.hidden.rows());
        let [_, _, grad_candidate] = gradients.preactivations.blocks();
        // What r was multiplied with, and the gradient of that product.
        let (gradient, factor) = match self.reset {
            Reset::After => (grad_candidate, tape.auxiliary),
            Reset::Before => (gradients.auxiliary, before),
        };
        update(
            out.reborrow().blocks(),
            [gradients.hidden, blend, candidate, before, gradient, factor],
            unit_activations::<F::Lanes>,
        );
        weights.silence(out);
    }
}

/// r and z from their pre-activations, or as they are held.
fn held_gates<F: Real>(weights: StepWeights<F>, mut gates: MatrixMut<F>) {
    let [reset, blend, _] = gates.reborrow().blocks();
    sigmoid_each(reset);
    sigmoid_each(blend);
    weights.hold(gates);
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
