//! minGRU (Feng et al. 2024, arXiv 2410.01201): a gated cell without recurrent weights.
//!
//! z_t = σ(W_z x_t + b_z)           update gate
//! h̃_t = W_h x_t + b_h             candidate; or g of that, which is positive: g(a) = a + ½ for a ≥ 0, else σ(a)
//! h_t = (1 − z_t) ⊙ h_{t−1} + z_t ⊙ h̃_t
//!
//! Neither z nor h̃ depends on h_{t−1}. The update gate is its authors': z = 1 *replaces* the old state, the other way
//! round than in PyTorch's GRU. So ∂h_t/∂h_{t−1} = diag(1 − z_t), and the path from one step to a later one is the
//! product of the gates between them.
//!
//! The weights are those of `torch.nn.Linear`, one H × I block each for z and h̃, and begin like it.
//!
//! Backward, with ∂a the gradients of the pre-activations:
//! ∂z = ∂h_t ⊙ (h̃ − h_{t−1}), ∂a_z = ∂z ⊙ z ⊙ (1 − z), ∂h̃ = ∂h_t ⊙ z, times g′ where there is g; ∂h_{t−1} = ∂h_t ⊙ (1 − z).
//! Where z is held it has its value in place of σ, and ∂a_z = 0.

use super::held::write_blend;
use super::{CellDefinition, CellSpec, StateName};
use crate::experiment::{CellKind, NewValue};
use crate::kernel::real::Real;
use crate::kernel::{Lanes, MatrixMut, update};
use crate::nn::layer::{
    BackwardStep, ForwardStep, StepBuffers, StepCell, StepGradients, StepTape, StepWeights,
    Stepwise, stepwise_tensors,
};
use crate::nn::parameters::{Architecture, Initial};

pub(super) const DEFINITION: CellDefinition = CellDefinition {
    spec: CellSpec {
        kind: CellKind::Mingru,
        states: &[StateName::H],
        carried: &[StateName::H],
        memory: StateName::H,
        gates: &["update", "candidate"],
        blocks: &["update", "candidate"],
        recurrent_matrix: false,
        embeds_input: false,
        whole_sequence: false,
        attends: false,
        keeping_gate: Some("update"),
        keeps_at: 0,
    },
    tensors: |architecture, layer| {
        let initial = Initial::Uniform {
            fan_in: architecture.layer_inputs(layer),
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
    groups: &[],
    auxiliary: false,
    auxiliary_gradient: false,
};

pub(super) fn layer<F: Real>(architecture: &Architecture, layer: usize) -> Stepwise<F> {
    let positive = architecture.new_value == NewValue::Positive;
    Stepwise::new(Box::new(Mingru { positive }), architecture, layer)
}

struct Mingru {
    /// Whether the candidate is g of its pre-activation.
    positive: bool,
}

impl<F: Real> StepCell<F> for Mingru {
    fn spec(&self) -> &'static CellSpec {
        &DEFINITION.spec
    }

    fn buffers(&self) -> &'static StepBuffers {
        &BUFFERS
    }

    fn forward(&self, weights: StepWeights<F>, step: ForwardStep<F>) {
        let before = step.previous.map(|previous| previous.hidden);
        let before = weights.before(before, step.gates.rows());
        let mut gates = step.gates;
        if self.positive {
            let [_, candidate] = gates.reborrow().blocks();
            update([candidate], [], unit_positive::<F::Lanes>);
        }
        if weights.holds() {
            weights.hold(gates.reborrow());
            let [gate, candidate] = gates.as_matrix().blocks();
            write_blend(step.hidden, gate, [before, candidate]);
        } else {
            let [gate, candidate] = gates.blocks();
            update(
                [gate, step.hidden],
                [candidate.into_matrix(), before],
                unit_blend::<F::Lanes>,
            );
        }
    }

    fn backward(&self, weights: StepWeights<F>, tape: StepTape<F>, step: BackwardStep<F>) {
        let before = tape.previous.map(|previous| previous.hidden);
        let before = weights.before(before, step.hidden.rows());
        let [gate, candidate] = tape.gates.blocks();
        let mut preactivations = step.preactivations;
        update(
            preactivations.reborrow().blocks(),
            [step.hidden, gate, candidate, before],
            unit_backward::<F::Lanes>,
        );
        if self.positive {
            let [_, slopes] = preactivations.reborrow().blocks();
            update([slopes], [candidate], unit_positive_back::<F::Lanes>);
        }
        weights.silence(preactivations);
        if let Some(previous) = step.previous {
            let sources = [step.hidden, gate];
            update([previous.hidden], sources, unit_carry::<F::Lanes>);
        }
    }

    fn write_activation_gradients(
        &self,
        weights: StepWeights<F>,
        tape: StepTape<F>,
        gradients: StepGradients<F>,
        mut out: MatrixMut<F>,
    ) {
        let before = tape.previous.map(|previous| previous.hidden);
        let before = weights.before(before, gradients.hidden.rows());
        let [gate, candidate] = tape.gates.blocks();
        update(
            out.reborrow().blocks(),
            [gradients.hidden, gate, candidate, before],
            unit_activations::<F::Lanes>,
        );
        weights.silence(out);
    }
}

/// From the pre-activation of z, h̃ and h_{t−1} to z and h_t.
#[inline(always)]
fn unit_blend<V: Lanes>([z, _]: [V; 2], [candidate, before]: [V; 2]) -> [V; 2] {
    let z = z.sigmoid();
    [z, (V::one() - z) * before + z * candidate]
}

