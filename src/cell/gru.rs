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
    Anatomy, BackwardStep, Cell, ForwardStep, RecurrentRows, StepTape, StepWeights,
    add_product_back, add_recurrent_product,
};
use crate::experiment::Reset;
use crate::kernel::{Matrix, MatrixMut, add_transposed_product, vector};
use crate::real::Real;

pub(super) const ANATOMY: Anatomy = Anatomy {
    blocks: &["reset", "update", "candidate"],
    gated: true,
    cell_state: false,
    recurrent: true,
    auxiliary: true,
    auxiliary_gradient: true,
};

#[derive(Debug)]
pub struct Gru {
    pub reset: Reset,
}

impl<F: Real> Cell<F> for Gru {
    fn anatomy(&self) -> &'static Anatomy {
        &ANATOMY
    }

    fn projection_bias(&self, bias_ih: &[F], bias_hh: &[F], out: &mut [F]) {
        out.copy_from_slice(bias_ih);
        let added = match self.reset {
            // b_hn stands inside the product with r and cannot be added beforehand.
            Reset::After => bias_hh.len() / 3 * 2,
            Reset::Before => bias_hh.len(),
        };
        vector::add_to(&mut out[..added], &bias_hh[..added]);
    }

    fn forward(&self, weights: StepWeights<F>, step: ForwardStep<F>) {
        let hidden = weights.hidden;
        let (gated, width) = (2 * hidden, 3 * hidden);
        let gates = step.gates;
        if let Some(previous) = step.previous {
            let block = MatrixMut::new(gates, width).column_block(0, gated);
            add_recurrent_product(previous.hidden, weights, (0, gated), block);
        }
        for gates in gates.chunks_exact_mut(width) {
            F::sigmoid_slice(&mut gates[..gated]);
        }
        match self.reset {
            Reset::After => {
                for row in step.auxiliary.chunks_exact_mut(hidden) {
                    row.copy_from_slice(&weights.bias_hh[gated..]);
                }
                if let Some(previous) = step.previous {
                    let block = MatrixMut::new(step.auxiliary, hidden);
                    add_recurrent_product(previous.hidden, weights, (gated, width), block);
                }
                for (gates, recurrent) in gates
                    .chunks_exact_mut(width)
                    .zip(step.auxiliary.chunks_exact(hidden))
                {
                    let (reset, rest) = gates.split_at_mut(hidden);
                    add_multiplied(reset, recurrent, &mut rest[hidden..]);
                }
            }
            Reset::Before => match step.previous {
                Some(previous) => {
                    for ((gates, previous), out) in gates
                        .chunks_exact(width)
                        .zip(previous.hidden.chunks_exact(hidden))
                        .zip(step.auxiliary.chunks_exact_mut(hidden))
                    {
                        multiply(&gates[..hidden], previous, out);
                    }
                    let block = MatrixMut::new(gates, width).column_block(gated, width);
                    add_recurrent_product(step.auxiliary, weights, (gated, width), block);
                }
                None => step.auxiliary.fill(F::zero()),
            },
        }
        for (row, gates) in gates.chunks_exact_mut(width).enumerate() {
            F::tanh_slice(&mut gates[gated..]);
            let own = row * hidden..(row + 1) * hidden;
            let previous = step.previous.map(|previous| &previous.hidden[own.clone()]);
            blend(
                &gates[hidden..gated],
                &gates[gated..],
                previous,
                &mut step.hidden[own],
            );
        }
    }

    fn backward(&self, weights: StepWeights<F>, tape: StepTape<F>, step: BackwardStep<F>) {
        let hidden = weights.hidden;
        let (gated, width) = (2 * hidden, 3 * hidden);
        let rows = step.hidden.len() / hidden;
        let taped = |row: usize| row * tape.row_step * hidden;
        let gates_of = |row: usize| &tape.gates[3 * taped(row)..][..width];
        let previous_of = |row: usize| {
            tape.previous
                .map(|previous| &previous.hidden[taped(row)..][..hidden])
        };

        for row in 0..rows {
            let own = row * hidden..(row + 1) * hidden;
            let gradients = &mut step.preactivations[3 * row * hidden..][..width];
            differentiate(
                gates_of(row),
                previous_of(row),
                &step.hidden[own],
                &mut gradients[hidden..],
            );
        }

        match self.reset {
            Reset::After => {
                for row in 0..rows {
                    let own = row * hidden..(row + 1) * hidden;
                    let (grad_reset, rest) =
                        step.preactivations[3 * row * hidden..][..width].split_at_mut(hidden);
                    let recurrent = &tape.auxiliary[taped(row)..][..hidden];
                    let reset = &gates_of(row)[..hidden];
                    multiply_flushed(&rest[hidden..], reset, &mut step.auxiliary[own]);
                    differentiate_reset(reset, &rest[hidden..], recurrent, grad_reset);
                }
            }
            Reset::Before => {
                step.auxiliary.fill(F::zero());
                let candidate = Matrix::new(step.preactivations, width).column_block(gated, width);
                add_product_back(candidate, weights, (gated, width), step.auxiliary);
                for row in 0..rows {
                    let own = row * hidden..(row + 1) * hidden;
                    let grad_reset = &mut step.preactivations[3 * row * hidden..][..hidden];
                    match previous_of(row) {
                        Some(previous) => differentiate_reset(
                            &gates_of(row)[..hidden],
                            &step.auxiliary[own],
                            previous,
                            grad_reset,
                        ),
                        None => grad_reset.fill(F::zero()),
                    }
                }
            }
        }

        if let Some(activations) = step.activations {
            for (row, out) in activations.chunks_exact_mut(width).enumerate() {
                let (gates, previous) = (gates_of(row), previous_of(row));
                for j in 0..hidden {
                    let (z, n) = (gates[hidden + j], gates[gated + j]);
                    let dh = step.hidden[row * hidden + j];
                    let h = previous.map_or(F::zero(), |previous| previous[j]);
                    out[j] = match self.reset {
                        Reset::After => {
                            step.preactivations[row * width + gated + j]
                                * tape.auxiliary[taped(row) + j]
                        }
                        Reset::Before => step.auxiliary[row * hidden + j] * h,
                    };
                    out[hidden + j] = dh * (h - n);
                    out[gated + j] = dh * (F::one() - z);
                }
            }
        }

        if let Some(previous) = step.previous {
            let gradients = Matrix::new(step.preactivations, width).column_block(0, gated);
            for row in 0..rows {
                let own = row * hidden..(row + 1) * hidden;
                let gates = gates_of(row);
                let out = &mut previous.hidden[own.clone()];
                carry(&gates[hidden..gated], &step.hidden[own.clone()], out);
                if self.reset == Reset::Before {
                    carry(&gates[..hidden], &step.auxiliary[own], out);
                }
            }
            add_product_back(gradients, weights, (0, gated), previous.hidden);
            if self.reset == Reset::After {
                let recurrent = Matrix::new(step.auxiliary, hidden);
                add_product_back(recurrent, weights, (gated, width), previous.hidden);
            }
        }
    }

    fn add_recurrent_gradients(
        &self,
        rows: RecurrentRows<F>,
        weight_hh: &mut [F],
        bias_hh: &mut [F],
    ) {
        let hidden = rows.hidden;
        let (gated, width) = (2 * hidden, 3 * hidden);
        let preactivations = Matrix::new(rows.preactivations, width);
        let previous_hidden = Matrix::new(rows.previous_hidden, hidden);
        let (first, count) = (rows.first, preactivations.rows);
        let (weight_gates, weight_candidate) = weight_hh.split_at_mut(gated * hidden);
        let (bias_gates, bias_candidate) = bias_hh.split_at_mut(gated);

        let gates = preactivations.column_block(0, gated);
        vector::add_column_sums(gates, bias_gates);
        add_transposed_product(
            gates.row_block(first, count),
            previous_hidden,
            MatrixMut::new(weight_gates, hidden),
        );
        // The candidate's block meets h_{t−1} through m, or r ⊙ h_{t−1} in its place.
        let (gradient, input) = match self.reset {
            Reset::After => (Matrix::new(rows.auxiliary, hidden), previous_hidden),
            Reset::Before => (
                preactivations.column_block(gated, width),
                Matrix::new(rows.tape_auxiliary, hidden).row_block(first, count),
            ),
        };
        vector::add_column_sums(gradient, bias_candidate);
        add_transposed_product(
            gradient.row_block(first, count),
            input,
            MatrixMut::new(weight_candidate, hidden),
        );
    }
}

