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
//! The auxiliary tape holds tanh c_t. A gate that is held has its value in place of σ, and ∂a = 0.

use super::held::{sigmoid_each, tanh_each, write_products};
use super::{CellDefinition, CellSpec, StateName};
use crate::experiment::CellKind;
use crate::kernel::MatrixMut;
use crate::kernel::real::Real;
use crate::kernel::{Lanes, Start, update};
use crate::nn::layer::{
    BackwardStep, ForwardStep, StepBuffers, StepCell, StepGradients, StepTape, StepWeights,
    Stepwise, stepwise_tensors,
};
use crate::nn::parameters::{Architecture, Initial};

pub(super) const DEFINITION: CellDefinition = CellDefinition {
    spec: CellSpec {
        kind: CellKind::Lstm,
        states: &[StateName::H, StateName::C],
        carried: &[StateName::H, StateName::C],
        memory: StateName::C,
        gates: &["input", "forget", "candidate", "output"],
        blocks: &["input", "forget", "candidate", "output"],
        recurrent_matrix: true,
        embeds_input: false,
        whole_sequence: false,
        attends: false,
        keeping_gate: Some("forget"),
        keeps_at: 1,
    },
    tensors: |architecture, layer| {
        let initial = Initial::Uniform {
            fan_in: architecture.hidden,
        };
        stepwise_tensors(&DEFINITION.spec, architecture, layer, initial)
    },
    initialise: None,
    keeping_bias: |experiment| experiment.forget_bias,
    writing_gate: Some("input"),
    widens: 0,
    further_per_row: |_, _| 0,
};

const BUFFERS: StepBuffers = StepBuffers {
    groups: &[(0, 4)],
    auxiliary: true,
    auxiliary_gradient: false,
};

pub(super) fn layer<F: Real>(architecture: &Architecture, layer: usize) -> Stepwise<F> {
    Stepwise::new(Box::new(Lstm), architecture, layer)
}

struct Lstm;

impl<F: Real> StepCell<F> for Lstm {
    fn spec(&self) -> &'static CellSpec {
        &DEFINITION.spec
    }

    fn buffers(&self) -> &'static StepBuffers {
        &BUFFERS
    }

    fn forward(&self, weights: StepWeights<F>, step: ForwardStep<F>) {
        let mut gates = step.gates;
        if let Some(previous) = step.previous {
            weights.recurrent_product(previous.hidden, 0, Start::There, gates.reborrow());
        }
        let previous_cell = step.previous.map(|previous| previous.cell);
        let previous_cell = weights.before(previous_cell, gates.rows());
        let mut cell = step.cell;
        if weights.holds() {
            let [input, forget, candidate, output] = gates.reborrow().blocks();
            for gate in [input, forget, output] {
                sigmoid_each(gate);
            }
            tanh_each(candidate);
            weights.hold(gates.reborrow());
            let [input, forget, candidate, _] = gates.as_matrix().blocks();
            write_products(cell.reborrow(), [forget, previous_cell], [input, candidate]);
        } else {
            let [input, forget, candidate, output] = gates.reborrow().blocks();
            update(
                [input, forget, candidate, output, cell.reborrow()],
                [previous_cell],
                unit_remember::<F::Lanes>,
            );
        }
        let [_, _, _, output] = gates.as_matrix().blocks();
        update(
            [step.auxiliary, step.hidden],
            [cell.as_matrix(), output],
            unit_expose::<F::Lanes>,
        );
    }

    fn backward(&self, weights: StepWeights<F>, tape: StepTape<F>, step: BackwardStep<F>) {
        let [input, forget, candidate, output] = tape.gates.blocks();
        let previous_cell = tape.previous.map(|previous| previous.cell);
        let previous_cell = weights.before(previous_cell, step.hidden.rows());
        let (mut cell, mut gradients) = (step.cell, step.preactivations);
        let [grad_input, grad_forget, grad_candidate, grad_output] = gradients.reborrow().blocks();
        update(
            [
                cell.reborrow(),
                grad_input,
                grad_forget,
                grad_candidate,
                grad_output,
            ],
            [
                step.hidden,
                input,
                forget,
                candidate,
                output,
                tape.auxiliary,
                previous_cell,
            ],
            unit_backward::<F::Lanes>,
        );
        weights.silence(gradients.reborrow());
        if let Some(previous) = step.previous {
            let carried = [cell.as_matrix(), forget];
            update([previous.cell], carried, unit_carry::<F::Lanes>);
            weights.product_back(gradients.as_matrix(), 0, Start::There, previous.hidden);
        }
    }

    fn write_activation_gradients(
        &self,
        weights: StepWeights<F>,
        tape: StepTape<F>,
        gradients: StepGradients<F>,
        mut out: MatrixMut<F>,
    ) {
        let [input, _, candidate, _] = tape.gates.blocks();
        let previous_cell = tape.previous.map(|previous| previous.cell);
        let previous_cell = weights.before(previous_cell, gradients.hidden.rows());
        update(
            out.reborrow().blocks(),
            [
                gradients.cell,
                gradients.hidden,
                input,
                candidate,
                tape.auxiliary,
                previous_cell,
            ],
            unit_activations::<F::Lanes>,
        );
        weights.silence(out);
    }
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