/// g(a).
#[inline(always)]
fn unit_positive<V: Lanes>([a]: [V; 1], []: [V; 0]) -> [V; 1] {
    [a.where_positive(a + half(), a.sigmoid())]
}

/// A slope times g′(a), for g(a).
#[inline(always)]
fn unit_positive_back<V: Lanes>([slope]: [V; 1], [g]: [V; 1]) -> [V; 1] {
    let low = (slope * g * (V::one() - g)).flushed();
    [(g - half()).where_positive(slope, low)]
}

#[inline(always)]
fn half<V: Lanes>() -> V {
    V::splat(V::Float::of(0.5))
}

/// ∂a_z and ∂h̃.
#[inline(always)]
fn unit_backward<V: Lanes>(_: [V; 2], [dh, z, candidate, before]: [V; 4]) -> [V; 2] {
    let dh = dh.flushed();
    let slope = z * (V::one() - z);
    [
        (dh * slope * (candidate - before)).flushed(),
        (dh * z).flushed(),
    ]
}

/// ∂z and ∂h̃.
#[inline(always)]
fn unit_activations<V: Lanes>(_: [V; 2], [dh, z, candidate, before]: [V; 4]) -> [V; 2] {
    [dh * (candidate - before), dh * z]
}

/// ∂h_{t−1} += ∂h_t ⊙ (1 − z).
#[inline(always)]
fn unit_carry<V: Lanes>([out]: [V; 1], [dh, z]: [V; 2]) -> [V; 1] {
    [out + (dh * (V::one() - z)).flushed()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Experiment;
    use crate::analysis::jacobian::step_jacobian;
    use crate::analysis::trace::Tracer;
    use crate::data::rng::Rng;
    use crate::data::sequence::{Inputs, Sequence, Target};
    use crate::experiment::GateBias;
    use crate::nn::init::initial_weights;
    use crate::nn::loss::LossKind;
    use crate::nn::model::Model;

    fn tracer() -> Tracer {
        let experiment = Experiment {
            units: 6,
            ..Experiment::default()
        };
        let architecture = Architecture::new(CellKind::Mingru, &experiment, 3, 2);
        let mut model = Model::<f64>::new(architecture);
        let weights = initial_weights(&architecture, &experiment);
        model.parameters_mut().copy_from_slice(&weights);
        let mut rng = Rng::from_seed(2);
        let sequence = Sequence {
            inputs: Inputs::Dense {
                values: (0..3 * 9).map(|_| 2.0 * rng.normal()).collect(),
                size: 3,
            },
            targets: vec![Target::Class(1); 9],
        };
        let mut tracer = Tracer::new(&model, LossKind::CrossEntropy, 0);
        tracer.run(&sequence).unwrap();
        tracer
    }

    #[test]
    fn the_step_jacobian_is_exactly_the_diagonal_of_one_minus_the_update_gate() {
        let tracer = tracer();
        for t in 1..9 {
            let jacobian = step_jacobian(&tracer, t);
            let gates = tracer.gates(0);
            for ((row, column), &value) in jacobian.indexed_iter() {
                let expected = if row == column {
                    1.0 - gates[[t, row]]
                } else {
                    0.0
                };
                assert_eq!(value, expected, "t = {t}, row {row}, column {column}");
            }
        }
    }

    #[test]
    fn the_states_are_those_of_the_definition() {
        let tracer = tracer();
        let (gates, hidden) = (tracer.gates(0), tracer.hidden(0));
        for t in 0..9 {
            for unit in 0..6 {
                let (z, candidate) = (gates[[t, unit]], gates[[t, 6 + unit]]);
                let before = if t == 0 { 0.0 } else { hidden[[t - 1, unit]] };
                let expected = (1.0 - z) * before + z * candidate;
                assert!((hidden[[t, unit]] - expected).abs() < 1e-15);
                assert!((0.0..=1.0).contains(&z));
            }
        }
    }

    #[test]
    fn the_update_bias_counts_towards_keeping() {
        let experiment = Experiment {
            units: 6,
            update_bias: GateBias::Total(3.0),
            ..Experiment::default()
        };
        let architecture = Architecture::new(CellKind::Mingru, &experiment, 3, 2);
        let weights = initial_weights(&architecture, &experiment);
        // Behind the 12 × 3 weights: six biases of z, then those of the candidate.
        assert_eq!(weights[36..42], [-3.0; 6]);
        assert!(weights[42..48].iter().all(|bias| bias.abs() < 1.0));
    }

    #[test]
    fn the_weights_are_two_linear_layers() {
        let tracer = tracer();
        let tensors = tracer.model().layout().tensors();
        let names: Vec<&str> = tensors.iter().map(|tensor| tensor.name.as_str()).collect();
        let expected = [
            "weight_ih_l0",
            "bias_ih_l0",
            "readout.weight",
            "readout.bias",
        ];
        assert_eq!(names, expected);
        let bound = 1.0 / 3f64.sqrt();
        let weight = tracer.model().tensor("weight_ih_l0").unwrap();
        assert_eq!(weight.dim(), (12, 3));
        let largest = weight
            .iter()
            .fold(0.0_f64, |most, value| most.max(value.abs()));
        assert!(largest <= bound && largest > 0.9 * bound);
    }
}