// The loops over one row stand in functions of their own, so that the compiler knows that the slices
// do not overlap and makes vector code.

/// out = a ⊙ b.
fn multiply<F: Real>(a: &[F], b: &[F], out: &mut [F]) {
    let (a, b) = (&a[..out.len()], &b[..out.len()]);
    for j in 0..out.len() {
        out[j] = a[j] * b[j];
    }
}

/// out = a ⊙ b, a gradient.
fn multiply_flushed<F: Real>(a: &[F], b: &[F], out: &mut [F]) {
    let (a, b) = (&a[..out.len()], &b[..out.len()]);
    for j in 0..out.len() {
        out[j] = (a[j] * b[j]).flushed();
    }
}

/// out += a ⊙ b.
fn add_multiplied<F: Real>(a: &[F], b: &[F], out: &mut [F]) {
    let (a, b) = (&a[..out.len()], &b[..out.len()]);
    for j in 0..out.len() {
        out[j] += a[j] * b[j];
    }
}

/// out += gate ⊙ gradient.
fn carry<F: Real>(gate: &[F], gradient: &[F], out: &mut [F]) {
    let (gate, gradient) = (&gate[..out.len()], &gradient[..out.len()]);
    for j in 0..out.len() {
        out[j] += (gate[j] * gradient[j]).flushed();
    }
}

/// h_t = (1 − z) ⊙ n + z ⊙ h_{t−1}.
fn blend<F: Real>(update: &[F], candidate: &[F], previous: Option<&[F]>, out: &mut [F]) {
    let hidden = out.len();
    let (update, candidate) = (&update[..hidden], &candidate[..hidden]);
    match previous {
        Some(previous) => {
            let previous = &previous[..hidden];
            for j in 0..hidden {
                out[j] = (F::one() - update[j]) * candidate[j] + update[j] * previous[j];
            }
        }
        None => {
            for j in 0..hidden {
                out[j] = (F::one() - update[j]) * candidate[j];
            }
        }
    }
}

/// Writes ∂a of the update gate and of the candidate, side by side.
fn differentiate<F: Real>(
    gates: &[F],
    previous: Option<&[F]>,
    grad_hidden: &[F],
    preactivations: &mut [F],
) {
    let hidden = grad_hidden.len();
    let one = F::one();
    let (update, candidate) = gates[hidden..].split_at(hidden);
    let candidate = &candidate[..hidden];
    let (grad_update, grad_candidate) = preactivations.split_at_mut(hidden);
    let grad_candidate = &mut grad_candidate[..hidden];
    for j in 0..hidden {
        let (z, n) = (update[j], candidate[j]);
        let dh = grad_hidden[j].flushed();
        grad_update[j] = dh * (z * (one - z));
        grad_candidate[j] = (dh * (one - z) * (one - n * n)).flushed();
    }
    match previous {
        Some(previous) => {
            let previous = &previous[..hidden];
            for j in 0..hidden {
                grad_update[j] = (grad_update[j] * (previous[j] - candidate[j])).flushed();
            }
        }
        None => {
            for j in 0..hidden {
                grad_update[j] = (grad_update[j] * -candidate[j]).flushed();
            }
        }
    }
}

/// ∂a_r = ∂r ⊙ r ⊙ (1 − r), with ∂r the product of a gradient and what r was multiplied with.
fn differentiate_reset<F: Real>(reset: &[F], gradient: &[F], factor: &[F], grad_reset: &mut [F]) {
    let hidden = grad_reset.len();
    let (reset, gradient, factor) = (&reset[..hidden], &gradient[..hidden], &factor[..hidden]);
    for j in 0..hidden {
        let r = reset[j];
        grad_reset[j] = (gradient[j] * factor[j] * (r * (F::one() - r))).flushed();
    }
}
